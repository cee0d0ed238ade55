"""Every catalog asset in an open material, as sightings in reading order.

Structure first: outlines among shapes, placed pictures, live text. Pixels are asked only inside pictures and on pages
that are one picture.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date as Date
from typing import TYPE_CHECKING

from brandkit import sandbox
from brandkit.assets import Asset, Library, current_version, version_of
from brandkit.document import Document, Page, Placement, mm_per_unit
from brandkit.errors import UnreadableMaterial
from brandkit.findings import ErrorBars, Sighting
from brandkit.geometry import Box, box_of, compose, corners, overlap_share, quad_of, scaling
from brandkit.sightings.photos.match import PhotoMatch, Photos
from brandkit.sightings.slogans.live_text import Passage, find_slogans
from brandkit.sightings.slogans.pictures import Lettering, sightings_in, with_unread
from brandkit.sightings.structure import outlines
from brandkit.sightings.structure.embedded import Contents, Logo, contents_of, height_px
from brandkit.sightings.structure.flat_colors import with_flat_colors
from brandkit.sightings.structure.masters import Masters, superseded_by
from brandkit.sightings.structure.shades import shaded_color
from brandkit.sightings.structure.sighting import (
    Found,
    in_picture,
    placed_alteration,
    placed_logo,
    scaled_errors,
    vector_sighting,
)
from brandkit.sightings.surroundings.measure import with_surroundings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

SAME_PLACE = 0.5  # overlap of two sightings from which they are one thing seen twice


def find(material: sandbox.Material, library: Library, *, on: Date) -> tuple[Sighting, ...]:
    """Sightings of the library's assets, ids 0 … n in reading order; `on` is the day for which successors count.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    return examined(material, library, on=on)[1]


def examined(material: sandbox.Material, library: Library, *, on: Date) -> tuple[Document, tuple[Sighting, ...]]:
    """The document with what its pictures look like filled in, and its sightings.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    assets = library.assets()
    masters, photos = Masters(library, assets), Photos(library, assets)
    slogans = [asset for asset in assets if asset.kind == "slogan"]
    contents = dict(_contents(material, masters, photos, Lettering(library, slogans)))
    document = with_unread(_described(material.document, contents), {k: c.written for k, c in contents.items()})
    found: list[Found] = []
    for page in document.pages:
        here = without_doubles(_on_page(page, masters, contents, slogans))
        found += _with_surroundings(here, page, material, masters)
    ordered = sorted(found, key=lambda item: _reading_order(item.sighting))
    numbered = [
        replace(item.sighting, id=index, superseded_by=_successor(item.sighting, assets, on))
        for index, item in enumerate(ordered)
    ]
    return with_flat_colors(material, document, numbered), tuple(numbered)


def described(material: sandbox.Material) -> Document:
    """The document with `Picture.photographic` measured for every placed picture."""
    from brandkit.sightings.structure.embedded_character import photographic

    looks = {key: Contents((0, 0), photographic(material.picture(key))) for key in _placed_keys(material.document)}
    return _described(material.document, looks)


def without_doubles(found: Iterable[Found]) -> list[Found]:
    """One sighting of each thing: outlines before pictures, certain before possible, the surer first."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: _trust(f.sighting)):
        ink = item.sighting.ink or item.sighting.quad
        rivals = (k.sighting for k in kept if k.sighting.kind == item.sighting.kind and item.sighting.kind == "logo")
        if not any(overlap_share(ink, rival.ink or rival.quad) > SAME_PLACE for rival in rivals):
            kept.append(item)
    return kept


def _contents(
    material: sandbox.Material, masters: Masters, photos: Photos, lettering: Lettering
) -> Iterator[tuple[str, Contents]]:
    """What each placed picture shows, each looked at once."""
    whole_pages = {p.picture for page in material.document.pages if page.raster_only for p in page.placements}
    for key in _placed_keys(material.document):
        try:
            rgba = material.picture(key)
        except UnreadableMaterial:
            log.warning("picture %s of %s cannot be decoded and was not looked at", key, material.document.name)
            continue
        shown = contents_of(rgba, masters, photos, is_page=key in whole_pages)
        logos = [quad_of(logo.matrix, *logo.size) for logo in shown.logos if logo.certain]
        yield key, replace(shown, written=lettering.written_in(rgba, logos))


def _placed_keys(document: Document) -> list[str]:
    placed = {p.picture: None for page in document.pages for p in page.placements if p.opacity > 0.01}
    return [key for key in placed if key in document.pictures]


def _described(document: Document, contents: dict[str, Contents]) -> Document:
    pictures = {
        key: replace(picture, photographic=contents[key].photographic) if key in contents else picture
        for key, picture in document.pictures.items()
    }
    return replace(document, pictures=pictures)


def _on_page(page: Page, masters: Masters, contents: dict[str, Contents], slogans: Sequence[Asset]) -> Iterator[Found]:
    if page.shapes:
        for seen in outlines.locate(page, masters.outlines):
            yield vector_sighting(page, seen)
    for index, placement in enumerate(page.placements):
        shown = contents.get(placement.picture)
        if shown is None:
            continue
        for logo in shown.logos:
            sighting = _logo_sighting(page, placement, shown.size_px, logo)
            yield Found(sighting, logo.size, logo.ink, placement=index)
        for photo in shown.photos:
            yield Found(_photo_sighting(page, placement, shown.size_px, photo), placement=index)
        for slogan in sightings_in(page, placement, shown.size_px, shown.written):
            yield Found(slogan, placement=index)
    for passage in find_slogans(page, slogans):
        yield Found(_slogan_sighting(page, passage))


def _with_surroundings(found: list[Found], page: Page, material: sandbox.Material, masters: Masters) -> list[Found]:
    if not any(item.sighting.kind == "logo" for item in found):
        return found
    image, scale = material.pixels(page.number), material.scale(page.number)
    return [_looked_at(item, page, image, scale, masters) if item.sighting.kind == "logo" else item for item in found]


def _looked_at(found: Found, page: Page, image: NDArray[np.uint8], scale: float, masters: Masters) -> Found:
    found = with_surroundings(found, page, image, scale, masters.cover(found.sighting.file))
    sighting = found.sighting
    if found.shaded is None or found.artboard is None or sighting.matrix is None:
        return found
    shade = shaded_color(
        found.shaded, found.shaded_share, sighting.matrix, found.artboard, masters.drawn(sighting.file),
        sighting.ground.hex if sighting.ground else "#FFFFFF", image, scale,
    )  # fmt: skip
    return replace(found, sighting=replace(sighting, colors=(*sighting.colors, shade))) if shade else found


def _logo_sighting(page: Page, placement: Placement, size_px: tuple[int, int], logo: Logo) -> Sighting:
    matrix = compose(placement.matrix, compose(scaling(1 / size_px[0], 1 / size_px[1]), logo.matrix))
    sighting = placed_logo(page, logo.entry, matrix, logo.size, logo.ink)
    tall = height_px(logo)
    sighting = replace(
        sighting,
        certainty="certain" if logo.certain else "possible",
        reason=logo.reason,
        visible=logo.visible,
        colors=logo.colors,
        blur_px=logo.blur_px,
        errors=scaled_errors(logo.errors, sighting.height / tall),
        score=logo.score,
        opacity=logo.opacity,
        altered=placed_alteration(logo.altered, placement, size_px),
    )
    return _in_its_picture(sighting, page, placement, tall)


def _photo_sighting(page: Page, placement: Placement, size_px: tuple[int, int], photo: PhotoMatch) -> Sighting:
    matrix = compose(placement.matrix, compose(scaling(1 / size_px[0], 1 / size_px[1]), photo.matrix))
    sighting = placed_logo(page, photo.entry, matrix, photo.size, Box(0, 0, *photo.size))
    tall = photo.size[1] * math.hypot(photo.matrix.c, photo.matrix.d)
    sighting = replace(
        sighting,
        certainty="certain" if photo.certain else "possible",
        reason=None if photo.certain else "low-confidence",
        visible=photo.visible,
        score=photo.score,
    )
    return _in_its_picture(sighting, page, placement, tall)


def _in_its_picture(sighting: Sighting, page: Page, placement: Placement, height_px: float) -> Sighting:
    sighting = in_picture(sighting, page, placement, height_px)
    return replace(sighting, method="pixels", picture="") if page.raster_only else sighting


def _slogan_sighting(page: Page, passage: Passage) -> Sighting:
    version = current_version(passage.asset)
    box, millimetres = passage.box, mm_per_unit(page)
    return Sighting(
        id=0,
        page=page.number,
        kind="slogan",
        asset=passage.asset.slug,
        version=version.number if version else 1,
        variant=passage.language,
        title=passage.asset.title,
        certainty="certain",
        method="structure",
        quad=corners(box),
        height=box.h,
        height_mm=box.h * millimetres if millimetres else None,
        rotation_deg=passage.rotation_deg,
        text=passage.text,
        vector=True,
        score=passage.similarity,
        order=passage.order,
    )


def _trust(sighting: Sighting) -> tuple[bool, bool, bool, float]:
    exact = sighting.errors == ErrorBars()
    return (not sighting.vector, not exact, sighting.certainty != "certain", -sighting.score)


def _reading_order(sighting: Sighting) -> tuple[float, ...]:
    box = box_of(sighting.quad)
    return (sighting.page, round(box.y, 1), round(box.x, 1))


def _successor(sighting: Sighting, assets: Sequence[Asset], on: Date) -> str | None:
    asset = next(asset for asset in assets if asset.slug == sighting.asset)
    version = version_of(asset, sighting.version)
    return superseded_by(asset, version, assets, on) if version else None
