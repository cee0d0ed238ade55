"""Regions of a page: measured as their pixels say, none twice, the largest when there are too many."""

from __future__ import annotations

import cv2
import numpy as np

from brandkit.sightings.pixels.proposals import components
from brandkit.sightings.pixels.proposals.regions import moments_of


def page_with(*figures):
    page = np.full((200, 300, 3), 240, np.uint8)
    for corners, color in figures:
        cv2.fillPoly(page, [np.array(corners, np.int32)], color)
    return page


TRIANGLE = ([[30, 30], [90, 40], [50, 110]], (20, 40, 90))
BLOCK = ([[150, 60], [250, 60], [250, 120], [150, 120]], (200, 90, 20))


def test_a_region_has_the_area_centroid_spread_and_box_of_its_pixels():
    page = page_with(TRIANGLE, BLOCK)
    found = components.regions_of(page)
    for color in (TRIANGLE[1], BLOCK[1]):
        mask = (page == np.array(color)).all(axis=2).astype(np.uint8)
        area, centroid, root = moments_of(mask, 0, 0)
        own = int(np.argmin(np.linalg.norm(found.centroids - centroid, axis=1) + np.abs(found.areas - area)))
        assert found.areas[own] == area
        np.testing.assert_allclose(found.centroids[own], centroid, atol=1e-9)
        np.testing.assert_allclose(found.roots[own], root, atol=1e-6)
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        assert found.boxes[own].tolist() == [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]


def test_a_run_that_reaches_the_edge_does_not_go_on_in_the_next_row():
    page = page_with(([[280, 50], [300, 50], [300, 90], [280, 90]], (0, 0, 0)))
    found = components.regions_of(page)
    narrow = [box for box in found.boxes.tolist() if box[2] - box[0] < 100]
    assert narrow[0] == [280, 50, 300, 91]
    assert all(box[0] >= 280 for box in narrow)


def test_a_page_of_one_color_has_no_regions():
    assert len(components.regions_of(page_with())) == 0


def test_of_too_many_regions_the_largest_are_kept(monkeypatch):
    monkeypatch.setattr(components, "MAX_REGIONS", 3)
    small = [([[x, 20], [x + 8, 20], [x + 8, 28], [x, 28]], (10, 10, 10)) for x in range(10, 280, 20)]
    found = components.regions_of(page_with(BLOCK, *[(np.add(c, [0, 130]), ink) for c, ink in small]))
    assert len(found) == 3
    assert found.areas.max() >= 6000


def test_on_a_large_page_regions_told_by_color_alone_are_in_its_own_pixels():
    page = np.full((1100, 1000, 3), (170, 170, 170), np.uint8)
    page[400:520, 300:460] = (255, 120, 165)  # as light as the ground
    found = components.regions_of(page)
    away = np.abs(found.boxes - [300, 400, 460, 520]).max(axis=1)
    own = int(away.argmin())
    assert away[own] <= 2
    np.testing.assert_allclose(found.centroids[own], [380, 460], atol=1)
    assert abs(found.areas[own] / (160 * 120) - 1) < 0.03
