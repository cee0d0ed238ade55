"""A kit: the approved files of some assets in all useful forms, their credits, the palette, a guide and a lock file.

Every asset is judged first; one that may not be handed out stops the kit, with the reason. The same catalog on the same
day gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from brandkit import __version__
from brandkit.assets import Asset, File, Use, Version
from brandkit.brand import Brand
from brandkit.catalog.availability import last_day, version_in_force
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.kits import archive as kit_archive
from brandkit.catalog.kits import guide as kit_guide
from brandkit.catalog.kits import looks as kit_looks
from brandkit.catalog.kits import texts as kit_texts
from brandkit.catalog.kits.contents import Form, forms_of
from brandkit.catalog.kits.lock import FILE_NAME, Lock, LockedAsset, LockedFile, LockedProfile, Master, lock_bytes
from brandkit.catalog.lifecycle_moves import asked_for
from brandkit.catalog.renditions.cache import cache_of, key_of
from brandkit.errors import BrandkitError

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog


@dataclass(frozen=True)
class Item:
    """One asset of a kit with the version that is handed out."""

    asset: Asset
    version: Version


def build(
    catalog: Catalog,
    slugs: Sequence[str],
    sink: BinaryIO,
    *,
    profile: str | None = None,
    use: Use | None = None,
    on: date | None = None,
    lang: str = "vi",
) -> Lock:
    """Writes a kit of the assets into a seekable stream; returns its lock.

    Parameters
    ----------
    profile : whose palette and rules it tells; the default one.
    use : what the kit is for; judged against rights and consents.
    on : the day it is judged for, which is the catalog's today.
    lang : in which the guide opens; it holds both.

    Raises
    ------
    UnknownAsset, NotAvailable : for the first asset that may not be handed out.
    InvalidProfile, DamagedBlob, StoreFailure
    """
    day = on or catalog.today()
    items, errors = judged(catalog, slugs, on=day, use=use or Use())
    if errors:
        raise errors[0]
    brand = catalog.brand(profile) if catalog.profiles() or profile else None
    with TemporaryDirectory(prefix="brandkit-") as place:
        folder = Path(place)
        assets = tuple(_laid(catalog, item, folder) for item in items)
        lock = Lock(
            brandkit=__version__,
            catalog=catalog.settings.name,
            on=day,
            timezone=catalog.settings.timezone,
            profile=_profile(brand),
            assets=assets,
        )
        texts = kit_texts.texts_of(lock, brand, items)
        texts[kit_guide.FILE_NAME] = kit_guide.render(lock, brand, items, catalog.read, lang=lang)
        others = tuple(_written(folder, path, data) for path, data in sorted(texts.items()))
        lock = lock.model_copy(update={"others": others})
        _written(folder, FILE_NAME, lock_bytes(lock, Checkpoints(catalog.folder)))
        kit_archive.write_kit(sink, folder)
    return lock


def judged(catalog: Catalog, slugs: Sequence[str], *, on: date, use: Use) -> tuple[list[Item], list[BrandkitError]]:
    """The assets of the slugs, each once and in their order, with the version in force; and why others are refused."""
    items: list[Item] = []
    errors: list[BrandkitError] = []
    for slug in dict.fromkeys(slugs):
        try:
            asset = asked_for(catalog, slug)
            items.append(Item(asset, version_in_force(asset, on, use)))
        except BrandkitError as error:
            errors.append(error)
    return items, errors


def _laid(catalog: Catalog, item: Item, folder: Path) -> LockedAsset:
    """Writes an asset's files into the folder; returns how the lock tells it."""
    asset, version = item.asset, item.version
    files = tuple(_file(catalog, asset, form, folder) for form in forms_of(asset, version))
    rights = asset.rights
    return LockedAsset(
        slug=asset.slug,
        kind=asset.kind,
        title=dict(asset.title),
        version=version.number,
        credit=rights.credit or asset.creator or rights.holder,
        license=rights.license,
        license_url=rights.license_url,
        media=rights.media,
        territory=rights.territory,
        valid_from=version.valid_from or rights.valid_from,
        valid_to=last_day(asset, version),
        files=files,
        masters=tuple(masters_of(catalog, asset, version)),
    )


def _file(catalog: Catalog, asset: Asset, form: Form, folder: Path) -> LockedFile:
    if form.file is None:
        words = "\n".join(asset.text[lang] for lang in ("vi", "en") if asset.text.get(lang))
        return _written(folder, form.path, f"{words}\n".encode())
    return _written(folder, form.path, made(catalog, asset, form), master=form.file.sha256)


def made(catalog: Catalog, asset: Asset, form: Form) -> bytes:
    """One form of a file of an asset that was judged, with its credits written into it."""
    from brandkit.catalog import handing_out, renditions

    assert form.file is not None
    request = handing_out.Request(width=form.long_side, height=form.long_side, format=form.format)
    media_type = renditions.FORMATS[form.format] if form.format else form.file.media_type
    return handing_out.made_form(catalog, asset, form.file, request, None, media_type)


def masters_of(catalog: Catalog, asset: Asset, current: Version | None) -> Iterator[Master]:
    """Every file of every version that was ever approved, each once, newest first, with how it looks."""
    seen: set[str] = set()
    for version in reversed(asset.versions):
        if version.status not in ("approved", "superseded", "expired", "withdrawn"):
            continue
        for file in version.files:
            if file.sha256 not in seen:
                seen.add(file.sha256)
                yield _master(catalog, asset, version, file, in_use=current is not None and version == current)


def _master(catalog: Catalog, asset: Asset, version: Version, file: File, *, in_use: bool) -> Master:
    def made() -> bytes:
        seen = kit_looks.seen_of(catalog.read(file.sha256), file)
        logo = asset.kind == "logo"
        view = kit_looks.SILHOUETTE if logo else kit_looks.WHOLE
        look = {"name": kit_looks.HASH, "view": view, "bits": seen.looks[view].hex()}
        colors = seen.colors if logo else seen.parts
        shape = round(seen.shape if logo else seen.whole_shape, 4)
        return json.dumps({"shape": shape, "colors": colors, "looks": [look]}).encode()

    # To look at a master costs a drawing: kept as renditions are.
    kept = cache_of(catalog.folder.absolute()).made(
        key_of(master=file.sha256, what="look of a master", kind=asset.kind), made
    )
    look = json.loads(kept)
    return Master(sha256=file.sha256, version=version.number, variant=file.variant, in_use=in_use, **look)


def _written(folder: Path, name: str, data: bytes, *, master: str = "") -> LockedFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return LockedFile(path=name, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), master=master)


def _profile(brand: Brand | None) -> LockedProfile | None:
    if brand is None:
        return None
    decision = brand.decision.number if brand.decision else ""
    return LockedProfile(name=brand.profile, version=brand.version, sha256=brand.sha256, decision=decision)
