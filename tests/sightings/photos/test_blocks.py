"""Blocks tell where they really lie, and the map that they share; the greatest rectangle is found."""

from __future__ import annotations

import numpy as np
import pytest

from brandkit.sightings.photos.blocks import Pyramid, compared, fitted, mapped, scale_of
from brandkit.sightings.photos.verification import gray_of, is_plausible, largest, verified
from tests.fingerprints.scenes import scene


@pytest.fixture(scope="module")
def gray():
    return gray_of(scene(7, 600, 400))


def shift(x, y):
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def test_blocks_that_are_moved_say_by_how_much(gray):
    known = np.asarray(gray[100:300, 100:400], np.float32)
    blocks = compared(known, Pyramid(gray), shift(103, 98), 6)
    matrix, apart = fitted(blocks)
    assert (mapped(matrix, np.array([[50.0, 60.0]])) - [[47, 62]]) == pytest.approx(0, abs=0.1)
    assert np.median(apart) < 0.2


def test_what_is_flat_or_outside_says_nothing(gray):
    gray = gray.copy()
    gray[:, :300] = 90
    blocks = compared(np.asarray(gray, np.float32), Pyramid(gray[:, :500]), np.eye(3), 3)
    flat = blocks.centers[:, 0] < 280
    assert blocks.likeness[flat].max() == 0 and blocks.known_flat[flat].all()
    assert not blocks.valid[blocks.centers[:, 0] > 500].any()


def test_a_rough_map_is_made_exact(gray):
    rough = shift(9, -7) @ np.diag([1.01, 0.99, 1])
    found = verified(gray, Pyramid(gray), rough)
    assert found is not None and found.purity == 1 and found.visible == pytest.approx(1, abs=0.01)
    corners = np.array([[0.0, 0], [600, 0], [600, 400], [0, 400]])
    assert np.abs(mapped(found.matrix, corners) - corners).max() < 0.6


def test_another_picture_is_not_verified(gray):
    found = verified(gray, Pyramid(gray_of(scene(8, 600, 400))), np.eye(3))
    assert found is None or found.surprise < 6


@pytest.mark.parametrize("seed", range(5))
def test_the_greatest_rectangle_is_that_of_a_search_of_all(seed):
    votes = np.random.default_rng(seed).normal(-0.1, 1, (6, 8))
    top, bottom, left, right = largest(votes)
    every = [
        votes[t:b, c:d].sum() for t in range(6) for b in range(t + 1, 7) for c in range(8) for d in range(c + 1, 9)
    ]
    assert votes[top:bottom, left:right].sum() == pytest.approx(max(every))


def test_folded_and_crushed_maps_are_not_plausible():
    assert is_plausible(np.eye(3), 600, 400)
    assert is_plausible(np.diag([-1.0, 1, 1]), 600, 400)
    assert not is_plausible(np.diag([1.0, 0.2, 1]), 600, 400)
    assert not is_plausible(np.array([[1, 0, 0], [0, 1, 0], [-0.003, 0, 1.0]]), 600, 400)


def test_scale_is_that_of_the_middle():
    assert scale_of(np.diag([2.0, 2, 1]), 10, 10) == pytest.approx(2)
