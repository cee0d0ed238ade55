"""Refined poses of a shape on a page: what the decision chooses among."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.proposals.correlation import pieces_of, upright_poses
from brandkit.sightings.pixels.proposals.votes import proposals_of
from brandkit.sightings.pixels.refinement.outline import refined
from brandkit.sightings.pixels.templates.template import Shape, Template, View
from brandkit.sightings.pixels.verification.evidence import outline_support, pose_facts

Array = NDArray[Any]

SMALLEST_PX = 20.0
CLAIMS_PER_VIEW = 6
_ROUGH_SUPPORT = 0.42
_UPRIGHT = 14


def rough_poses(page: PageSignal, shape: Shape, view: View) -> list[Array]:
    """Distinct refined (2, 3) poses of a view on the searched page that have enough outline, best first."""
    found: list[tuple[float, Array]] = []
    for rough in _proposed(page, shape, view):
        pose = refined(page, view.contour, rough)
        if pose is None or not sane(pose, shape.lead):
            continue
        support = outline_support(page, view.contour, pose)
        if support > _ROUGH_SUPPORT and not any(_same(pose, other, shape.lead) for _, other in found):
            found.append((support, pose))
    found.sort(key=lambda pair: -pair[0])
    return [pose for _, pose in found[:CLAIMS_PER_VIEW]]


def _proposed(page: PageSignal, shape: Shape, view: View) -> list[Array]:
    longer = float(max(page.height, page.width))
    found = proposals_of(page.regions, shape, view, smallest_px=SMALLEST_PX, page_px=longer)
    poses = [proposal.pose for proposal in found]
    contour = view.contour
    upright, _ = upright_poses(page.responses, pieces_of(contour.points, contour.normals, contour.room))
    kept: list[Array] = []
    for pose in upright:
        if len(kept) == _UPRIGHT:
            break
        if all(_apart(pose, other, shape.lead) > 0.12 for other in kept):
            kept.append(pose)
    return poses + kept


def sane(pose: Array, template: Template) -> bool:
    """Whether a logo may be shown so: finite, neither degenerate nor too small, stretched or slanted within bounds."""
    if not np.isfinite(pose).all() or abs(np.linalg.det(pose[:, :2])) < 1e-9:
        return False
    stretch, _, skew, _, width, height = pose_facts(pose, template)
    return 1 / 1.45 < stretch < 1.45 and abs(skew) < 17 and min(width, height) > 8 and max(width, height) > SMALLEST_PX


def _same(one: Array, other: Array, template: Template) -> bool:
    return _apart(one, other, template) < 0.03


def _apart(one: Array, other: Array, template: Template) -> float:
    """Largest distance of the drawing's corners in two poses, as a share of its size beyond half a pixel."""
    left, top, right, bottom = template.ink_box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    away = corners @ (one - other)[:, :2].T + (one - other)[:, 2]
    size = math.sqrt(abs(np.linalg.det(one[:, :2])) * (right - left) * (bottom - top))
    return float((np.abs(away).max() - 0.5) / size)
