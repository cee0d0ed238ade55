"""Headings and cells as people write them, and what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit.assets import Asset, Version
from brandkit.catalog.tables.columns import PAIRS, PLAIN, columns_of, keys_in_order
from brandkit.catalog.tables.rows import Entry, applied, differing, entry_of, listed, written
from brandkit.errors import InvalidValue
from brandkit.text import nfc


def entry(**cells: str) -> Entry:
    columns = columns_of(list(cells), "t.csv")
    return entry_of(2, list(cells.values()), columns)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Tiêu đề", "title"), ("TIEU DE", "title"), ("Tiêu đề (tiếng Anh)", "title_en"), ("Title (EN)", "title_en"),
        ("title_vi", "title"), ("Tệp", "file"), ("Tập tin", "file"), ("Loại", "kind"), ("Từ khóa", "tags"),
        ("Từ khoá", "tags"), ("Đơn vị", "unit"), ("Giấy phép", "license"), ("Hiệu lực đến", "valid_to"),
        ("Chú thích tiếng Anh", "caption_en"), ("Ngày chụp", "created"), ("Alt text", "alt"), ("Credit line", "credit"),
    ],
)  # fmt: skip
def test_headings_are_known_in_both_languages_and_without_marks(heading, key):
    assert columns_of(["slug", heading], "t").keys[1] == key


def test_every_column_that_an_export_writes_is_known_and_no_name_means_two():
    told_only = {"version", "status"}
    columns = columns_of(keys_in_order(), "t")
    assert [key for key in columns.keys if key] == [key for key in keys_in_order() if key not in told_only]
    assert set(columns.unused) == told_only
    names = [name for many in (PAIRS, PLAIN) for key, others in many.items() for name in (key, *others)]
    assert len(names) == len(set(names))


def test_unknown_headings_are_told():
    assert columns_of(["slug", "Máy ảnh", "Title", ""], "t").unused == ("Máy ảnh",)


@pytest.mark.parametrize("header", [["slug", "title", "Tiêu đề"], ["title", "tags"], ["a"]])
def test_a_header_that_cannot_be_meant_is_refused(header):
    with pytest.raises(InvalidValue):
        columns_of(header, "t")


def test_resourcespaces_columns_are_ours():
    header = ["Resource ID(s)", "Keywords - Subject", "Country", "Title", "Credit", "Date", "Caption", "Notes",
              "Named person(s)", "Original filename", "Camera make / model"]  # fmt: skip
    columns = columns_of(header, "t")
    cells = ["17", ",biển, sóng", "Việt Nam", "Bãi Sau", "Ảnh: An", "2013-03-25 14:42", "Sáng sớm", "Ghi", "Nguyễn An",
             "IMG_1.jpg", "X"]  # fmt: skip
    row = entry_of(2, cells, columns, "photo")
    assert columns.unused == ("Camera make / model",)
    assert (row.kind, row.file, row.resource_id) == ("photo", "IMG_1.jpg", "17")
    assert row.lists["tags"] == ("biển", "sóng", "Nguyễn An")
    assert row.changes == {"title": "Bãi Sau", "caption": "Sáng sớm", "description": "Ghi", "location": "Việt Nam",
                           "credit": "Ảnh: An", "created": "2013-03-25"}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2022-06-01", "2022-06-01"), ("1/6/2022", "2022-06-01"), ("01-06-2022", "2022-06-01"),
     ("31.12.2030", "2030-12-31"), ("2022-06-01 07:00", "2022-06-01")],
)  # fmt: skip
def test_days_are_read_day_first_or_as_iso(cell, day):
    assert entry(slug="x", valid_to=cell).changes["valid_to"] == day


@pytest.mark.parametrize("cell", ["2022-02-30", "31/2/2022", "5/13/2022", "2022", "soon", "20220601T", "1/6/22"])
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(InvalidValue):
        entry(slug="x", valid_to=cell)


@pytest.mark.parametrize(
    "cells",
    [{"slug": "Vũng Tàu"}, {"slug": "a", "kind": "video"}, {"slug": "a", "variant": "A B"}, {"slug": "", "title": "x"},
     {"slug": "a", "sha256": "12"}, {"slug": "a", "title": "Thµnh phè Vòng Tµu"}, {"slug": "a", "credit": "®Êt"}],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_is_refused(cells):
    with pytest.raises(InvalidValue):
        entry(**cells)


def test_signs_of_tcvn3_that_mean_themselves_are_taken():
    said = entry(slug="a", title="Máy 5 µm, Cà phê® số 1, điều § 5").changes
    assert said["title"] == "Máy 5 µm, Cà phê® số 1, điều § 5"


def test_kinds_are_known_in_both_languages_and_words_make_a_slogan():
    assert entry(slug="a", kind="Ảnh").kind == "photo"
    assert entry(slug="a", kind="Biểu trưng").kind == "logo"
    assert entry(slug="a", text="Sóng gọi").kind == "slogan"
    assert entry(slug="a").kind is None


def test_a_row_is_the_same_row_wherever_it_stands():
    columns = columns_of(["slug", "title"], "t")
    assert entry_of(2, ["a", "x"], columns).digest == entry_of(9, ["a", " x "], columns).digest
    assert entry_of(2, ["a", "x"], columns).digest != entry_of(2, ["a", "y"], columns).digest


@pytest.mark.parametrize(
    ("cell", "texts"),
    [("biển, sóng", ("biển", "sóng")), ("biển; sóng, gió", ("biển", "sóng, gió")), ("biển\nsóng", ("biển", "sóng")),
     ('["a;b","c"]', ("a;b", "c")), ("[a]", ("[a]",)), (" ; ", ())],
)  # fmt: skip
def test_lists_are_divided_by_semicolons_lines_or_commas(cell, texts):
    assert listed(cell) == texts


some_texts = st.lists(st.text("a;,\n[]\"' ", min_size=1).map(nfc).filter(bool), max_size=4, unique=True).map(tuple)


@given(some_texts)
def test_a_list_comes_back_from_its_cell_as_it_was(texts):
    assert listed(written(texts)) == texts
    assert listed(written(texts, separators="\n"), separators="\n") == texts


def test_what_a_row_does_not_say_stays():
    photo = Asset("a", "photo", {"vi": "Cũ", "en": "Old"}, tags=("x",), versions=(Version(1),))
    row = entry(slug="a", title="Mới", territory="VN; LA")
    changed = applied(photo, row)
    assert (changed.title, changed.tags, changed.rights.territory) == ({"vi": "Mới", "en": "Old"}, ("x",), ("VN", "LA"))
    assert differing(photo, row) == ("territory", "title") or set(differing(photo, row)) == {"title", "territory"}
    assert differing(changed, row) == ()


def test_the_words_of_an_approved_slogan_may_be_said_again_but_not_changed():
    slogan = Asset("a", "slogan", {"vi": "K"}, status="approved", text={"vi": "Sóng gọi"}, versions=(Version(1),))
    assert applied(slogan, entry(slug="a", text="Sóng gọi", title="T")).title == {"vi": "T"}
    with pytest.raises(InvalidValue):
        applied(slogan, entry(slug="a", text="Sóng hát"))


def test_lines_belong_to_slogans():
    with pytest.raises(InvalidValue):
        applied(Asset("a", "photo", {"vi": "A"}, versions=(Version(1),)), entry(slug="a", breaks="x\ny"))
