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
Quad = list[tuple[float, float]]

_OVERLAP = 0.3  # of the smaller drawing's box
_MISSING_COST = 1.5  # how much an outline that should show and does not outweighs one that does
_HIDDEN_COST = 0.3  # the same for outline beyond the page's edge
_MIRROR_COST, _TURN_COST = 0.04, 0.04
# Of the ways round that a nearly symmetric outline may lie, the one that leaves a percent less is the right one.
_LEFT_COST, _LEFT_COUNTED = 3.0, 0.1


@dataclass(frozen=True, eq=False)
class Claim:
    """A shape at a pose (artboard units to page pixels), with what was drawn, what was seen, and its value 0..1.

    bend : (3, 3) perspective that lies on the page where the pose has none; None when there is no such.
    """

    shape: Shape
    view: View
    pose: Array
    window: Window
    drawn: Drawn
    evidence: Evidence
    value: float
    bend: Array | None = None


def strength_of(claim: Claim) -> float:
    """How strongly a claim holds its place."""
    return strength(claim.evidence, claim.value)


def strength(seen: Evidence, value: float) -> float:
    """Outline accounted for, in page pixels, less what is missing and what cannot be seen, by the fit's quality.

    Of poses that an outline's own near-symmetry leaves open, the unmirrored and less turned one is the stronger.
    """
    shown = seen.length_px / max(seen.support, 1e-6)
    hidden = shown / max(seen.seen * seen.visible, 1e-6) * (1 - seen.visible)
    net = seen.length_px - _MISSING_COST * (shown - seen.length_px) - _HIDDEN_COST * hidden
    plain = 1 - _MIRROR_COST * seen.mirrored - _TURN_COST * abs(seen.turn_deg) / 180
    fit = math.sqrt(max(0.01, seen.explained)) / (1 + _LEFT_COST * min(_LEFT_COUNTED, max(0.0, 1 - seen.explained)))
    return net * fit * plain * (1 + value) / 2


def holding(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that no stronger one overlaps, strongest first."""
    quads = [ink_quad(claim.shape, claim.pose) for claim in claims]
    return [claims[index] for index in settled(quads, [strength_of(claim) for claim in claims])]


def settled(quads: Sequence[Quad], strengths: Sequence[float]) -> list[int]:
    """Places in the lists of the quads that no stronger one overlaps, strongest first."""
    kept: list[int] = []
    for index in sorted(range(len(quads)), key=lambda i: -strengths[i]):
        if all(_common(quads[index], quads[other]) <= _OVERLAP for other in kept):
            kept.append(index)
    return kept


def ink_quad(shape: Shape, pose: Array) -> Quad:
    """Corners of the drawing's box on the page."""
    left, top, right, bottom = shape.lead.ink_box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ pose[:, :2].T + pose[:, 2]
    return [(float(x), float(y)) for x, y in corners]


def _common(one: Quad, other: Quad) -> float:
    """Shared area as a share of the smaller of two quads."""
    shared = clipped(one, other)
    area = abs(polygon_area(shared)) if len(shared) >= 3 else 0.0
    return area / max(1e-9, min(abs(polygon_area(one)), abs(polygon_area(other))))
