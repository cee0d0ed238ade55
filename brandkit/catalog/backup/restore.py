"""A catalog made anew from a backup: verified before it is acknowledged, in a folder that was empty before."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from brandkit.catalog import checkpoints_signing, profile_files, profiles, search, sidecars
from brandkit.catalog.backup import SCHEMA
from brandkit.catalog.backup import rows as backup_rows
from brandkit.catalog.backup.archive import HEADER, Member, Reader
from brandkit.catalog.checkpoints import FOLDER, Checkpoints
from brandkit.catalog.checkup import Checkup, check
from brandkit.catalog.checkup.needs import batches
from brandkit.catalog.founding import founded
from brandkit.catalog.schema import VERSION
from brandkit.catalog.settings import Settings, write_settings
from brandkit.catalog.storing import refuse_taken, vacate
from brandkit.durable import make_folder, write_durably
from brandkit.errors import InvalidCatalog, NotFound, StoreFailure, UnreadableMaterial

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from brandkit.catalog.catalog import Catalog

_LARGEST_DOCUMENT = 1 << 20  # bytes of backup.json; it takes about 400
_LARGEST_LIST = 1 << 28
_VERSION = re.compile(r"[0-9]{4}\Z")


@dataclass(frozen=True)
class Restored:
    """What came back. `missing` are files that the backup was taken without; `found` is the check-up of the result."""

    made_at: str
    missing: tuple[str, ...]
    found: Checkup


def restore(
    path: Path,
    folder: Path,
    *,
    database: str = Settings.database,
    blobs: str = Settings.blobs,
    actor: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Restored:
    """Makes the catalog that a backup holds, in a folder that is new or empty.

    Raises
    ------
    NotFound : no such backup.
    UnreadableMaterial : it is none, or is cut off or damaged; nothing was made.
    AssetExists : the folder, database or store holds something already.
    InvalidCatalog : it was made by a newer brandkit.
    StoreFailure
    """
    try:
        source = path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(str(path), "is not there") from error
    except OSError as error:
        raise StoreFailure(str(path), "cannot be read: {why}", None, why=error.strerror) from error
    with source:
        header = _header(Reader(source, path.name), path.name)  # a foreign file is told before anything is made
        source.seek(0)
        settings = _settings(header, database, blobs)
        with founded(folder):
            return _filled(source, path, folder, settings, header, actor, progress)


def _filled(
    source: BinaryIO,
    path: Path,
    folder: Path,
    settings: Settings,
    header: dict[str, Any],
    actor: str | None,
    progress: Callable[[int, int], None] | None,
) -> Restored:
    from brandkit.catalog.catalog import Catalog

    _require_room(path, folder, settings)
    with Catalog(folder, settings, actor=actor) as catalog:
        refuse_taken(catalog.store, settings.blobs)
        try:
            with catalog.database.founded(to=str(header["tables"])):
                missing = _take_in(catalog, source, path, progress)
                catalog.database.migrate()
                _finish(catalog)
                found = check(catalog, read_data=True)
                _require_whole(found, missing, path.name)
        except BaseException:
            vacate(catalog.store)
            raise
        write_settings(folder, settings)
    return Restored(str(header["made_at"]), missing, found)


def _header(reader: Reader, name: str) -> dict[str, Any]:
    """The first member; raises UnreadableMaterial, InvalidCatalog."""
    told, member = next(reader.members(), (None, None))
    foreign = UnreadableMaterial(name, "is no backup of a brandkit catalog", "Name a file that `backup` wrote.")
    if told != HEADER or member is None or member.size > _LARGEST_DOCUMENT:
        raise foreign
    try:
        header = json.loads(_whole(member))
    except (ValueError, RecursionError) as error:
        raise foreign from error
    texts = ("made_at", "tables", "brandkit")
    if not isinstance(header, dict) or not all(isinstance(header.get(key), str) for key in texts):
        raise foreign
    if header.get("schema") != SCHEMA or not _VERSION.match(header["tables"]) or header["tables"] > VERSION:
        problem = "was made by a newer brandkit, {version}"
        raise InvalidCatalog(name, problem, "Restore it with that version.", version=header["brandkit"])
    return header


def _settings(header: dict[str, Any], database: str, blobs: str) -> Settings:
    there = header.get("catalog")
    known = {field.name for field in fields(Settings)} - {"database", "blobs"}
    kept = {k: v for k, v in there.items() if k in known and isinstance(v, str)} if isinstance(there, dict) else {}
    return Settings(**{"name": "", **kept}, database=database, blobs=blobs)


def _require_room(path: Path, folder: Path, settings: Settings) -> None:
    if not settings.blobs.startswith("file:"):
        return
    place = os.statvfs(folder)
    if path.stat().st_size > place.f_bavail * place.f_frsize:
        advice = "Free space, or restore to another disk."
        raise StoreFailure(str(folder), "has not enough room for the backup", advice)


def _take_in(
    catalog: Catalog, source: BinaryIO, path: Path, progress: Callable[[int, int], None] | None
) -> tuple[str, ...]:
    """Rows, checkpoints and files; rows are committed only after the last byte of the archive was proved."""
    size, missing = path.stat().st_size, ""
    with catalog.database.writing() as connection:
        tables = {table.name: table for table in backup_rows.tables(connection)}
        for name, member in Reader(source, path.name).members():
            kind, _, rest = name.partition("/")
            if kind == "rows":
                _load(connection, tables, rest.removesuffix(".jsonl"), member, path.name)
            elif kind == "blobs":
                catalog.store.put(cast(BinaryIO, member))
            elif kind == FOLDER:
                make_folder(catalog.folder / FOLDER)
                write_durably(catalog.folder / FOLDER / rest, _whole(member))
            elif name == "missing.txt":
                missing = _whole(member).decode("ascii", "replace")
            if progress is not None:
                progress(source.tell(), size)
    return tuple(missing.split())


def _whole(member: Member) -> bytes:
    if member.size > _LARGEST_LIST:
        raise UnreadableMaterial("backup", "holds a list that is too long", "Take another backup.")
    return b"".join(iter(lambda: member.read(1 << 16), b""))


def _load(connection: Connection, tables: dict[str, Table], name: str, member: Member, archive: str) -> None:
    from sqlalchemy.exc import DatabaseError, StatementError

    problem = "has rows that no catalog has, in {table}"
    damaged = UnreadableMaterial(archive, problem, "Take another backup.", table=name)
    if name not in tables:
        raise damaged
    try:
        backup_rows.load(connection, tables[name], member.lines(backup_rows.LONGEST_LINE))
    except (ValueError, TypeError, StatementError, RecursionError) as error:
        if isinstance(error, DatabaseError) and not _is_refusal(error):
            raise
        raise damaged from error


def _is_refusal(error: Exception) -> bool:
    """Whether a database refused values, and did not itself fail."""
    from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError

    return isinstance(error, DataError | IntegrityError | ProgrammingError)


def _finish(catalog: Catalog) -> None:
    """What is written anew from the rows: words to search by, sidecars, profile files, and the next checkpoint."""
    with catalog.database.writing() as connection:
        search.rebuild(connection)
    with catalog.database.reading() as connection:
        for stored in batches(connection):
            for sidecar in sidecars.of_assets(connection, stored):
                sidecars.write(catalog.store, sidecar)
        whole = sidecars.of_whole(connection)
        if whole is not None:
            sidecars.write(catalog.store, whole)
        in_force = profiles.current(connection, catalog.settings.profile)
    profile_files.write(catalog.folder, in_force, catalog.settings.profile)
    checkpoints_signing.start(Checkpoints(catalog.folder), catalog.database)


def _require_whole(found: Checkup, missing: tuple[str, ...], name: str) -> None:
    """Sees that the catalog has no fault but the files that the backup was taken without, and old faults of history."""
    known = set(missing)
    for fault in found.faults:
        if fault.subject in known or fault.code.endswith(("-history", "-fingerprint", "-checkpoint", "-checkpoints")):
            continue
        problem = "did not make a sound catalog: {code} {subject}"
        raise UnreadableMaterial(name, problem, "Take another backup.", code=fault.code, subject=fault.subject)


