"""Logos set smaller than they can be recognized.

Why                     Below a certain size fine lines fill in, lettering breaks up and the mark becomes a smudge.
Measured as             The height of the placed artboard: in millimeters on pages for print, in pixels on pages for a
                        screen. A page in points is for print; a picture is for print from print_dpi on, else for a
                        screen, also when it states no resolution. Half a unit of the last digit shown is forgiven.
Not found by this rule  How large a picture is shown in the end: a file that states no resolution is judged as a
                        screen shows it, one pixel to one pixel.
Options                 min_mm: least height in print, until the profile states another.
                        min_px: least height on a screen; below 32 px lettering cannot be drawn.
                        per_variant: other limits for variants with a trait, as a table per_variant.icon with mm = 8
                        and px = 16, since a mark without lettering stays clear when smaller.
                        print_dpi: pictures from this density on are made for print.
Source                  A common clause of published brand decisions and manuals: a least size for print and for
                        screens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from brandkit.assets import approved_form, traits_of
from brandkit.brand import Identity
from brandkit.document import Document, Page, medium_of, mm_per_unit, page_of
from brandkit.findings import Finding, Measure, Sighting, at_least, needs_review, own_logos, passed, violation
from brandkit.messages import say

severity = "serious"

SHOWN_MM, SHOWN_PX = 0.05, 0.5


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    min_mm: float = 15.0,
    min_px: float = 32.0,
    per_variant: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
    print_dpi: float = 150.0,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        own = limits_of(logo.variant, per_variant)
        page = page_of(document, logo.page)
        form = approved_form(brand.assets, logo.asset, logo.variant)
        if medium_of(page, print_dpi) == "print":
            yield judged_mm(logo, page, own.get("mm", min_mm), form)
        else:
            yield judged_px(logo, page, own.get("px", min_px), form)


def judged_mm(logo: Sighting, page: Page, least: float, form: str | None) -> Finding:
    mm = mm_per_unit(page)
    height = logo.height_mm if logo.height_mm is not None else logo.height * mm if mm else None
    if height is None:
        told = say(
            "{title}: the page states no resolution, so its size in millimeters cannot be told.", title=logo.title
        )
        return needs_review(logo, told, reason="no-dpi")
    error = logo.errors.height * (mm or 0.0)
    details: dict[str, Any] = {
        "measured": Measure(height, "mm", error or None),
        "allowed": at_least(least),
        "evidence": {"height_mm": height, "min_mm": least},
    }
    if height + max(error, SHOWN_MM) >= least:
        return passed(logo, say("{title} is {height:.1f} mm high.", title=logo.title, height=height), **details)
    told = say(
        "{title} is {height:.1f} mm high; the least is {least:.0f} mm.", title=logo.title, height=height, least=least
    )
    remedy = say("Make it at least {least:.0f} mm high.", least=least)
    return violation(logo, told, remedy=remedy, use_instead=form, **details)


def judged_px(logo: Sighting, page: Page, least: float, form: str | None) -> Finding:
    details: dict[str, Any] = {
        "measured": Measure(logo.height, "px", logo.errors.height or None),
        "allowed": at_least(least),
        "evidence": {"height_px": logo.height, "min_px": least},
    }
    if logo.height + max(logo.errors.height, SHOWN_PX) >= least:
        return passed(logo, say("{title} is {height:.0f} px high.", title=logo.title, height=logo.height), **details)
    told = say(
        "{title} is {height:.0f} px high; the least is {least:.0f} px.",
        title=logo.title,
        height=logo.height,
        least=least,
    )
    remedy = say("Make it at least {least:.0f} px high.", least=least)
    return violation(logo, told, remedy=remedy, use_instead=form, **details)


def limits_of(variant: str, per_variant: Mapping[str, Mapping[str, float]]) -> Mapping[str, float]:
    """The limits of the first listed trait, or group of traits joined by hyphens, that the variant has."""
    traits = traits_of(variant)
    return next((limits for wanted, limits in per_variant.items() if traits_of(wanted) <= traits), {})
