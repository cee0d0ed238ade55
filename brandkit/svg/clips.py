"""A clip-path as one convex region of the page: exact when it is one convex outline, else the box around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from brandkit.curves import is_convex
from brandkit.geometry import Affine, Point, apply, box_of, compose, corners
from brandkit.svg.elements import href_of, local
from brandkit.svg.paths import SHAPES, contours_of
from brandkit.svg.styles import Stylesheet
from brandkit.svg.transforms import transform_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from brandkit.svg.drawing import Place


def region_of(
    clip: Element, clipped_element: Element, place: Place, sheet: Stylesheet, known: Mapping[str, Element]
) -> tuple[Point, ...]:
    """Corners on the page of what a clipPath lets through; () when that is nothing."""
    matrix = compose(place.matrix, transform_of(sheet.declared(clip).get("transform", "")))
    if clip.get("clipPathUnits") == "objectBoundingBox":
        points = [p for c in contours_of(clipped_element, place.viewport) for p in c.points]
        if not points:
            return place.clip or ()
        x, y, w, h = box_of(points)
        matrix = compose(matrix, Affine(w, 0, 0, h, x, y))
    pieces = [piece for child in clip for piece in _pieces(child, matrix, place, sheet, known)]
    if not pieces:
        return ()
    if len(pieces) == 1 and is_convex(pieces[0]):
        return pieces[0]
    return corners(box_of(point for piece in pieces for point in piece))


def _pieces(
    element: Element, matrix: Affine, place: Place, sheet: Stylesheet, known: Mapping[str, Element]
) -> list[tuple[Point, ...]]:
    style = sheet.declared(element)
    if style.get("display") == "none":
        return []
    matrix = compose(matrix, transform_of(style.get("transform", "")))
    if local(element) == "use":
        target = known.get(href_of(element).removeprefix("#"))
        return _pieces(target, matrix, place, sheet, known) if target is not None and local(target) in SHAPES else []
    if local(element) not in SHAPES:
        return []
    contours = contours_of(element, place.viewport)
    return [tuple(apply(matrix, point) for point in contour.points) for contour in contours]
