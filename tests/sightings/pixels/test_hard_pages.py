"""Faint, small, cropped, rimmed and bent logos are found, and told as what they are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.geometry import pose_of
from brandkit.sightings.pixels.locate import locate
from tests.sightings.pixels.drawn_marks import ICON, LOCKUP, corner_error, ground, painted, pose, shapes

WIDE = (380, 100)


def restless(width=480, height=360, seed=3):
    cells = np.random.default_rng(seed).normal(size=(height // 12, width // 12, 3)).astype(np.float32)
    noise = cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(150 + 34 * noise, 0, 255).astype(np.uint8)


def mixed(page, master, at, opacity):
    return np.round(page * (1 - opacity) + painted(page, master, at) * opacity).astype(np.uint8)


@pytest.mark.parametrize("opacity", [0.3, 0.6])
def test_a_faint_logo_is_found(opacity):
    truth = pose(90, 240, 180)
    (found,) = locate(mixed(ground(), ICON, truth, opacity), shapes(ICON))
    assert corner_error(found.matrix, truth) < 0.6


def test_a_logo_on_a_restless_ground_is_found():
    truth = pose(110, 240, 180, turn=-7)
    (found,) = locate(painted(restless(), ICON, truth), shapes(ICON))
    assert corner_error(found.matrix, truth) < 1.0


@pytest.mark.parametrize("height", [24, 28, 31])
def test_a_small_logo_is_found_and_measured_within_its_error_bars(height):
    truth = pose(height, 240.3, 180.6)
    (found,) = locate(painted(ground(), ICON, truth), shapes(ICON))
    seen = pose_of(found.matrix, 100, 100)
    assert corner_error(found.matrix, truth) < 0.6
    assert abs(seen.height - height) <= found.errors.height < 0.1 * height
    assert abs(seen.stretch - 1) <= found.errors.stretch < 0.1


def test_a_logo_cropped_to_three_fifths_is_found():
    (found,) = locate(painted(ground(), ICON, pose(120, 478 - 18, 180)), shapes(ICON))
    assert 0.5 < found.visible < 0.8
    assert pose_of(found.matrix, 100, 100).height == pytest.approx(120, abs=1.5)


@pytest.mark.parametrize("width", [3, 6])
def test_a_logo_with_a_white_rim_keeps_its_size(width):
    truth = pose(110, 240, 180)
    page = ground(color=(40, 60, 90))
    alone = np.abs(painted(ground(color=(255, 0, 255)), ICON, truth).astype(int) - [255, 0, 255]).max(axis=2) > 40
    rim = cv2.dilate(alone.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1,) * 2))
    page[rim > 0] = 255
    (found,) = locate(painted(page, ICON, truth), shapes(ICON))
    assert corner_error(found.matrix, truth) < 1.2


def test_perspective_is_told_with_the_map_that_undoes_it():
    truth = pose(150, 320, 150, artboard=WIDE)
    flat = painted(ground(640, 300), LOCKUP, truth)
    seen = np.float32([[50, 62], [590, 74], [590, 226], [50, 238]])
    corners = np.float32([[35, 75], [605, 75], [605, 225], [35, 225]])
    bend = cv2.getPerspectiveTransform(corners, seen)
    page = cv2.warpPerspective(flat, bend, (640, 300), flags=cv2.INTER_AREA, borderValue=(238, 236, 230))
    (found,) = locate(page, shapes(LOCKUP))
    assert found.homography is not None
    unit = truth.a
    boards = np.array([[0, 0, 1], [380, 0, 1], [380, 100, 1], [0, 100, 1.0]])
    there = boards @ found.homography.T
    expected = boards @ (bend @ np.array([[unit, 0, truth.e], [0, unit, truth.f], [0, 0, 1]])).T
    away = there[:, :2] / there[:, 2:] - expected[:, :2] / expected[:, 2:]
    assert np.abs(away).max() < 1.5


def test_a_logo_seen_straight_has_no_perspective():
    (found,) = locate(painted(ground(), ICON, pose(120, 240, 180, turn=9)), shapes(ICON))
    assert found.homography is None
    assert found.hidden == 0


def test_the_same_page_gives_the_same_answer_under_cover_and_in_perspective():
    page = painted(restless(), ICON, pose(110, 240, 180))
    cv2.rectangle(page, (250, 190), (310, 240), (200, 20, 60), -1)
    first, second = locate(page, shapes(ICON)), locate(page.copy(), shapes(ICON))
    assert [(c.matrix, c.score, c.hidden, c.evidence) for c in first] == [
        (c.matrix, c.score, c.hidden, c.evidence) for c in second
    ]
