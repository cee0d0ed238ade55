"""Figures as people read them: with their unit, in the language's own signs, never broken over a line."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from brandkit.messages import say, shown
from brandkit.text import NBSP, localized_number

Json = dict[str, Any]
Value = float | str | None

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_RANGE = "–"
HEIGHTS = "logo heights"  # a share of the logo's own height


class Unit(NamedTuple):
    """How a unit's figures are written: decimals, and a template with {n} for the number."""

    decimals: int
    form: str


UNITS = {
    "ratio": Unit(3, "{n}"),
    "deg": Unit(2, "{n}°"),
    "mm": Unit(1, "{n} mm"),
    "px": Unit(0, "{n} px"),
    "pt": Unit(1, "{n} pt"),
    "ppi": Unit(0, "{n} ppi"),
    "dE": Unit(1, "ΔE {n}"),
    "contrast": Unit(2, "{n} : 1"),
    "count": Unit(0, "{n}"),
    "L*": Unit(0, "L* {n}"),
}


def figure(value: Value, unit: str, lang: str) -> str:
    """A figure with its unit: "1,040", "12,1 mm", "ΔE 12,4", "15/6/2022"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return day(value, lang) if _DAY.match(value) else value
    if unit == "sign":
        return shown(say("mirrored") if value < 0 else say("not mirrored"), lang)
    return _with_unit(_digits(value, unit, lang), unit, lang)


def limits(allowed: Json | None, unit: str, lang: str) -> str:
    """An allowed range: "0,985–1,015", "±0,5°", "≥ 15 mm", "to 30/6/2022"; empty when nothing bounds it."""
    low, high = (allowed["min"], allowed["max"]) if allowed else (None, None)
    if low is None and high is None:
        return ""
    if unit == "sign" or low == high:
        return figure(low, unit, lang)
    if isinstance(low, str) or isinstance(high, str):
        return _period(low, high, lang)
    return _with_unit(_range(low, high, unit, lang), unit, lang)


def _range(low: float | None, high: float | None, unit: str, lang: str) -> str:
    """The bounds as one text without their unit."""
    if low is None or high is None:
        sign, bound = ("≥", low) if high is None else ("≤", high)
        return f"{sign}{NBSP}{_short(bound or 0.0, unit, lang)}"
    if low == -high:
        return f"±{_short(high, unit, lang)}"
    return f"{_short(low, unit, lang)}{_RANGE}{_short(high, unit, lang)}"


def _period(first: Value, last: Value, lang: str) -> str:
    """A period of validity; words that are no dates stand as they are."""
    start, end = figure(first, "", lang), figure(last, "", lang)
    if last is None:
        return shown(say("from {day}", day=start), lang) if _is_day(first) else start
    if first is None:
        return shown(say("until {day}", day=end), lang) if _is_day(last) else end
    return f"{start}{NBSP}{_RANGE} {end}"


def tells(finding: Json) -> bool:
    """Whether the finding's figure tells more than its sentence: not a sign, nor a count of one thing."""
    measured, allowed = finding["measured"], finding["allowed"]
    if measured is None or measured["unit"] == "sign":
        return False
    bounds = {allowed["min"], allowed["max"]} if allowed else set()
    return not (measured["unit"] == "count" and bounds <= {None, 0, 1})


def uncertainty(measured: Json, lang: str) -> str:
    """The measurement's own error as "± 0,2°", empty where structure states the value."""
    error = measured["error"]
    if not error or isinstance(measured["value"], str):
        return ""
    return f"±{NBSP}{figure(error, measured['unit'], lang)}"


def day(iso: str, lang: str) -> str:
    """A date as the language writes it: "15/6/2022", "15 June 2022"."""
    when = date.fromisoformat(iso[:10])
    if lang == "vi":
        return f"{when.day}/{when.month}/{when.year}"
    return f"{when.day}{NBSP}{_MONTHS[when.month - 1]}{NBSP}{when.year}"


def _is_day(value: Value) -> bool:
    return isinstance(value, str) and bool(_DAY.match(value))


def _digits(value: float, unit: str, lang: str) -> str:
    if unit in ("share", HEIGHTS):
        return localized_number(f"{value:.1%}", lang)
    decimals = UNITS[unit].decimals if unit in UNITS else 0 if float(value).is_integer() else 2
    if decimals == 0 and unit == "px" and abs(value) < 10 and not float(value).is_integer():
        decimals = 1
    return localized_number(f"{value:,.{decimals}f}", lang)


def _short(value: float, unit: str, lang: str) -> str:
    """The number without trailing zeros: limits are written by people, "0,5" and "15"."""
    if unit == "ratio":
        return _digits(value, unit, lang)
    if unit in ("share", HEIGHTS):
        return localized_number(f"{value * 100:g}%", lang)
    return localized_number(f"{value:g}", lang)


def _with_unit(digits: str, unit: str, lang: str) -> str:
    if unit in UNITS:
        return UNITS[unit].form.format(n=digits).replace(" ", NBSP)
    if unit == HEIGHTS:
        return shown(say("{n} of its height", n=digits), lang).replace(" ", NBSP)
    return digits if unit in ("share", "") else f"{digits}{NBSP}{unit}"
