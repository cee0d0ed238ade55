"""A known picture laid over a query, compared block by block: where each block really lies, and how alike it is.

What is laid over a part of the picture (letters, a logo, a neighbour in a collage) spoils its own blocks and no other;
correlation within a block does not mind another tone, a tint or a lack of colour.

Source: Lewis, Fast normalized cross-correlation, Vision Interface 1995.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Gray = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

BLOCK_PX, STRIDE_PX = 20, 14
FLAT_LEVELS = 2.5  # standard deviation below which a block shows nothing
_GRAIN_PX = 0.7  # noise and JPEG differ from one pixel to the next
_FEWEST_PROJECTIVE = 24  # blocks: fewer would bend the map to their noise
_LIKE = 0.6
_CAUCHY_PX = 1.0
_ROUNDS = 8


class Pyramid:
    """A picture at halved sizes, to be looked at in any scale without aliasing."""

    def __init__(self, gray: Gray):
        self.height, self.width = gray.shape
        self.levels = [np.ascontiguousarray(gray)]
        while min(self.levels[-1].shape) >= 2 * BLOCK_PX:
            height, width = self.levels[-1].shape
            size = ((width + 1) // 2, (height + 1) // 2)
            self.levels.append(np.asarray(cv2.resize(self.levels[-1], size, interpolation=cv2.INTER_AREA), np.uint8))

    def drawn(self, to_picture: Floats, width: int, height: int) -> NDArray[np.float32]:
        """(height, width) of what the picture shows where a (3, 3) map from that frame puts it; its edge goes on.

        Maps are between edges of pixels: the middle of the first one is at (0.5, 0.5).
        """
        step = scale_of(to_picture, width, height)
        level = self.levels[int(np.clip(np.floor(np.log2(max(step, 1.0)) + 0.3), 0, len(self.levels) - 1))]
        to_level = np.diag([level.shape[1] / self.width, level.shape[0] / self.height, 1.0]) @ to_picture
        centered = _CENTER @ to_level @ np.linalg.inv(_CENTER)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        shown = cv2.warpPerspective(level, centered, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.GaussianBlur(shown, (0, 0), _GRAIN_PX), np.float32)


@dataclass(frozen=True)
class Blocks:
    """A grid of blocks of a frame, row by row.

    Attributes
    ----------
    rows, columns : of the grid.
    centers, moved : (n, 2) float64
        Middle of each block in the frame, and where in it the query shows it; the same where that is not known.
    likeness : (n,) float64
        Best correlation, -1..1; 0 for a block that is flat on either side.
    known_flat, shown_flat, valid : (n,) bool
        Which show nothing; which lie in the query with all of their area.
    means, spreads : (n, 2) float64
        Mean levels and their standard deviations, known and shown.
    """

    rows: int
    columns: int
    centers: Floats
    moved: Floats
    likeness: Floats
    known_flat: Truths
    shown_flat: Truths
    valid: Truths
    means: Floats
    spreads: Floats


_CENTER = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])


def mapped(matrix: Floats, points: Floats) -> Floats:
    """(n, 2) points under a (3, 3) map."""
    there = points @ matrix[:, :2].T + matrix[:, 2]
    found: Floats = there[:, :2] / there[:, 2:]
    return found


def scale_of(matrix: Floats, width: float, height: float) -> float:
    """Pixels for each one of a frame in its middle."""
    middle = np.array([[width / 2, height / 2]])
    around = mapped(matrix, middle + np.array([[-0.5, 0], [0.5, 0], [0, -0.5], [0, 0.5]]))
    across, down = around[1] - around[0], around[3] - around[2]
    return float(abs(across[0] * down[1] - across[1] * down[0]) ** 0.5)


def compared(known: NDArray[np.float32], picture: Pyramid, to_picture: Floats, reach: int) -> Blocks:
    """The blocks of a known (H, W) frame, each looked for in the picture up to `reach` pixels of the frame around.

    Parameters
    ----------
    to_picture : (3, 3) from pixels of the frame to pixels of the picture.
    """
    height, width = known.shape
    wider: Floats = to_picture @ np.array([[1, 0, -reach], [0, 1, -reach], [0, 0, 1.0]])
    shown = picture.drawn(wider, width + 2 * reach, height + 2 * reach)
    tops, lefts = _starts(height), _starts(width)
    left, top = (each.ravel() for each in np.meshgrid(lefts, tops))
    centers: Floats = np.stack([left, top], axis=1).astype(np.float64) + BLOCK_PX / 2
    count = len(centers)
    moved, likeness = centers.copy(), np.zeros(count, np.float64)
    known_flat, shown_flat, means = np.zeros(count, bool), np.zeros(count, bool), np.zeros((count, 2))
    spreads = np.zeros((count, 2))
    valid = _inside(to_picture, centers, picture)
    for at in np.flatnonzero(valid).tolist():
        x, y = int(left[at]), int(top[at])
        template = known[y : y + BLOCK_PX, x : x + BLOCK_PX]
        window = shown[y : y + BLOCK_PX + 2 * reach, x : x + BLOCK_PX + 2 * reach]
        same = window[reach : reach + BLOCK_PX, reach : reach + BLOCK_PX]
        (mean, spread), (mean_shown, spread_shown) = cv2.meanStdDev(template), cv2.meanStdDev(same)
        means[at], spreads[at] = (mean[0, 0], mean_shown[0, 0]), (spread[0, 0], spread_shown[0, 0])
        known_flat[at], shown_flat[at] = spread[0, 0] < FLAT_LEVELS, spread_shown[0, 0] < FLAT_LEVELS
        if known_flat[at] or shown_flat[at]:
            continue
        surface = cv2.matchTemplate(window, template, cv2.TM_CCOEFF_NORMED)
        likeness[at], offset = _peak(np.asarray(surface, np.float64))
        moved[at] = centers[at] + offset - reach
    return Blocks(len(tops), len(lefts), centers, moved, likeness, known_flat, shown_flat, valid, means, spreads)


def fitted(blocks: Blocks) -> tuple[Floats, Floats] | None:
    """The (3, 3) map that moves the centers of most blocks to where they are seen, and how far each is from it.

    None where fewer than three blocks are alike.
    """
    use = blocks.likeness >= _LIKE
    if use.sum() < 3:
        return None
    at, shift = blocks.centers, blocks.moved - blocks.centers
    extent = max(float(np.ptp(at, axis=0).max()), BLOCK_PX)
    middle = at[use].mean(axis=0)
    near = (at - middle) / extent
    projective = int(use.sum()) >= _FEWEST_PROJECTIVE
    predicted = np.median(shift[use], axis=0)[None].repeat(len(at), axis=0)
    for _ in range(_ROUNDS):
        apart = np.linalg.norm(shift - predicted, axis=1)
        weights = np.where(use, blocks.likeness**2 / (1 + (apart / _CAUCHY_PX) ** 2), 0)
        predicted = _smooth(near, shift, weights, projective)
    matrix = _map_of(at, at + predicted, projective)
    if matrix is None:
        return None
    return matrix, np.asarray(np.linalg.norm(mapped(matrix, at) - blocks.moved, axis=1), np.float64)


def _smooth(near: Floats, shift: Floats, weights: Floats, projective: bool) -> Floats:
    """Shifts of an affine map, or to first order of a projective one, with a mild pull towards no change of shape."""
    x, y = near[:, 0], near[:, 1]
    one, none = np.ones(len(x)), np.zeros(len(x))
    rows_x, rows_y = [one, x, y, none, none, none], [none, none, none, one, x, y]
    if projective:
        rows_x, rows_y = [*rows_x, x * x, x * y], [*rows_y, x * y, y * y]
    terms = np.concatenate([np.stack(rows_x, axis=1), np.stack(rows_y, axis=1)])
    wanted, double = np.concatenate([shift[:, 0], shift[:, 1]]), np.concatenate([weights, weights])
    pull = np.array([0, 0.3, 0.3, 0, 0.3, 0.3] + [0.3, 0.3] * projective)
    normal = (terms * double[:, None]).T @ terms + np.diag(pull) + 1e-9 * np.eye(terms.shape[1])
    solved = terms @ np.linalg.solve(normal, (terms * double[:, None]).T @ wanted)
    return np.stack([solved[: len(x)], solved[len(x) :]], axis=1)


def _map_of(start: Floats, end: Floats, projective: bool) -> Floats | None:
    """The (3, 3) map that takes points where a smooth field took them."""
    low, high = start.min(axis=0), start.max(axis=0)
    if not projective:
        solution, *_ = np.linalg.lstsq(np.column_stack([start, np.ones(len(start))]), end, rcond=None)
        return np.vstack([solution.T, [0, 0, 1]])
    size = np.maximum(high - low, 1)
    unit = (start - low) / size
    x, y = unit.T
    u, v = ((end - low) / size).T
    one, none = np.ones(len(x)), np.zeros(len(x))
    terms = np.concatenate([
        np.column_stack([x, y, one, none, none, none, -u * x, -u * y]),
        np.column_stack([none, none, none, x, y, one, -v * x, -v * y]),
    ])  # fmt: skip
    solution, *_ = np.linalg.lstsq(terms, np.concatenate([u, v]), rcond=None)
    back = np.array([[size[0], 0, low[0]], [0, size[1], low[1]], [0, 0, 1]])
    found = back @ np.append(solution, 1).reshape(3, 3) @ np.linalg.inv(back)
    return None if not np.isfinite(found).all() or abs(found[2, 2]) < 1e-9 else np.asarray(found / found[2, 2])


def _starts(length: int) -> NDArray[np.int64]:
    """Where blocks begin along a side: both ends have one."""
    if length <= BLOCK_PX:
        return np.zeros(1, np.int64)
    count = max(2, round((length - BLOCK_PX) / STRIDE_PX) + 1)
    return np.linspace(0, length - BLOCK_PX, count).round().astype(np.int64)


def _inside(to_picture: Floats, centers: Floats, picture: Pyramid) -> Truths:
    half = BLOCK_PX / 2 - 1
    inside = np.ones(len(centers), bool)
    for corner in ((-half, -half), (half, -half), (half, half), (-half, half)):
        there = mapped(to_picture, centers + corner)
        inside &= ((there >= 0) & (there <= (picture.width, picture.height))).all(axis=1)
    return inside


def _peak(surface: Floats) -> tuple[float, Floats]:
    """Highest value of a surface and its (x, y), between samples by a parabola each way."""
    row, column = np.unravel_index(int(surface.argmax()), surface.shape)
    found = np.array([float(column), float(row)])
    for axis, (at, line) in enumerate(((int(column), surface[row]), (int(row), surface[:, column]))):
        if 0 < at < len(line) - 1:
            bend = line[at - 1] - 2 * line[at] + line[at + 1]
            if bend < -1e-9:
                found[axis] += float(np.clip(0.5 * (line[at - 1] - line[at + 1]) / bend, -0.5, 0.5))
    return float(surface[row, column]), found
