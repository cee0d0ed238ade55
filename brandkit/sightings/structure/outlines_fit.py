"""Proposed poses voted on by all other contours, then fitted exactly to those that agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brandkit.sightings.structure.outlines_contours import Contours
from brandkit.sightings.structure.outlines_master import Outline

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.spatial import cKDTree

    Array = NDArray[np.float64]
    Integers = NDArray[np.intp]

VOTERS = 24  # largest contours that vote on a pose
ROUGH, CLOSE = 0.02, 0.004  # distance of centroids from where a pose puts them, as a share of the logo's diagonal
NEIGHBORS = 10  # contours looked at around a predicted centroid; rings and twice-painted paths share one
LEAST_SHARE = 0.3  # of the voters' area, below which a pose is no sighting
POSES = 60  # instances of one master on one page
# Fitted contours, points on each, rounds, and the tolerance before: cheap at first, for most proposals end there.
PASSES = ((10, 12, 2, ROUGH), (24, 16, 2, ROUGH), (40, 32, 3, CLOSE))
_SAME_FIT = 0.002  # difference of two misfits (offset as a share of the diagonal, area as a tenth of its log ratio)
_TINY = 2e-4  # share of the logo's area under which rounding hides a contour's form


@dataclass(frozen=True)
class Fit:
    """A master laid on a drawing.

    matrix : (2, 3) artboard to drawing.
    matched : (N,) the drawing's contour that stands for each of the master's, -1 for none.
    residual : root mean square distance of boundaries, as a share of the logo's diagonal.
    """

    matrix: Array
    matched: Integers
    residual: float


def fits(outline: Outline, drawing: Contours, centers: cKDTree, poses: Array) -> list[Fit]:
    """The fits of a master, best first, one a place; `centers` holds the drawing's centroids."""
    if not len(poses):
        return []
    score, hits = _votes(outline, drawing, centers, poses)
    least = min(3, len(outline.contours))
    order = [i for i in np.argsort(-score, kind="stable") if score[i] >= LEAST_SHARE and hits[i] >= least]
    found: list[Fit] = []
    taken: list[Array] = []
    settled: list[Array] = []
    for index in order:
        frame = _frame(outline, poses[index])
        if any(_same_place(frame, other) for other in taken):
            continue
        taken.append(frame)
        fit = fitted(outline, drawing, centers, poses[index])
        if fit is not None and not any(_same_place(_frame(outline, fit.matrix), f) for f in settled):
            found.append(fit)
            settled.append(_frame(outline, fit.matrix))
        if len(taken) >= POSES:
            break
    return found


def fitted(outline: Outline, drawing: Contours, centers: cKDTree, pose: Array) -> Fit | None:
    """One pose refined on the contours that agree with it; None when they do not hold together."""
    for contours, points, rounds, tolerance in PASSES:
        matched = _matched(outline, drawing, centers, pose, tolerance)
        if outline.contours.area[matched >= 0].sum() < LEAST_SHARE * outline.contours.area.sum():
            return None
        pose = _refined(outline, drawing, matched, pose, contours, points, rounds)
    matched = _matched(outline, drawing, centers, pose, CLOSE)
    if not (matched >= 0).any():
        return None
    return Fit(pose, matched, _residual(outline, drawing, matched, pose))


def placed(matrix: Array, points: Array) -> Array:
    """(…, 2) points under a (2, 3) map."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def _votes(outline: Outline, drawing: Contours, centers: cKDTree, poses: Array) -> tuple[Array, Integers]:
    """(P,) share of the voters' area that finds its counterpart, and how many do."""
    own = outline.contours
    voters = np.argsort(-own.area)[:VOTERS]
    scale = np.abs(np.linalg.det(poses[:, :, :2]))
    expected = np.einsum("pij,vj->pvi", poses[:, :, :2], own.center[voters]) + poses[:, None, :, 2]
    reach = ROUGH * outline.diagonal * np.sqrt(scale)
    found = np.zeros(expected.shape[:2], dtype=bool)
    finite = np.isfinite(expected).all(axis=2)
    distance, near = _nearest(centers, np.where(finite[..., None], expected, 0.0), len(drawing))
    ratio = drawing.area[near] / (own.area[voters][None, :, None] * scale[:, None, None])
    found = ((distance < reach[:, None, None]) & (np.abs(np.log(np.maximum(ratio, 1e-9))) < 0.15)).any(axis=2) & finite
    area = own.area[voters]
    return found @ area / area.sum(), found.sum(axis=1)


def _nearest(centers: cKDTree, points: Array, count: int) -> tuple[Array, Integers]:
    distance, near = centers.query(points, k=min(NEIGHBORS, count))
    if distance.ndim == points.ndim - 1:
        distance, near = distance[..., None], near[..., None]
    return distance, near


def _matched(outline: Outline, drawing: Contours, centers: cKDTree, pose: Array, tolerance: float) -> Integers:
    """(N,) the counterpart of every contour: at its place, of its size, spread and form."""
    own, linear = outline.contours, pose[:, :2]
    scale = abs(np.linalg.det(linear))
    size = outline.diagonal * np.sqrt(scale)
    distance, near = _nearest(centers, placed(pose, own.center), len(drawing))
    expected = own.area * scale
    tiny = (own.area < _TINY * own.area.sum())[:, None]
    wrong_area = np.abs(np.log(drawing.area[near] / expected[:, None]))
    spread = linear @ own.spread @ linear.T
    bent = np.linalg.norm(drawing.spread[near] - spread[:, None], axis=(2, 3))
    bent /= np.linalg.norm(spread, axis=(1, 2))[:, None]
    form = np.abs(drawing.signature[near] - own.signature[:, None]).max(axis=2)
    good = (distance < tolerance * size) & (wrong_area < np.where(tiny, 0.4, 0.12))
    good &= (bent < np.where(tiny, 0.5, 0.15)) & (tiny | (form < 0.25))
    # Paths painted on each other are paired from the top: the last painted of the master with the last on the page.
    misfit = np.where(good, distance / size + wrong_area / 10, np.inf)
    seen = good & (misfit <= misfit.min(axis=1, keepdims=True) + _SAME_FIT)
    order = np.argsort(np.where(seen, -drawing.owner[near], 1), axis=1, kind="stable")
    rank = np.minimum(outline.depth, np.maximum(seen.sum(axis=1) - 1, 0))
    column = np.take_along_axis(order, rank[:, None], axis=1)
    return np.where(good.any(axis=1), np.take_along_axis(near, column, axis=1)[:, 0], -1)


def _refined(
    outline: Outline, drawing: Contours, matched: Integers, pose: Array, contours: int, points: int, rounds: int
) -> Array:
    """The affine map by least squares: boundary points onto the counterpart's edges, centroids onto centroids."""
    own = outline.contours
    pairs = _pairs(outline, matched, contours)
    centers, targets = own.center[pairs], drawing.center[matched[pairs]]
    weight = np.sqrt(points * own.area[pairs] / own.area[pairs].max())[:, None]
    samples = [_sampled(own.points[i], points) for i in pairs]
    edges = [_edges(drawing.points[matched[i]]) for i in pairs]
    for _ in range(rounds):
        rows = [_equations(placed(pose, s), s, e) for s, e in zip(samples, edges, strict=True)]
        left = np.concatenate([row[0] for row in rows] + [_block(centers, 0) * weight, _block(centers, 1) * weight])
        right = np.concatenate([row[1] for row in rows] + [targets[:, 0] * weight[:, 0], targets[:, 1] * weight[:, 0]])
        kept = _inliers(left @ pose.ravel() - right)
        solution, _, rank, _ = np.linalg.lstsq(left[kept], right[kept], rcond=None)
        if rank < 6:
            return pose
        pose = solution.reshape(2, 3)
    return pose


def _inliers(residuals: Array) -> NDArray[np.bool_]:
    """Which equations fit as the most do; parts that were redrawn must not bend the map."""
    size = np.abs(residuals)
    return size <= max(4 * float(np.median(size)), 1e-9 + float(np.quantile(size, 0.7)))


def _residual(outline: Outline, drawing: Contours, matched: Integers, pose: Array) -> float:
    own = outline.contours
    squares = []
    for index in _pairs(outline, matched, PASSES[-1][0]):
        samples = _sampled(own.points[index], PASSES[-1][1])
        left, right = _equations(placed(pose, samples), samples, _edges(drawing.points[matched[index]]))
        squares.append(np.mean((left @ pose.ravel() - right) ** 2))
    size = outline.diagonal * np.sqrt(abs(np.linalg.det(pose[:, :2])))
    return float(np.sqrt(np.mean(squares)) / size)


def _pairs(outline: Outline, matched: Integers, most: int) -> Integers:
    """The largest matched contours, `most` at most."""
    present = np.nonzero(matched >= 0)[0]
    return present[np.argsort(-outline.contours.area[present])][:most]


def _sampled(points: Array, count: int) -> Array:
    """(count, 2) points at equal distances along a closed polygon."""
    ring = np.concatenate([points, points[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    at = np.linspace(0, along[-1], count, endpoint=False)
    return np.column_stack([np.interp(at, along, ring[:, 0]), np.interp(at, along, ring[:, 1])])


def _edges(points: Array) -> tuple[Array, Array]:
    return points, np.roll(points, -1, axis=0)


def _equations(where: Array, samples: Array, edges: tuple[Array, Array]) -> tuple[Array, Array]:
    """One row a sample: its map lies on the line through the nearest edge."""
    start, end = edges
    run = end - start
    length = np.maximum(np.einsum("ei,ei->e", run, run), 1e-18)
    share = np.clip(((where[:, None] - start) * run).sum(axis=2) / length, 0, 1)
    foot = start + share[..., None] * run
    nearest = ((where[:, None] - foot) ** 2).sum(axis=2).argmin(axis=1)
    normal = np.column_stack([-run[nearest, 1], run[nearest, 0]]) / np.sqrt(length[nearest])[:, None]
    left = normal[:, :1] * _block(samples, 0) + normal[:, 1:] * _block(samples, 1)
    return left, (normal * start[nearest]).sum(axis=1)


def _block(points: Array, row: int) -> Array:
    """(n, 6) coefficients of the map's row for each point."""
    block = np.zeros((len(points), 6))
    block[:, 3 * row : 3 * row + 2] = points
    block[:, 3 * row + 2] = 1
    return block


def _frame(outline: Outline, matrix: Array) -> Array:
    box = outline.ink_box
    return placed(matrix, np.array([[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]]))


def _same_place(one: Array, other: Array) -> bool:
    """Whether two frames lie on each other corner by corner; turns of a symmetric mark stay apart, paint decides."""
    size = np.linalg.norm(one[2] - one[0]) + np.linalg.norm(other[2] - other[0])
    return bool(np.linalg.norm(one - other, axis=1).max() < 0.01 * size)
