"""Tables written for spreadsheets: CSV in UTF-8 with its mark, or XLSX; no cell of them is ever run as a formula."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from brandkit.catalog.tables.lines import guarded
from brandkit.errors import InvalidValue, StoreFailure

SUFFIXES = (".csv", ".xlsx")
CELL_CHARACTERS = 32_767  # Excel cuts what is longer; csv's own limit is higher
# ECMA-376 part 1, 22.9.2.19: what XML cannot hold is written _xHHHH_, and so is what looks like that.
_UNHELD = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

Write = Callable[[Sequence[str]], None]


def require_suffix(path: Path) -> None:
    """Raises InvalidValue for a name that says neither CSV nor XLSX."""
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidValue(str(path), "must end in .csv or .xlsx")


@contextmanager
def writing(path: Path) -> Iterator[Write]:
    """A function that writes one row; the file is there whole at the end of the block, or not at all.

    Raises
    ------
    InvalidValue : for another ending, a folder that is not there, or a text that no cell can hold.
    StoreFailure : when it cannot be written.
    """
    require_suffix(path)
    if path.is_dir() or not path.parent.is_dir():
        raise InvalidValue(str(path), "cannot be a file there", "Name a file in a folder that is there.")
    part: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:64]}-", suffix=".part")
        os.close(descriptor)
        part = Path(name)
        with _xlsx(part) if path.suffix.lower() == ".xlsx" else _csv(part) as write:
            yield write
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise StoreFailure(str(path), "cannot be written: {why}", None, why=error.strerror or str(error)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def write(path: Path, rows: Iterable[Sequence[str]]) -> int:
    """Writes a table, its header first; returns the rows below it. Raises as `writing`."""
    count = -1
    with writing(path) as put:
        for row in rows:
            put(row)
            count += 1
    return max(count, 0)


@contextmanager
def _csv(part: Path) -> Iterator[Write]:
    # With its mark Excel reads UTF-8 as such; without it Vietnamese comes out as rubble.
    with part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        yield lambda row: writer.writerow([_fit(guarded(text)) for text in row])


@contextmanager
def _xlsx(part: Path) -> Iterator[Write]:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("brandkit")

    def put(row: Sequence[str]) -> None:
        cells: list[Any] = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=None)
            if text:
                # As text whatever it looks like: openpyxl would take "=1" as a formula and "#N/A" as an error.
                cell.value = _fit(_escaped(guarded(text)))
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)

    try:
        yield put
    except BaseException:
        # openpyxl complains on stderr of a workbook that is left unsaved, and leaves its temporary file.
        with suppress(OSError):
            workbook.save(io.BytesIO())
        raise
    with part.open("wb") as stream:
        workbook.save(stream)


def _fit(text: str) -> str:
    if len(text) > CELL_CHARACTERS:
        problem = "is a text of more than {limit:,} characters, which no cell can hold"
        raise InvalidValue(text[:40] + "…", problem, "Export a folder instead.", limit=CELL_CHARACTERS)
    return text


def _escaped(text: str) -> str:
    return _UNHELD.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _umask() -> int:
    # There is no way to read it but to set it; a temporary file is private, a table is as public as any new file.
    mask = os.umask(0)
    os.umask(mask)
    return mask
