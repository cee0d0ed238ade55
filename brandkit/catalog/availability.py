"""Whether an asset may be handed out on a day, and which of its files fits a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from brandkit.assets import LOCKUPS, Asset, Consent, File, Release, Use, Version, coloring_of, select_files, traits_of
from brandkit.catalog.consents import covers_place, judge_consents, named_media
from brandkit.color import contrast, parse_hex
from brandkit.errors import NotAvailable, UnknownAsset
from brandkit.messages import say

if TYPE_CHECKING:
    from brandkit.catalog.grounds import Demands

# A lock-up that leaves more than half of the box empty gives way to one that fills half as much again.
_FILLS, _FILLS_BETTER = 0.5, 1.5
_ALIKE = 0.9  # lock-ups that fill a box nearly as well as the best: the version's order of preference decides
_ICON_PX = 96  # below it the words of a lock-up are too small to read, and an icon goes first
CLEAR_SHARE = 0.9  # from here on a variant is as good as any: the version's order of preference decides

_ASK = "Ask its holder for this use, or take another asset."

Colors = Sequence[tuple[str, float]]  # hex and its share of the ink, largest first


def version_in_force(asset: Asset, on: date, use: Use = Use()) -> Version:  # noqa: B008 - frozen
    """The version to hand out on a day for a use.

    Raises
    ------
    NotAvailable : with the reason: status, embargo, expiry, a place, medium or trade that the rights do not cover, a
        release or consent that ended, does not cover the use or lacks a signature.
    """
    if asset.status != "approved":
        problem = "is {status}" if not asset.replaced_by else "is {status}; {successor} takes its place"
        raise NotAvailable(asset.slug, problem, None, status=say(asset.status), successor=asset.replaced_by)
    judge_rights(asset, on, use)
    approved = [version for version in asset.versions if version.status == "approved"]
    if not approved:
        raise NotAvailable(asset.slug, "has no approved version")
    for version in reversed(approved):
        if (version.valid_from or on) <= on <= (version.valid_to or on):
            return version
    _judge_dates(asset, approved[-1].valid_from, approved[-1].valid_to, on)
    raise NotAvailable(asset.slug, "has no version in force on {day}", None, day=on.isoformat())


def judge_rights(asset: Asset, on: date, use: Use) -> None:
    """Raises NotAvailable when rights, releases or consents do not allow the use on that day."""
    _judge_dates(asset, asset.rights.valid_from, asset.rights.valid_to, on)
    _judge_scope(asset, use)
    judge_people(asset, on, use)


def judge_people(asset: Asset, on: date, use: Use = Use()) -> None:  # noqa: B008 - frozen
    """Raises NotAvailable when a release or consent does not allow the use on that day."""
    _judge_releases(asset, on)
    judge_consents(asset, on, use)


def last_day(asset: Asset, version: Version) -> date | None:
    """The last day on which a version may be used, by its own dates, the rights, the releases and the consents; None
    when nothing ends."""
    papers: tuple[Release | Consent, ...] = (*asset.releases, *asset.consents)
    ends = (version.valid_to, asset.rights.valid_to, *(paper.valid_to for paper in papers))
    withdrawn = (paper.withdrawn - timedelta(days=1) for paper in papers if paper.withdrawn)
    return min((day for day in (*ends, *withdrawn) if day), default=None)


def fitting_files(asset: Asset, version: Version, variant: str) -> tuple[File, ...]:
    """The version's files with all traits of `variant`, in order of preference.

    Raises
    ------
    UnknownAsset : when it has none.
    """
    found = select_files(version, variant)
    if found or not version.files:
        return found
    named = ", ".join(dict.fromkeys(file.variant for file in version.files))
    advice = None
    raise UnknownAsset(asset.slug, "has no variant {variant}, but {named}", advice, variant=variant, named=named)


def shaped_files(files: Sequence[File], width: float | None, height: float | None, variant: str) -> list[File]:
    """The files with the lock-up first that suits a box of that shape, else in their order of preference.

    Only a box of both sides has a shape, and only where no lock-up was asked for by name is there a choice.
    """
    ordered = list(files)
    if width is None or height is None or not ordered or traits_of(variant) & set(LOCKUPS):
        return ordered
    fill = fill_of(ordered[0], width, height)
    best = max(fill_of(file, width, height) for file in ordered)
    if fill >= _FILLS or best < fill * _FILLS_BETTER:
        return ordered
    good = [file for file in ordered if fill_of(file, width, height) >= best * _ALIKE]
    icons = [file for file in good if "icon" in traits_of(file.variant)]
    chosen = icons[0] if icons and min(width, height) < _ICON_PX else good[0]
    lockup = traits_of(chosen.variant) & set(LOCKUPS)
    return sorted(ordered, key=lambda file: traits_of(file.variant) & set(LOCKUPS) != lockup)


def fill_of(file: File, width: float, height: float) -> float:
    """The share, 0..1, of a box that the file's artboard covers when it is scaled into it; 1 for an unknown size."""
    if not file.width or not file.height:
        return 1.0
    across, down = width / file.width, height / file.height
    return min(across, down) / max(across, down)


def suited_files(
    asset: Asset, files: Sequence[File], version: Version, background: str, demands: Demands
) -> list[File]:
    """Of the files that were asked for, those in a coloring for the background; all, when the version has none.

    Raises
    ------
    NotAvailable : when the version has such files, and they are not among those that were asked for.
    """
    if demands.colorings is None:
        return list(files)
    suited = [file for file in files if coloring_of(file.variant) in demands.colorings]
    if suited:
        return suited
    others = [file.variant for file in version.files if coloring_of(file.variant) in demands.colorings]
    if not others:
        return list(files)
    raise NotAvailable(
        asset.slug,
        "has other variants for {background}: {named}",
        "Ask for one of them, or choose another background.",
        background=background,
        named=", ".join(dict.fromkeys(others)),
    )


def most_legible(
    asset: Asset, files: Sequence[File], background: str, colors_of: Callable[[File], Colors], demands: Demands
) -> File:
    """The first file that reads clearly on the background, else the one that reads best.

    Raises
    ------
    NotAvailable : when too little of every file's ink stands out.
    """
    shares = [legible_share(colors_of(file), background, demands.min_contrast) for file in files]
    best = max(shares)
    if best < demands.share:
        raise NotAvailable(
            asset.slug,
            "has no variant that can be read on {background}",
            "Choose a lighter, darker or plainer background, or put a white plate behind the logo.",
            background=background,
        )
    return next(f for f, share in zip(files, shares, strict=True) if share >= min(best, CLEAR_SHARE))


def legible_share(colors: Colors, background: str, min_contrast: float) -> float:
    """The share of ink, 0..1, whose contrast to the background is at least that."""
    ground = parse_hex(background)
    return sum(share for color, share in colors if contrast(parse_hex(color), ground) >= min_contrast)


def _judge_dates(asset: Asset, first: date | None, last: date | None, on: date) -> None:
    if first is not None and on < first:
        raise NotAvailable(asset.slug, "is under embargo until {day}", None, day=first.isoformat())
    if last is not None and on > last:
        raise NotAvailable(asset.slug, "expired on {day}", None, day=last.isoformat())


def _judge_scope(asset: Asset, use: Use) -> None:
    rights = asset.rights
    problem = "may not be used in {use}: its rights cover {allowed}"
    if use.media and rights.media and use.media not in rights.media:
        named = named_media(rights.media)
        raise NotAvailable(asset.slug, problem, _ASK, use=say(use.media), allowed=named)
    if use.territory and rights.territory and not covers_place(rights.territory, use.territory):
        places = ", ".join(rights.territory)
        raise NotAvailable(asset.slug, problem, _ASK, use=use.territory, allowed=places)
    if use.commercial and rights.commercial is False:
        raise NotAvailable(asset.slug, "may not be used commercially", _ASK)


def _judge_releases(asset: Asset, on: date) -> None:
    for release in asset.releases:
        named = {"reference": release.reference}
        if release.withdrawn is not None and release.withdrawn <= on:
            day = release.withdrawn.isoformat()
            problem = "may not be used: consent {reference} was withdrawn on {day}"
            raise NotAvailable(asset.slug, problem, None, **named, day=day)
        if release.valid_to is not None and release.valid_to < on:
            day = release.valid_to.isoformat()
            problem = "may not be used: release {reference} ended on {day}"
            raise NotAvailable(asset.slug, problem, None, **named, day=day)
