"""How a master or a found picture looks: enough to tell years later, without its bytes, whether it is the same.

Of a logo: the silhouette of its ink, trimmed, so that margin and ground do not matter, its proportions and its colors.
Of a photo: the whole picture, its proportions and the mean colors of nine parts of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from brandkit import sandbox, svg
from brandkit.assets import File
from brandkit.catalog.probe import suffix_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

WHOLE, SILHOUETTE = "whole", "silhouette"
HASH = "pdq"
_LOOK_PX = 512
_SEEN_ALPHA = 252  # of 255: a picture with less anywhere has a ground of its own only where it is opaque
_DRAWN = 0.25  # of full difference from the ground, from which ink counts as wholly drawn
_RIM_PX = 1
_EDGE = 0.5  # of ink, from which a pixel belongs to the trimmed picture: halves of rims on either side
_SOLID = 0.9
_COLORS, _LEAST_SHARE = 8, 0.02
_REMEMBERED = 2048
_GRID = 3


@dataclass(frozen=True)
class Seen:
    """A picture as it looks.

    shape, whole_shape : width over height, of what is drawn and of the whole.
    side : the shorter side of what is drawn, in pixels.
    colors : of the ink; parts : the means of a grid; each with its share.
    looks : hashes by view; turned : those of the picture turned and flipped.
    """

    shape: float
    whole_shape: float
    side: int
    colors: tuple[tuple[str, float], ...]
    parts: tuple[tuple[str, float], ...]
    looks: dict[str, bytes]
    turned: dict[str, Sequence[bytes]]


_SEEN: dict[str, Seen] = {}  # by SHA-256: the same bytes always look the same


def seen_in(rgba: Pixels) -> Seen:
    """How an (H, W, 4) uint8 sRGB picture with straight alpha looks."""
    import cv2
    import numpy as np

    from brandkit.catalog.looks.fingerprinting import over
    from brandkit.catalog.renditions import ink_colors
    from brandkit.fingerprints import pdq

    ink = ink_of(rgba)
    rows, columns = np.flatnonzero((ink > _EDGE).any(axis=1)), np.flatnonzero((ink > _EDGE).any(axis=0))
    box = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)) if len(rows) else (slice(None),) * 2
    drawn = ink[box]
    whole = over(rgba, (255, 255, 255))
    silhouette = np.repeat(np.rint(255 * (1 - drawn)).astype(np.uint8)[..., None], 3, axis=2)
    inked = rgba.copy()
    # A pixel in from every edge: rims, and what JPEG leaves beside them, are mixtures.
    inked[..., 3] = cv2.erode(np.where(ink > _SOLID, 255, 0).astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2)
    views = {WHOLE: whole, SILHOUETTE: np.ascontiguousarray(silhouette)}
    return Seen(
        shape=drawn.shape[1] / drawn.shape[0],
        whole_shape=rgba.shape[1] / rgba.shape[0],
        side=min(drawn.shape),
        colors=tuple((c, round(s, 4)) for c, s in ink_colors(inked)[:_COLORS] if s >= _LEAST_SHARE),
        parts=_parts(whole),
        looks={view: bytes(pdq.fingerprint(picture)) for view, picture in views.items()},
        turned={view: [bytes(bits) for bits in pdq.dihedral(picture)] for view, picture in views.items()},
    )


def _parts(rgb: Pixels) -> tuple[tuple[str, float], ...]:
    """The mean colors of a grid of 3 × 3, row by row, each with its share of the whole."""
    import cv2

    from brandkit.color import to_hex

    means = cv2.resize(rgb, (_GRID, _GRID), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    return tuple((to_hex([float(part) for part in mean]), round(1 / _GRID**2, 4)) for mean in means)


def seen_of(data: bytes, file: File) -> Seen:
    """How a master looks, from its verified bytes; remembered by content.

    Raises
    ------
    UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    known = _SEEN.get(file.sha256)
    if known is None:
        with TemporaryDirectory(prefix="brandkit-") as folder:
            path = Path(folder) / f"file{suffix_of(file.media_type)}"
            path.write_bytes(data)
            known = seen_in(pixels_in(path))
        if len(_SEEN) >= _REMEMBERED:
            _SEEN.clear()
        _SEEN[file.sha256] = known
    return known


def ink_of(rgba: Pixels) -> NDArray[np.float32]:
    """What is drawn, 0..1: the alpha, or for an opaque picture how far a pixel is from the color of the border, as a
    share of how far the ink beside it is: a rim is half drawn, whatever the color."""
    import cv2
    import numpy as np

    alpha = rgba[..., 3]
    if int(alpha.min()) < _SEEN_ALPHA:
        return np.asarray(alpha / np.float32(255), np.float32)
    rgb = rgba[..., :3].astype(np.float32)
    border = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]])
    far = np.abs(rgb - np.median(border, axis=0)).max(axis=2) / 255
    beside = cv2.dilate(far, np.ones((3, 3), np.uint8), iterations=_RIM_PX)
    return np.asarray(far / np.maximum(beside, _DRAWN), np.float32)


def pixels_in(path: Path) -> Pixels:
    """The first page of a file from outside, (H, W, 4) uint8 sRGB with straight alpha, its longer side about 512 px.

    Raises
    ------
    NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    import cv2
    import numpy as np

    with sandbox.opened(path) as material:
        document, page = material.document, material.document.pages[0]
        scale = _LOOK_PX / max(page.width, page.height)
        if document.media_type == "image/svg+xml":
            # Read by the child without complaint; drawn here, since a child gives a drawing over white.
            size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
            return svg.raster(path.read_bytes(), *size, name=path.name)
        if page.unit == "px" and document.pictures:
            rgba = material.picture(next(iter(document.pictures)))
            scale = _LOOK_PX / max(rgba.shape[:2])
            size = max(1, round(rgba.shape[1] * scale)), max(1, round(rgba.shape[0] * scale))
            return rgba if scale >= 1 else np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_AREA), np.uint8)
        rgb = material.pixels(page.number, scale)
        return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
