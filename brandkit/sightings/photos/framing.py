"""The part of a photograph that is shown, where a frame on the page says it exactly: the straight edges it ends in.

Blocks that agree tell it only to a block, and letters, a calm sky or a logo over a corner make it seem smaller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brandkit.sightings.photos.areas import Area
from brandkit.sightings.photos.blocks import mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brandkit.sightings.photos.verification import Evidence

    Floats = NDArray[np.float64]

_UPRIGHT = 0.03  # of a side: how far a frame's corners may be off a rectangle of the photograph
_BEYOND = 0.02  # of the longer side: how far a frame may go beyond the photograph
_HELD = 0.9  # share of the part that agrees which the frame must hold
_LEAST_AGREEING = 0.25  # of the frame: a photograph on another one is not all of it


def framed(evidence: Evidence, width: int, height: int, frames: Iterable[Area]) -> Evidence:
    """The evidence with the smallest frame that holds what agrees as the part that is shown.

    Parameters
    ----------
    width, height : of the known picture that the evidence is of.
    frames : rectangles of the query that end in edges; the query itself is one.
    """
    x0, y0, x1, y1 = evidence.shown
    agreeing = (x1 - x0) * (y1 - y0)
    back = np.asarray(np.linalg.inv(evidence.matrix), np.float64)
    beyond = _BEYOND * max(width, height)
    best: tuple[float, tuple[float, float, float, float]] | None = None
    for frame in frames:
        ends = np.array(
            [[frame.x0, frame.y0], [frame.x1, frame.y0], [frame.x1, frame.y1], [frame.x0, frame.y1]], np.float64
        )
        there = mapped(back, ends)
        low, high = there.min(axis=0), there.max(axis=0)
        if (low < -beyond).any() or high[0] > width + beyond or high[1] > height + beyond:
            continue
        # Each corner of the frame must be a corner of its box on the photograph: it is not turned but by quarters.
        off = np.minimum(np.abs(there - low), np.abs(there - high)).max()
        if off > _UPRIGHT * float((high - low).max()):
            continue
        left, top = max(0.0, float(low[0])), max(0.0, float(low[1]))
        right, bottom = min(float(width), float(high[0])), min(float(height), float(high[1]))
        size = (right - left) * (bottom - top)
        common = max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, bottom) - max(y0, top))
        if common >= _HELD * agreeing and common >= _LEAST_AGREEING * size and (best is None or size < best[0]):
            best = (size, (left, top, right, bottom))
    if best is None:
        return evidence
    return replace(evidence, shown=best[1], visible=min(1.0, best[0] / (width * height)))
