"""A logo drawn again as the page would show it, and what of the page that explains.

A page near a logo is modelled as ink colours times their cover plus the ground where no ink is; the ground is what the
page shows around the ink, carried inwards. Colours follow from the cover by least squares; they are mixed
in sRGB, as renderers do.

Windows are float32 sRGB 0..255; poses are (2, 3) artboard units to pixels of the picture named.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.templates.template import Template

Array = NDArray[Any]
Picture = NDArray[Any]

WINDOW_AREA_PX = 60_000
PIXEL_VARIANCE = 1 / 12
_PAD_SHARE, _PAD_LEAST_PX = 0.12, 4
_FAINT_LEVEL = 2.0  # 8-bit: ink no further from its ground than this explains nothing
_INKED = 0.02  # cover from which a pixel speaks of the logo
_SUM = np.ones(3, np.float32)
_PLAIN_LEVEL, _PLAIN_SHARE, _SAMPLE = 16.0, 0.7, 2000  # a ground of which so much lies so near its median is plain
_BARE = 0.004  # cover up to which a pixel is all ground


class Window(NamedTuple):
    """A cut of the page, perhaps shrunk: its pixels, and the (2, 3) map from page pixels to its own.

    hidden : (h, w) bool where something lies over the logo (`occlusion`): no judge of it; None where nothing does.
    ground : (h, w, 3) what lies behind the logo when that is known (`halo`); None to carry its surroundings inwards.
    """

    picture: Picture
    to_window: Array
    scale: float
    hidden: Array | None = None
    ground: Picture | None = None


@dataclass(frozen=True, eq=False)
class Drawn:
    """A logo explained in a window: pose in window pixels, colours, and what is left over.

    cover : (h, w, n) share of each ink, `total` their sum, at most 1; `near` (h, w) where ink or its rim may be.
    colors : (n, 3) sRGB; ground : (h, w, 3); residual : page minus model, 0 beyond `judged`.
    variance : px^2 of blur in window pixels, that of the pixel itself included.
    judged : (h, w) bool, `near` without what something else covers.
    """

    pose: Array
    cover: Picture
    total: Picture
    near: Array
    colors: Array
    ground: Picture
    residual: Picture
    variance: float
    judged: Array


def window_of(
    image: Array, pose: Array, template: Template, *, area_px: int = WINDOW_AREA_PX
) -> Window | None:
    """The part of the page around a placed logo; None when it lies off the page."""
    import cv2

    left, top, right, bottom = template.ink_box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ pose[:, :2].T + pose[:, 2]
    side = math.sqrt(abs(np.linalg.det(pose[:, :2])) * (right - left) * (bottom - top))
    pad = max(_PAD_LEAST_PX, _PAD_SHARE * min(side, *np.ptp(corners, axis=0)))
    x0, y0 = np.maximum(np.floor(corners.min(axis=0) - pad), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(corners.max(axis=0) + pad), image.shape[1::-1]).astype(int)
    if x1 - x0 < 8 or y1 - y0 < 8:
        return None
    cut = image[y0:y1, x0:x1]
    scale = min(1.0, math.sqrt(area_px / cut.shape[0] / cut.shape[1]))
    size = (max(8, round(cut.shape[1] * scale)), max(8, round(cut.shape[0] * scale)))
    if scale < 1:
        cut = cv2.resize(cut, size, interpolation=cv2.INTER_AREA)
    sx, sy = cut.shape[1] / (x1 - x0), cut.shape[0] / (y1 - y0)
    to_window = np.array([[sx, 0, -x0 * sx], [0, sy, -y0 * sy]])
    return Window(cut.astype(np.float32), to_window, math.sqrt(sx * sy))


def into(outer: Array, inner: Array) -> Array:
    """The (2, 3) map that applies `inner`, then `outer`."""
    return np.column_stack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2]])


def out_of(window: Window, pose: Array) -> Array:
    """A pose in window pixels as one in page pixels."""
    undo = np.linalg.inv(window.to_window[:, :2])
    return np.column_stack([undo @ pose[:, :2], undo @ (pose[:, 2] - window.to_window[:, 2])])


def cover_of(template: Template, pose: Array, shape: tuple[int, int], variance: float) -> Picture:
    """(h, w, n) cover of each ink when the master is drawn at a pose with a Gaussian blur of that variance (px^2)."""
    import cv2

    growth = math.sqrt(abs(float(np.linalg.det(pose[:, :2])) / (template.scale[0] * template.scale[1])))
    level = min(max(0, math.floor(-math.log2(max(growth, 1e-6)))), len(template.halvings) - 1)
    planes = template.halvings[level]
    growth *= 2.0**level
    per_unit = np.array(template.scale) / 2.0**level
    linear = pose[:, :2] / per_unit
    affine = np.column_stack([linear, pose[:, 2] + linear @ np.array([0.5, 0.5]) - 0.5])
    cover = cv2.warpAffine(planes, affine, shape[::-1], flags=cv2.INTER_LINEAR).reshape(*shape, -1)
    # The planes' own pixels and bilinear sampling have blurred by 1/12 + 1/6 of a squared plane pixel already.
    missing = variance - 0.25 * growth * growth
    if missing > 0.02:
        cover = cv2.GaussianBlur(cover, (0, 0), math.sqrt(missing)).reshape(*shape, -1)
    return cover


def explained(window: Window, template: Template, pose: Array, variance: float, ground: Picture | None = None) -> Drawn:
    """The window explained by the master at a pose (in window pixels)."""
    cover = cover_of(template, pose, window.picture.shape[:2], variance)
    total = np.minimum(cover @ np.ones(cover.shape[2], np.float32), 1)
    near = _near(total, variance)
    judged = near if window.hidden is None else near & ~window.hidden
    if window.ground is not None:
        ground = window.ground
    if ground is None:
        ground = ground_around(window.picture, ~near if window.hidden is None else ~(near | window.hidden))
    wanted = window.picture - (1 - total)[..., None] * ground
    inked = (total > _INKED) & judged
    design, target = cover[inked].astype(np.float64), wanted[inked].astype(np.float64)
    power = design.T @ design + np.eye(design.shape[1]) * 1e-2
    colors = np.linalg.solve(power, design.T @ target).clip(-30, 285)
    residual = (wanted - cover @ colors.astype(np.float32)) * judged[..., None]
    return Drawn(pose, cover, total, near, colors, ground, residual, variance, judged)


def painted(drawn: Drawn) -> Picture:
    """(h, w, 3) the window as the model has it."""
    return drawn.cover @ drawn.colors.astype(np.float32) + (1 - drawn.total)[..., None] * drawn.ground


def explained_share(drawn: Drawn) -> float:
    """1 - left-over energy / energy of the ink against its ground; 1 is a perfect drawing, 0 no better than none."""
    ink = (painted(drawn) - drawn.ground) * drawn.judged[..., None]
    energy, left = float(np.vdot(ink, ink)), float(np.vdot(drawn.residual, drawn.residual))
    return (energy - left) / (energy + _FAINT_LEVEL**2 * 3 * float(drawn.total[drawn.judged].sum()) + 1e-6)


def explained_where_it_can(drawn: Drawn) -> float:
    """The same, with no pixel counted worse than a missing one: what lies over the logo does not drown the rest."""
    ink = (painted(drawn) - drawn.ground) * drawn.judged[..., None]
    energy, left = (ink * ink) @ _SUM, (drawn.residual * drawn.residual) @ _SUM
    total = float(energy.sum())
    bound = total / max(1.0, float(drawn.total[drawn.judged].sum()))
    return (total - float(np.minimum(left, bound).sum())) / (total + _FAINT_LEVEL**2 * 3 * float(drawn.total.sum()) + 1)


def ground_around(picture: Picture, bare: Array) -> Picture:
    """(h, w, 3) what the page would show without the ink: its bare surroundings carried inwards, near before far."""
    import cv2

    if not bare.any():
        return np.broadcast_to(np.median(picture.reshape(-1, 3), axis=0), picture.shape).astype(np.float32)
    bare = _of_plain_ground(picture, bare)
    known = bare.astype(np.float32)
    weighted = np.dstack([picture * known[..., None], known])
    mean = weighted[bare].mean(axis=0)[:3]
    result: Array = np.broadcast_to(mean, picture.shape).astype(np.float32)
    smaller = min(picture.shape[:2])
    for reach in (smaller / 3, smaller / 12, 2.0):
        spread = cv2.blur(weighted, (2 * int(reach) + 1,) * 2)
        trust = np.minimum(1, spread[..., 3:] * 20)
        result = trust * spread[..., :3] / np.maximum(spread[..., 3:], 1e-6) + (1 - trust) * result
    return result


def _of_plain_ground(picture: Picture, bare: Array) -> Array:
    """Of bare pixels those that show the ground, when most agree on what that is: a neighbor is no ground."""
    pixels = picture[bare]
    away = np.abs(picture - np.median(pixels[:: 1 + len(pixels) // _SAMPLE], axis=0).astype(np.float32)).max(axis=2)
    plain: Array = bare & (away < _PLAIN_LEVEL)
    return plain if plain.sum() > _PLAIN_SHARE * len(pixels) else bare


def _near(total: Picture, variance: float) -> Array:
    """Pixels that the ink, or a misplaced rim of it, may touch: what lies beyond is ground for sure."""
    import cv2

    reach = 2 + math.ceil(1.5 * math.sqrt(variance))
    return cv2.dilate((total > _BARE).astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
