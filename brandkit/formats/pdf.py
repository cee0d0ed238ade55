"""PDF: placements through nested forms, text runs, flattened outlines and clips, as PDFium reads them.

The page is what its crop box shows, turned as it is seen. Not read: annotations (they are drawn, not listed), text
used as a clip, and soft masks of whole groups (named in `effects`).
"""

from __future__ import annotations

import ctypes
import hashlib
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import limits
from brandkit.document import Contour, Document, Page, Picture, Placement, Shape
from brandkit.errors import MaterialTooLarge
from brandkit.formats import _pdf_images as images
from brandkit.formats._pdf_bitmaps import drawn
from brandkit.formats._pdf_colors import Probe, fill_of, is_white, stroke_of
from brandkit.formats._pdf_file import OpenFile, frame_of, open_file
from brandkit.formats._pdf_inks import with_inks
from brandkit.formats._pdf_objects import IMAGE, PATH, SHADING, TEXT, Found, objects_of
from brandkit.formats._pdf_paths import contours_of
from brandkit.formats._pdf_text import runs_of, text_page
from brandkit.geometry import Affine, Box, apply, box_of, compose, corners, grown, intersection, quad_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

media_types = {".pdf": "application/pdf", ".ai": "application/pdf"}
suffixes = tuple(media_types)
_HEADER_WITHIN = 1024  # ISO 32000-1, annex H: readers accept the header anywhere in there
_SCAN_SHARE = 0.95
# PDF's pictures stand on their bottom left corner, ours hang from their top left one.
_HUNG = Affine(1, 0, 0, -1, 0, 1)


def sniff(head: bytes) -> str | None:
    """The media type by the first bytes."""
    return "application/pdf" if b"%PDF-" in head[:_HEADER_WITHIN] else None


def read(path: Path) -> Document:
    """The whole file as a document, in points.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    file = open_file(path)
    pictures = _Pictures()
    pages = with_inks(tuple(_page(file, number, pictures) for number in range(1, file.page_count + 1)), file.data)
    sha256 = hashlib.sha256(file.data).hexdigest()
    return Document(path.name, sha256, "application/pdf", pages, pictures.by_key, file.metadata())


def render(path: Path, page_number: int, pixels_per_unit: float) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB over white; a point of the page is exactly `pixels_per_unit` pixels.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    import numpy as np

    file = open_file(path)
    with file.page(page_number) as page:
        frame = frame_of(file, page, page_number)
        size = max(1, round(frame.width * pixels_per_unit)), max(1, round(frame.height * pixels_per_unit))
        return np.ascontiguousarray(drawn(page, pixels_per_unit * frame.unit, 0.0, 0.0, *size, 0xFFFFFFFF)[..., :3])


def picture(path: Path, key: str) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB with straight alpha of an embedded picture as stored, masks included.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    file = open_file(path)
    number, order = (int(part) for part in key.removeprefix("page-").split("-object-"))
    with file.page(number) as page:
        to_page = frame_of(file, page, number).to_page
        found = next(o for o in objects_of(page, to_page, file.name) if o.order == order)
        return images.pixels_of(file, page, found.handle)


@dataclass
class _Parts:
    """What is gathered of one page."""

    placements: list[Placement] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Found] = field(default_factory=list)
    points: int = 0


@dataclass
class _Pictures:
    """The pictures of the whole file; the same one on many pages is one, named after where it came first."""

    by_key: dict[str, Picture] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # digest -> key


def _page(file: OpenFile, number: int, pictures: _Pictures) -> Page:
    with file.page(number) as page:
        frame = frame_of(file, page, number)
        width, height = frame.width, frame.height
        parts = _Parts()
        with Probe(page, frame.unit) as probe, text_page(page) as texts:
            for found in objects_of(page, frame.to_page, file.name):
                if found.kind == IMAGE:
                    _add_image(file, page, number, found, parts, pictures)
                elif found.kind == PATH:
                    _add_path(found, parts, probe, file.name)
                elif found.kind == SHADING:
                    _add_shading(found, parts, probe, Box(0, 0, width, height))
                elif found.kind == TEXT:
                    parts.texts.append(found)
            runs = runs_of(parts.texts, texts)
    return Page(
        number=number,
        width=width,
        height=height,
        unit="pt",
        placements=tuple(parts.placements),
        texts=tuple(runs),
        shapes=tuple(parts.shapes),
        raster_only=_is_scan(parts, any(run.opacity > 0 for run in runs), width, height),
    )


def _add_image(
    file: OpenFile, page: Any, number: int, found: Found, parts: _Parts, pictures: _Pictures
) -> None:
    facts = images.stored(file, page, found.handle)
    matrix = compose(found.matrix, _HUNG)
    if facts is None or not all(math.isfinite(value) for value in matrix):
        return
    key = pictures.keys.get(facts.digest)
    if key is None:
        key = pictures.keys[facts.digest] = f"page-{number}-object-{found.order}"
        pictures.by_key[key] = Picture(key, facts.width_px, facts.height_px, facts.media_type, facts.sha256)
    parts.placements.append(
        Placement(key, matrix, found.order, found.clip, found.opacity * facts.opacity, effects=_effects(found, False))
    )


def _add_path(found: Found, parts: _Parts, probe: Probe, name: str) -> None:
    import pypdfium2.raw as pdfium

    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(found.handle, fill_mode, stroked)
    if not fill_mode.value and not stroked.value:
        return
    parts.points += max(0, pdfium.FPDFPath_CountSegments(found.handle))
    _refuse_points(parts, name)
    contours = _placed(contours_of(found.handle), found.matrix, parts, name)
    if not contours:
        return
    box = box_of(point for contour in contours for point in contour.points)
    fill, alpha = fill_of(found.handle) if fill_mode.value else (None, 1.0)
    stroke, stroke_alpha = stroke_of(found.handle) if stroked.value else (None, 1.0)
    own_alpha = alpha if fill else stroke_alpha
    effects, opacity = _effects(found, own_alpha < 1.0), found.opacity * own_alpha
    if is_white(fill) or (effects and fill):
        looked, seen = probe.paint(found, box)
        fill, opacity = looked or fill, seen if effects and looked else opacity
    width = _stroke_width(found) if stroke else 0.0
    parts.shapes.append(Shape(
        contours, grown(box, width / 2), fill, stroke, width, found.order, found.clip, opacity,
        fill_mode.value == pdfium.FPDF_FILLMODE_ALTERNATE, found.group, effects,
    ))  # fmt: skip


def _add_shading(found: Found, parts: _Parts, probe: Probe, page: Box) -> None:
    """A gradient painted through a clip: a shape of the clip's outline."""
    outline = found.clip or corners(page)
    seen = intersection(box_of(outline), page)
    paint, alpha = probe.paint(found, seen) if seen else (None, 1.0)
    if paint is not None:
        contour = Contour(tuple(outline), True)
        effects = _effects(found, alpha < 1.0)
        parts.shapes.append(Shape(
            (contour,), box_of(outline), paint, order=found.order, clip=found.clip, opacity=alpha, group=found.group,
            effects=effects,
        ))  # fmt: skip


def _placed(contours: list[Contour], matrix: Affine, parts: _Parts, name: str) -> tuple[Contour, ...]:
    parts.points += sum(len(contour.points) for contour in contours)
    _refuse_points(parts, name)
    placed = (Contour(tuple(apply(matrix, p) for p in c.points), c.closed) for c in contours)
    return tuple(c for c in placed if all(math.isfinite(value) for point in c.points for value in point))


def _refuse_points(parts: _Parts, name: str) -> None:
    if parts.points > limits.PAGE_POINTS:
        limit = limits.PAGE_POINTS
        raise MaterialTooLarge(name, "has outlines of more than {limit:,} points", None, limit=limit)


def _stroke_width(found: Found) -> float:
    import pypdfium2.raw as pdfium

    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(found.handle, width)
    return float(abs(width.value) * abs(found.matrix.determinant) ** 0.5)


def _effects(found: Found, explained: bool) -> tuple[str, ...]:
    """A blend mode or soft mask: PDFium tells that there is one, not which; an alpha alone is no effect."""
    return ("transparency",) if found.transparent and not explained else ()


def _is_scan(parts: _Parts, has_text: bool, width: float, height: float) -> bool:
    """Whether one picture covers the page and nothing else is seen."""
    if has_text or parts.shapes or len(parts.placements) != 1:
        return False
    only = parts.placements[0]
    seen = intersection(box_of(quad_of(only.matrix, 1, 1)), Box(0, 0, width, height))
    return only.opacity > 0 and seen is not None and seen.w * seen.h >= _SCAN_SHARE * width * height
