"""Catalog photographs are found copied, turned, framed, cropped and on pages; others are not taken for them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.geometry import apply
from brandkit.sightings.photos.known import over_white
from brandkit.sightings.photos.match import Photos
from brandkit.sightings.photos.placing import untrimmed_box
from tests.fingerprints.scenes import scene
from tests.sightings.libraries import Shelf

OTHERS = range(500, 530)


@pytest.fixture(scope="module")
def photos():
    shelf = Shelf(photographs=4)
    return Photos(shelf, shelf.assets())


@pytest.fixture
def picture():
    return scene(101, 600, 400)


def jpeg(pixels, quality):
    return cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


COPIES = {
    "itself": lambda p: p,
    "small": lambda p: cv2.resize(p, (150, 100), interpolation=cv2.INTER_AREA),
    "jpeg at 30": lambda p: jpeg(p, 30),
    "brighter": lambda p: np.clip(p * 1.2 + 10, 0, 255).astype(np.uint8),
    "without color": lambda p: cv2.cvtColor(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB),
    "mirrored": lambda p: np.ascontiguousarray(p[:, ::-1]),
    "upside down": lambda p: np.ascontiguousarray(p[::-1, ::-1]),
    "turned": lambda p: np.ascontiguousarray(np.rot90(p)),
    "stretched": lambda p: cv2.resize(p, (600, 500)),
    "framed": lambda p: cv2.copyMakeBorder(p, 50, 50, 50, 50, cv2.BORDER_CONSTANT, value=(255, 255, 255)),
}


def only(matches):
    assert len(matches) == 1
    return matches[0]


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_certainly_the_photograph(photos, picture, copy):
    match = only(photos.found_in(COPIES[copy](picture)))
    assert match.entry.asset.slug == "photo-1"
    assert match.certain
    assert match.visible == pytest.approx(1, abs=0.01)


CORNERS = {  # where the master's top left and bottom right come to lie
    "itself": ((0, 0), (600, 400)),
    "mirrored": ((600, 0), (0, 400)),
    "upside down": ((600, 400), (0, 0)),
    "turned": ((0, 600), (400, 0)),
    "stretched": ((0, 0), (600, 500)),
    "framed": ((50, 50), (650, 450)),
}


@pytest.mark.parametrize("copy", CORNERS)
def test_the_map_says_how_the_copy_lies(photos, picture, copy):
    match = only(photos.found_in(COPIES[copy](picture)))
    start, end = CORNERS[copy]
    assert apply(match.matrix, (0, 0)) == pytest.approx(start, abs=1.5)
    assert apply(match.matrix, match.size) == pytest.approx(end, abs=1.5)


@pytest.mark.parametrize("flipped", [False, True])
def test_a_crop_is_found_with_its_place_and_share(photos, picture, flipped):
    crop = picture[80:330, 150:520]
    crop = np.ascontiguousarray(crop[:, ::-1] if flipped else crop)
    match = only(photos.found_in(crop))
    assert match.entry.asset.slug == "photo-1" and match.certain
    corner = apply(match.matrix, (520, 80) if flipped else (150, 80))
    assert corner == pytest.approx((0, 0), abs=1)
    assert match.visible == pytest.approx(250 * 370 / (400 * 600), abs=0.01)


def test_photographs_on_a_page_are_found_each_in_its_place(photos):
    sheet = np.full((1200, 900, 3), 240, np.uint8)
    for index, (x, y) in enumerate(((60, 80), (400, 700))):
        sheet[y : y + 280, x : x + 420] = cv2.resize(scene(100 + index, 600, 400), (420, 280))
    found = photos.found_in(sheet)
    assert sorted(match.entry.asset.slug for match in found) == ["photo-0", "photo-1"]
    assert all(match.certain for match in found)
    places = {match.entry.asset.slug: apply(match.matrix, (0, 0)) for match in found}
    assert places["photo-0"] == pytest.approx((60, 80), abs=1.5)
    assert places["photo-1"] == pytest.approx((400, 700), abs=1.5)


def test_other_photographs_are_not_in_the_catalog(photos):
    for seed in OTHERS:
        assert photos.found_in(scene(seed, 600, 400)) == [], seed


def test_a_catalog_without_photographs_matches_nothing(picture):
    empty = Photos(Shelf(photographs=0), [])
    assert empty.found_in(picture) == [] and empty.alike(picture) == []


def test_very_small_pictures_are_not_compared(photos, picture):
    assert photos.found_in(cv2.resize(picture, (30, 20))) == []


def test_a_plain_border_is_cut_off():
    framed = np.full((100, 120, 3), 250, np.uint8)
    framed[10:90, 20:110] = scene(1, 90, 80)
    assert untrimmed_box(framed) == (20, 10, 110, 90)
    assert untrimmed_box(np.full((50, 60, 3), 7, np.uint8)) == (0, 0, 60, 50)


def test_transparent_pictures_are_seen_on_white():
    rgba = np.zeros((2, 2, 4), np.uint8)
    rgba[0, 0] = (10, 20, 30, 255)
    assert over_white(rgba).tolist() == [[[10, 20, 30], [255, 255, 255]], [[255, 255, 255]] * 2]
