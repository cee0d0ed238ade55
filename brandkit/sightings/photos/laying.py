"""Every place of a known picture in a query, by their local features: a photograph may be shown twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brandkit.sightings.photos import poses
from brandkit.sightings.photos.local_features import Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_TIMES = 4


@dataclass(frozen=True)
class Lying:
    """Where a known picture lies in a query.

    Attributes
    ----------
    matrix : (2, 3) float64
        From pixels of the known features' picture to pixels of the query.
    focus : x0, y0, x1, y1
        Box of the corners that agree, in pixels of the known features' picture.
    surprise, inliers : as in `poses.Placed`.
    bits : median of differing bits of the corners that agree.
    """

    matrix: NDArray[np.float64]
    focus: tuple[float, float, float, float]
    surprise: float
    inliers: int
    bits: int


def laid(known: Features, query: Features, least: float, *, most: int = MOST_TIMES) -> list[Lying]:
    """Where a known picture lies in a query, surest first; `least` surprise each."""
    pairs = poses.like_pairs(known, query)
    found: list[Lying] = []
    for _ in range(most):
        placed = poses.placed(known, query, pairs)
        if placed is None or placed.surprise < least:
            break
        fitting = pairs[placed.fitting]
        apart = np.bitwise_count(known.descriptors[fitting[:, 0]] ^ query.descriptors[fitting[:, 1]]).sum(axis=1)
        at = known.points[fitting[:, 0]]
        box = (*at.min(axis=0).tolist(), *at.max(axis=0).tolist())
        found.append(Lying(placed.matrix, box, placed.surprise, placed.inliers, int(np.median(apart))))
        pairs = pairs[~_explained(placed, known, query, pairs)]
    return found


def _explained(placed: poses.Placed, known: Features, query: Features, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pairs that a pose accounts for: those that fit, and others of the place that it covers."""
    low, high = known.points[pairs[placed.fitting, 0]].min(axis=0), known.points[pairs[placed.fitting, 0]].max(axis=0)
    linear = placed.matrix[:, :2]
    back = (query.points[pairs[:, 1]] - placed.matrix[:, 2]) @ np.linalg.inv(linear).T
    inside: NDArray[np.bool_] = ((back >= low) & (back <= high)).all(axis=1)
    return placed.fitting | inside
