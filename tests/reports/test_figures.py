"""Figures are written as each language writes them, and keep their unit on the line."""

from __future__ import annotations

import pytest

from brandkit.reports import _figures as figures

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "unit", "vi", "en"),
    [
        (1.04, "ratio", "1,040", "1.040"),
        (-5.0, "deg", "−5,00°", "−5.00°"),
        (12.14, "mm", f"12,1{NBSP}mm", f"12.1{NBSP}mm"),
        (12.4, "dE", f"ΔE{NBSP}12,4", f"ΔE{NBSP}12.4"),
        (0.95, "share", f"95,0{NBSP}%", f"95.0{NBSP}%"),
        (1234.0, "px", f"1.234{NBSP}px", f"1,234{NBSP}px"),
        (2.5, "contrast", f"2,50{NBSP}:{NBSP}1", f"2.50{NBSP}:{NBSP}1"),
        (0.12, "logo heights", f"12,0{NBSP}%{NBSP}chiều{NBSP}cao", f"12.0{NBSP}%{NBSP}of{NBSP}its{NBSP}height"),
        ("2022-06-15", "date", "15/6/2022", f"15{NBSP}June{NBSP}2022"),
        ("vector", "ppi", "vector", "vector"),
        (3, "furlongs", f"3{NBSP}furlongs", f"3{NBSP}furlongs"),
        (-1, "sign", "bị lật gương", "mirrored"),
        (None, "mm", "", ""),
    ],
)
def test_a_figure(value, unit, vi, en):
    assert (figures.figure(value, unit, "vi"), figures.figure(value, unit, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("low", "high", "unit", "vi"),
    [
        (0.985, 1.015, "ratio", "0,985–1,015"),
        (-0.5, 0.5, "deg", "±0,5°"),
        (15.0, None, "mm", f"≥{NBSP}15{NBSP}mm"),
        (0.25, None, "logo heights", f"≥{NBSP}25{NBSP}%{NBSP}chiều{NBSP}cao"),
        (0.95, None, "share", f"≥{NBSP}95{NBSP}%"),
        (None, 3.0, "dE", f"ΔE{NBSP}≤{NBSP}3"),
        (0, 0, "count", "0"),
        ("2022-07-01", None, "date", "từ 1/7/2022"),
        (None, "2030-12-31", "date", "đến 31/12/2030"),
        ("2022-07-01", "2030-12-31", "date", f"1/7/2022{NBSP}– 31/12/2030"),
        (None, None, "mm", ""),
    ],
)
def test_limits(low, high, unit, vi):
    assert figures.limits({"min": low, "max": high}, unit, "vi") == vi


def test_no_limits_are_told_when_there_are_none():
    assert figures.limits(None, "mm", "vi") == ""


def test_the_error_is_told_where_there_is_one():
    assert figures.uncertainty({"value": 8.8, "unit": "mm", "error": 0.4}, "vi") == f"±{NBSP}0,4{NBSP}mm"
    assert figures.uncertainty({"value": 8.8, "unit": "mm", "error": None}, "vi") == ""


def test_a_count_of_one_thing_tells_no_more_than_its_sentence():
    told = {"measured": {"value": 1, "unit": "count", "error": None}, "allowed": {"min": None, "max": 0}}
    assert not figures.tells(told)
    assert figures.tells({"measured": {"value": 9, "unit": "mm", "error": None}, "allowed": {"min": 15, "max": None}})
