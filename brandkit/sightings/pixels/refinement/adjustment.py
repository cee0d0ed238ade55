"""Pose and blur at which a logo drawn again comes closest to the page, and how exactly the page tells them.

Gauss and Newton on the picture's differences: the drawing's slopes say what a small motion, or a little more blur,
would change. Colours and ground are fitted anew at each step (`synthesis`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.pixels.verification.synthesis import (
    PIXEL_VARIANCE,
    Drawn,
    Window,
    explained,
    explained_where_it_can,
    painted,
)

Array = NDArray[Any]

FIRST_VARIANCE = 0.2  # px^2: a clean rendering has 1/12 from its pixels and a little from its filter
MAX_VARIANCE = 64.0
_TRUSTED_MOTION_PX, _NOISE_LEVEL = 0.7, 4.0
_HOPE_ROUND, _HOPELESS = 1, 0.15  # by then a logo explains most of its place, a chance likeness little
_NOT_WORSE = 1.03  # the fit is by squares, the check by sizes: they part a little near the end
_DAMPING = 0.7  # differences of a sampled edge are flatter than the edge


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
        if number == _HOPE_ROUND and explained_where_it_can(drawn) < _HOPELESS:
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
