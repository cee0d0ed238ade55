"""Bringing a catalog of an older release to this one (`migrate`), after a copy of its database was put aside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brandkit.catalog import checkpoints_signing
from brandkit.catalog.backup import landing
from brandkit.catalog.backup import rows as backup_rows
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.checkup import check
from brandkit.catalog.checkup.repair import write_beside
from brandkit.catalog.schema import VERSION
from brandkit.catalog.settings import read_settings
from brandkit.durable import failures
from brandkit.errors import InvalidCatalog, StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

_BESIDE = ("missing-sidecar", "stale-sidecar")


@dataclass(frozen=True)
class Migrated:
    """From which version of the tables to which; `copy` is the database as it was, None when nothing was to be done."""

    before: str
    after: str
    copy: Path | None


def migrate(folder: Path) -> Migrated:
    """Brings the tables to this program's version: all of it or nothing, and it may be repeated after a crash.

    Raises
    ------
    NoCatalog, InvalidCatalog, StoreFailure
    """
    from brandkit.catalog.catalog import Catalog

    with Catalog(folder, read_settings(folder)) as catalog:
        before = _version(catalog)
        copy = None
        if before != VERSION:
            copy = _put_aside(catalog, before)
            catalog.database.migrate()
        _complete(catalog)
    return Migrated(before, VERSION, copy)


def _version(catalog: Catalog) -> str:
    found = catalog.database.version()
    if found is None:
        raise InvalidCatalog(catalog.database.name, "holds no tables of a catalog")
    if found > VERSION:
        problem = "was made by a newer brandkit: its tables are of version {found}, this one knows {known}"
        raise InvalidCatalog(catalog.database.name, problem, "Install that version.", found=found, known=VERSION)
    return found


def _put_aside(catalog: Catalog, version: str) -> Path:
    """The database as it is, in a file of its own: SQLite's as it lies, any other's rows as lines of JSON."""
    if not catalog.settings.database.startswith("sqlite:"):
        return _rows_aside(catalog, _free(catalog.folder / f"rows.version-{version}.jsonl"))
    path = catalog.database.path
    aside = _free(path.with_name(f"{path.name}.version-{version}"))
    copied = path.with_name(f".{path.name}.copy")
    with failures(copied), landing(aside) as sink:
        try:
            copied.unlink(missing_ok=True)  # what a crash left
            _copy(path, copied)
            with copied.open("rb") as stream:
                while chunk := stream.read(1 << 20):
                    sink.write(chunk)
        finally:
            copied.unlink(missing_ok=True)
    return aside


def _copy(path: Path, target: Path) -> None:
    """The database of one moment, whoever is writing to it; raises StoreFailure."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as sink:
            source.backup(sink)
    except sqlite3.Error as error:
        raise StoreFailure(path.name, "could not be copied: {why}", None, why=str(error)) from error


def _rows_aside(catalog: Catalog, aside: Path) -> Path:
    with landing(aside) as sink, catalog.database.reading() as connection:
        for table in backup_rows.tables(connection):
            sink.write(f'{{"table": "{table.name}"}}\n'.encode("ascii"))
            for line in backup_rows.dumped(connection, table):
                sink.write(line)
    return aside


def _free(path: Path) -> Path:
    """The path, or the first like it that is not taken: what a try before this one put aside stays."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _complete(catalog: Catalog) -> None:
    """What this release keeps beside the rows and an older one did not: history in sidecars, checkpoints."""
    faults = check(catalog).faults
    write_beside(catalog, [fault.subject for fault in faults if fault.code in _BESIDE])
    codes = {fault.code for fault in faults}
    # A crash may have left a place without a line; what does not hold together is not made good by signing it.
    if codes & {"missing-checkpoints", "unsigned-history"} and not codes & checkpoints_signing.ALTERED:
        checkpoints_signing.start(Checkpoints(catalog.folder), catalog.database)
