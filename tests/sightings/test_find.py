"""Everything that is on a page becomes one list of sightings, in reading order, each thing once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

from brandkit import svg
from brandkit.document import Page, Placement, TextRun
from brandkit.errors import UnreadableMaterial
from brandkit.geometry import Affine, Box, compose, rotation, scaling, translation
from brandkit.sightings.find import described, examined, find
from tests.fingerprints.scenes import scene
from tests.sightings.libraries import COLORINGS, Sheet, Shelf, opaque, svg_of
from tests.sightings.marks import HEIGHT, WIDTH, horizontal, icon, moved, page, pose, recolored, wordmark

ON = date(2024, 5, 1)


@pytest.fixture(scope="module")
def shelf():
    return Shelf()


def logo_png(width=800, coloring="full-color"):
    return svg.raster(svg_of(recolored(horizontal(), COLORINGS[coloring])), width)


def text(words, x, y, size=12.0):
    return TextRun(words, Box(x, y, 0.5 * size * len(words), size), size=size, order=800)


def test_an_empty_page_has_no_sightings(shelf):
    assert find(Sheet(page()), shelf, on=ON) == ()


def test_sightings_are_numbered_in_reading_order_over_pages(shelf):
    low = moved(horizontal(), pose(100, 600), order=10)
    high = moved(recolored(horizontal(), COLORINGS["mono-black"]), pose(300, 60), order=30)
    slogan = text("Vững ngọn đèn, rộng biển khơi", 60, 300)
    second = moved(horizontal(), pose(50, 50, degrees=5, stretch=1.04))
    found = find(Sheet(page(*low, *high, texts=(slogan,)), page(*second)), shelf, on=ON)
    assert [(s.id, s.page, s.kind, s.variant) for s in found] == [
        (0, 1, "logo", "horizontal-mono-black"),
        (1, 1, "slogan", "vi"),
        (2, 1, "logo", "horizontal-full-color"),
        (3, 2, "logo", "horizontal-full-color"),
    ]
    assert found[3].rotation_deg == pytest.approx(5, abs=0.01)
    assert found[3].stretch == pytest.approx(1.04, abs=0.001)
    assert found[2].height_mm == pytest.approx(HEIGHT * 25.4 / 72)
    assert found[0].ground.hex == "#FFFFFF" and found[0].clearance.method == "structure"


def test_an_outdated_version_names_its_successor(shelf):
    old = moved([*icon(), *wordmark(seed=21)], pose())
    (seen,) = find(Sheet(page(*old)), shelf, on=ON)
    assert (seen.version, seen.superseded_by) == (1, "harbor@2")
    (current,) = find(Sheet(page(*moved(horizontal(), pose()))), shelf, on=ON)
    assert (current.version, current.superseded_by) == (2, None)


def test_a_picture_that_is_the_logo_stands_as_its_matrix_says(shelf):
    matrix = compose(translation(120, 200), compose(rotation(5), scaling(1.04 * WIDTH, HEIGHT)))
    made = replace(page(), placements=(Placement("p", matrix, order=3),))
    (seen,) = find(Sheet(made, pictures={"p": logo_png()}), shelf, on=ON)
    assert (seen.certainty, seen.method, seen.vector, seen.picture) == ("certain", "structure", False, "p")
    assert seen.rotation_deg == pytest.approx(5, abs=1e-9)
    assert seen.stretch == pytest.approx(1.04, abs=0.0015)  # the picture's height is a whole pixel
    assert seen.ppi == pytest.approx(256 / (HEIGHT / 72), rel=0.01)
    assert seen.scale_px == pytest.approx(256)
    assert seen.visible == 1


def test_a_clip_hides_its_share_of_a_placed_logo(shelf):
    matrix = compose(translation(120, 200), scaling(WIDTH, HEIGHT))
    half = ((0.0, 0.0), (220.0, 0.0), (220.0, 800.0), (0.0, 800.0))
    made = replace(page(), placements=(Placement("p", matrix, clip=half),))
    (seen,) = find(Sheet(made, pictures={"p": logo_png()}), shelf, on=ON)
    assert 0.45 < seen.visible < 0.55


def test_a_logo_in_a_larger_picture_is_composed_with_its_place(shelf):
    sheet = np.full((700, 900, 3), 255, np.uint8)
    logo = logo_png(500)
    alpha = logo[..., 3:] / 255.0
    height = logo.shape[0]
    sheet[200 : 200 + height, 150:650] = np.rint(logo[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    made = replace(page(), placements=(Placement("p", compose(translation(50, 100), scaling(450, 350))),))
    (seen,) = find(Sheet(made, pictures={"p": opaque(sheet)}), shelf, on=ON)
    (left, top), *_ = seen.quad
    assert (left, top) == pytest.approx((50 + 150 / 2, 100 + 200 / 2), abs=0.5)
    assert seen.height == pytest.approx(height / 2, rel=0.01)
    assert seen.stretch == pytest.approx(1, abs=0.01)
    assert seen.errors.stretch > 0
    assert seen.certainty == "certain"


def test_outlines_over_a_picture_of_the_same_logo_are_one_sighting(shelf):
    at = pose(120, 200)
    made = page(*moved(horizontal(), at, order=9), placements=(Placement("p", compose(at, scaling(WIDTH, HEIGHT))),))
    (seen,) = find(Sheet(made, pictures={"p": logo_png()}), shelf, on=ON)
    assert seen.vector


def test_a_catalog_photograph_is_told_and_another_one_is_only_described(shelf):
    known, other = opaque(cv2.resize(scene(100, 600, 400), (450, 300))), opaque(scene(7, 600, 400))
    matrix = scaling(300, 200)
    made = page(placements=(Placement("known", matrix), Placement("other", compose(translation(0, 300), matrix))))
    document, found = examined(Sheet(made, pictures={"known": known, "other": other}), shelf, on=ON)
    assert [(s.kind, s.asset, s.picture, s.certainty) for s in found] == [("photo", "photo-0", "known", "certain")]
    assert found[0].stretch == pytest.approx(1, abs=0.01)
    assert document.pictures["other"].photographic > 0.5


def test_pictures_are_described_without_a_library():
    made = page(placements=(Placement("logo", scaling(200, 64)), Placement("scene", scaling(300, 200))))
    pictures = described(Sheet(made, pictures={"logo": logo_png(), "scene": opaque(scene(7))})).pictures
    assert pictures["logo"].photographic < 0.2 < 0.5 < pictures["scene"].photographic


def test_a_flattened_page_is_searched_in_pixels(shelf):
    flat = Sheet(page(*moved(horizontal(), pose(100, 100)), width=400, height=300)).pixels(1)
    whole = Page(1, flat.shape[1], flat.shape[0], "px", 144.0, raster_only=True,
                 placements=(Placement("page", scaling(flat.shape[1], flat.shape[0])),))  # fmt: skip
    (seen,) = find(Sheet(whole, pictures={"page": opaque(flat)}, scale=1.0), shelf, on=ON)
    assert (seen.method, seen.picture, seen.vector) == ("pixels", "", False)
    assert seen.height == pytest.approx(2 * HEIGHT, rel=0.01)
    assert seen.height_mm == pytest.approx(HEIGHT * 25.4 / 72, rel=0.01)
    assert seen.clearance.method == "pixels"


def test_a_picture_that_cannot_be_decoded_leaves_the_rest_standing(shelf):
    class Damaged(Sheet):
        def picture(self, key):
            raise UnreadableMaterial(self.document.name, "holds a damaged picture")

    made = page(*moved(horizontal(), pose()), placements=(Placement("p", scaling(100, 100)),))
    document, found = examined(Damaged(made, pictures={"p": logo_png()}), shelf, on=ON)
    assert [s.kind for s in found] == ["logo"]
    assert document.pictures["p"].photographic is None


def test_what_is_turned_invisible_is_not_seen(shelf):
    made = page(placements=(Placement("p", Affine(200, 0, 0, 64, 100, 100), opacity=0.0),))
    assert find(Sheet(made, pictures={"p": logo_png()}), shelf, on=ON) == ()
