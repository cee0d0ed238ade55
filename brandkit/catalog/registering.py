"""Registering files: the same bytes are one asset; the same slug again adds a variant or a new version, as a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brandkit.assets import Asset
from brandkit.catalog import similar
from brandkit.catalog.drafts import Wishes, new_asset, stem_of, variant_of, with_file
from brandkit.catalog.fingerprinting import SAME
from brandkit.catalog.inspection import Inspected
from brandkit.catalog.manifest import SLUG
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
    AssetExists : when the slug is one of another kind.
    WrongMove : when the asset was withdrawn.
    StoreFailure
    """
    _check(catalog, wishes)
    near = near_others(catalog, found, wishes.slug)
    holders = catalog.holders(found.sha256)
    if holders:
        if not dry_run:
            catalog.store.put(found.data)  # mends a damaged blob
        same = next((asset for asset in holders if asset.slug == wishes.slug), holders[0])
        return Added(same, "known", _version_with(same, found.sha256), _except(near, same.slug))
    if not dry_run:
        catalog.store.put(found.data)
        catalog.remember({found.sha256: found.prints})
    slug, there = _target(catalog, found, wishes)
    if there is None:
        asset = new_asset(slug, found, wishes)
        outcome: Outcome = "new"
        if not dry_run:
            asset = catalog.insert([asset])[0]
    else:
        alter = _alteration(found, wishes)
        asset = alter(there)
        outcome = "version" if len(asset.versions) > len(there.versions) else "variant"
        if not dry_run:
            asset = catalog.change(slug, alter, move="add", details={"sha256": found.sha256})
    return Added(asset, outcome, _version_with(asset, found.sha256), _except(near, slug))


def add_slogan(catalog: Catalog, slogan: Asset, *, dry_run: bool = False) -> Added:
    """Registers a slogan; the same words again are the same slogan, other words need another slug.

    Raises
    ------
    InvalidValue, AssetExists
    """
    if not _SLUG.match(slogan.slug):
        raise InvalidValue(slogan.slug, "is no slug: lower-case a to z, digits, hyphens")
    there = catalog.find(slogan.slug)
    if there is not None and (there.kind, there.text) == ("slogan", slogan.text):
        return Added(there, "known", 1)
    if there is not None:
        advice = "Give the new words a slug of their own, and retire the old ones with --replaced-by."
        raise AssetExists(slogan.slug, "is registered with other words", advice)
    return Added(slogan if dry_run else catalog.insert([slogan])[0], "new", 1)


def near_others(catalog: Catalog, found: Inspected, slug: str = "") -> tuple[similar.Match, ...]:
    """Files of other assets that look the same, nearest first, one for each asset."""
    matches = similar.near(catalog.looks(), {(p.name, p.view): [p.bits] for p in found.prints}, most=SAME)
    first = {match.slug: match for match in reversed(matches) if match.slug != slug}
    return tuple(sorted(first.values(), key=lambda match: match.share))


def _alteration(found: Inspected, wishes: Wishes) -> Callable[[Asset], Asset]:
    def alter(asset: Asset) -> Asset:
        if asset.kind != wishes.kind:
            raise AssetExists(asset.slug, "is registered as a {kind}", None, kind=say(asset.kind))
        if asset.status == "withdrawn":
            raise WrongMove(asset.slug, "is withdrawn; nothing can be added to it", "Register it under another slug.")
        return with_file(asset, found, variant_of(found, wishes))

    return alter


def _check(catalog: Catalog, wishes: Wishes) -> None:
    if wishes.slug and not _SLUG.match(wishes.slug):
        raise InvalidValue(wishes.slug, "is no slug: lower-case a to z, digits, hyphens")
    if wishes.variant and not _SLUG.match(wishes.variant):
        problem = "is no variant: traits joined by hyphens, as in horizontal-full-color-vi"
        raise InvalidValue(wishes.variant, problem)
    check_unit(catalog, wishes.unit)


def check_unit(catalog: Catalog, unit: str) -> None:
    """Raises InvalidValue for the slug of a unit that the catalog does not have; "" is none."""
    if unit and unit not in {known.slug for known in catalog.units()}:
        raise InvalidValue(unit, "is no unit of this catalog", "See the units with `brandkit units list`.")


def _target(catalog: Catalog, found: Inspected, wishes: Wishes) -> tuple[str, Asset | None]:
    """The slug to register under, and the asset that has it."""
    slug = wishes.slug or slug_of(stem_of(found.name))
    there = catalog.find(slug)
    if there is None or wishes.slug or wishes.kind == "logo":
        return slug, there
    # Cameras give the same name to many pictures: without a slug of its own another picture is another asset.
    for number in range(2, _MOST_SAME_NAMES):
        if catalog.find(f"{slug}-{number}") is None:
            return f"{slug}-{number}", None
    raise AssetExists(slug, "is the name of too many pictures", "Give it a slug with --slug.")


def _version_with(asset: Asset, sha256: str) -> int:
    return max(v.number for v in asset.versions if any(file.sha256 == sha256 for file in v.files))


def _except(matches: tuple[similar.Match, ...], slug: str) -> tuple[similar.Match, ...]:
    return tuple(match for match in matches if match.slug != slug)
