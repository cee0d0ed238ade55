"""XLSX read sheet by sheet in openpyxl's streaming mode, bounded before it is unpacked. No formula is ever computed.

openpyxl reads XML through defusedxml where that is installed, and it is one of our requirements.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from brandkit import limits
from brandkit.catalog.tables.lines import Line, unguarded
from brandkit.errors import BrandkitError, InvalidValue, MaterialTooLarge, UnreadableMaterial

_TEXTS = "sharedstrings.xml"
_MOST_MEMBERS = 2_000
_FORMULA, _FAULT = "f", "e"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376 part 1, 22.9.2.19: a character XML cannot hold
# What openpyxl raises for archives that are cut, crossed or made up; a damaged file has no one way to be damaged.
_DAMAGE = (ArithmeticError, AttributeError, BadZipFile, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
           TypeError, ValueError, zlib.error)  # fmt: skip


@contextmanager
def opened(path: Path) -> Iterator[tuple[Iterator[Line], tuple[str, ...]]]:
    """The lines of the first sheet, the header first, and the names of the others; raises UnreadableMaterial."""
    import openpyxl

    _require_bounded(path)
    # Remarks about styles and validation lists are for who makes workbooks, not for who imports one.
    warnings.filterwarnings("ignore", module="openpyxl")
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        first, *others = workbook.worksheets
    except _DAMAGE as error:
        raise _damaged(path) from error
    try:
        yield _lines(path, first), tuple(sheet.title for sheet in others)
    finally:
        workbook.close()


def _require_bounded(path: Path) -> None:
    """Refuses an archive that would unpack to more than a table is; nothing is unpacked here."""
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
    except _DAMAGE as error:
        raise _damaged(path) from error
    texts = sum(member.file_size for member in members if member.filename.lower().endswith(_TEXTS))
    total = sum(member.file_size for member in members)
    for size, limit in ((total, limits.TABLE_UNPACKED_BYTES), (texts, limits.TABLE_TEXT_BYTES)):
        if size > limit or len(members) > _MOST_MEMBERS:
            advice = "Save it as CSV UTF-8, or cut it into several tables."
            raise MaterialTooLarge(path.name, "unpacks to more than {limit} MB", advice, limit=limit // 2**20)
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise UnreadableMaterial(path.name, "holds macros", "Save it as .xlsx without macros.")


def _lines(path: Path, sheet: Any) -> Iterator[Line]:
    try:
        sheet.reset_dimensions()  # a sheet may claim another size than it has
        for number, row in enumerate(sheet.iter_rows(), start=1):
            line = _line(path.name, number, row)
            if line.problem is not None or any(cell.strip() for cell in line.cells):
                yield line
    except BrandkitError:
        raise
    except _DAMAGE as error:
        raise _damaged(path) from error


def _line(name: str, number: int, row: Any) -> Line:
    cells = []
    for position, cell in enumerate(row):
        if cell.data_type in (_FORMULA, _FAULT):
            told = {_FORMULA: "holds a formula in column {column}", _FAULT: "holds an error in column {column}"}
            column = _letters(position)
            advice = "Paste it as a value: formulas are not computed."
            return Line(number, (), InvalidValue(name, told[cell.data_type], advice, column=column))
        cells.append(unguarded(text_of(cell.value)))
    return Line(number, tuple(cells))


def text_of(value: Any) -> str:
    """A cell's value as the text that a CSV would hold: days as 2026-12-31, truth as yes and no."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _letters(position: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _damaged(path: Path) -> UnreadableMaterial:
    return UnreadableMaterial(path.name, "is damaged or no XLSX", "Open it, save it again as .xlsx, and try once more.")
