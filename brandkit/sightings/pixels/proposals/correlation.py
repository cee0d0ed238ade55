"""Upright poses at which an outline runs along the page's edges, wherever and however large: the second proposer.

It needs no closed region, so it finds logos that are partly hidden, cut off by the page's edge, faint, small or on a
restless ground; in return it only finds those that stand upright or nearly so. A logo much longer than high is looked
for by its two ends, each by itself.

Outline points answer with the bits of `orientations`; every second pixel both ways is tried at nine sizes an octave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.orientations import FULL, UNKNOWN, answers, bins_of

Array = NDArray[Any]

SIZES_PER_OCTAVE = 9
POINTS = 52
LEAST_RADIUS_PX = 8.5  # mean distance of outline points from their middle, at the level where they are looked for
_LONGEST = 2.2  # proportion from which a logo is looked for by its ends
_PAD_PX = 18  # around the page, for logos that are cut off there
_LEAST_ANSWER = 0.62
_PEAKS_PER_SIZE = 8
_LEAST_ROOM_PX = 1.3  # outlines nearer than this to the next run together


@dataclass(frozen=True, eq=False)
class Piece:
    """Outline points (n, 2) about their middle, in units of their mean distance from it; orientations (n,)."""

    points: Array
    bins: Array
    middle: Array
    radius: float


@dataclass(eq=False)
class Responses:
    """Answers of one level of the page to each orientation: [bin][row parity][column parity] uint8 planes, padded.

    bits : (h, w) uint8 that they were made from. shape : of each plane.
    """

    bits: NDArray[np.uint8]
    planes: list[list[list[Array]]] = field(default_factory=list)
    shape: tuple[int, int] = (0, 0)


def responses_of(bits: NDArray[np.uint8]) -> Responses:
    """The answers of a level's (h, w) bits."""
    import cv2

    found = Responses(bits)
    height, width = bits.shape
    size = (height + 2 * _PAD_PX + 1) // 2 * 2, (width + 2 * _PAD_PX + 1) // 2 * 2
    found.shape = size[0] // 2, size[1] // 2
    for table in answers():
        padded = np.full(size, UNKNOWN, np.uint8)
        padded[_PAD_PX : _PAD_PX + height, _PAD_PX : _PAD_PX + width] = cv2.LUT(bits, table)
        found.planes.append([[padded[y::2, x::2].copy() for x in (0, 1)] for y in (0, 1)])
    return found


def pieces_of(points: Array, normals: Array, room: Array) -> list[Piece]:
    """What of an outline is looked for: all of it, or the two ends of a long one."""
    low, high = points.min(axis=0), points.max(axis=0)
    extent = high - low
    axis = int(np.argmax(extent))
    if extent[axis] < _LONGEST * extent[1 - axis]:
        return [_piece(points, normals, room)]
    reach = (_LONGEST - 0.4) * extent[1 - axis]
    ends = [points[:, axis] < low[axis] + reach, points[:, axis] > high[axis] - reach]
    return [_piece(points[end], normals[end], room[end]) for end in ends if end.sum() > 30]


def _piece(points: Array, normals: Array, room: Array) -> Piece:
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    radius = float(np.linalg.norm(points - middle, axis=1).mean())
    open_enough = room * (LEAST_RADIUS_PX * 1.4 / radius) > _LEAST_ROOM_PX
    if open_enough.sum() > 0.4 * len(points):
        points, normals = points[open_enough], normals[open_enough]
    chosen = ((np.arange(POINTS) + 0.5) * (len(points) / POINTS)).astype(int)
    points, normals = points[chosen], normals[chosen]
    return Piece((points - middle) / radius, bins_of(normals), middle, radius)


def upright_poses(levels: Sequence[Responses], pieces: Sequence[Piece]) -> tuple[Array, Array, Array]:
    """(n, 2, 3) poses, their answers 0..1, best first, and the artboard points (n, 2) that they hold to.

    levels : the responses of a page at its full size, half of it, and so on.
    """
    found: list[tuple[float, ...]] = []
    for level, responses in enumerate(levels):
        for piece in pieces:
            for step in range(SIZES_PER_OCTAVE):
                radius = LEAST_RADIUS_PX * 2 ** (step / SIZES_PER_OCTAVE)
                scale = radius / piece.radius * 2.0**level
                for share, x, y in _peaks(responses, np.round(piece.points * radius).astype(int), piece.bins):
                    there = np.array([x, y]) * 2.0**level - piece.middle * scale
                    found.append((share, scale, *there.tolist(), *piece.middle.tolist()))
    if not found:
        return np.zeros((0, 2, 3)), np.zeros(0), np.zeros((0, 2))
    rows = np.array(found)
    rows = rows[np.argsort(-rows[:, 0], kind="stable")]
    poses = np.zeros((len(rows), 2, 3))
    poses[:, 0, 0] = poses[:, 1, 1] = rows[:, 1]
    poses[:, :, 2] = rows[:, 2:4]
    return poses, rows[:, 0], rows[:, 4:]


def _peaks(responses: Responses, points: Array, bins: Array) -> Iterator[tuple[float, float, float]]:
    """Answer and place (x, y), in pixels of the level, of the best places of an outline."""
    import cv2

    low, high = points.min(axis=0), points.max(axis=0)
    rows, columns = responses.shape
    down, across = rows - (high[1] - low[1]) // 2 - 1, columns - (high[0] - low[0]) // 2 - 1
    if down < 2 or across < 2:
        return
    total = np.zeros((down, across), np.uint8)
    for (dx, dy), own in zip((points - low).tolist(), bins.tolist(), strict=True):
        plane = responses.planes[own][dy & 1][dx & 1]
        total += plane[dy >> 1 : (dy >> 1) + down, dx >> 1 : (dx >> 1) + across]
    least = int(_LEAST_ANSWER * FULL * len(points))
    tops = np.flatnonzero((total >= least) & (total == cv2.dilate(total, np.ones((5, 5), np.uint8))))
    best = tops[np.argsort(-total.ravel()[tops].astype(int), kind="stable")[:_PEAKS_PER_SIZE]]
    for place in best.tolist():
        y, x = divmod(place, across)
        yield (
            float(total[y, x]) / (FULL * len(points)),
            2 * x - low[0] - _PAD_PX + 0.5,
            2 * y - low[1] - _PAD_PX + 0.5,
        )
