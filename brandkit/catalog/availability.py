"""Whether an asset may be handed out on a day, and which of its files fits a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from brandkit.assets import Asset, File, Version, coloring_of, select_files
from brandkit.color import contrast, parse_hex
from brandkit.errors import NotAvailable, UnknownAsset
from brandkit.messages import say

if TYPE_CHECKING:
    from brandkit.catalog.grounds import Demands

CLEAR_SHARE = 0.9  # from here on a variant is as good as any: the version's order of preference decides

Colors = Sequence[tuple[str, float]]  # hex and its share of the ink, largest first


def version_in_force(asset: Asset, on: date) -> Version:
    """The version to hand out on a day.

    Raises
    ------
    NotAvailable : with the reason: status, embargo, expiry, or a consent that ended.
    """
    if asset.status != "approved":
        problem = "is {status}" if not asset.replaced_by else "is {status}; {successor} takes its place"
        raise NotAvailable(asset.slug, problem, None, status=say(asset.status), successor=asset.replaced_by)
    _judge_dates(asset, asset.rights.valid_from, asset.rights.valid_to, on)
    _judge_releases(asset, on)
    approved = [version for version in asset.versions if version.status == "approved"]
    if not approved:
        raise NotAvailable(asset.slug, "has no approved version")
    for version in reversed(approved):
        if (version.valid_from or on) <= on <= (version.valid_to or on):
            return version
    _judge_dates(asset, approved[-1].valid_from, approved[-1].valid_to, on)
    raise NotAvailable(asset.slug, "has no version in force on {day}", None, day=on.isoformat())


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
