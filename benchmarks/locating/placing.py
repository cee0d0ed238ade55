"""Where a logo stands on a page: its map, and a free place where it can be read. Maps are (3, 3), artboard to page."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating.alterations import CUT, magnitude
from benchmarks.locating.brands import Brand
from benchmarks.locating.drawing import ink_box, inks
from benchmarks.locating.variants import Variant

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]

LEGIBLE = 0.6  # of the drawing's points must stand off the ground by CONTRAST levels
CONTRAST = 45.0
_PLACES = 14
_GAP_PX = 8


@dataclass(frozen=True, eq=False)
class Place:
    """A (3, 3) map with the alteration's magnitude, the smaller side in pixels, and whether the logo can be read."""

    homography: Array
    amount: float
    size: float
    legible: bool


def laid_out(
    rng: np.random.Generator, variant: Variant, alteration: str, amount: float | None, size: float,
    page: Picture, taken: list[Array],
) -> Place | None:  # fmt: skip
    """A free place in which the logo can be read, the most readable of several tries; it is added to those taken.

    amount : the alteration's magnitude; None takes one from its range. taken : boxes x0, y0, x1, y1.
    """
    amount = magnitude(rng, alteration) if amount is None else amount
    limits = np.array([page.shape[1], page.shape[0]])
    linear, reached = linear_map(variant.brand, alteration, amount, size, limits)
    bend = _keystone(rng, amount) if alteration == "perspective" else np.zeros(2)
    corners = ink_corners(variant.brand)
    still = map_at(linear, bend, middle_of(variant.brand), corners)
    best: tuple[float, Array, Array] | None = None
    for _ in range(_PLACES):
        shift = free_shift(rng, still, corners, limits, taken, edge_of(rng, variant, still, alteration, amount))
        if shift is None:
            continue
        homography = shift[0] @ still
        readable = readable_share(page, variant, alteration, homography)
        if best is None or readable > best[0]:
            best = (readable, homography, shift[1])
        if readable >= LEGIBLE:
            break
    if best is None:
        return None
    taken.append(best[2])
    return Place(best[1] / best[1][2, 2], amount, reached, best[0] >= LEGIBLE)


def free_shift(
    rng: np.random.Generator, still: Array, corners: Array, limits: Array, taken: list[Array],
    edge: tuple[int, bool, float] | None = None,
) -> tuple[Array, Array] | None:  # fmt: skip
    """A (3, 3) shift to a random place and the box there; None when something is there already.

    edge : axis, whether it is the page's far edge, and the coordinate under `still` that is to lie on that edge.
    """
    found = mapped(still, corners)
    low, high = found.min(axis=0), found.max(axis=0)
    move = 4 + rng.uniform(size=2) * np.maximum(limits - (high - low) - 8, 0) - low
    if edge is not None:
        axis, far, at = edge
        move[axis] = (limits[axis] if far else 0.0) - at
    box = np.concatenate([low + move, high + move])
    if any((box[:2] < other[2:] + _GAP_PX).all() and (box[2:] > other[:2] - _GAP_PX).all() for other in taken):
        return None
    shift = np.eye(3)
    shift[:2, 2] = move
    return shift, box


def edge_of(
    rng: np.random.Generator, variant: Variant, still: Array, alteration: str, hidden: float
) -> tuple[int, bool, float] | None:
    """Which edge a cropped logo lies over, and where it is cut so that that share of its ink is hidden."""
    if alteration not in CUT:
        return None
    axis, far = int(rng.integers(0, 2)), bool(rng.integers(0, 2))
    along = mapped(still, inks(variant.master)[0])[:, axis]
    return axis, far, float(np.quantile(along, 1 - hidden if far else hidden))


def linear_map(
    brand: Brand, alteration: str, amount: float, size: float, limits: Array
) -> tuple[Array, float]:
    """(2, 2) of size, turn, stretch and mirroring; and the smaller side that fits on the page."""
    left, top, right, bottom = ink_box(brand)
    share = 1 + amount if alteration == "stretched" else 1.0
    across, down = (right - left) * math.sqrt(share), (bottom - top) / math.sqrt(share)
    degrees = amount if alteration in ("turned", "rotated") else 0.0
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    extent = np.array([abs(c) * across + abs(s) * down, abs(s) * across + abs(c) * down])
    unit = min(size / min(across, down), float((0.86 * limits / extent).min()))
    flip = -1 if alteration == "mirrored" else 1
    linear = np.array([[c, -s], [s, c]]) @ np.diag([flip * unit * math.sqrt(share), unit / math.sqrt(share)])
    return linear, unit * min(across, down)


def _keystone(rng: np.random.Generator, amount: float) -> Array:
    """How much larger the drawing is at one end than in the middle, along a random direction."""
    turn = rng.uniform(0, 2 * math.pi)
    return amount * np.array([math.cos(turn), math.sin(turn)])


def map_at(linear: Array, bend: Array, middle: Array, corners: Array) -> Array:
    """The homography that is `linear` at the drawing's middle, which it takes to the origin."""
    half = np.abs(corners - middle).max(axis=0)
    affine = np.eye(3)
    affine[:2, :2] = linear
    keystone = np.eye(3)
    keystone[2, :2] = bend / half
    tomiddle_of = np.eye(3)
    tomiddle_of[:2, 2] = -middle
    return affine @ keystone @ tomiddle_of


def middle_of(brand: Brand) -> Array:
    left, top, right, bottom = ink_box(brand)
    return np.array([(left + right) / 2, (top + bottom) / 2])


def ink_corners(brand: Brand) -> Array:
    left, top, right, bottom = ink_box(brand)
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def mapped(homography: Array, points: Array) -> Array:
    """(n, 2) points under a (3, 3) homography."""
    found = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return found[:, :2] / found[:, 2:]


def readable_share(page: Picture, variant: Variant, alteration: str, homography: Array) -> float:
    """Share of the drawing's points that stand off the ground beneath them."""
    points, colors = inks(variant.master)
    if alteration == "mono":
        colors = np.repeat(colors @ np.array([[0.299], [0.587], [0.114]]), 3, axis=1)
    at = np.floor(mapped(homography, points)).astype(int)
    on_page = (at >= 0).all(axis=1) & (at[:, 0] < page.shape[1]) & (at[:, 1] < page.shape[0])
    if not on_page.any():
        return 0.0
    under = page[at[on_page, 1], at[on_page, 0]].astype(float)
    return float((np.abs(under - colors[on_page]).max(axis=1) > CONTRAST).mean())


def affine_part(homography: Array, at: Array) -> Array:
    """(2, 3) first-order map of a homography at a point."""
    weight = float(homography[2] @ [*at, 1])
    image = (homography[:2] @ [*at, 1]) / weight
    linear = (homography[:2, :2] - np.outer(image, homography[2, :2])) / weight
    return np.column_stack([linear, image - linear @ at])


