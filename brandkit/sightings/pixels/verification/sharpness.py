"""How blurred a logo's edges are on its picture, at the picture's own resolution.

Across an edge between two plain fields the picture rises over a width: that of its pixel, of the interpolation that
looked at it, and of the blur. Only edges with room on both sides are read, and their median counts.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.refinement.outline import placed
from brandkit.sightings.pixels.templates.contours import Contour

Array = NDArray[np.float64]

_REACH_PX = 6.0
_SPACING_PX = 0.5
_LEAST_EDGES = 24
_LEAST_STEP = 24.0  # 8-bit sRGB between the two fields
_WIDEST_SHARE = 0.5  # of the reach: a wider blur is cut off by it
_OWN_VARIANCE = 1 / 3  # 1/12 of the pixel, 1/6 of sampling between pixels by straight lines, 1/12 of the renderer


def edge_blur(image: NDArray[np.uint8], contour: Contour, pose: Array) -> float | None:
    """Gaussian sigma in pixels beyond a clean rendering; None when too few edges have room, or the blur exceeds it.

    image : (H, W, 3) uint8 sRGB; pose : (2, 3) artboard units to its pixels.
    """
    per_unit = math.sqrt(abs(float(np.linalg.det(pose[:, :2]))))
    roomy = contour.room * per_unit > _REACH_PX + 1
    there, facing = placed(pose, contour.points[roomy], contour.normals[roomy])
    inside = ((there > _REACH_PX + 1) & (there < np.array(image.shape[1::-1]) - _REACH_PX - 1)).all(axis=1)
    if inside.sum() < _LEAST_EDGES:
        return None
    widths = _edge_widths(_profiles(image, there[inside], facing[inside]))
    if len(widths) < _LEAST_EDGES:
        return None
    sigma = math.sqrt(max(0.0, float(np.median(widths)) ** 2 - _OWN_VARIANCE))
    return sigma if sigma < _WIDEST_SHARE * _REACH_PX else None


def _profiles(image: NDArray[np.uint8], points: Array, normals: Array) -> NDArray[Any]:
    """(n, k, 3) picture values along each normal."""
    import cv2

    offsets = np.arange(-_REACH_PX, _REACH_PX + 1e-9, _SPACING_PX)
    places = (points[:, None] + offsets[None, :, None] * normals[:, None] - 0.5).astype(np.float32)
    left, top = (int(v) for v in np.floor(places.min(axis=(0, 1))))
    right, bottom = (int(v) + 2 for v in np.ceil(places.max(axis=(0, 1))))
    cut = image[max(0, top) : bottom, max(0, left) : right].astype(np.float32)
    return cv2.remap(cut, places[..., 0] - max(0, left), places[..., 1] - max(0, top), cv2.INTER_LINEAR)


def _edge_widths(profiles: NDArray[Any]) -> Array:
    """Half the distance in pixels over which each clear edge rises from 16 % to 84 %: one sigma of a Gaussian edge."""
    inner, outer = profiles[:, :3].mean(axis=1), profiles[:, -3:].mean(axis=1)
    step = np.linalg.norm(outer - inner, axis=1)
    clear = step > _LEAST_STEP
    along = ((profiles[clear] - inner[clear, None]) * (outer - inner)[clear, None]).sum(axis=2) / step[clear, None] ** 2
    along = along[(along.max(axis=1) < 1.3) & (along.min(axis=1) > -0.3)]
    return 0.5 * _SPACING_PX * (_crossing(along, 0.8413) - _crossing(along, 0.1587))


def _crossing(along: Array, level: float) -> Array:
    """Sample at which each row last rises through a level, between samples by a straight line."""
    below = along < level
    last = along.shape[1] - 1 - below[:, ::-1].argmax(axis=1)
    last = np.minimum(last, along.shape[1] - 2)
    rows = np.arange(len(along))
    low, high = along[rows, last], along[rows, last + 1]
    return last + np.clip((level - low) / np.maximum(high - low, 1e-6), 0, 1)
