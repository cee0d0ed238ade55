"""Perspective: how a logo photographed at an angle is bent, and its place on the page unbent.

The bend is two numbers: how the scale falls off across and down from the logo's middle. With it goes a small affine
motion, so that the pose stays the first-order map at the middle. The unbent window shows the logo as an affine pose
draws it, and all that follows need not know of perspective.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.refinement.outline import on_page, placed
from brandkit.sightings.pixels.templates.contours import Contour

Array = NDArray[Any]

LEAST_PX = 28.0  # of the outline's smaller side; of a smaller logo a bend is no pixel
_ROUNDS = 4
_REACHES = (0.06, 0.05, 0.035, 0.02)  # of the outline's size
_LEAST_REACH_PX = 1.5
_LEAST_GAIN = 0.12  # of what the best affine motion leaves of the distances
_MOST_BEND = 0.3  # change of scale from the middle to the rim
_LEAST_POINTS = 60


def unbent(picture: Array, contour: Contour, pose: Array) -> tuple[Array, Array, Array] | None:
    """(h, w, 3) picture with the bend taken out, the (2, 3) pose there, and the (3, 3) map from it to the bent picture.

    None where a bend explains the outline no better than an affine motion does. pose : to pixels of the picture.
    """
    import cv2

    there = contour.points @ pose[:, :2].T + pose[:, 2]
    center, extent = there.mean(axis=0), np.ptp(there, axis=0)
    size = math.sqrt(max(1.0, float(np.prod(extent))))
    if min(extent) < LEAST_PX:
        return None
    bend, straight, to_bent = np.zeros(2), picture, np.eye(3)
    for number in range(_ROUNDS):
        step = _step(PageSignal(straight), contour, pose, center, size, max(_LEAST_REACH_PX, _REACHES[number] * size))
        if step is None:
            return None
        pose, more, gain = step
        if number == 0 and gain < _LEAST_GAIN:
            return None
        bend = bend + more
        if not np.isfinite(pose).all() or np.abs(bend * extent / 2).max() > _MOST_BEND:
            return None
        to_bent = _bending(bend, center)
        # OpenCV counts from pixel centres, poses from pixel edges.
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        warp = np.linalg.inv(half) @ to_bent @ half
        straight = cv2.warpPerspective(
            picture,
            warp,
            picture.shape[1::-1],
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    return straight, pose, to_bent


def _bending(bend: Array, center: Array) -> Array:
    """(3, 3) x -> c + (x - c) / (1 + bend · (x - c))."""
    to_middle, back = np.eye(3), np.eye(3)
    to_middle[:2, 2], back[:2, 2] = -center, center
    falling_off = np.eye(3)
    falling_off[2, :2] = bend
    found: Array = back @ falling_off @ to_middle
    return found


def _step(
    page: PageSignal, contour: Contour, pose: Array, center: Array, size: float, reach: float
) -> tuple[Array, Array, float] | None:
    """Pose and bend after one look along the normals, and by how much the bend helped."""
    there, facing = placed(pose, contour.points, contour.normals)
    level = max(0, math.ceil(math.log2(reach / 6)))
    near = max(_LEAST_REACH_PX, reach * 0.5**level)
    offsets = np.arange(-math.ceil(2 * near), math.ceil(2 * near) + 1) * 0.5
    edge, any_edge = page.across(level, there, facing, offsets)
    likely = edge * (edge / (any_edge + 1e-6)) ** 2 * np.exp(-0.5 * (offsets / near) ** 2)
    best = likely.argmax(axis=1)
    rows = np.arange(len(best))
    strength = likely[rows, best]
    inside = on_page(page, there) & (best > 0) & (best < len(offsets) - 1)
    if inside.sum() < _LEAST_POINTS:
        return None
    weight = strength / (strength + 0.5 * np.median(strength[inside]) + 2.0) * inside
    distance = offsets[best] * 2.0**level
    arm = (there - center) / size
    affine = np.column_stack([facing[:, :1] * arm, facing[:, :1], facing[:, 1:] * arm, facing[:, 1:]])
    across = -(facing * arm).sum(axis=1)
    whole = np.column_stack([affine, across * arm[:, 0], across * arm[:, 1]])
    motion, left = _robust(whole, distance, weight)
    _, left_by_affine = _robust(affine, distance, weight)
    linear = np.eye(2) + np.array([motion[0:2], motion[3:5]]) / size
    shift = linear @ (pose[:, 2] - center) + center + motion[[2, 5]]
    # whole's last columns are per arm², the bend is per pixel: (x - c)(b · (x - c)) = size² arm (b · arm).
    return np.column_stack([linear @ pose[:, :2], shift]), motion[6:8] / size**2, 1 - left / max(left_by_affine, 1e-9)


def _robust(design: Array, distance: Array, weight: Array) -> tuple[Array, float]:
    """Least squares with Tukey's weights, and the weighted mean distance left."""
    motion = np.zeros(design.shape[1])
    for _ in range(4):
        away = design @ motion - distance
        scale = 3 * max(0.4, 1.5 * float(np.median(np.abs(away[weight > 0]))))
        robust = weight * np.where(np.abs(away) < scale, (1 - (away / scale) ** 2) ** 2, 0)
        normal = design.T @ (design * robust[:, None]) + np.eye(design.shape[1]) * (2e-5 * len(distance))
        motion = np.linalg.solve(normal, design.T @ (robust * distance))
    left = np.minimum(np.abs(design @ motion - distance), 6.0)
    return motion, float((weight * left).sum() / max(1e-9, weight.sum()))
