"""Shapes of an SVG as flattened contours in their own user units, before any transform.

Curves are cut where they are drawn, so that one drawing placed twice has the same points twice.

Source: SVG 2, sections 9 (paths) and 10 (basic shapes).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brandkit.curves import FLATNESS, arc
from brandkit.document import Contour
from brandkit.geometry import Point
from brandkit.svg import path_data
from brandkit.svg.artboard import length, numbers
from brandkit.svg.elements import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))


def contours_of(element: Element, viewport: tuple[float, float], em: float = 16.0) -> list[Contour]:
    """The outline of one basic shape or path; [] when it draws nothing. Percentages are of `viewport`, in px."""
    tag = local(element)
    if tag == "path":
        return _kept(path_data.contours_of(element.get("d", "")))
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


def _kept(contours: list[Contour]) -> list[Contour]:
    return [c for c in contours if len(c.points) > 1 and all(math.isfinite(v) for p in c.points for v in p)]
