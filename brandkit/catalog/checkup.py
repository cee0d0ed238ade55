"""Whether rows, blobs and history agree (`fsck`), and removing what nothing needs any more (`gc`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select, text

from brandkit.catalog import history, rows, schema, sidecars
from brandkit.errors import DamagedBlob, StoreFailure
from brandkit.messages import Message, say

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

# An upload may be this old before its row is committed; younger blobs without a row are left alone.
GRACE = timedelta(hours=24)
_AT_ONCE = 100  # blobs deleted under one write lock, so that writers wait for milliseconds only


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a stable code, the blob or row it is about, and a sentence."""

    code: str
    subject: str
    message: Message

    @property
    def where(self) -> str:
        """What the subject is: "blob" or "row"."""
        return "blob" if self.code.endswith("-blob") else "row"


@dataclass(frozen=True)
class Checkup:
    """All faults, and how much was looked at; `unreferenced` blobs are no fault, `gc` removes them."""

    faults: tuple[Fault, ...]
    assets: int
    blobs: int
    unreferenced: int


@dataclass(frozen=True)
class Collected:
    """What was removed (or would be)."""

    blobs: tuple[str, ...]
    unfinished: tuple[str, ...]
    sidecars: tuple[str, ...]
    fingerprints: int
    mended: tuple[str, ...]  # slugs whose sidecar a crash had left behind, now written


def check(catalog: Catalog, *, read_data: bool = False) -> Checkup:
    """Every fault of the catalog; `read_data` reads and verifies every blob.

    Raises
    ------
    StoreFailure : when the database or the store cannot be asked at all.
    """
    with catalog.database.reading() as connection:
        faults = list(_database_faults(connection))
        stored = rows.load(connection)
        needed = _needed(connection)
        faults += _row_faults(connection, stored)
    present = set(catalog.store.iterate())
    faults += _blob_faults(catalog, needed, present, read_data=read_data)
    faults += _sidecar_faults(catalog, stored)
    return Checkup(tuple(faults), len(stored), len(present), len(present - set(needed)))


def collect(catalog: Catalog, *, grace: timedelta = GRACE, dry_run: bool = False) -> Collected:
    """Removes blobs that no row names and crashed writes, both older than `grace`; replaced sidecars; lost hashes.

    A crash between the commit and the sidecar leaves what is known beside the blobs one step behind; that is mended.

    Bytes go only while the write lock is held and their row is known to be missing, so a registration that runs at
    the same time either finds its blob there, or is refused before it is acknowledged.
    """
    before = datetime.now(UTC) - grace
    with catalog.database.reading() as connection:
        needed = _needed(connection)
    old = [s for s in catalog.store.iterate() if s not in needed and catalog.store.modified(s) <= before]
    unfinished, outdated = catalog.store.unfinished(before), tuple(sidecars.outdated(catalog.store))
    if dry_run:
        return Collected(tuple(old), unfinished, outdated, 0, ())
    removed = [sha256 for start in range(0, len(old), _AT_ONCE) for sha256 in
               _removed(catalog, old[start : start + _AT_ONCE], before)]  # fmt: skip
    for name in unfinished:
        catalog.store.discard(name)
    mended = tuple(_mended(catalog))
    for name in outdated:
        catalog.store.delete_sidecar(name)
    with catalog.database.writing() as connection:
        table = schema.fingerprints
        lost = connection.execute(delete(table).where(table.c.sha256.not_in(select(schema.files.c.sha256)))).rowcount
    return Collected(tuple(removed), unfinished, outdated, lost, mended)


def _removed(catalog: Catalog, part: list[str], before: datetime) -> Iterator[str]:
    with catalog.database.writing() as connection:
        needed = _needed(connection)
        for sha256 in part:
            if sha256 not in needed and catalog.store.modified(sha256) <= before:
                catalog.store.delete(sha256)
                yield sha256


def _mended(catalog: Catalog) -> Iterator[str]:
    with catalog.database.reading() as connection:
        stored = rows.load(connection)
    beside = sidecars.newest(catalog.store)
    for one in stored:
        if beside.get(one.asset.id, 0) < one.revision:
            sidecars.write(catalog.store, one)
            yield one.asset.slug


def _needed(connection: Connection) -> dict[str, int | None]:
    """Every SHA-256 that a row names, with its size where the row says it."""
    needed: dict[str, int | None] = dict.fromkeys(connection.execute(select(schema.extras.c.sha256)).scalars())
    needed |= dict.fromkeys(connection.execute(select(schema.profiles.c.sha256)).scalars())
    for row in connection.execute(select(schema.files.c.sha256, schema.files.c.size_bytes).distinct()):
        needed[row.sha256] = row.size_bytes
    return needed


def _database_faults(connection: Connection) -> Iterator[Fault]:
    for line in connection.execute(text("PRAGMA integrity_check")).scalars():
        if line != "ok":
            yield Fault("damaged-database", "catalog.db", say("The database is damaged: {why}.", why=line))
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        subject = f"{row[0]}:{row[1]}"
        yield Fault("broken-reference", subject, say("The row names another one that is missing."))
    for number in history.broken_links(connection):
        yield Fault("broken-history", f"history:{number}", say("The row was changed, or the one before it is gone."))


def _row_faults(connection: Connection, stored: list[rows.Stored]) -> Iterator[Fault]:
    indexed = set(connection.execute(text("SELECT rowid FROM words")).scalars())
    hashed = set(connection.execute(select(schema.fingerprints.c.sha256).distinct()).scalars())
    for one in stored:
        subject = f"assets:{one.asset.slug}"
        if one.key not in indexed:
            yield Fault("missing-search-entry", subject, say("Search cannot find this asset."))
        if any(file.sha256 not in hashed for version in one.asset.versions for file in version.files):
            yield Fault("missing-fingerprint", subject, say("Near-duplicates of a file of this asset are not found."))


def _blob_faults(
    catalog: Catalog, needed: dict[str, int | None], present: set[str], *, read_data: bool
) -> Iterator[Fault]:
    for sha256, size in needed.items():
        if sha256 not in present:
            yield Fault("missing-blob", sha256, say("The file is missing from the store."))
        elif size is not None and catalog.store.size(sha256) != size:
            yield Fault("damaged-blob", sha256, say("The file has another length than it was registered with."))
        elif read_data and (why := _damage(catalog, sha256)) is not None:
            yield Fault("damaged-blob", sha256, why)


def _damage(catalog: Catalog, sha256: str) -> Message | None:
    try:
        catalog.store.open(sha256).close()
    except DamagedBlob:
        return say("The file no longer has the bytes that its name promises.")
    except StoreFailure as error:
        return say("The file cannot be read: {why}.", why=say(error.problem, **error.values))
    return None


def _sidecar_faults(catalog: Catalog, stored: list[rows.Stored]) -> Iterator[Fault]:
    beside = sidecars.newest(catalog.store)
    for one in stored:
        subject = f"assets:{one.asset.slug}"
        found = beside.get(one.asset.id)
        if found is None:
            yield Fault("missing-sidecar", subject, say("What is known of this asset does not lie beside its blobs."))
        elif found != one.revision or _differs(catalog, one):
            yield Fault("stale-sidecar", subject, say("What lies beside the blobs is not what the rows say."))


def _differs(catalog: Catalog, one: rows.Stored) -> bool:
    try:
        return sidecars.read(catalog.store, one.asset.id, one.revision) != one.asset
    except (StoreFailure, ValueError, KeyError, TypeError):
        return True
