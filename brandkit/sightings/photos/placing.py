"""Where a photograph lies: its frame taken off, its eight ways round, the affine map nearest to one in perspective."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brandkit.geometry import Affine
from brandkit.sightings.photos.blocks import mapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float64]

SMALLEST_PX = 32
_TRIM_LEVELS = 12  # how far a border pixel may be from the border's colour
_DIHEDRAL = 8


def untrimmed_box(picture: Pixels) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 of a picture within a border of one colour; all of it when there is none."""
    height, width = picture.shape[:2]
    ground = np.median(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]), axis=0)
    content = (np.abs(picture.astype(np.int16) - ground.astype(np.int16)) > _TRIM_LEVELS).any(axis=2)
    # A row of a frame may carry specks; a row of the picture does not look like the frame almost throughout.
    rows, columns = np.flatnonzero(content.mean(axis=1) > 0.03), np.flatnonzero(content.mean(axis=0) > 0.03)
    if not len(rows) or not len(columns):
        return 0, 0, width, height
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def laid_in(size: tuple[float, float], box: tuple[int, int, int, int], turn: int) -> Affine:
    """The map of a master onto a box of the picture, when turning the box's content by `turn` gives the master."""
    x0, y0, x1, y1 = box
    probe = np.array([[0, 0], [1, 0], [0, 1]], dtype=np.float64)
    for _ in range(turn % 4):
        # np.rot90 turns counterclockwise: what is at (x, y) after it was at (1 - y, x) before.
        probe = np.column_stack([1 - probe[:, 1], probe[:, 0]])
    if turn >= _DIHEDRAL // 2:
        probe[:, 0] = 1 - probe[:, 0]
    (ox, oy), (ax, ay), (bx, by) = (probe * (x1 - x0, y1 - y0) + (x0, y0)).tolist()
    width, height = size
    return Affine((ax - ox) / width, (ay - oy) / width, (bx - ox) / height, (by - oy) / height, ox, oy)


def nearest_affine(matrix: Floats, width: float, height: float) -> Affine:
    """The affine map that is nearest to a (3, 3) one over a picture, by least squares."""
    x, y = (each.ravel() for each in np.meshgrid(np.linspace(0, width, 7), np.linspace(0, height, 7)))
    there = mapped(matrix, np.stack([x, y], axis=1))
    solution, *_ = np.linalg.lstsq(np.column_stack([x / width, y / height, np.ones(len(x))]), there, rcond=None)
    (a, b), (c, d), (e, f) = solution.tolist()
    return Affine(a / width, b / width, c / height, d / height, e, f)


def boxes_of(picture: Pixels) -> list[tuple[int, int, int, int]]:
    """The picture as it stands and, where it has one, without its border."""
    height, width = picture.shape[:2]
    whole, inner = (0, 0, width, height), untrimmed_box(picture)
    if inner == whole or min(inner[2] - inner[0], inner[3] - inner[1]) < SMALLEST_PX:
        return [whole]
    return [whole, inner]


def square(matrix: Affine) -> Floats:
    """An affine map as a (3, 3) one."""
    return np.array([[matrix.a, matrix.c, matrix.e], [matrix.b, matrix.d, matrix.f], [0, 0, 1.0]])
