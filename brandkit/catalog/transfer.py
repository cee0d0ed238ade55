"""Whole folders in and out of a live catalog, without loss: values, bytes, profiles, units and every other file."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from brandkit.assets import Asset, File, Kind, Unit
from brandkit.catalog import consents_register, history, profile_files, profiles, rows, schema, search
from brandkit.catalog.changing import hashes_of
from brandkit.catalog.documents import same_values
from brandkit.catalog.folder import FolderContents, Profile, read_folder
from brandkit.catalog.folder_writer import write_folder
from brandkit.catalog.inspection import Inspected, inspect
from brandkit.catalog.looks import thumbnails
from brandkit.catalog.tables.registering import keep
from brandkit.errors import AssetExists, BrandkitError, StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

Progress = Callable[[int, int], None]
# Each file is parsed by a child of its own, so threads wait for processes.
_AT_ONCE = max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True)
class Imported:
    """What came in: assets that are new, those that were there already, and why others were refused."""

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[BrandkitError, ...]
    profiles: tuple[str, ...]
    units: int
    extras: int


def import_folder(catalog: Catalog, path: Path, *, progress: Progress | None = None) -> Imported:
    """Registers everything of a catalog folder; see `import_contents`.

    Raises
    ------
    NotFound, InvalidCatalog, InvalidProfile, StoreFailure
    """
    return import_contents(catalog, read_folder(path), progress=progress)


def import_contents(catalog: Catalog, contents: FolderContents, *, progress: Progress | None = None) -> Imported:
    """Registers everything of a folder already read; what is there with the same values is left alone.

    An asset whose file is bad, or whose slug has other values here, is refused and the rest goes on. Each asset is
    committed by itself, after its bytes: few files are held at a time, and importing again goes on where it stopped.

    Raises
    ------
    StoreFailure : the assets before are registered, whole.
    """
    added: list[str] = []
    unchanged: list[str] = []
    refused: list[BrandkitError] = []
    changed = install(catalog, contents.profiles, contents.units, contents.extras)
    new = consents_register.with_withdrawals(catalog, _new(catalog, contents.assets, unchanged, refused))
    for asset, found in _looked_at(contents, new, progress):
        bad = [result for result in found.values() if isinstance(result, BrandkitError)]
        good = {sha256: result for sha256, result in found.items() if isinstance(result, Inspected)}
        if bad:
            refused.extend(bad)
            continue
        _insert(catalog, _with_said(asset, good), good)
        added.append(asset.slug)
    return Imported(
        added=tuple(added),
        unchanged=tuple(unchanged),
        refused=tuple(refused),
        profiles=tuple(changed),
        units=len(contents.units),
        extras=len(contents.extras),
    )


def export_folder(catalog: Catalog, path: Path) -> int:
    """Writes everything as a folder of plain files, which is there whole or not at all; returns how many assets.

    Raises
    ------
    AssetExists : when the folder is there and not empty.
    DamagedBlob, StoreFailure
    """
    path = path.absolute()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise AssetExists(str(path), "is there and not empty", "Name a new folder.")
    catalog.take_up_profiles()
    assets = catalog.assets()
    with catalog.database.reading() as connection:
        in_force = profiles.current(connection, catalog.settings.profile)
        units = rows.load_units(connection)
        extras = _extras(connection)
    partial = path.with_name(f".{path.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        write_folder(partial, assets, catalog.read, profiles=in_force, units=units, extras=extras)
        partial.replace(path)
    except OSError as error:
        raise StoreFailure(str(path), "could not be written: {why}", None, why=error.strerror) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return len(assets)


def install(
    catalog: Catalog, new: tuple[Profile, ...], units: tuple[Unit, ...], extras: Mapping[str, Path]
) -> list[str]:
    """Puts profiles, units and extra files in force together; returns the names of the profiles that changed."""
    for profile in new:
        catalog.store.put(profile.data)
    hashes = {name: _kept(catalog, path) for name, path in extras.items()}
    profile_files.write(catalog.folder, new, catalog.settings.profile)
    with catalog.changing() as change:
        connection = change.connection
        for sha256 in (*hashes.values(), *(profile.brand.sha256 for profile in new)):
            change.hold(sha256)
        changed = profiles.put(connection, new, at=history.now())
        units_changed = _merge_units(connection, units)
        extras_changed = _merge_extras(connection, hashes)
        for name in changed:
            history.record(connection, history.Event(history.now(), catalog.actor, "profile", name), asset="")
        if units_changed or extras_changed:
            details = {"units": len(units), "extras": len(extras)}
            event = history.Event(history.now(), catalog.actor, "import", "", details=details)
            history.record(connection, event, asset="")
    return changed


def _kept(catalog: Catalog, path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return catalog.store.put(stream)
    except OSError as error:
        raise StoreFailure(path.name, "could not be read: {why}", None, why=error.strerror) from error


def _new(
    catalog: Catalog, assets: Iterable[Asset], unchanged: list[str], refused: list[BrandkitError]
) -> list[Asset]:
    """The assets whose slug nobody has; of the others, which are the same and which are not."""
    new = []
    for asset in assets:
        there = catalog.find(asset.slug)
        if there is None:
            new.append(asset)
        elif same_values(asset, there):
            unchanged.append(asset.slug)
        else:
            advice = "Edit it, or import under another slug."
            refused.append(AssetExists(asset.slug, "is registered with other values", advice))
    return new


def _insert(catalog: Catalog, asset: Asset, found: Mapping[str, Inspected]) -> None:
    for file in found.values():
        catalog.store.put(file.data)
    with catalog.changing() as change:
        for file in found.values():
            keep(change, file)
        change.insert(asset, move="import")
    for sha256, file in found.items():
        if file.thumbnail:
            thumbnails.keep(catalog, sha256, file.thumbnail)


def _looked_at(
    contents: FolderContents, assets: Sequence[Asset], progress: Progress | None
) -> Iterator[tuple[Asset, dict[str, Inspected | BrandkitError]]]:
    """The assets with their files as inspected, or why one was refused, by SHA-256; looks a few files ahead."""
    total, done = sum(len(hashes_of(asset)) for asset in assets), 0
    waiting: deque[tuple[Asset, dict[str, Future[Inspected | BrandkitError]]]] = deque()

    def ended() -> tuple[Asset, dict[str, Inspected | BrandkitError]]:
        nonlocal done
        asset, looked = waiting.popleft()
        found = {sha256: future.result() for sha256, future in looked.items()}
        done += len(found)
        if progress is not None:
            progress(done, total)
        return asset, found

    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        for asset in assets:
            waiting.append((asset, {sha256: pool.submit(_look, contents.files[sha256], asset.kind)
                                    for sha256 in sorted(hashes_of(asset))}))  # fmt: skip
            while sum(len(looked) for _, looked in waiting) > 2 * _AT_ONCE:
                yield ended()
        while waiting:
            yield ended()
    finally:
        pool.shutdown(cancel_futures=True)


def _look(path: Path, kind: Kind) -> Inspected | BrandkitError:
    try:
        return inspect(path, kind)
    except BrandkitError as error:
        return error


def _with_said(asset: Asset, found: Mapping[str, Inspected]) -> Asset:
    """The asset with what its files say of themselves."""
    return replace(asset, versions=tuple(
        replace(version, files=tuple(_said(file, found[file.sha256]) for file in version.files))
        for version in asset.versions
    ))  # fmt: skip


def _said(file: File, found: Inspected) -> File:
    return replace(file, metadata=found.said, width=found.width, height=found.height)


def _merge_units(connection: Connection, units: tuple[Unit, ...]) -> bool:
    there = rows.load_units(connection)
    merged = {unit.slug: unit for unit in (*there, *units)}
    if tuple(merged.values()) == there:
        return False
    rows.save_units(connection, tuple(merged.values()))
    search.index_owned_by(connection, {unit.slug for unit in units} - {unit.slug for unit in there if unit in units})
    return True


def _merge_extras(connection: Connection, hashes: Mapping[str, str]) -> bool:
    there = _extras(connection)
    changed = {path: sha256 for path, sha256 in hashes.items() if there.get(path) != sha256}
    if changed:
        connection.execute(delete(schema.extras).where(schema.extras.c.path.in_(changed)))
        connection.execute(insert(schema.extras), [{"path": p, "sha256": sha256} for p, sha256 in changed.items()])
    return bool(changed)


def _extras(connection: Connection) -> dict[str, str]:
    found = connection.execute(select(schema.extras).order_by(schema.extras.c.path))
    return {row.path: row.sha256 for row in found}
