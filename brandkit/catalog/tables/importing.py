"""A table of assets into the catalog, row by row: a bad row is told and the others go on.

What is held at a time are a few files and the slugs seen, so memory does not grow with the files. Importing the same
table again goes on where it stopped: each row left a mark in the transaction that wrote it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from brandkit.assets import Asset, Kind
from brandkit.catalog import tables
from brandkit.catalog.changing import View
from brandkit.catalog.drafts import named_variant
from brandkit.catalog.edits import require_unit
from brandkit.catalog.inspection import Inspected, inspect
from brandkit.catalog.looks import similar
from brandkit.catalog.looks.fingerprinting import SAME
from brandkit.catalog.looks.similar import Match
from brandkit.catalog.tables.columns import Columns, columns_of
from brandkit.catalog.tables.files import digest_of, found_in
from brandkit.catalog.tables.lines import Line
from brandkit.catalog.tables.registering import Planned, decided, marked, settle
from brandkit.catalog.tables.rows import Entry, entry_of
from brandkit.errors import BrandkitError, InvalidValue, NotFound, StoreFailure
from brandkit.text import nfc

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

# Each file is parsed by a child of its own, so threads wait for processes.
_AT_ONCE = 2


@dataclass(frozen=True)
class Row:
    """What became of one row. `outcome` is "refused" with `error`, else as `table_registering.Outcome`."""

    number: int
    outcome: Literal["new", "variant", "version", "updated", "known", "refused"]
    slug: str = ""
    file: str = ""
    error: BrandkitError | None = None
    near: tuple[Match, ...] = ()


@dataclass(frozen=True)
class TableImport:
    """An import under way: `rows` does the work as it is gone through, once.

    unused : headings that are not taken over. unread : further sheets of the workbook.
    """

    unused: tuple[str, ...]
    unread: tuple[str, ...]
    rows: Iterator[Row]


@dataclass(frozen=True)
class _Task:
    """A row whose file is found; `known` when its bytes need not be looked at."""

    entry: Entry
    path: Path | None = None
    sha256: str = ""
    known: bool = False


@dataclass
class _Settings:
    catalog: Catalog
    files: Path
    kind: Kind | None
    update: bool
    dry_run: bool
    source: str
    units: frozenset[str]
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    made: dict[str, Asset] = field(default_factory=dict)


@contextmanager
def importing(
    catalog: Catalog,
    table: Path,
    *,
    files: Path | str | None = None,
    kind: Kind | None = None,
    update: bool = False,
    dry_run: bool = False,
) -> Iterator[TableImport]:
    """An import of a table of assets; see `TableImport`.

    Parameters
    ----------
    files : the folder that holds the files the table names; its own folder unless told.
    kind : of rows that name none.
    update : the table's metadata takes the place of an asset's; without it a row that differs is refused.
    dry_run : tells what would happen and changes nothing.

    Raises
    ------
    NotFound, UnsupportedFormat, UnreadableMaterial, MaterialTooLarge, InvalidValue : for the table as a whole.
    StoreFailure : while rows are gone through; those told before are kept, and importing again goes on after them.
    """
    folder = Path(files or table.parent).resolve()
    if not folder.is_dir():
        raise InvalidValue(str(files), "is no folder", "Name the folder of the files with --files.")
    with tables.opened(table) as opened:
        columns = columns_of(opened.header, opened.name)
        units = frozenset(unit.slug for unit in catalog.units())
        settings = _Settings(catalog, folder, kind, update, dry_run, f"table:{folder}", units)
        rows = _rows(settings, opened.lines, columns)
        try:
            yield TableImport(columns.unused, opened.unread, rows)
        finally:
            rows.close()


def _rows(settings: _Settings, lines: Iterator[Line], columns: Columns) -> Generator[Row, None, None]:
    """Looks a few files ahead; settles rows in the table's order."""
    waiting: deque[tuple[_Task | Row, Future[Inspected] | None]] = deque()
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        for line in lines:
            waiting.append(_begun(settings, line, columns, pool))
            if len(waiting) > 2 * _AT_ONCE:
                yield _ended(settings, *waiting.popleft())
        while waiting:
            yield _ended(settings, *waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _begun(
    settings: _Settings, line: Line, columns: Columns, pool: ThreadPoolExecutor
) -> tuple[_Task | Row, Future[Inspected] | None]:
    """The row read and its file found and, where nobody has it yet, being looked at."""
    try:
        task = _task(settings, line, columns)
    except StoreFailure:
        raise
    except BrandkitError as error:
        slug, file = (_cell(line, columns, key) for key in ("slug", "file"))
        return Row(line.number, "refused", slug, file, error), None
    if task.path is None or task.known or task.entry.kind not in ("logo", "photo"):
        return task, None
    return task, pool.submit(inspect, task.path, task.entry.kind)


def _task(settings: _Settings, line: Line, columns: Columns) -> _Task:
    if line.problem is not None:
        raise line.problem
    entry = entry_of(line.number, line.cells, columns, settings.kind)
    require_unit(entry.changes.get("unit", ""), settings.units)
    _refuse_second(settings, entry)
    if not entry.file:
        return _Task(entry)
    try:
        path = found_in(settings.files, entry)
    except NotFound:
        # An export tells of each file's bytes: metadata comes back without the files, which are here.
        if entry.sha256 and _is_held(settings, entry.sha256):
            return _Task(entry, sha256=entry.sha256, known=True)
        raise
    sha256 = digest_of(path)
    if entry.sha256 not in ("", sha256):
        advice = "Fetch the file again, or leave the column sha256 empty."
        raise InvalidValue(entry.file, "is not the file that the table means: its SHA-256 is another", advice)
    return _Task(entry, path, sha256, _is_held(settings, sha256))


def _is_held(settings: _Settings, sha256: str) -> bool:
    """Whether an asset has a file of these bytes, or would have after the rows of a dry run."""
    with settings.catalog.database.reading() as connection:
        return bool(Planned(View(connection), settings.made).holders(sha256))


def _refuse_second(settings: _Settings, entry: Entry) -> None:
    """Two rows of one slug and variant would be versions in the order of the table: that is never meant."""
    if not entry.slug:
        return
    named = named_variant(entry.file) if entry.file and entry.kind == "logo" else ""
    key = entry.slug, entry.variant or named
    first = settings.seen.setdefault(key, entry.number)
    if first != entry.number:
        problem = "has the slug and variant of row {first} already"
        raise InvalidValue(entry.slug, problem, "Give it another slug or variant, or delete the row.", first=first)


def _looking_the_same(catalog: Catalog, found: Inspected) -> tuple[Match, ...]:
    """Files that look the same as a whole, nearest first, one for each asset.

    Parts of pictures, which `add` asks for too, cost ten times as much; `similar` and `duplicates` find them later.
    """
    matches = similar.near(catalog.looks(), {(p.name, p.view): [p.bits] for p in found.prints}, most=SAME)
    first = {match.slug: match for match in reversed(matches)}
    return tuple(match for match in matches if first[match.slug] is match)


def _cell(line: Line, columns: Columns, key: str) -> str:
    """What a row that could not be read says in one column, "" when even that is unknown."""
    return next((nfc(cell) for name, cell in zip(columns.keys, line.cells, strict=False) if name == key), "")


def _ended(settings: _Settings, task: _Task | Row, looked: Future[Inspected] | None) -> Row:
    row = task if isinstance(task, Row) else _settled(settings, task, looked)
    if row.outcome == "refused" and row.slug:
        settings.stopped.setdefault(row.slug, row.number)
    return row


def _refuse_headless(settings: _Settings, view: View, entry: Entry) -> None:
    """What is said of an asset stands on its first row: without that one the others would make a nameless asset."""
    first = settings.stopped.get(entry.slug)
    if first is not None and view.find(entry.slug) is None:
        problem = "is described by row {first}, which was refused"
        raise InvalidValue(entry.slug, problem, "Mend that row and import the table again.", first=first)


def _settled(settings: _Settings, task: _Task, looked: Future[Inspected] | None) -> Row:
    entry, catalog = task.entry, settings.catalog
    try:
        found = looked.result() if looked is not None else None
        with catalog.database.reading() as connection:
            view = Planned(View(connection), settings.made)
            done = "" if settings.update else marked(view, settings.source, entry, task.sha256)
            if done:
                return Row(entry.number, "known", done, entry.file)
            _refuse_headless(settings, view, entry)
            near = _looking_the_same(catalog, found) if found is not None else ()
            if settings.dry_run:
                settled = decided(view, entry, found, task.sha256, update=settings.update)
                settings.made[settled.asset.slug] = settled.asset
        if not settings.dry_run:
            settled = settle(catalog, settings.source, entry, found, task.sha256, update=settings.update)
    except StoreFailure:
        raise
    except BrandkitError as error:
        return Row(entry.number, "refused", entry.slug, entry.file, error)
    others = tuple(match for match in near if match.slug != settled.asset.slug)
    return Row(entry.number, settled.outcome, settled.asset.slug, entry.file, near=others)
