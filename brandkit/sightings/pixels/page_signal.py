"""What is taken from a page's pixels once: gradients at several scales, and its connected regions.

Pages are (H, W, 3) uint8 sRGB, origin top left. Places are pixel edges: a pixel's centre is at + 0.5.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.components import regions_of
from brandkit.sightings.pixels.proposals.correlation import Responses, responses_of
from brandkit.sightings.pixels.proposals.orientations import edge_bits
from brandkit.sightings.pixels.proposals.regions import Regions

Array = NDArray[Any]

_LEAST_LEVEL_PX = 24  # a smaller level shows no outline
_SMOOTH = 0.8  # Gaussian sigma before gradients


class PageSignal:
    """A page's gradients at halved scales and its regions, made when first asked for."""

    def __init__(self, image: Array):
        self.image = image
        self.height, self.width = image.shape[:2]
        self._gradients: dict[int, tuple[Array, Array]] = {}
        self._regions: Regions | None = None
        self._responses: tuple[Responses, ...] | None = None

    @property
    def regions(self) -> Regions:
        """The page's connected regions."""
        if self._regions is None:
            self._regions = regions_of(self.image)
        return self._regions

    @property
    def responses(self) -> tuple[Responses, ...]:
        """Answers to outlines' orientations at each halved scale, until nothing of a logo is left."""
        if self._responses is None:
            smaller = min(self.height, self.width)
            levels = [level for level in range(12) if level == 0 or smaller * 0.5**level >= _LEAST_LEVEL_PX]
            self._responses = tuple(responses_of(edge_bits(*self.gradients(level))) for level in levels)
        return self._responses

    def gradients(self, level: int) -> tuple[Array, Array]:
        """(h, w, 3) x and y derivatives per pixel of the level; level k is halved k times."""
        import cv2

        if level not in self._gradients:
            picture: Array = self.image.astype(np.float32)
            if level:
                shrink = 0.5**level
                picture = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
            picture = cv2.GaussianBlur(picture, (0, 0), _SMOOTH)
            along_x = cv2.Sobel(picture, -1, 1, 0, ksize=3, scale=1 / 8)
            along_y = cv2.Sobel(picture, -1, 0, 1, ksize=3, scale=1 / 8)
            self._gradients[level] = along_x, along_y
        return self._gradients[level]

    def across(self, level: int, points: Array, normals: Array, offsets: Array) -> tuple[Array, Array]:
        """Strength of the edge along each normal, and of any edge, at offsets from each point: (n, k) each.

        points : (n, 2) page pixels; offsets : (k,) in pixels of the level. Off the page both are 0.
        """
        import cv2

        along_x, along_y = self.gradients(level)
        places = (points * 0.5**level)[:, None, :] + normals[:, None, :] * offsets[None, :, None] - 0.5
        x, y = places[..., 0].astype(np.float32), places[..., 1].astype(np.float32)
        gx = cv2.remap(along_x, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        gy = cv2.remap(along_y, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        facing = gx * normals[:, 0, None, None].astype(np.float32) + gy * normals[:, 1, None, None].astype(np.float32)
        return np.sqrt(_square(facing)), np.sqrt(_square(gx) + _square(gy))


def _square(channels: Array) -> Array:
    return channels[..., 0] ** 2 + channels[..., 1] ** 2 + channels[..., 2] ** 2
