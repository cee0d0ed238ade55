"""A master file as pixels with a soft edge: the drawing alone, its ground removed.

Rasters are straight alpha, (H, W, 4) uint8 sRGB. The artboard is the SVG's drawing area or the raster's pixels; one
artboard unit is an SVG user unit or a pixel.
"""

from __future__ import annotations

import io
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.color import lab_of_rgb
from brandkit.errors import UnreadableMaterial, UnsupportedFormat

FINE_AREA_PX = 400_000  # raster on which colours are told apart; outlines use half of it each way
FINE_SIDE_PX = 1800
_SPARE = 4  # a raster is read with this many times the pixels of the fine one, so that reducing it stays exact
_ORIENTATION, _FIRST_SIDEWAYS = 0x0112, 5  # source: Exif 2.32, 4.6.4
_PLAIN_BORDER = 0.9  # share of border pixels that must be of the ground's colour
_GROUND_DELTA = 6.0  # Lab distance; JPEG noise about a plain ground stays below
_INK_DELTA = 24.0  # Lab distance from the ground at which a pixel counts as all ink


class Artwork(NamedTuple):
    """The drawing's raster of even sides, and its artboard, which fills the raster exactly."""

    rgba: NDArray[np.uint8]
    width: float
    height: float


def artwork_of(data: bytes, media_type: str) -> Artwork:
    """A master's drawing from its bytes.

    Raises
    ------
    UnsupportedFormat : when it is neither SVG nor a raster picture.
    UnreadableMaterial : when nothing visible is in it.
    """
    if media_type == "image/svg+xml":
        rgba, width, height = _drawn(data)
    elif media_type.startswith("image/"):
        rgba, width, height = _decoded(data)
    else:
        raise UnsupportedFormat(media_type, "is no type of master that can be looked for in pixels")
    if (rgba[..., 3] > 250).all():
        rgba = without_ground(rgba)
    if not (rgba[..., 3] > 127).any():
        raise UnreadableMaterial(media_type, "master shows nothing")
    return _resized(rgba, width, height)


def without_ground(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with a plain ground made transparent; unchanged when its border is not plain."""
    border = np.concatenate([rgba[0], rgba[-1], rgba[:, 0], rgba[:, -1]])[:, :3]
    ground = np.median(border, axis=0)
    ground_lab = lab_of_rgb(ground)
    plain = np.linalg.norm(lab_of_rgb(border) - ground_lab, axis=-1) < _GROUND_DELTA
    if plain.mean() < _PLAIN_BORDER:
        return rgba
    away = np.linalg.norm(lab_of_rgb(rgba[..., :3]) - ground_lab, axis=-1)
    alpha = np.clip((away - _GROUND_DELTA) / (_INK_DELTA - _GROUND_DELTA), 0, 1)
    result = rgba.copy()
    result[..., 3] = np.round(alpha * 255).astype(np.uint8)
    return result


def _drawn(data: bytes) -> tuple[NDArray[np.uint8], float, float]:
    from brandkit import svg

    width, height = svg.size(data)
    columns, rows = _raster_size(width, height)
    return svg.raster(data, width_px=columns, height_px=rows), width, height


def _decoded(data: bytes) -> tuple[NDArray[np.uint8], float, float]:
    """A raster, much reduced when it is much larger than needed, and the size that it has in the file."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP", "TIFF", "GIF"]) as opened:
            width, height = opened.size
            sideways = opened.getexif().get(_ORIENTATION, 1) >= _FIRST_SIDEWAYS
            wanted = max(1, math.isqrt(width * height // (_SPARE * FINE_AREA_PX)))
            opened.draft("RGB", (max(1, width // wanted), max(1, height // wanted)))
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise UnreadableMaterial("master", "has too many pixels") from error
    if sideways:
        width, height = height, width
    if wanted > 1:
        picture = picture.resize((max(1, width // wanted), max(1, height // wanted)), Image.Resampling.BOX)
    return np.asarray(picture), float(width), float(height)


def _resized(rgba: NDArray[np.uint8], width: float, height: float) -> Artwork:
    import cv2

    size = _raster_size(width, height)
    if rgba.shape[1::-1] != size:
        alpha = rgba[..., 3:].astype(np.float32) / 255
        mode = cv2.INTER_AREA if size[0] < rgba.shape[1] else cv2.INTER_CUBIC
        color = cv2.resize(rgba[..., :3] * alpha, size, interpolation=mode)
        cover = np.clip(cv2.resize(alpha, size, interpolation=mode), 0, 1)[..., None]
        straight = np.where(cover > 1e-3, color / np.maximum(cover, 1e-3), 0)
        rgba = np.clip(np.round(np.concatenate([straight, cover * 255], axis=2)), 0, 255).astype(np.uint8)
    return Artwork(rgba, width, height)


def _raster_size(width: float, height: float) -> tuple[int, int]:
    scale = min(math.sqrt(FINE_AREA_PX / (width * height)), FINE_SIDE_PX / max(width, height))
    return max(4, 2 * round(width * scale / 2)), max(4, 2 * round(height * scale / 2))
