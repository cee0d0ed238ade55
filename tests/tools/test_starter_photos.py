"""The starter catalog's pictures say in themselves what their asset.toml says, and writing that leaves pixels alone."""

from __future__ import annotations

import importlib
import io
import itertools
import sys
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from lxml import etree
from PIL import Image, IptcImagePlugin

from brandkit.fingerprints import pdq

PHOTOS = Path(__file__).resolve().parents[2] / "assets_catalog" / "photos"
SLUGS = sorted(path.stem for path in PHOTOS.glob("*.toml"))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def metadata(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(PHOTOS.parents[1] / "tools" / "starter"), *sys.path])
    return importlib.import_module("photos_metadata")


@pytest.fixture
def caption(metadata: ModuleType) -> Any:
    pair = {"vi": "Biển <sóng> & gió", "en": "Sea & wind"}
    return metadata.Caption(
        title=pair, description=pair, alt=pair, creator="Nguyễn Thị Ánh", credit="Ảnh: Ánh", notice="© Ánh",
        usage_terms=pair, statement_url="https://example.org/", keywords=("biển", "ế" * 40), location="Vũng Tàu",
        created="2022-05-01", source="Ánh", releases={"model": ("MR-1",)}, limited_releases=frozenset({"model"}),
    )  # fmt: skip


def asset(slug: str) -> dict[str, Any]:
    return tomllib.loads((PHOTOS / f"{slug}.toml").read_text("utf-8"))


def xmp(slug: str) -> etree._Element:
    data = (PHOTOS / f"{slug}.jpg").read_bytes()
    start = data.index(b"<x:xmpmeta")
    return etree.fromstring(data[start : data.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")])


def languages(packet: etree._Element, name: str) -> dict[str, str]:
    items = packet.iterfind(f".//{{http://purl.org/dc/elements/1.1/}}{name}//{{*}}li")
    return {item.get(XML_LANG): item.text for item in items}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_picture_carries_its_title_and_caption_in_both_languages(slug: str) -> None:
    packet, told = xmp(slug), asset(slug)
    assert languages(packet, "title") == {"x-default": told["title"]["vi"], **told["title"]}
    assert languages(packet, "description") == {"x-default": told["caption"]["vi"], **told["caption"]}


@pytest.mark.parametrize("slug", SLUGS)
def test_iptc_is_marked_as_utf8_and_keeps_vietnamese_marks(slug: str) -> None:
    with Image.open(PHOTOS / f"{slug}.jpg") as picture:
        records = IptcImagePlugin.getiptcinfo(picture)
        assert 1600 <= max(picture.size) <= 2400
    assert records is not None
    assert records[1, 90] == b"\x1b%G"
    assert records[2, 105].decode() == asset(slug)["title"]["vi"]
    credit = asset(slug)["rights"]["credit"]
    assert xmp(slug).findtext(".//{http://ns.adobe.com/photoshop/1.0/}Credit") == credit
    assert credit.startswith(records[2, 110].decode())  # IPTC-IIM ends a credit after 32 bytes, XMP does not.


def test_the_catalog_has_each_case_of_rights_that_the_rules_ask_about() -> None:
    rights = [asset(slug)["rights"] for slug in SLUGS]
    releases = [release for slug in SLUGS for release in asset(slug).get("releases", [])]
    assert any(right.get("valid_to", date.max) < date(2025, 1, 1) for right in rights)
    assert any(right.get("valid_from", date.min) > date(2030, 1, 1) for right in rights)
    assert {release["type"] for release in releases} == {"model", "property"}
    assert any("withdrawn" in release for release in releases)
    assert all(right["license"] and right["credit"] for right in rights)


def test_every_picture_has_its_line_in_the_table_of_licenses() -> None:
    table = (PHOTOS / "LICENSES.md").read_text("utf-8")
    assert [slug for slug in SLUGS if f"`{slug}.jpg`" not in table] == []
    assert {path.stem for path in PHOTOS.glob("*.jpg")} == set(SLUGS)


def test_no_two_pictures_look_alike_to_a_fingerprint() -> None:
    hashes = {}
    for slug in SLUGS:
        with Image.open(PHOTOS / f"{slug}.jpg") as picture:
            hashes[slug] = pdq.fingerprint(np.asarray(picture.convert("RGB")))
    close = [pair for pair in itertools.combinations(SLUGS, 2) if pdq.distance(hashes[pair[0]], hashes[pair[1]]) < 90]
    assert close == []


def test_a_caption_written_twice_is_written_once_and_pixels_stay(metadata: ModuleType, caption: Any) -> None:
    buffer = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(buffer, "JPEG")
    once = metadata.with_caption(buffer.getvalue(), caption)
    assert metadata.with_caption(once, caption) == once
    assert list(metadata.segments(once))[-1] == list(metadata.segments(buffer.getvalue()))[-1]


def test_a_keyword_too_long_for_iptc_is_cut_between_letters(metadata: ModuleType, caption: Any) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    with Image.open(io.BytesIO(metadata.with_caption(buffer.getvalue(), caption))) as picture:
        records = IptcImagePlugin.getiptcinfo(picture)
    assert records is not None
    assert records[2, 25][1].decode() == "ế" * 21


def test_signs_of_markup_in_a_caption_do_not_break_the_packet(metadata: ModuleType, caption: Any) -> None:
    packet = metadata.xmp_packet(caption)
    root = etree.fromstring(packet[packet.index(b"<x:xmpmeta") : packet.index(b"<?xpacket end")])
    assert languages(root, "title")["vi"] == "Biển <sóng> & gió"
    assert root.findtext(".//{http://ns.useplus.org/ldf/xmp/1.0/}ModelReleaseStatus", "").endswith("MR-LMR")


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\xff\xd8no marker"])
def test_what_is_no_whole_jpeg_is_refused(metadata: ModuleType, data: bytes) -> None:
    with pytest.raises(ValueError, match="JPEG"):
        list(metadata.segments(data))
