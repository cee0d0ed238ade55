"""Two explanations of one place told apart where they differ, and only there.

Each pixel in which the two drawings differ says how far it lies on the way from one to the other. Rims by which two
fits of one drawing differ, and what something else covers, say nothing.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.verification.synthesis import Drawn, painted

Array = NDArray[Any]

_LEAST_STEP = 16.0  # 8-bit, over the three channels: a smaller difference is one of rendering
_STEP_SHARE = 0.35  # of the ink's contrast: two fits of one drawing part by less along its rims
_LEAST_PX = 4.0  # cover of the difference, in window pixels
_OFF_AXIS = 0.6  # of the step: a pixel further aside shows something else
_BEYOND = 0.4  # over either end
_NOISE_FLOOR = 3.0  # 8-bit per channel
_NEIGHBORS = 9  # residuals next to each other agree, as in the pose's covariance
_TWO_SIDED_95 = 1.96
_CLEAR = 0.4  # from here on the page is more one than the other


class Lean(NamedTuple):
    """Where the page lies between two drawings: -1 is the first, 1 the second; `error` is a half-width (95 %).

    known : share 0..1 of the difference in which the page shows one or the other.
    apart : size of the difference in window pixels of full contrast; 0 when the drawings show the same.
    """

    value: float
    error: float
    known: float
    apart: float


def lean_between(picture: Array, first: Drawn, second: Drawn) -> Lean:
    """How the (H, W, 3) window picture decides between two drawings of it."""
    one, other = painted(first), painted(second)
    step = other - one
    length = np.sqrt((step * step).sum(axis=2))
    counted = length > max(_LEAST_STEP, _STEP_SHARE * _contrast(one, first))
    size = float(counted.sum())
    if size < _LEAST_PX:
        return Lean(0.0, 1.0, 0.0, 0.0)
    direction, own = step[counted], length[counted]
    away = picture[counted] - one[counted]
    along = (away * direction).sum(axis=1) / own**2
    aside = np.linalg.norm(away - along[:, None] * direction, axis=1) / own
    fits = (along > -_BEYOND) & (along < 1 + _BEYOND) & (aside < _OFF_AXIS)
    weight = own**2
    known = float(weight[fits].sum() / weight.sum())
    if not fits.any():
        return Lean(0.0, 1.0, 0.0, size)
    value = float((weight * (2 * along - 1).clip(-1, 1))[fits].sum() / weight[fits].sum())
    error = _TWO_SIDED_95 * 2 * _noise(first, second) * math.sqrt(_NEIGHBORS / float(weight[fits].sum()))
    return Lean(value, min(1.0, error), known, size)


def decided(lean: Lean) -> int:
    """-1 for the first drawing, 1 for the second, 0 when the page does not tell."""
    if lean.known < 0.5 or abs(lean.value) < max(_CLEAR, lean.error):
        return 0
    return 1 if lean.value > 0 else -1


def _contrast(model: Array, drawn: Drawn) -> float:
    inked = drawn.total > 0.5
    return float(np.linalg.norm((model - drawn.ground)[inked], axis=1).mean()) if inked.any() else 0.0


def _noise(first: Drawn, second: Drawn) -> float:
    """8-bit deviation per channel of what the better drawing leaves, over the ink and its rim."""
    inked = (first.total > 0.02) | (second.total > 0.02)
    left = np.minimum(np.abs(first.residual[inked]), np.abs(second.residual[inked]))
    return max(_NOISE_FLOOR, 1.4826 * float(np.median(left))) if left.size else _NOISE_FLOOR
