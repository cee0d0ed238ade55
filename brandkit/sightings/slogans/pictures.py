"""Slogans of a material's pictures: which pictures are read, and what was found as sightings on the page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from brandkit.assets import Asset, Library, current_version
from brandkit.document import Document, Page, Placement, mm_per_unit
from brandkit.findings import LetterMatch, Sighting
from brandkit.geometry import Affine, Quad, apply, compose, pose_of, scaling
from brandkit.sightings.slogans.faces import Face, faces_of
from brandkit.sightings.slogans.in_pixels import PixelPassage, Written, slogans_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 120, 24  # of an embedded picture that a legible slogan has room in
_MIDDLE_GRAY = 140


class Lettering:
    """The catalog's slogans and faces, ready to be looked for in pictures; faces are read when first needed."""

    def __init__(self, library: Library, slogans: Sequence[Asset]):
        self._library = library
        self.slogans = slogans

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        return faces_of(self._library)

    def written_in(self, rgba: Pixels, logos: Sequence[Quad] = ()) -> Written:
        """Slogans in an (H, W, 4) uint8 sRGB picture, straight alpha; `logos` are quads that are not looked at."""
        long, short = max(rgba.shape[:2]), min(rgba.shape[:2])
        if not self.slogans or long < LEAST_WIDTH_PX or short < LEAST_HEIGHT_PX:
            return Written()
        return slogans_in(_flat(rgba), self.slogans, self.faces, beside=logos)


def sightings_in(page: Page, placement: Placement, size_px: tuple[int, int], written: Written) -> Iterator[Sighting]:
    """What a placed picture of that width and height says, where it stands on the page."""
    to_page = compose(placement.matrix, scaling(1 / size_px[0], 1 / size_px[1]))
    for passage in written.passages:
        yield _sighting(page, placement, to_page, passage)


def with_unread(document: Document, written: Mapping[str, Written]) -> Document:
    """The document with the reason on each flattened page whose lettering was not read."""
    return replace(document, pages=tuple(_marked(page, written) for page in document.pages))


def _marked(page: Page, written: Mapping[str, Written]) -> Page:
    reasons = [written[p.picture].unread for p in page.placements if p.picture in written]
    reason = next((why for why in reasons if why), None)
    return replace(page, unread=reason) if page.raster_only and reason else page


def _sighting(page: Page, placement: Placement, to_page: Affine, passage: PixelPassage) -> Sighting:
    version = current_version(passage.asset)
    quad = _mapped(to_page, passage.quad)
    millimetres = mm_per_unit(page)
    height = math.dist(quad[0], quad[3])
    width = math.dist(quad[0], quad[1])
    along = Affine(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1], quad[3][0] - quad[0][0], quad[3][1] - quad[0][1])
    pose = pose_of(compose(along, scaling(1 / width, 1 / height)), width, height)
    return Sighting(
        id=0,
        page=page.number,
        kind="slogan",
        asset=passage.asset.slug,
        version=version.number if version else 1,
        variant=passage.language,
        title=passage.asset.title,
        certainty="certain" if passage.certain else "possible",
        method="pixels",
        quad=quad,
        height=height,
        height_mm=height * millimetres if millimetres else None,
        rotation_deg=pose.rotation_deg,
        mirrored=pose.mirrored,
        text=passage.text,
        scale_px=passage.height,
        score=passage.score,
        reason=None if passage.certain else "low-confidence",
        order=placement.order,
        picture="" if page.raster_only else placement.picture,
        letters=tuple(_placed(letter, to_page) for letter in passage.letters),
    )


def _placed(letter: LetterMatch, to_page: Affine) -> LetterMatch:
    return replace(letter, quad=_mapped(to_page, letter.quad))


def _mapped(matrix: Affine, quad: Quad) -> Quad:
    a, b, c, d = (apply(matrix, point) for point in quad)
    return (a, b, c, d)


def _flat(rgba: Pixels) -> Pixels:
    """(H, W, 3) of the picture over white, or over black where what it shows is light."""
    alpha = rgba[..., 3]
    if alpha.min() == 255:
        return np.ascontiguousarray(rgba[..., :3])
    shown = rgba[alpha > 127]
    light = len(shown) and float(shown[:, :3].mean()) > _MIDDLE_GRAY
    share = alpha[..., None].astype(np.float32) / 255
    ground = 0.0 if light else 255.0
    return np.asarray(rgba[..., :3] * share + ground * (1 - share) + 0.5, np.uint8)
