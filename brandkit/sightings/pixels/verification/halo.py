"""A rim of one colour drawn around a logo: its ground for as far as the rim reaches.

People set logos off from pictures by an outline. To the drawing it is ground of another colour; told so, the drawing
explains ink and rim alike.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.verification.synthesis import Drawn, Window

Array = NDArray[Any]

_WIDTHS = (0.015, 0.025, 0.04, 0.06, 0.085)  # of the drawing's size
_LEAST_RIM = 12.0  # pixels of it that must show
_LEAST_GAIN = 0.4  # of what the plain ground leaves over about the ink
_INK = 0.5
_SUM = np.ones(3, np.float32)


def rimmed_ground(window: Window, drawn: Drawn) -> Array | None:
    """(h, w, 3) ground with the rim on it; None when no rim explains the page much better than its plain ground."""
    import cv2

    inked = (drawn.total > _INK).astype(np.uint8)
    rows, columns = np.nonzero(inked)
    if not len(rows):
        return None
    size = math.sqrt((np.ptp(rows) + 1) * (np.ptp(columns) + 1))
    away = cv2.distanceTransform(1 - inked, cv2.DIST_L2, 5) - 0.5
    counted = (drawn.total < _INK) & (away < max(_WIDTHS) * size + 3)
    if window.hidden is not None:
        counted &= ~window.hidden
    bare = (1 - drawn.total[counted])[:, None]
    page = window.picture[counted] - drawn.cover[counted] @ drawn.colors.astype(np.float32)
    ground, distance = drawn.ground[counted], away[counted]
    plain = _left(page - bare * ground)
    best: tuple[float, float, Array] | None = None
    for width in sorted({max(1.0, round(2 * share * size) / 2) for share in _WIDTHS}):
        rim = np.clip(width + 0.5 - distance, 0, 1)[:, None]
        shows = bare * rim
        if shows.sum() < _LEAST_RIM:
            continue
        clear = (shows > 0.8)[:, 0]
        wanted = page - bare * (1 - rim) * ground
        color = (shows * wanted).sum(axis=0) / (shows * shows).sum()
        if clear.sum() >= _LEAST_RIM:
            color = np.median(window.picture[counted][clear], axis=0)
        left = _left(wanted - shows * color)
        if best is None or left < best[0]:
            best = left, width, color.astype(np.float32)
    if best is None or best[0] > (1 - _LEAST_GAIN) * plain:
        return None
    cover = np.clip(best[1] + 0.5 - away, 0, 1)[..., None]
    found: Array = ((1 - cover) * drawn.ground + cover * best[2]).astype(np.float32)
    return found


def _left(residual: Array) -> float:
    """Sum of sizes, which a few foreign pixels do not rule."""
    return float(np.sqrt((residual * residual) @ _SUM).sum())
