"""Rectangles of a page that look like photographs: each is asked for by itself, for on the whole page a small one has
too few corners and no hash.

A photograph has noise on every field; letters and drawings leave fields of one exact color between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

LEAST_PX = 48  # of the shorter side
MOST = 12
LEAST_SHARE, MOST_SHARE = 0.003, 0.85  # of the page
_WINDOW_PX = 13
_BUSY = 0.72  # share of a window's pixels that differ from a neighbour
_FILLED = 0.7  # of its box that a photograph fills
_LOOKED_AT_PX = 1400
_CALM_LEVELS = 1
_LETTERS = 0.5  # share of pixels in the two leading levels of a box, from which it is print


@dataclass(frozen=True)
class Area:
    """x0, y0, x1, y1 in pixels of the page, ends excluded."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def size(self) -> int:
        return (self.x1 - self.x0) * (self.y1 - self.y0)


def areas_of(rgb: Pixels) -> list[Area]:
    """The photographic rectangles of an (H, W, 3) uint8 page, largest first; none where it is one all over."""
    height, width = rgb.shape[:2]
    shrink = min(1.0, _LOOKED_AT_PX / max(height, width))
    # By nearest pixels: averaging would spread noise of letters and take the photograph's own away.
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    page = cv2.resize(rgb, size, interpolation=cv2.INTER_NEAREST) if shrink < 1 else rgb
    gray = np.asarray(cv2.cvtColor(np.ascontiguousarray(page), cv2.COLOR_RGB2GRAY), np.uint8)
    busy = _busy(gray)
    found: list[Area] = []
    count, _, stats, _ = cv2.connectedComponentsWithStats(busy, connectivity=4)
    for x, y, w, h, area in stats[1:count].tolist():
        share = w * h / busy.size
        if min(w, h) < LEAST_PX * shrink or not LEAST_SHARE <= share <= MOST_SHARE or area < _FILLED * w * h:
            continue
        if _is_print(gray[y : y + h, x : x + w]):
            continue
        x0, y0, x1, y1 = _snapped(gray, x, y, x + w, y + h)
        found.append(Area(*(round(v / shrink) for v in (x0, y0, x1, y1))))
    return sorted(found, key=lambda a: (-a.size, a.y0, a.x0))[:MOST]


def _busy(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """1 where almost every pixel around differs from its neighbours."""
    kernel = np.ones((3, 3), np.uint8)
    span = cv2.subtract(cv2.dilate(gray, kernel), cv2.erode(gray, kernel))
    share = cv2.blur((span > _CALM_LEVELS).astype(np.float32), (_WINDOW_PX, _WINDOW_PX))
    mask = (share > _BUSY).astype(np.uint8)
    # Blurred parts of a photograph are calm: what is enclosed by it is its own.
    room = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9))
    return np.asarray(cv2.morphologyEx(cv2.morphologyEx(mask, cv2.MORPH_OPEN, room), cv2.MORPH_CLOSE, room), np.uint8)


def _is_print(gray: NDArray[np.uint8]) -> bool:
    counts = np.sort(np.bincount(gray.ravel() >> 3, minlength=32))[::-1]
    return bool(counts[:2].sum() > _LETTERS * gray.size)


def _snapped(gray: NDArray[np.uint8], x0: int, y0: int, x1: int, y1: int) -> tuple[int, int, int, int]:
    """The box with each side on the strongest straight edge beside it."""
    room = _WINDOW_PX
    height, width = gray.shape
    across = np.abs(np.diff(gray[y0:y1].astype(np.int16), axis=1)).mean(axis=0)
    down = np.abs(np.diff(gray[:, x0:x1].astype(np.int16), axis=0)).mean(axis=1)

    def nearest(profile: NDArray[np.float64], at: int, length: int) -> int:
        low, high = max(0, at - room), min(len(profile), at + room)
        if at <= room // 2 or at >= length - room // 2 or low >= high:
            return at if 0 < at < length else max(0, min(length, at))
        best = low + int(profile[low:high].argmax())
        return best + 1 if profile[best] > 2 * float(np.median(profile[low:high])) else at

    left, right = nearest(across, x0, width), nearest(across, x1, width)
    top, bottom = nearest(down, y0, height), nearest(down, y1, height)
    return (left, top, right, bottom) if right - left > 8 and bottom - top > 8 else (x0, y0, x1, y1)
