"""What of a logo on a page is not as in its master: parts left out, ink added, an edge that cuts it, an effect.

Told only on a plain ground, where it is sure what lies between the ink, and only of patches that hold full pixels: rims
are never evidence. A part counts as left out where the ground shows in its place, and as cut off where everything
beyond a straight edge of the page's own direction is gone and the edge runs through ink.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.decision.palettes import in_own_colors
from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.pixels.verification.synthesis import Drawn, Window, painted

Array = NDArray[Any]
Effect = Literal["", "outline", "shadow"]

_PLAIN_LEVEL, _PLAIN_SHARE = 12.0, 0.8  # a ground is plain when so much of it lies so near its median, 8-bit
_FULL = 0.9  # cover from which a pixel is all ink
_FAINT_LEVEL = 30.0  # ink nearer to its ground says nothing of whether it is there
_GROUND_SHARE = 0.35  # of the way from ground to ink, up to which a pixel shows the ground
_OTHER_SHARE = 0.5  # of the ink's contrast, from which a pixel shows something else than ground
_LEAST_PATCH_PX, _LEAST_PATCH_SHARE = 6.0, 0.004
_RIM_PX = 2.0
_CUT_GONE, _CUT_STAYS, _LEAST_CUT, _CUT_THROUGH = 0.85, 0.07, 0.03, 0.6
_RING_PX, _AROUND, _ONE_SIDED = 3.0, 0.75, 0.45
_LEAST_RING, _LEAST_SIDE = 40, 8


class Altered(NamedTuple):
    """What is otherwise than in the master.

    missing : share of the ink that is left out; added : other ink within the drawing's box, as a share of the ink.
    cut : share of the ink beyond a straight edge that cuts the logo off; it is not counted as missing.
    effect : what runs around the ink. place : x0, y0, x1, y1 on the page around all that is missing or added.
    """

    missing: float = 0.0
    added: float = 0.0
    cut: float = 0.0
    effect: Effect = ""
    place: tuple[float, float, float, float] | None = None


def alteration_of(window: Window, template: Template, drawn: Drawn, opacity: float) -> Altered | None:
    """What is altered in a drawing that was read in a window; None where the ground does not let it be told."""
    ground = _plain_ground(window, drawn)
    if ground is None:
        return None
    model = painted(in_own_colors(template, drawn, opacity))
    strength = _length(model - ground)
    ink = float(drawn.total.sum())
    telling = (drawn.total > _FULL) & drawn.judged & (strength > _FAINT_LEVEL)
    if telling.sum() < _LEAST_PATCH_PX:
        return None
    contrast = float(np.median(strength[telling]))
    off_ground = _length(window.picture - ground)
    missing = telling & (off_ground < _GROUND_SHARE * strength)
    cut, beyond = _cut_off(telling, missing | (_length(window.picture - model) > _OTHER_SHARE * strength) & telling)
    missing = _patches(missing & ~beyond, ink)
    other = (off_ground > max(_FAINT_LEVEL, _OTHER_SHARE * contrast)) & _inside(template, drawn)
    effect = _effect(drawn, off_ground, contrast)
    added = np.zeros_like(missing) if effect else _patches(other & ~_widened(drawn.total > 0.02, _RIM_PX), ink)
    full = float(telling.sum())
    place = _box_of(missing | added, window)
    return Altered(float(missing.sum()) / full, float(added.sum()) / ink, cut, effect, place)


def _plain_ground(window: Window, drawn: Drawn) -> Array | None:
    """(3,) sRGB of the ground around the ink; None when it is not plain."""
    bare = ~drawn.near if window.hidden is None else ~(drawn.near | window.hidden)
    pixels = window.picture[bare]
    if len(pixels) < _LEAST_RING:
        return None
    middle = np.median(pixels, axis=0)
    near = np.abs(pixels - middle).max(axis=1) < _PLAIN_LEVEL
    return middle if float(near.mean()) > _PLAIN_SHARE else None


def _length(difference: Array) -> Array:
    return np.sqrt((difference * difference) @ np.ones(3, difference.dtype))


def _cut_off(telling: Array, gone: Array) -> tuple[float, Array]:
    """Share of the ink that lies beyond a straight edge along the page's axes, and which pixels do."""
    best, mask = 0.0, np.zeros_like(telling)
    for axis, backwards in ((0, False), (0, True), (1, False), (1, True)):
        there, lost = telling.sum(axis=axis), gone.sum(axis=axis)
        if backwards:
            there, lost = there[::-1], lost[::-1]
        position = _edge_at(there, lost)
        if position is None:
            continue
        share = float(there[:position].sum() / there.sum())
        if share > best:
            beyond = np.zeros(len(there), bool)
            beyond[:position] = True
            beyond = beyond[::-1] if backwards else beyond
            best, mask = share, np.broadcast_to(beyond if axis == 0 else beyond[:, None], telling.shape)
    return best, mask


def _edge_at(there: Array, lost: Array) -> int | None:
    """How many lines from the start lie beyond an edge that runs through ink; None when there is no such edge."""
    lines = np.flatnonzero(there)
    if len(lines) < 4:
        return None
    gone, stays = np.cumsum(lost), np.cumsum(there)
    for position in lines[1:][::-1]:
        share = stays[position - 1] / stays[-1]
        if not _LEAST_CUT < share < 1 - _LEAST_CUT or gone[position - 1] < _CUT_GONE * stays[position - 1]:
            continue
        rest = (gone[-1] - gone[position - 1]) / (stays[-1] - stays[position - 1])
        through = lost[position] < _CUT_THROUGH * there[position] and there[max(0, position - 2)] > 0
        if rest < _CUT_STAYS and through:
            return int(position)
    return None


def _patches(mask: Array, ink: float) -> Array:
    """The mask without specks: patches of whole pixels that are worth naming."""
    import cv2

    solid = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    kept = np.zeros(count, bool)
    kept[1:] = stats[1:, cv2.CC_STAT_AREA] >= max(_LEAST_PATCH_PX, _LEAST_PATCH_SHARE * ink)
    found: Array = kept[labels]
    return found


def _inside(template: Template, drawn: Drawn) -> Array:
    """(h, w) bool of window pixels within the drawing's box."""
    left, top, right, bottom = template.ink_box
    rows, columns = np.indices(drawn.total.shape)
    there = np.stack([columns + 0.5, rows + 0.5], axis=-1) - drawn.pose[:, 2]
    board = there @ np.linalg.inv(drawn.pose[:, :2]).T
    x, y = board[..., 0], board[..., 1]
    found: Array = (x > left) & (x < right) & (y > top) & (y < bottom)
    return found


def _widened(mask: Array, reach: float) -> Array:
    import cv2

    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    found: Array = away <= reach
    return found


def _effect(drawn: Drawn, off_ground: Array, contrast: float) -> Effect:
    """What runs around the outside of the ink: everywhere an outline or glow, to one side a shadow."""
    import cv2

    ink = drawn.total > 0.02
    filled = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)) > 0
    rim = _widened(ink, _RIM_PX)
    ring = _widened(ink, _RING_PX) & ~rim & ~(filled & ~ink)
    if ring.sum() < _LEAST_RING:
        return ""
    stained = off_ground > max(10.0, 0.08 * contrast)
    rows, columns = np.nonzero(ring)
    here = stained[ring]
    if float(here.mean()) > _AROUND:
        return "outline"
    blurred = cv2.GaussianBlur(drawn.total, (0, 0), 2.0)
    outward = -np.stack([cv2.Sobel(blurred, -1, 1, 0), cv2.Sobel(blurred, -1, 0, 1)], axis=-1)[rows, columns]
    outward = outward / np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-9)
    for direction in np.array([[1, 1], [1, -1], [-1, 1], [-1, -1], [1, 0], [-1, 0], [0, 1], [0, -1]], float):
        facing = outward @ (direction / np.linalg.norm(direction))
        ahead, behind = here[facing > 0.7], here[facing < -0.7]
        if min(len(ahead), len(behind)) <= _LEAST_SIDE or float(ahead.mean()) < _AROUND:
            continue
        if float(ahead.mean() - behind.mean()) > _ONE_SIDED:
            return "shadow"
    return ""


def _box_of(mask: Array, window: Window) -> tuple[float, float, float, float] | None:
    rows, columns = np.nonzero(mask)
    if not len(rows):
        return None
    scale = window.to_window[[0, 1], [0, 1]]
    low = (np.array([columns.min(), rows.min()]) - window.to_window[:, 2]) / scale
    high = (np.array([columns.max() + 1, rows.max() + 1]) - window.to_window[:, 2]) / scale
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
