"""Grounds drawn by arithmetic: flat, gradient, photograph-like, document. (H, W, 3) uint8 sRGB."""

from __future__ import annotations

import colorsys

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Random = np.random.Generator
GROUNDS = ("flat", "gradient", "photo", "document")
_TEXT = "thành phố biển ngày hội thông báo chương trình mùa hè trân trọng kính mời quý khách the city by the sea"
_WORDS = _TEXT.split()


def drawn(kind: str, rng: Random, width: int, height: int, dark: bool) -> Picture:
    """A ground of a kind, dark or light where a logo will stand."""
    painter = {"flat": _flat, "gradient": _gradient, "photo": _photo, "document": _document}[kind]
    return painter(rng, width, height, dark)


def color(rng: Random, dark: bool) -> NDArray[np.float64]:
    """One ground colour."""
    value = rng.uniform(0.08, 0.32) if dark else rng.uniform(0.86, 1.0)
    rgb = colorsys.hsv_to_rgb(rng.uniform(), rng.uniform(0.0, 0.9 if dark else 0.16), value)
    return np.array(rgb) * 255


def _flat(rng: Random, width: int, height: int, dark: bool) -> Picture:
    page = np.empty((height, width, 3))
    page[:] = color(rng, dark)
    if rng.uniform() < 0.5:
        cut = int(height * rng.uniform(0.7, 0.95))
        page[cut:] = color(rng, not dark)
    return page.round().astype(np.uint8)


def _gradient(rng: Random, width: int, height: int, dark: bool) -> Picture:
    turn = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[:height, :width] / max(width, height)
    along = x * np.cos(turn) + y * np.sin(turn)
    share = ((along - along.min()) / np.ptp(along))[..., None]
    return (color(rng, dark) * (1 - share) + color(rng, dark) * share).round().astype(np.uint8)


def _photo(rng: Random, width: int, height: int, dark: bool) -> Picture:
    """Noise of all scales, a few soft-edged bodies and a horizon: busy, but with quiet places as photographs have."""
    import cv2

    page = np.zeros((height, width, 3), np.float32)
    page[:] = color(rng, dark)
    for octave in range(2, 9):
        cells = rng.normal(size=(2**octave * height // width + 2, 2**octave + 1, 3)).astype(np.float32)
        cells = 0.7 * cells.mean(axis=2, keepdims=True) + 0.3 * cells
        page += cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC) * (34 / 1.75**octave * 3)
    for _ in range(int(rng.integers(4, 12))):
        mask = np.zeros((height, width), np.float32)
        place = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        axes = (int(rng.integers(8, width // 4)), int(rng.integers(8, height // 4)))
        if rng.uniform() < 0.5:
            cv2.ellipse(mask, place, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        else:
            corners = rng.normal(size=(int(rng.integers(3, 6)), 2)) * axes + place
            cv2.fillPoly(mask, [corners.round().astype(np.int32)], 1.0)
        mask = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(0.7, 4)))[..., None]
        page = page * (1 - 0.8 * mask) + 0.8 * mask * (color(rng, dark) + rng.normal() * 30).astype(np.float32)
    page += rng.normal(size=page.shape).astype(np.float32) * 2
    return np.clip(page, 0, 255).astype(np.uint8)


def _document(rng: Random, width: int, height: int, dark: bool) -> Picture:
    from PIL import Image, ImageDraw, ImageFont

    ground, ink = color(rng, dark), color(rng, not dark) if dark else np.array([30.0, 30, 34])
    page = Image.new("RGB", (width, height), tuple(int(v) for v in ground))
    pen = ImageDraw.Draw(page)
    fill = tuple(int(v) for v in ink)
    y = 20.0
    while y < height - 30:
        size = int(rng.choice([11, 12, 13, 13, 16, 22, 30]))
        font = ImageFont.load_default(size)
        line = " ".join(rng.choice(_WORDS) for _ in range(int(rng.integers(3, 6 + 900 // size // 6))))
        pen.text((30 + int(rng.choice([0, 0, 0, 24])), y), line, fill=fill, font=font)
        y += size * 1.45
        if rng.uniform() < 0.08:
            pen.line([(30, y), (width - 30, y)], fill=fill, width=int(rng.integers(1, 3)))
            y += 12
        if rng.uniform() < 0.05:
            tone = tuple(int(v) for v in color(rng, bool(rng.uniform() < 0.5)))
            pen.rectangle([width - 200, y - 60, width - 60, y], fill=tone)
    return np.asarray(page)
