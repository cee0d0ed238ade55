"""Whether rows, blobs, sidecars, history and checkpoints agree (`fsck`).

It looks while others work: what seems wrong beside the blobs is looked at again before it is told, since a change
writes its sidecar just after its row.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from brandkit.catalog import checkpoints_signing, history, rows, schema, search, sidecars
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.checkup.cleaning import GRACE, Collected, collect
from brandkit.catalog.checkup.faults import Fault
from brandkit.catalog.checkup.needs import batches, needed
from brandkit.errors import DamagedBlob, StoreFailure
from brandkit.messages import Message, say
from brandkit.sightings.photos import local_features

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.database import Database

__all__ = ["GRACE", "Checkup", "Collected", "Fault", "check", "collect"]

_LOOKS, _BETWEEN_LOOKS_S = 3, 0.1


@dataclass(frozen=True)
class Checkup:
    """All faults, and how much was looked at; `unreferenced` blobs are no fault, `gc` removes them."""

    faults: tuple[Fault, ...]
    assets: int
    blobs: int
    unreferenced: int


def check(catalog: Catalog, *, read_data: bool = False) -> Checkup:
    """Every fault of the catalog; `read_data` reads and verifies every blob.

    Raises
    ------
    StoreFailure : when the database or the store cannot be asked at all.
    """
    with catalog.database.reading() as connection:
        faults = list(_database_faults(catalog.database, connection))
        sound = not any(fault.code == "broken-history" for fault in faults)
        faults += checkpoints_signing.faults(connection, Checkpoints(catalog.folder), chain_holds=sound)
        wanted = needed(connection)
        count = 0
        for stored in batches(connection):
            count += len(stored)
            faults += _row_faults(connection, stored)
    present = set(catalog.store.iterate())
    faults += _blob_faults(catalog, wanted, present, read_data=read_data)
    # A history that is known to be changed differs from what lies beside the blobs: that is not told twice.
    told = any(fault.code.endswith("-history") and fault.code != "unsigned-history" for fault in faults)
    faults += [one for one in _settled_sidecar_faults(catalog) if not (told and _is_of_history(one))]
    return Checkup(tuple(faults), count, len(present), len(present - set(wanted)))


def _database_faults(database: Database, connection: Connection) -> Iterator[Fault]:
    for code, subject, why in database.faults(connection):
        broken = say("The row names another one that is missing.")
        told = say("The database is damaged: {why}.", why=why) if code == "damaged-database" else broken
        yield Fault(code, subject, told)
    for number in history.broken_links(connection):
        yield Fault("broken-history", f"history:{number}", say("The row was changed, or the one before it is gone."))


def _row_faults(connection: Connection, stored: list[rows.Stored]) -> Iterator[Fault]:
    first, last = stored[0].key, stored[-1].key
    unfound = search.not_found(connection, [(one.key, one.asset) for one in stored])
    files = select(schema.files.c.sha256).where(schema.files.c.asset.between(first, last))
    prints = select(schema.fingerprints.c.sha256).where(schema.fingerprints.c.sha256.in_(files)).distinct()
    corners = select(schema.features.c.sha256).where(
        schema.features.c.name == local_features.NAME, schema.features.c.sha256.in_(files)
    )
    seen = set(connection.execute(prints).scalars()) & set(connection.execute(corners).scalars())
    for one in stored:
        subject = f"assets:{one.asset.slug}"
        if one.key in unfound:
            yield Fault("missing-search-entry", subject, say("Search cannot find this asset."))
        if any(file.sha256 not in seen for version in one.asset.versions for file in version.files):
            yield Fault("missing-fingerprint", subject, say("Near-duplicates of a file of this asset are not found."))


def _blob_faults(
    catalog: Catalog, wanted: dict[str, int | None], present: set[str], *, read_data: bool
) -> Iterator[Fault]:
    for sha256, size in wanted.items():
        if sha256 not in present and not catalog.store.exists(sha256):  # it may have come since the list was made
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


def _is_of_history(fault: Fault) -> bool:
    return fault.code == "rewritten-history" or (fault.code == "lost-change" and fault.subject == sidecars.WHOLE)


def _settled_sidecar_faults(catalog: Catalog) -> list[Fault]:
    """The faults that stay when one looks again: a change that is going on writes its sidecar after its row."""
    found = list(_sidecar_faults(catalog))
    for _ in range(_LOOKS - 1):
        if not found:
            return []
        time.sleep(_BETWEEN_LOOKS_S)
        again = {(fault.code, fault.subject) for fault in _sidecar_faults(catalog)}
        found = [fault for fault in found if (fault.code, fault.subject) in again]
    return found


def _sidecar_faults(catalog: Catalog) -> Iterator[Fault]:
    beside = sidecars.newest(catalog.store)
    known = {sidecars.WHOLE}
    with catalog.database.reading() as connection:
        for stored in batches(connection):
            known |= {one.asset.id for one in stored}
            slugs = {one.asset.id: one.asset.slug for one in stored}
            for sidecar in sidecars.of_assets(connection, stored):
                yield from _faults_of(catalog, sidecar, f"assets:{slugs[sidecar.owner]}", beside.get(sidecar.owner))
        whole = sidecars.of_whole(connection) or sidecars.Sidecar(sidecars.WHOLE, 0, {})
    yield from _faults_of(catalog, whole, sidecars.WHOLE, beside.get(sidecars.WHOLE))
    for owner in sorted(set(beside) - known):
        told = say("Beside the blobs lies an asset of which the rows know nothing.")
        yield Fault("lost-change", f"sidecars:{owner}.{beside[owner]}.json", told)


def _faults_of(catalog: Catalog, sidecar: sidecars.Sidecar, subject: str, found: int | None) -> Iterator[Fault]:
    """What is wrong with one sidecar as the rows have it; `found` is the highest revision beside the blobs."""
    if found is None:
        if sidecar.revision:
            yield Fault("missing-sidecar", subject, say("What is known of this asset does not lie beside its blobs."))
    elif found > sidecar.revision:
        told = say("Beside the blobs lies a later change; the rows were put back to an earlier state.")
        yield Fault("lost-change", subject, told)
    elif found < sidecar.revision or (other := sidecars.differences(catalog.store, sidecar)) - {"history"}:
        yield Fault("stale-sidecar", subject, say("What lies beside the blobs is not what the rows say."))
    elif other:
        yield Fault("rewritten-history", subject, say("Its history beside the blobs is another than in the rows."))
