"""Logos drawn by resvg: exact to the pixel's fraction, as a layout program would. (H, W, 4) uint8, straight alpha."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating.brands import Brand

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]
Window = tuple[int, int, int, int]  # x0, y0, x1, y1 in page pixels

_MEASURED_PX = 300
_SEEN = 60  # alpha from which a pixel counts as drawn
_SMALLEST_SHARE, _LONGEST, _FLATTEST = 0.15, 9.0, 1 / 3


def raster(brand: Brand, pose: Array, width: int, height: int) -> Picture:
    """A picture of that size with the brand at a (2, 3) pose, artboard units to pixels."""
    return raster_window(brand, pose, (0, 0, width, height))


def raster_window(brand: Brand, pose: Array, window: Window) -> Picture:
    """The part of the page within a window, which may lie beyond the page."""
    import resvg_py
    from PIL import Image

    x0, y0, x1, y1 = window
    a, c, e = (float(value) for value in pose[0])
    b, d, f = (float(value) for value in pose[1])
    e, f = e - a * brand.left - c * brand.top - x0, f - b * brand.left - d * brand.top - y0
    box = f'x="{brand.left}" y="{brand.top}" width="{brand.width}" height="{brand.height}"'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{x1 - x0}" height="{y1 - y0}">'
        f'<defs><clipPath id="artboard-of-page"><rect {box}/></clipPath></defs>'
        f'<g transform="matrix({a} {b} {c} {d} {e} {f})" clip-path="url(#artboard-of-page)">{brand.body}</g></svg>'
    )
    png = bytes(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


@lru_cache(maxsize=4096)
def ink_box(brand: Brand) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 of the drawing on its artboard, from the artboard's origin.

    Raises
    ------
    ValueError : when nothing is drawn.
    """
    alpha = _thumbnail(brand)[..., 3]
    rows, columns = np.flatnonzero(alpha.max(1) > _SEEN), np.flatnonzero(alpha.max(0) > _SEEN)
    if not len(rows):
        raise ValueError(f"{brand.name} shows nothing")
    unit = brand.width / _MEASURED_PX
    return columns[0] * unit, rows[0] * unit, (columns[-1] + 1) * unit, (rows[-1] + 1) * unit


@lru_cache(maxsize=4096)
def drawable(brand: Brand) -> bool:
    """Whether a logo can be shown: visible, in sane proportions, and filling a fair part of its artboard."""
    try:
        left, top, right, bottom = ink_box(brand)
    except ValueError:
        return False
    width, height = right - left, bottom - top
    if not _FLATTEST < width / height < _LONGEST:
        return False
    return max(width / brand.width, height / brand.height) > _SMALLEST_SHARE


@lru_cache(maxsize=4096)
def inks(brand: Brand) -> tuple[Array, Array]:
    """Up to 240 points of the drawing, (n, 2) in artboard units, and their (n, 3) colours."""
    rgba = _thumbnail(brand)
    rows, columns = np.nonzero(rgba[..., 3] > 200)
    pick = np.linspace(0, len(rows) - 1, min(240, len(rows))).astype(int)
    unit = brand.width / _MEASURED_PX
    points = np.column_stack([columns[pick] + 0.5, rows[pick] + 0.5]) * unit
    return points, rgba[rows[pick], columns[pick], :3].astype(float)


@lru_cache(maxsize=4096)
def sketch(brand: Brand) -> tuple[Picture, float]:
    """The drawing on white, (32, 32) gray of its ink box, and the box's proportion: tells the same from another."""
    import cv2

    left, top, right, bottom = ink_box(brand)
    rgba = _thumbnail(brand)
    unit = _MEASURED_PX / brand.width
    part = rgba[round(top * unit) : round(bottom * unit), round(left * unit) : round(right * unit)].astype(np.float32)
    alpha = part[..., 3:] / 255
    gray = (part[..., :3] * alpha + 255 * (1 - alpha)) @ np.array([0.299, 0.587, 0.114], np.float32)
    small = cv2.resize(gray, (32, 32), interpolation=cv2.INTER_AREA)
    return small.round().astype(np.uint8), (right - left) / (bottom - top)


def same_drawing(one: Brand, other: Brand) -> bool:
    """Whether two logos are one drawing, whatever their names and colours."""
    (gray, wide), (test, broad) = sketch(one), sketch(other)
    return abs(wide / broad - 1) <= 0.08 and abs(_correlation(gray, test)) > 0.93


def symmetric(brand: Brand) -> bool:
    """Whether a logo is nearly its own mirror image."""
    gray = sketch(brand)[0]
    return _correlation(gray, gray[:, ::-1]) > 0.93


def _correlation(one: Picture, other: Picture) -> float:
    """-1..1; 1 when either is even."""
    a, b = one.astype(float) - one.mean(), other.astype(float) - other.mean()
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return 1.0 if scale < 1e-6 else float((a * b).sum()) / scale


@lru_cache(maxsize=256)
def _thumbnail(brand: Brand) -> Any:
    unit = _MEASURED_PX / brand.width
    rows = max(1, round(_MEASURED_PX * brand.height / brand.width))
    return raster(brand, np.array([[unit, 0, 0], [0, unit, 0]]), _MEASURED_PX, rows)
