"""`import TABLE` and `export --table` at the command line: lines, JSON, report, exit statuses, a bar on a terminal."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.catalog.specimens import mark, picture

ROWS = """file;kind;slug;title;unit
mot.jpg;ảnh;mot;Một;phuong-vung-tau
hai.jpg;ảnh;hai;Hai;nowhere
dau.svg;logo;dau;Dấu;
;khẩu hiệu;loi;Lời;
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "mot.jpg").write_bytes(picture(61))
    (folder / "hai.jpg").write_bytes(picture(62))
    (folder / "dau.svg").write_bytes(mark(seed=63))
    (folder / "bảng.csv").write_text(ROWS, encoding="utf-8")
    return folder / "bảng.csv"


def test_each_row_is_told_on_one_line_and_bad_ones_end_with_2(run, table):
    told = run("import", table)
    assert told.status == 2
    assert told.out.splitlines()[:2] == ["Row 2: new, mot", "Row 4: new, dau"]
    assert "4 rows: 2 new" in told.out and "2 refused" in told.out
    refusals = told.err.splitlines()
    assert [line.split(".")[0] for line in refusals] == ["brandkit: Row 3: refused", "brandkit: Row 5: refused"]
    assert "nowhere: is no unit" in refusals[0]
    again = run("import", table)
    assert (again.status, again.out.count("known, ")) == (2, 2 + 1)


def test_json_is_one_document_with_every_row(run, table):
    told = run("import", table, "--json")
    document = told.document["imported"]
    assert (told.status, told.err) == (2, "")
    assert [(row["row"], row["outcome"], row["slug"]) for row in document["rows"]] == [
        (2, "new", "mot"), (3, "refused", "hai"), (4, "new", "dau"), (5, "refused", "loi")]  # fmt: skip
    assert document["rows"][1]["code"] == "invalid-value"
    assert document["counts"]["refused"] == 2
    assert set(document["rows"][0]) == {"row", "outcome", "slug", "file", "code", "reason", "advice", "near"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_report_tells_what_became_of_each_row(run, table, tmp_path, suffix):
    report = tmp_path / f"report{suffix}"
    assert run("import", table, "--report", report, "--dry-run").status == 2
    if suffix == ".csv":
        rows = list(csv.reader(report.read_text("utf-8-sig").splitlines()))
    else:
        rows = [[cell or "" for cell in row] for row in openpyxl.load_workbook(report).active.values]
    assert rows[0][:4] == ["row", "outcome", "slug", "file"]
    assert [row[:2] for row in rows[1:]] == [["2", "new"], ["3", "refused"], ["4", "new"], ["5", "refused"]]
    assert "no unit" in rows[2][4]


def test_a_dry_run_changes_nothing(run, table):
    told = run("import", table, "--dry-run", "--json")
    assert told.document["imported"]["dry_run"] is True
    assert run("search", "--json").document["total"] == 3


def test_columns_that_are_not_taken_over_are_told(run, table):
    table.write_text("Resource ID(s),Title,Original filename,Camera make / model\n1,Một,mot.jpg,X\n")
    told = run("import", table, "--kind", "photo")
    assert told.status == 0
    assert "Camera make / model" in told.err


def test_a_table_that_cannot_be_read_is_one_line(run, table):
    table.write_bytes(b"file,title\nmot.jpg,T\xe0u\n")
    told = run("import", table)
    assert (told.status, told.err.count("\n"), told.out) == (2, 1, "")
    assert "Windows-1258" in told.err
    assert json.loads(run("import", table, "--json").out)["error"]["code"] == "unreadable-material"


def test_options_of_tables_are_refused_for_folders(run, plain_folder):
    assert "is for tables" in run("import", plain_folder, "--update").err


def test_a_table_goes_out_and_comes_back_changed(run, tmp_path):
    told = run("export", tmp_path / "out", "--table", tmp_path / "t.xlsx", "--json")
    assert told.document == {"folder": str(tmp_path / "out"), "assets": 3, "table": str(tmp_path / "t.xlsx"), "rows": 4,
                             "partly": ["basket-boat", "thang-tam"]}  # fmt: skip
    same = run("import", tmp_path / "t.xlsx", "--files", tmp_path / "out", "--json").document["imported"]
    assert same["counts"]["known"] == 4
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in sheet.iter_rows(min_row=2) if row[columns["slug"] - 1].value == "basket-boat")
    row[columns["credit"] - 1].value = "Ảnh: Nguyễn An"
    book.save(tmp_path / "t.xlsx")
    assert run("import", tmp_path / "t.xlsx", "--files", tmp_path / "out").status == 2
    assert run("import", tmp_path / "t.xlsx", "--files", tmp_path / "out", "--update").status == 0
    assert run("show", "basket-boat", "--json").document["rights"]["credit"] == "Ảnh: Nguyễn An"


def test_export_says_where_to_and_makes_no_half_tables(run, tmp_path):
    assert "FOLDER, --table" in run("export").err
    assert run("export", "--table", tmp_path / "t.txt").status == 2
    assert run("export", "--table", tmp_path / "none/t.csv").status == 2
    assert run("export", tmp_path / "out", "--table", tmp_path / "t.txt").status == 2
    assert not (tmp_path / "out").exists()


def on_terminal(words: list[str], environment: dict[str, str]) -> tuple[str, str]:
    """What a command writes to stdout, a pipe, and to stderr, a terminal."""
    leader, follower = pty.openpty()
    code = "import sys; from brandkit.cli import main; main(sys.argv[1:])"
    child = subprocess.Popen([sys.executable, "-c", code, *words], env=environment, stdout=subprocess.PIPE,
                             stderr=follower)  # fmt: skip
    os.close(follower)
    out, _ = child.communicate()
    seen = bytearray()
    try:
        while chunk := os.read(leader, 65_536):
            seen += chunk
    except OSError:  # Linux tells the end of a terminal so
        pass
    os.close(leader)
    return out.decode(), seen.decode("utf-8", "replace")


def test_a_bar_is_drawn_on_a_terminal_alone(run, table):
    environment = {**os.environ, "BRANDKIT_CATALOG": str(run.catalog), "BRANDKIT_LANG": "en", "TERM": "xterm-256color"}
    out, err = on_terminal(["import", str(table)], environment)
    assert "Looking at files" in err
    assert "Looking at files" not in out
    assert "Looking at files" not in run("import", table).err
