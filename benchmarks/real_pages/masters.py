"""What of a document is taken for a logo, by a rule that looks at structure alone and at no result.

A drawing    everything in one placed form (an included drawing) of a page: 2 to 400 contours in plain colors, nothing
             stroked only, no live text within its box.
A picture    a placed raster that does not look like a photograph, at least 48 px on its smaller side.
Either       at least 10 pt on its smaller side, at most 45 % of the page's width and 8 % of its area, no flatter than
             1 : 6, nothing clipped; on two pages, or where letterheads are: in the upper or lower quarter of the first.
A document gives at most 6, the most frequent first; of those that look the same one.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brandkit.document import Page, Placement, Shape
from brandkit.geometry import Box, Point, box_of, clipped, contains, polygon_area, quad_of
from brandkit.sandbox import Material

LEAST_PT, LEAST_PICTURE_PX = 10.0, 48
WIDEST, LARGEST, FLATTEST = 0.45, 0.08, 6.0
CONTOURS = (2, 400)
PHOTOGRAPHIC = 0.5
MOST_MASTERS = 6
LETTERHEAD = 0.25  # of the first page's height, from its upper and its lower edge
IN_VIEW = 0.995  # share of a picture that its clip must leave
PAGES_READ = 40
MARGIN = 0.03  # of empty artboard around a drawing


@dataclass(frozen=True)
class Logo:
    """A master taken from a document. picture : key of the placed picture it is, "" for a drawing."""

    key: str
    data: bytes
    media_type: str
    seen: int  # pages
    picture: str = ""


def logos_of(material: Material) -> list[Logo]:
    """The logos of an open document, the most frequent first."""
    pages = material.document.pages[:PAGES_READ]
    found: dict[str, list[Any]] = {}
    for page in pages:
        on_page: dict[str, Any] = {}
        for shapes, box in drawings(page):
            on_page.setdefault(_form_of(shapes, box), (shapes, box))
        for placement in page.placements:
            if _is_mark(page, placement, material):
                on_page.setdefault(f"picture:{placement.picture}", placement)
        for key, thing in on_page.items():
            found.setdefault(key, []).append((page.number, thing))
    wanted = [(key, seen) for key, seen in found.items() if len(seen) > 1 or _is_letterhead(pages[0], seen[0])]
    logos: dict[str, Logo] = {}
    for key, seen in sorted(wanted, key=lambda item: (-len(item[1]), item[0]))[: 4 * MOST_MASTERS]:
        logo = _picture(material, seen) if key.startswith("picture:") else _drawing(seen)
        if logo is not None:
            logos.setdefault(logo.key, logo)
    return list(logos.values())[:MOST_MASTERS]


def may_have_any(path: Path) -> bool:
    """Whether a PDF places anything at all on its first page or on two, seen without reading its pages."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            pages = list(pdf.pages)[:PAGES_READ]
            having = [index for index, page in enumerate(pages) if len(page.resources.get("/XObject", {}))]
    except (pikepdf.PdfError, AttributeError, TypeError, ValueError):
        return False
    return bool(having) and (having[0] == 0 or len(having) > 1)


def drawings(page: Page) -> Iterator[tuple[list[Shape], Box]]:
    """The placed forms of a page that may be marks, each with the box around it."""
    forms: dict[str, list[Shape]] = {}
    for shape in page.shapes:
        if shape.group:
            forms.setdefault(shape.group.split("/")[0], []).append(shape)
    for shapes in forms.values():
        if any(shape.fill is None or shape.fill.space in ("gradient", "pattern") for shape in shapes):
            continue
        box = box_of([point for s in shapes for point in ((s.box.x, s.box.y), (s.box.right, s.box.bottom))])
        contours = sum(len(shape.contours) for shape in shapes)
        cut = any(s.clip is not None and not contains(box_of(s.clip), s.box, slack=0.5) for s in shapes)
        lettered = any(_within(box, run.box) for run in page.texts)
        if CONTOURS[0] <= contours <= CONTOURS[1] and not cut and not lettered and _fits(page, box):
            yield shapes, box


def _fits(page: Page, box: Box) -> bool:
    small, large = sorted((box.w, box.h))
    return (
        small >= LEAST_PT
        and large <= FLATTEST * small
        and box.w <= WIDEST * page.width
        and box.w * box.h <= LARGEST * page.width * page.height
        and contains(Box(0, 0, page.width, page.height), box)
    )


def whole(quad: Sequence[Point], clip: Sequence[Point] | None) -> bool:
    """Whether a clip leaves all of a quad in view; a circle around a portrait does not."""
    if clip is None:
        return True
    left = clipped(quad, clip)
    return len(left) > 2 and abs(polygon_area(left)) >= IN_VIEW * abs(polygon_area(quad))


def _is_letterhead(first: Page, seen: tuple[int, Any]) -> bool:
    number, thing = seen
    box = box_of(quad_of(thing.matrix, 1, 1)) if isinstance(thing, Placement) else thing[1]
    edge = LETTERHEAD * first.height
    return number == first.number and (box.bottom <= edge or box.y >= first.height - edge)


def _within(box: Box, other: Box) -> bool:
    x, y = other.x + other.w / 2, other.y + other.h / 2
    return box.x < x < box.right and box.y < y < box.bottom


def _is_mark(page: Page, placement: Placement, material: Material) -> bool:
    picture = material.document.pictures.get(placement.picture)
    if picture is None or min(picture.width_px, picture.height_px) < LEAST_PICTURE_PX or placement.opacity < 0.99:
        return False
    quad = quad_of(placement.matrix, 1, 1)
    box = box_of(quad)
    upright = abs(placement.matrix.b) + abs(placement.matrix.c) < 1e-3 * (box.w + box.h)
    return upright and whole(quad, placement.clip) and _fits(page, box) and not page.raster_only


def _form_of(shapes: Sequence[Shape], box: Box) -> str:
    """The same for the same drawing at any place and size."""
    digest = hashlib.sha256()
    for shape in shapes:
        digest.update((shape.fill.hex if shape.fill else "").encode())
        for contour in shape.contours:
            first = contour.points[0]
            place = (round(60 * (first[0] - box.x) / box.w), round(60 * (first[1] - box.y) / box.h))
            digest.update(repr((place, len(contour.points))).encode())
    return digest.hexdigest()


def _drawing(seen: Sequence[Any]) -> Logo:
    shapes, box = max((thing for _, thing in seen), key=lambda thing: thing[1].w)
    margin = MARGIN * max(box.w, box.h)
    scale = 400 / max(box.w, box.h)
    parts = []
    for shape in shapes:
        path = " ".join(
            "M" + " L".join(f"{(x - box.x + margin) * scale:.3f} {(y - box.y + margin) * scale:.3f}"
                            for x, y in contour.points) + " Z"
            for contour in shape.contours
        )  # fmt: skip
        rule = "evenodd" if shape.even_odd else "nonzero"
        paint = f'fill="{shape.fill.hex}" fill-opacity="{shape.opacity:.3f}" fill-rule="{rule}"'
        parts.append(f'<path {paint} d="{path}"/>')
    size = f"{(box.w + 2 * margin) * scale:.3f} {(box.h + 2 * margin) * scale:.3f}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{"".join(parts)}</svg>'
    data = svg.encode("utf-8")
    return Logo(hashlib.sha256(data).hexdigest(), data, "image/svg+xml", len(seen))


def _picture(material: Material, seen: Sequence[Any]) -> Logo | None:
    from PIL import Image

    from brandkit.sightings.structure.embedded_character import photographic

    key = seen[0][1].picture
    rgba = material.picture(key)
    if (photographic(rgba) or 0.0) >= PHOTOGRAPHIC:
        return None
    stream = io.BytesIO()
    Image.fromarray(rgba).save(stream, "PNG", compress_level=4)
    data = stream.getvalue()
    return Logo(hashlib.sha256(data).hexdigest(), data, "image/png", len(seen), key)
