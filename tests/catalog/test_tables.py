"""Tables as programs really write them, and those that are damaged, huge or hostile."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit import limits
from brandkit.catalog import tables
from brandkit.catalog.tables.lines import guarded, unguarded
from brandkit.errors import (
    BrandkitError,
    InvalidValue,
    MaterialTooLarge,
    NotFound,
    UnreadableMaterial,
    UnsupportedFormat,
)

PLACE = "Bãi Sau, Vũng Tàu"
ROWS = [["file", "title"], ["a.jpg", PLACE], ["b.jpg", 'Sóng "gọi"\nngười về']]
WINDOWS_1258 = b"file,title\r\na.jpg,Ba\xdei Sau, V\xf9\xdeng T\xe0u \xf0e\xf2p\r\n"
TCVN3 = b"file,title\r\na.jpg,B\xb7i Sau, th\xb5nh ph\xe8 V\xf2ng T\xb5u, \xae\xad\xeang ven bi\xd3n\r\n"


def read(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    with tables.opened(path) as table:
        return [(line.number, line.cells) for line in table.lines if line.problem is None]


def problems(path: Path) -> dict[int, str]:
    with tables.opened(path) as table:
        return {line.number: str(line.problem) for line in table.lines if line.problem is not None}


def as_csv(rows: list[list[str]], separator: str = ",") -> str:
    sink = io.StringIO()
    csv.writer(sink, delimiter=separator).writerows(rows)
    return sink.getvalue()


def workbook(path: Path, rows: list[list[object]], **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_separators_that_spreadsheets_write(tmp_path, encoding, separator):
    path = tmp_path / "t.csv"
    path.write_bytes(as_csv(ROWS, separator).encode(encoding))
    assert read(path) == [(2, ("a.jpg", PLACE)), (3, ("b.jpg", 'Sóng "gọi"\nngười về'))]


def test_excels_line_that_names_the_separator_is_understood(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("sep=|\r\nfile|title\r\na.jpg|x; y, z\r\n", newline="")
    assert read(path) == [(2, ("a.jpg", "x; y, z"))]


@pytest.mark.parametrize(
    ("data", "guess"),
    [(WINDOWS_1258, "Windows-1258"), (TCVN3, "TCVN3")],
)
def test_another_encoding_is_refused_and_named_before_a_row_is_read(tmp_path, data, guess):
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableMaterial, match=guess) as refused, tables.opened(path):
        pass
    first = next(at for at, byte in enumerate(data) if byte >= 0x80)
    assert f"at byte {first};" in str(refused.value)


def test_a_wrong_byte_far_in_the_file_is_found_before_a_row_is_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"file,title\n" + b"a.jpg,x\n" * 300_000 + b"b.jpg,\xe0\n")
    with pytest.raises(UnreadableMaterial, match=str(11 + 8 * 300_000 + 6)), tables.opened(path):
        pass


def test_empty_rows_are_skipped_and_the_others_keep_the_numbers_that_a_spreadsheet_shows(tmp_path):
    (tmp_path / "t.csv").write_text("file,title\n\na.jpg,x\n , \nb.jpg,y\n")
    book = workbook(tmp_path / "t.xlsx", [["file", "title"], [], ["a.jpg", "x"], [" "], ["b.jpg", "y"]])
    expected = [(3, ("a.jpg", "x")), (5, ("b.jpg", "y"))]
    assert read(tmp_path / "t.csv") == expected
    assert read(book) == expected


def test_short_rows_are_filled_and_wide_ones_are_told(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("file,title,tags\na.jpg\nb.jpg,Biển, sóng,x,y\nc.jpg,z,,,\n")
    assert read(path) == [(2, ("a.jpg", "", "")), (4, ("c.jpg", "z", ""))]
    assert "5 beside 3" in problems(path)[3]


@pytest.mark.parametrize("damage", ['a.jpg,"open\nb.jpg,y\n', 'a.jpg,"x"y\nb.jpg,y\n', "a.jpg," + "x" * 200_000 + "\n"])
def test_a_damaged_row_is_told_with_its_number_and_lines(tmp_path, damage):
    path = tmp_path / "t.csv"
    path.write_text(f"file,title\n{damage}")
    assert "in the lines 2 to" in problems(path)[2]


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("t.csv", b"", UnreadableMaterial),
        ("t.csv", b"\n\n", UnreadableMaterial),
        ("t.csv", b"file\0name\n", UnreadableMaterial),
        ("t.csv", b"PK\x03\x04rest", UnreadableMaterial),
        ("t.xlsx", b"file,title\n", UnreadableMaterial),
        ("t.xlsx", b"PK\x03\x04rest", UnreadableMaterial),
        ("t.xlsx", b"\xd0\xcf\x11\xe0rest", UnreadableMaterial),
        ("t.xls", b"\xd0\xcf\x11\xe0rest", UnsupportedFormat),
        ("t.ods", b"PK\x03\x04", UnsupportedFormat),
        ("t.csv", ("x," * 300).encode(), MaterialTooLarge),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, name, data, error):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error), tables.opened(tmp_path / name):
        pass


def test_folders_pipes_and_nothing_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for name, error in (("none.csv", NotFound), ("", UnreadableMaterial), ("pipe.csv", UnreadableMaterial)):
        with pytest.raises(error), tables.opened(tmp_path / name):
            pass


def test_rows_beyond_the_limit_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TABLE_ROWS", 2)
    (tmp_path / "t.csv").write_text("file\na\nb\n\nc\n")
    with pytest.raises(MaterialTooLarge, match="more than 2 rows"):
        read(tmp_path / "t.csv")


def test_xlsx_cells_become_the_texts_that_a_csv_would_hold(tmp_path):
    cells = [date(2022, 5, 1), datetime(2022, 5, 1, 14, 42), 2022, 1.5, 7.0, True, PLACE, None]
    book = workbook(tmp_path / "t.xlsx", [["c"] * 8, cells])
    texts = ("2022-05-01", "2022-05-01 14:42", "2022", "1.5", "7", "yes", PLACE, "")
    assert read(book) == [(2, texts)]


def test_formulas_and_errors_are_refused_by_row_and_column(tmp_path):
    book = workbook(tmp_path / "t.xlsx", [["file", "title"], ["a.jpg", "=1+1"], ["b.jpg", "#N/A"], ["c.jpg", "x"]])
    assert "formula in column B" in problems(book)[2]
    assert "error in column B" in problems(book)[3]
    assert read(book) == [(4, ("c.jpg", "x"))]


def test_only_the_first_sheet_is_read_and_the_others_are_named(tmp_path):
    book = workbook(tmp_path / "t.xlsx", [["file"], ["a.jpg"]], Nháp=[["file"], ["b.jpg"]])
    with tables.opened(book) as table:
        assert table.unread == ("Nháp",)
        assert [line.cells for line in table.lines] == [("a.jpg",)]


def repacked(path: Path, change) -> Path:
    """The workbook with its members changed by a function of name and bytes."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name, change(name, data))
    return path


def test_a_workbook_with_entities_is_refused(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def with_entities(name: str, data: bytes) -> bytes:
        head, mark, rest = data.partition(b"<worksheet")
        return head + bomb + mark + rest if name.endswith("sheet1.xml") else data

    book = repacked(workbook(tmp_path / "t.xlsx", [["file"], ["a.jpg"]]), with_entities)
    with pytest.raises(UnreadableMaterial):
        read(book)


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused_unopened(tmp_path, monkeypatch):
    book = workbook(tmp_path / "t.xlsx", [["file"], ["a.jpg"]])
    repacked(book, lambda name, data: data + b" " * 5_000_000 if name.endswith("sheet1.xml") else data)
    monkeypatch.setattr(limits, "TABLE_UNPACKED_BYTES", 4_000_000)
    with pytest.raises(MaterialTooLarge), tables.opened(book):
        pass


def test_a_workbook_cut_anywhere_is_refused_in_one_line(tmp_path):
    whole = workbook(tmp_path / "w.xlsx", [["file", "title"], *([f"{n}.jpg", PLACE] for n in range(50))]).read_bytes()
    for share in range(1, 20):
        path = tmp_path / "t.xlsx"
        path.write_bytes(whole[: len(whole) * share // 20])
        with pytest.raises(UnreadableMaterial):
            read(path)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused_on_purpose(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    with suppress(BrandkitError):
        read(path)


@given(st.text(max_size=20) | st.from_regex(r"'{0,3}[=+\-@\t\r'].{0,5}", fullmatch=True))
def test_a_guarded_text_runs_nowhere_and_comes_back_as_it_was(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(text)) == text


def test_a_guarded_text_is_told_apart_from_one_that_begins_with_an_apostrophe():
    assert len({guarded(text) for text in ("=1", "'=1", "''=1", "'a", "a")}) == 5


def test_a_header_of_a_formula_is_refused(tmp_path):
    with pytest.raises(InvalidValue), tables.opened(workbook(tmp_path / "t.xlsx", [["=A1"], ["a"]])):
        pass
