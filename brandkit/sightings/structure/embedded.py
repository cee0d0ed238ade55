"""What a raster picture shows: a catalog logo from edge to edge, a photograph, logos and photographs within it.

The answers are in the picture's own pixels; where it lies on a page is the placement's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from brandkit.findings import ColorMatch, ErrorBars
from brandkit.geometry import Affine, Box, apply, compose, invert, scaling
from brandkit.sightings.photos.known import over_white
from brandkit.sightings.photos.match import PhotoMatch, Photos
from brandkit.sightings.pixels import locate as pixels
from brandkit.sightings.pixels.decision.alteration import Altered
from brandkit.sightings.slogans.in_pixels import Written
from brandkit.sightings.structure.embedded_character import has_photographic_part, photographic
from brandkit.sightings.structure.embedded_renditions import rendition_of
from brandkit.sightings.structure.in_force import settled
from brandkit.sightings.structure.masters import Entry, Masters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

LEAST_PX = 20
PHOTOGRAPHIC_PARTS = 0.3  # from here on a picture may be a crop of a photograph, or hold one
_OVERLAY_LEVELS, _OVERLAY_SHARE = 40, 0.001  # differences from the catalog's own picture that may be a logo on it


@dataclass(frozen=True)
class Logo:
    """A logo in a picture. matrix : artboard units to the picture's pixels; exact when the picture is its rendition."""

    entry: Entry
    matrix: Affine
    size: tuple[float, float]
    ink: Box
    exact: bool
    certain: bool
    reason: str | None = None
    score: float = 1.0
    visible: float = 1.0
    colors: tuple[ColorMatch, ...] = ()
    blur_px: float | None = None
    errors: ErrorBars = field(default_factory=ErrorBars)
    opacity: float = 1.0
    altered: Altered | None = None


@dataclass(frozen=True)
class Contents:
    """What a picture shows. size_px : its width and height."""

    size_px: tuple[int, int]
    photographic: float | None
    logos: tuple[Logo, ...] = ()
    photos: tuple[PhotoMatch, ...] = ()
    written: Written = field(default_factory=Written)


def contents_of(rgba: Pixels, masters: Masters, photos: Photos, *, is_page: bool = False) -> Contents:
    """What an (H, W, 4) uint8 sRGB picture with straight alpha shows; `is_page` when it is a whole flattened page."""
    size, look = (rgba.shape[1], rgba.shape[0]), photographic(rgba)
    if min(rgba.shape[:2]) < LEAST_PX:
        return Contents(size, look)
    whole = _whole_logo(rgba, masters)
    if whole is not None:
        return Contents(size, look, (whole,))
    flat = over_white(rgba)
    found = photos_in(flat, photos, look, is_page)
    if len(found) == 1 and is_plain_copy(flat, found[0], photos):
        return Contents(size, look, (), found)
    return Contents(size, look, tuple(logos_in(rgba, masters)), found)


def photos_in(flat: Pixels, photos: Photos, look: float | None, is_page: bool) -> tuple[PhotoMatch, ...]:
    """Catalog photographs that an (H, W, 3) picture is, or that lie in it."""
    # A photograph out of focus looks drawn as a whole; a screenshot has photographs on a small part of it.
    if not photos.entries or not (is_page or (look or 0) >= PHOTOGRAPHIC_PARTS or has_photographic_part(flat)):
        return tuple(photos.alike(flat))
    return tuple(photos.found_in(flat))


def is_plain_copy(flat: Pixels, match: PhotoMatch, photos: Photos) -> bool:
    """Whether nothing was laid on a catalog photograph: then no logo needs to be looked for on it."""
    import cv2

    known = photos.small(match.entry)
    height, width = flat.shape[:2]
    scale = min(1.0, 480 / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shown = cv2.resize(flat, size, interpolation=cv2.INTER_AREA)
    to_small = scaling(known.shape[1] / match.size[0], known.shape[0] / match.size[1])
    matrix = compose(scaling(size[0] / width, size[1] / height), compose(match.matrix, invert(to_small)))
    map_ = np.array([[matrix.a, matrix.c, matrix.e], [matrix.b, matrix.d, matrix.f]])
    drawn = cv2.warpAffine(known, map_, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    one, other = (cv2.GaussianBlur(p, (0, 0), 1.0).astype(np.float32).mean(axis=2) for p in (shown, drawn))
    gain = one.std() / max(float(other.std()), 1e-6)
    gap = np.abs(one - one.mean() - gain * (other - other.mean()))
    return bool(float((gap > _OVERLAY_LEVELS).mean()) < _OVERLAY_SHARE)


def logos_in(rgba: Pixels, masters: Masters) -> list[Logo]:
    """Logos anywhere in an (H, W, 4) picture, strongest first."""
    shapes = masters.shapes
    opaque = rgba[..., 3].min() == 255
    found: Sequence[pixels.Candidate]
    if opaque:
        found = pixels.locate(np.ascontiguousarray(rgba[..., :3]), shapes)
    else:
        found = pixels.locate_transparent(rgba, shapes)
    return [_logo(candidate, masters) for candidate in found]


def height_px(logo: Logo) -> float:
    """The logo's height in pixels of its picture."""
    matrix = logo.matrix
    return float(np.hypot(matrix.c, matrix.d)) * logo.size[1]


def _whole_logo(rgba: Pixels, masters: Masters) -> Logo | None:
    """The logo that the picture is from edge to edge."""
    height, width = rgba.shape[:2]
    rendition = rendition_of(rgba, masters)
    if rendition is None:
        return None
    size = rendition.size
    matrix = scaling(width / size[0], height / size[1])
    ink = _ink(rgba, matrix)
    return Logo(
        rendition.entry, matrix, size, ink, exact=True, certain=rendition.certain,
        reason=None if rendition.certain else "too-small", colors=rendition.colors,
    )  # fmt: skip


def _ink(rgba: Pixels, matrix: Affine) -> Box:
    """The drawing's box in artboard units, from the picture that shows it whole; the artboard when it is opaque."""
    drawn = rgba[..., 3] > 127
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if not len(rows):
        return Box(0, 0, rgba.shape[1] / matrix.a, rgba.shape[0] / matrix.d)
    back = invert(matrix)
    (x0, y0), (x1, y1) = apply(back, (columns[0], rows[0])), apply(back, (columns[-1] + 1, rows[-1] + 1))
    return Box(float(x0), float(y0), float(x1 - x0), float(y1 - y0))


def _logo(candidate: pixels.Candidate, masters: Masters) -> Logo:
    read = settled(candidate, masters)
    x0, y0, x1, y1 = read.template.ink_box
    return Logo(
        entry=read.entry,
        matrix=read.matrix,
        size=(read.template.width, read.template.height),
        ink=Box(x0, y0, x1 - x0, y1 - y0),
        exact=False,
        certain=read.certain,
        reason=read.reason,
        score=candidate.score,
        visible=candidate.visible,
        colors=read.colors,
        blur_px=candidate.blur_px,
        errors=candidate.errors,
        opacity=candidate.opacity,
        altered=candidate.altered,
    )
