"""Shaded parts are compared as they look: a gradient written otherwise is the same, a recolored one is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from brandkit import svg
from brandkit.document import Document, Page, Paint
from brandkit.geometry import Affine, translation
from brandkit.sightings.find import find
from brandkit.sightings.structure.outlines import locate
from brandkit.sightings.structure.shades import shaded_color
from tests.sightings.libraries import Shelf
from tests.sightings.marks import HEIGHT, WIDTH, horizontal, master, moved, page

SIZE = (100.0, 50.0)
GRID = np.stack(np.meshgrid(np.linspace(5, 95, 40), np.linspace(5, 45, 20)), axis=-1).reshape(-1, 2)


def gradient(start, end, width=400, height=200):
    share = np.linspace(0, 1, width)[None, :, None]
    colors = np.array(start) * (1 - share) + np.array(end) * share
    return np.repeat(np.rint(colors), height, axis=0).astype(np.uint8)


def opaque(rgb):
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])


def compared(drawn, image, points=GRID):
    return shaded_color(points, 0.5, Affine(), SIZE, drawn, "#FFFFFF", image, 2.0)


def test_the_same_gradient_on_the_page_is_no_difference():
    match = compared(opaque(gradient((10, 40, 90), (80, 160, 220))), gradient((10, 40, 90), (80, 160, 220), 200, 100))
    assert match.delta_e < 1 and match.share == 0.5


def test_another_gradient_is_told_with_how_far_it_is():
    match = compared(opaque(gradient((10, 40, 90), (80, 160, 220))), gradient((200, 40, 20), (240, 180, 60), 200, 100))
    assert match.delta_e > 20


def test_transparency_is_seen_on_the_ground():
    half = np.zeros((200, 400, 4), np.uint8)
    half[..., 3] = 128
    assert compared(half, np.full((100, 200, 3), 127, np.uint8)).delta_e < 1


def test_parts_too_thin_for_the_page_are_left_out():
    stripes = np.zeros((200, 400, 3), np.uint8)
    stripes[:, ::4] = 255
    assert compared(opaque(stripes), np.full((100, 200, 3), 127, np.uint8)) is None


def test_outlines_name_their_shaded_points_and_judge_the_plain_ones():
    shaded = horizontal()
    shaded[0] = replace(shaded[0], fill=Paint("#335577", "gradient"))
    on_page = moved(shaded, translation(100, 120))
    on_page[0] = replace(on_page[0], fill=Paint("#884411", "gradient"))
    (seen,) = locate(page(*on_page), [master(shaded)])
    assert 0.1 < seen.shaded_share < 0.6
    assert len(seen.shaded) > 100
    assert all(match.delta_e == 0 for match in seen.colors)


class Photographed:
    """A page whose shapes say "gradient" and whose pixels are the master's own drawing."""

    def __init__(self, shapes, drawn):
        self.document = Document("x.pdf", "0" * 64, "application/pdf", (Page(1, 400, 300, "pt", shapes=tuple(shapes)),))
        self.drawn = drawn

    def scale(self, number):
        return 2.0

    def pixels(self, number, pixels_per_unit=None):
        image = np.full((600, 800, 3), 255, np.uint8)
        alpha = self.drawn[..., 3:] / 255.0
        height, width = alpha.shape[:2]
        part = image[200 : 200 + height, 200 : 200 + width]
        part[:] = np.rint(self.drawn[..., :3] * alpha + part * (1 - alpha)).astype(np.uint8)
        return image


@pytest.mark.parametrize("color", ["#0B3C5D", "#C00000"])
def test_a_shade_ends_among_the_colors_of_the_sighting(color):
    shelf = Shelf(photographs=0)
    current = shelf.assets()[0].versions[1].files[0]
    data = shelf.read(current.sha256).replace(b'fill="#0B3C5D"', f'fill="{color}"'.encode())
    shapes = [replace(s, fill=Paint("#556677", "gradient")) for s in moved(horizontal(), translation(100, 100))]
    material = Photographed(shapes, svg.raster(data, int(2 * WIDTH), int(2 * HEIGHT)))
    (seen,) = find(material, shelf, on=date(2024, 5, 1))
    assert len(seen.colors) == 1
    assert (seen.colors[0].delta_e < 1) == (color == "#0B3C5D")
