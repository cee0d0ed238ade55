"""How exactly a pose was measured: half-widths of 95 % intervals from the fit's own covariance."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.findings import ErrorBars
from brandkit.sightings.pixels.decision.claims import Claim
from brandkit.sightings.pixels.decision.variants import Reading
from brandkit.sightings.pixels.refinement.adjustment import uncertainty
from brandkit.sightings.pixels.verification.evidence import pose_facts

Array = NDArray[Any]

_TWO_SIDED_95 = 1.96
# What no covariance knows of: page renderers place upright edges only to a quarter of a pixel (resvg, Skia).
_SYSTEMATIC_PX = 0.25


def error_bars(claim: Claim, reading: Reading) -> ErrorBars:
    """Half-widths for stretch, turn, skew, height (page pixels) and delta E."""
    covariance = uncertainty(claim.drawn)
    ratio, _, _, _, width, height = pose_facts(reading.pose, reading.template)
    if covariance is None:
        return ErrorBars(stretch=1.0, rotation_deg=180.0, skew_deg=45.0, height=height, delta_e=reading.delta_e_error)
    across, down = _frame(claim.drawn.pose)
    floor_x, floor_y = _SYSTEMATIC_PX / max(width, 1.0), _SYSTEMATIC_PX / max(height, 1.0)
    longer_x, longer_y = _spread(covariance, across, across), _spread(covariance, down, down)
    stretch = _TWO_SIDED_95 * math.hypot(longer_x, longer_y) + math.hypot(floor_x, floor_y)
    turn = _TWO_SIDED_95 * _turn_spread(covariance, across) + _SYSTEMATIC_PX / max(width, height)
    skew = _TWO_SIDED_95 * math.hypot(_spread(covariance, down, across), _spread(covariance, across, down))
    return ErrorBars(
        stretch=stretch * ratio,
        rotation_deg=min(180.0, math.degrees(turn)),
        skew_deg=min(45.0, math.degrees(skew + math.hypot(floor_x, floor_y))),
        height=_TWO_SIDED_95 * longer_y * height + _SYSTEMATIC_PX,
        delta_e=reading.delta_e_error,
    )


def _frame(pose: Array) -> tuple[Array, Array]:
    across = pose[:, 0] / np.linalg.norm(pose[:, 0])
    return across, pose[:, 1] / np.linalg.norm(pose[:, 1])


def _spread(covariance: Array, along: Array, arm: Array) -> float:
    """Standard deviation of the motion along one direction, per pixel of arm in another."""
    gradient = np.array([along[0] * arm[0], along[0] * arm[1], 0, along[1] * arm[0], along[1] * arm[1], 0])
    return math.sqrt(max(0.0, float(gradient @ covariance @ gradient)))


def _turn_spread(covariance: Array, across: Array) -> float:
    return _spread(covariance, np.array([-across[1], across[0]]), across)
