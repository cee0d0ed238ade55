"""What pixels say of a page beside what its structure says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.real_pages.truth import Place
from brandkit.geometry import quad_of
from brandkit.sightings.pixels.locate import Candidate

Row = dict[str, Any]
Array = NDArray[np.float64]

AGREES = 0.05  # mean distance of the corners, of the longer side
NEAR = 0.5  # of the longer side: the same thing, seen wrongly
# The corners of one rectangle under every turn and reflection that keep it one: a symmetric mark has no first corner.
_ORDERS = [[(k + step * i) % 4 for i in range(4)] for step in (1, -1) for k in range(4)]


def compared(places: Sequence[Place], found: Sequence[Candidate], scale: float) -> list[Row]:
    """A row for each sure place, and one for each thing found where no place is. scale : pixels per page unit."""
    rows: list[Row] = []
    taken: set[int] = set()
    quads = [_corners(candidate) for candidate in found]
    for place in places:
        truth = np.asarray(place.quad) * scale
        near = [i for i, quad in enumerate(quads) if _gap(truth, quad)[0] < NEAR]
        taken.update(near)
        same = [i for i in near if any(t.key == place.logo for t in found[i].shape.templates)]
        if place.sure:
            rows.append(_row(truth, place.logo, [(quads[i], found[i]) for i in same], bool(near)))
    for index, candidate in enumerate(found):
        if index not in taken:
            side = _side(quads[index])
            rows.append({"kind": "false", "logo": candidate.template.key, "certain": candidate.certainty == "certain",
                         "px": round(side, 1), "score": round(candidate.score, 4), "view": candidate.view,
                         "quad": np.round(quads[index], 1).tolist()})  # fmt: skip
    return rows


def _row(truth: Array, logo: str, same: Sequence[tuple[Array, Candidate]], near: bool) -> Row:
    row: Row = {"kind": "true", "logo": logo, "px": round(_side(truth), 1), "found": False, "near": near,
                "quad": np.round(truth, 1).tolist()}  # fmt: skip
    if not same:
        return row
    quad, candidate = min(same, key=lambda item: _gap(truth, item[0])[0])
    gap, order = _gap(truth, quad)
    shown = quad[order]
    size = math.sqrt(abs(_area(shown)) / abs(_area(truth))) - 1
    return {**row, "found": gap <= AGREES, "gap": round(gap, 5), "certain": candidate.certainty == "certain",
            "size_error": round(size, 5), "rotation_error_deg": round(_turn(truth, shown), 4),
            "score": round(candidate.score, 4)}  # fmt: skip


def _corners(candidate: Candidate) -> Array:
    return np.asarray(quad_of(candidate.matrix, candidate.template.width, candidate.template.height))


def _gap(truth: Array, quad: Array) -> tuple[float, list[int]]:
    """The least mean distance of corners, of the truth's longer side, and the order of corners that gives it."""
    longer = max(np.linalg.norm(truth[1] - truth[0]), np.linalg.norm(truth[3] - truth[0]))
    gaps = [float(np.linalg.norm(truth - quad[order], axis=1).mean() / longer) for order in _ORDERS]
    best = int(np.argmin(gaps))
    return gaps[best], _ORDERS[best]


def _side(quad: Array) -> float:
    """The shorter side, pixels."""
    return float(min(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])))


def _area(quad: Array) -> float:
    x, y = quad.T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _turn(truth: Array, quad: Array) -> float:
    angles = [math.degrees(math.atan2(*(q[1] - q[0])[::-1])) for q in (truth, quad)]
    return (angles[1] - angles[0] + 180) % 360 - 180
