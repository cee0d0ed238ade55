"""Logos without the free space around them that they need.

Why                     A mark that touches text, other marks or edges is read as part of them and is no longer seen.
Measured as             Distance from the drawing's box to the nearest foreign thing on each side of the logo's own
                        frame, against share × the logo's height. From structure: boxes of text, pictures and
                        outlines. From pixels: the nearest edge in the ring around the logo, a pixel and a half
                        forgiven.
Not found by this rule  Faint patterns; what lies on the logo itself. On a lively photograph edges of the picture
                        cannot be told from foreign things, so it is left to a person.
Options                 share: width of the free zone in heights of the logo. A quarter until the profile states
                        another.
Source                  A common clause of published brand decisions and manuals, such as Quảng Nam 622/QĐ-UBND
                        (2022): clear space around the mark.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.document import Document
from brandkit.findings import (
    Clearance,
    Finding,
    Measure,
    Sighting,
    at_least,
    needs_review,
    own_logos,
    passed,
    violation,
)
from brandkit.geometry import Quad
from brandkit.messages import say

severity = "serious"

SIDES = ("left", "top", "right", "bottom")
# An edge in pixels lies somewhere in its pixel, and so does the logo's own.
FORGIVEN_PX = 1.5
# What a figure shown with one digit hides; programs round positions that much.
FORGIVEN_SHARE = 0.005


def judge(
    document: Document, sightings: Sequence[Sighting], brand: Identity, *, share: float = 0.25
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        free = logo.clearance
        if free is None:
            told = say("{title} stands where its free space could not be measured.", title=logo.title)
            yield needs_review(logo, told, reason="low-confidence")
            continue
        needed = share * logo.height
        sides = {side: getattr(free, side) for side in SIDES}
        least = min(sides.values())
        ink = logo.ink or logo.quad
        details: dict[str, Any] = {
            "measured": Measure(least / logo.height, "logo heights"),
            "allowed": at_least(share),
            "evidence": {
                "zone": as_lists(outset(ink, needed)),
                "ink": as_lists(ink),
                "sides": sides,
                "needed": needed,
                "intruder": list(free.nearest) if free.nearest else None,
            },
        }
        narrow = least + forgiven(logo, free) < needed
        if not narrow:
            yield passed(logo, say("{title} has its free space.", title=logo.title), **details)
            continue
        told = say(
            "{title} has {free:.0%} of its height free; it needs {needed:.0%}.",
            title=logo.title,
            free=max(0.0, least / logo.height),
            needed=share,
        )
        details["remedy"] = say(
            "Keep a border of {needed:.0%} of its height free of text, pictures and edges.", needed=share
        )
        details["use_instead"] = approved_form(brand.assets, logo.asset, logo.variant)
        if free.method == "pixels" and logo.ground is not None and logo.ground.kind == "busy":
            yield needs_review(logo, told, reason="busy-background", **details)
        elif free.searched < needed and least >= free.searched:
            yield needs_review(logo, told, reason="low-confidence", **details)
        else:
            yield violation(logo, told, **details)


def forgiven(logo: Sighting, free: Clearance) -> float:
    """What a distance may fall short of the zone without being called narrow, in page units."""
    rounding = FORGIVEN_SHARE * logo.height
    if free.method == "structure" or not logo.scale_px:
        return rounding
    return max(rounding, FORGIVEN_PX * logo.height / logo.scale_px + logo.errors.height)


def outset(quad: Quad, by: float) -> Quad:
    """The quad with each side moved out by `by` page units along the quad's own edges."""
    across = (quad[1][0] - quad[0][0], quad[1][1] - quad[0][1])
    down = (quad[3][0] - quad[0][0], quad[3][1] - quad[0][1])
    u = tuple(by * c / (math.hypot(*across) or 1.0) for c in across)
    v = tuple(by * c / (math.hypot(*down) or 1.0) for c in down)
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    moved = [(x + s * u[0] + t * v[0], y + s * u[1] + t * v[1]) for (x, y), (s, t) in zip(quad, signs, strict=True)]
    return (moved[0], moved[1], moved[2], moved[3])


def as_lists(quad: Quad) -> list[list[float]]:
    return [[x, y] for x, y in quad]
