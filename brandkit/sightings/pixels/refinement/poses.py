"""Refined poses of a shape on a page: what the decision chooses among."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.proposals.correlation import pieces_of, upright_poses
from brandkit.sightings.pixels.proposals.ranking import answered, settled
from brandkit.sightings.pixels.proposals.votes import proposals_of
from brandkit.sightings.pixels.refinement.outline import refined
from brandkit.sightings.pixels.templates.template import Shape, Template, View
from brandkit.sightings.pixels.verification.evidence import outline_support, pose_facts

Array = NDArray[Any]

SMALLEST_PX = 14.0
CLAIMS_PER_VIEW = 8
_ROUGH_SUPPORT = 0.42
_TRUSTED, _LEAST_ANSWER = 5, 0.56  # region poses refined anyhow; share of the outline that others must find answered
_ONE_BASIN = 0.04
_FIRST = 2  # of each proposer, which are kept
_SMALL_PX = 44.0
_SETTLED, _UPRIGHT = 32, 12  # poses that are looked at more closely, and those that are refined


class _Refined(NamedTuple):
    pose: Array
    support: float
    first: bool


def rough_poses(page: PageSignal, shape: Shape, view: View) -> list[Array]:
    """Distinct refined (2, 3) poses of a view on the searched page that have enough outline, best first.

    The first of each proposer are among them even when chance likenesses have more outline. Small logos are also given
    as they were proposed: their outlines run together, and following them may lead astray.
    """
    found: list[_Refined] = []
    for rough, first in _proposed(page, shape, view):
        for pose in _followed(page, shape, view, rough, first):
            support = outline_support(page, view.contour, pose)
            if support > _ROUGH_SUPPORT and not any(_same(pose, other.pose, shape) for other in found):
                found.append(_Refined(pose, support, first))
    found.sort(key=lambda one: -one.support)
    chosen = [one for one in found if one.first] + [one for one in found if not one.first]
    chosen = sorted(chosen[:CLAIMS_PER_VIEW], key=lambda one: -one.support)
    return [one.pose for one in chosen]


def _followed(page: PageSignal, shape: Shape, view: View, rough: Array, first: bool) -> list[Array]:
    pose = refined(page, view.contour, rough)
    both = [] if pose is None else [pose]
    if first and float(_sizes(rough[None], shape.lead)[0]) < _SMALL_PX:
        both.append(rough)
    return [pose for pose in both if sane(pose, shape.lead)]


def _proposed(page: PageSignal, shape: Shape, view: View) -> list[tuple[Array, bool]]:
    """Rough poses, no two that refinement would make one, and whether they are among the first of a proposer."""
    longer = float(max(page.height, page.width))
    found = proposals_of(page.regions, shape, view, smallest_px=SMALLEST_PX, page_px=longer)
    poses = np.array([proposal.pose for proposal in found]).reshape(-1, 2, 3)
    if len(poses):
        likely = answered(page.responses, view.contour, poses) >= _LEAST_ANSWER
        likely[:_TRUSTED] = True
        poses = poses[likely]
    upright = _upright(page, shape, view)
    first = [number < _FIRST for number in [*range(len(poses)), *range(len(upright))]]
    poses = np.concatenate([poses, upright])
    order = np.argsort([not one for one in first], kind="stable")
    kept = order[_distinct(poses[order], shape.lead, _ONE_BASIN, len(poses))]
    return [(poses[index], first[index]) for index in kept]


def _upright(page: PageSignal, shape: Shape, view: View) -> Array:
    contour, template = view.contour, shape.lead
    poses, found, anchors = upright_poses(page.responses, pieces_of(contour.points, contour.normals, contour.room))
    if not len(poses):
        return poses
    # A long logo is found by one end, and the whole of it may lie off by then: both ways of asking count.
    whole = answered(page.responses, contour, poses)
    orders = [np.argsort(-scores, kind="stable") for scores in (found, whole)]
    few = np.concatenate([order[_distinct(poses[order], template, 0.12, _SETTLED)] for order in orders])
    few = np.unique(few)
    poses, scores = settled(page.responses, contour, poses[few], anchors[few])
    order = np.argsort(-scores, kind="stable")
    return poses[order[_distinct(poses[order], template, 0.08, _UPRIGHT)]]


def _distinct(poses: Array, template: Template, least: float, most: int) -> list[int]:
    """Which of the poses, in their order, lie apart from all earlier ones by that share of their size."""
    placed = _corners(template) @ poses[:, :, :2].transpose(0, 2, 1) + poses[:, None, :, 2]
    sizes = _sizes(poses, template)
    kept: list[int] = []
    for index in range(len(poses)):
        away = np.abs(placed[kept] - placed[index]).max(axis=(1, 2)) - 0.5
        if not kept or away.min() > least * sizes[index]:
            kept.append(index)
        if len(kept) == most:
            break
    return kept


def sane(pose: Array, template: Template) -> bool:
    """Whether a logo may be shown so: finite, neither degenerate nor too small, stretched or slanted within bounds."""
    if not np.isfinite(pose).all() or abs(np.linalg.det(pose[:, :2])) < 1e-9:
        return False
    stretch, _, skew, _, width, height = pose_facts(pose, template)
    return 1 / 1.45 < stretch < 1.45 and abs(skew) < 17 and min(width, height) > 6 and max(width, height) > SMALLEST_PX


def _same(one: Array, other: Array, shape: Shape) -> bool:
    """Whether two poses show the same, also when the shape is turned into itself."""
    corners = _corners(shape.lead)
    there = corners @ other[:, :2].T + other[:, 2]
    turns = np.stack(shape.symmetries)
    turned = corners @ turns[:, :2, :2].transpose(0, 2, 1) + turns[:, None, :2, 2]
    away = np.abs(turned @ one[:, :2].T + one[:, 2] - there).max(axis=(1, 2))
    return bool(away.min() < 0.03 * float(_sizes(one[None], shape.lead)[0]) + 0.5)


def _corners(template: Template) -> Array:
    left, top, right, bottom = template.ink_box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def _sizes(poses: Array, template: Template) -> Array:
    """(n,) square roots of the area of the drawing's box, page pixels."""
    left, top, right, bottom = template.ink_box
    return np.sqrt(np.abs(np.linalg.det(poses[:, :, :2])) * (right - left) * (bottom - top))
