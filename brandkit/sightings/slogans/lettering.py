"""Where lines of lettering may stand in a picture: runs of components alike in size and color, at any angle.

Cheap on purpose: it decides what reading is tried on, never what is written there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brandkit.geometry import Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float64]

# A letter stands out from its surroundings by at least this, of 255; in blurred small lettering letters only part at
# the second.
LEVELS = (14, 45)
LEAST_LETTERS = 4
SMALLEST_PX, LARGEST_PX = 6, 90  # a component's height, at the resolution that is looked at
MOST_COMPONENTS = 6000
MOST_PIXELS = 4_000_000  # of the finer look
COARSER = 4.0  # the second look, for large lettering
_ANGLES = 3  # directions besides the horizontal
_BIN_DEG = 3
_SAME_DEG = 2.5
_MOST_LEAN_DEG = 6  # of a line within its direction; beyond, another direction has it


@dataclass(frozen=True)
class Run:
    """A line of components. start : the middle of its left end, picture pixels. height : of its middling letters.

    ink : (3,) float32 color. light : whether it is lighter than its ground. letters : how many components.
    family : the direction in which it was looked for, the same for all lines of one block.
    """

    start: Point
    angle_deg: float
    length: float
    height: float
    ink: NDArray[np.float32]
    light: bool
    letters: int
    family: float


@dataclass(frozen=True)
class _Parts:
    """Components of one polarity: boxes (x, y, w, h), areas, centroids, colors; one row each."""

    box: Floats
    center: Floats
    color: Floats


def runs_of(picture: Pixels) -> list[Run]:
    """Lines of lettering in an (H, W, 3) uint8 picture, the larger first."""
    found: list[Run] = []
    fine = min(1.0, math.sqrt(MOST_PIXELS / (picture.shape[0] * picture.shape[1])))
    for scale in (fine, fine / COARSER):
        for light in (False, True):
            for level in LEVELS:
                found += [_scaled(run, scale) for run in _runs_at(_reduced(picture, scale), light, level)]
    ordered = sorted(found, key=lambda run: (-run.letters * run.height, run.start, run.angle_deg))
    return _in_families(_without_doubles(ordered))


def _in_families(runs: Sequence[Run]) -> list[Run]:
    """Runs of nearly one angle under one direction, that of the longest: lines of a block have to be told so."""
    directions: list[float] = []
    found = []
    for run in sorted(runs, key=lambda r: (-r.length, r.start)):
        near = next((d for d in directions if abs(_signed((run.angle_deg - d) % 180)) < _SAME_DEG), None)
        if near is None:
            near = run.angle_deg
            directions.append(near)
        found.append(replace(_facing(run, near), family=near))
    return sorted(found, key=lambda run: (-run.letters * run.height, run.start, run.angle_deg))


def _facing(run: Run, direction: float) -> Run:
    """The run read from the end that lies first in a direction."""
    off = (run.angle_deg - direction + 180) % 360 - 180
    if abs(off) < 90:
        return replace(run, angle_deg=direction + off)
    turn = math.radians(run.angle_deg)
    end = (run.start[0] + math.cos(turn) * run.length, run.start[1] + math.sin(turn) * run.length)
    return replace(run, start=end, angle_deg=direction + (off % 360 - 180))


def _reduced(picture: Pixels, scale: float) -> Pixels:
    import cv2

    if scale >= 1:
        return picture
    size = (max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _scaled(run: Run, scale: float) -> Run:
    start = (run.start[0] / scale, run.start[1] / scale)
    return replace(run, start=start, length=run.length / scale, height=run.height / scale)


def _runs_at(picture: Pixels, light: bool, level: int) -> list[Run]:
    parts = _parts(picture, light, level)
    if len(parts.box) < LEAST_LETTERS:
        return []
    found = []
    for family in _families(parts):
        for members in _chains(parts, family):
            run = _run(parts, members, family, light)
            if run is not None:
                found.append(run)
    return found


def _parts(picture: Pixels, light: bool, level: int) -> _Parts:
    """Components darker, or lighter, than the mean about them and of a letter's size."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.int16)
    side = 2 * (LARGEST_PX // 3) + 1
    mean = cv2.blur(gray, (side, side), borderType=cv2.BORDER_REPLICATE)
    mask = ((gray - mean if light else mean - gray) > level).astype(np.uint8)
    _, found, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
    labels, centers = np.asarray(found, np.int32), np.asarray(middles, float)
    w, h, area = stats[:, 2], stats[:, 3], stats[:, 4]
    tall = np.maximum(w, h)
    keep = (tall >= SMALLEST_PX) & (tall <= 2 * LARGEST_PX) & (np.minimum(w, h) >= 2) & (area >= 0.1 * w * h)
    keep &= (area >= 10) & (np.minimum(w, h) <= LARGEST_PX)
    keep[0] = False
    chosen = np.flatnonzero(keep)
    if len(chosen) > MOST_COMPONENTS:
        chosen = chosen[np.argsort(-area[chosen], kind="stable")[:MOST_COMPONENTS]]
    colors = [_color(picture, labels, np.asarray(stats[i], np.int32), int(i)) for i in chosen]
    return _Parts(stats[chosen, :4].astype(float), centers[chosen], np.array(colors, float).reshape(-1, 3))


def _color(picture: Pixels, labels: NDArray[np.int32], stat: NDArray[np.int32], label: int) -> Floats:
    """The color of a component's most typical pixels: the median, which thin rims do not reach."""
    x, y, w, h = (int(v) for v in stat[:4])
    inside = labels[y : y + h, x : x + w] == label
    return np.asarray(np.median(picture[y : y + h, x : x + w][inside], axis=0), float)


def _families(parts: _Parts) -> list[float]:
    """Directions in which neighbors lie, degrees in (-90, 90]; the horizontal is always one of them."""
    from scipy.spatial import cKDTree

    tree = cKDTree(parts.center)
    near = min(4, len(parts.center))
    distance, index = tree.query(parts.center, k=near)
    size = parts.box[:, 2:].max(axis=1)
    votes = np.zeros(180 // _BIN_DEG)
    for column in range(1, near):
        other = index[:, column]
        step = parts.center[other] - parts.center
        fits = (distance[:, column] < 1.6 * np.maximum(size, size[other])) & _alike(size, size[other])
        angle = np.degrees(np.arctan2(step[fits, 1], step[fits, 0])) % 180
        np.add.at(votes, (np.round(angle / _BIN_DEG).astype(int)) % len(votes), 1.0)
    smooth = votes + 0.7 * (np.roll(votes, 1) + np.roll(votes, -1))
    least = max(LEAST_LETTERS, 0.04 * votes.sum())
    chosen = [0]
    for peak in np.argsort(-smooth, kind="stable"):
        apart = min((abs((int(peak) - other + 30) % 60 - 30) for other in chosen), default=99)
        if smooth[peak] >= least and apart > 1 and len(chosen) <= _ANGLES:
            chosen.append(int(peak))
    return [_signed(float(i * _BIN_DEG)) for i in chosen]


def _alike(one: Floats, other: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.maximum(one, other) < 2.6 * np.minimum(one, other), bool)


def _signed(angle: float) -> float:
    return angle - 180 if angle > 90 else angle


def _frame(parts: _Parts, family: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Along and down of the centers, and half extents along and down, for lines of that direction."""
    turn = math.radians(family)
    c, s = math.cos(turn), math.sin(turn)
    along = parts.center[:, 0] * c + parts.center[:, 1] * s
    down = -parts.center[:, 0] * s + parts.center[:, 1] * c
    w, h = parts.box[:, 2], parts.box[:, 3]
    if abs(family) > 45:
        w, h = h, w
        c, s = s, c
    # A leaning letter's upright box is too wide and too tall; take off what the lean adds to a square one.
    spread = abs(c) + abs(s)
    return along, down, w / spread / 2, h / spread / 2


def _chains(parts: _Parts, family: float) -> Iterator[list[int]]:
    """Components that follow each other along a direction, as lists of rows."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    along, down, half_w, half_h = _frame(parts, family)
    tall = np.maximum(half_h, 0.6 * half_w) * 2
    letters = np.flatnonzero(tall >= SMALLEST_PX)
    if len(letters) < LEAST_LETTERS:
        return
    points = np.column_stack([along[letters], 2.0 * down[letters]])
    pairs = cKDTree(points).query_ball_point(points, 2.4 * tall[letters] + half_w[letters], return_sorted=True)
    i = np.repeat(np.arange(len(letters)), [len(p) for p in pairs])
    j = np.fromiter((k for p in pairs for k in p), int, len(i))
    one, other = letters[i], letters[j]
    high = np.maximum(tall[one], tall[other])
    gap = np.abs(along[one] - along[other]) - half_w[one] - half_w[other]
    fits = (one != other) & _alike(tall[one], tall[other]) & (gap < 1.1 * high) & (gap > -0.35 * high)
    fits &= np.abs(down[one] - down[other]) < 0.42 * high
    fits &= np.abs(parts.color[one] - parts.color[other]).sum(axis=1) < 110
    graph = coo_matrix((np.ones(int(fits.sum())), (i[fits], j[fits])), shape=(len(letters), len(letters)))
    count, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    for members in np.split(order, np.cumsum(np.bincount(labels, minlength=count))[:-1]):
        if len(members) >= LEAST_LETTERS:
            yield [int(k) for k in letters[members]]


def _run(parts: _Parts, members: Sequence[int], family: float, light: bool) -> Run | None:
    rows = np.array(members)
    along, down, half_w, half_h = (v[rows] for v in _frame(parts, family))
    # Below the median: components that hold a letter and its mark are taller than what reading is scaled by.
    height = float(np.quantile(half_h[half_h > 0.5 * np.median(half_h)], 0.35) * 2)
    left, right = float((along - half_w).min()), float((along + half_w).max())
    if height < SMALLEST_PX + 1 or not _like_letters(along, half_w, half_h, height):
        return None
    base = half_h > 0.35 * height
    slope = _slope(along[base], down[base])
    middle = float(np.median(down[base] - slope * along[base]))
    lean = math.degrees(math.atan(slope))
    if abs(lean) > _MOST_LEAN_DEG:
        return None
    turn = math.radians(family)
    c, s = math.cos(turn), math.sin(turn)
    v = middle + slope * left
    start = (left * c - v * s, left * s + v * c)
    ink = np.median(parts.color[rows], axis=0).astype(np.float32)
    length = (right - left) / math.cos(math.radians(lean))
    return Run(start, family + lean, length, height, ink, light, len(members), family)


def _like_letters(along: Floats, half_w: Floats, half_h: Floats, height: float) -> bool:
    """Whether sizes and spacing are those of letters: waves and leaves make wide, thin or crowded runs."""
    length = float((along + half_w).max() - (along - half_w).min())
    wide = float(np.median(half_w) * 2)
    pitch = length / len(along)
    return length >= max(20.0, 2.5 * height) and 0.25 * height < wide < 1.6 * height and pitch < 2.6 * height


def _slope(x: Floats, y: Floats) -> float:
    """Of a line through points, by the median over pairs that lie apart. Source: Theil 1950, Sen 1968."""
    if len(x) > 60:
        step = len(x) / 60
        pick = (np.arange(60) * step).astype(int)
        x, y = x[pick], y[pick]
    i, j = np.triu_indices(len(x), 1)
    apart = np.abs(x[j] - x[i]) > 0.3 * (x.max() - x.min() + 1e-6)
    if not apart.any():
        return 0.0
    slope = float(np.median((y[j] - y[i])[apart] / (x[j] - x[i])[apart]))
    return slope


def _without_doubles(runs: Sequence[Run]) -> list[Run]:
    """Each line once: a run whose middle lies in a stronger one's box of the same direction is the same line."""
    kept: list[Run] = []
    for run in runs:
        if not any(_covers(other, run) for other in kept):
            kept.append(run)
    return kept


def _covers(outer: Run, inner: Run) -> bool:
    # The ground between letters is a run of the other kind; only reading can tell which of the two is the lettering.
    if outer.light != inner.light:
        return False
    turn = math.radians(outer.angle_deg)
    mid = middle_of(inner)
    dx, dy = mid[0] - outer.start[0], mid[1] - outer.start[1]
    along, down = dx * math.cos(turn) + dy * math.sin(turn), -dx * math.sin(turn) + dy * math.cos(turn)
    return 0 < along < outer.length and abs(down) < 0.6 * outer.height and inner.length < 1.2 * outer.length


def middle_of(run: Run) -> Point:
    """The middle of a run, picture pixels."""
    turn = math.radians(run.angle_deg)
    return (run.start[0] + math.cos(turn) * run.length / 2, run.start[1] + math.sin(turn) * run.length / 2)
