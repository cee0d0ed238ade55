"""What a sample is made of: a sheet with rectangles, outlines, text, pictures and logos, in one unit, y down.

Print sheets are measured in millimetres, screen sheets in pixels. Text sizes are in the sheet's unit; `pt` turns
points into millimetres. The same sheet is written as PDF (samples_pdf), SVG or pixels (samples_svg).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from identity_lettering import glyph_runs
from PIL.Image import Image

CATALOG = Path(__file__).resolve().parents[2] / "assets_catalog"
PALETTE = {"deep-sea": "#0A2A4A", "sunrise": "#E25A0B", "lagoon": "#0A7E8C", "lamplight": "#FFB13B", "foam": "#8AD6D0",
           "white": "#FFFFFF", "sand": "#F6F1E7", "mist": "#E6EEF0", "ink": "#16212B", "slate": "#56636F",
           "black": "#000000"}


def pt(points: float) -> float:
    """Points in millimetres."""
    return points * 25.4 / 72


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    color: str


@dataclass(frozen=True)
class Outline:
    """One filled path in SVG syntax (absolute M, L, C, Z only)."""

    data: str
    color: str


@dataclass(frozen=True)
class Text:
    """One line; `anchor` start, middle or end; `tracking` in thousandths of the size."""

    text: str
    x: float
    baseline: float
    size: float
    weight: str = "Regular"
    color: str = PALETTE["ink"]
    anchor: str = "start"
    tracking: float = 0

    @property
    def width(self) -> float:
        return glyph_runs(self.text, self.weight, self.tracking)[1] * self.size / 1000

    @property
    def left(self) -> float:
        return self.x - {"start": 0, "middle": 0.5, "end": 1}[self.anchor] * self.width


@dataclass(frozen=True)
class Picture:
    """A photograph, whole, its proportions kept; `clip` (x, y, width, height) shows a part of it."""

    file: Path | Callable[[], Image]         # on file, or drawn by a function
    x: float
    y: float
    width: float
    clip: tuple[float, float, float, float] | None = None
    pixels: int = 1600


@dataclass(frozen=True)
class Logo:
    """A file of the catalog. `y` is the top; what a careless hand does to it is named by the other fields."""

    file: str                                # below logos/, without .svg
    x: float
    y: float
    height: float
    stretch: float = 1.0
    rotate: float = 0.0                      # degrees clockwise about the centre
    mirror: bool = False
    colors: dict[str, str] = field(default_factory=dict)
    keep: float = 1.0                        # share of the width that is not cut off at the right
    pixels: int | None = None                # height of a PNG with alpha; None: vector

    @property
    def artwork(self) -> Artwork:
        return artwork(self.file)

    @property
    def width(self) -> float:
        return self.height * self.artwork.width / self.artwork.height * self.stretch

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """(a, b, c, d, e, f) from the artboard to the sheet, as in SVG."""
        sy = self.height / self.artwork.height
        sx = sy * self.stretch * (-1 if self.mirror else 1)
        cos, sin = math.cos(math.radians(self.rotate)), math.sin(math.radians(self.rotate))
        a, b, c, d = cos * sx, sin * sx, -sin * sy, cos * sy
        cx, cy = self.x + self.width / 2, self.y + self.height / 2
        u, v = self.artwork.width / 2, self.artwork.height / 2
        return a, b, c, d, cx - a * u - c * v, cy - b * u - d * v


@dataclass(frozen=True)
class Artwork:
    """A logo file read: size of the artboard and (fill, path data)."""

    width: float
    height: float
    paths: tuple[tuple[str, str], ...]


@cache
def artwork(file: str) -> Artwork:
    """The artwork of a logo file below assets_catalog/logos."""
    source = (CATALOG / "logos" / f"{file}.svg").read_text(encoding="utf-8")
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', source).groups())
    return Artwork(width, height, tuple(re.findall(r'<path fill="([^"]+)" d="([^"]+)"', source)))


Item = Rect | Outline | Text | Picture | Logo


@dataclass(frozen=True)
class Sheet:
    """One page."""

    width: float
    height: float
    unit: str                                # mm or px
    ground: str
    items: list[Item]
    title: str


def lines(texts: list[str], x: float, baseline: float, leading: float, size: float, **style) -> list[Text]:
    """Several lines set one under the other."""
    return [Text(text, x, baseline + i * leading, size, **style) for i, text in enumerate(texts)]


def swell_band(x0: float, x1: float, y: float, rise: float, length: float, bottom: float) -> str:
    """Path data of a sea: a row of swells from x0 to x1, filled down to `bottom`."""
    data, x, up = f"M{x0:.3f} {y:.3f}", x0, True
    while x < x1 - 1e-6:
        end, level = x + length, y - rise if up else y
        start = y if up else y - rise
        data += f"C{x + length / 2:.3f} {start:.3f} {x + length / 2:.3f} {level:.3f} {end:.3f} {level:.3f}"
        x, up = end, not up
    return f"{data}L{x:.3f} {bottom:.3f}L{x0:.3f} {bottom:.3f}Z"


def disc(cx: float, cy: float, r: float) -> str:
    """Path data of a full circle in four cubics."""
    k = 0.5522847498 * r
    return (f"M{cx - r:.3f} {cy:.3f}C{cx - r:.3f} {cy - k:.3f} {cx - k:.3f} {cy - r:.3f} {cx:.3f} {cy - r:.3f}"
            f"C{cx + k:.3f} {cy - r:.3f} {cx + r:.3f} {cy - k:.3f} {cx + r:.3f} {cy:.3f}"
            f"C{cx + r:.3f} {cy + k:.3f} {cx + k:.3f} {cy + r:.3f} {cx:.3f} {cy + r:.3f}"
            f"C{cx - k:.3f} {cy + r:.3f} {cx - r:.3f} {cy + k:.3f} {cx - r:.3f} {cy:.3f}Z")
