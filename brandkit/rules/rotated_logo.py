"""Logos turned away from the upright.

Why                     A tilted mark looks like an accident or a joke, and its drawing was balanced for one
                        direction.
Measured as             Degrees between the placed artboard's top edge and the page's, clockwise positive. In pixels a
                        turn inside the measurement's own error bar (95 %) counts as none.
Not found by this rule  Whole pages that were turned; mirroring. In a flattened picture a small turn may be a crooked
                        scan, and one seen from the side may be the camera's: both are left to a person.
Options                 max_turn_deg: largest turn, half a degree is what a careful eye still sees as level.
                        angles_deg: directions that are right; add 90 for spines and vertical flags.
                        max_scan_tilt_deg: turns up to here may come from a paper that lay crooked on a scanner.
                        max_camera_tilt_deg: turns up to here may come from the hand, where the file names a camera.
Source                  A common clause of published brand decisions and manuals, such as Quảng Nam 622/QĐ-UBND
                        (2022): the mark is not turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.document import Document, page_of, taken_by_camera
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
from brandkit.messages import say

severity = "critical"


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    max_turn_deg: float = 0.5,
    angles_deg: Sequence[float] = (0.0,),
    max_scan_tilt_deg: float = 1.5,
    max_camera_tilt_deg: float = 15.0,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        right = min(angles_deg, key=lambda angle: abs(turn_from(logo.rotation_deg, angle)))
        turn = turn_from(logo.rotation_deg, right)
        middle = [sum(c) / 4 for c in zip(*logo.quad, strict=True)]
        details: dict[str, Any] = {
            "measured": Measure(logo.rotation_deg, "deg", logo.errors.rotation_deg or None),
            "allowed": between(right - max_turn_deg, right + max_turn_deg),
            "evidence": {"angle_deg": turn, "pivot": middle},
        }
        beyond = exceeds(abs(turn), max_turn_deg, logo.errors.rotation_deg)
        if beyond is False:
            yield passed(logo, say("{title} stands level.", title=logo.title), **details)
            continue
        details["remedy"] = say("Set its rotation to {angle:.0f}°.", angle=right)
        details["use_instead"] = approved_form(brand.assets, logo.asset, logo.variant)
        flat = logo.method == "pixels" and page_of(document, logo.page).raster_only
        held_crooked = max_camera_tilt_deg if taken_by_camera(document) else max_scan_tilt_deg
        if seen_from_the_side(logo):
            seen = say(
                "{title} seems turned by {by:.1f}°, but it may be seen from the side.", title=logo.title, by=abs(turn)
            )
            yield needs_review(logo, seen, reason="low-confidence", **details)
        elif beyond is None:
            unsure = say(
                "{title} may be turned by {by:.1f}°; the picture does not tell surely.", title=logo.title, by=abs(turn)
            )
            small = logo.errors.rotation_deg > max_turn_deg
            yield needs_review(logo, unsure, reason="too-small" if small else "low-confidence", **details)
        elif flat and abs(turn) <= held_crooked:
            scanned = say(
                "{title} is turned by {by:.1f}°; a page scanned or photographed crooked looks the same.",
                title=logo.title,
                by=abs(turn),
            )
            yield needs_review(logo, scanned, reason="raster-only", **details)
        else:
            yield violation(logo, say("{title} is turned by {by:.1f}°.", title=logo.title, by=abs(turn)), **details)


def turn_from(angle_deg: float, right_deg: float) -> float:
    """The turn from one direction to another, in (-180, 180]."""
    return -((180.0 - (angle_deg - right_deg)) % 360.0 - 180.0)
