"""Photographs on drawn pages: each class of alteration is found in its place, and a wrong one is never certain."""

from __future__ import annotations

import hashlib
import io

import cv2
import numpy as np
import pytest
from PIL import Image

from brandkit.assets import Asset, File, Version
from brandkit.geometry import apply
from brandkit.sightings.photos.match import Photos
from tests.fingerprints.scenes import scene

WIDTH, HEIGHT = 600, 400
KNOWN = {f"photo-{n}": scene(100 + n, WIDTH, HEIGHT) for n in range(4)}


class Album:
    """A library of photographs by slug, told in that order; counts what is read."""

    def __init__(self, pictures, statuses=None):
        self.blobs, self.read_files, self._assets = {}, [], []
        for slug, picture in pictures.items():
            stream = io.BytesIO()
            Image.fromarray(picture).save(stream, "PNG")
            data = stream.getvalue()
            sha256 = hashlib.sha256(data).hexdigest()
            self.blobs[sha256] = data
            file = File("original", f"{slug}.png", sha256, "image/png", len(data))
            status = (statuses or {}).get(slug, "approved")
            self._assets.append(
                Asset(slug, "photo", {"vi": slug}, status, versions=(Version(1, status, files=(file,)),))
            )

    def assets(self):
        return tuple(self._assets)

    def read(self, sha256):
        self.read_files.append(sha256)
        return self.blobs[sha256]


def photos_of(pictures, statuses=None):
    album = Album(pictures, statuses)
    return Photos(album, album.assets())


@pytest.fixture(scope="module")
def photos():
    return photos_of(KNOWN)


def page(height=1000, width=1400):
    """Pale, with a bar and lines of letters."""
    sheet = np.full((height, width, 3), (236, 240, 228), np.uint8)
    cv2.rectangle(sheet, (0, 0), (width, height // 10), (40, 70, 130), -1)
    for row in range(150, height, 70):
        cv2.putText(
            sheet, "Weekend market by the sea, programme", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (30,) * 3, 2
        )
    return sheet


def put(sheet, picture, x, y, width):
    height = round(width * picture.shape[0] / picture.shape[1])
    sheet[y : y + height, x : x + width] = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], float)


def corners_of(match):
    width, height = match.size
    return np.array([apply(match.matrix, p) for p in ((0, 0), (width, 0), (width, height), (0, height))])


def only(matches):
    assert len(matches) == 1
    return matches[0]


def gray(picture):
    return cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def duotone(picture):
    share = gray(picture) / 255
    return np.rint(np.array([20, 30, 110]) * (1 - share) + np.array([250, 215, 120]) * share).astype(np.uint8)


CHANGES = {
    "as it is": lambda p: p,
    "gray": gray,
    "tinted": lambda p: np.clip(p * np.array([1.15, 0.95, 0.65]), 0, 255).astype(np.uint8),
    "duotone": duotone,
    "darker and flatter": lambda p: np.clip(p * 0.6 + 5, 0, 255).astype(np.uint8),
    "mirrored": lambda p: np.ascontiguousarray(p[:, ::-1]),
    "blurred": lambda p: cv2.GaussianBlur(p, (0, 0), 3),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("width", [700, 330], ids=["large", "a twentieth of the page"])
def test_an_altered_photograph_is_found_on_a_page(photos, change, width):
    sheet = page()
    quad = put(sheet, CHANGES[change](KNOWN["photo-2"]), 600, 420, width)
    match = only(photos.found_in(sheet))
    assert match.entry.asset.slug == "photo-2" and match.certain
    quad = quad[[1, 0, 3, 2]] if change == "mirrored" else quad
    assert np.abs(corners_of(match) - quad).max() < 0.005 * width
    assert (match.matrix.determinant < 0) == (change == "mirrored")
    assert match.visible == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("degrees", [5, 30, 170])
def test_a_turned_photograph_is_found_on_a_page(photos, degrees):
    sheet = page()
    turn = cv2.getRotationMatrix2D((300, 200), degrees, 1)
    turn[:, 2] += 400, 300
    mask = cv2.warpAffine(np.ones((HEIGHT, WIDTH), np.uint8), turn, (1400, 1000))
    shown = cv2.warpAffine(KNOWN["photo-1"], turn, (1400, 1000))
    sheet[mask > 0] = shown[mask > 0]
    match = only(photos.found_in(sheet))
    assert match.entry.asset.slug == "photo-1" and match.certain
    centers = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], float) - 0.5
    assert np.abs(corners_of(match) - (centers @ turn[:, :2].T + turn[:, 2] + 0.5)).max() < 3


@pytest.mark.parametrize("what", ["letters", "mark"])
def test_what_lies_over_a_photograph_spoils_its_own_place_alone(photos, what):
    sheet = page()
    quad = put(sheet, KNOWN["photo-3"], 500, 300, 720)
    if what == "letters":
        for row in (440, 560):
            cv2.putText(sheet, "OPEN DAY", (540, row), cv2.FONT_HERSHEY_DUPLEX, 4, (255, 240, 90), 14)
    else:
        cv2.circle(sheet, (660, 430), 110, (206, 32, 41), -1)
    match = only(photos.found_in(sheet))
    assert match.entry.asset.slug == "photo-3" and match.certain
    assert np.abs(corners_of(match) - quad).max() < 4
    assert match.visible == pytest.approx(1, abs=0.03)


def test_a_cut_photograph_is_found_on_a_page_with_the_share_that_is_shown(photos):
    sheet = page()
    put(sheet, KNOWN["photo-0"][100:300, 150:450], 700, 300, 450)
    match = only(photos.found_in(sheet))
    assert match.entry.asset.slug == "photo-0"
    assert match.visible == pytest.approx(0.25, abs=0.02)
    assert np.abs(np.array(match.shown) - [[700, 300], [1150, 300], [1150, 600], [700, 600]]).max() < 6


def test_every_known_photograph_of_a_collage_is_found_and_no_other(photos):
    sheet = np.full((840, 1240, 3), 250, np.uint8)
    cells = [("photo-0", KNOWN["photo-0"]), ("", scene(900, WIDTH, HEIGHT)), ("photo-2", KNOWN["photo-2"]),
             ("photo-1", KNOWN["photo-1"])]  # fmt: skip
    places = {}
    for at, (slug, picture) in enumerate(cells):
        places[slug] = put(sheet, picture, 15 + 610 * (at % 2), 12 + 412 * (at // 2), WIDTH)
    found = {match.entry.asset.slug: match for match in photos.found_in(sheet)}
    assert sorted(found) == ["photo-0", "photo-1", "photo-2"]
    for slug, match in found.items():
        assert match.certain
        assert np.abs(corners_of(match) - places[slug]).max() < 3


def test_a_photograph_that_is_shown_twice_is_told_twice(photos):
    sheet = page()
    places = [put(sheet, KNOWN["photo-1"], 60, 120, 560), put(sheet, KNOWN["photo-1"], 800, 560, 420)]
    found = photos.found_in(sheet)
    assert [match.entry.asset.slug for match in found] == ["photo-1"] * 2
    for place in places:
        assert min(np.abs(corners_of(match) - place).max() for match in found) < 3


def test_a_print_photographed_aslant_is_possible_and_not_certain(photos):
    corners = np.float32([[190, 160], [1100, 250], [1040, 760], [230, 850]])
    flat = np.float32([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]])
    matrix = cv2.getPerspectiveTransform(flat, corners)
    shown = cv2.warpPerspective(KNOWN["photo-0"], matrix, (1300, 1000), borderValue=(120, 96, 74))
    match = only(photos.found_in(cv2.GaussianBlur(shown, (0, 0), 0.8)))
    assert match.entry.asset.slug == "photo-0"
    assert not match.certain


@pytest.mark.parametrize("seed", range(600, 606))
def test_pages_with_other_photographs_show_none_of_the_catalog(photos, seed):
    sheet = page()
    put(sheet, scene(seed, WIDTH, HEIGHT), 100, 150, 500)
    put(sheet, scene(seed + 50, WIDTH, HEIGHT), 700, 500, 600)
    assert photos.found_in(sheet) == []
    assert photos.found_in(page()) == []


def from_a_tripod(seed):
    """Two shots: the same place, other things in it."""
    one, other = scene(seed, WIDTH, HEIGHT), scene(seed, WIDTH, HEIGHT)
    rng = np.random.default_rng(seed)
    for picture in (one, other):
        for _ in range(5):
            x, y = int(rng.integers(WIDTH - 90)), int(rng.integers(HEIGHT - 90))
            picture[y : y + 90, x : x + 90] = scene(int(rng.integers(5000, 9000)), 90, 90)
    return one, other


@pytest.mark.parametrize("seed", [301, 302, 303])
@pytest.mark.parametrize("way", ["whole", "on a page", "cut"])
def test_of_two_shots_from_one_tripod_the_right_one_is_told(seed, way):
    one, other = from_a_tripod(seed)
    photos = photos_of({"one": one, "other": other, **KNOWN})
    for slug, picture in (("one", one), ("other", other)):
        shown = picture if way == "whole" else picture[40:360, 30:570]
        if way == "on a page":
            shown = page()
            put(shown, picture, 500, 300, 640)
        match = only(photos.found_in(shown))
        assert match.entry.asset.slug == slug or not match.certain
        assert match.entry.asset.slug == slug  # five of a hundred blocks tell them apart


def test_where_two_shots_do_not_differ_neither_is_certain():
    one, other = scene(320, WIDTH, HEIGHT), scene(320, WIDTH, HEIGHT)
    other[250:, :] = scene(321, WIDTH, 150)
    photos = photos_of({"one": one, "other": other})
    match = only(photos.found_in(np.ascontiguousarray(one[20:230, 100:500])))
    assert not match.certain


def test_of_a_photograph_and_a_part_of_it_the_one_that_explains_more_is_told():
    rng = np.random.default_rng(330)
    grain = cv2.resize(rng.integers(0, 90, (100, 150, 3)).astype(np.uint8), (900, 600), interpolation=cv2.INTER_NEAREST)
    whole = cv2.addWeighted(scene(330, 900, 600), 0.7, grain, 0.8, 0)
    part = np.ascontiguousarray(whole[100:500, 200:800])
    photos = photos_of({"part": part, "whole": whole})
    match = only(photos.found_in(whole))
    assert match.entry.asset.slug == "whole" and match.certain
    sheet = page()
    put(sheet, whole, 500, 200, 750)
    match = only(photos.found_in(sheet))
    assert match.entry.asset.slug == "whole" and match.certain
    match = only(photos.found_in(part))
    assert match.entry.asset.slug == "part"
    match = only(photos.found_in(np.ascontiguousarray(part[50:350, 100:500])))
    assert not match.certain


def test_a_photograph_registered_twice_is_the_approved_one():
    again = KNOWN["photo-0"].copy()
    again[0, 0] ^= 1  # other bytes
    photos = photos_of({"a-draft": again, "approved": KNOWN["photo-0"]}, {"a-draft": "draft"})
    match = only(photos.found_in(KNOWN["photo-0"]))
    assert match.entry.asset.slug == "approved" and match.certain


def test_the_answer_does_not_depend_on_order_or_on_what_was_asked_before(photos):
    sheet = page()
    put(sheet, KNOWN["photo-2"], 80, 140, 520)
    put(sheet, KNOWN["photo-0"], 760, 500, 400)
    first = [(m.entry.asset.slug, m.matrix, m.shown, m.score) for m in photos.found_in(sheet)]
    fresh = photos_of(dict(reversed(KNOWN.items())))
    fresh.found_in(KNOWN["photo-1"])
    assert [(m.entry.asset.slug, m.matrix, m.shown, m.score) for m in fresh.found_in(sheet)] == first
    assert len(first) == 2


def test_a_broken_photograph_is_passed_over():
    album = Album(KNOWN)
    broken = album.assets()[1].versions[0].files[0].sha256
    album.blobs[broken] = album.blobs[broken][:300]
    photos = Photos(album, album.assets())
    # What another test decoded of the same bytes is kept by their name.
    slugs = {m.entry.asset.slug for m in photos.found_in(KNOWN["photo-2"])}
    assert slugs == {"photo-2"}
