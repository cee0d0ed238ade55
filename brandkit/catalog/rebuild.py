"""The rows of a catalog made anew from what lies beside its blobs, when the database is lost (`rebuild`).

Every sidecar has an asset's values and its part of the history, so all of both comes back, and the checkpoints still
hold. Only the newest revision that can be read counts. The new database is made beside the place of the old one and
moved there when it is whole; what was there is put aside and never removed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import SQLAlchemyError

from brandkit.assets import Unit
from brandkit.brand import parse_brand
from brandkit.catalog import checkpoints_signing, history, profile_files, profiles, rows, schema, search, sidecars
from brandkit.catalog.backup import rows as backup_rows
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.checkup import check
from brandkit.catalog.checkup.needs import batches
from brandkit.catalog.checkup.repair import look_again, write_beside
from brandkit.catalog.documents import asset_of
from brandkit.catalog.settings import Settings, read_settings
from brandkit.durable import failures, sync_folder
from brandkit.errors import AssetExists, InvalidCatalog, InvalidProfile, StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

Progress = Callable[[int, int], None]
_WORK = "rebuilding"
_NO_TABLES = "—"  # as Database.check tells it
_UNREADABLE = (StoreFailure, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Rebuilt:
    """What came back. `unreadable` are the sidecars that could not be used; `aside` is where the old database lies."""

    assets: int
    events: int
    units: int
    profiles: int
    unreadable: tuple[str, ...]
    aside: Path | None


def rebuild(
    folder: Path, *, put_aside: bool = False, actor: str | None = None, progress: Progress | None = None
) -> Rebuilt:
    """Makes the database of the catalog in a folder anew; it may be repeated after a crash.

    Raises
    ------
    NoCatalog, InvalidCatalog
    AssetExists : the database is there and can be read, unless `put_aside`.
    StoreFailure : nothing lies beside the blobs, or the database cannot be made.
    """
    from brandkit.catalog.catalog import Catalog

    settings = read_settings(folder)
    _refuse_readable(folder, settings, put_aside=put_aside)
    if not settings.database.startswith("sqlite:"):
        with Catalog(folder, settings, actor=actor) as catalog:
            catalog.database.migrate()
            found = _filled(catalog)
        return _completed(folder, found, progress)
    work = replace(settings, database=f"{settings.database}.{_WORK}")
    place = folder / settings.database.partition(":")[2]
    with failures(place.name):
        _remove(place.with_name(f"{place.name}.{_WORK}"))
        with Catalog(folder, work, actor=actor) as catalog:
            catalog.database.migrate()
            found = _filled(catalog)
        _require_alone(place.with_name(f"{place.name}.{_WORK}"))
        aside = _swap(place)
    return _completed(folder, replace(found, aside=aside), progress)


def _refuse_readable(folder: Path, settings: Settings, *, put_aside: bool) -> None:
    """Sees that no sound database is there that a rebuild would take the place of."""
    scheme, _, name = settings.database.partition(":")
    if (put_aside and scheme == "sqlite") or not _is_readable(folder):
        return
    advice = "Mend it with `brandkit fsck --repair`; with --put-aside it is kept under another name and rebuilt."
    raise AssetExists(name if scheme == "sqlite" else scheme, "is there and can be read", advice)


def _is_readable(folder: Path) -> bool:
    """Whether the database has rows and no damage."""
    from brandkit.catalog.catalog import Catalog

    try:
        with Catalog.open(folder) as catalog:
            with catalog.database.reading() as connection:
                rows_there = connection.execute(select(schema.history.c.number).limit(1)).first() is not None
            return rows_there and not any(fault.code == "damaged-database" for fault in check(catalog).faults)
    except InvalidCatalog as error:
        if error.values.get("found", _NO_TABLES) != _NO_TABLES:  # of another version: `migrate` is what it needs
            raise
        return False
    except StoreFailure:
        return False


def _filled(catalog: Catalog) -> Rebuilt:
    """All rows, in one transaction."""
    found = sidecars.revisions(catalog.store)
    if not found:
        advice = "Restore the catalog from a backup."
        raise StoreFailure(catalog.settings.blobs, "holds nothing to rebuild from", advice)
    unreadable: list[str] = []
    whole = _newest(catalog, sidecars.WHOLE, found.pop(sidecars.WHOLE, []), unreadable) or {}
    with catalog.database.writing() as connection:
        _put_whole(catalog, connection, whole, unreadable)
        events = list(whole.get("history", []))
        count = 0
        for owner, revisions in found.items():
            count += _put_asset(catalog, connection, owner, revisions, events, unreadable)
        known = _put_history(connection, events)
        search.rebuild(connection)
        details = {"assets": count, "unreadable": len(unreadable)}
        event = history.Event(history.now(), catalog.actor, "rebuild", "", details=details)
        history.record(connection, event, asset="")
    units, in_force = whole.get("units", []), [one for one in whole.get("profiles", []) if not one.get("retired_at")]
    return Rebuilt(count, known, len(units), len(in_force), tuple(unreadable), None)


def _newest(catalog: Catalog, owner: str, revisions: list[int], unreadable: list[str]) -> dict[str, Any] | None:
    """What the highest revision that can be read says."""
    for revision in revisions:
        try:
            return sidecars.body(catalog.store, owner, revision)
        except _UNREADABLE:
            unreadable.append(f"{owner}.{revision}.json")
    return None


def _put_asset(
    catalog: Catalog,
    connection: Connection,
    owner: str,
    revisions: list[int],
    events: list[Mapping[str, Any]],
    unreadable: list[str],
) -> int:
    """One asset, from the highest revision that can be used; returns how many came back, 0 or 1."""
    for revision in revisions:
        try:
            body = sidecars.body(catalog.store, owner, revision)
            asset = asset_of(body["asset"])
            own = [{**event, "asset": owner} for event in body.get("history", [])]
            if asset.id != owner:
                raise ValueError(owner)
            with connection.begin_nested():
                rows.save(connection, asset, key=None, revision=revision)
        except (*_UNREADABLE, SQLAlchemyError):
            unreadable.append(f"{owner}.{revision}.json")
            continue
        events.extend(own)
        return 1
    return 0


def _put_whole(catalog: Catalog, connection: Connection, whole: Mapping[str, Any], unreadable: list[str]) -> None:
    """Units, other files, and every profile that was ever in force."""
    try:
        rows.save_units(connection, [_unit(values) for values in whole.get("units", [])])
        extras = [{"path": path, "sha256": sha256} for path, sha256 in whole.get("extras", {}).items()]
        if extras:
            connection.execute(insert(schema.extras), extras)
        for profile in whole.get("profiles", []):
            row = _profile(catalog, profile)
            connection.execute(insert(schema.profiles).values(**row))
    except (*_UNREADABLE, InvalidProfile) as error:
        unreadable.append(f"{sidecars.WHOLE}: {error}")


def _unit(values: Mapping[str, Any]) -> Unit:
    days = {key: date.fromisoformat(values[key]) if values.get(key) else None for key in ("valid_from", "valid_to")}
    return Unit(**{**values, **days, "successors": tuple(values.get("successors", ()))})


def _profile(catalog: Catalog, told: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a profile, its bytes from the blob; sidecars of before 0.2 say only its name and hash."""
    data = catalog.store.get(told["sha256"])
    version = told.get("version") or parse_brand(data, told["name"]).version
    times = {"added_at": told.get("added_at") or history.now(), "retired_at": told.get("retired_at")}
    return {"name": told["name"], "version": version, "sha256": told["sha256"], "data": data, **times}


def _put_history(connection: Connection, events: list[Mapping[str, Any]]) -> int:
    """The chain, put together from the parts of all sidecars; `fsck` tells if a part is missing."""
    chain = {event["number"]: {"asset": "", **event} for event in events}
    ordered = [chain[number] for number in sorted(chain)]
    if ordered:
        connection.execute(insert(schema.history), ordered)
        backup_rows.go_on_counting(connection, schema.history)
    return len(ordered)


def _require_alone(new: Path) -> None:
    """Sees that the closed database is all in its own file: a log that could not be played into it would stay behind.

    SQLite keeps silent when that fails while a database is closed.
    """
    log = new.with_name(f"{new.name}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreFailure(new.name, "could not be completed; its log is still needed", "Run the command again.")


def _swap(place: Path) -> Path | None:
    """Moves the new database to its place, whole and durably; returns where the old one lies now."""
    new = place.with_name(f"{place.name}.{_WORK}")
    with new.open("rb") as stream:
        os.fsync(stream.fileno())
    aside = _put_aside(place)
    sync_folder(place.parent)
    new.rename(place)
    sync_folder(place.parent)
    return aside


def _put_aside(place: Path) -> Path | None:
    """Gives the old database and its logs another name: beside a new one the logs would be played into that."""
    there = [suffix for suffix in ("", "-wal", "-shm") if place.with_name(place.name + suffix).exists()]
    if not there:
        return None
    name = f"{place.name}.aside-{datetime.now():%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    for suffix in there:
        place.with_name(place.name + suffix).rename(place.with_name(name + suffix))
    return place.with_name(name)


def _remove(path: Path) -> None:
    """What a try before this one left."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _completed(folder: Path, found: Rebuilt, progress: Progress | None) -> Rebuilt:
    """What is written anew from rows and blobs: sidecars, profile files, how files look, the next checkpoint."""
    from brandkit.catalog.catalog import Catalog

    with Catalog.open(folder) as catalog:
        write_beside(catalog, [sidecars.WHOLE])
        with catalog.database.reading() as connection:
            in_force = profiles.current(connection, catalog.settings.profile)
            slugs = [one.asset.slug for stored in batches(connection) for one in stored if one.asset.versions]
        missing = [profile for profile in in_force if not _lies_there(catalog, profile.name)]
        profile_files.write(folder, missing, catalog.settings.profile)
        checkpoints = Checkpoints(folder)
        if not checkpoints.keys():
            checkpoints_signing.start(checkpoints, catalog.database)
        look_again(catalog, slugs, progress=progress)
        with suppress(StoreFailure):  # the rows do not reach the newest checkpoint: `fsck` tells which
            checkpoints_signing.follow(checkpoints, catalog.database)
    return found


def _lies_there(catalog: Catalog, name: str) -> bool:
    default = name == catalog.settings.profile
    return (catalog.folder / (profile_files.DEFAULT if default else f"profiles/{name}.toml")).is_file()
