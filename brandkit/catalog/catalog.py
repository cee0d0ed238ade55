"""The live catalog: rows in a database, bytes in a store, and the one road by which either changes.

A change: bytes durable in the store, row and history committed together, sidecar written, and only then the caller
hears of it. What is long lives in the modules beside this one; here is the order of things.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit.assets import Asset, Library, Unit
from brandkit.brand import Brand
from brandkit.catalog import (
    computed,
    days,
    edits,
    fonts,
    founding,
    history,
    lifecycle_moves,
    profile_files,
    profiles,
    rows,
    search,
    sidecars,
    storing,
)
from brandkit.catalog.api import Verbs
from brandkit.catalog.changing import Change, View
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.checkpoints_signing import Signing, start
from brandkit.catalog.database import Database
from brandkit.catalog.rows import Stored
from brandkit.catalog.settings import Settings, read_settings, write_settings
from brandkit.errors import DamagedBlob

if TYPE_CHECKING:
    from brandkit.catalog.looks.similar import Looks
    from brandkit.sightings.photos.known import PhotoIndex
    from brandkit.stores import BlobStore


class Catalog(Verbs, Library):
    """An open catalog. `actor` is named in the history; unless given, BRANDKIT_ACTOR or the login name.

    Use `Catalog.open` or `Catalog.create`; it is a context manager that closes the database. What people do every day
    (`add`, `get`, `similar`, `submit`, `approve` …) is in `api.Verbs`.
    """

    def __init__(self, folder: Path, settings: Settings, *, actor: str | None = None):
        self.folder = folder
        self.settings = settings
        self.actor = actor or history.default_actor()
        self.database = Database(settings.database, folder)
        self.store: BlobStore = storing.store_of(settings.blobs, folder)
        self.signing = Signing(folder, self.database)
        self._looks: Looks | None = None
        self._photo_index: PhotoIndex | None = None

    @classmethod
    def open(cls, path: Path | str, *, actor: str | None = None) -> Catalog:
        """The catalog in a folder.

        Raises
        ------
        NoCatalog, InvalidCatalog, StoreFailure
        """
        folder = Path(path)
        settings = read_settings(folder)
        catalog = cls(folder, settings, actor=actor)
        catalog.database.check()
        return catalog

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        name: str = "",
        profile: str = "",
        actor: str | None = None,
        database: str = Settings.database,
        blobs: str = Settings.blobs,
    ) -> Catalog:
        """A new empty catalog; the folder may be there, but must be empty, and no other catalog may have the store.

        Raises
        ------
        AssetExists : when it is not so.
        InvalidCatalog, InvalidValue : for the address of a database or store that cannot be used.
        StoreFailure
        """
        folder = Path(path)
        with founding.founded(folder):
            settings = Settings(name or folder.resolve().name, database, blobs, profile)
            catalog = cls(folder, settings, actor=actor)
            storing.refuse_taken(catalog.store, blobs)
            with catalog.database.founded():
                start(Checkpoints(folder), catalog.database)
                write_settings(folder, catalog.settings)
        return catalog

    def close(self) -> None:
        self.signing.settle()
        self.database.close()

    def __enter__(self) -> Catalog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def today(self) -> date:
        """The day by which embargo and expiry are judged: that of the catalog's own zone."""
        return days.today(self.settings.timezone)

    def assets(self) -> Sequence[Asset]:
        """Every asset of every status, by slug."""
        with self.database.reading() as connection:
            return [stored.asset for stored in rows.load(connection)]

    def asset(self, slug: str) -> Asset:
        """The asset of that slug.

        Raises
        ------
        UnknownAsset
        """
        return self.stored(slug).asset

    def find(self, slug: str) -> Asset | None:
        """The asset of that slug, None when there is none."""
        with self.database.reading() as connection:
            found = View(connection).find(slug)
        return found.asset if found else None

    def stored(self, slug: str) -> Stored:
        """The asset with its revision, for an edit that must not overwrite another's; raises as `asset`."""
        with self.database.reading() as connection:
            return View(connection).one(slug)

    def holders(self, sha256: str) -> Sequence[Asset]:
        """The assets that have a file of exactly these bytes."""
        with self.database.reading() as connection:
            return View(connection).holders(sha256)

    def read(self, sha256: str) -> bytes:
        """The verified bytes of one file; raises DamagedBlob, naming the asset and file, or StoreFailure."""
        try:
            return self.store.get(sha256)
        except DamagedBlob as error:
            raise self._damage(error, sha256) from error

    def fonts(self) -> Mapping[str, bytes]:
        """The bytes of the catalog's font files by their paths; raises as `read`."""
        return fonts.fonts_of(self)

    def features(self, files: Collection[str], name: str) -> Mapping[str, bytes]:
        """What was computed of files once, see `Library.features`."""
        return computed.features(self, files, name)

    def keep_features(self, name: str, found: Mapping[str, bytes]) -> None:
        """Keeps what was computed of files, as far as that can be done now; never fails."""
        computed.keep(self, name, found)

    def prints(self, files: Collection[str], name: str, view: str = "whole") -> Mapping[str, bytes]:
        """The perceptual hashes of files, see `Library.prints`."""
        return computed.prints(self, files, name, view)

    def _damage(self, error: DamagedBlob, sha256: str) -> DamagedBlob:
        for asset in self.holders(sha256):
            name = next(file.name for version in asset.versions for file in version.files if file.sha256 == sha256)
            return DamagedBlob(f"{asset.slug}/{name}", error.problem, None, **error.values)
        return error

    def units(self) -> tuple[Unit, ...]:
        with self.database.reading() as connection:
            return rows.load_units(connection)

    def take_up_profiles(self) -> None:
        """Puts profile files that were edited since the last look in force; raises InvalidProfile, StoreFailure."""
        from brandkit.catalog import transfer

        with self.database.reading() as connection:
            in_force = profiles.current(connection, self.settings.profile)
        if changed := profile_files.stale(self.folder, in_force):
            transfer.install(self, changed, (), {})

    def profiles(self) -> tuple[str, ...]:
        """Names of the brand profiles, the default one first."""
        self.take_up_profiles()
        with self.database.reading() as connection:
            return tuple(profile.name for profile in profiles.current(connection, self.settings.profile))

    def brand(self, profile: str | None = None) -> Brand:
        """The named profile as it is now, or the default one.

        Raises
        ------
        InvalidProfile : when there is none of that name.
        """
        self.take_up_profiles()
        with self.database.reading() as connection:
            return profiles.one(profiles.current(connection, self.settings.profile), profile).brand

    def history(self, slug: str) -> tuple[history.Event, ...]:
        """What was done to an asset, oldest first; raises UnknownAsset."""
        with self.database.reading() as connection:
            return history.events_of(connection, View(connection).one(slug).asset.id)

    def page(self, wanted: search.Wanted) -> search.Page:
        """One page of what meets the request, best first, with the cursor of the next; raises InvalidValue."""
        with self.database.reading() as connection:
            return search.page(connection, wanted)

    def search(self, wanted: search.Wanted | str = "", **limits: Any) -> tuple[list[Asset], int]:
        """The assets that meet the request, best first, and how many there are in all.

        `wanted` may be the words to find, with the other fields of `search.Wanted` by name: kind, status, unit, tag,
        limit.
        """
        page = self.page(search.Wanted(wanted, **limits) if isinstance(wanted, str) else wanted)
        return list(page.assets), page.total

    def looks(self) -> Looks:
        """How every file looks, to ask what looks alike."""
        from brandkit.catalog.looks import similar

        if self._looks is None:
            self._looks = similar.looks_of(self)
        return self._looks

    def photo_index(self) -> PhotoIndex:
        """What finds the few photographs that a picture may show, without looking at each."""
        from brandkit.catalog.parts.photographs import CatalogPhotos

        if self._photo_index is None:
            self._photo_index = CatalogPhotos(self)
        return self._photo_index

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """A change under the write lock, committed and then acknowledged at the end of the block; undone by a raise.

        Raises
        ------
        StoreFailure : nothing was changed, unless what failed is the sidecar, which `gc` mends.
        """
        with self.database.writing() as connection:
            change = Change(connection, self.store, self.actor)
            yield change
            beside = change.beside()
        for sidecar in beside:
            sidecars.write(self.store, sidecar)
        self.signing.committed()

    def insert(self, assets: Iterable[Asset], *, move: str = "add", note: str = "") -> list[Asset]:
        """Registers new assets, all of them or none; their blobs must be in the store. Returns them with their ids.

        Raises
        ------
        AssetExists : when a slug is taken.
        StoreFailure
        """
        with self.changing() as change:
            return [change.insert(asset, move=move, note=note) for asset in assets]

    def change(
        self,
        slug: str,
        alter: Callable[[Asset], Asset],
        *,
        move: str,
        note: str = "",
        details: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> Asset:
        """Changes one asset by a function of it; `revision` is the one the caller saw: older ones are refused.

        Raises
        ------
        UnknownAsset, LostUpdate, StoreFailure
        """
        with self.changing() as change:
            before = change.one(slug)
            lifecycle_moves.refuse_lost_update(before, revision)
            return change.save(before, alter(before.asset), move=move, note=note, details=details)

    def edit(self, slug: str, changes: Mapping[str, str], *, revision: int | None = None) -> Asset:
        """Changes metadata by KEY: VALUE, see edits.KEYS; raises UnknownAsset, InvalidValue, LostUpdate."""
        if unit := changes.get("unit"):
            edits.require_unit(unit, {known.slug for known in self.units()})
        details: dict[str, Any] = {}

        def alter(asset: Asset) -> Asset:
            altered = edits.edited(asset, changes)
            edits.refuse_empty_window(altered, changes)
            details.update(edits.differences(asset, altered))
            return altered

        return self.change(slug, alter, move="edit", details=details, revision=revision)

    def move(self, slug: str, move: str, **wishes: Any) -> Asset:
        """Makes one of lifecycle.MOVES; wishes and errors are those of `lifecycle_moves.make`."""
        return lifecycle_moves.make(self, slug, move, **wishes).asset
