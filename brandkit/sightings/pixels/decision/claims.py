"""Claims of shapes on places of a page, and which of those that overlap holds.

The lock-up that accounts for more of the page wins: an icon inside a horizontal lock-up is no sighting of the icon; and
a lone icon is no horizontal lock-up with its name missing, because outline that should be there and is not counts
against.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.geometry import clipped, polygon_area
from brandkit.sightings.pixels.templates.template import Shape, View
from brandkit.sightings.pixels.verification.evidence import Evidence
from brandkit.sightings.pixels.verification.synthesis import Drawn, Window

Array = NDArray[Any]

_OVERLAP = 0.3  # of the smaller drawing's box
_MISSING_COST = 1.5  # how much an outline that should show and does not outweighs one that does
_HIDDEN_COST = 0.3  # the same for outline beyond the page's edge
_MIRROR_COST, _TURN_COST = 0.04, 0.04


@dataclass(frozen=True, eq=False)
class Claim:
    """A shape at a pose (artboard units to page pixels), with what was drawn, what was seen, and its value 0..1."""

    shape: Shape
    view: View
    pose: Array
    window: Window
    drawn: Drawn
    evidence: Evidence
    value: float


def strength_of(claim: Claim) -> float:
    """Outline accounted for, in page pixels, less what is missing and what lies off the page, by the fit's quality.

    Of poses that an outline's own near-symmetry leaves open, the unmirrored and less turned one is the stronger.
    """
    seen = claim.evidence
    shown = seen.length_px / max(seen.support, 1e-6)
    hidden = shown / max(seen.seen * seen.visible, 1e-6) * (1 - seen.visible)
    net = seen.length_px - _MISSING_COST * (shown - seen.length_px) - _HIDDEN_COST * hidden
    plain = 1 - _MIRROR_COST * seen.mirrored - _TURN_COST * abs(seen.turn_deg) / 180
    return net * math.sqrt(max(0.01, seen.explained)) * plain * (1 + claim.value) / 2


def holding(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that no stronger one overlaps, strongest first."""
    kept: list[tuple[Claim, list[tuple[float, float]]]] = []
    for claim in sorted(claims, key=lambda c: -strength_of(c)):
        quad = ink_quad(claim.shape, claim.pose)
        if all(_common(quad, other) <= _OVERLAP for _, other in kept):
            kept.append((claim, quad))
    return [claim for claim, _ in kept]


def ink_quad(shape: Shape, pose: Array) -> list[tuple[float, float]]:
    """Corners of the drawing's box on the page."""
    left, top, right, bottom = shape.lead.ink_box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ pose[:, :2].T + pose[:, 2]
    return [(float(x), float(y)) for x, y in corners]


def _common(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> float:
    """Shared area as a share of the smaller of two quads."""
    shared = clipped(one, other)
    area = abs(polygon_area(shared)) if len(shared) >= 3 else 0.0
    return area / max(1e-9, min(abs(polygon_area(one)), abs(polygon_area(other))))
