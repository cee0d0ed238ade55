"""Grounds: flat, gradient, photograph, document. (H, W, 3) uint8 sRGB.

Photographs come from a folder that is named; without one they are drawn by arithmetic.
"""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Random = np.random.Generator
GROUNDS = ("flat", "gradient", "photo", "document")
_TEXT = "thành phố biển ngày hội thông báo chương trình mùa hè trân trọng kính mời quý khách the city by the sea"
_WORDS = _TEXT.split()
_TYPEFACE = Path(__file__).parents[2] / "assets_catalog" / "fonts" / "BeVietnamPro-Medium.ttf"
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
SMALLEST_PHOTOGRAPH_PX = 450


def drawn(
    kind: str, rng: Random, width: int, height: int, dark: bool, photographs: Sequence[Path] = ()
) -> Picture:
    """A ground of a kind, dark or light where a logo will stand."""
    if kind == "photo" and photographs:
        return _photograph(rng, width, height, photographs)
    painter = {"flat": _flat, "gradient": _gradient, "photo": _photo, "document": _document}[kind]
    return painter(rng, width, height, dark)


@lru_cache(maxsize=4)
def photographs_of(folder: Path | None, split: str) -> tuple[Path, ...]:
    """The photographs of a folder that are large enough; those under "test" lie under no other split."""
    from PIL import Image

    found = []
    for file in sorted(folder.rglob("*")) if folder else ():
        if file.suffix.lower() not in _PICTURES:
            continue
        in_test = int(hashlib.sha256(file.name.encode()).hexdigest()[:8], 16) % 2 == 0
        if in_test != (split == "test"):
            continue
        with Image.open(file) as opened:
            if min(opened.size) >= SMALLEST_PHOTOGRAPH_PX and max(opened.size) <= 6000:
                found.append(file)
    return tuple(found)


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
    for _ in range(int(rng.integers(4, 10))):
        _body(page, rng, dark)
    page += rng.normal(size=page.shape).astype(np.float32) * 2
    return np.clip(page, 0, 255).astype(np.uint8)


def _body(page: NDArray[np.float32], rng: Random, dark: bool) -> None:
    """A soft-edged ellipse or polygon painted on the page, within its own part of it only."""
    import cv2

    height, width = page.shape[:2]
    place = np.array([rng.integers(0, width), rng.integers(0, height)])
    axes = np.array([rng.integers(8, width // 4), rng.integers(8, height // 4)])
    turn, soft = float(rng.uniform(0, 180)), float(rng.uniform(0.7, 4))
    corners = rng.normal(size=(int(rng.integers(3, 6)), 2)) * axes + place if rng.uniform() < 0.5 else None
    reach = int(np.ceil(3 * soft)) + 2
    spread = corners if corners is not None else np.array([place - axes.max(), place + axes.max()])
    low = np.maximum(np.floor(spread.min(axis=0)).astype(int) - reach, 0)
    high = np.minimum(np.ceil(spread.max(axis=0)).astype(int) + reach, [width, height])
    tone = (color(rng, dark) + rng.normal() * 30).astype(np.float32)
    if (high <= low).any():
        return
    mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.float32)
    if corners is None:
        cv2.ellipse(mask, (place - low).tolist(), axes.tolist(), turn, 0, 360, 1.0, -1)
    else:
        cv2.fillPoly(mask, [(corners - low).round().astype(np.int32)], 1.0)
    mask = 0.8 * cv2.GaussianBlur(mask, (0, 0), soft)[..., None]
    part = page[low[1] : high[1], low[0] : high[0]]
    part[:] = part * (1 - mask) + mask * tone


def _photograph(rng: Random, width: int, height: int, photographs: Sequence[Path]) -> Picture:
    """A part of a photograph, sometimes turned over."""
    import cv2

    source = _opened(photographs[int(rng.integers(0, len(photographs)))])
    least = max(width / source.shape[1], height / source.shape[0])
    scale = least * float(rng.uniform(1.0, 1.5))
    rows, columns = round(height / scale), round(width / scale)
    top = int(rng.integers(0, source.shape[0] - rows + 1))
    left = int(rng.integers(0, source.shape[1] - columns + 1))
    part = source[top : top + rows, left : left + columns]
    if rng.uniform() < 0.5:
        part = part[:, ::-1]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(part), (width, height), interpolation=how), np.uint8)


@lru_cache(maxsize=24)
def _opened(path: Path) -> Picture:
    from PIL import Image, ImageOps

    with Image.open(path) as opened:
        opened.draft("RGB", (1800, 1800))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
        picture.thumbnail((1800, 1800))
        return np.asarray(picture)


@lru_cache(maxsize=16)
def font(size: int) -> Any:
    """The starter catalog's typeface at a size in pixels: it has every Vietnamese mark."""
    from PIL import ImageFont

    return ImageFont.truetype(str(_TYPEFACE), size)


def _document(rng: Random, width: int, height: int, dark: bool) -> Picture:
    from PIL import Image, ImageDraw

    ground, ink = color(rng, dark), color(rng, not dark) if dark else np.array([30.0, 30, 34])
    page = Image.new("RGB", (width, height), tuple(int(v) for v in ground))
    pen = ImageDraw.Draw(page)
    fill = tuple(int(v) for v in ink)
    y = 20.0
    while y < height - 30:
        size = int(rng.choice([11, 12, 13, 13, 16, 22, 30]))
        letters = font(size)
        line = " ".join(rng.choice(_WORDS) for _ in range(int(rng.integers(3, 6 + 900 // size // 6))))
        pen.text((30 + int(rng.choice([0, 0, 0, 24])), y), line, fill=fill, font=letters)
        y += size * 1.45
        if rng.uniform() < 0.08:
            pen.line([(30, y), (width - 30, y)], fill=fill, width=int(rng.integers(1, 3)))
            y += 12
        if rng.uniform() < 0.05:
            tone = tuple(int(v) for v in color(rng, bool(rng.uniform() < 0.5)))
            pen.rectangle([width - 200, y - 60, width - 60, y], fill=tone)
    return np.asarray(page)
