"""Removing what nothing needs any more, and finishing what a crash left unfinished (`gc`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from brandkit.catalog import checkpoints_signing, schema, sidecars
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.checkup.needs import batches, needed
from brandkit.durable import failures
from brandkit.errors import StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

# An upload may be this old before its row is committed; younger blobs without a row are left alone.
GRACE = timedelta(hours=24)
_AT_ONCE = 100  # blobs deleted under one write lock, so that writers wait for milliseconds only
_HALF_WRITTEN = re.compile(r"\..+\.[0-9a-f]{8}\Z")  # what `durable.write_durably` leaves when it is killed


@dataclass(frozen=True)
class Collected:
    """What was removed (or would be)."""

    blobs: tuple[str, ...]
    unfinished: tuple[str, ...]
    sidecars: tuple[str, ...]
    fingerprints: int
    mended: tuple[str, ...]  # slugs whose sidecar a crash had left behind, now written; "catalog" for the whole


def collect(catalog: Catalog, *, grace: timedelta = GRACE, dry_run: bool = False) -> Collected:
    """Removes blobs that no row names and crashed writes, both older than `grace`; replaced sidecars; lost hashes.

    A crash between the commit and the sidecar leaves what is known beside the blobs one step behind; that is mended,
    and the history signed as far as it goes.

    Bytes go only while the write lock is held and their row is known to be missing, so a registration that runs at
    the same time either finds its blob there, or is refused before it is acknowledged.
    """
    before = datetime.now(UTC) - grace
    with catalog.database.reading() as connection:
        wanted = needed(connection)
    old = [s for s in catalog.store.iterate() if s not in wanted and catalog.store.modified(s) <= before]
    unfinished, outdated = catalog.store.unfinished(before), tuple(sidecars.outdated(catalog.store))
    if dry_run:
        return Collected(tuple(old), unfinished, outdated, 0, ())
    removed = [sha256 for start in range(0, len(old), _AT_ONCE) for sha256 in
               _removed(catalog, old[start : start + _AT_ONCE], before)]  # fmt: skip
    for name in unfinished:
        catalog.store.discard(name)
    half_written = tuple(_tidied(catalog.folder, before))
    mended = tuple(_mended(catalog))
    for name in outdated:
        catalog.store.delete_sidecar(name)
    with catalog.database.writing() as connection:
        there = select(schema.files.c.sha256)
        lost = sum(connection.execute(delete(table).where(table.c.sha256.not_in(there))).rowcount
                   for table in (schema.fingerprints, schema.features))  # fmt: skip
    with suppress(StoreFailure):  # `fsck` tells why
        checkpoints_signing.follow(Checkpoints(catalog.folder), catalog.database)
    return Collected(tuple(removed), (*unfinished, *half_written), outdated, lost, mended)


def _removed(catalog: Catalog, part: list[str], before: datetime) -> Iterator[str]:
    with catalog.database.writing() as connection:
        wanted = needed(connection)
        for sha256 in part:
            if sha256 not in wanted and catalog.store.modified(sha256) <= before:
                catalog.store.delete(sha256)
                yield sha256


def _tidied(folder: Path, before: datetime) -> Iterator[str]:
    for path in (*folder.glob(".*"), *folder.glob("*/.*")):
        if _HALF_WRITTEN.match(path.name) and path.is_file() and path.stat().st_mtime < before.timestamp():
            with failures(path):
                path.unlink(missing_ok=True)
            yield path.relative_to(folder).as_posix()


def _mended(catalog: Catalog) -> Iterator[str]:
    """Writes the sidecars that are one or more changes behind; returns whose."""
    beside = sidecars.newest(catalog.store)
    with catalog.database.reading() as connection:
        for stored in batches(connection):
            behind = [one for one in stored if beside.get(one.asset.id, 0) < one.revision]
            slugs = {one.asset.id: one.asset.slug for one in behind}
            for sidecar in sidecars.of_assets(connection, behind):
                sidecars.write(catalog.store, sidecar)
                yield slugs[sidecar.owner]
        whole = sidecars.of_whole(connection)
        if whole and beside.get(sidecars.WHOLE, 0) < whole.revision:
            sidecars.write(catalog.store, whole)
            yield sidecars.WHOLE
