"""What was measured of a sighting, as labels and figures with their error bars, in both languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from brandkit.messages import LANGUAGES, Message, say
from brandkit.reports import _figures as figures
from brandkit.reports import _words as words
from brandkit.text import NBSP, localized_number

Json = dict[str, Any]
Told = Message | dict[str, str]
Fact = tuple[Message, Told]


def facts_of(sighting: Json, page: Json) -> Iterator[Fact]:
    """Size, turn, proportion, skew, reflection and visible share; each with its error where it was estimated."""
    yield say("Size"), _each(lambda lang: _size(sighting, page, lang))
    if sighting["kind"] == "slogan":
        return
    errors = sighting["errors"]
    yield say("Turn"), _with_error(sighting["rotation_deg"], errors["rotation_deg"], "deg")
    yield say("Proportion"), _with_error(sighting["stretch"], errors["stretch"], "ratio")
    if abs(sighting["skew_deg"] or 0.0) > max(0.05, errors["skew_deg"] or 0.0):
        yield say("Skew"), _with_error(sighting["skew_deg"], errors["skew_deg"], "deg")
    yield say("Mirrored"), say("yes, mirrored") if sighting["mirrored"] else say("no")
    yield say("Visible"), _each(lambda lang: figures.figure(sighting["visible"], "share", lang))


def certainty_of(sighting: Json) -> Message:
    """How sure and by which method: "certain, measured in the picture"."""
    certainty, method = words.CERTAINTIES[sighting["certainty"]], words.METHODS[sighting["method"]]
    return say("{certainty}, {method}", certainty=certainty, method=method)


def reason_of(sighting: Json) -> Message | str:
    """Why it is only possible, in words; "" when it is certain or nobody said why."""
    reason = sighting["reason"] or ""
    return words.REASONS.get(reason, reason)


def color_error(sighting: Json, lang: str) -> str:
    """The error of the color differences, "± 1,2"; empty where structure states the colors."""
    error = sighting["errors"]["delta_e"]
    return f"±{NBSP}{localized_number(f'{error:.1f}', lang)}" if error else ""


def _size(sighting: Json, page: Json, lang: str) -> str:
    """Width × height and the error of the height: in the page's unit of pixels, and in millimetres where known."""
    top_left, top_right, _, bottom_left = sighting["quad"]
    size = math.dist(top_left, top_right), math.dist(top_left, bottom_left)
    error = sighting["errors"]["height"] or 0.0
    told = [_extent(size, error, "px", lang)] if page["unit"] == "px" else []
    if sighting["height_mm"] is not None and sighting["height"]:
        per_unit = sighting["height_mm"] / sighting["height"]
        told.append(_extent((size[0] * per_unit, size[1] * per_unit), error * per_unit, "mm", lang))
    return " · ".join(told)


def _extent(size: tuple[float, float], error: float, unit: str, lang: str) -> str:
    across = figures.figure(size[0], unit, lang).removesuffix(f"{NBSP}{unit}")
    told = f"{across}{NBSP}×{NBSP}{figures.figure(size[1], unit, lang)}"
    bar = figures.uncertainty({"value": size[1], "unit": unit, "error": error}, lang)
    return f"{told} {bar}" if _shows(bar) else told


def _with_error(value: float, error: float | None, unit: str) -> dict[str, str]:
    def told(lang: str) -> str:
        bar = figures.uncertainty({"value": value, "unit": unit, "error": error}, lang)
        figure = figures.figure(value, unit, lang)
        return f"{figure} {bar}" if _shows(bar) else figure

    return _each(told)


def _shows(bar: str) -> bool:
    """Whether an error is large enough to be written with the figure's decimals."""
    return any(c in "123456789" for c in bar)


def _each(tell: Callable[[str], str]) -> dict[str, str]:
    return {lang: tell(lang) for lang in LANGUAGES}
