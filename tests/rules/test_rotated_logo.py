"""Turns are measured the short way round."""

from __future__ import annotations

import pytest

from brandkit.rules.rotated_logo import turn_from


@pytest.mark.parametrize(
    ("angle", "right", "turn"),
    [(5, 0, 5), (-5, 0, -5), (179, -179, -2), (90.2, 90, 0.2), (180, 0, 180), (-180, 0, 180)],
)
def test_the_turn_is_the_short_way(angle, right, turn):
    assert turn_from(angle, right) == pytest.approx(turn)
