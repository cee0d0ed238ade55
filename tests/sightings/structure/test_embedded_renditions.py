"""A picture that is a logo from edge to edge is told with its variant and colours; anything else is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit import svg
from brandkit.sightings.structure.embedded_renditions import rendition_of
from brandkit.sightings.structure.masters import Masters
from tests.sightings.libraries import COLORINGS, Shelf, opaque, svg_of
from tests.sightings.marks import SUN, horizontal, recolored


@pytest.fixture(scope="module")
def masters():
    shelf = Shelf(photographs=0)
    return Masters(shelf, shelf.assets())


def drawn(width=500, coloring="full-color"):
    return svg.raster(svg_of(recolored(horizontal(), COLORINGS[coloring])), width)


def on(rgba, ground):
    alpha = rgba[..., 3:] / 255.0
    return opaque(np.rint(rgba[..., :3] * alpha + np.array(ground) * (1 - alpha)).astype(np.uint8))


@pytest.mark.parametrize("coloring", COLORINGS)
@pytest.mark.parametrize("width", [60, 211, 1600])
def test_a_transparent_rendition_of_any_size_is_its_file(masters, coloring, width):
    found = rendition_of(drawn(width, coloring), masters)
    assert found is not None
    assert found.entry.file.variant == f"horizontal-{coloring}" and found.entry.version.number == 2
    assert all(color.delta_e < 1 for color in found.colors)


@pytest.mark.parametrize("ground", [(255, 255, 255), (10, 42, 74), (128, 128, 128)])
def test_an_opaque_rendition_on_any_ground_is_its_file(masters, ground):
    coloring = "reversed" if sum(ground) < 200 else "full-color"
    found = rendition_of(on(drawn(400, coloring), ground), masters)
    assert found is not None and found.entry.file.variant == f"horizontal-{coloring}"


def test_a_jpeg_of_it_is_too(masters):
    pixels = on(drawn(600), (255, 255, 255))[..., :3]
    copy = cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 60])[1], cv2.IMREAD_COLOR)
    found = rendition_of(opaque(copy), masters)
    assert found is not None and found.entry.file.variant == "horizontal-full-color"


def test_a_picture_too_small_to_tell_versions_apart_is_the_one_in_use(masters):
    found = rendition_of(drawn(50), masters)
    assert found is not None and found.entry.version.number == 2


def test_other_colors_other_proportions_and_other_drawings_are_none(masters):
    red = svg.raster(svg_of(recolored(horizontal(), {SUN: "#C00000"})), 500)
    assert rendition_of(red, masters) is None
    assert rendition_of(cv2.resize(drawn(500), (500, 180)), masters) is None
    assert rendition_of(svg.raster(svg_of(horizontal(seed=9)), 500), masters) is None
    assert rendition_of(opaque(np.full((160, 500, 3), 255, np.uint8)), masters) is None
    assert rendition_of(drawn(500)[:10], masters) is None
