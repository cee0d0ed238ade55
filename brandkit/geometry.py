"""Affine maps, boxes and quads in plane coordinates, origin top left, y down. Pure arithmetic, no pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]  # TL TR BR BL of the thing itself, wherever they lie on the page

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0


class Affine(NamedTuple):
    """x' = a x + c y + e, y' = b x + d y + f (the order of SVG `matrix()` and PDF `cm`)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @property
    def determinant(self) -> float:
        return self.a * self.d - self.b * self.c


class Box(NamedTuple):
    """Left edge, top edge, width and height, in the page's unit."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


class Pose(NamedTuple):
    """What an affine map does to a master, in a designer's words.

    width, height : lengths of the placed artboard's top and left edge, in the page's unit.
    stretch : (placed width / placed height) / (master width / master height).
    rotation_deg : clockwise as seen (y down), in (-180, 180]; for a mirrored master after undoing a horizontal flip,
        or a vertical one where that needs the smaller turn.
    skew_deg : how far the left edge leans from perpendicular to the top edge, in (-90, 90).
    mirrored : whether the determinant is negative.
    """

    width: float
    height: float
    stretch: float
    rotation_deg: float
    skew_deg: float
    mirrored: bool


def compose(outer: Affine, inner: Affine) -> Affine:
    """The map that applies `inner` first and `outer` to its result."""
    return Affine(
        outer.a * inner.a + outer.c * inner.b,
        outer.b * inner.a + outer.d * inner.b,
        outer.a * inner.c + outer.c * inner.d,
        outer.b * inner.c + outer.d * inner.d,
        outer.a * inner.e + outer.c * inner.f + outer.e,
        outer.b * inner.e + outer.d * inner.f + outer.f,
    )


def invert(matrix: Affine) -> Affine:
    """The inverse map.

    Raises
    ------
    ValueError : when the map flattens the plane.
    """
    det = matrix.determinant
    if abs(det) < 1e-18:
        raise ValueError("the map is singular")
    a, b, c, d = matrix.d / det, -matrix.b / det, -matrix.c / det, matrix.a / det
    return Affine(a, b, c, d, -(a * matrix.e + c * matrix.f), -(b * matrix.e + d * matrix.f))


def apply(matrix: Affine, point: Point) -> Point:
    """The image of one point."""
    x, y = point
    return (matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f)


def scaling(sx: float, sy: float | None = None) -> Affine:
    return Affine(sx, 0.0, 0.0, sx if sy is None else sy, 0.0, 0.0)


def translation(dx: float, dy: float) -> Affine:
    return Affine(1.0, 0.0, 0.0, 1.0, dx, dy)


def rotation(degrees: float) -> Affine:
    """A turn about the origin, clockwise as seen (y down)."""
    turn = math.radians(degrees)
    return Affine(math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0.0, 0.0)


def quad_of(matrix: Affine, width: float, height: float) -> Quad:
    """Corners TL TR BR BL of a width × height artboard under the map."""
    return (
        apply(matrix, (0.0, 0.0)),
        apply(matrix, (width, 0.0)),
        apply(matrix, (width, height)),
        apply(matrix, (0.0, height)),
    )


def pose_of(matrix: Affine, width: float, height: float) -> Pose:
    """How a width × height artboard stands on the page under the map."""
    top = math.hypot(matrix.a, matrix.b)
    left = math.hypot(matrix.c, matrix.d)
    mirrored = matrix.determinant < 0
    turn = math.degrees(math.atan2(matrix.b, matrix.a))
    if mirrored:
        turn = min(_wrapped(turn), _wrapped(turn + 180), key=abs)
    sine = (matrix.a * matrix.c + matrix.b * matrix.d) / (top * left) if top and left else 0.0
    skew = -math.degrees(math.asin(max(-1.0, min(1.0, sine))))
    stretch = top / left if left else math.inf
    return Pose(top * width, left * height, stretch, _wrapped(turn), skew, mirrored)


def keystone(quad: Quad) -> float:
    """How far a quad is from a parallelogram, 0 for any affine image of a rectangle: the distance between the middles
    of its diagonals over the mean diagonal. Perspective makes it grow.
    """
    top_left, top_right, bottom_right, bottom_left = quad
    dx = (top_left[0] + bottom_right[0] - top_right[0] - bottom_left[0]) / 2
    dy = (top_left[1] + bottom_right[1] - top_right[1] - bottom_left[1]) / 2
    diagonals = math.dist(top_left, bottom_right) + math.dist(top_right, bottom_left)
    return 2 * math.hypot(dx, dy) / diagonals if diagonals else 0.0


def box_of(points: Iterable[Point]) -> Box:
    """The smallest upright box around the points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def corners(box: Box) -> Quad:
    return ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))


def intersection(one: Box, other: Box) -> Box | None:
    """The common box, None when they share no area."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    w, h = min(one.right, other.right) - x, min(one.bottom, other.bottom) - y
    return Box(x, y, w, h) if w > 0 and h > 0 else None


def contains(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether `inner` lies in `outer`, `slack` page units over the edge allowed."""
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )


def grown(box: Box, by: float) -> Box:
    """The box with every edge moved out by `by` page units (in, when negative)."""
    return Box(box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by)


def polygon_area(points: Sequence[Point]) -> float:
    """Signed area by the shoelace formula; positive for clockwise as seen (y down)."""
    total = 0.0
    for (x0, y0), (x1, y1) in zip(points, (*points[1:], points[0]), strict=True):
        total += x0 * y1 - x1 * y0
    return total / 2


def clipped(polygon: Sequence[Point], window: Sequence[Point]) -> list[Point]:
    """The part of a polygon inside a convex window (either orientation); empty when none is.

    Source: Sutherland and Hodgman, Reentrant polygon clipping, CACM 17(1), 1974.
    """
    sign = 1.0 if polygon_area(window) >= 0 else -1.0
    result = list(polygon)
    for start, end in zip(window, (*window[1:], window[0]), strict=True):
        if not result:
            return []
        result = _clipped_by_edge(result, start, end, sign)
    return result


def overlap_share(one: Sequence[Point], other: Sequence[Point]) -> float:
    """Intersection over union of two convex polygons, 0..1."""
    common = clipped(one, other)
    shared = abs(polygon_area(common)) if len(common) >= 3 else 0.0
    union = abs(polygon_area(one)) + abs(polygon_area(other)) - shared
    return shared / union if union > 0 else 0.0


def _clipped_by_edge(points: list[Point], start: Point, end: Point, sign: float) -> list[Point]:
    def side(point: Point) -> float:
        return sign * ((end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0]))

    result: list[Point] = []
    for previous, current in zip((points[-1], *points[:-1]), points, strict=True):
        before, after = side(previous), side(current)
        if (before < 0) != (after < 0):
            share = before / (before - after)
            result.append(
                (previous[0] + share * (current[0] - previous[0]), previous[1] + share * (current[1] - previous[1]))
            )
        if after >= 0:
            result.append(current)
    return result


def _wrapped(degrees: float) -> float:
    return -((180.0 - degrees) % 360.0 - 180.0)
