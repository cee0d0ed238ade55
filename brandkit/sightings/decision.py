"""Whether what was seen at a pose is the logo: certain, possible, or no; and which of several claims on a place holds.

The value is a logistic of a few features. Its weights were fitted by `python -m benchmarks.locating.fit` on drawn pages
of brands that are in no test; `CERTAIN` and `POSSIBLE` lie where the fit's own false alarms end.
"""

from __future__ import annotations

import math

from brandkit.findings import Certainty
from brandkit.sightings.templates import View
from brandkit.sightings.verification import Evidence

CERTAIN, POSSIBLE = 0.90, 0.55
SMALL_PX = 28.0
LEAST_SUPPORT, LEAST_VISIBLE, LEAST_SEEN = 0.45, 0.5, 0.25
DISTINCT_CERTAIN_PX = 60.0  # less outline than this that no plain figure explains never makes a certainty


def worth_deciding(evidence: Evidence) -> bool:
    """Whether enough of the logo is on the page and has its outline to be weighed at all."""
    return evidence.support >= LEAST_SUPPORT and evidence.visible >= LEAST_VISIBLE and evidence.seen >= LEAST_SEEN


def value_of(evidence: Evidence) -> float:
    """How surely it is the logo, 0..1."""
    z = (
        -13.5
        + 9.0 * evidence.support
        + 3.0 * evidence.weakest
        + 5.0 * max(0.0, evidence.explained)
        - 3.0 * evidence.uneven
        - 2.0 * max(0.0, evidence.offset_px - 0.4)
        + 0.5 * math.log2(1 + evidence.distinct_px / 50)
        - 2.0 * (1 - evidence.visible)
    )
    return 1 / (1 + math.exp(-z))


def certainty_of(value: float, evidence: Evidence, view: View, smaller_px: float) -> tuple[Certainty, str | None]:
    """"certain" or "possible", and why it is only possible."""
    if value >= CERTAIN and evidence.distinct_px >= DISTINCT_CERTAIN_PX:
        return "certain", None
    return "possible", "too-small" if smaller_px < SMALL_PX else "low-confidence"
