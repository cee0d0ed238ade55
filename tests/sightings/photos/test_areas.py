"""Rectangles with edges on all sides are found, also calm ones and those of a collage; letters and grounds are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.sightings.photos.areas import areas_of
from tests.fingerprints.scenes import scene


def sheet(height=1000, width=1400):
    page = np.full((height, width, 3), (240, 236, 224), np.uint8)
    for row in range(80, height, 60):
        cv2.putText(page, "Programme of the weekend market", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (20,) * 3, 2)
    return page


def has(areas, x0, y0, x1, y1, room=3):
    return any(max(abs(a.x0 - x0), abs(a.y0 - y0), abs(a.x1 - x1), abs(a.y1 - y1)) <= room for a in areas)


@pytest.mark.parametrize("box", [(700, 300, 1200, 640), (0, 600, 500, 1000)])
def test_a_photograph_on_a_page_is_an_area(box):
    page = sheet()
    x0, y0, x1, y1 = box
    page[y0:y1, x0:x1] = scene(3, x1 - x0, y1 - y0)
    assert has(areas_of(page), *box)


def test_a_thing_on_a_plain_ground_is_an_area_with_its_ground():
    page = sheet()
    page[300:640, 700:1200] = (200, 190, 120)
    cv2.line(page, (760, 340), (1130, 590), (90, 60, 30), 40)
    assert has(areas_of(page), 700, 300, 1200, 640)


def test_each_picture_of_a_collage_without_gaps_is_an_area():
    page = np.zeros((800, 1200, 3), np.uint8)
    for at in range(4):
        x, y = 600 * (at % 2), 400 * (at // 2)
        page[y : y + 400, x : x + 600] = scene(20 + at, 600, 400)
    areas = areas_of(page)
    assert all(has(areas, 600 * c, 400 * r, 600 * c + 600, 400 * r + 400) for c in (0, 1) for r in (0, 1))


def test_a_plain_page_and_one_of_letters_have_no_area_worth_asking():
    assert areas_of(np.full((600, 800, 3), 200, np.uint8)) == []
    assert areas_of(sheet()) == []
    assert areas_of(np.zeros((20, 30, 3), np.uint8)) == []
