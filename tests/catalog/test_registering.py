"""Adding files: one asset for the same bytes, another variant, a new version; nothing served before it is approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unicodedata import is_normalized, normalize

import pytest

from brandkit.assets import Asset, Rights, Unit, Version
from brandkit.catalog import rows
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.folder import read_folder
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.inspection import inspect
from brandkit.catalog.looks.fingerprinting import Print
from brandkit.catalog.registering import add, add_slogan
from brandkit.catalog.transfer import export_folder, import_folder
from brandkit.errors import (
    AssetExists,
    InvalidValue,
    NotAvailable,
    UnknownAsset,
    UnreadableMaterial,
    UnsupportedFormat,
    WrongMove,
)
from tests.catalog.specimens import inspected, mark, picture

LOGO = Wishes("logo", slug="phuong", variant="full-color")


def svg(data: bytes, name: str = "mark.svg", **said: object):
    return inspected(data, name=name, media_type="image/svg+xml", **said)


def approve(catalog, slug):
    catalog.move(slug, "submit")
    return catalog.move(slug, "approve")


def test_a_new_file_is_a_draft_that_is_not_handed_out(empty):
    result = add(empty, svg(mark(), title={"vi": "Dấu phường"}), LOGO)
    assert (result.outcome, result.version, result.asset.status) == ("new", 1, "draft")
    assert result.asset.title == {"vi": "Dấu phường"}
    with pytest.raises(NotAvailable, match="draft"):
        get(empty, "phuong", Request())
    approve(empty, "phuong")
    assert get(empty, "phuong", Request()).data == mark()


def test_the_same_bytes_twice_are_one_asset_whatever_they_are_called(empty):
    add(empty, svg(mark()), LOGO)
    again = add(empty, svg(mark(), "other-name.svg"), Wishes("logo", slug="other"))
    assert (again.outcome, again.asset.slug) == ("known", "phuong")
    assert [asset.slug for asset in empty.assets()] == ["phuong"]
    assert len(empty.history("phuong")) == 1


def test_adding_the_bytes_again_mends_a_damaged_blob(empty):
    found = svg(mark())
    add(empty, found, LOGO)
    (empty.store.root / found.sha256[:2] / found.sha256[2:4] / found.sha256).write_bytes(b"rot")
    add(empty, found, LOGO)
    assert empty.read(found.sha256) == mark()


def test_another_variant_joins_the_draft(empty):
    add(empty, svg(mark()), LOGO)
    result = add(empty, svg(mark("#FFFFFF")), Wishes("logo", slug="phuong", variant="reversed"))
    assert (result.outcome, result.version) == ("variant", 1)
    assert [file.variant for file in empty.asset("phuong").versions[0].files] == ["full-color", "reversed"]


def test_another_variant_of_an_approved_asset_waits_in_a_new_draft_with_all_that_was_there(empty):
    add(empty, svg(mark()), LOGO)
    approve(empty, "phuong")
    result = add(empty, svg(mark("#FFFFFF")), Wishes("logo", slug="phuong", variant="reversed"))
    assert (result.outcome, result.version) == ("version", 2)
    asset = empty.asset("phuong")
    assert (asset.status, [v.status for v in asset.versions]) == ("approved", ["approved", "draft"])
    assert [file.variant for file in asset.versions[1].files] == ["full-color", "reversed"]
    assert get(empty, "phuong", Request()).version == 1
    approve(empty, "phuong")
    assert get(empty, "phuong", Request(variant="reversed")).data == mark("#FFFFFF")


def test_the_same_variant_with_other_bytes_is_a_new_version_in_its_place(empty):
    add(empty, svg(mark()), LOGO)
    add(empty, svg(mark("#FFFFFF")), Wishes("logo", slug="phuong", variant="reversed"))
    result = add(empty, svg(mark(seed=2)), LOGO)
    assert (result.outcome, result.version) == ("version", 2)
    versions = empty.asset("phuong").versions
    assert [file.variant for file in versions[1].files] == ["full-color", "reversed"]
    assert versions[1].files[0].sha256 != versions[0].files[0].sha256
    assert versions[1].files[1] == versions[0].files[1]
    names = [file.name for version in versions for file in version.files]
    assert names == ["full-color.svg", "reversed.svg", "v2/full-color.svg", "reversed.svg"]


def test_the_variant_is_read_from_the_files_name(empty):
    result = add(empty, svg(mark(), "Logo_horizontal-reversed-vi.svg"), Wishes("logo", slug="phuong"))
    assert result.asset.versions[0].files[0].variant == "horizontal-reversed-vi"


def test_two_photos_of_one_camera_name_are_two_assets(empty):
    one = add(empty, inspected(picture(1), name="IMG_0001.jpg"), Wishes("photo"))
    two = add(empty, inspected(picture(2), name="IMG_0001.jpg"), Wishes("photo"))
    assert (one.asset.slug, two.asset.slug) == ("img-0001", "img-0001-2")


def test_what_the_file_says_is_kept_and_wishes_override_it(empty):
    said = {
        "title": {"vi": "Thuyền"}, "caption": {"vi": "Trên Bãi Sau"}, "alt": {"vi": "Một chiếc thuyền"},
        "creator": "Nguyễn Ảnh", "credit": "Ảnh: Nguyễn", "usage_terms": {"vi": "Được dùng"}, "tags": ["biển"],
        "location": "Bãi Sau", "created": "2022-05-01T09:30:00", "license_url": "https://example.org",
        "model_releases": ["MR-1"],
    }  # fmt: skip
    wishes = Wishes("photo", slug="thuyen", title="Thuyền thúng", title_en="Basket boat", tags=("thúng",),
                    license="CC0-1.0")  # fmt: skip
    asset = add(empty, inspected(picture(1), **said), wishes).asset
    assert asset.title == {"vi": "Thuyền thúng", "en": "Basket boat"}
    assert asset.tags == ("thúng",)
    assert (asset.caption, asset.alt) == ({"vi": "Trên Bãi Sau"}, {"vi": "Một chiếc thuyền"})
    assert (asset.creator, asset.created, asset.location) == ("Nguyễn Ảnh", date(2022, 5, 1), {"vi": "Bãi Sau"})
    expected = Rights(credit="Ảnh: Nguyễn", license="CC0-1.0", license_url="https://example.org",
                      usage_terms={"vi": "Được dùng"})  # fmt: skip
    assert asset.rights == expected
    assert asset.releases[0].reference == "MR-1"


def test_a_dry_run_tells_all_and_changes_nothing(empty):
    result = add(empty, svg(mark()), LOGO, dry_run=True)
    assert (result.outcome, result.asset.slug) == ("new", "phuong")
    assert list(empty.assets()) == []
    assert list(empty.store.iterate()) == []


def test_files_that_look_the_same_are_told_but_not_those_of_the_same_asset(empty):
    first, second = inspected(picture(1)), inspected(picture(2))
    alike = tuple(Print(p.name, p.view, first.prints[0].bits) for p in second.prints)
    second = type(second)(**{**vars(second), "prints": alike})
    add(empty, first, Wishes("photo", slug="one"))
    assert [match.slug for match in add(empty, second, Wishes("photo", slug="two")).near] == ["one"]
    third = type(second)(**{**vars(inspected(picture(3))), "prints": alike})
    assert [match.slug for match in add(empty, third, Wishes("photo", slug="one")).near] == ["two"]


@pytest.mark.parametrize("wish", [{"slug": "Thắng Tam"}, {"slug": "../x"}, {"variant": "a/b"}, {"unit": "nobody"}])
def test_names_that_cannot_be_are_refused_before_anything_is_kept(empty, wish):
    with pytest.raises(InvalidValue):
        add(empty, svg(mark()), Wishes("logo", **wish))
    assert list(empty.store.iterate()) == []


def test_a_known_unit_is_kept(empty):
    with empty.database.writing() as connection:
        rows.save_units(connection, (Unit("phuong", {"vi": "Phường"}),))
    assert add(empty, svg(mark()), Wishes("logo", slug="x", unit="phuong")).asset.unit == "phuong"


def test_a_slug_of_another_kind_and_a_withdrawn_asset_take_no_files(empty):
    add(empty, svg(mark()), LOGO)
    with pytest.raises(AssetExists):
        add(empty, inspected(picture(1)), Wishes("photo", slug="phuong"))
    empty.move("phuong", "withdraw")
    with pytest.raises(WrongMove):
        add(empty, svg(mark(seed=2)), LOGO)


def test_a_slogan_is_its_words(empty):
    slogan = Asset("song", "slogan", {"vi": "S"}, text={"vi": "Sóng gọi"}, versions=(Version(1),))
    assert add_slogan(empty, slogan).outcome == "new"
    assert add_slogan(empty, slogan).outcome == "known"
    with pytest.raises(AssetExists):
        add_slogan(empty, Asset("song", "slogan", {"vi": "S"}, text={"vi": "Sóng reo"}, versions=(Version(1),)))
    approve(empty, "song")
    assert get(empty, "song", Request()).data == "Sóng gọi\n".encode()


BAD = {
    "empty.png": b"",
    "truncated.jpg": picture(1)[:600],
    "wrong-suffix.png": picture(1),
    "note.svg": b"no drawing",
    "outside.svg": mark().replace(b"<g ", b'<image href="https://example.org/x.png" width="9" height="9"/><g '),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_their_name(tmp_path, name):
    from brandkit.errors import BrandkitError

    (tmp_path / name).write_bytes(BAD[name])
    with pytest.raises(BrandkitError) as told:
        inspect(tmp_path / name, "logo")
    assert told.value.subject == name


def test_a_moving_picture_is_no_asset(tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "x.gif")
    with pytest.raises((UnsupportedFormat, UnreadableMaterial)):
        inspect(tmp_path / "x.gif", "photo")


def test_a_slug_made_of_a_files_name_never_joins_what_is_there(empty):
    one = add(empty, svg(mark(seed=1), "logo.svg"), Wishes("logo"))
    two = add(empty, svg(mark(seed=2), "logo.svg"), Wishes("logo"))
    three = add(empty, svg(mark(seed=3), "中国.svg"), Wishes("logo"))
    four = add(empty, svg(mark(seed=4), "東京.svg"), Wishes("logo"))
    assert [(told.outcome, told.asset.slug) for told in (one, two, three, four)] == [
        ("new", "logo"), ("new", "logo-2"), ("new", "asset"), ("new", "asset-2"),
    ]  # fmt: skip
    again = add(empty, svg(mark(seed=9), "logo.svg"), Wishes("logo", slug="logo"))
    assert (again.outcome, again.version) == ("version", 2)


def test_bytes_known_as_one_kind_are_refused_as_another(empty):
    add(empty, inspected(picture(1), name="boat.jpg"), Wishes("logo", slug="boat"))
    with pytest.raises(AssetExists, match="as the logo boat"):
        add(empty, inspected(picture(1), name="boat.jpg"), Wishes("photo", slug="my-boat"))


@pytest.mark.parametrize("slug", ["song", "song-2"])
def test_a_slogan_may_be_said_again_without_its_english(empty, slug):
    words = {"vi": "Sóng gọi", "en": "The waves call"}
    add_slogan(empty, Asset("song", "slogan", {"vi": "S"}, text=words, versions=(Version(1),)))
    again = Asset(slug, "slogan", {"vi": "S"}, text={"vi": "Sóng gọi"}, versions=(Version(1),))
    assert add_slogan(empty, again).outcome == ("known" if slug == "song" else "new")
    assert empty.asset("song").text == words


def test_a_drawing_is_no_photo(tmp_path):
    (tmp_path / "mark.svg").write_bytes(mark())
    with pytest.raises(UnsupportedFormat, match="a photo is"):
        inspect(tmp_path / "mark.svg", "photo")
    assert inspect(tmp_path / "mark.svg", "logo").media_type == "image/svg+xml"


@pytest.mark.parametrize("name", [normalize("NFD", "Đầm Sen đẹp.svg"), " .svg", "  a  b .svg", "中国.svg", "…svg"])
def test_whatever_a_file_is_called_it_comes_back_from_an_export(empty, tmp_path, name):
    found = replace(svg(mark(), name), width=120.0, height=60.0)
    add(empty, found, Wishes("logo", tags=(normalize("NFD", "biển đẹp"), " ")))
    export_folder(empty, tmp_path / "out")
    asset = read_folder(tmp_path / "out").assets[0]
    assert asset.title == empty.asset(asset.slug).title
    assert all(is_normalized("NFC", said) for said in (asset.title["vi"], *asset.tags))
    assert asset.tags == ("biển đẹp",)
    assert import_folder(empty, tmp_path / "out").unchanged == (asset.slug,)


def test_a_name_that_is_no_utf8_becomes_a_title_that_can_be_written(empty):
    result = add(empty, inspected(picture(3), name="\udcff\udcfe\x1b[2J.jpg"), Wishes("photo"))
    assert result.asset.title == {"vi": "\ufffd\ufffd[2J"}
    assert empty.asset(result.asset.slug).title == result.asset.title


def test_a_text_that_cannot_be_written_beside_the_blobs_changes_no_row(empty):
    with pytest.raises(UnicodeEncodeError):
        empty.insert([Asset(slug="x", kind="slogan", title={"vi": "\udcff"}, versions=(Version(1),), text={"vi": "x"})])
    assert empty.find("x") is None


def test_no_asset_is_called_by_half_a_character_or_a_zero_byte(empty):
    for slug in ("\udcff", "a\x00b"):
        with pytest.raises(UnknownAsset):
            empty.asset(slug)
