"""Pictures with what was seen drawn on them: the page's pixels stay, outlines stand outside, names can be read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from brandkit.reports import _picture_of_sightings as pictures
from brandkit.reports import as_document
from tests.reports import specimen

INK = "#0B3C5D"


def material(size: tuple[int, int], sightings=None) -> dict:
    """A page of pixels with the specimen's sightings scaled onto it."""
    width, height = size
    told = as_document(specimen.report(), "vi", judged=False)["reports"][0]
    scale = min(width / specimen.WIDTH, height / specimen.HEIGHT)
    told["pages"] = [{"number": 1, "width": width, "height": height, "unit": "px", "dpi": None, "raster_only": True}]
    for sighting in told["sightings"]:
        sighting["quad"] = [[x * scale, y * scale] for x, y in sighting["quad"]]
        sighting["ink"] = None
    told["sightings"] = told["sightings"] if sightings is None else sightings
    return told


def drawn(told: dict, ground: tuple[int, int, int] = (250, 250, 250), lang: str = "vi") -> np.ndarray:
    page = told["pages"][0]
    pixels = np.full((page["height"], page["width"], 3), ground, np.uint8)
    png = pictures.picture_of(told, page, pixels, lang=lang, accent=INK)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.mark.parametrize("size", [(421, 595), (1240, 1754), (3000, 4243)])
def test_nothing_covers_what_was_seen_and_an_outline_stands_around_it(size):
    told = material(size)
    scale = max(1.0, max(size) / pictures.NOMINAL)
    gutter = int(np.ceil(pictures.GUTTER * scale))
    picture = drawn(told, (201, 180, 90))
    quad = np.array(told["sightings"][0]["quad"]) + gutter
    left, top = np.ceil(quad.min(axis=0)).astype(int)
    right, bottom = np.floor(quad.max(axis=0)).astype(int)
    assert (picture[top:bottom, left:right] == (201, 180, 90)).all()
    beside = int(4.5 * scale)
    column = picture[(top + bottom) // 2, left - 2 * beside : left]
    assert np.abs(column.astype(int) - (0x0B, 0x3C, 0x5D)).sum(axis=1).min() < 40


def test_a_page_without_anything_is_itself_in_a_gutter_with_a_sentence_below():
    told = material((600, 400), sightings=[])
    picture = drawn(told, (10, 20, 30))
    gutter = int(pictures.GUTTER)
    assert (picture[gutter : gutter + 400, gutter : gutter + 600] == (10, 20, 30)).all()
    below = picture[gutter + 402 :]
    assert (np.abs(below.astype(int) - pictures.GROUND).sum(axis=2) > 200).sum() > 50


@pytest.mark.parametrize("ground", [(0, 0, 0), (255, 255, 255), (11, 60, 93), (228, 87, 46)])
def test_an_outline_is_told_from_any_ground(ground):
    told = material((900, 1270))
    gutter = int(pictures.GUTTER)
    x0, y0 = told["sightings"][0]["quad"][0]
    picture = drawn(told, ground).astype(int)
    row = int(y0 + gutter + 20)
    around = picture[row, int(x0 + gutter) - 9 : int(x0 + gutter) - 1]
    assert np.abs(around - ground).sum(axis=1).max() > 150


def test_names_are_set_in_the_reports_typeface_with_their_marks(monkeypatch):
    with_marks = drawn(material((900, 1270)))
    monkeypatch.setattr(pictures, "FACES", [])
    assert (drawn(material((900, 1270))) != with_marks).any(), "the typeface is what draws the names"


def test_a_hostile_title_stays_text():
    told = material((900, 1270))
    for sighting in told["sightings"]:
        sighting["title"] = {"vi": "</text><rect width='9999' height='9999'/>\x1b[2J\x00", "en": "x"}
    picture = drawn(told)
    assert (picture[:: 50, :: 50] == pictures.GROUND).all(axis=2).any()


def test_a_tiny_picture_still_has_room_for_a_name():
    told = material((60, 40))
    assert drawn(told).shape[1] >= pictures.LEAST_WIDE


def test_the_same_picture_comes_out_twice():
    assert (drawn(material((900, 1270))) == drawn(material((900, 1270)))).all()
