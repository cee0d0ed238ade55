"""Photographs look photographic and drawings do not; what lies between is between."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from brandkit import svg
from brandkit.sightings.structure.embedded_character import has_photographic_part, photographic
from tests.fingerprints.scenes import scene
from tests.sightings.libraries import opaque, svg_of
from tests.sightings.marks import horizontal, page, text_contours
from tests.sightings.painting import painted

# Out of focus almost throughout, which no drawing's measure tells from a soft gradient.
SOFT = {"jetty-over-lagoon", "bridge-over-tidal-flats", "nuthatch-on-a-tree"}


def starter_photos(starter):
    return sorted((starter / "photos").glob("*.jpg"))


def test_photographs_of_the_starter_catalog_look_like_it(starter):
    looks = {path.stem: photographic(np.asarray(Image.open(path).convert("RGBA"))) for path in starter_photos(starter)}
    assert len(looks) >= 8
    assert all(look > 0.65 for look in looks.values()), looks
    assert all(look > 0.9 for slug, look in looks.items() if slug not in SOFT), looks


@pytest.mark.parametrize("width", [80, 300, 1200])
def test_a_logo_does_not_at_any_size(width):
    assert photographic(svg.raster(svg_of(horizontal()), width)) is None or (
        photographic(svg.raster(svg_of(horizontal()), width)) < 0.1
    )


def test_a_page_of_text_does_not():
    assert photographic(opaque(painted(page(*text_contours(400)), 1.0))) < 0.1


def test_jpeg_noise_on_a_drawing_does_not_make_it_a_photograph():
    import cv2

    drawn = painted(page(*horizontal(), width=200, height=64), 4.0)
    for quality in (30, 60, 90):
        noisy = cv2.imdecode(cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
        assert photographic(opaque(noisy)) < 0.3, quality


def test_a_noisy_scene_looks_photographic():
    noise = np.random.default_rng(1).normal(0, 3, (320, 480, 3))
    assert photographic(opaque(np.clip(scene(4) + noise, 0, 255).astype(np.uint8))) > 0.9


def test_a_page_has_a_photographic_part_where_it_shows_a_photograph(starter):
    poster = painted(page(*text_contours(400)), 2.0)
    assert not has_photographic_part(poster)
    shown = np.asarray(Image.open(starter / "photos" / "hon-ba-at-low-tide.jpg").convert("RGB").resize((400, 300)))
    poster[700:1000, 300:700] = shown
    assert has_photographic_part(poster)


@pytest.mark.parametrize("grain", [1, 4, 8])
def test_scanned_paper_is_no_photograph_whatever_its_grain(grain):
    noise = np.random.default_rng(2).normal(0, grain, (1684, 1190, 3))
    scan = np.clip(painted(page(*text_contours(400)), 2.0) * 0.94 + noise, 0, 255).astype(np.uint8)
    assert photographic(opaque(scan)) < 0.5


def test_too_little_to_say_is_said():
    assert photographic(np.zeros((30, 30, 4), np.uint8)) is None
    assert photographic(np.zeros((200, 200, 4), np.uint8)) is None
