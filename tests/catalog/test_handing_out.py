"""Handing out: masters as they are, renditions with their credits, and nothing refused comes from the cache."""

from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest
from PIL import Image

from brandkit.catalog import renditions
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.metadata import read
from brandkit.catalog.metadata.json_ld import described
from brandkit.catalog.renditions.cache import FOLDER
from brandkit.errors import InvalidValue, NotAvailable, UnknownAsset


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.fixture
def drawings(monkeypatch) -> list[str]:
    """Names of the files that were really drawn."""
    made = []
    real = renditions.rendition

    def watched(data, file, **options):
        made.append(file.name)
        return real(data, file, **options)

    monkeypatch.setattr(renditions, "rendition", watched)
    return made


def test_masters_go_out_byte_for_byte(stocked, drawings):
    for slug in ("thang-tam", "basket-boat"):
        handed = get(stocked, slug, Request())
        assert handed.data == stocked.read(handed.file.sha256)
    assert drawings == []


REQUESTS = {
    "a logo as PNG": ("thang-tam", Request(format="png", width=80)),
    "a logo as JPEG on a ground": ("thang-tam", Request(format="jpeg", background="#0B3C5D", width=80)),
    "a logo as WebP": ("thang-tam", Request(format="webp", width=80)),
    "a logo as PDF": ("thang-tam", Request(format="pdf")),
    "a logo as SVG of a size": ("thang-tam", Request(format="svg", width=80)),
    "a photo of a size": ("basket-boat", Request(width=48)),
    "a photo cut": ("basket-boat", Request(width=40, height=40, focus=(0.2, 0.5), format="webp")),
}


@pytest.mark.parametrize("case", REQUESTS)
def test_a_rendition_carries_its_credits_and_the_second_one_comes_from_the_cache(stocked, drawings, case):
    slug, request = REQUESTS[case]
    first = get(stocked, slug, request)
    assert get(stocked, slug, request) == first
    assert len(drawings) == 1
    said = read(first.data, first.media_type)
    asset = stocked.asset(slug)
    assert said["alt"] == (asset.alt or asset.title)
    if slug == "thang-tam":
        assert said["rights"] == {"vi": "© UBND phường Thắng Tam"}
        assert said["owners"] == ["UBND phường Thắng Tam"]
    else:
        assert said["creator"] == "Nguyễn Thị Ảnh"


def test_a_changed_credit_makes_a_new_rendition(stocked, drawings):
    request = Request(format="png", width=48)
    before = get(stocked, "basket-boat", request)
    stocked.edit("basket-boat", {"credit": "Ảnh: Sở Du lịch"})
    after = get(stocked, "basket-boat", request)
    assert len(drawings) == 2
    assert read(after.data, after.media_type)["credit"] == "Ảnh: Sở Du lịch"
    assert "credit" not in read(before.data, before.media_type)


def test_a_damaged_file_of_the_cache_is_never_served(stocked, drawings):
    request = Request(format="png", width=80)
    first = get(stocked, "thang-tam", request)
    for path in (stocked.folder / FOLDER).rglob("*.rendition"):
        path.write_bytes(path.read_bytes()[:-3] + b"xyz")
    assert get(stocked, "thang-tam", request).data == first.data
    assert len(drawings) == 2


def test_what_may_not_be_had_any_more_is_refused_although_it_lies_in_the_cache(stocked):
    requests = dict(REQUESTS.values())
    for slug, request in requests.items():
        get(stocked, slug, request)
    stocked.edit("basket-boat", {"valid_to": "2024-12-31"})
    with pytest.raises(NotAvailable, match="expired"):
        get(stocked, "basket-boat", requests["basket-boat"], on=date(2025, 1, 1))
    stocked.edit("basket-boat", {"valid_to": "", "valid_from": "2030-01-01"})
    with pytest.raises(NotAvailable, match="embargo"):
        get(stocked, "basket-boat", requests["basket-boat"], on=date(2025, 1, 1))
    stocked.move("thang-tam", "withdraw", note="Sai mẫu")
    with pytest.raises(NotAvailable, match="withdrawn"):
        get(stocked, "thang-tam", requests["thang-tam"])


def test_a_photo_is_cut_around_its_focus_and_never_enlarged(stocked):
    whole = opened(get(stocked, "basket-boat", Request(format="png")).data).convert("RGB")
    assert whole.size == (96, 64)
    for focus, left in (((0.0, 0.5), 0), ((0.5, 0.5), 16), ((1.0, 0.5), 32), ((0.4, 0.9), 6)):
        cut = opened(get(stocked, "basket-boat", Request(format="png", width=64, height=64, focus=focus)).data)
        assert cut.size == (64, 64)
        assert (np.asarray(cut.convert("RGB")) == np.asarray(whole.crop((left, 0, left + 64, 64)))).all()
    with pytest.raises(InvalidValue, match="never enlarged"):
        get(stocked, "basket-boat", Request(width=90, height=70, focus=(0.5, 0.5)))


@pytest.mark.parametrize(("slug", "request_", "told"), [
    ("thang-tam", Request(format="png", width=40, height=40, focus=(0.5, 0.5)), "never cropped"),
    ("basket-boat", Request(width=40, focus=(0.5, 0.5)), "width and a height"),
    ("basket-boat", Request(width=40, height=40, focus=(1.5, 0.5)), "no such point"),
    ("basket-boat", Request(width=40, height=40, focus=(float("nan"), 0.5)), "no such point"),
])  # fmt: skip
def test_a_wrong_cut_is_refused(stocked, slug, request_, told):
    with pytest.raises(InvalidValue, match=told):
        get(stocked, slug, request_)


def test_what_is_handed_out_is_described_as_it_is(stocked):
    handed = get(stocked, "basket-boat", Request(format="webp", width=48))
    document = described(handed, content_url="https://a.vn/thuyen.webp")
    assert document["encodingFormat"] == "image/webp"
    assert (document["width"]["value"], document["height"]["value"]) == (48, 32)
    assert document["contentUrl"] == "https://a.vn/thuyen.webp"
    assert document["contentSize"] == f"{len(handed.data)} B"
    drawn = described(get(stocked, "thang-tam", Request(format="pdf")))
    assert drawn["encodingFormat"] == "application/pdf"
    with pytest.raises(UnknownAsset, match="words"):
        described(get(stocked, "song-goi", Request()))
