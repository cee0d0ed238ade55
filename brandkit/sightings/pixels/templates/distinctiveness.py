"""How much of a drawing's outline no plain figure or letter explains: the evidence that only the drawing gives.

A disc is found wherever a page has a dot. Each part is laid over the plain figures and letters of `figures`, with any
affine map; what of the drawing's outline stays away from all of them is distinctive.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.regions import Regions, regions_of_masks, turns_between
from brandkit.sightings.pixels.templates.contours import contour_of
from brandkit.sightings.pixels.templates.figures import masks

Array = NDArray[Any]

_NEAR = 0.025  # of the drawing's size: closer outline counts as explained
_ALIKE = 0.45  # signature distance beyond which a figure is not laid over a part
_PAIRS = 24
_OUTLINE = 200  # points of a figure


def distinctiveness_of(points: Array, weights: Array, parts: Regions) -> float:
    """Share 0..1 of an outline (n, 2) that no single plain figure, mapped onto one of the parts, comes near."""
    figures, outlines = _figures()
    distance = np.sqrt(np.maximum(0, 2 - 2 * parts.signatures @ figures.signatures.T))
    order = np.argsort(distance, axis=None, kind="stable")[:_PAIRS]
    size = float(np.sqrt(np.prod(np.ptp(points, axis=0) + 1)))
    near, explained = _NEAR * size, 0.0
    for part, figure in zip(*np.unravel_index(order, distance.shape), strict=True):
        if distance[part, figure] > _ALIKE:
            continue
        for linear in _maps(parts, int(part), figures, int(figure)):
            there = (outlines[figure] - figures.centroids[figure]) @ linear.T + parts.centroids[part]
            explained = max(explained, float(weights[_near(points, there, near)].sum()))
    return 1.0 - explained / float(weights.sum())


def _near(points: Array, others: Array, reach: float) -> Array:
    """Which of (n, 2) points have one of the others within reach."""
    x = points[:, :1].astype(np.float32) - others[:, 0].astype(np.float32)
    y = points[:, 1:].astype(np.float32) - others[:, 1].astype(np.float32)
    return np.asarray((x * x + y * y).min(axis=1) < reach * reach)


def _maps(parts: Regions, part: int, figures: Regions, figure: int) -> list[Array]:
    found = []
    for mirrored in (False, True):
        turns, _ = turns_between(parts.spectra[part][None], figures.spectra[figure][None], mirrored)
        for turn in turns:
            c, s = np.cos(turn[0]), np.sin(turn[0])
            rotation = np.array([[c, -s], [s, c]]) @ np.diag([1.0, -1.0 if mirrored else 1.0])
            found.append(parts.roots[part] @ rotation @ np.linalg.inv(figures.roots[figure]))
    return found


@cache
def _figures() -> tuple[Regions, tuple[Array, ...]]:
    outlines = tuple(contour_of(mask[..., None].astype(np.float32), count=_OUTLINE).points for mask in masks())
    return regions_of_masks(list(masks())), outlines
