"""Logos on a ground that is not one of the approved.

Why                     The mark was drawn for a few calm grounds; others change how its colors look and how it reads.
Measured as             CIEDE2000 between the ground around the drawing and the nearest of white and the palette's
                        colors, or of the plate that carries it. A ground with texture and no plate is no approved
                        one.
Not found by this rule  Whether an approved ground suits this variant (see wrong-variant). Smooth shades that run from
                        one color into another are left to a person.
Options                 max_delta_e: largest difference from an approved color; a little more than print and export
                        cost.
                        roles: roles of palette colors that may be a ground; empty means every one.
                        also: further approved grounds, as hex.
                        sure_spread: variation of color from which a ground is surely a picture or pattern.
Source                  A common clause of published brand manuals: a list of grounds, and plates on photographs. CIE
                        142-2001 (CIEDE2000).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.color import delta_e_hex
from brandkit.document import Document
from brandkit.findings import Finding, Measure, Sighting, at_most, needs_review, own_logos, passed, violation
from brandkit.messages import say

severity = "serious"
by_color = True

# Variation that a flat field has after JPEG compression.
CALM = 5.0


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    max_delta_e: float = 5.0,
    roles: Sequence[str] = (),
    also: Sequence[str] = ("#FFFFFF",),
    sure_spread: float = 15.0,
) -> Iterator[Finding]:
    grounds = [*(c.hex for c in brand.profile.colors if not roles or c.role in roles), *also]
    for logo in own_logos(sightings, brand.profile):
        behind = logo.ground
        if behind is None:
            told = say("{title} stands on a ground that could not be measured.", title=logo.title)
            yield needs_review(logo, told, reason="low-confidence")
            continue
        field = behind.plate or behind.hex
        nearest = min(grounds, key=lambda hex_: delta_e_hex(hex_, field))
        off = delta_e_hex(nearest, field)
        calm = behind.plate is not None or behind.kind == "flat" or behind.spread <= CALM
        details: dict[str, Any] = {
            "measured": Measure(off, "dE", logo.errors.delta_e or None) if calm else Measure(behind.spread, "dE"),
            "allowed": at_most(max_delta_e if calm else CALM),
            "evidence": {
                "ground": field,
                "nearest": nearest,
                "delta_e": off,
                "kind": behind.kind,
                "spread": behind.spread,
            },
        }
        if calm and off <= max_delta_e:
            yield passed(logo, say("{title} stands on an approved ground.", title=logo.title), **details)
            continue
        details["remedy"] = say("Put it on white or a color of the palette, or on a plain plate.")
        details["use_instead"] = approved_form(brand.assets, logo.asset, logo.variant)
        if calm:
            told = say("{title} stands on {ground}, which is no approved ground.", title=logo.title, ground=field)
            yield violation(logo, told, **details)
            continue
        told = say("{title} stands on a lively ground without a plate.", title=logo.title)
        if behind.kind == "busy" and behind.spread >= sure_spread:
            yield violation(logo, told, **details)
        else:
            yield needs_review(logo, told, reason="busy-background", **details)
