"""Upright rectangles of a picture that may be photographs: each is asked for by itself, for on a whole page a small one
has too few corners and no hash.

A photograph that was laid on a page, or beside another one, ends in four straight edges, whatever it shows and however
calm it is. Rectangles are made of the longest edges, each side of which must be one over most of its length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.uint8]

LEAST_PX = 48  # of the shorter side
MOST = 20
LEAST_SHARE = 0.004  # of the page
_LOOKED_AT_PX = 1400
_STEP_LEVELS = 4.0  # mean difference along _ALONG_PX of an edge: what a photograph shows has other signs there
_ALONG_PX, _GAP_PX, _SHORTEST_PX = 15, 9, 45
_LINES, _APART_PX = 36, 5  # longest edges of each direction that are looked at
_SIDE, _SIDES, _FREE = 0.5, 0.78, 0.05  # share of one side, and of all, that is an edge; more for each page border
_PARTED = 0.5  # merit of a rectangle that an edge runs through: a photograph with a horizon, or two of them
_THROUGH = 0.85  # of an edge inside, from which the rectangle is two
_WEIGHED = 500
_SAME = 0.8  # overlap of two rectangles that are one
_EVEN_LEVELS = 4.0  # standard deviation of a bar


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
    """Rectangles of an (H, W, 3) uint8 picture that may be photographs, the likeliest first; never all of it."""
    height, width = rgb.shape[:2]
    shrink = min(1.0, _LOOKED_AT_PX / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    gray = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA) if shrink < 1 else gray
    if min(small.shape) < LEAST_PX:
        return []
    found: list[Area] = []
    for x0, y0, x1, y1 in _rectangles(np.asarray(small, np.float32)):
        if float(small[y0:y1, x0:x1].std()) < _EVEN_LEVELS:
            continue
        area = Area(*(round(v / shrink) for v in (x0, y0, x1, y1)))
        if all(_overlap(area, other) < _SAME for other in found):
            found.append(area)
        if len(found) == MOST:
            break
    return found


def _rectangles(gray: NDArray[np.float32]) -> list[tuple[int, int, int, int]]:
    """Boxes with edges on all sides, the best first."""
    xs, upright = _lines(gray)
    ys, level = _lines(gray.T)
    down, across = _covered(upright, ys), _covered(level, xs)  # (line, from, to): share that is an edge
    a, b = np.triu_indices(len(xs), 1)
    i, j = np.triu_indices(len(ys), 1)
    wide, tall = (xs[b] - xs[a]).astype(float), (ys[j] - ys[i]).astype(float)
    # (pairs of xs, pairs of ys, side)
    sides = np.stack([down[a][:, i, j], down[b][:, i, j], across[i][:, a, b].T, across[j][:, a, b].T], axis=-1)
    lengths = np.stack(np.broadcast_arrays(tall[None], tall[None], wide[:, None], wide[:, None]), axis=-1)
    # The border of the page ends everything; it is no evidence.
    free = np.stack(np.broadcast_arrays((a == 0)[:, None], (b == len(xs) - 1)[:, None], (i == 0)[None],
                                        (j == len(ys) - 1)[None]), axis=-1)  # fmt: skip
    least = np.where(free, 1.0, sides).min(axis=-1)
    told = np.where(free, 0.0, lengths)
    mean = (sides * told).sum(axis=-1) / np.maximum(told.sum(axis=-1), 1)
    area = wide[:, None] * tall[None]
    fits = (least >= _SIDE) & (mean >= _SIDES + _FREE * free.sum(axis=-1)) & (area >= LEAST_SHARE * gray.size)
    fits &= (area < 0.97 * gray.size) & (wide[:, None] >= LEAST_PX) & (tall[None] >= LEAST_PX)
    merits = np.where(fits, mean**6 * area**0.25, 0)
    chosen = []
    for at in np.argsort(-merits, axis=None, kind="stable")[:_WEIGHED].tolist():
        pair, other = divmod(at, merits.shape[1])
        if not fits[pair, other]:
            break
        la, lb, ti, tj = int(a[pair]), int(b[pair]), int(i[other]), int(j[other])
        is_parted = bool((down[la + 1 : lb, ti, tj] > _THROUGH).any() or (across[ti + 1 : tj, la, lb] > _THROUGH).any())
        box = (int(xs[la]), int(ys[ti]), int(xs[lb]), int(ys[tj]))
        chosen.append((-float(merits[pair, other]) * (_PARTED if is_parted else 1.0), box))
    return [box for *_, box in sorted(chosen)]


def _lines(gray: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where the longest upright edges are, between columns, in order, both borders too; (n, H): how far they run."""
    height, width = gray.shape
    steps = cv2.blur(np.diff(gray, axis=1), (1, _ALONG_PX))
    strength = np.abs(steps)
    peak = (strength > _STEP_LEVELS) & (strength >= cv2.dilate(strength, np.ones((1, 5), np.uint8)))
    # An edge that is a hair off its column passes on to the next.
    mask = cv2.dilate(peak.astype(np.uint8), np.ones((1, 3), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((_GAP_PX, 1), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((_SHORTEST_PX, 1), np.uint8))
    lengths = mask.sum(axis=0, dtype=np.int64)
    weight = lengths + (np.where(mask > 0, strength, 0).sum(axis=0) / 1e4)
    chosen: list[int] = []
    for at in np.argsort(-weight, kind="stable").tolist():
        if lengths[at] < LEAST_PX / 2 or len(chosen) == _LINES:
            break
        if all(abs(at + 1 - other) >= _APART_PX for other in (0, width, *chosen)):
            chosen.append(at + 1)
    columns = np.array([0, *sorted(chosen), width], np.int64)
    edges = np.ones((len(columns), height), bool)
    edges[1:-1] = mask[:, columns[1:-1] - 1].T > 0
    return columns, edges


def _covered(edges: NDArray[np.bool_], ends: NDArray[np.int64]) -> Floats:
    """(n, m, m): the share of each line that is an edge between two of the ends."""
    sums = np.concatenate([np.zeros((len(edges), 1)), edges.cumsum(axis=1)], axis=1)[:, ends]
    lengths = np.maximum(ends[None, :] - ends[:, None], 1)
    shares: Floats = (sums[:, None, :] - sums[:, :, None]) / lengths
    return shares


def _overlap(one: Area, other: Area) -> float:
    """Common area over that of both together."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    common = max(0, across) * max(0, down)
    return common / (one.size + other.size - common)
