"""Logos in colors other than their own.

Why                     Color is what people recognize first; a mark in a wrong color looks old, borrowed or false.
Measured as             CIEDE2000 between each color of the approved variant and what stands in its place. Outlines
                        and copied files state their colors; in pixels they are measured inside each region.
Not found by this rule  Shadows, outlines, transparency; parts under half a percent of the drawing. Inks written in
                        the palette's own CMYK are right, however a screen shows them.
Options                 max_delta_e: largest difference where the file states the color; about three is seen side by
                        side.
                        max_delta_e_pixels: largest difference measured in pixels; JPEG and scaling cost the rest.
Source                  A common clause of published brand decisions and manuals, such as Quảng Nam 622/QĐ-UBND
                        (2022): colors are not changed. CIE 142-2001 (CIEDE2000).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.color import delta_e_hex, same_cmyk
from brandkit.document import Document, Paint, page_of
from brandkit.findings import (
    ColorMatch,
    Finding,
    Measure,
    Sighting,
    at_most,
    exceeds,
    needs_review,
    own_logos,
    passed,
    violation,
)
from brandkit.geometry import box_of, intersection
from brandkit.messages import say

severity = "critical"
by_color = True

# Smaller parts are rims between colors as often as colors.
LEAST_SHARE = 0.005
# How far two common readings of CMYK without a profile lie apart: PDFium against Ghostscript's default profile,
# 2,000 random inks, 95th percentile.
UNCALIBRATED_DELTA_E = 6.0


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    max_delta_e: float = 3.0,
    max_delta_e_pixels: float = 6.0,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        matches = [m for m in logo.colors if m.share == 0 or m.share >= LEAST_SHARE]
        if not matches:
            told = say("{title} has colors that could not be measured.", title=logo.title)
            yield needs_review(logo, told, reason="low-confidence")
            continue
        inks = inks_of(document, logo)
        off = [0.0 if is_palette_ink(match, inks, brand) else match.delta_e for match in matches]
        worst = max(range(len(matches)), key=lambda i: off[i])
        bar = max_delta_e_pixels if measured_in_pixels(logo) else max_delta_e
        loose = off[worst] > 0 and any(ink.hex == matches[worst].measured for ink in inks)
        error = max(logo.errors.delta_e, UNCALIBRATED_DELTA_E if loose else 0.0)
        details: dict[str, Any] = {
            "measured": Measure(off[worst], "dE", error or None),
            "allowed": at_most(bar),
            "evidence": {"chips": [chip(match, delta_e) for match, delta_e in zip(matches, off, strict=True)]},
        }
        beyond = exceeds(off[worst], bar, error)
        if beyond is False:
            yield passed(logo, say("{title} has its approved colors.", title=logo.title), **details)
            continue
        expected, measured = matches[worst].expected, matches[worst].measured
        details["remedy"] = say("Place the approved file instead of changing its colors.")
        details["use_instead"] = approved_form(brand.assets, logo.asset, logo.variant)
        if beyond is None and loose:
            depends = say(
                "{title} is written in CMYK without a color profile; how {measured} prints depends on the press.",
                title=logo.title,
                measured=measured,
            )
            yield needs_review(logo, depends, reason="low-confidence", **details)
        elif beyond is None:
            unsure = say(
                "{title} may have {measured} where {expected} belongs; the picture does not tell surely.",
                title=logo.title,
                measured=measured,
                expected=expected,
            )
            yield needs_review(logo, unsure, reason="too-small" if error > bar else "low-confidence", **details)
        else:
            told = say(
                "{title} has {measured} where {expected} belongs (ΔE {off:.1f}).",
                title=logo.title,
                measured=measured,
                expected=expected,
                off=off[worst],
            )
            yield violation(logo, told, **details)


def measured_in_pixels(logo: Sighting) -> bool:
    """Whether colors come from pixels, also where the picture's place is known from structure."""
    return logo.method == "pixels" or (not logo.vector and logo.errors.delta_e > 0)


def inks_of(document: Document, logo: Sighting) -> list[Paint]:
    """CMYK paints of outlines that lie in the logo's box, as the file writes them."""
    if logo.method == "pixels" or not logo.vector:
        return []
    around = box_of(logo.quad)
    shapes = [s for s in page_of(document, logo.page).shapes if intersection(around, s.box)]
    paints = [paint for shape in shapes for paint in (shape.fill, shape.stroke) if paint]
    return [paint for paint in paints if paint.space == "DeviceCMYK"]


def is_palette_ink(match: ColorMatch, inks: Sequence[Paint], brand: Identity) -> bool:
    """Whether the color is written in the very CMYK that the palette gives for the expected one."""
    written = [ink for ink in inks if ink.hex == match.measured]
    wanted = [c.cmyk for c in brand.profile.colors if c.cmyk and delta_e_hex(c.hex, match.expected) < 1]
    return any(same_cmyk(ink.values, cmyk) for ink in written for cmyk in wanted)


def chip(match: ColorMatch, delta_e: float) -> dict[str, Any]:
    return {"expected": match.expected, "measured": match.measured, "delta_e": delta_e, "share": match.share}
