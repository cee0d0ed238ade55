"""Colour arithmetic against published test values and an independent library."""

from __future__ import annotations

import numpy as np
import pytest
from coloraide import Color
from hypothesis import given
from hypothesis import strategies as st

from brandkit import color

# Source: Sharma, Wu, Dalal, The CIEDE2000 color-difference formula, 2005, table 1 (all 34 pairs).
SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
PAIRS = np.array([row.split() for row in SHARMA.strip().splitlines()], dtype=float)
channel = st.integers(0, 255)
rgb = st.tuples(channel, channel, channel)


def test_all_34_published_pairs_agree_to_four_decimals():
    assert len(PAIRS) == 34
    assert np.allclose(color.delta_e(PAIRS[:, :3], PAIRS[:, 3:6]), PAIRS[:, 6], atol=5e-5)
    assert np.allclose(color.delta_e(PAIRS[:, 3:6], PAIRS[:, :3]), PAIRS[:, 6], atol=5e-5)


@given(rgb, rgb)
def test_differences_agree_with_an_independent_library(one, other):
    labs = [Color("srgb", [c / 255 for c in value]).convert("lab-d65") for value in (one, other)]
    expected = labs[0].delta_e(labs[1], method="2000", space="lab-d65")
    assert float(color.delta_e(color.lab_of_rgb(one), color.lab_of_rgb(other))) == pytest.approx(expected, abs=0.02)


@given(rgb)
def test_a_colour_survives_the_way_to_lab_and_back(value):
    assert np.abs(color.rgb_of_lab(color.lab_of_rgb(value)) - value).max() < 0.01
    assert color.parse_hex(color.to_hex(value)) == value


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#FFF", "#000", 21), ("#777777", "#FFFFFF", 4.48), ("#0057A8", "#0057A8", 1)]
)
def test_contrast_has_the_values_of_the_guideline(one, other, ratio):
    assert color.contrast_hex(one, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("wrong", ["", "#12345", "blue", "#GGGGGG", "#1234567"])
def test_what_is_no_colour_is_refused(wrong):
    with pytest.raises(ValueError, match="no colour"):
        color.parse_hex(wrong)


@pytest.mark.parametrize(
    ("shares", "same"),
    [
        ((1.0, 0.82, 0.42, 0.46), True),
        ((0.992, 0.82, 0.42, 0.46), True),
        ((0.98, 0.82, 0.42, 0.46), False),
        ((1.0,), False),
    ],
)
def test_inks_are_the_same_within_a_percent(shares, same):
    assert color.same_cmyk(shares, (100, 82, 42, 46)) is same


def test_a_ground_that_varies_has_a_range_of_contrast():
    flat = color.contrast_hex("#FFFFFF", "#5A6A7A")
    least, most = color.contrast_range("#FFFFFF", "#5A6A7A", 10)
    assert least < flat < most
    assert color.contrast_range("#FFFFFF", "#5A6A7A", 0) == pytest.approx((flat, flat), rel=1e-3)
