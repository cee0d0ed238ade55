"""PDF paths as flattened contours, in the space that they are written in.

Curves are cut before any matrix is applied: one drawing placed twice has the same points twice.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from typing import Any

from brandkit.curves import FLATNESS, cubic
from brandkit.document import Contour
from brandkit.geometry import Point

_LINE, _CURVE, _MOVE = 0, 1, 2
Segment = tuple[int, Point, bool]


def contours_of(path: Any) -> list[Contour]:
    """The subpaths of a path object."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(path)
    return flattened(_segments(count, lambda index: pdfium.FPDFPath_GetPathSegment(path, index)))


def clip_contours(handle: Any) -> list[list[Contour]]:
    """The subpaths of each clip path of an object, in the space of its content stream.

    PDFium has dropped clips that do not cut the object already.
    """
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    if not clip:
        return []
    found = []
    for number in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, number)

        def segment(index: int, number: int = number) -> Any:
            return pdfium.FPDFClipPath_GetPathSegment(clip, number, index)

        contours = flattened(_segments(count, segment))
        found.append([Contour(_without_end(c.points), True) for c in contours])
    return found


def flattened(segments: list[Segment]) -> list[Contour]:
    """Contours of moves, lines and triples of curve points; a subpath of one point is dropped."""
    points = [point for _, point, _ in segments]
    if not points or not all(math.isfinite(value) for point in points for value in point):
        return []
    xs, ys = zip(*points, strict=True)
    tolerance = FLATNESS * max(max(xs) - min(xs), max(ys) - min(ys))
    found: list[Contour] = []
    current: list[Point] = []
    controls: list[Point] = []
    for kind, point, closes in segments:
        if kind == _MOVE:
            _finish(current, False, found)
            current = [point]
        elif kind == _CURVE:
            controls.append(point)
            if len(controls) == 3:
                start = current[-1] if current else controls[0]
                current.extend(cubic(start, controls[0], controls[1], controls[2], tolerance))
                controls = []
        else:
            current.append(point)
        if closes:
            _finish(current, True, found)
            current = current[:1]
    _finish(current, False, found)
    return found


def _finish(points: list[Point], closed: bool, found: list[Contour]) -> None:
    if len(points) > 1:
        found.append(Contour(_without_end(tuple(points)) if closed else tuple(points), closed))


def _without_end(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """A closed contour without the start repeated at its end."""
    return points[:-1] if len(points) > 2 and points[0] == points[-1] else points


def _segments(count: int, get: Callable[[int], Any]) -> list[Segment]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    found = []
    for index in range(max(0, count)):
        segment = get(index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind, closes = pdfium.FPDFPathSegment_GetType(segment), pdfium.FPDFPathSegment_GetClose(segment)
        found.append((kind, (x.value, y.value), bool(closes)))
    return found
