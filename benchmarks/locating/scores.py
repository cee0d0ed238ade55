"""Finds against truth: hits, false alarms, errors of pose."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating.brands import Brand
from benchmarks.locating.finders import Found, shape_of
from benchmarks.locating.pages import Target, ink_box
from brandkit.geometry import Affine, pose_of

Array = NDArray[np.float64]

HIT = 0.05  # of the logo's size: a corner further off is another place


@dataclass
class Tally:
    """Counts of one row of the table. Errors are (stretch as a share, turn in degrees) of the hits."""

    targets: int = 0
    hits: int = 0
    certain: int = 0
    pages: int = 0
    false_certain: int = 0
    false_possible: int = 0
    seconds: float = 0.0
    stretch: list[float] = field(default_factory=list)
    turn: list[float] = field(default_factory=list)
    mirror_right: int = 0


def count(
    tally: Tally, targets: Sequence[Target], found: Sequence[Found], catalog: Sequence[Brand], seconds: float
) -> None:
    """Adds one page to a row."""
    by_name = {brand.name: brand for brand in catalog}
    tally.pages += 1
    tally.seconds += seconds
    left = list(found)
    for target in targets:
        tally.targets += 1
        fits = [f for f in left if f.brand == target.brand and aligned(f, target, by_name[f.brand]) is not None]
        if not fits:
            continue
        hit = fits[0]
        left.remove(hit)
        tally.hits += 1
        tally.certain += hit.certain
        stretch, turn, mirrored = _errors(hit, target, by_name[hit.brand])
        tally.stretch.append(stretch)
        tally.turn.append(turn)
        tally.mirror_right += not mirrored
    tally.false_certain += sum(f.certain for f in left)
    tally.false_possible += sum(not f.certain for f in left)


def aligned(found: Found, target: Target, brand: Brand) -> Array | None:
    """The found pose, turned within the logo's own symmetries to lie on the target; None when it does not."""
    left, top, right, bottom = ink_box(brand)
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    truth = corners @ target.pose[:, :2].T + target.pose[:, 2]
    size = math.sqrt(abs(np.linalg.det(target.pose[:, :2])) * (right - left) * (bottom - top))
    for turn in shape_of(brand).symmetries:
        pose = np.column_stack([found.pose[:, :2] @ turn[:2, :2], found.pose[:, :2] @ turn[:2, 2] + found.pose[:, 2]])
        if np.abs(corners @ pose[:, :2].T + pose[:, 2] - truth).max() < HIT * size + 1.0:
            return pose
    return None


def _errors(found: Found, target: Target, brand: Brand) -> tuple[float, float, bool]:
    pose = aligned(found, target, brand)
    assert pose is not None
    seen, truth = _pose(pose, brand), _pose(target.pose, brand)
    turn = abs((seen.rotation_deg - truth.rotation_deg + 180) % 360 - 180)
    return abs(seen.stretch / truth.stretch - 1), turn, seen.mirrored != truth.mirrored


def _pose(pose: Array, brand: Brand):
    (a, c, e), (b, d, f) = pose.tolist()
    return pose_of(Affine(a, b, c, d, e, f), brand.width, brand.height)
