"""Photographs that are not in the catalog.

Why                     A photograph from elsewhere has no cleared rights, no credit and no consent of the people in
                        it.
Measured as             Each picture placed on a page that looks like a photograph, and whether it is one of the
                        catalog's, or holds a cataloged logo. How photographic it looks is a figure from 0, drawn, to
                        1.
Not found by this rule  Photographs inside a flattened page, which is not taken apart; very small ones; video.
Options                 sure: from this figure on a picture is surely a photograph.
                        unsure: from here to there a person looks; drawings with soft shades lie between.
                        min_page_share: smaller ones are pictograms or textures.
Source                  A common clause of published brand manuals: pictures come from the owner's own stock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.brand import Identity
from brandkit.document import Document, Page, Picture, Placement, page_of
from brandkit.findings import (
    Finding,
    Measure,
    Sighting,
    at_most,
    inapplicable,
    needs_review,
    passed,
    photos,
    violation,
)
from brandkit.geometry import Box, Point, box_of, clipped, corners, polygon_area, quad_of
from brandkit.messages import say

severity = "serious"


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    sure: float = 0.9,
    unsure: float = 0.5,
    min_page_share: float = 0.01,
) -> Iterator[Finding]:
    if not any(asset.kind == "photo" for asset in brand.assets.values()):
        yield inapplicable(say("The catalog holds no photograph to compare with."))
        return
    known = {(s.page, s.picture) for s in sightings if s.picture}
    for photo in photos(sightings):
        if photo.certainty == "certain":
            found = say("{title} is in the catalog.", title=photo.title)
            yield passed(photo, found, measured=Measure(0, "count"), allowed=at_most(0))
        elif not page_of(document, photo.page).raster_only:
            likely = say("{title} seems to be this picture, but not surely.", title=photo.title)
            yield needs_review(photo, likely, reason=photo.reason or "low-confidence")
    for page in document.pages:
        if page.raster_only:
            continue
        for picture, placement, seen in photographs_of(document, page, min_page_share):
            score = picture.photographic or 0.0
            if score < unsure or (page.number, picture.key) in known:
                continue
            yield judged(page, placement, seen, score, sure)


def judged(page: Page, placement: Placement, seen: Box, score: float, sure: float) -> Finding:
    details: dict[str, Any] = {
        "box": seen,
        "measured": Measure(1, "count"),
        "allowed": at_most(0),
        "remedy": say("Take a photograph from the catalog, or have this one registered with its rights."),
        "evidence": {"photographic": score, "picture": placement.picture},
    }
    if score >= sure:
        return violation(page, say("A photograph on page {page} is not in the catalog.", page=page.number), **details)
    told = say("A picture on page {page} may be a photograph that is not in the catalog.", page=page.number)
    return needs_review(page, told, reason="low-confidence", **details)


def photographs_of(document: Document, page: Page, min_page_share: float) -> Iterator[tuple[Picture, Placement, Box]]:
    """Placed pictures that somebody looked at, large enough to matter, each once, with the box that is seen of it."""
    told: set[str] = set()
    for placement in page.placements:
        picture = document.pictures.get(placement.picture)
        if picture is None or picture.photographic is None or picture.key in told:
            continue
        seen = seen_part(placement, page)
        if len(seen) < 3 or abs(polygon_area(seen)) < min_page_share * page.width * page.height:
            continue
        told.add(picture.key)
        yield picture, placement, box_of(seen)


def seen_part(placement: Placement, page: Page) -> list[Point]:
    """The polygon of a placed picture inside the page and its clip."""
    window = corners(Box(0, 0, page.width, page.height))
    seen = clipped(quad_of(placement.matrix, 1, 1), window)
    return clipped(seen, placement.clip) if placement.clip and seen else seen
