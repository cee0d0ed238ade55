"""Registering files: the same bytes are one asset; the same slug again adds a variant or a new version, as a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from brandkit.assets import Asset
from brandkit.catalog.changing import View
from brandkit.catalog.drafts import Wishes, new_asset, stem_of, variant_of, with_file
from brandkit.catalog.edits import require_unit
from brandkit.catalog.inspection import Inspected
from brandkit.catalog.looks import similar, thumbnails
from brandkit.catalog.manifest import SLUG
from brandkit.catalog.rows import Stored
from brandkit.errors import AssetExists, InvalidValue, WrongMove
from brandkit.messages import say
from brandkit.text import slug_of

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

Outcome = Literal["new", "variant", "version", "known"]
_SLUG = re.compile(SLUG + r"\Z")
_MOST_SAME_NAMES = 10_000


@dataclass(frozen=True)
class Added:
    """What became of one file: `version` is the one that holds it now, `near` are other assets that look the same."""

    asset: Asset
    outcome: Outcome
    version: int
    near: tuple[similar.Match, ...] = ()


def add(catalog: Catalog, found: Inspected, wishes: Wishes, *, dry_run: bool = False) -> Added:
    """Registers one inspected file, or tells what that would do.

    Raises
    ------
    InvalidValue : for a slug, variant or unit that cannot be.
    AssetExists : when the slug or the bytes are those of an asset of another kind.
    WrongMove : when the asset was withdrawn.
    StoreFailure
    """
    _check(catalog, wishes)
    near = near_others(catalog, found)
    if dry_run:
        with catalog.database.reading() as connection:
            return _outcome(View(connection), found, wishes, near)[0]
    # Bytes first, and before the lock: they may be many. `hold` puts them again if they were cleaned away meanwhile.
    catalog.store.put(found.data)
    with catalog.changing() as change:
        change.hold(found.sha256, found.data)
        change.remember({found.sha256: found.prints})
        similar.remember_features(change.connection, found)
        result, before = _outcome(change, found, wishes, near)
        if result.outcome == "known":
            return result
        if before is None:
            result = replace(result, asset=change.insert(result.asset, move="add"))
        else:
            change.save(before, result.asset, move="add", details={"sha256": found.sha256})
    if found.thumbnail:
        thumbnails.keep(catalog, found.sha256, found.thumbnail)
    return result


def _outcome(
    view: View, found: Inspected, wishes: Wishes, near: tuple[similar.Match, ...]
) -> tuple[Added, Stored | None]:
    """What becomes of the file, and the asset that it changes."""
    holders = view.holders(found.sha256)
    if holders:
        return _added(_holder(holders, found, wishes), "known", found, near), None
    slug, there = _target(view, found, wishes)
    if there is None:
        return _added(new_asset(slug, found, wishes), "new", found, near), None
    asset = _altered(there.asset, found, wishes)
    outcome: Outcome = "version" if len(asset.versions) > len(there.asset.versions) else "variant"
    return _added(asset, outcome, found, near), there


def add_slogan(catalog: Catalog, slogan: Asset, *, dry_run: bool = False) -> Added:
    """Registers a slogan; the same words again are the same slogan, other words need another slug.

    Raises
    ------
    InvalidValue, AssetExists
    """
    if not _SLUG.match(slogan.slug):
        raise InvalidValue(slogan.slug, "is no slug: lower-case a to z, digits, hyphens")
    if dry_run:
        with catalog.database.reading() as connection:
            return _known_slogan(View(connection), slogan) or Added(slogan, "new", 1)
    with catalog.changing() as change:
        return _known_slogan(change, slogan) or Added(change.insert(slogan, move="add"), "new", 1)


def _known_slogan(view: View, slogan: Asset) -> Added | None:
    there = view.find(slogan.slug)
    if there is None:
        return None
    # What is not said again, such as the English of a slogan, is not taken back.
    if there.asset.kind == "slogan" and slogan.text.items() <= there.asset.text.items():
        return Added(there.asset, "known", 1)
    advice = "Give the new words a slug of their own, and retire the old ones with --replaced-by."
    raise AssetExists(slogan.slug, "is registered with other words", advice)


def near_others(catalog: Catalog, found: Inspected) -> tuple[similar.Match, ...]:
    """Files that look the same or, when there are none, share a part with it; nearest first, one for each asset."""
    from brandkit.catalog.looks import alike

    return alike.to_file(catalog, found)


def _altered(asset: Asset, found: Inspected, wishes: Wishes) -> Asset:
    if asset.kind != wishes.kind:
        raise AssetExists(asset.slug, "is registered as a {kind}", None, kind=say(asset.kind))
    if asset.status == "withdrawn":
        raise WrongMove(asset.slug, "is withdrawn; nothing can be added to it", "Register it under another slug.")
    return with_file(asset, found, variant_of(found, wishes))


def _check(catalog: Catalog, wishes: Wishes) -> None:
    if wishes.slug and not _SLUG.match(wishes.slug):
        raise InvalidValue(wishes.slug, "is no slug: lower-case a to z, digits, hyphens")
    if wishes.variant and not _SLUG.match(wishes.variant):
        problem = "is no variant: traits joined by hyphens, as in horizontal-full-color-vi"
        raise InvalidValue(wishes.variant, problem)
    check_unit(catalog, wishes.unit)


def check_unit(catalog: Catalog, unit: str) -> None:
    """Raises InvalidValue for the slug of a unit that the catalog does not have; "" is none."""
    require_unit(unit, {known.slug for known in catalog.units()})


def _target(view: View, found: Inspected, wishes: Wishes) -> tuple[str, Stored | None]:
    """The slug to register under, and the asset that has it."""
    slug = wishes.slug or derived_slug(found)
    there = view.find(slug)
    if there is None or wishes.slug:
        return slug, there
    # Many files are called logo.svg or IMG_0001.jpg: only a slug that was told joins a file to what is there.
    for number in range(2, _MOST_SAME_NAMES):
        if view.find(f"{slug}-{number}") is None:
            return f"{slug}-{number}", None
    raise AssetExists(slug, "is the name of too many files", "Give it a slug with --slug.")


def derived_slug(found: Inspected) -> str:
    """The slug of a file for which none was told: what its name says."""
    return slug_of(stem_of(found.name))


def _holder(holders: Sequence[Asset], found: Inspected, wishes: Wishes) -> Asset:
    """The asset that the bytes are known as, the one that was named before others."""
    alike = [asset for asset in holders if asset.kind == wishes.kind]
    if not alike:
        other = holders[0]
        problem = "is registered already, as the {kind} {slug}"
        raise AssetExists(found.name, problem, "The same file is one asset: use that one.", kind=say(other.kind),
                          slug=other.slug)  # fmt: skip
    return next((asset for asset in alike if asset.slug == wishes.slug), alike[0])


def _added(asset: Asset, outcome: Outcome, found: Inspected, near: tuple[similar.Match, ...]) -> Added:
    version = max(v.number for v in asset.versions if any(file.sha256 == found.sha256 for file in v.files))
    return Added(asset, outcome, version, tuple(match for match in near if match.slug != asset.slug))
