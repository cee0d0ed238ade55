"""The ground behind a logo: its colour, how calm it is, and whether it is a plate; and what stands out from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from brandkit.color import delta_e, rgb_of_lab, to_hex
from brandkit.findings import Ground
from brandkit.geometry import Box
from brandkit.sightings.surroundings.frame import Neighborhood

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float32]
    Array = NDArray[np.float64]

NEAR, RING = 0.06, 0.15  # of the logo's height: what surely is its ground; how far the ground is looked at
FLAT, CALM = 3.0, 4.0  # spread in ΔE00 of a flat ground; residual to a smooth surface of a gradient
ONE_FIELD = 0.75  # share of the near ring in one colour from which the rest are things lying on it
_FIELD = 6.0  # Lab distance within one field
STANDS_OUT, NOISES = 10.0, 5.0  # Lab distance, and multiples of the ground's noise, from which a pixel is another thing
_SPANNED = 0.9  # of a side, from which what lies beyond is another field and no thing
_SAMPLED = 6000


@dataclass(frozen=True)
class Backdrop:
    """The ground as measured and as modelled.

    distance : (h, w) Lab distance of each pixel from the ground's model.  stands_out : where that is more than noise.
    edges : left, top, right, bottom: page units from the ink to where another field begins; None where none does.
    """

    ground: Ground
    distance: Floats
    stands_out: Mask
    edges: tuple[float | None, float | None, float | None, float | None]


def backdrop_of(near: Neighborhood) -> Backdrop | None:
    """The ground around a logo; None when nothing of it is to be seen."""
    free = near.on_page & ~near.own
    inner = free & _ring(near, (NEAR * near.frame.height,) * 4)
    if int(inner.sum()) < 12:
        return None
    center, share = _field(near.lab[inner])
    edges = _edges(near, center, free) if share >= ONE_FIELD else (None, None, None, None)
    ring = free & _ring(near, [min(RING * near.frame.height, 0.9 * e if e is not None else np.inf) for e in edges])
    if share >= ONE_FIELD:
        ring &= _away(near.lab, center) < 3 * _FIELD
    if int(ring.sum()) < 12:
        ring = inner
    residual = _from_surface(near, ring, ring)
    median = np.median(near.lab[ring], axis=0)
    spread = float(np.quantile(delta_e(_sampled(near.lab[ring]), median), 0.9))
    rough = float(np.quantile(_sampled(residual[ring]), 0.9))
    flat = spread <= FLAT or (share >= 0.97 and spread <= CALM)
    kind = "flat" if flat else "gradient" if rough <= CALM else "busy"
    # A shade that runs over more than the ring is followed by letting the surface grow into what continues it.
    grown = _from_surface(near, ring, free)
    distance = np.minimum(grown, _away(near.lab, median) if flat else residual)
    noise = float(np.median(distance[ring])) * 1.5
    color = to_hex(rgb_of_lab(median))
    plate = color if flat and all(edge is not None for edge in edges) else None
    ground = Ground(color, spread, kind, plate)  # type: ignore[arg-type]
    return Backdrop(ground, distance, distance > max(STANDS_OUT, NOISES * noise), edges)


def _ring(near: Neighborhood, reach: tuple[float, ...] | list[float]) -> Mask:
    """Pixels up to so far left, above, right of and below the ink box, those between the ink included."""
    left, top, right, bottom = reach
    ink = near.frame.ink
    mask = np.zeros(near.own.shape, dtype=bool)
    mask[near.rows_columns(Box(ink.x - left, ink.y - top, ink.w + left + right, ink.h + top + bottom))] = True
    return mask


def _field(colors: Floats) -> tuple[Array, float]:
    """The most common colour, and the share of pixels within one field's distance of it."""
    bins = np.floor(colors / 4).astype(np.int64) @ np.array([1 << 20, 1 << 10, 1])
    values, counts = np.unique(bins, return_counts=True)
    mode = colors[bins == values[counts.argmax()]].mean(axis=0)
    close = np.linalg.norm(colors - mode, axis=1) < _FIELD
    center = np.median(colors[close], axis=0) if close.any() else mode
    return np.asarray(center, np.float64), float((np.linalg.norm(colors - center, axis=1) < _FIELD).mean())


def _edges(
    near: Neighborhood, center: Array, free: Mask
) -> tuple[float | None, float | None, float | None, float | None]:
    """Where, going out from each side of the ink, the ground has given way to something else all along the side."""
    other = (_away(near.lab, center) > STANDS_OUT) | ~near.on_page
    across, down = near.beyond()
    beside, level = down[:, 0] == 0, across[0] == 0
    columns = other[beside].mean(axis=0) > _SPANNED if beside.any() else np.zeros(other.shape[1], bool)
    rows = other[:, level].mean(axis=1) > _SPANNED if level.any() else np.zeros(other.shape[0], bool)
    x, y = across[0], down[:, 0]
    return (
        _first(-x[columns & (x < 0)]), _first(-y[rows & (y < 0)]),
        _first(x[columns & (x > 0)]), _first(y[rows & (y > 0)]),
    )  # fmt: skip


def _first(distances: Floats) -> float | None:
    return float(distances.min()) if len(distances) else None


def _from_surface(near: Neighborhood, ring: Mask, field: Mask) -> Floats:
    """(h, w) Lab distances from a quadratic surface through the ring, then through what of the field continues it."""
    height, width = near.own.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / width - 0.5, y / height - 0.5
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)
    used = ring.copy()
    for _ in range(5):
        points = np.flatnonzero(used)
        points = points[:: max(1, len(points) // _SAMPLED)]
        solved, *_ = np.linalg.lstsq(terms.reshape(-1, 6)[points], near.lab.reshape(-1, 3)[points], rcond=None)
        residual = _length(near.lab - (terms @ solved).astype(np.float32))
        limit = max(CALM, 2.5 * float(np.median(residual[ring])))
        kept = field & (residual < limit)
        if int(kept.sum()) < 50 or np.array_equal(kept, used):
            break
        used = kept
    return residual.astype(np.float32)


def _away(lab: Floats, center: NDArray[Any]) -> Floats:
    return _length(lab - center.astype(np.float32))


def _length(vectors: Floats) -> Floats:
    """(h, w) lengths of (h, w, 3) vectors; NumPy's norm takes four times as long over so short an axis."""
    return np.asarray(np.sqrt(np.einsum("ijk,ijk->ij", vectors, vectors)), np.float32)


def _sampled(values: Floats) -> Floats:
    return values[:: max(1, len(values) // _SAMPLED)]


def parts_of(mask: Mask) -> tuple[int, NDArray[np.int32], NDArray[np.int32]]:
    """(count, labels, boxes x y w h area) of connected parts; part 0 is what is not in the mask."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return count, labels.astype(np.int32), stats.astype(np.int32)
