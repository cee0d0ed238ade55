"""Affine maps read back as a designer's words, and polygons clip as they should."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit import geometry
from brandkit.geometry import Affine, Box

turns = st.floats(-89, 89)
scales = st.floats(0.05, 50)


@given(turns, scales, scales)
def test_rotation_and_stretch_read_back_what_was_put_in(turn, sx, sy):
    pose = geometry.pose_of(geometry.compose(geometry.rotation(turn), geometry.scaling(sx, sy)), 300, 100)
    assert pose.rotation_deg == pytest.approx(turn, abs=1e-6)
    assert pose.stretch == pytest.approx(sx / sy, rel=1e-9)
    assert (pose.width, pose.height) == pytest.approx((300 * sx, 100 * sy))
    assert not pose.mirrored
    assert pose.skew_deg == pytest.approx(0, abs=1e-5)


@given(turns, scales)
def test_a_flip_is_a_mirror_and_not_a_half_turn(turn, scale):
    for flip in (geometry.scaling(-scale, scale), geometry.scaling(scale, -scale)):
        pose = geometry.pose_of(geometry.compose(geometry.rotation(turn), flip), 10, 10)
        assert pose.mirrored
        assert pose.rotation_deg == pytest.approx(turn, abs=1e-6)


def test_clockwise_as_seen_is_positive():
    pose = geometry.pose_of(geometry.rotation(5), 1, 1)
    assert pose.rotation_deg == pytest.approx(5)
    assert geometry.apply(geometry.rotation(90), (1, 0)) == pytest.approx((0, 1))


def test_a_shear_is_told_in_degrees():
    lean = Affine(1, 0, math.tan(math.radians(7)), 1, 0, 0)
    assert abs(geometry.pose_of(lean, 1, 1).skew_deg) == pytest.approx(7)


@given(st.tuples(*[st.floats(-5, 5)] * 6))
def test_a_map_and_its_inverse_cancel(values):
    matrix = Affine(*values)
    if abs(matrix.determinant) < 1e-3:
        return
    back = geometry.apply(geometry.invert(matrix), geometry.apply(matrix, (3.0, -2.0)))
    assert back == pytest.approx((3.0, -2.0), abs=1e-6)


def test_a_flat_map_has_no_inverse():
    with pytest.raises(ValueError, match="singular"):
        geometry.invert(Affine(1, 2, 2, 4, 0, 0))


def test_half_a_square_clipped_by_a_window_of_either_orientation():
    square = geometry.corners(Box(0, 0, 2, 2))
    window = geometry.corners(Box(1, -1, 5, 5))
    for order in (window, tuple(reversed(window))):
        assert abs(geometry.polygon_area(geometry.clipped(square, order))) == pytest.approx(2)


def test_overlap_share_of_shifted_squares():
    one, other = geometry.corners(Box(0, 0, 2, 2)), geometry.corners(Box(1, 0, 2, 2))
    assert geometry.overlap_share(one, other) == pytest.approx(1 / 3)
    assert geometry.overlap_share(one, geometry.corners(Box(5, 5, 1, 1))) == 0


def test_boxes_meet_contain_and_grow():
    assert geometry.intersection(Box(0, 0, 2, 2), Box(1, 1, 4, 4)) == Box(1, 1, 1, 1)
    assert geometry.intersection(Box(0, 0, 1, 1), Box(1, 0, 1, 1)) is None
    assert geometry.contains(Box(0, 0, 4, 4), Box(1, 1, 3, 3))
    assert not geometry.contains(Box(0, 0, 4, 4), Box(1, 1, 3.1, 3))
    assert geometry.grown(Box(1, 1, 1, 1), 1) == Box(0, 0, 3, 3)


def test_keystone_is_nothing_for_any_parallelogram_and_grows_with_perspective():
    leaning = ((0.0, 0.0), (10.0, 1.0), (12.0, 6.0), (2.0, 5.0))
    assert geometry.keystone(leaning) == pytest.approx(0)
    narrowing = ((0.0, 0.0), (10.0, 0.5), (10.0, 4.5), (0.0, 5.0))
    more = ((0.0, 0.0), (10.0, 1.0), (10.0, 4.0), (0.0, 5.0))
    assert 0 < geometry.keystone(narrowing) < geometry.keystone(more)
