"""What lies over a logo: a coherent patch of the page in which none of the drawing's ink is where it should be.

A sticker, a head or a hand hides part of a logo; the rest is judged without it. That is no excuse for a wrong logo.
Few and compact patches count; within a patch nearly all ink must be gone, beyond the patches nearly none, and each must
cut through ink or lie over ground too. Letters of another name agree here and there by chance; a part of another colour
ends where the drawing's own outlines do; a name that is simply not there shows its ground.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.verification.synthesis import Drawn, Window

Array = NDArray[Any]

MOST_HIDDEN = 0.45  # of the ink; beyond it too little is left to judge by
MOST_PATCHES = 2
_LEAST_PATCH = 0.03  # of the ink
_FOREIGN_LEVEL, _FOREIGN_SHARE = 26.0, 0.15  # 8-bit sRGB distance, and as a share of the ink's contrast
_PLAIN_LEVEL, _PLAIN_SHARE = 16.0, 0.55  # a ground of which so much lies so near its median is plain
_GONE_NEARBY = 0.6  # share of the ink nearby that is gone, from which a place is part of a patch
_GONE_WITHIN, _GONE_BEYOND = 0.75, 0.14
_REACH = 0.06  # of the drawing's size: what counts as nearby
_CUT = 0.12  # ink cut through by a patch's edge, over the root of the ink in it
_OVER_GROUND = 0.3  # of a patch's ground that something covers
_COVERED = 0.4  # of a patch's ink, on a plain ground, that shows something else than that ground
_INK, _ROUNDS, _TRUSTED_LEVEL = 0.35, 4, 40.0
_SAMPLE = 4000  # pixels that colours are taken from
_PREFERENCE = 1.1  # for the master's colours
_SHIFT_PX = 0.35  # the pose is no further off by now
RIM_PX = 2
_SUM = np.ones(3, np.float32)


def hidden_in(window: Window, drawn: Drawn, expected: Array) -> Array | None:
    """(h, w) bool of what lies over the drawing; None when nothing does, or when that excuse does not hold.

    expected : (n, 3) sRGB of the master's inks.
    """
    ground, plain = _plain_ground(window, drawn)
    colors = _robust_colors(window, drawn, ground, expected)
    model = np.ascontiguousarray(drawn.cover @ colors + (1 - drawn.total)[..., None] * ground, np.float32)
    inked = drawn.total > _INK
    ink = float(drawn.total[inked].sum())
    if ink < 1:
        return None
    contrast = float(np.linalg.norm((model - ground)[inked], axis=1).mean())
    limit = max(_FOREIGN_LEVEL, _FOREIGN_SHARE * contrast)
    foreign = _unlike(window.picture, model) > limit
    gone = foreign & inked
    if gone.sum() < _LEAST_PATCH * ink:
        return None
    off_ground = np.linalg.norm(window.picture - ground, axis=2) > limit if plain else None
    kept = [patch for patch in _patches(gone, drawn, inked) if _holds(patch, foreign, drawn, inked, off_ground)]
    if not kept:
        return None
    hidden = np.logical_or.reduce(kept)
    rest = inked & ~_widened(hidden)
    if drawn.total[hidden & inked].sum() > MOST_HIDDEN * ink or gone[rest].sum() > _GONE_BEYOND * rest.sum():
        return None
    return _widened(_grown(hidden, foreign) if plain else hidden)


def _plain_ground(window: Window, drawn: Drawn) -> tuple[Array, bool]:
    bare = window.picture[~drawn.near]
    if len(bare) < 12 or window.ground is not None:
        return drawn.ground, False
    middle = np.median(bare, axis=0)
    near = np.abs(bare - middle).max(axis=1) < _PLAIN_LEVEL
    if near.mean() < _PLAIN_SHARE:
        return drawn.ground, False
    return np.broadcast_to(middle.astype(np.float32), drawn.ground.shape), True


def _robust_colors(window: Window, drawn: Drawn, ground: Array, expected: Array) -> Array:
    """(n, 3) ink colours of the pixels that agree on them.

    Two guesses are followed: what most of each ink shows, and the master's colours, on which a smaller part agrees
    exactly when the larger one is hidden.
    """
    inked = drawn.total > _INK
    design = drawn.cover[inked].astype(np.float64)
    target = (window.picture - (1 - drawn.total)[..., None] * ground)[inked].astype(np.float64)
    every = 1 + len(design) // _SAMPLE
    design, target = design[::every], target[::every]
    usual = drawn.colors.astype(np.float64)
    for index in range(design.shape[1]):
        pure = design[:, index] > 0.9
        if pure.sum() >= 12:
            usual[index] = np.median(target[pure], axis=0)
    best, most = usual, -1.0
    for colors in (expected.astype(np.float64), usual):
        for _ in range(_ROUNDS):
            away = np.linalg.norm(target - design @ colors, axis=1)
            weight = 1 / (1 + (away / _TRUSTED_LEVEL) ** 2) ** 2
            power = design.T @ (design * weight[:, None]) + np.eye(design.shape[1]) * 1e-3
            colors = np.linalg.solve(power, design.T @ (target * weight[:, None])).clip(-30, 285)
        if weight.sum() > most:
            best, most = colors, float(weight.sum()) * _PREFERENCE
    return best.astype(np.float32)


def _unlike(picture: Array, model: Array) -> Array:
    """(h, w) sRGB distance of each pixel from what the drawing shows there, less what a slight shift would make."""
    import cv2

    along_x, along_y = cv2.Sobel(model, -1, 1, 0, scale=1 / 8), cv2.Sobel(model, -1, 0, 1, scale=1 / 8)
    slope = np.sqrt((along_x * along_x + along_y * along_y) @ _SUM)
    found: Array = np.linalg.norm(picture - model, axis=2) - _SHIFT_PX * slope
    return found


def _patches(gone: Array, drawn: Drawn, inked: Array) -> list[Array]:
    """Hulls of the largest places around which most of the ink is gone."""
    import cv2

    rows, columns = np.nonzero(inked)
    reach = max(1, round(_REACH * math.sqrt((np.ptp(rows) + 1) * (np.ptp(columns) + 1))))
    side = (2 * reach + 1,) * 2
    nearby = cv2.blur((drawn.total * gone).astype(np.float32), side)
    share = nearby / np.maximum(cv2.blur((drawn.total * inked).astype(np.float32), side), 1e-4)
    place = ((share > _GONE_NEARBY) & (nearby > 0.02)).astype(np.uint8)
    count, labels = cv2.connectedComponents(place, connectivity=4)
    weights = np.bincount(labels.ravel(), weights=(drawn.total * gone).ravel(), minlength=count)
    weights[0] = 0
    found = []
    for number in np.argsort(-weights, kind="stable")[:MOST_PATCHES]:
        if weights[number] < _LEAST_PATCH * float(drawn.total[inked].sum()):
            continue
        own = np.argwhere((labels == number) & gone)[:, ::-1].astype(np.int32)
        mask = np.zeros_like(place)
        found.append(cv2.fillConvexPoly(mask, cv2.convexHull(own), 1) > 0)
    return found


def _holds(patch: Array, foreign: Array, drawn: Drawn, inked: Array, off_ground: Array | None) -> bool:
    """Whether something lies there: no ink within, and more than a part of the drawing in another colour."""
    import cv2

    within = patch & inked
    if foreign[within].sum() < _GONE_WITHIN * within.sum():
        return False
    if off_ground is not None and off_ground[within].mean() < _COVERED:
        return False
    rim = (cv2.dilate(patch.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~patch
    solid = rim & (drawn.total > 0.9) & ~foreign
    if solid.sum() >= max(2.0, _CUT * math.sqrt(float(within.sum()))):
        return True
    if off_ground is None:
        return False
    bare = patch & (drawn.total < 0.05)
    return bool(bare.sum() > 4 and foreign[bare].mean() > _OVER_GROUND)


def _grown(hidden: Array, foreign: Array) -> Array:
    """The patches with all that is foreign and hangs together with them."""
    import cv2

    _, labels = cv2.connectedComponents((foreign | hidden).astype(np.uint8), connectivity=4)
    touched = np.unique(labels[hidden])
    found: Array = np.isin(labels, touched[touched > 0])
    return found


def _widened(hidden: Array) -> Array:
    import cv2

    return cv2.dilate(hidden.astype(np.uint8), np.ones((2 * RIM_PX + 1,) * 2, np.uint8)) > 0
