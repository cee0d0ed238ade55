"""What was found, as sightings: poses in a designer's words, what clips and page edges hide, density of rasters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brandkit.document import Page, Placement, mm_per_unit
from brandkit.findings import Alteration, ErrorBars, Sighting
from brandkit.geometry import (
    MM_PER_INCH,
    Affine,
    Box,
    Point,
    Quad,
    apply,
    box_of,
    clipped,
    compose,
    corners,
    polygon_area,
    pose_of,
    quad_of,
    scaling,
)
from brandkit.sightings.pixels.decision.alteration import Altered
from brandkit.sightings.structure.masters import Entry
from brandkit.sightings.structure.outlines import Seen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Found:
    """A sighting with the parts of the page that are its own, by index: its shapes, and the picture it lies in.

    artboard : the master's width and height.  ink : the drawing's box on it.  shaded : (K, 2) ink points of vector
    parts whose colour only pixels tell, and shaded_share of the ink they are.
    """

    sighting: Sighting
    artboard: tuple[float, float] | None = None
    ink: Box | None = None
    shapes: frozenset[int] = frozenset()
    placement: int | None = None
    shaded: Array | None = None
    shaded_share: float = 0.0


def vector_sighting(page: Page, seen: Seen) -> Found:
    """A logo among shapes."""
    master, outline = seen.master, seen.master.outline
    sighting = placed_logo(page, Entry(master.asset, master.version, master.file), seen.matrix,
                           (outline.width, outline.height), outline.ink_box)  # fmt: skip
    sighting = replace(
        sighting,
        certainty="certain" if seen.certain else "possible",
        reason=seen.reason,
        visible=max(0.0, 1 - seen.missing - seen.clipped),
        colors=seen.colors,
        vector=True,
        score=1 - seen.missing,
        order=max(page.shapes[i].order for i in seen.parts),
    )
    size = (outline.width, outline.height)
    shaded = seen.shaded if len(seen.shaded) else None
    return Found(sighting, size, outline.ink_box, seen.parts, shaded=shaded, shaded_share=seen.shaded_share)


def placed_logo(page: Page, entry: Entry, matrix: Affine, size: tuple[float, float], ink: Box) -> Sighting:
    """A certain sighting by structure of a master under a map from its artboard to the page."""
    pose = pose_of(matrix, *size)
    millimetres = mm_per_unit(page)
    quad = quad_of(matrix, *size)
    return Sighting(
        id=0,
        page=page.number,
        kind="photo" if entry.asset.kind == "photo" else "logo",
        asset=entry.asset.slug,
        version=entry.version.number,
        variant=entry.file.variant,
        title=entry.asset.title,
        certainty="certain",
        method="structure",
        quad=quad,
        height=pose.height,
        height_mm=pose.height * millimetres if millimetres else None,
        rotation_deg=pose.rotation_deg,
        stretch=pose.stretch,
        skew_deg=pose.skew_deg,
        mirrored=pose.mirrored,
        file=entry.file.sha256,
        ink=_mapped(matrix, corners(ink)),
        matrix=matrix,
    )


def in_picture(sighting: Sighting, page: Page, placement: Placement, picture_height_px: float) -> Sighting:
    """The sighting with what its raster and its place say: pixels across it, density, what is hidden, its key.

    picture_height_px : the logo's height in pixels of the placed picture.
    """
    shown = shown_share(sighting.ink or sighting.quad, page, placement.clip)
    inches = sighting.height_mm / MM_PER_INCH if sighting.height_mm else None
    return replace(
        sighting,
        visible=min(1.0, sighting.visible * shown),
        ppi=picture_height_px / inches if inches else None,
        scale_px=picture_height_px,
        order=placement.order,
        picture=placement.picture,
    )


def placed_alteration(altered: Altered | None, placement: Placement, size_px: tuple[int, int]) -> Alteration | None:
    """What is altered, its place on the page instead of in the picture of size_px."""
    if altered is None:
        return None
    place = None
    if altered.place is not None:
        x0, y0, x1, y1 = altered.place
        to_page = compose(placement.matrix, scaling(1 / size_px[0], 1 / size_px[1]))
        place = box_of(apply(to_page, point) for point in corners(Box(x0, y0, x1 - x0, y1 - y0)))
    return Alteration(altered.missing, altered.added, altered.effect, place)


def shown_share(polygon: Sequence[Point], page: Page, clip: Sequence[Point] | None) -> float:
    """Share of a convex polygon's area on the page and inside a clip; an edge off by a thousandth hides nothing."""
    slack = 1e-3 * max(page.width, page.height)
    share = share_within(polygon, corners(Box(-slack, -slack, page.width + 2 * slack, page.height + 2 * slack)))
    if clip is not None:
        share = min(share, share_within(polygon, clip)) if share > 0.999 else share * share_within(polygon, clip)
    return 1.0 if share > 1 - 2e-3 else share


def share_within(polygon: Sequence[Point], window: Sequence[Point]) -> float:
    """Share of a polygon's area inside a convex window, 0..1; 0 for a window without area."""
    whole = abs(polygon_area(polygon))
    seen = clipped(polygon, window) if len(window) > 2 else []
    return min(1.0, abs(polygon_area(seen)) / whole) if whole and len(seen) > 2 else 0.0


def scaled_errors(errors: ErrorBars, page_units_per_px: float) -> ErrorBars:
    """Error bars whose height was in pixels, in page units."""
    return replace(errors, height=errors.height * page_units_per_px)


def _mapped(matrix: Affine, points: Quad) -> Quad:
    a, b, c, d = (apply(matrix, point) for point in points)
    return (a, b, c, d)
