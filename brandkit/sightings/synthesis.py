"""The logo drawn again as the page would show it, and the pose, colours and blur at which that comes closest.

A page near a logo is modelled as ink colours times their cover plus the ground where no ink is; the ground is what the
page shows around the ink, carried inwards. Colours follow from the cover by least squares; pose and blur by Gauss and
Newton on the picture's differences. Colours are mixed in sRGB, as renderers do.

Windows are float32 sRGB 0..255; poses are (2, 3) artboard units to pixels of the picture named.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.templates import Template

Array = NDArray[Any]
Picture = NDArray[Any]

WINDOW_AREA_PX = 60_000
FIRST_VARIANCE = 0.2  # px^2: a clean rendering has 1/12 from its pixels and a little from its filter
PIXEL_VARIANCE = 1 / 12
MAX_VARIANCE = 64.0
_PAD_SHARE, _PAD_LEAST_PX = 0.12, 4
_TRUSTED_MOTION_PX, _NOISE_LEVEL = 0.7, 4.0
_FAINT_LEVEL = 2.0  # 8-bit: ink no further from its ground than this explains nothing
_HOPE_ROUND, _HOPELESS = 1, 0.15  # by then a logo explains most of its place, a chance likeness little
_NOT_WORSE = 1.03  # the fit is by squares, the check by sizes: they part a little near the end
_DAMPING = 0.7  # differences of a sampled edge are flatter than the edge
_INKED = 0.02  # cover from which a pixel speaks of the logo
_BARE = 0.004  # cover up to which a pixel is all ground


class Window(NamedTuple):
    """A cut of the page, perhaps shrunk: its pixels, and the (2, 3) map from page pixels to its own."""

    picture: Picture
    to_window: Array
    scale: float


@dataclass(frozen=True, eq=False)
class Drawn:
    """A logo explained in a window: pose in window pixels, colours, and what is left over.

    cover : (h, w, n) share of each ink, `total` their sum, at most 1; colors : (n, 3) sRGB; ground : (h, w, 3).
    residual : page minus model, where ink may be.
    variance : px^2 of blur in window pixels, that of the pixel itself included.
    """

    pose: Array
    cover: Picture
    total: Picture
    colors: Array
    ground: Picture
    residual: Picture
    variance: float


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
    if ground is None:
        ground = ground_around(window.picture, ~near)
    wanted = window.picture - (1 - total)[..., None] * ground
    inked = total > _INKED
    design, target = cover[inked].astype(np.float64), wanted[inked].astype(np.float64)
    power = design.T @ design + np.eye(design.shape[1]) * 1e-2
    colors = np.linalg.solve(power, design.T @ target).clip(-30, 285)
    residual = (wanted - cover @ colors.astype(np.float32)) * near[..., None]
    return Drawn(pose, cover, total, colors, ground, residual, variance)


def painted(drawn: Drawn) -> Picture:
    """(h, w, 3) the window as the model has it."""
    return drawn.cover @ drawn.colors.astype(np.float32) + (1 - drawn.total)[..., None] * drawn.ground


def explained_share(drawn: Drawn) -> float:
    """1 - left-over energy / energy of the ink against its ground; 1 is a perfect drawing, 0 no better than none."""
    ink = painted(drawn) - drawn.ground
    energy, left = float(np.vdot(ink, ink)), float(np.vdot(drawn.residual, drawn.residual))
    return (energy - left) / (energy + _FAINT_LEVEL**2 * 3 * float(drawn.total.sum()) + 1e-6)


def ground_around(picture: Picture, bare: Array) -> Picture:
    """(h, w, 3) what the page would show without the ink: its bare surroundings carried inwards, near before far."""
    import cv2

    if not bare.any():
        return np.broadcast_to(np.median(picture.reshape(-1, 3), axis=0), picture.shape).astype(np.float32)
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


def _near(total: Picture, variance: float) -> Array:
    """Pixels that the ink, or a misplaced rim of it, may touch: what lies beyond is ground for sure."""
    import cv2

    reach = 2 + math.ceil(1.5 * math.sqrt(variance))
    return cv2.dilate((total > _BARE).astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0


def polished(
    window: Window, template: Template, pose: Array, *, rounds: int = 5, variance: float = FIRST_VARIANCE
) -> Drawn | None:
    """The pose and blur that draw the window best, from a pose about a pixel off; None where they explain nothing."""
    drawn = explained(window, template, pose, variance)
    ground = drawn.ground
    best, best_error = drawn, _error(drawn)
    for number in range(rounds):
        step = _newton_step(drawn)
        if step is None:
            return None
        pose, variance = _stepped(drawn, step)
        drawn = explained(window, template, pose, variance, None if number == rounds - 1 else ground)
        if number == _HOPE_ROUND and explained_share(drawn) < _HOPELESS:
            return None
        error = _error(drawn)
        if not np.isfinite(error) or error > 1.5 * best_error:
            break
        if error < _NOT_WORSE * best_error:
            best, best_error = drawn, min(error, best_error)
    return best


def uncertainty(drawn: Drawn) -> Array | None:
    """(6, 6) covariance of a small motion of the pose about the logo's centre, in window pixels; None if singular.

    The motion is dx = (m0 u + m1 v + m2, m3 u + m4 v + m5), with u, v from the centre in pixels. Residuals next to
    each other agree (JPEG blocks, blur), so the count of independent ones is taken as a ninth.
    """
    design, residual, weight, arm = _linearized(drawn)
    design, residual = design[:, :6], residual
    normal = design.T @ (design * weight[:, None])
    noise = max(1.0, float((weight * residual**2).sum() / max(1.0, weight.sum())))
    try:
        covariance = np.linalg.inv(normal) * noise * 9
    except np.linalg.LinAlgError:
        return None
    scaling = np.diag([1 / arm, 1 / arm, 1, 1 / arm, 1 / arm, 1])
    return scaling @ covariance @ scaling


def _error(drawn: Drawn) -> float:
    return float(np.minimum(np.abs(drawn.residual), 40).sum() / max(1.0, float(drawn.total.sum())))


def _linearized(drawn: Drawn) -> tuple[Array, Array, Array, float]:
    """Derivatives of the model by motion (6) and variance, residuals and robust weights of the pixels near edges."""
    import cv2

    model = painted(drawn) - drawn.ground
    along_x, along_y = cv2.Sobel(model, -1, 1, 0, scale=1 / 8), cv2.Sobel(model, -1, 0, 1, scale=1 / 8)
    steep = cv2.transform(np.abs(along_x) + np.abs(along_y), np.ones((1, 3), np.float32)) > 4.0
    rows, columns = np.nonzero(steep)
    center = drawn.pose[:, :2] @ _middle(drawn) + drawn.pose[:, 2]
    u, v = columns + 0.5 - center[0], rows + 0.5 - center[1]
    arm = max(1.0, float(np.sqrt((u**2 + v**2).mean()))) if len(u) else 1.0
    u, v = np.repeat(u / arm, 3), np.repeat(v / arm, 3)
    gx, gy = along_x[steep].ravel().astype(np.float64), along_y[steep].ravel().astype(np.float64)
    curved = cv2.Laplacian(model, -1)[steep].ravel().astype(np.float64)
    design = np.column_stack([-gx * u, -gx * v, -gx, -gy * u, -gy * v, -gy, 0.5 * curved])
    residual = drawn.residual[steep].ravel().astype(np.float64)
    # A pixel on a steep edge may be far off for want of a fraction of a pixel: what is foreign is judged against that.
    scale = 3.0 * (_TRUSTED_MOTION_PX * np.hypot(gx, gy) + _NOISE_LEVEL)
    weight = np.where(np.abs(residual) < scale, (1 - (residual / scale) ** 2) ** 2, 0)
    return design, residual, weight, arm


def _newton_step(drawn: Drawn) -> tuple[Array, float, float] | None:
    design, residual, weight, arm = _linearized(drawn)
    if len(residual) < 60:
        return None
    normal = design.T @ (design * weight[:, None])
    normal += np.diag(np.diag(normal) * 1e-3 + 1e-6)
    motion = np.linalg.solve(normal, design.T @ (weight * residual))
    longest = float(np.abs(motion[:6]).max())
    return motion[:6] * min(_DAMPING, 2.0 / max(longest, 1e-9)), _DAMPING * float(motion[6]), arm


def _stepped(drawn: Drawn, step: tuple[Array, float, float]) -> tuple[Array, float]:
    motion, wider, arm = step
    center = drawn.pose[:, :2] @ _middle(drawn) + drawn.pose[:, 2]
    linear = np.eye(2) + np.array([motion[0:2], motion[3:5]]) / arm
    shift = linear @ (drawn.pose[:, 2] - center) + center + motion[[2, 5]]
    limit = 0.6 * drawn.variance + 0.1
    variance = float(np.clip(drawn.variance + np.clip(wider, -limit, 2 * limit), PIXEL_VARIANCE, MAX_VARIANCE))
    return np.column_stack([linear @ drawn.pose[:, :2], shift]), variance


def _middle(drawn: Drawn) -> Array:
    """The artboard point that lies at the middle of the drawn cover."""
    rows, columns = np.nonzero(drawn.total > 0.5)
    if not len(rows):
        rows, columns = np.array([drawn.total.shape[0] / 2]), np.array([drawn.total.shape[1] / 2])
    there = np.array([columns.mean() + 0.5, rows.mean() + 0.5])
    return np.linalg.solve(drawn.pose[:, :2], there - drawn.pose[:, 2])
