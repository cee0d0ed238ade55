"""Rough poses put in order by how much of the whole outline the page's edges answer, each moved to its best place near.

Places are compared one level finer than that at which they were found, so that clutter, which answers a coarse outline
by chance, falls behind. Poses are (n, 2, 3), artboard units to page pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.correlation import LEAST_RADIUS_PX, Responses, pieces_of
from brandkit.sightings.pixels.proposals.orientations import FULL, UNKNOWN, answers, bins_of
from brandkit.sightings.pixels.templates.contours import Contour

Array = NDArray[Any]

_POINTS = 96
_SCALES = np.array([1.0, 0.97, 1.03, 0.94, 1.06])
_SHIFTS_PX = np.array([[0, 0], [-2, 0], [2, 0], [0, -2], [0, 2], [-2, -2], [2, -2], [-2, 2], [2, 2]], float)
_CHUNK = 8


def level_of(radius_px: Array, levels: int) -> Array:
    """The level at which outlines of such mean distance from their middle are looked for."""
    # A hair more: a pose found at a level's least size belongs to it.
    coarse = np.floor(np.log2(np.maximum(radius_px, 1e-6) / LEAST_RADIUS_PX) + 1e-6)
    return np.clip(coarse, 0, levels - 1).astype(np.int64)


def answered(pages: Sequence[Responses], contour: Contour, poses: Array, *, finer: int = 0) -> Array:
    """Share 0..1 of the outline that each pose finds answered; `finer` levels above the one of its size."""
    points, normals = _sampled(contour)
    scores = np.zeros(len(poses))
    levels = np.maximum(0, level_of(_radii(contour, poses), len(pages)) - finer)
    for level in np.unique(levels):
        own = np.flatnonzero(levels == level)
        places, bins = _placed(poses[own], points, normals, 0.5**level)
        scores[own] = _looked_up(pages[level].bits, places, bins)
    return scores


def settled(pages: Sequence[Responses], contour: Contour, poses: Array, anchors: Array) -> tuple[Array, Array]:
    """The poses at the best of some sizes about their anchors and some shifts, and their answers.

    anchors : (n, 2) artboard points.
    """
    points, normals = _sampled(contour)
    found, scores = poses.copy(), np.zeros(len(poses))
    levels = np.maximum(0, level_of(_radii(contour, poses), len(pages)) - 1)
    for level in np.unique(levels):
        every = np.flatnonzero(levels == level)
        for first in range(0, len(every), _CHUNK):
            own = every[first : first + _CHUNK]
            best, scores[own] = _best_near(pages[level].bits, poses[own], anchors[own], (points, normals), 0.5**level)
            found[own] = best
    return found, scores


def _best_near(
    bits: NDArray[np.uint8], poses: Array, anchors: Array, outline: tuple[Array, Array], shrink: float
) -> tuple[Array, Array]:
    places, bins = _placed(poses, *outline, shrink)
    held = _mapped(poses, anchors[:, None]) * shrink
    tries = (places - held)[:, None] * _SCALES[:, None, None] + held[:, None]
    tries = tries[:, :, None] + _SHIFTS_PX[:, None]
    count, sizes, shifts = tries.shape[:3]
    every = np.broadcast_to(bins[:, None], (count, sizes * shifts, bins.shape[1]))
    scores = _looked_up(bits, tries.reshape(count, sizes * shifts, -1, 2), every)
    best = scores.argmax(axis=1)
    found = poses.copy()
    found[:, :, :2] *= _SCALES[best // shifts][:, None, None]
    at = (held[:, 0] + _SHIFTS_PX[best % shifts]) / shrink
    found[:, :, 2] = at - (found[:, :, :2] @ anchors[:, :, None])[:, :, 0]
    return found, scores.max(axis=1)


def _placed(poses: Array, points: Array, normals: Array, shrink: float) -> tuple[Array, Array]:
    """(n, p, 2) places in pixels of a level, and the (n, p) orientations of the outline there."""
    turned = normals @ np.linalg.inv(poses[:, :, :2])
    return _mapped(poses, points) * shrink, bins_of(turned.reshape(-1, 2)).reshape(turned.shape[:2])


def _mapped(poses: Array, points: Array) -> Array:
    """(n, p, 2) of points (p, 2), or (n, p, 2), under n poses."""
    return points @ poses[:, :, :2].transpose(0, 2, 1) + poses[:, None, :, 2]


def _looked_up(bits: NDArray[np.uint8], places: Array, bins: Array) -> Array:
    column, row = np.floor(places[..., 0]).astype(np.int64), np.floor(places[..., 1]).astype(np.int64)
    inside = (column >= 0) & (column < bits.shape[1]) & (row >= 0) & (row < bits.shape[0])
    seen = bits[np.where(inside, row, 0), np.where(inside, column, 0)]
    return np.where(inside, answers()[bins, seen], UNKNOWN).mean(axis=-1) / FULL


def _sampled(contour: Contour) -> tuple[Array, Array]:
    chosen = ((np.arange(_POINTS) + 0.5) * (len(contour.points) / _POINTS)).astype(int)
    return contour.points[chosen], contour.normals[chosen]


def _radii(contour: Contour, poses: Array) -> Array:
    """(n,) mean distance on the page of outline points from the middle of the piece that is looked for."""
    radius = pieces_of(contour.points, contour.normals, contour.room)[0].radius
    return radius * np.sqrt(np.abs(np.linalg.det(poses[:, :, :2])))
