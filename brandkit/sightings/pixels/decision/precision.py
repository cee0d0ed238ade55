"""How exactly a pose was measured: half-widths of 95 % intervals.

The fit's own covariance gives their shape, and what it cannot know of (renderers that snap edges, blur and compression
that move them together) a factor for each size, counted on drawn pages by `python -m benchmarks.locating.training`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.findings import ErrorBars
from brandkit.sightings.pixels.decision.claims import Claim
from brandkit.sightings.pixels.decision.model import Model, model
from brandkit.sightings.pixels.decision.variants import Reading
from brandkit.sightings.pixels.refinement.adjustment import uncertainty
from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.pixels.verification.evidence import pose_facts
from brandkit.sightings.pixels.verification.synthesis import Drawn

Array = NDArray[Any]

_TWO_SIDED_95 = 1.96
# What no covariance knows of: page renderers place upright edges only to a quarter of a pixel (resvg, Skia).
_SYSTEMATIC_PX = 0.25
_WIDEST = ErrorBars(stretch=1.0, rotation_deg=180.0, skew_deg=45.0)


def error_bars(claim: Claim, reading: Reading, fitted: Model | None = None) -> ErrorBars:
    """Half-widths for stretch, turn, skew, height (page pixels) and delta E."""
    _, _, _, _, width, height = pose_facts(reading.pose, reading.template)
    by_fit = bars_of_fit(claim.drawn, reading.pose, reading.template)
    if by_fit is None:
        return ErrorBars(_WIDEST.stretch, _WIDEST.rotation_deg, _WIDEST.skew_deg, height, reading.delta_e_error)
    factors = factors_at((fitted or model()).bars, min(width, height))
    return ErrorBars(
        stretch=by_fit.stretch * factors["stretch"],
        rotation_deg=min(_WIDEST.rotation_deg, by_fit.rotation_deg * factors["rotation"]),
        skew_deg=min(_WIDEST.skew_deg, by_fit.skew_deg * factors["skew"]),
        height=by_fit.height * factors["height"],
        delta_e=reading.delta_e_error,
    )


def factors_at(bars: dict[str, tuple[float, ...]], smaller_px: float) -> dict[str, float]:
    """The factor on each bar at a size, between counted sizes by their logarithms."""
    at = np.log(bars["size_px"])
    return {
        name: float(np.interp(math.log(max(1.0, smaller_px)), at, gives))
        for name, gives in bars.items()
        if name != "size_px"
    }


def bars_of_fit(drawn: Drawn, pose: Array, template: Template) -> ErrorBars | None:
    """The half-widths by covariance alone, for a pose in page pixels; None when the fit leaves the pose open."""
    covariance = uncertainty(drawn)
    if covariance is None:
        return None
    ratio, _, _, _, width, height = pose_facts(pose, template)
    across, down = _frame(drawn.pose)
    _, top, _, bottom = template.ink_box
    floor_x, floor_y = _SYSTEMATIC_PX / max(width, 1.0), _SYSTEMATIC_PX / max(height, 1.0)
    longer_x, longer_y = _spread(covariance, across, across), _spread(covariance, down, down)
    turn = _TWO_SIDED_95 * _turn_spread(covariance, across) + _SYSTEMATIC_PX / max(width, height)
    skew = _TWO_SIDED_95 * math.hypot(_spread(covariance, down, across), _spread(covariance, across, down))
    return ErrorBars(
        stretch=(_TWO_SIDED_95 * math.hypot(longer_x, longer_y) + math.hypot(floor_x, floor_y)) * ratio,
        rotation_deg=math.degrees(turn),
        skew_deg=math.degrees(skew + math.hypot(floor_x, floor_y)),
        height=(_TWO_SIDED_95 * longer_y * height + _SYSTEMATIC_PX) * template.height / (bottom - top),
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
