"""Whether what was seen at a pose is the logo: certain, possible, or no.

The value is a logistic of named features. Weights are fitted by `python -m benchmarks.locating.fit` on drawn pages of
brands that are in no table of the benchmark; the thresholds lie where held-out brands stop raising false alarms.
"""

from __future__ import annotations

import math

from brandkit.findings import Certainty
from brandkit.sightings.pixels.verification.evidence import Evidence

CERTAIN, POSSIBLE = 0.90, 0.50
SMALL_PX = 28.0
LEAST_SUPPORT, LEAST_VISIBLE, LEAST_SEEN = 0.45, 0.5, 0.25
# No size and no colour makes a certainty of an outline that is not there, nor of one that any disc or letter has.
# Of the brands fitted on, 96 % of true finds pass all of these; a lock-up with another name under it does not.
CERTAIN_SUPPORT, CERTAIN_WEAKEST, CERTAIN_WORST, CERTAIN_VISIBLE = 0.86, 0.62, 0.25, 0.6
CERTAIN_DISTINCT_PX = 60.0

FEATURES = (
    "support", "weakest", "explained", "uneven", "offset", "distinct", "length", "color",
    "stretch", "skew", "mirrored", "turned", "hidden", "contrast", "seen",
)  # fmt: skip
WEIGHTS = (1.09, 0.35, 1.45, -0.17, -0.20, 2.01, 0.61, -1.08, -0.82, -0.57, -0.59, -1.13, -0.28, 0.46, -0.11)
CONSTANT = -11.4


def worth_deciding(evidence: Evidence) -> bool:
    """Whether enough of the logo is on the page and has its outline to be weighed at all."""
    return evidence.support >= LEAST_SUPPORT and evidence.visible >= LEAST_VISIBLE and evidence.seen >= LEAST_SEEN


def features_of(evidence: Evidence) -> tuple[float, ...]:
    """The figures that are weighed, in the order of FEATURES; each about -4 to 4."""
    return (
        _odds(evidence.support),
        evidence.weakest,
        _odds(evidence.explained),
        min(1.0, evidence.uneven),
        min(2.0, evidence.offset_px),
        min(3.0, math.log2(1 + evidence.distinct_px / 50)),
        min(4.0, math.log2(1 + evidence.length_px / 50)),
        min(30.0, evidence.color_away) / 10,
        min(3.0, abs(math.log(evidence.stretch)) / 0.05),
        min(3.0, abs(evidence.skew_deg) / 2),
        float(evidence.mirrored),
        float(abs(evidence.turn_deg) > 0.7),
        1 - evidence.visible,
        math.log2(1 + evidence.contrast / 20),
        evidence.seen,
    )


def value_of(evidence: Evidence) -> float:
    """How surely it is the logo, 0..1."""
    z = CONSTANT + sum(weight * feature for weight, feature in zip(WEIGHTS, features_of(evidence), strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))


def certainty_of(value: float, evidence: Evidence) -> tuple[Certainty, str | None]:
    """"certain" or "possible", and why it is only possible."""
    outline_is_there = evidence.support >= CERTAIN_SUPPORT and evidence.weakest >= CERTAIN_WEAKEST
    drawing_is_there = evidence.worst >= CERTAIN_WORST and evidence.visible >= CERTAIN_VISIBLE
    if value >= CERTAIN and outline_is_there and drawing_is_there and evidence.distinct_px >= CERTAIN_DISTINCT_PX:
        return "certain", None
    return "possible", "too-small" if evidence.smaller_px < SMALL_PX else "low-confidence"


def _odds(share: float) -> float:
    """Logarithm of the odds of a share, kept within about ±4."""
    share = min(1.0, max(0.0, share))
    return math.log((share + 0.02) / (1.02 - share))
