"""Logos that hardly stand out from what is behind them.

Why                     What cannot be told from its ground is not seen by older people, from afar, or in the sun.
Measured as             WCAG contrast of ink to ground, such that the stated share of the drawing has at least this
                        much. The ground is the color around the drawing; where it varies, its lightest and darkest
                        are tried.
Not found by this rule  Differences of hue alone; single words of a lock-up on a light patch of a photograph.
Options                 min_contrast: least ratio; three to one is what WCAG asks of graphics, though it exempts
                        logotypes.
                        share: the share of the inked area that must reach it; accents may be fainter.
Source                  WCAG 2.2: definition of contrast ratio, and 1.4.11 for the three to one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import COLORINGS, approved_form
from brandkit.brand import Identity
from brandkit.color import contrast_hex, contrast_range
from brandkit.document import Document
from brandkit.findings import (
    ColorMatch,
    Finding,
    Ground,
    Measure,
    Sighting,
    at_least,
    needs_review,
    own_logos,
    passed,
    violation,
)
from brandkit.messages import say

severity = "serious"
by_color = True

# A ratio shown as the limit is not below it.
SHOWN = 0.05


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    min_contrast: float = 3.0,
    share: float = 0.5,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        if logo.ground is None or not logo.colors:
            told = say("{title} stands on a ground that could not be measured.", title=logo.title)
            yield needs_review(logo, told, reason="low-confidence")
            continue
        ground = logo.ground.plate or logo.ground.hex
        ink = telling_ink(logo.colors, ground, share)
        value = contrast_hex(ink, ground)
        least, most = contrast_range(ink, ground, spread_of(logo.ground))
        details: dict[str, Any] = {
            "measured": Measure(value, "contrast"),
            "allowed": at_least(min_contrast),
            "evidence": {"ground": ground, "ink": ink, "least": least, "most": most},
        }
        if least >= min_contrast - SHOWN:
            yield passed(logo, say("{title} stands out from its ground.", title=logo.title), **details)
            continue
        told = say(
            "{title} has a contrast of {value:.1f} : 1 to its ground; it needs {least:.1f} : 1.",
            title=logo.title,
            value=value,
            least=min_contrast,
        )
        details["remedy"] = say("Take the variant made for this ground, or put it on a plain field.")
        details["use_instead"] = clearer_form(brand, logo, ground)
        if most >= min_contrast - SHOWN:
            yield needs_review(logo, told, reason="busy-background", **details)
        else:
            yield violation(logo, told, **details)


def telling_ink(colors: Sequence[ColorMatch], ground: str, share: float) -> str:
    """The measured color down to which, from the most contrasting one, `share` of the inked area is counted."""
    ranked = sorted(colors, key=lambda match: -contrast_hex(match.measured, ground))
    total = sum(match.share for match in ranked) or 1.0
    counted = 0.0
    for match in ranked:
        counted += match.share / total
        if counted >= share:
            return match.measured
    return ranked[0].measured


def spread_of(ground: Ground) -> float:
    """How far the ground's lightness may lie from its color: nothing on a plate or flat field."""
    return 0.0 if ground.plate or ground.kind == "flat" else ground.spread


def clearer_form(brand: Identity, logo: Sighting, ground: str) -> str | None:
    """The approved form for a dark or a light ground."""
    dark = contrast_hex("#FFFFFF", ground) >= contrast_hex("#000000", ground)
    wanted = ("reversed", "mono-white") if dark else ("full-color", "mono-black")
    found = approved_form(brand.assets, logo.asset, logo.variant, [c for c in COLORINGS if c in wanted])
    return found or approved_form(brand.assets, logo.asset, logo.variant)
