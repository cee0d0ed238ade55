"""Contours of vector shapes as columns, with signatures that no affine map changes.

A closed contour is whitened (moved, turned and stretched until its area's covariance is the identity); what then
remains between two views of one contour is a turn, and a flip when mirrored. Complex moments of the whitened area turn
by known phases, so their magnitudes are the signature and their phases give the turn back.

Source: Flusser, Suk, Zitová, Moments and Moment Invariants in Pattern Recognition, 2009, chapters 2 and 3; area
integrals of polygons by Green's theorem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brandkit.document import Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Complex = NDArray[np.complex128]
    Integers = NDArray[np.intp]

# Orders (p, q) of the moments of z^p conj(z)^q. Above the sixth, flattening and rounded coordinates outweigh shape.
ORDERS = ((2, 1), (3, 0), (2, 2), (3, 1), (4, 0), (3, 2), (4, 1), (5, 0), (3, 3), (4, 2), (5, 1), (6, 0))
TURNS = np.array([p - q for p, q in ORDERS])
# The same moment of a disc with unit covariance (radius 2), so that all features are of one size.
_DISC = np.array([2 * 2 ** (p + q) / (p + q + 2) for p, q in ORDERS])
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(4)  # exact up to degree 7, the highest here
_NODES, _WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2
# A contour thinner than this (area over squared length) is a line: whitening it would blow up its rounding errors.
FARTHEST = 1e7  # page units; no page is as large, and squares of more lose their digits
THINNEST = 2e-5


@dataclass(frozen=True)
class Contours:
    """N closed contours; areas and lengths in the drawing's units, y down.

    points : N arrays (n, 2), without the first point repeated.
    owner : (N,) index of the shape that each belongs to.
    area, length : (N,), area positive whatever the direction.
    center : (N, 2) centroid of the area.  spread : (N, 2, 2) covariance of the area.
    moments : (N, 12) complex, of the whitened area by `ORDERS`, as shares of a disc's.
    signature : (N, 13) invariants under every affine map, reflections included.
    """

    points: tuple[Array, ...]
    owner: Integers
    area: Array
    length: Array
    center: Array
    spread: Array
    moments: Complex
    signature: Array

    def __len__(self) -> int:
        return len(self.points)


def contours_of(shapes: Sequence[Shape]) -> Contours:
    """Every contour with an area, of every shape that is painted; open ones are closed by a straight line."""
    outlines, owners = [], []
    for index, shape in enumerate(shapes):
        if shape.fill is None and shape.stroke is None:
            continue
        for contour in shape.contours:
            points = _distinct(np.asarray(contour.points, dtype=np.float64))
            if len(points) >= 3 and np.abs(points).max() < FARTHEST:
                outlines.append(points)
                owners.append(index)
    return measured(outlines, np.asarray(owners, dtype=np.intp))


def measured(outlines: Sequence[Array], owner: Integers) -> Contours:
    """The columns for polygons (n, 2); those without area are left out."""
    if not outlines:
        return _empty()
    start = np.cumsum([0, *(len(points) for points in outlines[:-1])])
    counts = np.array([len(points) for points in outlines])
    of = np.repeat(np.arange(len(outlines)), counts)
    flat = np.concatenate(outlines)
    middle = np.add.reduceat(flat, start) / counts[:, None]
    here = flat - middle[of]
    there = here[_following(start, counts)]
    length = np.add.reduceat(np.hypot(*(there - here).T), start)
    area, center, spread = _second_moments(here, there, start)
    kept = np.abs(area) > THINNEST * length**2
    # Loops that cross themselves may cancel to a negative spread; nothing can be told from them.
    trace = np.trace(spread, axis1=1, axis2=2)
    kept &= (trace > 0) & (np.linalg.det(spread) > 1e-12 * trace**2) & np.isfinite(trace)
    spread[~kept] = np.eye(2)
    moments = _moments(here, there, start, of, center, spread, np.where(kept, area, 1.0))
    moments, shape_area = moments[kept], np.abs(area[kept]) / np.sqrt(np.linalg.det(spread[kept]))
    signature = np.column_stack([np.abs(moments), np.log(shape_area / (4 * np.pi))])
    return Contours(
        points=tuple(points for points, keep in zip(outlines, kept, strict=True) if keep),
        owner=owner[kept],
        area=np.abs(area[kept]),
        length=length[kept],
        center=(center + middle)[kept],
        spread=spread[kept],
        moments=moments,
        signature=signature,
    )


def root(spread: Array) -> Array:
    """(…, 2, 2) symmetric square roots of covariances."""
    det = np.sqrt(np.maximum(np.linalg.det(spread), 0))[..., None, None]
    trace = np.trace(spread, axis1=-2, axis2=-1)[..., None, None]
    return (spread + det * np.eye(2)) / np.sqrt(trace + 2 * det)


def _distinct(points: Array) -> Array:
    if len(points) < 2:
        return points
    moved = np.any(np.abs(np.diff(points, axis=0, append=points[:1])) > 1e-9, axis=1)
    return points[moved]


def _following(start: Integers, counts: Integers) -> Integers:
    """Index of each point's successor within its own contour."""
    following = np.arange(1, int(counts.sum()) + 1)
    following[start + counts - 1] = start
    return following


def _second_moments(here: Array, there: Array, start: Integers) -> tuple[Array, Array, Array]:
    """Signed area, centroid and covariance of polygons by the shoelace sums."""
    (x0, y0), (x1, y1) = here.T, there.T
    cross = x0 * y1 - x1 * y0
    area = np.add.reduceat(cross, start) / 2
    safe = np.where(area == 0, 1.0, area)
    center = np.stack([np.add.reduceat((a0 + a1) * cross, start) for a0, a1 in ((x0, x1), (y0, y1))], axis=1)
    center /= 6 * safe[:, None]
    xx = np.add.reduceat((x0 * x0 + x0 * x1 + x1 * x1) * cross, start) / (12 * safe)
    yy = np.add.reduceat((y0 * y0 + y0 * y1 + y1 * y1) * cross, start) / (12 * safe)
    xy = np.add.reduceat((x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) * cross, start) / (24 * safe)
    spread = np.stack([np.stack([xx, xy], axis=1), np.stack([xy, yy], axis=1)], axis=1)
    return area, center, spread - center[:, :, None] * center[:, None, :]


def _moments(
    here: Array, there: Array, start: Integers, of: Integers, center: Array, spread: Array, area: Array
) -> Complex:
    """Mean of z^p conj(z)^q over each whitened area: 1 / (2i (q+1)) of the loop integral of z^p conj(z)^(q+1) dz."""
    whitening = np.linalg.inv(root(spread))
    z0, z1 = (_complex(np.einsum("nij,nj->ni", whitening[of], p - center[of])) for p in (here, there))
    step = z1 - z0
    total = np.zeros((len(start), len(ORDERS)), dtype=np.complex128)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        z = z0 + node * step
        powers = [np.ones_like(z), z]
        for _ in range(5):
            powers.append(powers[-1] * z)
        conjugates = [np.conj(power) for power in powers[:5]]
        for column, (p, q) in enumerate(ORDERS):
            total[:, column] += np.add.reduceat(powers[p] * conjugates[q + 1] * step, start) * (weight / (2j * (q + 1)))
    whitened_area = area / np.sqrt(np.linalg.det(spread))
    return total / whitened_area[:, None] / _DISC


def _complex(points: Array) -> Complex:
    return points[:, 0] + 1j * points[:, 1]


def _empty() -> Contours:
    none = np.zeros(0)
    return Contours(
        (), np.zeros(0, dtype=np.intp), none, none, np.zeros((0, 2)), np.zeros((0, 2, 2)),
        np.zeros((0, len(ORDERS)), dtype=np.complex128), np.zeros((0, len(ORDERS) + 1)),
    )  # fmt: skip
