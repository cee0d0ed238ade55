"""Where and how logos are put on a page: cells, sizes, and alterations of known amount."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from benchmarks.foreign.artwork import Artwork
from brandkit.geometry import Affine, Box, apply, box_of, compose, rotation, scaling, translation

Random = np.random.Generator

# What is done to a logo, and the coloring it then has.
ALTERATIONS = {
    "as it is": "full",
    "turned": "full",  # 2 to 15 degrees either way
    "rotated": "full",  # 15 to 180
    "stretched": "full",  # 4 to 15 percent either way
    "turned, stretched": "full",
    "mirrored": "full",
    "recolored": "recolored",
    "one ink": "mono",
    "reversed": "reversed",
}


@dataclass(frozen=True)
class Target:
    """A logo on a page. matrix : artboard units to page units. size : smaller side of its drawing, page units."""

    art: Artwork
    matrix: Affine
    page: int
    alteration: str
    size: float
    ground: str = ""

    @property
    def coloring(self) -> str:
        return ALTERATIONS[self.alteration]


def ink_corners(art: Artwork, margin: float = 0.0) -> list[tuple[float, float]]:
    """Corners of the drawing's box, grown by a share of its smaller side."""
    x0, y0, x1, y1 = art.ink
    pad = margin * art.smaller_side
    return [(x0 - pad, y0 - pad), (x1 + pad, y0 - pad), (x1 + pad, y1 + pad), (x0 - pad, y1 + pad)]


def posed(rng: Random, art: Artwork, alteration: str, size: float, cell: Box) -> tuple[Affine, float]:
    """A map of the artboard into a cell, and the drawing's smaller side as placed: `size`, or what the cell allows."""
    linear = _altered(rng, alteration)
    shape = box_of([apply(linear, corner) for corner in ink_corners(art)])
    unit = min(size / art.smaller_side, cell.w / shape.w, cell.h / shape.h)
    room = max(0.0, cell.w - unit * shape.w), max(0.0, cell.h - unit * shape.h)
    place = (rng.uniform(0, room[0]), rng.uniform(0, room[1]))
    matrix = compose(scaling(unit), linear)
    return compose(translation(cell.x + place[0] - unit * shape.x, cell.y + place[1] - unit * shape.y), matrix), (
        unit * art.smaller_side
    )


def _altered(rng: Random, alteration: str) -> Affine:
    turn, stretch = 0.0, 1.0
    if alteration.startswith("turned"):
        turn = float(rng.choice([-1, 1]) * rng.uniform(2, 15))
    if alteration == "rotated":
        turn = float(rng.choice([-1, 1]) * rng.uniform(15, 180))
    if alteration.endswith("stretched"):
        stretch = float(1 + rng.choice([-1, 1]) * rng.uniform(0.04, 0.15))
    flip = -1.0 if alteration == "mirrored" else 1.0
    return compose(rotation(turn), scaling(flip * math.sqrt(stretch), 1 / math.sqrt(stretch)))


def cells(left: float, top: float, right: float, bottom: float, gap: float) -> list[Box]:
    """Four cells, two by two."""
    width, height = (right - left - gap) / 2, (bottom - top - gap) / 2
    return [Box(left + i * (width + gap), top + j * (height + gap), width, height) for j in (0, 1) for i in (0, 1)]
