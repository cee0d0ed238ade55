"""Even colors of a flattened page: fields, panels and large letters, parted from photographs and shades.

A field has one color up to an edge. In a photograph or a shade the neighbor of an even place is another even place of a
slightly other color, so that fields are told by how their borders look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from brandkit.color import delta_e, lab_of_rgb, to_hex
from brandkit.document import Document, FlatColor, Page
from brandkit.findings import Sighting
from brandkit.geometry import Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brandkit.sandbox import Material

# Long side at which fields are looked at; letters of body text are no fields.
LONG_SIDE_PX = 800
# Range of a channel in a 3 × 3 neighborhood that JPEG leaves in an even field.
EVEN_RANGE = 10
# Even places narrower than this are specks between edges.
FIELD_PX = 5
# Colors nearer than this are one field with noise. Source: three is about what is seen side by side.
SAME_DELTA_E = 3.0
# Smaller shares of the page are rims and noise.
LEAST_SHARE = 0.003
# A border that runs into another even color without an edge, beyond this share, is a shade's.
SMOOTH_BORDER = 0.35
# Upper quartile of ΔE00 to the median. Source: measured, fields under JPEG 20 to 90 and on a scan have 0 to 1.0,
# places of fourteen photographs 1.6 to 2.7.
FIELD_SPREAD = 1.3
MOST_COLORS = 64


def with_flat_colors(material: Material, document: Document, sightings: Sequence[Sighting]) -> Document:
    """The document with the even colors of its flattened pages; what is seen of the catalog's assets does not count.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    pages = tuple(
        replace(page, flat_colors=_on_page(material, page, sightings)) if page.raster_only else page
        for page in document.pages
    )
    return replace(document, pages=pages)


def _on_page(material: Material, page: Page, sightings: Sequence[Sighting]) -> tuple[FlatColor, ...]:
    scale = material.scale(page.number)
    seen = [sighting.quad for sighting in sightings if sighting.page == page.number]
    return flat_colors(material.pixels(page.number), [[(x * scale, y * scale) for x, y in quad] for quad in seen])


def flat_colors(pixels: NDArray[np.uint8], left_out: Sequence[Sequence[Point]] = ()) -> tuple[FlatColor, ...]:
    """Even colors with their share of the page, largest first.

    pixels : (H, W, 3) uint8 sRGB, origin top left. left_out : polygons in pixels, as the logos' own, that do not count.
    """
    import numpy as np

    small, scale = _smaller(pixels)
    even = _even(small) & ~_inside(left_out, scale, small.shape)
    if not even.any():
        return ()
    labels, centers = _clustered(small, even)
    areas = np.bincount(labels[labels >= 0], minlength=len(centers)) / labels.size
    large = np.flatnonzero(areas >= LEAST_SHARE)
    labels = np.where(np.isin(labels, large), labels, -1)
    found = [
        FlatColor(to_hex(np.median(small[labels == index], axis=0)), float(areas[index]))
        for index in large
        if _spread(small[labels == index]) <= FIELD_SPREAD and _smooth_border(labels, int(index)) <= SMOOTH_BORDER
    ]
    return tuple(sorted(found, key=lambda flat: (-flat.share, flat.hex)))


def _smaller(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = min(1.0, LONG_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    # A median keeps edges and takes out the specks that JPEG leaves in a field.
    calm = cv2.medianBlur(np.ascontiguousarray(small, dtype=np.uint8), 5)
    return np.asarray(calm, dtype=np.uint8), scale


def _even(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    import cv2
    import numpy as np

    window = np.ones((3, 3), np.uint8)
    spread = cv2.morphologyEx(pixels, cv2.MORPH_GRADIENT, window)
    even = (spread.max(axis=2) <= EVEN_RANGE).astype(np.uint8)
    kept = cv2.morphologyEx(even, cv2.MORPH_OPEN, np.ones((FIELD_PX, FIELD_PX), np.uint8))
    result: NDArray[np.bool_] = kept.astype(bool)
    return result


def _inside(polygons: Sequence[Sequence[Point]], scale: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    import cv2
    import numpy as np

    mask = np.zeros(shape[:2], np.uint8)
    for polygon in polygons:
        cv2.fillPoly(mask, [np.round(np.asarray(polygon) * scale).astype(np.int32)], 1)
    result: NDArray[np.bool_] = mask.astype(bool)
    return result


def _clustered(
    pixels: NDArray[np.uint8], even: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], list[NDArray[np.float64]]]:
    """A label for every even pixel (-1 elsewhere), and each label's Lab: common colors first, near ones joined."""
    import numpy as np

    codes = (pixels[even].astype(np.int64) >> 2) @ np.array([1 << 12, 1 << 6, 1])
    bins, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colors = np.stack([bins >> 12, (bins >> 6) & 63, bins & 63], axis=-1) * 4 + 2
    lab = lab_of_rgb(colors)
    owner = np.full(len(bins), -1, np.int32)
    centers: list[NDArray[np.float64]] = []
    for index in np.argsort(-counts, kind="stable"):
        if owner[index] >= 0 or len(centers) == MOST_COLORS:
            continue
        near = (owner < 0) & (delta_e(lab, lab[index]) <= SAME_DELTA_E)
        owner[near] = len(centers)
        centers.append(lab[index])
    labels = np.full(even.shape, -1, np.int32)
    labels[even] = owner[inverse.ravel()]
    return labels, centers


def _spread(pixels: NDArray[np.uint8]) -> float:
    """Upper quartile of ΔE00 from (n, 3) pixels to their median."""
    import numpy as np

    lab = lab_of_rgb(pixels)
    return float(np.percentile(delta_e(lab, np.median(lab, axis=0)), 75))


def _smooth_border(labels: NDArray[np.int32], index: int) -> float:
    """The share of a color's border that runs into another even color without an edge."""
    smooth = border = 0
    for one, other in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        outside = (one == index) != (other == index)
        border += int(outside.sum())
        smooth += int((outside & (one >= 0) & (other >= 0)).sum())
    return smooth / border if border else 0.0
