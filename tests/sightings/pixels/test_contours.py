"""Outlines of drawings: also of one with more points than OpenCV looks at in a row."""

from __future__ import annotations

import numpy as np

from brandkit.sightings.pixels.templates.contours import POINTS, contour_of


def test_a_drawing_of_very_many_strokes_has_its_outline():
    planes = np.zeros((900, 900, 1), np.float32)
    planes[::8] = planes[1::8] = planes[2::8] = planes[3::8] = 1
    contour = contour_of(planes)
    assert len(contour.points) == POINTS
    assert contour.weights.sum() > 100_000


def test_a_square_has_its_four_sides():
    planes = np.zeros((200, 200, 1), np.float32)
    planes[50:150, 50:150] = 1
    contour = contour_of(planes)
    assert abs(contour.weights.sum() - 400) < 12
    on_side = np.minimum(np.abs(contour.points - 50), np.abs(contour.points - 150)).min(axis=1)
    assert np.percentile(on_side, 95) < 0.5
