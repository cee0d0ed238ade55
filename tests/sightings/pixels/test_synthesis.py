"""Drawing the logo again measures pose, blur and colours, and leaves nothing over where it is right."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.sightings.pixels.refinement.adjustment import polished, uncertainty
from brandkit.sightings.pixels.templates.template import template_of
from brandkit.sightings.pixels.verification.synthesis import explained, into, out_of, painted, window_of
from tests.sightings.pixels.drawn_marks import ICON, SVG, ground, pose
from tests.sightings.pixels.drawn_marks import painted as drawn_on


def array_of(matrix):
    return np.array([[matrix.a, matrix.c, matrix.e], [matrix.b, matrix.d, matrix.f]])


def placed(height=90, blur=0.0, **how):
    truth = pose(height, 240, 180, **how)
    page = drawn_on(ground(), ICON, truth)
    return (cv2.GaussianBlur(page, (0, 0), blur) if blur else page), array_of(truth)


def test_a_window_maps_back_to_the_page():
    page, truth = placed(300)
    window = window_of(page, truth, template_of(ICON, SVG), area_px=20_000)
    assert window.picture.shape[0] * window.picture.shape[1] < 21_000
    assert out_of(window, into(window.to_window, truth)) == pytest.approx(truth)


def test_a_logo_off_the_page_has_no_window():
    page, truth = placed()
    truth[0, 2] += 2000
    assert window_of(page, truth, template_of(ICON, SVG)) is None


def test_the_right_pose_leaves_little_over_and_a_wrong_one_much():
    page, truth = placed()
    template = template_of(ICON, SVG)
    window = window_of(page, truth, template)
    right = explained(window, template, into(window.to_window, truth), 0.2)
    truth[:, 2] += 6
    wrong = explained(window, template, into(window.to_window, truth), 0.2)
    assert np.abs(right.residual).mean() < 0.1 * np.abs(wrong.residual).mean()
    assert np.abs(painted(right) - window.picture).mean() < 3


@pytest.mark.parametrize("off", [(0.8, -0.6, 1.0), (-1.0, 0.9, 1.01), (0.3, 0.2, 0.985)])
def test_a_pose_a_pixel_off_is_brought_home(off):
    page, truth = placed(turn=7)
    start = truth.copy()
    start[:, :2] *= off[2]
    start[:, 2] += off[:2]
    template = template_of(ICON, SVG)
    window = window_of(page, start, template)
    found = out_of(window, polished(window, template, into(window.to_window, start)).pose)
    corners = np.array([[0, 0], [100, 0], [100, 100], [0, 100]])
    away = corners @ (found - truth)[:, :2].T + (found - truth)[:, 2]
    assert np.abs(away).max() < 0.25


@pytest.mark.parametrize("blur", [0.8, 1.5, 2.5])
def test_blur_is_measured(blur):
    page, truth = placed(140, blur)
    template = template_of(ICON, SVG)
    window = window_of(page, truth, template)
    drawn = polished(window, template, into(window.to_window, truth), rounds=8)
    assert np.sqrt(drawn.variance - 1 / 12) == pytest.approx(blur, abs=0.25)


def test_a_pose_that_explains_nothing_is_given_up():
    page, truth = placed()
    template = template_of(ICON, SVG)
    truth[:, 2] -= 40
    elsewhere = window_of(np.roll(page, 90, axis=1), truth, template)
    assert polished(elsewhere, template, into(elsewhere.to_window, truth)) is None


def test_a_larger_logo_is_measured_more_exactly():
    spreads = []
    for height in (50, 150):
        page, truth = placed(height)
        template = template_of(ICON, SVG)
        window = window_of(page, truth, template)
        spreads.append(np.sqrt(np.diag(uncertainty(polished(window, template, into(window.to_window, truth))))[0]))
    assert spreads[1] < 0.6 * spreads[0]
