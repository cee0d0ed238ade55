"""Exact plane geometry for the starter identity: contours of lines and cubic curves, written as plain SVG paths.

Coordinates are grid units, origin top left, y down. A contour is a list of points: its start, then one entry a segment,
`(p,)` for a line to p and `(c1, c2, p)` for a cubic curve. Arcs are turned into cubics, which every reader draws alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]
Contour = list[tuple[Point, ...]]


@dataclass(frozen=True)
class Line:
    """A line through `at` with direction `angle` in degrees, clockwise on the page."""

    at: Point
    angle: float

    def beside(self, distance: float) -> Line:
        """The parallel line, `distance` to the right of the direction (downwards for a line to the right)."""
        a = math.radians(self.angle)
        return Line((self.at[0] - distance * math.sin(a), self.at[1] + distance * math.cos(a)), self.angle)

    def meets(self, other: Line) -> Point:
        """The crossing of two lines that are not parallel."""
        (x, y), (u, v) = self.at, other.at
        dx, dy = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        ex, ey = math.cos(math.radians(other.angle)), math.sin(math.radians(other.angle))
        t = ((u - x) * ey - (v - y) * ex) / (dx * ey - dy * ex)
        return x + t * dx, y + t * dy


@dataclass(frozen=True)
class Circle:
    """A circle of the construction."""

    center: Point
    radius: float

    def meets(self, line: Line) -> tuple[Point, Point]:
        """Where the line enters and leaves the circle, in its direction."""
        dx, dy = math.cos(math.radians(line.angle)), math.sin(math.radians(line.angle))
        x, y = line.at[0] - self.center[0], line.at[1] - self.center[1]
        along, square = -(x * dx + y * dy), (x * dx + y * dy) ** 2 - (x * x + y * y - self.radius**2)
        if square < 0:
            raise ValueError(f"{line} passes outside {self}")
        root = math.sqrt(square)
        return tuple((line.at[0] + t * dx, line.at[1] + t * dy) for t in (along - root, along + root))  # type: ignore

    def angle_of(self, point: Point) -> float:
        return math.degrees(math.atan2(point[1] - self.center[1], point[0] - self.center[0]))

    def arc(self, start: Point, end: Point, *, clockwise: bool = True) -> Contour:
        """Cubic segments along the circle; each spans at most a quarter."""
        first, turn = self.angle_of(start), self.angle_of(end) - self.angle_of(start)
        turn = turn % 360 if clockwise else -((-turn) % 360)
        steps = max(1, math.ceil(abs(turn) / 90 - 1e-9))
        step, segments = math.radians(turn / steps), []
        reach = 4 / 3 * math.tan(step / 4) * self.radius
        for i in range(steps):
            a, b = math.radians(first) + i * step, math.radians(first) + (i + 1) * step
            p, q = self._at(a), self._at(b)
            segments.append(((p[0] - reach * math.sin(a), p[1] + reach * math.cos(a)),
                             (q[0] + reach * math.sin(b), q[1] - reach * math.cos(b)), q))
        return segments

    def _at(self, radians: float) -> Point:
        return (self.center[0] + self.radius * math.cos(radians), self.center[1] + self.radius * math.sin(radians))


def horizontal(y: float) -> Line:
    return Line((0, y), 0)


def polygon(*points: Point) -> Contour:
    return [(point,) for point in points]


def swell(start: Point, end: Point) -> Contour:
    """One S-shaped curve, level at both ends: the wave of the identity."""
    middle = (start[0] + end[0]) / 2
    return [((middle, start[1]), (middle, end[1]), end)]


def split(start: Point, cubic: tuple[Point, ...], t: float) -> tuple[Contour, Contour]:
    """The cubic from `start` cut at parameter t: the part before and the part after (de Casteljau)."""
    def between(p: Point, q: Point) -> Point:
        return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t
    c1, c2, end = cubic
    a, b, c = between(start, c1), between(c1, c2), between(c2, end)
    d, e = between(a, b), between(b, c)
    cut = between(d, e)
    return [(a, d, cut)], [(e, c, end)]


def entering(start: Point, cubic: tuple[Point, ...], circle: Circle) -> tuple[Point, Contour]:
    """The part of the cubic inside the circle and its first point, for a curve that starts outside and ends inside."""
    low, high = 0.0, 1.0
    for _ in range(60):
        t = (low + high) / 2
        x, y = split(start, cubic, t)[0][0][-1]
        outside = math.hypot(x - circle.center[0], y - circle.center[1]) > circle.radius
        low, high = (t, high) if outside else (low, t)
    before, after = split(start, cubic, high)
    return before[0][-1], after


def placed(contour: Contour, *, scale: float = 1, dx: float = 0, dy: float = 0) -> Contour:
    """The contour scaled about the origin, then moved."""
    return [tuple((x * scale + dx, y * scale + dy) for x, y in segment) for segment in contour]


def reversed_contour(contour: Contour) -> Contour:
    """The same outline drawn the other way round (a hole under the nonzero rule)."""
    ends = [segment[-1] for segment in contour]
    back: Contour = [(ends[-1],)]
    for i in range(len(contour) - 1, 0, -1):
        back.append((*reversed(contour[i][:-1]), ends[i - 1]))
    return back


def bounds(contours: list[Contour]) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the drawn outline, by the extrema of each curve."""
    xs: list[float] = []
    ys: list[float] = []
    for contour in contours:
        at = contour[0][-1]
        for segment in contour:
            for axis, values in ((0, xs), (1, ys)):
                values.extend(_extent(at[axis], [p[axis] for p in segment]))
            at = segment[-1]
    return min(xs), min(ys), max(xs), max(ys)


def _extent(start: float, rest: list[float]) -> list[float]:
    if len(rest) == 1:
        return [rest[0]]
    a, b, c, d = start, *rest
    k, m, n = -a + 3 * b - 3 * c + d, 2 * (a - 2 * b + c), b - a
    roots = [-n / m] if abs(k) < 1e-12 and m else []
    if abs(k) >= 1e-12 and m * m >= 4 * k * n:
        roots = [(-m + s * math.sqrt(m * m - 4 * k * n)) / (2 * k) for s in (1, -1)]
    inside = [t for t in roots if 0 < t < 1]
    return [d] + [(1 - t)**3 * a + 3 * t * (1 - t)**2 * b + 3 * t * t * (1 - t) * c + t**3 * d for t in inside]


def path_data(contour: Contour) -> str:
    """One closed SVG subpath in absolute coordinates, two decimals."""
    parts = [f"M{_pair(contour[0][-1])}"]
    for segment in contour[1:]:
        parts.append(("L" if len(segment) == 1 else "C") + " ".join(_pair(point) for point in segment))
    return "".join(parts) + "Z"


def _pair(point: Point) -> str:
    return " ".join(f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".") for value in point)
