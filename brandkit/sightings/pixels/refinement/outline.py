"""A rough pose made exact: each outline point looks along its normal for the page's edge, and an affine map follows.

Coarse to fine: the search shortens from a tenth of the logo to a few pixels while the pyramid level falls. Edges that
do not face the outline, and points that disagree with the rest, weigh little (Tukey's biweight).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.templates.contours import Contour

Array = NDArray[Any]

ROUNDS = 6
_REACH = 0.10  # of the logo's smaller side, in the first round
_LEAST_REACH_PX = 2.5
_SEARCH_PX = 9.0  # longest search at any level; a longer one goes to a coarser level
_EVERY = (4, 2, 1, 1)  # of the outline points, in the last rounds; before them as in the first of these
_EARLY_ROUND = 2
_EARLY_SUPPORT = 0.33  # share of points that must see a facing edge by then
_RIGID_BELOW_PX = 36.0  # smaller side below which neighbouring outlines pull a stretch or a slant astray
# A motion is dx = m0 u + m1 v + m2, dy = m3 u + m4 v + m5; a similar one has only a growth, a turn and a shift.
_EVERY_WAY = np.eye(6)
_SIMILAR = np.array([[1, 0, 0, 0], [0, -1, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1.0]])
_TOUCHING_PX = 0.7  # outlines nearer to each other than this run together
_NOISE_STEP = 2.0  # 8-bit step per pixel at which an edge counts half


def refined(
    page: PageSignal, contour: Contour, pose: Array, *, rounds: int = ROUNDS, reach: float = _REACH
) -> Array | None:
    """The pose that lays the outline on the page's edges; None when too few edges are there to follow.

    pose : (2, 3) artboard units to page pixels, right to about `reach` of the logo's smaller side.
    """
    pose = pose.copy()
    extent = float(min(np.ptp(contour.points, axis=0)))
    for number in range(rounds):
        every = _EVERY[max(0, number - rounds + len(_EVERY))]
        points, normals, room = contour.points[::every], contour.normals[::every], contour.room[::every]
        determinant = abs(float(np.linalg.det(pose[:, :2])))
        if not np.isfinite(pose).all() or determinant < 1e-9:
            return None
        size = math.sqrt(determinant) * extent
        rest = (1 - number / (rounds - 1)) ** 1.5
        step = _followed(page, points, normals, pose, max(_LEAST_REACH_PX, size * reach * rest), number == _EARLY_ROUND)
        if step is None:
            return None
        distance, weight = step
        apart = np.clip(room * math.sqrt(determinant) - _TOUCHING_PX, 0.05, 1)
        pose = _moved(pose, (distance, weight * apart), points, normals, size)
    return pose if np.isfinite(pose).all() and abs(np.linalg.det(pose[:, :2])) > 1e-9 else None


def placed(pose: Array, points: Array, normals: Array) -> tuple[Array, Array]:
    """Outline points and unit normals on the page."""
    there = points @ pose[:, :2].T + pose[:, 2]
    turned = normals @ np.linalg.inv(pose[:, :2])
    return there, turned / (np.linalg.norm(turned, axis=1, keepdims=True) + 1e-12)


def on_page(page: PageSignal, points: Array, margin_px: float = 1.0) -> Array:
    x, y = points[:, 0], points[:, 1]
    return (x > margin_px) & (x < page.width - margin_px) & (y > margin_px) & (y < page.height - margin_px)


def _followed(
    page: PageSignal, points: Array, normals: Array, pose: Array, reach: float, early: bool
) -> tuple[Array, Array] | None:
    """Signed distance along its normal from each point to the page's edge, and how much that counts."""
    there, facing = placed(pose, points, normals)
    inside = on_page(page, there)
    if inside.sum() < 24:
        return None
    level = 0
    while reach * 0.5**level > _SEARCH_PX and level < 5:
        level += 1
    near = reach * 0.5**level
    spacing = 0.5 if near < 5 else 1.0
    offsets = np.arange(-math.ceil(near / spacing), math.ceil(near / spacing) + 1) * spacing
    edge, any_edge = page.across(level, there, facing, offsets)
    likely = edge * (edge / (any_edge + 1e-6)) ** 2 * np.exp(-0.5 * (offsets / (near * 0.6 + 0.5)) ** 2)
    rows, best = np.arange(len(points)), likely.argmax(1)
    inner = np.clip(best, 1, len(offsets) - 2)
    if early:
        sees = (edge[rows, best] > 0.88 * any_edge[rows, best]) & (edge[rows, best] > 1.0)
        sees &= np.abs(offsets[inner]) <= 0.55 * near + 0.6
        if sees[inside].mean() < _EARLY_SUPPORT:
            return None
    before, at, after = likely[rows, inner - 1], likely[rows, inner], likely[rows, inner + 1]
    bend = before - 2 * at + after
    shift = np.where(np.abs(bend) > 1e-9, 0.5 * (before - after) / np.where(bend == 0, 1, bend), 0).clip(-1, 1)
    strength = likely[rows, best]
    weight = strength / (strength + 0.5 * np.median(strength[inside]) + _NOISE_STEP) * inside
    return (offsets[inner] + shift * spacing) * 2.0**level, weight


def _moved(pose: Array, step: tuple[Array, Array], points: Array, normals: Array, size: float) -> Array:
    """The pose after the affine motion that best explains the distances seen."""
    distance, weight = step
    there, facing = placed(pose, points, normals)
    center = there.mean(axis=0)
    arm = (there - center) / size
    freedom = _EVERY_WAY if size >= _RIGID_BELOW_PX else _SIMILAR
    design = np.column_stack([facing[:, :1] * arm, facing[:, :1], facing[:, 1:] * arm, facing[:, 1:]]) @ freedom
    motion = np.zeros(design.shape[1])
    for _ in range(3):
        away = design @ motion - distance
        scale = 3 * max(0.4, 1.5 * float(np.median(np.abs(away[weight > 0])))) if (weight > 0).any() else 1.2
        robust = weight * np.where(np.abs(away) < scale, (1 - (away / scale) ** 2) ** 2, 0)
        normal = design.T @ (design * robust[:, None]) + np.eye(len(motion)) * (2e-5 * len(distance))
        motion = np.linalg.solve(normal, design.T @ (robust * distance))
    motion = freedom @ motion
    linear = np.eye(2) + np.array([motion[0:2], motion[3:5]]) / size
    shift = linear @ (pose[:, 2] - center) + center + motion[[2, 5]]
    return np.column_stack([linear @ pose[:, :2], shift])
