"""Moves of the lifecycle in a live catalog: judged and written under one lock, against the revision that was seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from brandkit.assets import Asset
from brandkit.catalog import consents_register, lifecycle
from brandkit.errors import LostUpdate, WrongMove

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.changing import View
    from brandkit.catalog.rows import Stored


@dataclass(frozen=True)
class Made:
    """A move as it was made; `alt_from_title` tells that approval found no alt text and took the title."""

    asset: Asset
    alt_from_title: bool = False


def make(
    catalog: Catalog,
    slug: str,
    move: str,
    *,
    note: str = "",
    replaced_by: str = "",
    on: date | None = None,
    revision: int | None = None,
) -> Made:
    """Makes one of lifecycle.MOVES on a day, which is the catalog's today.

    Parameters
    ----------
    replaced_by : the asset to use instead, for `retire`.
    revision : the one that the caller saw; a move of an older one is refused.

    Raises
    ------
    UnknownAsset : also for `replaced_by`.
    WrongMove : when the status does not allow it, a photo names nobody to credit, or an asset would replace itself.
    LostUpdate : when it was changed meanwhile.
    NotAvailable : when a release or consent does not allow approval.
    """
    day = on or catalog.today()
    with catalog.changing() as change:
        before = change.one(slug)
        refuse_lost_update(before, revision)
        after = lifecycle.moved(before.asset, move, on=day, replaced_by=replaced_by)
        details: dict[str, Any] = {}
        if replaced_by:
            refuse_circle(change, slug, replaced_by)
            details["replaced_by"] = replaced_by
        if move == "approve":
            after = lifecycle.ready_for_approval(after, on=day)
            consents_register.refuse_withdrawn(change, after, on=day)
        alt_from_title = after.alt != before.asset.alt
        if alt_from_title:
            details["alt"] = [dict(before.asset.alt), dict(after.alt)]
        change.save(before, after, move=move, note=note, details=details)
    return Made(after, alt_from_title)


def refuse_lost_update(there: Stored, revision: int | None) -> None:
    """Raises LostUpdate when the caller saw another revision than the one that is there."""
    if revision in (None, there.revision):
        return
    problem = "was changed by someone else: it is at revision {there}, and you saw {seen}"
    raise LostUpdate(there.asset.slug, problem, None, there=there.revision, seen=revision)


def refuse_circle(view: View, slug: str, replaced_by: str) -> None:
    """Raises WrongMove when following the replacements of `replaced_by` would lead back to `slug`."""
    passed = [slug]
    following = view.one(replaced_by).asset.slug
    while following:
        if following in passed:
            way = " → ".join([*passed, following])
            problem = "would take its own place: {way}"
            raise WrongMove(slug, problem, "Name an asset that is not replaced by this one.", way=way)
        passed.append(following)
        there = view.find(following)
        following = there.asset.replaced_by if there else ""


def asked_for(catalog: Catalog, slug: str) -> Asset:
    """The asset of a slug; `replaced_by` names the end of its chain of replacements, which is the one to use now.

    Raises
    ------
    UnknownAsset
    """
    asset = catalog.asset(slug)
    passed = {slug}
    last = asset
    while last.replaced_by and last.replaced_by not in passed:
        passed.add(last.replaced_by)
        following = catalog.find(last.replaced_by)
        if following is None:
            return asset
        last = following
    return replace(asset, replaced_by=last.slug) if last is not asset else asset
