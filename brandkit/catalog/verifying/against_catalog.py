"""What a live catalog says now, in the form of a lock: the same questions are then asked of either."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from brandkit import __version__
from brandkit.assets import Asset, Version
from brandkit.catalog import kits, schema
from brandkit.catalog.availability import last_day, version_in_force
from brandkit.catalog.kits.lock import Lock, LockedAsset, Look, Master
from brandkit.catalog.kits.looks import HASH, WHOLE
from brandkit.errors import BrandkitError

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

_EVER_HANDED_OUT = ("approved", "superseded", "expired", "withdrawn")


def lock_now(catalog: Catalog, *, on: date) -> tuple[Lock, dict[str, BrandkitError]]:
    """Every asset that was ever approved, as a lock of no files; by slug, why some are not handed out that day."""
    hashes = _photo_hashes(catalog)
    reasons: dict[str, BrandkitError] = {}
    assets = []
    for asset in catalog.assets():
        if not any(version.status in _EVER_HANDED_OUT for version in asset.versions):
            continue
        current: Version | None = None
        try:
            current = version_in_force(asset, on)
        except BrandkitError as error:
            reasons[asset.slug] = error
        assets.append(_locked(catalog, asset, current, hashes))
    lock = Lock(brandkit=__version__, catalog=catalog.settings.name, on=on, timezone=catalog.settings.timezone,
                assets=tuple(assets))  # fmt: skip
    return lock, reasons


def brought_up_to_date(lock: Lock, now: Lock) -> Lock:
    """A kit's lock with what its catalog says now of the same assets; the kit's files stay as they are in it."""
    there = {asset.slug: asset for asset in now.assets}
    kept = []
    for asset in lock.assets:
        newer = there.get(asset.slug)
        if newer is None:
            kept.append(asset)
            continue
        known = {master.sha256 for master in newer.masters}
        old = [master.model_copy(update={"in_use": False}) for master in asset.masters if master.sha256 not in known]
        kept.append(asset.model_copy(update={"masters": (*newer.masters, *old), "valid_to": newer.valid_to}))
    slugs = {asset.slug for asset in lock.assets}
    others = (asset for asset in now.assets if asset.slug not in slugs)
    return lock.model_copy(update={"assets": (*kept, *others)})


def _locked(catalog: Catalog, asset: Asset, current: Version | None, hashes: dict[str, str]) -> LockedAsset:
    newest = current or asset.versions[-1]
    masters = (
        tuple(_photo_masters(asset, current, hashes))
        if asset.kind == "photo"
        else tuple(kits.masters_of(catalog, asset, current))
    )
    return LockedAsset(
        slug=asset.slug,
        kind=asset.kind,
        title=dict(asset.title),
        version=newest.number,
        valid_to=last_day(asset, current) if current else None,
        masters=masters,
    )


def _photo_masters(asset: Asset, current: Version | None, hashes: dict[str, str]) -> list[Master]:
    """Masters of a photo from the rows alone: a hundred thousand of them are not looked at again."""
    return [
        Master(
            sha256=file.sha256,
            version=version.number,
            variant=file.variant,
            in_use=current is not None and version.number == current.number,
            shape=round(file.width / file.height, 4) if file.width and file.height else None,
            looks=(Look(name=HASH, view=WHOLE, bits=hashes[file.sha256]),) if file.sha256 in hashes else (),
        )
        for version in reversed(asset.versions)
        if version.status in _EVER_HANDED_OUT
        for file in version.files
    ]


def _photo_hashes(catalog: Catalog) -> dict[str, str]:
    table = schema.fingerprints
    query = select(table.c.sha256, table.c.bits).where(table.c.name == HASH, table.c.view == WHOLE)
    with catalog.database.reading() as connection:
        return {row.sha256: row.bits.hex() for row in connection.execute(query)}
