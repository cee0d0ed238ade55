"""Values as JSON may hold them: finite rounded numbers, text that UTF-8 can write, plain lists and dicts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

# Decimals by what a figure means; finer digits would only tell of arithmetic.
LENGTH, LENGTH_MM, ANGLE, RATIO, DELTA_E, SHARE, PPI = 3, 2, 3, 4, 2, 4, 1
LOOSE = 4


def number(value: float | None, decimals: int) -> float | int | None:
    """The rounded number; None for None and for what no JSON can hold (NaN, infinity). Never -0.0."""
    if value is None or not math.isfinite(value):
        return None
    if isinstance(value, int):
        return value
    return round(float(value), decimals) + 0.0


def text(value: str) -> str:
    """The text with lone surrogates, which file names may hold and UTF-8 cannot write, as U+FFFD."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def points(quad: Iterable[Iterable[float]] | None) -> list[list[float | int | None]] | None:
    """A quad or polygon as nested lists."""
    return None if quad is None else [[number(float(v), LENGTH) for v in point] for point in quad]


def numbers(values: Iterable[float] | None, decimals: int = LENGTH) -> list[float | int | None] | None:
    return None if values is None else [number(float(v), decimals) for v in values]


def plain(value: Any) -> Any:
    """Any evidence as JSON: tuples as lists, numpy scalars as numbers, dates as ISO 8601, the rest as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int | float):
        return number(value, LOOSE)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {text(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return plain(value.item()) if hasattr(value, "item") else text(str(value))
