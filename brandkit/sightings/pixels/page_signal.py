"""What is taken from a page's pixels once: gradients at several scales, and its connected regions.

Pages are (H, W, 3) uint8 sRGB, origin top left. Places are pixel edges: a pixel's centre is at + 0.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.regions import RINGS, SPOKES, Regions, described, moments_of, profiles_of

Array = NDArray[Any]

LIGHTNESS_LEVELS, HUE_LEVELS = 12, 6
MAX_REGIONS = 5000
_MIN_AREA_PX, _MIN_SIDE_PX = 20, 4
_MAX_SHARE = 0.5  # of the page; larger regions are grounds
_FLAT_STEP = 14  # 8-bit step between neighbours below which two pixels belong to one flat field
_SMOOTH = 0.8  # Gaussian sigma before gradients


class PageSignal:
    """A page's gradients at halved scales and its regions, made when first asked for."""

    def __init__(self, image: Array):
        self.image = image
        self.height, self.width = image.shape[:2]
        self._gradients: dict[int, tuple[Array, Array]] = {}
        self._regions: Regions | None = None

    @property
    def regions(self) -> Regions:
        """The page's connected regions."""
        if self._regions is None:
            self._regions = regions_of(self.image)
        return self._regions

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


def regions_of(image: Array) -> Regions:
    """Connected regions of the page: of thresholds on L, a and b, both ways, and of flat fields; no near-copies."""
    seen: set[tuple[int, ...]] = set()
    batches: list[tuple[Array, Array, Array, Array, Array]] = []
    count = 0
    for mask, connectivity in _masks(image):
        batch = _new_regions(mask, connectivity, seen, MAX_REGIONS - count)
        if batch is not None:
            batches.append(batch)
            count += len(batch[2])
        if count >= MAX_REGIONS:
            break
    if not batches:
        profiles = np.zeros((0, RINGS, SPOKES), np.float32)
        return described(np.zeros((0, 2)), np.zeros((0, 2, 2)), np.zeros(0), np.zeros((0, 4)), profiles)
    return described(*(np.concatenate(column) for column in zip(*batches, strict=True)))


def _masks(image: Array) -> Iterator[tuple[Array, int]]:
    import cv2

    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
    step = cv2.morphologyEx(image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    step = np.maximum(np.maximum(step[..., 0], step[..., 1]), step[..., 2])
    yield (step < _FLAT_STEP).astype(np.uint8), 4
    for channel, most in ((0, LIGHTNESS_LEVELS), (1, HUE_LEVELS), (2, HUE_LEVELS)):
        plane = np.ascontiguousarray(lab[..., channel])
        share = np.cumsum(np.bincount(plane.ravel(), minlength=256)) / plane.size
        low, high = int(np.searchsorted(share, 0.0003)), int(np.searchsorted(share, 0.9997))
        if high - low < 8:
            continue
        levels = min(most, max(2, (high - low) // 6))
        for threshold in np.linspace(low, high, levels + 2)[1:-1]:
            above = (plane > threshold).astype(np.uint8)
            yield above, 8
            yield 1 - above, 8


def _new_regions(
    mask: Array, connectivity: int, seen: set[tuple[int, ...]], room: int
) -> tuple[Array, Array, Array, Array, Array] | None:
    import cv2

    _, labels, stats, centers = cv2.connectedComponentsWithStats(mask, connectivity=connectivity, ltype=cv2.CV_32S)
    side = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    area = stats[:, cv2.CC_STAT_AREA]
    fit = (area >= _MIN_AREA_PX) & (area < _MAX_SHARE * mask.size) & (side >= _MIN_SIDE_PX)
    fit[0] = False
    found = []
    for index in np.flatnonzero(fit):
        x, y, w, h, size = (int(v) for v in stats[index])
        key = (
            round(centers[index, 0] / 2), round(centers[index, 1] / 2),
            round(math.log(size) * 7), round(math.log(w) * 7), round(math.log(h) * 7),
        )  # fmt: skip
        if key in seen:
            continue
        seen.add(key)
        own = (labels[y : y + h, x : x + w] == index).astype(np.uint8)
        _, centroid, root = moments_of(own, x, y)
        found.append((int(index), centroid, root, size, (x, y, x + w, y + h)))
        if len(found) >= room:
            break
    if not found:
        return None
    ids, centroids, roots, areas, boxes = zip(*found, strict=True)
    middle, spread = np.array(centroids), np.array(roots)
    profiles = profiles_of(labels, np.array(ids), middle, spread)
    return middle, spread, np.array(areas, float), np.array(boxes, float), profiles
