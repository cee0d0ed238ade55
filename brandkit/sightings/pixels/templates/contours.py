"""Outlines of a drawing's inks: points with outward normals and what lies on either side, to a fraction of a pixel.

Points are (n, 2) in pixels of the planes, pixel edges (the first pixel's centre is at 0.5); normals are of unit length.
Ink numbers count from 1; 0 is the ground.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

POINTS = 480
_MARGIN = 4  # pixels of ground around the planes, so that a drawing at the artboard's edge has an outline there
_SMOOTH = 0.7  # Gaussian sigma in pixels: takes the staircase out of the planes
_SIDE_PX = 2.2  # how far from the outline its two sides are looked at
_THIN_SIDE_PX = 1.2  # the same, where the stroke is thinner than that
FAR_PX = 16.0  # outlines further apart than this are apart at any size
_SHORTEST_PX = 10.0
_BLOCK = 1024  # places that are looked at in a row
_STEP_PX, _LEAST_STEP = 1.6, 11.0  # Lab distance this far to either side; less is within a gradient


class Contour(NamedTuple):
    """Outline points with normals from `inner` to `outer` ink, and the length of outline that each stands for.

    room : distance along the normal, either way, to the next outline: how large it must be shown to be seen apart.
    """

    points: Array
    normals: Array
    inner: Array
    outer: Array
    weights: Array
    room: Array


def contour_of(planes: Array, picture: Array | None = None, *, count: int = POINTS) -> Contour:
    """About `count` outline points of the drawing, spread evenly along all of its outlines.

    picture : (h, w, 3) Lab of the drawing, as large as the planes; borders between inks without a step of colour there
    (within a gradient) are left out. Without it there are no borders between inks at all.
    """
    padded = np.pad(planes, ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0)))
    total = padded.sum(axis=2)
    pieces = [_traced(total, total, padded, outer_only=True)]
    if padded.shape[2] > 1 and picture is not None:
        pieces += [_traced(padded[..., k], total, padded, outer_only=False) for k in range(padded.shape[2])]
    points, normals, inner, outer = (np.concatenate(column) for column in zip(*pieces, strict=True))
    kept = (inner > 0) & ((outer == 0) | (outer > inner))
    if picture is not None:
        edge = np.pad(picture, ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0)), mode="edge").astype(np.float32)
        ends = [_sampled(edge, points - 0.5 + side * _STEP_PX * normals) for side in (-1, 1)]
        kept &= (outer == 0) | (np.linalg.norm(ends[0] - ends[1], axis=1) > _LEAST_STEP)
    points, normals, inner, outer = points[kept], normals[kept], inner[kept], outer[kept]
    kept_count = min(count, len(points))
    chosen = ((np.arange(kept_count) + 0.5) * (len(points) / max(1, kept_count))).astype(int)
    length = np.full(kept_count, len(points) / max(1, kept_count))
    points, normals, inner, outer = points[chosen], normals[chosen], inner[chosen], outer[chosen]
    return Contour(points - _MARGIN, normals, inner, outer, length, _room(padded, points, normals, inner, outer))


def _room(planes: Array, points: Array, normals: Array, inner: Array, outer: Array) -> Array:
    """How far each point can look along its normal, in both directions, before it meets another ink."""
    labels = np.where(planes.sum(axis=2) > 0.4, planes.argmax(axis=2) + 1, 0)
    reaches = np.arange(1.5, FAR_PX, 0.5)
    room = np.full(len(points), FAR_PX)
    for direction, own in ((-1.0, inner), (1.0, outer)):
        places = points[:, None] + direction * reaches[None, :, None] * normals[:, None]
        column = np.clip(places[..., 0].astype(int), 0, labels.shape[1] - 1)
        row = np.clip(places[..., 1].astype(int), 0, labels.shape[0] - 1)
        other = labels[row, column] != own[:, None]
        room = np.minimum(room, np.where(other.any(axis=1), reaches[other.argmax(axis=1)], FAR_PX))
    return room


def _traced(
    field: Array, total: Array, planes: Array, *, outer_only: bool
) -> tuple[Array, Array, Array, Array]:
    """Points a pixel apart along the half-way lines of a field, with normals and both sides' inks."""
    import cv2
    from contourpy import LineType, contour_generator

    soft = cv2.GaussianBlur(field, (0, 0), _SMOOTH)
    lines = contour_generator(z=soft, line_type=LineType.Separate).lines(0.5)
    spaced = [_evenly(np.asarray(line)) for line in lines if len(line) > 2]
    spaced = [pair for pair in spaced if len(pair[0])]
    if not spaced:
        nothing = np.zeros(0, np.int32)
        return np.zeros((0, 2)), np.zeros((0, 2)), nothing, nothing
    points = np.concatenate([pair[0] for pair in spaced])
    normals = np.concatenate([pair[1] for pair in spaced])
    ahead, behind = _sampled(soft, points + _SIDE_PX * normals), _sampled(soft, points - _SIDE_PX * normals)
    normals = np.where((ahead > behind)[:, None], -normals, normals)
    inner, outer = _ink_at(planes, points - _SIDE_PX * normals), _ink_at(planes, points + _SIDE_PX * normals)
    inner = np.where(inner == 0, _ink_at(planes, points - _THIN_SIDE_PX * normals), inner)
    if outer_only:
        outer[:] = 0
    else:
        on_rim = cv2.GaussianBlur(total, (0, 0), _SMOOTH)
        outer = np.where(_sampled(on_rim, points) < 0.9, 0, outer)
        inner = np.where(outer == 0, 0, inner)
    return points + 0.5, normals, inner, outer


def _evenly(line: Array) -> tuple[Array, Array]:
    """Points one pixel apart on a closed polyline, and unit normals; none for a line too short to matter."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if along[-1] < _SHORTEST_PX:
        return np.zeros((0, 2)), np.zeros((0, 2))
    places = np.arange(0.5, along[-1], 1.0)
    points = np.stack([np.interp(places, along, line[:, 0]), np.interp(places, along, line[:, 1])], axis=1)
    reach = min(3, max(1, len(points) // 6))
    tangents = np.roll(points, -reach, axis=0) - np.roll(points, reach, axis=0)
    normals = np.stack([tangents[:, 1], -tangents[:, 0]], axis=1)
    return points, normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9)


def _sampled(field: Array, points: Array) -> Array:
    import cv2

    count = len(points)
    # OpenCV looks at less than 32,768 places in a row or column: laid out as a block there is no limit to meet.
    places = np.zeros((max(1, -(-count // _BLOCK)), _BLOCK, 2), np.float32)
    places.reshape(-1, 2)[:count] = points
    found = cv2.remap(field, places[..., 0].copy(), places[..., 1].copy(), cv2.INTER_LINEAR)
    return found.reshape(-1, *found.shape[2:])[:count]


def _ink_at(planes: Array, points: Array) -> Array:
    """Number of the ink that covers most at each point, 0 where the ground does."""
    cover = np.stack([_sampled(np.ascontiguousarray(planes[..., k]), points) for k in range(planes.shape[2])], axis=1)
    return np.where(cover.sum(1) > 0.4, cover.argmax(1) + 1, 0).astype(np.int32)
