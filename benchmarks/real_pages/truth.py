"""Where a document's logos are by its structure: outlines among its shapes, and the places of its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.real_pages.masters import Logo, whole
from brandkit import svg
from brandkit.assets import Asset, File, Version
from brandkit.document import Page
from brandkit.geometry import Box, box_of, contains, quad_of
from brandkit.sightings.structure import outlines
from brandkit.sightings.structure.outlines_master import outline_of

Quad = list[list[float]]


@dataclass(frozen=True)
class Place:
    """A logo on a page. quad : its artboard's corners, page units. sure : whole, in view, and told with certainty."""

    logo: str
    quad: Quad
    sure: bool


def prepared(logos: Sequence[Logo]) -> tuple[outlines.Master, ...]:
    """The drawings among the logos, ready to be looked for among shapes."""
    masters = []
    for logo in logos:
        if logo.picture:
            continue
        outline = outline_of(svg.outlines(logo.data), *svg.size(logo.data))
        if outline is not None:
            file = File("full-color", f"{logo.key[:12]}.svg", logo.key, logo.media_type, len(logo.data))
            version = Version(1, "approved", files=(file,))
            asset = Asset(logo.key[:12], "logo", {"vi": logo.key[:12]}, "approved", versions=(version,))
            masters.append(outlines.Master(asset, version, file, outline))
    return tuple(masters)


def places_on(page: Page, logos: Sequence[Logo], masters: Sequence[outlines.Master]) -> list[Place]:
    """The logos that the page's structure holds."""
    sheet = Box(0, 0, page.width, page.height)
    found: list[Place] = []
    if page.shapes and masters:
        for seen in outlines.locate(page, masters):
            outline = seen.master.outline
            quad = quad_of(seen.matrix, outline.width, outline.height)
            sure = seen.certain and seen.clipped == 0 and contains(sheet, box_of(quad), slack=2.0)
            found.append(Place(seen.master.file.sha256, [list(point) for point in quad], sure))
    by_picture = {logo.picture: logo for logo in logos if logo.picture}
    for placement in page.placements:
        if (logo := by_picture.get(placement.picture)) is not None:
            quad = quad_of(placement.matrix, 1, 1)
            in_view = whole(quad, placement.clip) and contains(sheet, box_of(quad), slack=2.0)
            sure = in_view and placement.opacity >= 0.99
            found.append(Place(logo.key, [list(point) for point in quad], sure))
    return [Place(p.logo, p.quad, p.sure and not _crossed(p, found)) for p in found]


def _crossed(place: Place, others: Sequence[Place]) -> bool:
    """Whether another logo lies over or under it."""
    box = box_of([(x, y) for x, y in place.quad])
    for other in others:
        if other is place:
            continue
        there = box_of([(x, y) for x, y in other.quad])
        if there.x < box.right and box.x < there.right and there.y < box.bottom and box.y < there.bottom:
            return True
    return False
