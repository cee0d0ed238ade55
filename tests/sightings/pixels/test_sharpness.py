"""Blur is read at the picture's own resolution, whatever the logo's size."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.sightings.pixels.verification.sharpness import edge_blur
from tests.sightings.pixels.drawn_marks import ICON, ground, painted, pose, shapes


def placed(height):
    at = pose(height, 400, 400, turn=3)
    return painted(ground(800, 800), ICON, at), np.array([[at.a, at.c, at.e], [at.b, at.d, at.f]])


@pytest.mark.parametrize("height", [200, 700])
@pytest.mark.parametrize("sigma", [0.8, 1.2, 2.0])
def test_a_gaussian_is_read_back(height, sigma):
    page, at = placed(height)
    found = edge_blur(cv2.GaussianBlur(page, (0, 0), sigma), shapes(ICON)[0].views[0].contour, at)
    assert found == pytest.approx(sigma, abs=0.12)


@pytest.mark.parametrize("height", [200, 700])
def test_a_clean_rendering_has_no_blur(height):
    page, at = placed(height)
    assert edge_blur(page, shapes(ICON)[0].views[0].contour, at) < 0.25


def test_a_picture_scaled_up_is_blurred():
    page, _ = placed(100)
    large = cv2.resize(page[300:500, 300:500], (800, 800), interpolation=cv2.INTER_CUBIC)
    at = pose(400, 400, 400, turn=3)
    found = edge_blur(large, shapes(ICON)[0].views[0].contour, np.array([[at.a, at.c, at.e], [at.b, at.d, at.f]]))
    assert found > 1.2


def test_a_small_logo_has_no_edges_with_room():
    page, at = placed(40)
    assert edge_blur(page, shapes(ICON)[0].views[0].contour, at) is None
