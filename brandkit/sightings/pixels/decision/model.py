"""Whether what was seen at a pose is the logo: certain, possible, or no.

The value is a logistic of a sum of curves, one for each named feature, straight between its knots. Curves and
thresholds are fitted by `python -m benchmarks.locating.training` on drawn pages of brands that are in no table of the
benchmark, and lie in `weights.toml` beside this file, which tells of what they were made.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from brandkit.findings import Certainty
from brandkit.sightings.pixels.verification.evidence import Evidence

WEIGHTS_FILE = Path(__file__).with_name("weights.toml")
SMALL_PX = 28.0
LEAST_SUPPORT, LEAST_VISIBLE, LEAST_SEEN = 0.4, 0.4, 0.2


@dataclass(frozen=True)
class Model:
    """Fitted numbers.

    curves : per feature its knots and the log odds that each gives. possible, certain : thresholds of the value.
    limits : evidence that a certain logo has at least, whatever its value.
    bars : factors on the fit's own error bars by size (`precision`).
    """

    constant: float
    curves: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    possible: float
    certain: float
    limits: Mapping[str, float]
    bars: dict[str, tuple[float, ...]]


@cache
def model() -> Model:
    """The model of `weights.toml`."""
    return model_of(tomllib.loads(WEIGHTS_FILE.read_text("utf-8")))


def model_of(data: Mapping[str, Any]) -> Model:
    """The model in the data of a weights file.

    Raises
    ------
    KeyError : when a part is missing.
    ValueError : when its features are not those of `features_of`, or a curve has not one height for each knot.
    """
    curves = {name: (tuple(c["at"]), tuple(c["gives"])) for name, c in data["curves"].items()}
    if tuple(curves) != FEATURES:
        raise ValueError("the weights are of other features: train the model anew")
    if any(len(at) != len(gives) or sorted(at) != list(at) for at, gives in curves.values()):
        raise ValueError("every knot needs one height, and knots go upwards")
    thresholds = data["thresholds"]
    bars = {name: tuple(row) for name, row in data["bars"].items()}
    return Model(data["constant"], curves, thresholds["possible"], thresholds["certain"], data["limits"], bars)


def worth_deciding(evidence: Evidence) -> bool:
    """Whether enough of the logo is on the page and has its outline to be weighed at all."""
    return evidence.support >= LEAST_SUPPORT and evidence.visible >= LEAST_VISIBLE and evidence.seen >= LEAST_SEEN


def features_of(evidence: Evidence) -> dict[str, float]:
    """The figures that are weighed, by name."""
    e = evidence
    return {
        "support": _odds(e.support),
        "weakest": e.weakest,
        "explained": _odds(e.explained),
        "worst": max(-2.0, e.worst),
        "agreeing": _odds(e.agreeing),
        "least_agreeing": e.least_agreeing,
        "uneven": e.uneven,
        "offset": e.offset_px,
        "distinct": math.log2(1 + e.distinct_px / 50),
        "length": math.log2(1 + e.length_px / 50),
        "inner": math.log2(1 + e.inner_px / 20),
        "size": math.log2(max(8.0, e.smaller_px) / 32),
        "longer": math.log2(e.larger_px / max(1.0, e.smaller_px)),
        "color": e.color_away / 10,
        "stretched": abs(math.log(e.stretch)) / 0.05,
        "skewed": abs(e.skew_deg) / 2,
        "turned": math.log2(1 + abs(e.turn_deg)),
        "mirrored": float(e.mirrored),
        "hidden": e.hidden,
        "cropped": max(0.0, 1 - e.visible - e.hidden),
        "contrast": math.log2(1 + e.contrast / 20),
        "seen": e.seen,
        "restless": float(e.restless),
    }


FEATURES = (
    "support", "weakest", "explained", "worst", "agreeing", "least_agreeing", "uneven", "offset", "distinct", "length",
    "inner", "size", "longer", "color", "stretched", "skewed", "turned", "mirrored", "hidden", "cropped", "contrast",
    "seen", "restless",
)  # fmt: skip


def value_of(evidence: Evidence, fitted: Model | None = None) -> float:
    """How surely it is the logo, 0..1."""
    fitted = fitted or model()
    z = fitted.constant
    for name, figure in features_of(evidence).items():
        at, gives = fitted.curves[name]
        z += float(np.interp(figure, at, gives))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))


def is_possible(value: float) -> bool:
    """Whether a value is worth telling of."""
    return value >= model().possible


def certainty_of(value: float, evidence: Evidence) -> tuple[Certainty, str | None]:
    """"certain" or "possible", and why it is only possible."""
    fitted = model()
    if value >= fitted.certain and within_limits(evidence, fitted.limits):
        return "certain", None
    return "possible", "too-small" if evidence.smaller_px < SMALL_PX else "low-confidence"


def within_limits(evidence: Evidence, limits: Mapping[str, float]) -> bool:
    """Whether the outline and the drawing are there everywhere: no size and no colour makes up for that."""
    return all(getattr(evidence, name) >= least for name, least in limits.items())


def _odds(share: float) -> float:
    """Logarithm of the odds of a share, kept within about ±4."""
    share = min(1.0, max(0.0, share))
    return math.log((share + 0.02) / (1.02 - share))
