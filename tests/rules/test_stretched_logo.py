"""The ghost of the right proportion lies where the stretched logo lies."""

from __future__ import annotations

import math

import pytest

from brandkit.geometry import polygon_area
from brandkit.rules.stretched_logo import ghost_of

WIDE = ((0.0, 0.0), (416.0, 0.0), (416.0, 100.0), (0.0, 100.0))  # master 4 : 1, 4 % too wide


def sides(quad) -> tuple[float, float]:
    return math.dist(quad[0], quad[1]), math.dist(quad[0], quad[3])


def test_the_ghost_has_the_masters_proportion():
    wide, high = sides(ghost_of(WIDE, 1.04))
    assert wide / high == pytest.approx(4.0)


def test_the_ghost_keeps_middle_and_area():
    ghost = ghost_of(WIDE, 1.04)
    assert polygon_area(ghost) == pytest.approx(polygon_area(WIDE))
    assert sum(x for x, _ in ghost) / 4 == pytest.approx(208)
    assert sum(y for _, y in ghost) / 4 == pytest.approx(50)


def test_a_turned_logo_has_a_turned_ghost():
    turned = tuple((-y, x) for x, y in WIDE)
    assert ghost_of(turned, 1.04) == [pytest.approx([-y, x]) for x, y in ghost_of(WIDE, 1.04)]
