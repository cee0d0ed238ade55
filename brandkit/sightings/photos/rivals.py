"""Of photographs that lie in the same place of a query, the one that is shown: two shots from one tripod, a photograph
and a part of it, the same one registered twice.

Only where the two differ from each other can the query tell them apart; where they do not, nobody can.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from brandkit.geometry import clipped, polygon_area
from brandkit.sightings.photos.blocks import Pyramid, compared, mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brandkit.geometry import Point
    from brandkit.sightings.photos.verification import Evidence

    Gray = NDArray[np.uint8]
    Floats = NDArray[np.float64]

SAME_PLACE = 0.5  # overlap of two shown parts, of the smaller, from which only one of them can be
_LONGEST_PX = 260
_REACH = 2
_DIFFER, _EQUAL = 0.8, 0.93  # correlation of two known pictures in a block: another thing; the same
_FEWEST_DIFFERENT = 3
_BETTER = 0.12  # mean lead in correlation where they differ
_WON = 0.7  # share of those blocks
_LARGER = 1.15  # of the area that is explained
_FEW_DIFFERENT = 0.02
_WHOLE, _PART = 0.97, 0.9  # visible shares


class Verdict(Enum):
    """Which of two is shown; NEITHER_TELLS when it may be either; SAME when they are one picture."""

    FIRST = 1
    SECOND = 2
    NEITHER_TELLS = 3
    SAME = 4


def shown_quad(evidence: Evidence) -> list[Point]:
    """Corners of the part that is shown, in pixels of the query."""
    x0, y0, x1, y1 = evidence.shown
    corners = mapped(evidence.matrix, np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]))
    return [(float(x), float(y)) for x, y in corners]


def overlap(one: Evidence, other: Evidence) -> float:
    """Common area of both shown parts, of the smaller of them."""
    first, second = shown_quad(one), shown_quad(other)
    common = clipped(first, second)
    smaller = min(abs(polygon_area(first)), abs(polygon_area(second)))
    return abs(polygon_area(common)) / smaller if len(common) > 2 and smaller > 0 else 0.0


def judged(picture: Pyramid, first: tuple[Gray, Evidence], second: tuple[Gray, Evidence]) -> Verdict:
    """Which of two known pictures that lie in one place of a query it shows."""
    one, other = _quad(first[1]), _quad(second[1])
    low = np.maximum(np.maximum(one.min(axis=0), other.min(axis=0)), 0)
    high = np.minimum(np.minimum(one.max(axis=0), other.max(axis=0)), (picture.width, picture.height))
    if (high - low).min() < 8:
        return Verdict.NEITHER_TELLS
    scale = min(1.0, _LONGEST_PX / float((high - low).max()))
    width, height = (max(24, round(float(v) * scale)) for v in high - low)
    frame: Floats = np.diag([(high[0] - low[0]) / width, (high[1] - low[1]) / height, 1.0])
    frame[:2, 2] = low
    shown = picture.drawn(frame, width, height)
    one_side, other_side = (Pyramid(known) for known, _ in (first, second))
    to_one: Floats = np.linalg.inv(first[1].matrix) @ frame
    to_other: Floats = np.linalg.inv(second[1].matrix) @ frame
    like_one, like_other = compared(shown, one_side, to_one, _REACH), compared(shown, other_side, to_other, _REACH)
    like_each = compared(one_side.drawn(to_one, width, height), other_side, to_other, _REACH)
    both = like_one.valid & like_other.valid & like_each.valid
    textured = both & ~(like_each.known_flat & like_each.shown_flat)
    different = textured & (like_each.likeness < _DIFFER)
    if different.sum() >= _FEWEST_DIFFERENT:
        lead = like_one.likeness[different] - like_other.likeness[different]
        if abs(lead.mean()) >= _BETTER and max((lead > 0).mean(), (lead < 0).mean()) >= _WON:
            return Verdict.FIRST if lead.mean() > 0 else Verdict.SECOND
    return _by_area(
        first[1], second[1], float((textured & (like_each.likeness < _EQUAL)).sum() / max(1, textured.sum()))
    )


def _by_area(first: Evidence, second: Evidence, different: float) -> Verdict:
    """By how much of the query each explains; one that is shown whole before an equal part of another."""
    areas = [abs(polygon_area(shown_quad(evidence))) for evidence in (first, second)]
    if areas[0] > _LARGER * areas[1]:
        return Verdict.FIRST
    if areas[1] > _LARGER * areas[0]:
        return Verdict.SECOND
    if different > _FEW_DIFFERENT:
        return Verdict.NEITHER_TELLS
    whole = [evidence.visible > _WHOLE for evidence in (first, second)]
    if all(whole):
        return Verdict.SAME
    if any(whole) and min(first.visible, second.visible) < _PART:
        return Verdict.FIRST if whole[0] else Verdict.SECOND
    return Verdict.NEITHER_TELLS


def _quad(evidence: Evidence) -> Floats:
    return np.array(shown_quad(evidence))
