"""Logos stretched out of their approved proportions.

Why                     A stretched mark reads as a forgery; dragging a side handle makes one without anybody
                        noticing.
Measured as             (placed width / placed height) / (master width / master height). In pixels a deviation inside
                        the measurement's own error bar (95 %) counts as none.
Not found by this rule  Shear, rotation, a logo redrawn in other proportions; a logo photographed from the side is
                        left to a person, because the camera changes proportions too.
Options                 max_stretch: largest deviation from 1. Half a pixel of a 32 px logo is about this much.
                        max_camera_stretch: deviations up to here may come from looking askance, where the file names
                        a camera; a third of a right angle makes that much.
Source                  Quảng Nam 622/QĐ-UBND (2022), article 6: proportions are not changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.document import Document, taken_by_camera
from brandkit.findings import (
    Finding,
    Measure,
    Sighting,
    between,
    exceeds,
    needs_review,
    own_logos,
    passed,
    seen_from_the_side,
    violation,
)
from brandkit.geometry import Quad
from brandkit.messages import Message, say

severity = "critical"


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    max_stretch: float = 0.015,
    max_camera_stretch: float = 0.15,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        off = logo.stretch - 1
        details: dict[str, Any] = {
            "measured": Measure(logo.stretch, "ratio", logo.errors.stretch or None),
            "allowed": between(1 - max_stretch, 1 + max_stretch),
            "evidence": {"ghost": ghost_of(logo.quad, logo.stretch)},
        }
        beyond = exceeds(abs(off), max_stretch, logo.errors.stretch)
        if beyond is False:
            yield passed(logo, say("{title} keeps its proportions.", title=logo.title), **details)
            continue
        details["remedy"] = say("Place it again and scale it by a corner, with proportions locked.")
        details["use_instead"] = approved_form(brand.assets, logo.asset, logo.variant)
        by_camera = logo.method == "pixels" and taken_by_camera(document) and abs(off) <= max_camera_stretch
        if by_camera or seen_from_the_side(logo):
            seen = say(
                "{title} seems {by:.1%} off its proportions, but it may be seen from the side.",
                title=logo.title,
                by=abs(off),
            )
            yield needs_review(logo, seen, reason="low-confidence", **details)
        elif beyond is None:
            yield needs_review(
                logo, unsure(logo, abs(off), max_stretch), reason=why_unsure(logo, max_stretch), **details
            )
        else:
            yield violation(logo, told(logo, off), **details)


def told(logo: Sighting, off: float) -> Message:
    if off > 0:
        return say("{title} is {by:.1%} too wide for its height.", title=logo.title, by=off)
    return say("{title} is {by:.1%} too narrow for its height.", title=logo.title, by=-off)


def unsure(logo: Sighting, off: float, max_stretch: float) -> Message:
    if why_unsure(logo, max_stretch) == "too-small":
        return say("{title} is too small in this picture to measure its proportions.", title=logo.title)
    return say(
        "{title} may be {by:.1%} off its proportions; the picture does not tell surely.", title=logo.title, by=off
    )


def why_unsure(logo: Sighting, max_stretch: float) -> str:
    return "too-small" if logo.errors.stretch > max_stretch else "low-confidence"


def ghost_of(quad: Quad, stretch: float) -> list[list[float]]:
    """The quad in its right proportion, TL TR BR BL: same middle, same area, same turn."""
    middle = (sum(x for x, _ in quad) / 4, sum(y for _, y in quad) / 4)
    across = ((quad[1][0] - quad[0][0]) / 2, (quad[1][1] - quad[0][1]) / 2)
    down = ((quad[3][0] - quad[0][0]) / 2, (quad[3][1] - quad[0][1]) / 2)
    wide, high = stretch**-0.5, stretch**0.5
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return [[middle[i] + u * wide * across[i] + v * high * down[i] for i in (0, 1)] for u, v in signs]
