"""Poses of a master in a drawing, proposed from contours that look alike under some affine map.

One distinctive contour gives the whole map: whitening undoes all but a turn (and a flip), the phases of its moments
give the turn. Discs and rectangles have no such phase; for them a second contour fixes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brandkit.sightings.structure.outlines_contours import TURNS, Contours, root

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.spatial import cKDTree

    Array = NDArray[np.float64]
    Complex = NDArray[np.complex128]
    Integers = NDArray[np.intp]

# Distance of two signatures that may still be one contour: two flattenings at 0.1 % of a shape ten times its size.
SIGNATURE_TOLERANCE = 0.10
TELLING_SHARE = 0.05  # of the area of all contours
ANCHORS = 5  # contours of a master from which poses are proposed
PROPOSALS = 6000  # per master and page, against pages made of one repeated shape
SECONDS = 4  # further contours tried for an anchor without phase
_TURNED = [column for column, turn in enumerate(TURNS) if turn]
_GRID = np.radians(np.arange(0, 360, 2))
_WAVES = np.exp(-1j * np.outer(np.arange(1, 7), _GRID))
# Magnitude below which a moment is noise and says nothing of the turn.
_PHASELESS = 0.03


def proposals(master: Contours, distinctive: NDArray[np.bool_], drawing: Contours, tree: cKDTree) -> Array:
    """(P, 2, 3) affine maps from master to drawing, unverified; `tree` holds the drawing's signatures.

    A master with forms of its own is looked for by these alone: without one of them it would not be recognized anyway.
    """
    alike = tree.query_ball_point(master.signature, SIGNATURE_TOLERANCE)
    found = [len(matches) for matches in alike]
    telling = float(master.area[distinctive].sum()) >= TELLING_SHARE * float(master.area.sum())
    usable = [i for i in range(len(master)) if found[i] and (distinctive[i] or not telling)]
    order = sorted(usable, key=lambda i: (found[i].bit_length(), -master.area[i]))
    poses, budget = [], PROPOSALS
    for anchor in _spread_out(order, master)[:ANCHORS]:
        matches = np.asarray(alike[anchor][: max(1, budget)], dtype=np.intp)
        turned = _by_phase(master, anchor, drawing, matches)
        if _has_no_phase(master, anchor):
            turned = _by_second(master, anchor, drawing, matches, alike)
        poses.append(turned[:budget])
        budget -= len(poses[-1])
        if budget <= 0:
            break
    return np.concatenate(poses) if poses else np.zeros((0, 2, 3))


def maps(master: Contours, one: int, drawing: Contours, others: Integers, turns: Array, flips: Array) -> Array:
    """(K, 2, 3) maps that carry contour `one` on each of `others`, turned by radians in the whitened plane."""
    cos, sin = np.cos(turns), np.sin(turns)
    turn = np.stack([np.stack([cos, -sin], axis=1), np.stack([sin, cos], axis=1)], axis=1)
    turn[:, :, 1] *= np.where(flips, -1.0, 1.0)[:, None]
    linear = root(drawing.spread[others]) @ turn @ np.linalg.inv(root(master.spread[one]))
    offset = drawing.center[others] - np.einsum("kij,j->ki", linear, master.center[one])
    return np.concatenate([linear, offset[:, :, None]], axis=2)


def _by_phase(master: Contours, anchor: int, drawing: Contours, matches: Integers) -> Array:
    """Maps at every turn, straight and flipped, at which all moments agree."""
    poses = []
    for flipped in (False, True):
        own = np.conj(master.moments[anchor]) if flipped else master.moments[anchor]
        products = drawing.moments[matches] * np.conj(own)
        waves = np.stack([products[:, turn == TURNS].sum(axis=1) for turn in range(1, 7)], axis=1)
        best = np.abs(products[:, _TURNED]).sum(axis=1)
        which, turns = _peaks(waves, best)
        poses.append(maps(master, anchor, drawing, matches[which], turns, np.full(len(which), flipped)))
    return np.concatenate(poses)


def _peaks(waves: Complex, best: Array, agreement: float = 0.93) -> tuple[Integers, Array]:
    """(row, turn) of every maximum over turns of Re sum(w_k e^(-ik turn)) that reaches `agreement` of the best."""
    score = np.real(waves @ _WAVES)
    peak = (score >= np.roll(score, 1, axis=1)) & (score > np.roll(score, -1, axis=1))
    which, at = np.nonzero(peak & (score >= agreement * best[:, None]) & (best[:, None] > 0))
    turns, k = _GRID[at], np.arange(1, 7)
    for _ in range(3):
        waved = waves[which] * np.exp(-1j * np.outer(turns, k))
        slope, bend = np.real(-1j * k * waved).sum(axis=1), np.real(-(k**2) * waved).sum(axis=1)
        turns = turns - np.where(bend < 0, slope / np.where(bend < 0, bend, 1.0), 0.0)
    return which, turns


def _has_no_phase(master: Contours, anchor: int) -> bool:
    return bool(np.abs(master.moments[anchor, _TURNED]).max() < _PHASELESS)


def _by_second(master: Contours, anchor: int, drawing: Contours, matches: Integers, alike: list[list[int]]) -> Array:
    """Maps for an anchor without phase: the direction to another contour gives the turn; both flips are proposed."""
    whiten = np.linalg.inv(root(master.spread[anchor]))
    others = [i for i in np.argsort(-master.area) if i != anchor and alike[i]]
    poses = []
    for second in others[:SECONDS]:
        toward = whiten @ (master.center[second] - master.center[anchor])
        if np.hypot(*toward) < 0.05:
            continue
        poses += _toward(master, anchor, second, drawing, matches, np.asarray(alike[second]), toward)
    return np.concatenate(poses) if poses else np.zeros((0, 2, 3))


def _toward(
    master: Contours, anchor: int, second: int, drawing: Contours, matches: Integers, seconds: Integers, toward: Array
) -> list[Array]:
    poses, ratio = [], master.area[second] / master.area[anchor]
    for match in matches[:PROPOSALS]:
        near = seconds[np.abs(drawing.area[seconds] / (ratio * drawing.area[match]) - 1) < 0.06]
        there = np.linalg.inv(root(drawing.spread[match])) @ (drawing.center[near] - drawing.center[match]).T
        good = np.abs(np.hypot(*there) / np.hypot(*toward) - 1) < 0.03
        if not good.any():
            continue
        heading = np.arctan2(there[1, good], there[0, good])
        start = np.arctan2(toward[1], toward[0])
        same = np.full(good.sum(), match)
        for flipped in (False, True):
            turns = heading + start if flipped else heading - start
            poses.append(maps(master, anchor, drawing, same, turns, np.full(good.sum(), flipped)))
    return poses


def _spread_out(order: list[int], master: Contours) -> list[int]:
    """The order with contours of one and the same form put behind, so that anchors differ."""
    first: list[int] = []
    later: list[int] = []
    for index in order:
        seen = any(np.abs(master.signature[index] - master.signature[other]).max() < 0.02 for other in first[:12])
        (later if seen else first).append(index)
    return first + later


