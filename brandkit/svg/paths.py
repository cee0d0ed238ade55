"""Shapes of an SVG as flattened contours in their own user units, before any transform.

Curves are cut where they are drawn, so that one drawing placed twice has the same points twice.

Source: SVG 2, sections 9 (paths) and 10 (basic shapes).
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING, Any

from brandkit.curves import FLATNESS, arc, cubic, quadratic
from brandkit.document import Contour
from brandkit.geometry import Point
from brandkit.svg.artboard import length, numbers
from brandkit.svg.elements import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))


def contours_of(element: Element, viewport: tuple[float, float], em: float = 16.0) -> list[Contour]:
    """The outline of one basic shape or path; [] when it draws nothing. Percentages are of `viewport`, in px."""
    tag = local(element)
    if tag == "path":
        return _of_path(element.get("d", ""))
    if tag in ("polyline", "polygon"):
        flat = numbers(element.get("points", ""))
        points = tuple(zip(flat[0::2], flat[1::2], strict=False))
        return _kept([Contour(points, tag == "polygon")])
    across, down = viewport
    diagonal = math.hypot(across, down) / math.sqrt(2)
    whole = {"x": across, "width": across, "rx": across, "cx": across, "x1": across, "x2": across, "r": diagonal}

    def at(key: str) -> float:
        return length(element.get(key), whole.get(key, down), em=em)

    if tag == "line":
        return _kept([Contour(((at("x1"), at("y1")), (at("x2"), at("y2"))), False)])
    if tag == "rect":
        rx, ry = at("rx"), at("ry")
        rx, ry = (rx if element.get("rx") else ry), (ry if element.get("ry") else rx)
        return _kept(_rect(at("x"), at("y"), at("width"), at("height"), rx, ry))
    rx, ry = (at("r"), at("r")) if tag == "circle" else (at("rx"), at("ry"))
    if rx <= 0 or ry <= 0:
        return []
    center = (at("cx"), at("cy"))
    return _kept([Contour(tuple(arc(center, rx, ry, 0.0, 2 * math.pi, FLATNESS * 2 * max(rx, ry))))])


def _rect(x: float, y: float, w: float, h: float, rx: float, ry: float) -> list[Contour]:
    if w <= 0 or h <= 0:
        return []
    rx, ry = min(rx, w / 2), min(ry, h / 2)
    if rx <= 0 or ry <= 0:
        return [Contour(((x, y), (x + w, y), (x + w, y + h), (x, y + h)))]
    points: list[Point] = []
    centers = ((x + w - rx, y + ry), (x + w - rx, y + h - ry), (x + rx, y + h - ry), (x + rx, y + ry))
    for quarter, center in enumerate(centers):
        start = (quarter - 1) * math.pi / 2
        points.append((center[0] + rx * math.cos(start), center[1] + ry * math.sin(start)))
        points.extend(arc(center, rx, ry, start, math.pi / 2, FLATNESS * max(w, h)))
    return [Contour(tuple(points))]


def _of_path(data: str) -> list[Contour]:
    segments = _segments(data)
    points = [(float(p.x), float(p.y)) for s in segments for p in _defining(s) if p is not None]
    if not points or not all(math.isfinite(v) for point in points for v in point):
        return []
    xs, ys = zip(*points, strict=True)
    tolerance = FLATNESS * max(max(xs) - min(xs), max(ys) - min(ys))
    found: list[Contour] = []
    current: list[Point] = []
    for segment in segments:
        kind = type(segment).__name__
        if kind == "Move":
            found.append(Contour(tuple(current), False))
            current = [_point(segment.end)]
        elif kind == "Close":
            found.append(Contour(_open_ended(current), True))
            current = current[:1]
        else:
            current.extend(_flattened(segment, kind, tolerance))
    found.append(Contour(tuple(current), False))
    return _kept(found)


def _segments(data: str) -> list[Any]:
    """Segments up to the first fault, which is where browsers stop drawing too."""
    from svgelements import Path

    path = Path()
    with contextlib.suppress(LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        path.parse(data)
    return [s for s in path if getattr(s, "end", None) is not None or type(s).__name__ == "Close"]


def _defining(segment: Any) -> tuple[Any, ...]:
    names = ("start", "control", "control1", "control2", "end")
    return tuple(getattr(segment, name, None) for name in names)


def _flattened(segment: Any, kind: str, tolerance: float) -> list[Point]:
    if kind == "CubicBezier":
        return cubic(
            _point(segment.start), _point(segment.control1), _point(segment.control2), _point(segment.end), tolerance
        )
    if kind == "QuadraticBezier":
        return quadratic(_point(segment.start), _point(segment.control), _point(segment.end), tolerance)
    if kind == "Arc" and segment.sweep:
        points: list[Point] = []
        for piece in segment.as_cubic_curves():
            points.extend(_flattened(piece, "CubicBezier", tolerance))
        return [*points[:-1], _point(segment.end)]
    return [_point(segment.end)]


def _point(point: Any) -> Point:
    return (float(point.x), float(point.y))


def _open_ended(points: list[Point]) -> tuple[Point, ...]:
    """A closed contour's points without the first one repeated at the end."""
    return tuple(points[:-1] if len(points) > 1 and points[0] == points[-1] else points)


def _kept(contours: list[Contour]) -> list[Contour]:
    return [c for c in contours if len(c.points) > 1 and all(math.isfinite(v) for p in c.points for v in p)]
