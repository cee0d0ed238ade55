"""Flat colors that are not of the palette.

Why                     A brand is known by few colors; each one more makes the next poster look like somebody else's.
Measured as             The share of colored flat area, as it is seen on the page, whose color lies within a CIEDE2000
                        distance of a palette color. Areas come from fills, lines and text; photographs, gradients,
                        see-through parts and the logos' own parts are left out. Flattened pages are measured by their
                        even areas.
Not found by this rule  Colors in photographs and gradients; a page whose off-palette area is under the least share.
                        From a flattened page alone nobody is accused: partners' logos and pictures cannot be parted
                        from its fields.
Options                 min_share: least share of colored area that is of the palette; the rest leaves room for
                        partners.
                        max_delta_e: largest distance from a palette color.
                        min_page_share: off-palette area under this share of the page is let be.
                        neutrals: whether white, grays and black are free to use.
                        max_neutral_chroma: chroma up to which a color counts as gray.
                        tints: whether a palette color mixed with white is of the palette.
Source                  A common clause of published brand manuals: colors come from the palette. CIE 142-2001
                        (CIEDE2000).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from brandkit.brand import Identity
from brandkit.color import delta_e, lab_of_rgb, parse_hex, same_cmyk, to_hex
from brandkit.document import Document, Page, Paint, Placement, Shape
from brandkit.findings import (
    Finding,
    Measure,
    Sighting,
    at_least,
    at_most,
    inapplicable,
    logos,
    needs_review,
    passed,
    violation,
)
from brandkit.geometry import Box, Point, box_of, clipped, contains, corners, polygon_area, quad_of
from brandkit.messages import Message, say

severity = "moderate"
by_color = True

# Long side of the grid on which painting order is replayed; a cell of an A4 page is 0.7 mm.
GRID = 400
# Ink that letters leave on the box of their line. Source: Be Vietnam Pro, four weights, measured 0.17 to 0.27.
TEXT_INK = 0.2
# Beyond this ΔE00 the nearest palette color is another color, and naming it is no help.
KINDRED = 20.0
SHADED = ("gradient", "pattern")
OPAQUE = 0.99
# Distance inside the logo's box within which an outline is its own part, as a share of its height.
OWN_SLACK = 0.02


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    min_share: float = 0.95,
    max_delta_e: float = 5.0,
    min_page_share: float = 0.01,
    neutrals: bool = True,
    max_neutral_chroma: float = 5.0,
    tints: bool = False,
) -> Iterator[Finding]:
    palette = palette_lab(brand, tints)
    if not palette:
        yield inapplicable(say("The profile has no palette."))
        return
    for page in document.pages:
        areas = raster_areas(page) if page.raster_only else visible_areas(page, sightings)
        if neutrals:
            areas = {paint: share for paint, share in areas.items() if not is_neutral(paint, max_neutral_chroma)}
        if not areas:
            continue
        off = {paint: d for paint in areas if (d := distance(paint, palette, brand)) > max_delta_e}
        off_area = sum(areas[paint] for paint in off)
        within = 1 - off_area / sum(areas.values())
        details: dict[str, Any] = {
            "measured": Measure(within, "share"),
            "allowed": at_least(min_share),
            "evidence": {"chips": chips(areas, off, palette)},
        }
        if within < min_share and off_area < min_page_share:
            details |= {"measured": Measure(off_area, "share"), "allowed": at_most(min_page_share)}
        if within >= min_share or off_area < min_page_share:
            yield passed(page, say("The colors of page {page} are of the palette.", page=page.number), **details)
            continue
        worst = max(off, key=lambda paint: areas[paint])
        told = say(
            "{share:.0%} of the colored area of page {page} is off the palette, most of it {hex}.",
            share=1 - within,
            page=page.number,
            hex=worst.hex,
        )
        details["remedy"] = remedy_for(worst, off[worst], palette)
        if page.raster_only:
            yield needs_review(page, told, reason="raster-only", **details)
        else:
            yield violation(page, told, **details)


def palette_lab(brand: Identity, tints: bool) -> dict[str, Any]:
    """Lab by hex of every allowed color; with tints also nine mixes of each with white."""
    hexes = [c.hex for c in brand.profile.colors]
    if tints:
        steps = [(hex_, step / 10) for hex_ in hexes for step in range(1, 10)]
        hexes += [to_hex([255 - (255 - c) * share for c in parse_hex(hex_)]) for hex_, share in steps]
    return {hex_: lab_of_rgb(parse_hex(hex_)) for hex_ in hexes}


def distance(paint: Paint, palette: Mapping[str, Any], brand: Identity) -> float:
    """ΔE00 to the nearest palette color; 0 when it is written in the palette's own CMYK."""
    if paint.space == "DeviceCMYK" and any(c.cmyk and same_cmyk(paint.values, c.cmyk) for c in brand.profile.colors):
        return 0.0
    lab = lab_of_rgb(parse_hex(paint.hex))
    return min(float(delta_e(lab, other)) for other in palette.values())


def nearest_hex(paint: Paint, palette: Mapping[str, Any]) -> str:
    lab = lab_of_rgb(parse_hex(paint.hex))
    return min(palette, key=lambda hex_: float(delta_e(lab, palette[hex_])))


def remedy_for(paint: Paint, off: float, palette: Mapping[str, Any]) -> Message:
    if off > KINDRED:
        return say("Use colors of the palette instead.")
    return say("Use {hex} of the palette instead.", hex=nearest_hex(paint, palette))


def is_neutral(paint: Paint, max_chroma: float) -> bool:
    _, a, b = lab_of_rgb(parse_hex(paint.hex))
    return float(a * a + b * b) ** 0.5 <= max_chroma


def chips(areas: Mapping[Paint, float], off: Mapping[Paint, float], palette: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The off-palette colors, largest first, each beside the palette's nearest; shares of the page."""
    ranked = sorted(off, key=lambda paint: (-areas[paint], paint.hex))
    return [
        {"expected": nearest_hex(paint, palette), "measured": paint.hex, "delta_e": off[paint], "share": areas[paint]}
        for paint in ranked[:8]
    ]


def raster_areas(page: Page) -> dict[Paint, float]:
    """Shares of a flattened page by even color, as they were measured."""
    return {Paint(flat.hex): flat.share for flat in page.flat_colors}


def visible_areas(page: Page, sightings: Sequence[Sighting]) -> dict[Paint, float]:
    """Shares of the page by flat paint, of what painting order leaves visible; logos and pictures left out."""
    import cv2
    import numpy as np

    scale = GRID / max(page.width, page.height)
    grid = np.full((max(1, round(page.height * scale)), max(1, round(page.width * scale))), -1, np.int32)
    paints: list[Paint] = []
    own = [box_of(logo.quad) for logo in logos(sightings) if logo.page == page.number]
    for polygons, paint in painted(page, own):
        points = [np.round(np.asarray(p) * scale - 0.5).astype(np.int32) for p in polygons if len(p) >= 3]
        if points:
            cv2.fillPoly(grid, points, len(paints) if paint else -1)
            paints.extend([paint] if paint else [])
    counts = np.bincount(grid[grid >= 0].ravel(), minlength=len(paints))
    areas: dict[Paint, float] = {}
    for paint, count in zip(paints, counts[: len(paints)], strict=True):
        if count:
            areas[paint] = areas.get(paint, 0.0) + float(count) / grid.size
    for paint, share in (*text_areas(page, own), *stroke_areas(page, own)):
        areas[paint] = areas.get(paint, 0.0) + share
    return areas


def painted(page: Page, own: Sequence[Box]) -> Iterator[tuple[list[Sequence[Point]], Paint | None]]:
    """Polygons in painting order with their flat paint; None hides what lies below without counting itself."""
    things: list[Placement | Shape] = [*page.placements, *page.shapes]
    for thing in sorted(things, key=lambda thing: thing.order):
        if isinstance(thing, Placement):
            yield [quad_of(thing.matrix, 1, 1)], None
        elif thing.fill and not is_own(thing.box, own):
            flat = thing.opacity >= OPAQUE and thing.fill.space not in SHADED
            yield seen_of(thing), thing.fill if flat else None


def stroke_areas(page: Page, own: Sequence[Box]) -> Iterator[tuple[Paint, float]]:
    """Shares of the page that lines cover, by their paint."""
    for shape in page.shapes:
        if shape.stroke is None or shape.stroke.space in SHADED or is_own(shape.box, own):
            continue
        length = sum(math.dist(a, b) for contour in shape.contours for a, b in pairwise(contour.points))
        yield shape.stroke, length * shape.stroke_width / (page.width * page.height)


def text_areas(page: Page, own: Sequence[Box]) -> Iterator[tuple[Paint, float]]:
    """Shares of the page that letters cover, by their paint."""
    for run in page.texts:
        if run.paint and run.text.strip() and not is_own(run.box, own):
            yield run.paint, TEXT_INK * run.box.w * run.box.h / (page.width * page.height)


def seen_of(shape: Shape) -> list[Sequence[Point]]:
    """The contours of a shape, as far as its clip lets them through."""
    whole: list[Sequence[Point]] = [contour.points for contour in shape.contours]
    if shape.clip is None:
        return whole
    box = corners(shape.box)
    # Most clips are the page's own edge; clipping every curve by it would take most of the time.
    if abs(polygon_area(clipped(box, shape.clip) or box[:1])) >= 0.9999 * shape.box.w * shape.box.h:
        return whole
    return [clipped(points, shape.clip) for points in whole]


def is_own(box: Box, own: Sequence[Box]) -> bool:
    """Whether a thing is a part of one of the logos."""
    return any(contains(logo, box, OWN_SLACK * logo.h) for logo in own)
