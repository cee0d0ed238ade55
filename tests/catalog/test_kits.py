"""Kits: what is in them, that they are the same bytes each time, and that they hold nothing that may not be given."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from brandkit.assets import Consent, Use
from brandkit.catalog import kits
from brandkit.catalog.kits import guide as kit_guide
from brandkit.catalog.kits.lock import FILE_NAME, parse_lock
from brandkit.errors import NotAvailable, UnknownAsset, UnreadableMaterial

DAY = date(2026, 3, 1)
SLUGS = ("thang-tam", "basket-boat", "song-goi")


def built(catalog, *slugs: str, **wishes) -> dict[str, bytes]:
    sink = io.BytesIO()
    kits.build(catalog, slugs or SLUGS, sink, on=DAY, **wishes)
    with zipfile.ZipFile(sink) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def kit(stock, tmp_path_factory):
    from brandkit.catalog.catalog import Catalog

    place = tmp_path_factory.mktemp("kit") / "catalog"
    shutil.copytree(stock, place)
    with Catalog.open(place) as catalog:
        return built(catalog)


def test_a_kit_holds_every_useful_form(kit):
    logo = "logos/thang-tam"
    for variant in ("horizontal-full-color", "horizontal-reversed"):
        assert kit[f"{logo}/svg/{variant}.svg"].startswith(b"<svg")
        assert kit[f"{logo}/pdf/{variant}.pdf"].startswith(b"%PDF-")
        for side in (2048, 512):
            with Image.open(io.BytesIO(kit[f"{logo}/png/{variant}-{side}.png"])) as image:
                assert (max(image.size), image.mode) == (side, "RGBA")
    with Image.open(io.BytesIO(kit["photos/basket-boat/basket-boat.jpg"])) as image:
        assert image.size == (96, 64)
    assert kit["slogans/song-goi.txt"].decode() == "Sóng gọi người về\nThe waves call us home\n"
    assert {"index.html", "CREDITS.txt", *(f"palette/palette.{end}" for end in ("css", "json", "txt"))} <= set(kit)
    assert not any("full-color.svg" in name and "v1" in name for name in kit)


def test_the_lock_names_every_file_with_its_hash(kit):
    lock = parse_lock(kit[FILE_NAME])
    assert {file.path for file in lock.files()} == set(kit) - {FILE_NAME}
    for file in lock.files():
        assert file.sha256 == hashlib.sha256(kit[file.path]).hexdigest()
        assert file.bytes == len(kit[file.path])
    logo = next(asset for asset in lock.assets if asset.slug == "thang-tam")
    assert [(m.version, m.in_use) for m in logo.masters] == [(2, True), (2, True), (1, False)]
    assert all(len(look.bits) == 64 for master in logo.masters for look in master.looks)
    assert (lock.catalog, lock.on, lock.timezone) == ("catalog", DAY, "Asia/Ho_Chi_Minh")
    assert json.loads(kit[FILE_NAME])["schema"] == "brandkit-lock/1"


def test_the_same_catalog_gives_the_same_bytes_also_with_a_cold_cache(stocked):
    first, second = io.BytesIO(), io.BytesIO()
    kits.build(stocked, SLUGS, first, on=DAY)
    shutil.rmtree(stocked.folder / "cache", ignore_errors=True)
    kits.build(stocked, SLUGS, second, on=DAY)
    assert first.getvalue() == second.getvalue()


def test_the_guide_fetches_nothing_and_says_everything_twice(kit):
    page = kit[kit_guide.FILE_NAME].decode()
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", page)
    assert "<script" not in page and " style=" not in page
    for said in ("Biểu trưng phường Thắng Tam", "Thắng Tam Ward logo", "Lấy biểu trưng", "Take a logo", "Sóng gọi"):
        assert said in page
    for name in re.findall(r'href="((?:logos|photos|slogans|palette)/[^"]+)"', page):
        assert name in kit
    assert set(re.findall(r'<use href="#([^"]+)"', page)) <= set(re.findall(r'<image id="([^"]+)"', page))


def test_words_of_others_are_no_markup_in_the_guide(stocked):
    stocked.edit("basket-boat", {"caption": '<script>alert(1)</script>"><img src=//evil>', "credit": "*/ </style>"})
    files = built(stocked)
    page = files["index.html"].decode()
    assert "<script" not in page and "<img src=//" not in page
    assert "&lt;script&gt;" in page
    assert "<script>" in files["CREDITS.txt"].decode()


def test_credits_and_conditions_are_told_in_both_languages(stocked):
    stocked.edit("basket-boat", {
        "credit": "Ảnh: Nguyễn Thị Ảnh", "license": "CC-BY-4.0", "media": "print,web", "territory": "VN",
        "commercial": "no", "valid_to": "2027-05-31",
    })  # fmt: skip
    text = built(stocked)["CREDITS.txt"].decode()
    vietnamese = ("Ghi công: Ảnh: Nguyễn Thị Ảnh", "in ấn, trang web", "Không dùng vào mục đích thương mại")
    for said in (*vietnamese, "Credit: Ảnh: Nguyễn Thị Ảnh", "CC-BY-4.0", "print, web", "2027-05-31"):
        assert said in text


def test_the_palette_stands_in_it_for_programs(kit):
    assert "--sea: #0B3C5D;" in kit["palette/palette.css"].decode()
    assert json.loads(kit["palette/palette.json"])["colors"][0]["hex"] == "#0B3C5D"


def test_one_asset_that_may_not_be_given_stops_the_kit(stocked):
    with stocked.changing() as change:
        before = change.one("basket-boat")
        limited = (Consent("DY-1", given=date(2026, 1, 1), media=("print",), valid_to=date(2026, 12, 31)),)
        change.save(before, replace(before.asset, consents=limited), move="edit")
    assert built(stocked, use=Use(media="print"))
    with pytest.raises(NotAvailable, match="DY-1 covers"):
        built(stocked, use=Use(media="web"))
    with pytest.raises(NotAvailable, match="DY-1 ended"):
        kits.build(stocked, SLUGS, io.BytesIO(), on=date(2027, 1, 1))
    with pytest.raises(UnknownAsset):
        built(stocked, "thang-tam", "nobody")
    _, errors = kits.judged(stocked, ("nobody", "basket-boat", "x"), on=DAY, use=Use(media="web"))
    assert [error.subject for error in errors] == ["nobody", "basket-boat", "x"]


def test_the_lock_tells_until_when_everything_may_be_used(stocked):
    stocked.edit("thang-tam", {"valid_to": "2026-08-31"})
    lock = parse_lock(built(stocked)[FILE_NAME])
    assert {asset.slug: asset.valid_to for asset in lock.assets} == {
        "thang-tam": date(2026, 8, 31), "basket-boat": None, "song-goi": None,
    }  # fmt: skip


def test_a_photo_in_a_kit_does_not_tell_where_it_was_taken(stocked, tmp_path):
    from brandkit.catalog.inspection import inspect
    from brandkit.catalog.registering import Wishes, add

    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 20.0, 30.0), 3: "E", 4: (107.0, 5.0, 6.0)})
    exif[271] = "Camera of somebody"
    Image.effect_noise((80, 60), 90).convert("RGB").save(tmp_path / "place.jpg", exif=exif)
    add(stocked, inspect(tmp_path / "place.jpg", "photo"), Wishes("photo", slug="place", credit="Ảnh: A"))
    stocked.move("place", "submit")
    stocked.move("place", "approve")
    data = built(stocked, "place")["photos/place/place.jpg"]
    with Image.open(io.BytesIO(data)) as image:
        assert not image.getexif().get_ifd(0x8825)
        assert 271 not in image.getexif()
    assert "Ảnh: A".encode() in data


def test_a_kit_of_one_photo_or_one_slogan_has_a_guide_too(stocked):
    for slug in ("basket-boat", "song-goi"):
        assert b"</html>" in built(stocked, slug)["index.html"]


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"null", b'{"schema": "other"}', b"[" * 100_000, b"\xff", b'{"schema": "brandkit-lock/1"}',
     b'{"schema":"brandkit-lock/1","brandkit":"1","catalog":"c","on":"never","timezone":"UTC"}'],
)  # fmt: skip
def test_what_is_no_lock_is_told_in_one_line(data):
    with pytest.raises(UnreadableMaterial, match="no lock file") as refused:
        parse_lock(data)
    assert "\n" not in str(refused.value)


def test_a_lock_of_a_later_program_is_understood(kit):
    document = json.loads(kit[FILE_NAME])
    document["added_later"] = 1
    document["assets"][0]["added_later"] = [1]
    assert parse_lock(json.dumps(document).encode()).assets[0].slug == "thang-tam"
