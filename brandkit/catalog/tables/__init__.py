"""A table to import, CSV or XLSX, read row by row: a header, and lines of texts numbered as spreadsheets do."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from brandkit import limits
from brandkit.catalog.tables import csv_files as tables_csv
from brandkit.catalog.tables import xlsx_files as tables_xlsx
from brandkit.catalog.tables.lines import Line
from brandkit.errors import InvalidValue, MaterialTooLarge, NotFound, UnreadableMaterial, UnsupportedFormat

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
XLSX_SUFFIXES = (".xlsx",)
SUFFIXES = (*CSV_SUFFIXES, *XLSX_SUFFIXES)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD_BYTES = 4


@dataclass(frozen=True)
class Table:
    """An open table. `lines` can be gone through once; `unread` are further sheets, which are not read."""

    name: str
    header: tuple[str, ...]
    lines: Iterator[Line]
    unread: tuple[str, ...] = ()


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """A table, at its first line below the header.

    Raises
    ------
    NotFound, UnsupportedFormat, MaterialTooLarge
    UnreadableMaterial : in another encoding, damaged, empty; also while lines are read.
    InvalidValue : when its header cannot be one.
    """
    read = tables_xlsx if _is_xlsx(path) else tables_csv
    with read.opened(path) as (lines, unread):
        header = next(lines, None)
        if header is None:
            raise UnreadableMaterial(path.name, "holds no rows")
        if header.problem is not None:
            raise header.problem
        names = tuple(cell.strip() for cell in header.cells)
        if len(names) > limits.TABLE_COLUMNS:
            raise MaterialTooLarge(path.name, "has more than {limit} columns", None, limit=limits.TABLE_COLUMNS)
        yield Table(path.name, names, _counted(path.name, lines, len(names)), unread)


def count(path: Path) -> int:
    """How many lines a table has below its header; reads it once. Raises as `opened`."""
    with opened(path) as table:
        return sum(1 for _ in table.lines)


def _counted(name: str, lines: Iterator[Line], width: int) -> Iterator[Line]:
    """The lines as wide as the header; those that are wider cannot be understood."""
    for seen, line in enumerate(lines):
        if seen >= limits.TABLE_ROWS:
            advice = "Cut it into several tables."
            raise MaterialTooLarge(name, "has more than {limit:,} rows", advice, limit=limits.TABLE_ROWS)
        if any(cell.strip() for cell in line.cells[width:]):
            problem = "has more cells than the table has columns, {count} beside {width}"
            advice = "Put what holds the separator or a line break between quotation marks."
            found = InvalidValue(name, problem, advice, count=len(line.cells), width=width)
            line = Line(line.number, (), found)
        filled = tuple(chain(line.cells[:width], [""] * (width - len(line.cells))))
        yield Line(line.number, filled, line.problem)


def _is_xlsx(path: Path) -> bool:
    """By its ending and its first bytes, which must agree."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableMaterial(path.name, "is no file")
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise NotFound(str(path), "is not there") from error
    except OSError as error:
        raise UnreadableMaterial(path.name, "cannot be read: {why}", None, why=error.strerror) from error
    advice = "In Excel or LibreOffice save it as .xlsx, or as CSV UTF-8."
    if path.suffix.lower() not in SUFFIXES:
        raise UnsupportedFormat(path.name, "is no table that is read: CSV, TSV or XLSX", advice)
    if status.st_size > limits.TABLE_BYTES:
        raise MaterialTooLarge(path.name, "has more than {limit} MB", None, limit=limits.TABLE_BYTES // 2**20)
    if not status.st_size:
        raise UnreadableMaterial(path.name, "is empty")
    if head == _OLE:
        raise UnreadableMaterial(path.name, "is of Excel 97, or encrypted with a password", advice)
    zipped, named = head == _ZIP, path.suffix.lower() in XLSX_SUFFIXES
    if zipped != named:
        raise UnreadableMaterial(path.name, "is named {suffix} and is none", advice, suffix=path.suffix.lower())
    return zipped
