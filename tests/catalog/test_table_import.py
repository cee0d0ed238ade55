"""Rows into the catalog: each done whole or refused with its reason, nothing twice, nothing from outside the folder."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.tables import importing as table_import
from brandkit.catalog.tables import registering as table_registering
from brandkit.catalog.tables.importing import Row, importing
from brandkit.errors import InvalidValue, StoreFailure
from tests.catalog.specimens import mark, picture


def table(folder: Path, *rows: dict[str, str], name: str = "t.csv") -> Path:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def brought(catalog: Catalog, path: Path, **options) -> list[Row]:
    with importing(catalog, path, **options) as found:
        return list(found.rows)


def outcomes(rows: list[Row]) -> list[str]:
    return [row.outcome for row in rows]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "ảnh").mkdir(parents=True)
    for seed in range(1, 4):
        (folder / f"ảnh/{seed}.jpg").write_bytes(picture(seed))
    (folder / "full-color.svg").write_bytes(mark(seed=1))
    (folder / "reversed.svg").write_bytes(mark("#FFFFFF", seed=1))
    return folder


def test_a_row_holds_all_that_is_said_of_a_photo(stocked, files):
    row = {
        "file": "ảnh/1.jpg", "kind": "photo", "slug": "bai-sau", "title": "Bãi Sau", "title_en": "Back Beach",
        "alt": "Bãi biển", "tags": "biển; sóng", "credit": "Ảnh: An", "license": "CC-BY-4.0", "holder": "UBND",
        "territory": "VN", "valid_from": "2022-01-01", "valid_to": "31/12/2030", "unit": "phuong-vung-tau",
        "creator": "Nguyễn An", "caption": "Sáng sớm", "location": "Bãi Sau", "created": "2022-05-01",
    }  # fmt: skip
    assert outcomes(brought(stocked, table(files, row))) == ["new"]
    asset = stocked.asset("bai-sau")
    assert (asset.title, asset.tags, asset.unit) == ({"vi": "Bãi Sau", "en": "Back Beach"}, ("biển", "sóng"),
                                                     "phuong-vung-tau")  # fmt: skip
    assert (asset.rights.holder, asset.rights.territory, str(asset.rights.valid_to)) == ("UBND", ("VN",), "2030-12-31")
    assert (asset.creator, asset.caption, asset.location, str(asset.created)) == (
        "Nguyễn An", {"vi": "Sáng sớm"}, {"vi": "Bãi Sau"}, "2022-05-01")  # fmt: skip
    assert asset.status == "draft"
    assert [event.move for event in stocked.history("bai-sau")] == ["add"]


def test_rows_of_one_slug_are_variants_and_a_slogan_needs_no_file(empty, files):
    rows = brought(empty, table(
        files,
        {"file": "full-color.svg", "kind": "logo", "slug": "dau", "title": "Dấu"},
        {"file": "reversed.svg", "kind": "logo", "slug": "dau"},
        {"slug": "song-goi", "text": "Sóng gọi người về", "text_en": "The waves", "breaks": "Sóng gọi\nngười về"},
    ))  # fmt: skip
    assert outcomes(rows) == ["new", "variant", "new"]
    assert [file.variant for file in empty.asset("dau").versions[0].files] == ["full-color", "reversed"]
    assert empty.asset("song-goi").breaks == {"vi": ("Sóng gọi", "người về")}


def test_a_bad_row_stops_no_other_and_each_says_why(empty, files):
    (files / "broken.jpg").write_bytes(picture(9)[:300])
    (files / "empty.jpg").write_bytes(b"")
    (files / "folder.jpg").mkdir()
    os.mkfifo(files / "pipe.jpg")
    outside = files.parent / "outside.jpg"
    outside.write_bytes(picture(8))
    (files / "link.jpg").symlink_to(outside)
    cases = {
        "ảnh/1.jpg": ("good", ""),
        "nowhere.jpg": ("a", "is not in the folder"),
        "../outside.jpg": ("b", "outside"),
        str(outside): ("c", "outside"),
        "C:\\ảnh\\1.jpg": ("d", "outside"),
        "link.jpg": ("e", "outside"),
        "broken.jpg": ("f", ""),
        "empty.jpg": ("g", "empty"),
        "folder.jpg": ("h", "is no file"),
        "pipe.jpg": ("i", "is no file"),
        "x" * 300: ("j", ""),
        "ảnh/2.jpg": ("good", "row 2"),
        "ảnh\\3.jpg": ("last", ""),
    }
    rows = brought(empty, table(files, *({"file": f, "slug": slug, "kind": "photo"} for f, (slug, _) in cases.items())))
    assert outcomes(rows) == ["new", *["refused"] * 11, "new"]
    for row, (_, why) in zip(rows, cases.values(), strict=True):
        assert why in str(row.error or "")
    assert [row.number for row in rows] == list(range(2, 15))
    assert [asset.slug for asset in empty.assets()] == ["good", "last"]
    assert not check(empty, read_data=True).faults


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"unit": "nowhere"}, "no unit"), ({"kind": "video"}, "no kind"), ({"kind": ""}, "is empty"),
        ({"valid_to": "soon"}, "no day"), ({"sha256": "0" * 64}, "SHA-256 is another"), ({"slug": "A B"}, "no slug"),
        ({"kind": "slogan", "text": "x"}, "is a file"), ({"breaks": "x"}, "slogans"), ({"alt_en": "x"}, "Vietnamese"),
        ({"commercial": "perhaps"}, "neither"), ({"title": "Vòng Tµu"}, "TCVN3"),
        ({"territory": "Việt Nam"}, "ISO 3166"), ({"media": "fax"}, "no medium"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_and_nothing_of_the_row_is_kept(empty, files, row, why):
    rows = brought(empty, table(files, {"file": "ảnh/1.jpg", "kind": "photo", "slug": "a", **row}))
    assert outcomes(rows) == ["refused"]
    assert why in str(rows[0].error)
    assert not empty.assets()


def test_a_wish_that_the_row_contradicts_is_refused(stocked, files):
    (files / "boat.jpg").write_bytes(picture(5))
    rows = brought(stocked, table(
        files,
        {"file": "boat.jpg", "kind": "photo", "slug": "other"},
        {"file": "ảnh/1.jpg", "kind": "photo", "slug": "thang-tam"},
        {"file": "", "kind": "photo", "slug": "nobody"},
    ))  # fmt: skip
    assert outcomes(rows) == ["refused"] * 3
    assert "basket-boat" in str(rows[0].error)


def test_rows_without_the_row_that_describes_their_asset_are_refused_with_it(empty, files):
    path = table(
        files,
        {"file": "full-color.svg", "kind": "logo", "slug": "dau", "title": "Dấu", "unit": "nowhere"},
        {"file": "reversed.svg", "kind": "logo", "slug": "dau"},
    )
    rows = brought(empty, path)
    assert outcomes(rows) == ["refused"] * 2
    assert "row 2" in str(rows[1].error)
    assert not empty.assets()


def test_importing_again_changes_nothing_and_looks_at_no_file_again(empty, files, monkeypatch):
    path = table(files, *({"file": f"ảnh/{n}.jpg", "kind": "photo", "slug": f"p{n}"} for n in (1, 2, 3)))
    assert outcomes(brought(empty, path)) == ["new"] * 3
    before = empty.assets()
    monkeypatch.setattr(table_import, "inspect", None)
    assert outcomes(brought(empty, path)) == ["known"] * 3
    assert empty.assets() == before


def test_what_was_decided_after_an_import_stays_when_it_is_repeated(empty, files):
    path = table(files, {"file": "ảnh/1.jpg", "kind": "photo", "slug": "a", "title": "Cũ"})
    brought(empty, path)
    empty.edit("a", {"title": "Mới"})
    assert outcomes(brought(empty, path)) == ["known"]
    assert empty.asset("a").title == {"vi": "Mới"}
    assert outcomes(brought(empty, path, update=True)) == ["updated"]
    assert empty.asset("a").title == {"vi": "Cũ"}


def test_another_row_about_the_same_asset_is_refused_unless_it_is_to_update(empty, files):
    brought(empty, table(files, {"file": "ảnh/1.jpg", "kind": "photo", "slug": "a", "title": "Một", "credit": "An"}))
    path = table(files, {"file": "ảnh/1.jpg", "kind": "photo", "slug": "a", "title": "Hai", "holder": "UBND"})
    rows = brought(empty, path)
    assert outcomes(rows) == ["refused"]
    assert "differs in: holder, title" in str(rows[0].error)
    assert outcomes(brought(empty, path, update=True)) == ["updated"]
    asset = empty.asset("a")
    assert (asset.title, asset.rights.holder, asset.rights.credit) == ({"vi": "Hai"}, "UBND", "An")
    events = empty.history("a")
    assert [event.move for event in events] == ["add", "edit"]
    assert events[1].details["title"] == [{"vi": "Một"}, {"vi": "Hai"}]


def test_a_row_without_a_file_is_about_an_asset_that_is_there(stocked, tmp_path):
    path = table(tmp_path, {"slug": "basket-boat", "credit": "Ảnh: An"})
    assert outcomes(brought(stocked, path)) == ["refused"]
    assert outcomes(brought(stocked, path, update=True)) == ["updated"]
    assert stocked.asset("basket-boat").rights.credit == "Ảnh: An"
    assert stocked.asset("basket-boat").status == "approved"


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(empty, files):
    path = table(
        files,
        {"file": "full-color.svg", "kind": "logo", "slug": "dau"},
        {"file": "reversed.svg", "kind": "logo", "slug": "dau"},
        {"file": "nowhere.svg", "kind": "logo", "slug": "x"},
        {"file": "ảnh/1.jpg", "kind": "photo", "slug": ""},
        {"file": "ảnh/1.jpg", "kind": "photo", "slug": ""},
    )
    told = outcomes(brought(empty, path, dry_run=True))
    assert told == ["new", "variant", "refused", "new", "known"]
    assert not empty.assets()
    assert not list(empty.store.iterate())
    assert outcomes(brought(empty, path)) == told


def test_a_row_without_a_slug_is_called_after_its_file_and_never_joins_another(empty, files):
    (files / "more").mkdir()
    shutil.copy(files / "ảnh/2.jpg", files / "more/1.jpg")
    path = table(files, {"file": "ảnh/1.jpg", "title": "Một"}, {"file": "more/1.jpg", "title": "Hai"})
    assert [(row.outcome, row.slug) for row in brought(empty, path, kind="photo")] == [("new", "1"), ("new", "1-2")]
    assert [(row.outcome, row.slug) for row in brought(empty, path, kind="photo")] == [("known", "1"), ("known", "1-2")]


def test_files_are_found_however_their_marks_are_written(empty, files):
    import unicodedata

    composed = unicodedata.normalize("NFC", "biển.jpg")
    (files / unicodedata.normalize("NFD", composed)).write_bytes(picture(7))
    assert outcomes(brought(empty, table(files, {"file": composed, "kind": "photo", "slug": "a"}))) == ["new"]


def test_resourcespaces_table_finds_the_files_that_it_hands_out(empty, files):
    (files / "RS17_IMG_1.jpg").write_bytes(picture(7))
    path = table(files, {"Resource ID(s)": "17", "Title": "Bãi Sau", "Keywords - Subject": ",biển,sóng",
                         "Original filename": "IMG_1.jpg", "Date": "2013-03-25 14:42"})  # fmt: skip
    assert [(row.outcome, row.slug) for row in brought(empty, path, kind="photo")] == [("new", "rs17-img-1")]
    asset = empty.asset("rs17-img-1")
    assert (asset.title, asset.tags, str(asset.created)) == ({"vi": "Bãi Sau"}, ("biển", "sóng"), "2013-03-25")


def test_what_looks_the_same_is_told(stocked, files):
    (files / "again.jpg").write_bytes(picture(5, quality=50))
    rows = brought(stocked, table(files, {"file": "again.jpg", "kind": "photo", "slug": "again"}))
    assert [match.slug for match in rows[0].near] == ["basket-boat"]


def test_a_failing_store_stops_the_import_and_what_was_told_is_kept(empty, files, monkeypatch):
    path = table(files, *({"file": f"ảnh/{n}.jpg", "kind": "photo", "slug": f"p{n}"} for n in (1, 2, 3)))
    told: list[Row] = []
    real = table_registering._mark

    def failing(change, source, entry, sha256, slug):
        if slug == "p2":
            raise StoreFailure("catalog.db", "is full")
        real(change, source, entry, sha256, slug)

    monkeypatch.setattr(table_registering, "_mark", failing)
    with pytest.raises(StoreFailure), importing(empty, path) as found:
        told.extend(found.rows)
    assert [asset.slug for asset in empty.assets()] == ["p1"]
    monkeypatch.setattr(table_registering, "_mark", real)
    assert outcomes(brought(empty, path)) == ["known", "new", "new"]
    assert not check(empty, read_data=True).faults


def test_a_folder_of_files_that_is_not_there_is_refused_at_once(empty, files, tmp_path):
    path = table(files, {"file": "ảnh/1.jpg", "slug": "a"})
    with pytest.raises(InvalidValue), importing(empty, path, files=tmp_path / "none"):
        pass


def test_an_import_left_early_ends_its_work(empty, files):
    path = table(files, *({"file": f"ảnh/{n}.jpg", "kind": "photo", "slug": f"p{n}"} for n in (1, 2, 3)))
    with importing(empty, path) as found:
        assert next(found.rows).outcome == "new"
    assert [asset.slug for asset in empty.assets()] == ["p1"]


