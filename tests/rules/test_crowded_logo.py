"""The free zone is drawn in the logo's own frame."""

from __future__ import annotations

import pytest

from brandkit.geometry import Box as Rectangle
from brandkit.geometry import apply, box_of, corners, rotation
from brandkit.rules.crowded_logo import outset


def test_an_upright_zone_is_wider_by_the_same_on_every_side():
    assert box_of(outset(corners(Rectangle(10, 20, 100, 50)), 15)) == pytest.approx((-5, 5, 130, 80))


def test_a_turned_zone_turns_with_the_logo():
    square = corners(Rectangle(10, 20, 100, 50))
    turned = tuple(apply(rotation(30), point) for point in square)
    expected = [apply(rotation(30), point) for point in outset(square, 15)]
    for point, wanted in zip(outset(turned, 15), expected, strict=True):
        assert point == pytest.approx(wanted)
