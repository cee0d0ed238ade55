"""A master drawing prepared for finding: its contours, what is painted with which colour, and points of its ink."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from brandkit.document import Shape
from brandkit.geometry import Box
from brandkit.sightings.structure.outlines_contours import Contours, contours_of, measured

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MAP_SIDE = 480  # pixels of the label map's longer side
INK_POINTS = 6000
# Signature distance to a plain form (disc, rectangle, triangle …) below which a contour could be anybody's.
PLAIN_DISTANCE = 0.15
_SUBPIXEL = 5  # bits of OpenCV's fixed-point coordinates


@dataclass(frozen=True)
class Painting:
    """What is seen of a drawing's ink, from a label map.

    solid : (N,) whether a contour bounds ink from inside (false for holes).
    points : (K, 2) spread evenly over what is seen of the ink; contour, shape : (K,) the contour and the shape that
    each belongs to.
    parts : (shape, contour, share of the ink).
    """

    solid: NDArray[np.bool_]
    points: Array
    contour: NDArray[np.intp]
    shape: NDArray[np.intp]
    parts: tuple[tuple[int, int, float], ...]

    def of(self, parts: Collection[tuple[int, int]]) -> Array:
        """(n, 2) the points of some (shape, contour) pairs."""
        chosen = np.zeros(len(self.points), dtype=bool)
        for shape, contour in parts:
            chosen |= (self.shape == shape) & (self.contour == contour)
        return self.points[chosen]


@dataclass(frozen=True)
class Outline:
    """One vector master; artboard coordinates, origin at its top left.

    shapes : those that are painted.  distinctive : (N,) whether a contour's form is nobody's but this drawing's.
    ink_box : around all that is painted.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    contours: Contours
    distinctive: NDArray[np.bool_]
    ink_box: Box
    depth: NDArray[np.intp]  # (N,) how many contours of the same form lie on each, painted later

    @property
    def diagonal(self) -> float:
        return float(np.hypot(self.ink_box.w, self.ink_box.h))

    @cached_property
    def form(self) -> bytes:
        """What two masters share that differ in their paints alone: full-color, reversed and mono of one lock-up."""
        digest = hashlib.sha256()
        for shape in self.shapes:
            loops = [np.asarray(c.points, np.float32).round(2) for c in shape.contours]
            kind = (shape.even_odd, shape.fill is None, shape.stroke is None, round(shape.stroke_width, 2), len(loops))
            digest.update(repr(kind).encode() + b"".join(loop.tobytes() + b"|" for loop in loops))
        return digest.digest()

    @property
    def painting(self) -> Painting:
        """Made when the first fit asks for it: most masters are on no page that is checked."""
        return _painting_of(_Drawn(self.form, self.shapes, self.contours))


def outline_of(shapes: Sequence[Shape], width: float, height: float) -> Outline | None:
    """A master's shapes prepared; None when they hold no contour with an area."""
    painted = tuple(s for s in shapes if s.fill is not None or (s.stroke is not None and s.stroke_width > 0))
    contours = contours_of(painted)
    if not len(contours):
        return None
    box = _ink_box(painted)
    depth = _depths(contours, 0.001 * float(np.hypot(box.w, box.h)))
    return Outline(width, height, painted, contours, distinctive(contours), box, depth)


class _Drawn:
    """Shapes with their contours, equal to others of one form."""

    def __init__(self, form: bytes, shapes: Sequence[Shape], contours: Contours):
        self.form, self.shapes, self.contours = form, shapes, contours

    def __hash__(self) -> int:
        return hash(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn) and other.form == self.form


@lru_cache(maxsize=256)
def _painting_of(drawn: _Drawn) -> Painting:
    painted, contours = drawn.shapes, drawn.contours
    grid = _Grid(painted)
    shown = grid.labels()
    owner, solid = _contour_of_pixels(grid, painted, contours)
    rows, columns = np.nonzero(shown >= 0)
    step = max(1, len(rows) // INK_POINTS)
    rows, columns = rows[::step], columns[::step]
    shape = shown[rows, columns].astype(np.intp)
    contour = np.array([owner[s][r, c] for s, r, c in zip(shape, rows, columns, strict=True)], dtype=np.intp)
    # Straight strokes bound no area: whether they are there is not known, so they count neither way.
    known = contour >= 0
    points = grid.points(rows[known], columns[known])
    return Painting(solid, points, contour[known], shape[known], _parts(shape[known], contour[known]))


def _depths(contours: Contours, near: float) -> NDArray[np.intp]:
    """(N,) count of later contours at the same place, of the same size and form: fields under their own outline."""
    apart = np.linalg.norm(contours.center[:, None] - contours.center[None], axis=2)
    ratio = np.abs(np.log(contours.area[:, None] / contours.area[None]))
    form = np.abs(contours.signature[:, None] - contours.signature[None]).max(axis=2)
    later = contours.owner[:, None] < contours.owner[None]
    return np.asarray(((apart < near) & (ratio < 0.02) & (form < 0.05) & later).sum(axis=1), np.intp)


def distinctive(contours: Contours) -> NDArray[np.bool_]:
    """(N,) whether a contour is no disc, triangle, parallelogram, rounded box or regular polygon."""
    plain = plain_signatures()
    gap = np.abs(contours.signature[:, None, :] - plain[None]).max(axis=2).min(axis=1)
    return gap > PLAIN_DISTANCE


@lru_cache(maxsize=1)
def plain_signatures() -> Array:
    """(M, 13) signatures of forms that any drawing has."""
    turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    forms = [np.column_stack([np.cos(turn[:: 96 // n][:n]), np.sin(turn[:: 96 // n][:n])]) for n in (3, 4, 6, 8, 96)]
    five = np.linspace(0, 2 * np.pi, 5, endpoint=False)
    forms.append(np.column_stack([np.cos(five), np.sin(five)]))
    for radius in (0.1, 0.2, 0.35, 0.5, 0.7):
        for long in (1.0, 1.5, 2.5, 5.0):
            forms.append(_rounded(long, radius))
    for top in (0.25, 0.5, 0.75):
        forms.append(np.array([[0, 0], [1, 0], [(1 + top) / 2, 1], [(1 - top) / 2, 1]]))
    half = turn[:49]
    forms.append(np.column_stack([np.cos(half), np.sin(half)]))
    return measured(forms, np.zeros(len(forms), dtype=np.intp)).signature


def _rounded(long: float, radius: float) -> Array:
    """A box 2·long × 2 whose corners are rounded by a share of half its shorter side."""
    quarter = np.linspace(0, np.pi / 2, 12)
    arc = radius * np.column_stack([np.cos(quarter), np.sin(quarter)])
    parts = []
    for corner, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        turned = arc * (sx, sy)
        parts.append((turned[::-1] if corner % 2 else turned) + ((long - radius) * sx, (1 - radius) * sy))
    return np.concatenate(parts)


class _Grid:
    """The label map's raster over a drawing's box."""

    def __init__(self, shapes: Sequence[Shape]):
        self.shapes = shapes
        self.box = _ink_box(shapes)
        self.scale = MAP_SIDE / max(self.box.w, self.box.h, 1e-9)
        self.size = (int(np.ceil(self.box.h * self.scale)) + 2, int(np.ceil(self.box.w * self.scale)) + 2)

    def labels(self) -> NDArray[np.int32]:
        """(H, W) index of the topmost shape at each pixel, -1 for none."""
        shown = np.full(self.size, -1, dtype=np.int32)
        for index in range(len(self.shapes)):
            shown[self.filled(index)] = index
        return shown

    def filled(self, index: int) -> NDArray[np.bool_]:
        shape = self.shapes[index]
        mask = np.zeros(self.size, dtype=bool)
        if shape.fill is not None:
            mask |= self._inside(shape)
        if shape.stroke is not None and shape.stroke_width > 0:
            mask |= self._stroke(shape)
        return mask

    def mask(self, points: Array) -> NDArray[np.bool_]:
        """(H, W) the inside of one polygon."""
        layer = np.zeros(self.size, dtype=np.uint8)
        cv2.fillPoly(layer, [self._fixed(points)], 1, shift=_SUBPIXEL)
        return layer.astype(bool)

    def points(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Array:
        """(K, 2) drawing coordinates of pixels."""
        return np.column_stack([columns, rows]) / self.scale + (self.box.x, self.box.y)

    def _inside(self, shape: Shape) -> NDArray[np.bool_]:
        rings = [np.asarray(c.points, dtype=np.float64) for c in shape.contours if len(c.points) >= 3]
        if shape.even_odd or len(rings) == 1:
            layer = np.zeros(self.size, dtype=np.uint8)
            cv2.fillPoly(layer, [self._fixed(ring) for ring in rings], 1, shift=_SUBPIXEL)
            return layer.astype(bool)
        winding = np.zeros(self.size, dtype=np.int16)
        for ring in rings:
            winding += np.where(_signed_area(ring) >= 0, 1, -1) * self.mask(ring).astype(np.int16)
        return winding != 0

    def _stroke(self, shape: Shape) -> NDArray[np.bool_]:
        layer = np.zeros(self.size, dtype=np.uint8)
        width = max(1, round(shape.stroke_width * self.scale))
        for contour in shape.contours:
            cv2.polylines(
                layer, [self._fixed(np.asarray(contour.points))], contour.closed, 1, width, cv2.LINE_8, _SUBPIXEL
            )
        return layer.astype(bool)

    def _fixed(self, points: Array) -> NDArray[np.int32]:
        moved = (points - (self.box.x, self.box.y)) * self.scale * (1 << _SUBPIXEL)
        return np.round(moved).astype(np.int32)


def _contour_of_pixels(
    grid: _Grid, shapes: Sequence[Shape], contours: Contours
) -> tuple[list[NDArray[np.int32]], NDArray[np.bool_]]:
    """For each shape the (H, W) map of the smallest contour around each pixel; and which contours are solid."""
    solid = np.ones(len(contours), dtype=bool)
    maps = []
    for index in range(len(shapes)):
        of = np.full(grid.size, -1, dtype=np.int32)
        mine = np.nonzero(contours.owner == index)[0]
        for contour in mine[np.argsort(-contours.area[mine])]:
            of[grid.mask(contours.points[contour])] = contour
        filled = grid.filled(index)
        for contour in mine:
            own = of == contour
            solid[contour] = not own.any() or float(filled[own].mean()) > 0.5
        maps.append(_nearest_filled(of, filled, mine, solid))
    return maps, solid


def _nearest_filled(
    of: NDArray[np.int32], filled: NDArray[np.bool_], mine: NDArray[np.intp], solid: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """The map with ink outside every contour (strokes, rims) given to the shape's largest solid contour, if any."""
    candidates = [c for c in mine if solid[c]]
    stray = filled & ((of < 0) | np.isin(of, [c for c in mine if not solid[c]]))
    result = of.copy()
    result[stray] = candidates[0] if candidates else (mine[0] if len(mine) else -1)
    return result


def _parts(ink_shape: NDArray[np.intp], ink_contour: NDArray[np.intp]) -> tuple[tuple[int, int, float], ...]:
    pairs, counts = np.unique(np.column_stack([ink_shape, ink_contour]), axis=0, return_counts=True)
    return tuple((int(s), int(c), float(n) / len(ink_shape)) for (s, c), n in zip(pairs, counts, strict=True))


def _ink_box(shapes: Sequence[Shape]) -> Box:
    lows, highs = [], []
    for shape in shapes:
        points = np.array([p for contour in shape.contours for p in contour.points], dtype=np.float64)
        if not len(points):
            continue
        reach = shape.stroke_width / 2 if shape.stroke is not None else 0.0
        lows.append(points.min(axis=0) - reach)
        highs.append(points.max(axis=0) + reach)
    low, high = np.min(lows, axis=0), np.max(highs, axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))


def _signed_area(ring: Array) -> float:
    x, y = ring.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2
