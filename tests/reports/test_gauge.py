"""The gauge: the band where the rule allows, the needle where it was measured, both on one scale."""

from __future__ import annotations

import pytest

from brandkit.reports._gauge import WIDTH, gauge_of


def gauge(value, low, high, unit="mm", error=None):
    return gauge_of({"measured": {"value": value, "unit": unit, "error": error}, "allowed": {"min": low, "max": high}})


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (1.04, 0.985, 1.015),
        (5.0, -0.5, 0.5),
        (12.0, 15.0, None),
        (38.2, None, 3.0),
        (0.69, 0.95, None),
        (-40, -0.5, 0.5),
    ],
)
def test_a_fault_lies_outside_the_band_on_its_side(value, low, high):
    found = gauge(value, low, high)
    outside = found.at > found.band_end if high is not None and value > high else found.at < found.band_start
    assert outside
    assert 0 <= found.at <= WIDTH


def test_what_is_right_lies_in_the_band():
    found = gauge(1.003, 0.985, 1.015)
    assert found.band_start < found.at < found.band_end
    assert found.beyond == 0


def test_an_open_end_reaches_the_end_of_the_scale():
    assert gauge(12.0, 15.0, None).band_end == WIDTH
    assert gauge(2.0, None, 3.0).band_start == 0.0


def test_a_value_far_out_is_shown_at_the_end_with_its_direction():
    found = gauge(170.0, -0.5, 0.5)
    assert (found.at, found.beyond) == (WIDTH, 1)


def test_the_error_is_a_whisker_about_the_needle():
    found = gauge(8.8, 15.0, None, error=0.4)
    assert found.error_start < found.at < found.error_end


@pytest.mark.parametrize(("value", "low"), [("2022-06-30", "2022-07-01"), ("vector", 300), (1, None)])
def test_words_and_dates_and_open_ranges_have_no_gauge(value, low):
    assert gauge(value, low, None) is None


def test_a_sign_has_no_gauge():
    assert gauge(-1, 1, None, unit="sign") is None
