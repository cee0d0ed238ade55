"""What speaks for and against a logo at a pose: edges where its outline is, and how well its drawing explains the page.

Only what can be seen is judged: outline on the page, between colours that differ there. A white part on a white ground
speaks neither for nor against.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.geometry import Affine, pose_of
from brandkit.sightings.contours import Contour
from brandkit.sightings.page_signal import PageSignal
from brandkit.sightings.refinement import on_page, placed
from brandkit.sightings.synthesis import Drawn
from brandkit.sightings.templates import Shape, Template

Array = NDArray[Any]

_TOLERANCE_PX = 1.25
_REACH_PX = 4.0
_FACING = 0.86  # cosine between an edge and the outline from which they agree
_LEAST_STRENGTH = 0.35  # of the edge that the fitted colours would make
_SEEN_STEP = 12.0  # 8-bit sRGB distance across the outline from which its edge can be seen
_GRID = 3  # cells each way in which the outline is judged by itself
_CELL_POINTS = 8
_SMOOTHING_VARIANCE = 0.64 + 0.5  # of the page's gradients: Gaussian 0.8 and the Sobel mask


class Evidence(NamedTuple):
    """What was seen at a pose.

    support : share 0..1 of the visible outline that has its edge.
    weakest : the same in the worst cell of the drawing's box, of those with enough outline.
    seen : share of the outline on the page whose colours differ enough to be seen.
    visible : share of the outline that lies on the page.
    explained : 1 - left-over energy / energy of ink against ground.
    uneven : left-over inside the ink, 8-bit rms, over its contrast.
    contrast : 8-bit sRGB distance of ink and ground, weighted by area.
    offset_px : mean distance of the supporting edges from the outline, page pixels.
    length_px : supported outline in page pixels; distinct_px : the part of it that no plain figure explains.
    """

    support: float
    weakest: float
    seen: float
    visible: float
    explained: float
    uneven: float
    contrast: float
    offset_px: float
    length_px: float
    distinct_px: float


def outline_support(page: PageSignal, contour: Contour, pose: Array, level: int = 0) -> float:
    """Quick share of the outline on the page that has a facing edge near it, whatever its colours."""
    there, facing = placed(pose, contour.points[::2], contour.normals[::2])
    inside = on_page(page, there)
    if inside.sum() < 12:
        return 0.0
    edge, any_edge = page.across(level, there, facing, np.arange(-3, 4) * 0.5)
    best = edge.argmax(axis=1)
    rows = np.arange(len(best))
    strength = edge[rows, best]
    floor = max(1.2, 0.15 * float(np.percentile(strength[inside], 75)))
    good = (strength > floor) & (strength > _FACING * any_edge[rows, best])
    return float(good[inside].mean())


def evidence_of(
    page: PageSignal, shape: Shape, contour: Contour, distinctiveness: float, drawn: Drawn, pose: Array, scale: float
) -> Evidence:
    """The evidence for a shape drawn at a pose (page pixels); `scale` is window pixels per page pixel of `drawn`."""
    there, facing = placed(pose, contour.points, contour.normals)
    inside = on_page(page, there, 0.5)
    step = _expected_step(contour, drawn, there, pose)
    seen = inside & (step > max(_SEEN_STEP, 0.1 * float(np.percentile(step, 80))))
    weights = contour.weights
    good, offset = _supported(page, there, facing, step, drawn.variance / scale**2)
    total, on = float(weights.sum()), float(weights[inside].sum())
    visible_sum = max(1e-9, float(weights[seen].sum()))
    support = float(weights[seen & good].sum()) / visible_sum if seen.sum() >= 16 else 0.0
    per_unit = math.sqrt(abs(float(np.linalg.det(pose[:, :2]))))
    length = float(weights[seen & good].sum()) * per_unit
    explained, uneven, contrast = _leftover(drawn)
    return Evidence(
        support=support,
        weakest=_weakest_cell(contour, shape.lead, seen, good),
        seen=visible_sum / max(on, 1e-9),
        visible=on / total,
        explained=explained,
        uneven=uneven,
        contrast=contrast,
        offset_px=float(np.abs(offset[seen & good]).mean()) if (seen & good).any() else 9.0,
        length_px=length,
        distinct_px=length * distinctiveness,
    )


def pose_facts(pose: Array, template: Template) -> tuple[float, float, float, bool, float, float]:
    """Stretch, turn and skew in degrees, mirrored, and the drawing's width and height in pixels."""
    (a, c, e), (b, d, f) = pose.tolist()
    facts = pose_of(Affine(a, b, c, d, e, f), template.width, template.height)
    left, top, right, bottom = template.ink_box
    width, height = facts.width * (right - left) / template.width, facts.height * (bottom - top) / template.height
    return facts.stretch, facts.rotation_deg, facts.skew_deg, facts.mirrored, width, height


def _expected_step(contour: Contour, drawn: Drawn, there: Array, pose: Array) -> Array:
    """sRGB distance across the outline by the fitted colours and the ground that the page shows there."""
    to_window = drawn.pose[:, :2] @ np.linalg.inv(pose[:, :2])
    places = (there - pose[:, 2]) @ to_window.T + drawn.pose[:, 2]
    rows = np.clip(places[:, 1].astype(int), 0, drawn.ground.shape[0] - 1)
    columns = np.clip(places[:, 0].astype(int), 0, drawn.ground.shape[1] - 1)
    ground = drawn.ground[rows, columns]
    inner = drawn.colors[np.clip(contour.inner, 1, None) - 1]
    outer = np.where((contour.outer > 0)[:, None], drawn.colors[np.clip(contour.outer, 1, None) - 1], ground)
    return np.linalg.norm(inner - outer, axis=1)


def _supported(
    page: PageSignal, there: Array, facing: Array, step: Array, variance: float
) -> tuple[Array, Array]:
    offsets = np.arange(-int(_REACH_PX * 2), int(_REACH_PX * 2) + 1) * 0.5
    edge, any_edge = page.across(0, there, facing, offsets)
    near = np.abs(offsets) <= _TOLERANCE_PX + 0.5
    best = np.where(near, edge, -1).argmax(axis=1)
    rows = np.arange(len(best))
    expected = step / math.sqrt(2 * math.pi * (variance + _SMOOTHING_VARIANCE))
    good = edge[rows, best] > np.maximum(1.0, _LEAST_STRENGTH * expected)
    good &= edge[rows, best] > _FACING * any_edge[rows, best]
    good &= np.abs(offsets[best]) <= _TOLERANCE_PX
    return good, offsets[best]


def _weakest_cell(contour: Contour, template: Template, seen: Array, good: Array) -> float:
    left, top, right, bottom = template.ink_box
    across, down = (2 * _GRID, 1) if right - left > 2.5 * (bottom - top) else (_GRID, _GRID)
    column = np.clip((contour.points[:, 0] - left) / (right - left) * across, 0, across - 1e-6).astype(int)
    row = np.clip((contour.points[:, 1] - top) / (bottom - top) * down, 0, down - 1e-6).astype(int)
    cell = row * across + column
    counts = np.bincount(cell[seen], minlength=across * down)
    supported = np.bincount(cell[seen & good], minlength=across * down)
    enough = counts >= _CELL_POINTS
    return float((supported[enough] / counts[enough]).min()) if enough.any() else 0.0


def _leftover(drawn: Drawn) -> tuple[float, float, float]:
    total = drawn.cover.sum(axis=2)
    painted = drawn.cover @ drawn.colors.astype(np.float32) - total[..., None] * drawn.ground
    energy = float((painted**2).sum())
    left = float((drawn.residual**2).sum())
    inside = total > 0.95
    if not inside.any():
        return 1 - left / (energy + 1e-6), 0.0, math.sqrt(energy / max(1.0, float(total.sum())))
    contrast = float(np.sqrt((painted[inside] ** 2).sum(axis=1)).mean())
    uneven = math.sqrt(float((drawn.residual[inside] ** 2).sum(axis=1).mean()))
    return 1 - left / (energy + 1e-6), uneven / max(contrast, 1e-6), contrast
