"""The right pose is among those that are tried, whatever happened to the logo."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.refinement.poses import CLAIMS_PER_VIEW, rough_poses, sane
from tests.sightings.pixels.drawn_marks import ICON, LOCKUP, document, ground, painted, pose, shapes

WIDE = (380, 100)


def tried(page, master):
    shape = shapes(master)[0]
    signal = PageSignal(page)
    return [found for view in shape.views for found in rough_poses(signal, shape, view)]


def nearest_px(found, truth, artboard=(100, 100)):
    """Corner distance of the best pose from the true one."""
    corners = np.array([[0, 0], [artboard[0], 0], artboard, [0, artboard[1]]], float)
    a, b, c, d, e, f = truth
    there = corners @ np.array([[a, c], [b, d]]).T + [e, f]
    away = [np.linalg.norm(corners @ one[:, :2].T + one[:, 2] - there, axis=1).max() for one in found]
    return min(away, default=np.inf)


def busy(width=480, height=360):
    """A ground of soft noise at many scales, as photographs have."""
    random = np.random.default_rng(5)
    page = np.full((height, width, 3), 170, np.float32)
    for cells in (4, 9, 20, 45, 90):
        grain = random.normal(size=(cells, cells, 3)).astype(np.float32) * 14
        page += cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    return page.clip(0, 255).astype(np.uint8)


def lettered(width=480, height=360):
    """A page full of letters."""
    page = ground(width, height)
    for row, y in enumerate(range(14, height, 16)):
        cv2.putText(page, "kinh moi quy khach the city by the sea " * 3, (-7 * row, y), 0, 0.45, (30, 30, 34), 1, 16)
    return page


@pytest.mark.parametrize("height", [24, 28, 32])
def test_a_small_logo(height):
    truth = pose(height, 230.3, 180.7)
    assert nearest_px(tried(painted(ground(), ICON, truth), ICON), truth) < 1.2


@pytest.mark.parametrize("cover", [(180, 100, 213, 260), (150, 200, 330, 232), (225, 165, 272, 212)])
def test_a_logo_partly_hidden_by_something_plain(cover):
    truth = pose(110, 230, 180)
    page = painted(ground(), ICON, truth)
    x0, y0, x1, y1 = cover
    page[y0:y1, x0:x1] = (90, 140, 60)
    assert nearest_px(tried(page, ICON), truth) < 2


def test_a_logo_of_one_piece_partly_hidden():
    one = document('<path fill="#0A2A4A" d="M20 8 h30 l40 30 l-20 8 l18 46 h-40 l-8 -30 l-34 10 z"/>', 100, 100)
    truth = pose(90, 240, 170)
    page = painted(ground(), one, truth)
    page[120:146, 190:300] = (200, 60, 60)
    assert nearest_px(tried(page, one), truth) < 2


@pytest.mark.parametrize(("x", "y"), [(478, 180), (240, 358), (4, 90)])
def test_a_logo_cut_off_at_the_edge_of_the_page(x, y):
    truth = pose(100, x, y)
    assert nearest_px(tried(painted(ground(), ICON, truth), ICON), truth) < 4


@pytest.mark.parametrize("share", [0.3, 0.45])
def test_a_faint_logo_on_a_busy_ground(share):
    truth = pose(80, 200, 160)
    page = busy()
    faint = (painted(page, ICON, truth) * share + page * (1 - share)).round().astype(np.uint8)
    assert nearest_px(tried(faint, ICON), truth) < 2


def test_a_lockup_among_letters():
    truth = pose(30, 240, 180, artboard=WIDE)
    page = lettered()
    page[160:200, 175:305] = ground()[0, 0]
    assert nearest_px(tried(painted(page, LOCKUP, truth), LOCKUP), truth, WIDE) < 2


def test_a_logo_seen_at_an_angle():
    truth = pose(150, 230, 180)
    page = painted(ground(), ICON, truth)
    corners = np.array([[155, 105], [305, 105], [305, 255], [155, 255]], np.float32)
    bent = corners + np.array([[0, 0], [0, 7], [0, -7], [0, 0]], np.float32)
    page = cv2.warpPerspective(page, cv2.getPerspectiveTransform(corners, bent), page.shape[1::-1], borderMode=1)
    assert nearest_px(tried(page, ICON), truth) < 8


@pytest.mark.parametrize("turn", [12, -70, 180])
def test_a_turned_logo_on_a_busy_ground(turn):
    truth = pose(90, 240, 180, turn=turn)
    assert nearest_px(tried(painted(busy(), ICON, truth), ICON), truth) < 2


def test_no_more_poses_than_allowed_and_each_may_be_shown_so():
    shape = shapes(ICON)[0]
    signal = PageSignal(lettered())
    for view in shape.views:
        found = rough_poses(signal, shape, view)
        assert len(found) <= CLAIMS_PER_VIEW
        assert all(sane(one, shape.lead) for one in found)


def test_the_same_page_gives_the_same_poses_whatever_was_looked_at_before():
    page = painted(busy(), ICON, pose(60, 200, 160))
    once = tried(page, ICON)
    tried(lettered(), LOCKUP)
    again = tried(page, ICON)
    assert len(once) == len(again)
    assert all((a == b).all() for a, b in zip(once, again, strict=True))


def test_a_page_of_one_color_or_of_few_pixels_gives_none():
    assert tried(ground(), ICON) == []
    assert tried(ground(12, 9), ICON) == []
