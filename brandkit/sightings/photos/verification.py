"""Whether a known photograph really is where corners or hashes put it: its pixels are laid over the query, its place
is made exact, and the part of it that is shown is told by which blocks agree.

A few corners of a tower agree between any two photographs of it; its sky, its people and its trees do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

import cv2
import numpy as np

from brandkit.sightings.photos.blocks import BLOCK_PX, Blocks, Pyramid, compared, fitted, mapped, scale_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Gray = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    Rectangle = tuple[float, float, float, float]

ROUGH_PX, FINE_PX = 150, 300  # longer side of what is compared
ROUGH_REACH, NEAR_REACH, FINE_REACH = 7, 5, 3
LIKE = 0.72  # correlation of a block from which it agrees
_OFF_PX = 1.6  # how far off the common map an agreeing block may lie
_CHANCE = 0.12  # of a block of another photograph to agree
_DISAGREES = -0.8  # beside 1 for a block that agrees, when the shown rectangle is chosen
_FLAT_AGREES, _FLAT_DISAGREES, _FLAT_LEVELS = 0.12, -0.4, 22.0
_CALM_LEVELS = 6.0  # standard deviation
_MOST_SHAPE = 3.0  # of stretch


@dataclass(frozen=True)
class Evidence:
    """What the pixels say.

    Attributes
    ----------
    matrix : (3, 3) float64
        From pixels of the known picture to pixels of the query; projective where many blocks tell so.
    shown : x0, y0, x1, y1
        The part of the known picture that the query shows, in its pixels.
    agreeing : int
        Blocks that agree.
    purity : float
        Their share of the blocks in `shown` that show anything.
    surprise : float
        Minus log10 of how often chance would have so many agree.
    likeness : float
        Median correlation of those that agree.
    visible : float
        Share of the known picture's area that is shown.
    """

    matrix: Floats
    shown: Rectangle
    agreeing: int
    purity: float
    surprise: float
    likeness: float
    visible: float


def verified(known: Gray, picture: Pyramid, matrix: Floats, focus: Rectangle | None = None) -> Evidence | None:
    """What speaks for a known (H, W) picture being where a (3, 3) map puts it in a query, None where hardly anything.

    Parameters
    ----------
    focus : the part of the known picture by which it was found, where the map is good.
    """
    whole = (0.0, 0.0, float(known.shape[1]), float(known.shape[0]))
    around = _within(known, picture, matrix, _grown(focus, 0.25) if focus else whole)
    found = None if around is None else _better(known, picture, matrix, around, ROUGH_PX, ROUGH_REACH)
    if found is None:
        return None
    matrix, *_ = found
    if focus is not None:
        around = _within(known, picture, matrix, whole)
        wider = None if around is None else _better(known, picture, matrix, around, ROUGH_PX, NEAR_REACH)
        if wider is not None and _is_as_good(wider[1], wider[2], found[1], found[2]):
            found, matrix = wider, wider[0]
    return _best_of(known, picture, matrix, whole)


def _best_of(known: Gray, picture: Pyramid, matrix: Floats, whole: Rectangle) -> Evidence | None:
    best: Evidence | None = None
    for longest in (FINE_PX, ROUGH_PX):  # what is blurred agrees at the coarser one alone
        around: Rectangle | None = _within(known, picture, matrix, whole)
        pose, last = matrix, None
        for reach in (NEAR_REACH, FINE_REACH):
            found = None if around is None else _better(known, picture, pose, around, longest, reach)
            if found is None or around is None:
                break
            pose, blocks, apart, frame = found
            last = _evidence(pose, blocks, apart, frame, around, known, picture)
            if last is None:
                break
            around = _within(known, picture, pose, _grown(last.shown, 0.12))
        if last is not None and (best is None or last.surprise > best.surprise):
            best = last
        if best is not None and best.purity > 0.75:
            break
    return best


def _better(
    known: Gray, picture: Pyramid, matrix: Floats, around: Rectangle, longest: int, reach: int
) -> tuple[Floats, Blocks, Floats, Floats] | None:
    """The map made better on a part of the known picture: it, the blocks, how far they are off, and the frame's map."""
    x0, y0, x1, y1 = around
    scale = min(1.0, longest / max(x1 - x0, y1 - y0), scale_of(matrix @ _shift(x0, y0), x1 - x0, y1 - y0))
    width, height = round((x1 - x0) * scale), round((y1 - y0) * scale)
    if min(width, height) < BLOCK_PX:
        return None
    frame = np.diag([(x1 - x0) / width, (y1 - y0) / height, 1.0])
    frame[:2, 2] = x0, y0
    drawn = Pyramid(known).drawn(frame, width, height)
    blocks = compared(drawn, picture, matrix @ frame, reach)
    fit = fitted(blocks)
    if fit is None:
        return None
    change, apart = fit
    better = matrix @ frame @ change @ np.linalg.inv(frame)
    better = better / better[2, 2]
    if not is_plausible(better, known.shape[1], known.shape[0]):
        return None
    return better, blocks, apart, frame


def _evidence(
    pose: Floats, blocks: Blocks, apart: Floats, frame: Floats, around: Rectangle, known: Gray, picture: Pyramid
) -> Evidence | None:
    agrees = (blocks.likeness >= LIKE) & (apart <= _OFF_PX)
    if agrees.sum() < 3:
        return None
    gain, lift = _tone(blocks.means[agrees])
    # Noise and JPEG leave nothing of a calm sky to correlate.
    calm = np.maximum(gain * blocks.spreads[:, 0], blocks.spreads[:, 1]) < _CALM_LEVELS
    flat = (blocks.known_flat & blocks.shown_flat) | (calm & ~agrees)
    even = np.abs(blocks.means[:, 1] - gain * blocks.means[:, 0] - lift) <= _FLAT_LEVELS
    votes = np.where(agrees, 1.0, _DISAGREES)
    votes = np.where(flat, np.where(even, _FLAT_AGREES, _FLAT_DISAGREES), votes)
    votes = np.where(blocks.valid, votes, 0.0)
    top, bottom, left, right = largest(votes.reshape(blocks.rows, blocks.columns))
    inside = np.zeros((blocks.rows, blocks.columns), bool)
    inside[top:bottom, left:right] = True
    chosen = inside.ravel() & blocks.valid & ~flat
    agreeing, counted = int((chosen & agrees).sum()), int(chosen.sum())
    if agreeing < 3:
        return None
    centers = blocks.centers.reshape(blocks.rows, blocks.columns, 2)
    half = BLOCK_PX / 2
    corners = np.array([centers[top, left] - half, centers[bottom - 1, right - 1] + half])
    (x0, y0), (x1, y1) = mapped(frame, corners)
    # A rectangle that reaches the last block there is reaches the edge of what was looked at.
    usable = blocks.valid.reshape(blocks.rows, blocks.columns)
    rows, columns = np.flatnonzero(usable.any(axis=1)), np.flatnonzero(usable.any(axis=0))
    shown = (
        around[0] if left <= columns[0] else float(x0), around[1] if top <= rows[0] else float(y0),
        around[2] if right > columns[-1] else float(x1), around[3] if bottom > rows[-1] else float(y1),
    )  # fmt: skip
    likeness = float(np.median(blocks.likeness[chosen & agrees]))
    visible = _visible(pose, shown, known, picture)
    return Evidence(pose, shown, agreeing, agreeing / counted, _surprise(agreeing, counted), likeness, visible)


def is_plausible(matrix: Floats, width: float, height: float) -> bool:
    """Whether a picture is shown so: convex, in proportions that are not hugely changed, not in hard perspective."""
    corners = mapped(matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64))
    if not np.isfinite(corners).all():
        return False
    sides = np.roll(corners, -1, axis=0) - corners
    after = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    if not ((turns > 0).all() or (turns < 0).all()):
        return False
    lengths = np.linalg.norm(sides, axis=1)
    if lengths.min() < 4 or max(lengths[0] / lengths[2], lengths[2] / lengths[0]) > 2:
        return False
    stretch = (lengths[0] + lengths[2]) / width / ((lengths[1] + lengths[3]) / height)
    return bool(1 / _MOST_SHAPE < stretch < _MOST_SHAPE and max(lengths[1] / lengths[3], lengths[3] / lengths[1]) <= 2)


def largest(votes: Floats) -> tuple[int, int, int, int]:
    """top, bottom, left, right (ends excluded) of the rectangle of a grid with the greatest sum."""
    rows, columns = votes.shape
    sums = np.zeros((rows + 1, columns + 1))
    sums[1:, 1:] = votes.cumsum(axis=0).cumsum(axis=1)
    best, found = -np.inf, (0, rows, 0, columns)
    for top in range(rows):
        lines = sums[top + 1 :] - sums[top]  # (bottoms, columns + 1) sums left of each column
        lowest = np.minimum.accumulate(lines[:, :-1], axis=1)
        gains = lines[:, 1:] - lowest
        at, right = np.unravel_index(int(gains.argmax()), gains.shape)
        if gains[at, right] > best + 1e-9:
            best = float(gains[at, right])
            left = int(lines[at, : right + 1].argmin())
            found = (top, top + int(at) + 1, left, int(right) + 1)
    return found


def _within(known: Gray, picture: Pyramid, matrix: Floats, part: Rectangle) -> Rectangle | None:
    """The box of what of a part of the known picture lies in the query."""
    height, width = known.shape
    x0, y0, x1, y1 = max(0.0, part[0]), max(0.0, part[1]), min(float(width), part[2]), min(float(height), part[3])
    if x1 - x0 < 4 or y1 - y0 < 4:
        return None
    # Sampled, not clipped: under a projective map polygons may be anything.
    across, down = np.linspace(x0, x1, 41), np.linspace(y0, y1, 41)
    x, y = (each.ravel() for each in np.meshgrid(across, down))
    there = mapped(matrix, np.stack([x, y], axis=1))
    inside = ((there >= -1) & (there <= (picture.width + 1, picture.height + 1))).all(axis=1)
    if not inside.any():
        return None
    x, y = x[inside], y[inside]
    step = (x1 - x0) / 40, (y1 - y0) / 40
    return (
        max(x0, float(x.min()) - step[0]), max(y0, float(y.min()) - step[1]),
        min(x1, float(x.max()) + step[0]), min(y1, float(y.max()) + step[1]),
    )  # fmt: skip


def _visible(pose: Floats, shown: Rectangle, known: Gray, picture: Pyramid) -> float:
    x, y = (
        each.ravel() for each in np.meshgrid(np.linspace(shown[0], shown[2], 61), np.linspace(shown[1], shown[3], 61))
    )
    there = mapped(pose, np.stack([x, y], axis=1))
    slack = 0.004 * max(picture.width, picture.height)
    inside = ((there >= -slack) & (there <= (picture.width + slack, picture.height + slack))).all(axis=1)
    return min(1.0, float(inside.mean()) * (shown[2] - shown[0]) * (shown[3] - shown[1]) / known.size)


def _is_as_good(blocks: Blocks, apart: Floats, before: Blocks, apart_before: Floats) -> bool:
    now, then = ((b.likeness >= LIKE) & (a <= _OFF_PX) for b, a in ((blocks, apart), (before, apart_before)))
    return int(now.sum()) >= min(6, int(then.sum()))


def _tone(means: Floats) -> tuple[float, float]:
    """Gain and lift of shown levels over known ones."""
    known, shown = means.T
    spread = float(known.var())
    if spread < 9:
        return 1.0, float(shown.mean() - known.mean())
    gain = float(np.clip(((known - known.mean()) * (shown - shown.mean())).mean() / spread, 0.05, 4))
    return gain, float(shown.mean() - gain * known.mean())


def _surprise(agreeing: int, counted: int) -> float:
    """Minus log10 of the bound of Chernoff on that many of so many by chance."""
    share = agreeing / counted
    if share <= _CHANCE:
        return 0.0
    apart = share * log10(share / _CHANCE) + ((1 - share) * log10((1 - share) / (1 - _CHANCE)) if share < 1 else 0.0)
    return counted * apart


def _grown(part: Rectangle, by: float) -> Rectangle:
    x0, y0, x1, y1 = part
    margin = by * max(x1 - x0, y1 - y0)
    return x0 - margin, y0 - margin, x1 + margin, y1 + margin


def _shift(x: float, y: float) -> Floats:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def gray_of(rgb: NDArray[np.uint8]) -> Gray:
    """(H, W) uint8 of an (H, W, 3) sRGB picture."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY), np.uint8)
