"""Colours of shaded parts of a vector logo: gradients, patterns and transparency, compared as they look on the page.

Two programs write one gradient in two ways, so what the file says of it tells nothing; its pixels do.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from brandkit.color import delta_e, lab_of_rgb, parse_hex, to_hex
from brandkit.findings import ColorMatch
from brandkit.geometry import Affine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Array = NDArray[np.float64]

LEAST_POINTS = 20  # below it the part is too thin at this size to say what colour it has
_CALM_LEVELS = 12  # of a channel within the reach of a page pixel: beyond that it is a rim
_REACH_PX = 1.5  # page pixels around a point that its pixel is mixed from


def shaded_color(
    points: Array, share: float, matrix: Affine, size: tuple[float, float], drawn: Pixels, ground: str,
    image: Pixels, pixels_per_unit: float,
) -> ColorMatch | None:  # fmt: skip
    """One match for all shaded parts: the difference is the median over their points; None where they are too thin.

    Parameters
    ----------
    points : (K, 2) in artboard units.  share : of the logo's ink that they stand for.
    drawn : (h, w, 4) uint8 straight alpha of the master's artboard.  ground : hex behind the logo.
    image : (H, W, 3) uint8 sRGB of the page.
    """
    master = _over(drawn, ground)
    per_unit = drawn.shape[1] / size[0], drawn.shape[0] / size[1]
    page_unit = math.sqrt(abs(matrix.determinant)) * pixels_per_unit
    calm = _calm(master, drawn[..., 3], max(1, math.ceil(_REACH_PX * per_unit[0] / max(page_unit, 1e-9))))
    columns = np.clip((points[:, 0] * per_unit[0]).astype(int), 0, drawn.shape[1] - 1)
    rows = np.clip((points[:, 1] * per_unit[1]).astype(int), 0, drawn.shape[0] - 1)
    x = (matrix.a * points[:, 0] + matrix.c * points[:, 1] + matrix.e) * pixels_per_unit
    y = (matrix.b * points[:, 0] + matrix.d * points[:, 1] + matrix.f) * pixels_per_unit
    inside = (x >= 0) & (y >= 0) & (x < image.shape[1]) & (y < image.shape[0]) & calm[rows, columns]
    if int(inside.sum()) < LEAST_POINTS:
        return None
    expected = master[rows[inside], columns[inside]]
    measured = image[y[inside].astype(int), x[inside].astype(int)]
    apart = float(np.median(delta_e(lab_of_rgb(expected), lab_of_rgb(measured))))
    return ColorMatch(
        to_hex(np.median(expected, axis=0)), to_hex(np.median(measured, axis=0)), round(apart, 2), round(share, 4)
    )


def _over(rgba: Pixels, ground: str) -> Pixels:
    alpha = rgba[..., 3:].astype(np.float32) / 255
    mixed = rgba[..., :3] * alpha + np.asarray(parse_hex(ground), np.float32) * (1 - alpha)
    return np.rint(mixed).astype(np.uint8)


def _calm(rgb: Pixels, alpha: Pixels, reach: int) -> NDArray[np.bool_]:
    """(h, w) where nothing changes much within so many pixels."""
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    layers = np.dstack([rgb, alpha])
    span = cv2.dilate(layers, kernel) - cv2.erode(layers, kernel)
    return np.asarray((span <= _CALM_LEVELS + 2 * reach).all(axis=2), np.bool_)
