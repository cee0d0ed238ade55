"""Pages of marks painted to pixels for tests: shapes in painting order, text runs as dark bars."""

from __future__ import annotations

import cv2
import numpy as np

from brandkit.color import parse_hex
from brandkit.document import Page

_OVER = 4  # supersampling


def painted(page: Page, scale: float, ground: str | np.ndarray = "#FFFFFF") -> np.ndarray:
    """(H, W, 3) uint8 of a page at so many pixels per unit, on a colour or on a picture of the page's size."""
    height, width = round(page.height * scale), round(page.width * scale)
    image = np.zeros((height * _OVER, width * _OVER, 3), np.uint8)
    if isinstance(ground, str):
        image[:] = parse_hex(ground)
    else:
        image[:] = cv2.resize(ground, (width * _OVER, height * _OVER), interpolation=cv2.INTER_LINEAR)
    for shape in sorted(page.shapes, key=lambda s: s.order):
        rings = [np.round(np.array(c.points) * scale * _OVER).astype(np.int32) for c in shape.contours]
        if shape.fill is not None:
            cv2.fillPoly(image, rings, parse_hex(shape.fill.hex))
        if shape.stroke is not None:
            width_px = max(1, round(shape.stroke_width * scale * _OVER))
            cv2.polylines(image, rings, True, parse_hex(shape.stroke.hex), width_px)
    for run in page.texts:
        x0, y0, x1, y1 = (round(v * scale * _OVER) for v in (run.box.x, run.box.y, run.box.right, run.box.bottom))
        color = parse_hex(run.paint.hex) if run.paint else (30, 30, 30)
        for x in range(x0, x1, max(2, round(3 * scale * _OVER))):
            image[y0:y1, x : x + max(1, round(1.5 * scale * _OVER))] = color
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)


def cover_of(shapes, width: float, height: float, scale: float = 3.0) -> np.ndarray:
    """(h, w) float32 0..1 of a mark's ink over its artboard."""
    layer = np.zeros((round(height * scale) * _OVER, round(width * scale) * _OVER), np.uint8)
    for shape in shapes:
        rings = [np.round(np.array(c.points) * scale * _OVER).astype(np.int32) for c in shape.contours]
        cv2.fillPoly(layer, rings, 255)
    size = (round(width * scale), round(height * scale))
    return cv2.resize(layer, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
