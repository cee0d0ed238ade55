"""How photographic a picture looks: 0 drawn, 1 photograph.

A drawing has fields of one exact colour, and few colours; a photograph has noise on every field and its colours pass
into each other. Smooth computer gradients lie between, and so do photographs that are mostly out of focus.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

LEAST_PX = 48  # anti-aliased rims fill a smaller drawing with as many colours as a photograph has
_WINDOW_PX = 768  # looked at in full resolution: shrinking would average the noise away
_LEAST_OPAQUE = 0.02
_NEARLY_FLAT = 2  # levels between neighbours
_GRAIN_PX = 5
_TILE_PX, _TILES, _SURE = 96, 12, 0.85
_LEADING = 8  # colours of 32 levels a channel that a drawing is mostly made of


class Facts(NamedTuple):
    """Shares, 0..1: of pixels in the leading colours; of 3 × 3 fields without any difference; of nearly flat ones."""

    leading: float
    flat: float
    nearly_flat: float


def photographic(rgba: Pixels) -> float | None:
    """0..1 of an (H, W, 4) uint8 sRGB picture by its opaque pixels; None when there is too little to say."""
    window = _middle(rgba)
    opaque = window[..., 3] > 250
    if min(rgba.shape[:2]) < LEAST_PX or float(opaque.mean()) < _LEAST_OPAQUE:
        return None
    leading, flat, nearly_flat = facts_of(np.ascontiguousarray(window[..., :3]), opaque)
    return round(_look(leading, flat, nearly_flat), 3)


def has_photographic_part(rgb: Pixels) -> bool:
    """Whether any of the tiles of an (H, W, 3) uint8 page surely looks photographic: posters of flat fields do not."""
    height, width = rgb.shape[:2]
    if min(height, width) < _TILE_PX:
        return True
    rows = np.linspace(0, height - _TILE_PX, min(_TILES, height // _TILE_PX), dtype=int)
    columns = np.linspace(0, width - _TILE_PX, min(_TILES, width // _TILE_PX), dtype=int)
    opaque = np.ones((_TILE_PX, _TILE_PX), dtype=bool)
    tiles = (np.ascontiguousarray(rgb[y : y + _TILE_PX, x : x + _TILE_PX]) for y in rows for x in columns)
    return any(_look(*facts_of(tile, opaque)) >= _SURE for tile in tiles)


def _look(leading: float, flat: float, nearly_flat: float) -> float:
    # Set by hand on wallpapers and icons of Debian: flat drawings come out below 0.15, photographs that are in focus
    # over a third of their area above 0.9; painted skies and blurred photographs lie between.
    z = 6.3 - 5.0 * leading - 4.0 * max(0.0, leading - 0.75) - 12.0 * max(0.0, leading - 0.85)
    z -= 6.0 * flat + 2.5 * nearly_flat
    return 1 / (1 + math.exp(-z))


def facts_of(rgb: Pixels, opaque: NDArray[np.bool_]) -> Facts:
    """What tells drawings from photographs, of (H, W, 3) uint8 sRGB where `opaque`."""
    kernel = np.ones((3, 3), np.uint8)
    inner = cv2.erode(opaque.astype(np.uint8), kernel) > 0
    inner = inner if inner.any() else opaque
    gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    span = (cv2.dilate(gray, kernel) - cv2.erode(gray, kernel))[inner]
    # Grain scatters one colour over many bins; a small blur takes the grain and leaves what is drawn.
    calm = cv2.blur(rgb, (_GRAIN_PX, _GRAIN_PX))[inner]
    counts = np.sort(np.bincount((calm.astype(np.int32) >> 3) @ np.array([1024, 32, 1])))[::-1]
    return Facts(
        leading=float(counts[:_LEADING].sum() / counts.sum()),
        flat=float((span == 0).mean()),
        nearly_flat=float((span <= _NEARLY_FLAT).mean()),
    )


def _middle(rgba: Pixels) -> Pixels:
    """A window of at most _WINDOW_PX each way from the middle of the picture."""
    height, width = rgba.shape[:2]
    rows, columns = min(height, _WINDOW_PX), min(width, _WINDOW_PX)
    top, left = (height - rows) // 2, (width - columns) // 2
    return rgba[top : top + rows, left : left + columns]
