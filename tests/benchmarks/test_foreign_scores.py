"""What the benchmark counts: hits at their pose, symmetries that change nothing, wrong assets, strays."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.foreign import poses
from benchmarks.foreign.artwork import Artwork, raster
from benchmarks.foreign.poses import Target
from benchmarks.foreign.scores import Found, Tally, count, scored
from brandkit.geometry import Affine, Box, compose, pose_of, quad_of, rotation, scaling, translation

FLAG = Artwork("flag", '<path d="M0 0h100v60H20v140H0z" fill="#a03020"/>', (0, 0, 100, 200))
BAR = Artwork("bar", '<rect width="200" height="80" fill="#205080"/>', (0, 0, 200, 80))
PLACE = compose(translation(300, 200), scaling(1.5))


def found_at(art: Artwork, matrix: Affine, page: int = 1) -> Found:
    return Found(art.slug, matrix, quad_of(matrix, *art.size), True, page)


def tally_of(target: Target, found: Found) -> Tally:
    (row,), _ = scored([target], [found])
    tally = Tally()
    count(tally, *row)
    return tally


def test_a_find_at_the_true_pose_is_a_hit_without_error() -> None:
    tally = tally_of(Target(FLAG, PLACE, 1, "as it is", 150), found_at(FLAG, PLACE))
    assert (tally.hits, tally.certain, tally.wrong, tally.turned_over) == (1, 1, 0, 0)
    assert (tally.turns, tally.stretches) == ([0.0], [0.0])


def test_errors_of_turn_and_stretch_are_what_the_find_is_off_by() -> None:
    off = compose(PLACE, compose(rotation(2), scaling(1.03, 1)))
    tally = tally_of(Target(FLAG, PLACE, 1, "as it is", 150), found_at(FLAG, off))
    assert tally.turns == [pytest.approx(2.0)]
    assert tally.stretches == [pytest.approx(0.03)]


def test_a_mirrored_reading_of_an_upright_logo_is_counted() -> None:
    flipped = compose(PLACE, Affine(-1, 0, 0, 1, 100, 0))
    assert tally_of(Target(FLAG, PLACE, 1, "as it is", 150), found_at(FLAG, flipped)).turned_over == 1


def test_half_a_turn_of_a_bar_is_no_error() -> None:
    turned = compose(PLACE, Affine(-1, 0, 0, -1, 200, 80))
    tally = tally_of(Target(BAR, PLACE, 1, "as it is", 120), found_at(BAR, turned))
    assert tally.turns == [pytest.approx(0.0, abs=0.5)]
    assert len(FLAG.symmetries("full")) == 1
    assert len(BAR.symmetries("full")) == 4


def test_elsewhere_on_another_page_or_half_as_large_is_no_hit() -> None:
    target = Target(FLAG, PLACE, 1, "as it is", 150)
    far, small = compose(translation(90, 0), PLACE), compose(PLACE, scaling(0.5))
    for found in (found_at(FLAG, far), found_at(FLAG, small), found_at(FLAG, PLACE, page=2)):
        assert scored([target], [found])[0][0][1] is None


def test_another_asset_on_the_place_is_wrong_and_one_beside_it_a_stray() -> None:
    target = Target(FLAG, PLACE, 1, "as it is", 150)
    on_it, beside = found_at(BAR, compose(PLACE, scaling(0.5))), found_at(BAR, compose(translation(600, 0), PLACE))
    rows, strays = scored([target], [on_it, beside])
    assert rows[0][2] is True
    assert strays == [beside]


def test_alterations_are_of_the_stated_amount() -> None:
    rng = np.random.default_rng(1)
    cell = Box(10, 20, 400, 300)
    for _ in range(20):
        stretched, size = poses.posed(rng, FLAG, "stretched", 48, cell)
        assert 0.04 <= abs(pose_of(stretched, *FLAG.size).stretch - 1) <= 0.15
        turned, _ = poses.posed(rng, FLAG, "turned", 48, cell)
        assert 2 <= abs(pose_of(turned, *FLAG.size).rotation_deg) <= 15
        assert size == pytest.approx(48)
        assert math.isclose(pose_of(turned, *FLAG.size).stretch, 1, abs_tol=1e-9)


def test_other_colorings_keep_the_drawing_and_change_its_colors() -> None:
    plain, ink = raster(FLAG.svg(), 50, 100), raster(FLAG.svg("mono"), 50, 100)
    other = raster(FLAG.svg("recolored", 3), 50, 100)
    assert (plain[..., 3] == ink[..., 3]).all()
    assert tuple(ink[10, 10, :3]) == (0x11, 0x11, 0x11)
    assert np.abs(other[10, 10, :3].astype(int) - plain[10, 10, :3]).max() > 60


def test_a_logo_larger_than_its_cell_is_made_to_fill_it() -> None:
    cell = Box(10, 20, 37.3, 41.7)
    for seed in range(40):
        matrix, size = poses.posed(np.random.default_rng(seed), BAR, "rotated", 400, cell)
        quad = quad_of(matrix, *BAR.size)
        assert size < 400
        assert min(x for x, _ in quad) >= 9.4 and max(x for x, _ in quad) <= 47.9
