"""A small gauge: the allowed range as a band, what was measured as a tick on one scale."""

from __future__ import annotations

from typing import Any, NamedTuple

Json = dict[str, Any]
WIDTH = 320.0
# A value further out than this many spans of the range is drawn at the end of the scale with an arrow.
FARTHEST = 6.0


class Gauge(NamedTuple):
    """Positions on a scale of `WIDTH`; `beyond` tells that the value lies off the scale on that side (-1, 0, 1)."""

    band_start: float
    band_end: float
    at: float
    error_start: float | None
    error_end: float | None
    beyond: int


def gauge_of(finding: Json) -> Gauge | None:
    """The finding's gauge; None when what was measured or allowed is no figure on a scale."""
    measured, allowed = finding["measured"], finding["allowed"]
    if measured is None or allowed is None or measured["unit"] == "sign":
        return None
    value, low, high = measured["value"], allowed["min"], allowed["max"]
    if not _is_number(value) or not (_is_number(low) or _is_number(high)):
        return None
    start, end = _domain(value, low if _is_number(low) else None, high if _is_number(high) else None)
    if end <= start:
        return None

    def place(figure: float) -> float:
        return round(WIDTH * min(1.0, max(0.0, (figure - start) / (end - start))), 1)

    error = measured["error"]
    return Gauge(
        band_start=place(low) if _is_number(low) else 0.0,
        band_end=place(high) if _is_number(high) else WIDTH,
        at=place(value),
        error_start=place(value - error) if error else None,
        error_end=place(value + error) if error else None,
        beyond=-1 if value < start else 1 if value > end else 0,
    )


def _domain(value: float, low: float | None, high: float | None) -> tuple[float, float]:
    """Start and end of the scale: the range with air around it, and the value when it is not too far out."""
    if low is not None and high is not None:
        span = (high - low) or abs(high) or 1.0
        reach = FARTHEST * span
        start = max(min(low, value), low - reach) - 0.5 * span
        end = min(max(high, value), high + reach) + 0.5 * span
        return start, end
    bound = low if low is not None else high
    assert bound is not None
    size = abs(bound) or abs(value) or 1.0
    farthest = bound + FARTHEST * size
    start = min(0.0, max(value, bound - FARTHEST * size))
    return start, max(bound + 0.6 * size, min(value, farthest) * 1.1)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
