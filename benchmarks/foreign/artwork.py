"""A foreign logo to be placed: its drawing, other colorings of it, and the ways it can be turned without a change."""

from __future__ import annotations

import colorsys
import io
import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.geometry import Affine, compose, translation

Pixels = NDArray[np.uint8]

_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\bcurrentColor\b")
_NAMED = re.compile(r'(?<=fill=")(white|black|red|green|blue|gray|orange|purple)(?=")')
_NAMES = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "green": "#008000", "blue": "#0000ff"}
_NAMES |= {"gray": "#808080", "orange": "#ffa500", "purple": "#800080"}
_LIGHT = 0.78  # luma from which a part is the paper showing through rather than ink
_LOOK_PX = 160
_SAME_LOOK = 0.055  # share of the ink that may look otherwise for a turn to count as no change
_TURNS = sorted({round(360 * k / n, 6) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12) for k in range(n)})


@dataclass(frozen=True)
class Artwork:
    """A logo's name and the body of its SVG. viewbox : left, top, width, height of the artboard.

    What is measured on it is in artboard units from the artboard's corner.
    """

    slug: str
    body: str
    viewbox: tuple[float, float, float, float]

    @property
    def size(self) -> tuple[float, float]:
        return self.viewbox[2:]

    @cached_property
    def ink(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of what is drawn."""
        rgba, unit = self.look
        alpha = rgba[..., 3] > 40
        rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
        return columns[0] * unit, rows[0] * unit, (columns[-1] + 1) * unit, (rows[-1] + 1) * unit

    @property
    def smaller_side(self) -> float:
        x0, y0, x1, y1 = self.ink
        return min(x1 - x0, y1 - y0)

    @cached_property
    def look(self) -> tuple[Pixels, float]:
        """A small picture of it, and artboard units per pixel."""
        unit = max(self.size) / _LOOK_PX
        width, height = (max(8, round(side / unit)) for side in self.size)
        return raster(self.svg(), width, height), unit

    def svg(self, coloring: str = "full", seed: int = 0) -> str:
        """The drawing: "full", "recolored" (other hues), "mono" (black ink), "reversed" (white ink)."""
        fill = recolored("#000000", coloring, seed)
        body = _COLOR.sub(lambda m: recolored(m.group(), coloring, seed), self.body)
        body = _NAMED.sub(lambda m: recolored(_NAMES[m.group()], coloring, seed), body)
        box = " ".join(f"{number:g}" for number in self.viewbox)
        sizes = f'width="{self.size[0]:g}" height="{self.size[1]:g}" viewBox="{box}"'
        names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        return f'<svg {names} {sizes} fill="{fill}">{body}</svg>'

    def symmetries(self, coloring: str) -> tuple[Affine, ...]:
        """Turns and flips, in artboard units, after which this coloring looks the same; the identity is first."""
        return _symmetries(self.svg(coloring), *self.size)


def artwork_of(master: Path) -> Artwork:
    """An SVG file as a logo to be placed; its name is the file's."""
    from lxml import etree

    root = etree.parse(str(master)).getroot()
    left, top, width, height = (float(number) for number in root.get("viewBox").split())
    body = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in root)
    return Artwork(master.stem, body, (left, top, width, height))


def recolored(color: str, coloring: str, seed: int) -> str:
    """One color of a drawing in another coloring."""
    if coloring == "full":
        return color
    red, green, blue = _rgb(color)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    if coloring in ("mono", "reversed"):
        return {"mono": ("#111111", "#ffffff"), "reversed": ("#ffffff", "#1b2438")}[coloring][luma > _LIGHT]
    if luma > 0.95:
        return color
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    shift = 0.25 + 0.5 * (seed * 0.618034 % 1)
    moved = colorsys.hls_to_rgb((hue + shift) % 1, min(max(light, 0.3), 0.7), max(strength, 0.6))
    return "#" + "".join(f"{round(255 * v):02x}" for v in moved)


def raster(svg: str, width: int, height: int) -> Pixels:
    """(height, width, 4) uint8 sRGB with straight alpha, drawn by resvg."""
    import resvg_py
    from PIL import Image

    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def raster_at(svg: str, matrix: Affine, width: int, height: int) -> Pixels:
    """The same, placed by a map from artboard units to pixels on an empty sheet of width × height."""
    numbers = " ".join(f"{value:.9g}" for value in matrix)
    sheet = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<g transform="matrix({numbers})">{svg}</g></svg>'
    )
    return raster(sheet, width, height)


def _rgb(color: str) -> tuple[float, float, float]:
    digits = "000000" if color == "currentColor" else color[1:]
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


@lru_cache(maxsize=512)
def _symmetries(svg: str, width: float, height: float) -> tuple[Affine, ...]:
    import cv2

    unit = max(width, height) / _LOOK_PX
    rgba = raster(svg, max(8, round(width / unit)), max(8, round(height / unit))).astype(np.float32)
    alpha = rgba[..., 3:] / 255
    flat = cv2.GaussianBlur(np.dstack([rgba[..., :3] * alpha, rgba[..., 3]]), (0, 0), 1.0)
    center = _center(flat[..., 3])
    side = math.ceil(_LOOK_PX * 1.5)
    plain = _drawn(flat, _about(Affine(), center, side), side)
    found = []
    for flip in (1.0, -1.0):
        for turn in _TURNS:
            c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            linear = compose(Affine(c, s, -s, c), Affine(flip, 0, 0, 1))
            if _differs(plain, _drawn(flat, _about(linear, center, side), side)) <= _SAME_LOOK:
                cx, cy = center[0] * unit, center[1] * unit
                found.append(compose(translation(cx, cy), compose(linear, translation(-cx, -cy))))
    return tuple(found)


def _center(alpha: NDArray[np.float32]) -> tuple[float, float]:
    rows, columns = np.mgrid[: alpha.shape[0], : alpha.shape[1]]
    return float((alpha * (columns + 0.5)).sum() / alpha.sum()), float((alpha * (rows + 0.5)).sum() / alpha.sum())


def _about(linear: Affine, center: tuple[float, float], side: int) -> Affine:
    """Pixels of the look to pixels of a square sheet, turned about the ink's center, which comes to the middle."""
    return compose(translation(side / 2, side / 2), compose(linear, translation(-center[0], -center[1])))


def _drawn(flat: NDArray[Any], matrix: Affine, side: int) -> NDArray[Any]:
    import cv2

    half = compose(translation(-0.5, -0.5), compose(matrix, translation(0.5, 0.5)))
    return cv2.warpAffine(flat, np.array([[half.a, half.c, half.e], [half.b, half.d, half.f]]), (side, side))


def _differs(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Share of the ink of either that looks otherwise."""
    ink = np.maximum(one[..., 3], other[..., 3]) > 60
    return float((np.abs(one - other).max(axis=2) > 60)[ink].mean())
