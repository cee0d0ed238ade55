"""Poses at which a shape may lie on a page, from regions of the page that look like parts of the shape.

A region and a part of like signature give an affine map up to a turn; their spectra give the turn. Other parts vote by
lying where the map says; the map is then fitted to all that did. Poses are (2, 3): artboard units to page pixels.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.regions import Regions, turns_between
from brandkit.sightings.pixels.templates.template import Shape, View

Array = NDArray[Any]

MAX_STRETCH, MAX_SHEAR = 1.4, 0.3
MAX_POSES = 16
_ALIKE = 0.42  # distance of unit signatures at which a region may be a part
_PAIRS, _VOTERS, _VOTED = 1200, 14, 500
_EXACT_TREE = 4  # FLANN_INDEX_KDTREE_SINGLE
_UPRIGHT_BONUS = 0.05  # most logos stand upright: prefer the exact box fit among equals


class Proposal(NamedTuple):
    """A pose with the share of the parts' area that voted for it, and a rank."""

    pose: Array
    votes: float
    rank: float


class _Maps(NamedTuple):
    linear: Array
    shift: Array
    cost: Array
    part: Array
    region: Array


def proposals_of(regions: Regions, shape: Shape, view: View, *, smallest_px: float, page_px: float) -> list[Proposal]:
    """At most MAX_POSES distinct poses of a view, best first.

    smallest_px : least height and width of the drawing that is looked for; page_px : the page's longer side.
    """
    if not len(regions):
        return []
    maps = _plausible(_maps_of(regions, view.parts), shape, smallest_px, page_px)
    if not len(maps.cost):
        return []
    order = np.argsort(maps.cost, kind="stable")[:_VOTED]
    maps = _Maps(*(column[order] for column in maps))
    votes, matched = _voted(maps, regions, view.parts)
    rank = votes + 0.6 * (1 - maps.cost / _ALIKE)
    corners = _corners(shape)
    kept: list[Array] = []
    found: list[Proposal] = []
    for index in np.argsort(-rank, kind="stable"):
        pose = _fitted(maps, int(index), matched[index], regions, view.parts)
        placed = corners @ pose[:, :2].T + pose[:, 2]
        size = np.sqrt(abs(np.linalg.det(pose[:, :2]))) * min(np.ptp(corners, axis=0))
        if all(np.abs(placed - other).max() > 0.08 * size + 1 for other in kept):
            kept.append(placed)
            found.append(Proposal(pose, float(votes[index]), float(rank[index])))
            if len(found) == MAX_POSES:
                break
    return found


def _maps_of(regions: Regions, parts: Regions) -> _Maps:
    """Affine maps of all pairs of like region and part: turned, turned and mirrored, and by their upright boxes."""
    distance = np.sqrt(np.maximum(0, 2 - 2 * regions.signatures @ parts.signatures.T))
    region, part = np.nonzero(distance < _ALIKE)
    # A large part places the shape better than a small one of the same likeness.
    share = parts.areas / parts.areas.max()
    best = np.argsort(distance[region, part] / (0.3 + share[part] ** 0.25), kind="stable")[:_PAIRS]
    region, part = region[best], part[best]
    cost = distance[region, part]
    pieces: list[tuple[Array, Array, Array, Array, Array]] = []
    if not len(region):
        return _Maps(np.zeros((0, 2, 2)), np.zeros((0, 2)), cost, part, region)
    unrooted = np.linalg.inv(parts.roots)[part]
    for mirrored in (False, True):
        turns, _ = turns_between(regions.spectra[region], parts.spectra[part], mirrored)
        for peak, turn in enumerate(turns):
            c, s = np.cos(turn), np.sin(turn)
            flip = -1.0 if mirrored else 1.0
            rotation = np.stack([np.stack([c, -s * flip], 1), np.stack([s, c * flip], 1)], 1)
            linear = regions.roots[region] @ rotation @ unrooted
            shift = regions.centroids[region] - np.einsum("nij,nj->ni", linear, parts.centroids[part])
            pieces.append((linear, shift, cost + 0.02 * peak, part, region))
    pieces.append(_upright(regions, parts, region, part, cost))
    return _Maps(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def _upright(
    regions: Regions, parts: Regions, region: Array, part: Array, cost: Array
) -> tuple[Array, Array, Array, Array, Array]:
    seen, known = regions.boxes[region], parts.boxes[part]
    ratio = (seen[:, 2:] - seen[:, :2]) / (known[:, 2:] - known[:, :2])
    straight = np.maximum(ratio[:, 0] / ratio[:, 1], ratio[:, 1] / ratio[:, 0]) < MAX_STRETCH
    ratio, seen, known = ratio[straight], seen[straight], known[straight]
    linear = np.zeros((len(ratio), 2, 2))
    linear[:, 0, 0], linear[:, 1, 1] = ratio[:, 0], ratio[:, 1]
    return linear, seen[:, :2] - ratio * known[:, :2], cost[straight] - _UPRIGHT_BONUS, part[straight], region[straight]


def _plausible(maps: _Maps, shape: Shape, smallest_px: float, page_px: float) -> _Maps:
    x, y = np.linalg.norm(maps.linear[:, :, 0], axis=1), np.linalg.norm(maps.linear[:, :, 1], axis=1)
    shear = np.abs((maps.linear[:, :, 0] * maps.linear[:, :, 1]).sum(1)) / (x * y + 1e-12)
    left, top, right, bottom = shape.lead.ink_box
    width, height = x * (right - left), y * (bottom - top)
    fit = (np.maximum(x / (y + 1e-12), y / (x + 1e-12)) < MAX_STRETCH) & (shear < MAX_SHEAR)
    fit &= (np.minimum(width, height) > 0.5 * smallest_px) & (np.maximum(width, height) > smallest_px)
    fit &= np.minimum(width, height) < 1.2 * page_px
    return _Maps(*(column[fit] for column in maps))


def _voted(maps: _Maps, regions: Regions, parts: Regions) -> tuple[Array, Array]:
    """Share 0..1 of the parts' area found where each map puts it, and the region of each voting part (-1: none)."""
    import cv2  # its exact tree is at hand; importing the one of SciPy alone takes a tenth of a second

    voters = np.argsort(-parts.areas, kind="stable")[:_VOTERS]
    tree = cv2.flann.Index(regions.centroids.astype(np.float32), {"algorithm": _EXACT_TREE, "leaf_max_size": 10})
    growth = np.abs(np.linalg.det(maps.linear))
    matched = np.full((len(maps.cost), len(parts)), -1, np.int64)
    near = min(4, len(regions))
    for voter in voters:
        there = maps.linear @ parts.centroids[voter] + maps.shift
        area = growth * parts.areas[voter]
        nearest, square = tree.knnSearch(there.astype(np.float32), near, params={"checks": -1})
        distance = np.sqrt(square)
        ratio = regions.areas[nearest] / area[:, None]
        close = (distance < 0.25 * np.sqrt(area)[:, None] + 1.5) & (ratio > 0.65) & (ratio < 1.5)
        first = close.argmax(1)
        matched[:, voter] = np.where(close.any(1), nearest[np.arange(len(there)), first], -1)
    weight = np.sqrt(parts.areas[voters])
    return (matched[:, voters] >= 0) @ weight / weight.sum(), matched


def _fitted(maps: _Maps, index: int, matched: Array, regions: Regions, parts: Regions) -> Array:
    """The map fitted to the centroids of all parts that voted, held by the extent of the pair that proposed it."""
    linear, shift = maps.linear[index], maps.shift[index]
    voters = np.flatnonzero(matched >= 0)
    if len(voters) < 3:
        return np.column_stack([linear, shift])
    part = maps.part[index]
    axes = np.linalg.cholesky(parts.roots[part] @ parts.roots[part]) * 2
    held = parts.centroids[part] + np.vstack([axes.T, -axes.T])
    known = np.vstack([parts.centroids[voters], held])
    seen = np.vstack([regions.centroids[matched[voters]], held @ linear.T + shift])
    weights = np.concatenate([np.ones(len(voters)), np.full(len(held), 0.25)])[:, None]
    design = np.column_stack([known, np.ones(len(known))])
    solution, *_ = np.linalg.lstsq(design * weights, seen * weights, rcond=None)
    return solution.T


def _corners(shape: Shape) -> Array:
    left, top, right, bottom = shape.lead.ink_box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
