"""The objects of a PDF page in painting order, through nested forms, each with its map to the page.

PDFium gives an object's matrix within its form, and a form's matrix within its own: they are composed here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brandkit import limits
from brandkit.curves import is_convex
from brandkit.document import Contour
from brandkit.errors import MaterialTooLarge
from brandkit.formats._pdf_paths import clip_contours
from brandkit.geometry import Affine, Point, apply, box_of, clipped, compose, corners

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Found:
    """One object.

    outer : map from the space of the content stream that it lies in to the page.
    matrix : map from the object's own space to the page.
    ancestors : handles of the forms around it, outermost first.
    """

    handle: Any
    kind: int
    order: int
    outer: Affine
    matrix: Affine
    clip: tuple[Point, ...] | None
    opacity: float
    group: str
    ancestors: tuple[Any, ...]
    transparent: bool  # by a blend mode or soft mask, its own or of a form around it; a picture's own is in its alpha


def objects_of(page: Any, to_page: Affine, name: str) -> Iterator[Found]:
    """Every object that leaves a mark, in painting order, forms opened.

    Raises
    ------
    MaterialTooLarge : for more objects or deeper forms than the limits.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    _refuse_many(count, name)
    top = [pdfium.FPDFPage_GetObject(page, index) for index in range(count)]
    start = _Inside(to_page, None, 1.0, "", (), False)
    for order, found in enumerate(_walk(top, start, name), start=1):
        _refuse_many(order, name)
        yield Found(order=order, **found)


@dataclass(frozen=True)
class _Inside:
    """What the forms around an object do to it."""

    outer: Affine
    clip: tuple[Point, ...] | None
    opacity: float
    group: str
    ancestors: tuple[Any, ...]
    transparent: bool


def _walk(handles: list[Any], inside: _Inside, name: str) -> Iterator[dict[str, Any]]:
    import pypdfium2.raw as pdfium

    if len(inside.ancestors) > limits.FORM_DEPTH:
        raise MaterialTooLarge(name, "nests more than {limit} groups in one another", None, limit=limits.FORM_DEPTH)
    for index, handle in enumerate(handles):
        kind = pdfium.FPDFPageObj_GetType(handle)
        clip = narrowed(inside.clip, handle, inside.outer)
        if clip is not None and len(clip) < 3:
            continue  # wholly clipped away
        matrix = compose(inside.outer, matrix_of(handle))
        seen_through = bool(pdfium.FPDFPageObj_HasTransparency(handle))
        if kind != FORM:
            yield {
                "handle": handle, "kind": kind, "outer": inside.outer, "matrix": matrix, "clip": clip,
                "opacity": inside.opacity, "group": inside.group, "ancestors": inside.ancestors,
                "transparent": inside.transparent or (seen_through and kind != IMAGE),
            }  # fmt: skip
            continue
        count = pdfium.FPDFFormObj_CountObjects(handle)
        _refuse_many(count, name)
        inner = [pdfium.FPDFFormObj_GetObject(handle, index) for index in range(max(0, count))]
        alpha = alpha_of(handle)
        deeper = _Inside(
            matrix,
            clip,
            inside.opacity * alpha,
            f"{inside.group}/{index}".lstrip("/"),
            (*inside.ancestors, handle),
            inside.transparent or (seen_through and alpha == 1.0),
        )
        yield from _walk(inner, deeper, name)


def _refuse_many(count: int, name: str) -> None:
    if count > limits.PAGE_OBJECTS:
        limit = limits.PAGE_OBJECTS
        raise MaterialTooLarge(name, "has a page of more than {limit:,} objects", None, limit=limit)


def matrix_of(handle: Any) -> Affine:
    """An object's matrix within its content stream."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return Affine()
    return Affine(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def alpha_of(handle: Any) -> float:
    """The fill alpha 0..1 of an object that has a graphics state, else 1."""
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint() for _ in range(4)]
    return parts[3].value / 255 if pdfium.FPDFPageObj_GetFillColor(handle, *parts) else 1.0


def narrowed(
    clip: tuple[Point, ...] | None, handle: Any, outer: Affine
) -> tuple[Point, ...] | None:
    """The convex region left of `clip` after an object's own clip paths; () when nothing is left.

    A path that is one convex polygon clips exactly; of any other its upright box is taken, which shows too much
    rather than too little.
    """
    for contours in clip_contours(handle):
        polygon = region_of(contours, outer)
        clip = polygon if clip is None else tuple(clipped(polygon, clip)) if len(polygon) > 2 else ()
        if len(clip) < 3:
            return ()
    return clip


def region_of(contours: list[Contour], outer: Affine) -> tuple[Point, ...]:
    """One convex polygon around contours, on the page."""
    points = [tuple(apply(outer, point) for point in contour.points) for contour in contours]
    if len(points) == 1 and is_convex(points[0]):
        return points[0]
    everything = [point for piece in points for point in piece]
    return corners(box_of(everything)) if everything else ()
