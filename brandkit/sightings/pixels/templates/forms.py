"""What is known of a master and of a geometry: `Template`, `View`, `Shape`. Values alone; `template` makes them.

Coordinates are artboard units, origin at the artboard's top left, y down. Templates are the same whether they were
computed a moment ago or read from a catalog: both are read from the row that `encoding` describes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.regions import Regions
from brandkit.sightings.pixels.templates.contours import Contour
from brandkit.sightings.pixels.templates.inks import Ink

Array = NDArray[Any]

_UNPACKED = 48  # templates of which planes are held at a time, about 2 MB each
_SMALLEST_LEVEL_PX = 12


@dataclass(frozen=True, eq=False)
class View:
    """One way in which a shape shows: outline points and parts in artboard units.

    kind : "silhouette" (one ink) or "inks" (borders between inks count).
    distinctiveness : share of the outline that no plain figure or letter explains, 0..1.
    smallest_height : pixels of the drawing's height from which half of the outline is seen apart from the next one;
        0 when it is at any.
    """

    kind: Literal["silhouette", "inks"]
    contour: Contour
    parts: Regions
    distinctiveness: float
    smallest_height: float = 0.0


@dataclass(frozen=True, eq=False)
class Sections:
    """The parts of a stored template that are unpacked when they are first asked for.

    silhouette : the bits of the pixels, in rows, that the drawing covers half and more.
    """

    shape: tuple[int, int, int]
    planes: Callable[[], NDArray[np.uint8]]
    picture: Callable[[], NDArray[np.uint8]]
    silhouette: Callable[[], NDArray[np.uint8]]
    views: Callable[[], tuple[View, ...]]


@dataclass(frozen=True, eq=False)
class Template:
    """One master: artboard size, inks, how far each covers each raster pixel, and the box of its drawing.

    scale : (x, y) raster pixels per artboard unit.
    ink_box : x0, y0, x1, y1 of the drawing within the artboard.
    symmetries, colored_symmetries : (3, 3) maps of the artboard under which the silhouette, and the drawing in its
        inks, stay as they are; the identity first. The second are among the first.
    views : how the master shows when it alone makes a shape.
    """

    key: str
    width: float
    height: float
    inks: tuple[Ink, ...]
    scale: tuple[float, float]
    ink_box: tuple[float, float, float, float]
    symmetries: tuple[Array, ...]
    colored_symmetries: tuple[Array, ...]
    sections: Sections

    @property
    def halvings(self) -> tuple[Array, ...]:
        """The planes, and then the same at halved sizes."""
        return _halvings(self.sections)

    @property
    def planes(self) -> Array:
        """(h, w, n) float32 cover of each ink."""
        return self.halvings[0]

    @property
    def picture(self) -> NDArray[np.uint8]:
        """(h, w, 3) uint8 sRGB of the drawing at the size of the planes, its colours carried over its rim."""
        return _picture(self.sections)

    @cached_property
    def silhouette(self) -> NDArray[np.uint8]:
        """Bits, eight pixels to a byte, of the pixels that the drawing covers half and more; row after row."""
        return self.sections.silhouette()

    @cached_property
    def covered(self) -> int:
        """How many pixels the silhouette has."""
        return int(np.bitwise_count(self.silhouette).sum())

    @cached_property
    def views(self) -> tuple[View, ...]:
        return self.sections.views()


@dataclass(frozen=True, eq=False)
class Shape:
    """One geometry: its masters, the one with most inks first, its views, and the symmetries of its silhouette.

    symmetries : (3, 3) maps of the artboard onto itself.
    colored_symmetries : those of them under which the first master's inks fall on themselves as well.
    """

    templates: tuple[Template, ...]
    views: tuple[View, ...]
    symmetries: tuple[Array, ...]
    colored_symmetries: tuple[Array, ...] = ()

    @property
    def lead(self) -> Template:
        return self.templates[0]

    @property
    def smallest_height(self) -> float:
        """Pixels of the drawing's height from which one of the views is reliable."""
        return min(view.smallest_height for view in self.views)


@lru_cache(maxsize=_UNPACKED)
def _halvings(sections: Sections) -> tuple[Array, ...]:
    import cv2

    found: list[Array] = [sections.planes().astype(np.float32) / np.float32(255)]
    while min(found[-1].shape[:2]) > _SMALLEST_LEVEL_PX:
        last = np.pad(found[-1], ((0, found[-1].shape[0] % 2), (0, found[-1].shape[1] % 2), (0, 0)))
        size = (last.shape[1] // 2, last.shape[0] // 2)
        found.append(cv2.resize(last, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1))
    for level in found:
        level.setflags(write=False)
    return tuple(found)


@lru_cache(maxsize=_UNPACKED)
def _picture(sections: Sections) -> NDArray[np.uint8]:
    return sections.picture()
