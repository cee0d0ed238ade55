"""One change of the catalog, from its decision to its commit, under the write lock.

What a change is based on is read after the lock was taken, so two writers never decide from the same past. Blobs are
in the store before the lock is asked for; `hold` sees that they are still there once it is held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import Connection, select

from brandkit.assets import Asset, Unit
from brandkit.catalog import history, rows, schema, search, sidecars
from brandkit.catalog.rows import Stored
from brandkit.errors import AssetExists, StoreFailure, UnknownAsset

if TYPE_CHECKING:
    from brandkit.catalog.looks.fingerprinting import Print
    from brandkit.stores import BlobStore


class View:
    """The assets as one connection sees them."""

    def __init__(self, connection: Connection):
        self.connection = connection

    def find(self, slug: str) -> Stored | None:
        """The asset of that slug, None when there is none."""
        if not (slug.isascii() and slug.isprintable()):
            return None  # no slug is like this, and no database takes half a character or a zero byte
        found = rows.load(self.connection, schema.assets.c.slug == slug)
        return found[0] if found else None

    def one(self, slug: str) -> Stored:
        """The asset of that slug; raises UnknownAsset."""
        found = self.find(slug)
        if found is None:
            raise UnknownAsset(slug, "is no asset of this catalog")
        return found

    def holders(self, sha256: str) -> list[Asset]:
        """The assets that have a file of exactly these bytes, by slug."""
        keys = select(schema.files.c.asset).where(schema.files.c.sha256 == sha256)
        return [stored.asset for stored in rows.load(self.connection, schema.assets.c.key.in_(keys))]


class Change(View):
    """A view that may write; `written` are the assets it wrote, for their sidecars after the commit."""

    def __init__(self, connection: Connection, store: BlobStore, actor: str):
        super().__init__(connection)
        self.store = store
        self.actor = actor
        self.written: list[Stored] = []
        self._whole = sidecars.whole_revision(connection)
        self._units: Mapping[str, Unit] = {unit.slug: unit for unit in rows.load_units(connection)}

    def beside(self) -> list[sidecars.Sidecar]:
        """What is to lie beside the blobs after this change; asked for at its end, while the lock is held."""
        newest = {stored.asset.id: stored for stored in self.written}
        found = list(sidecars.of_assets(self.connection, list(newest.values())))
        whole = sidecars.of_whole(self.connection)
        found += [whole] if whole and whole.revision != self._whole else []
        for sidecar in found:
            _ = sidecar.data  # what cannot be written is told while the rows can be undone
        return found

    def hold(self, sha256: str, data: bytes | None = None) -> None:
        """Sees that a blob is there to stay: the lock keeps `gc` out until the row that names it is committed.

        `data` is put again when it was cleaned away since it was first put.

        Raises
        ------
        StoreFailure : when it is gone and there is no data.
        """
        if self.store.exists(sha256):
            return
        if data is None:
            raise StoreFailure(sha256, "was cleaned away while it was being registered", "Run the command again.")
        self.store.put(data)

    def insert(self, asset: Asset, *, move: str, note: str = "") -> Asset:
        """Registers a new asset; returns it with its id.

        Raises
        ------
        AssetExists : when its slug is taken.
        StoreFailure : when a blob of it is not in the store.
        """
        if self.find(asset.slug) is not None:
            raise AssetExists(asset.slug, "is registered already")
        made = replace(asset, id=asset.id or uuid4().hex)
        return self._write(None, made, move=move, note=note, details={})

    def save(
        self, before: Stored, asset: Asset, *, move: str, note: str = "", details: Mapping[str, Any] | None = None
    ) -> Asset:
        """Writes an asset over what it was; nothing happens when nothing changed."""
        if asset == before.asset:
            return asset
        return self._write(before, asset, move=move, note=note, details=details or {})

    def remember(self, prints: Mapping[str, Sequence[Print]]) -> None:
        """Keeps how files look, by SHA-256; what is kept already stays."""
        from brandkit.catalog.looks import similar

        for sha256, found in prints.items():
            similar.remember(self.connection, sha256, found)

    def _write(
        self, before: Stored | None, asset: Asset, *, move: str, note: str, details: Mapping[str, Any]
    ) -> Asset:
        """Row, search entry and history of one asset."""
        for sha256 in sorted(hashes_of(asset) - (hashes_of(before.asset) if before else set())):
            self.hold(sha256)
        revision = before.revision + 1 if before else 1
        key = rows.save(self.connection, asset, key=before.key if before else None, revision=revision)
        search.index(self.connection, key, asset, self._units)
        told = {"from": before.asset.status if before else None, "to": asset.status, **details}
        event = history.Event(history.now(), self.actor, move, asset.slug, note, told)
        history.record(self.connection, event, asset=asset.id)
        self.written.append(Stored(key, revision, asset))
        return asset


def hashes_of(asset: Asset) -> set[str]:
    """The SHA-256 of every file of an asset."""
    return {file.sha256 for version in asset.versions for file in version.files}
