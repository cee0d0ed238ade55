"""Whatever can be looked at gives the same sightings: a path, its bytes, its pixels; what cannot is refused by name."""

from __future__ import annotations

import io

import numpy as np
import pytest
import resvg_py
from PIL import Image

from brandkit import Catalog, errors, limits
from tests.commands import harbor


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with Catalog.open(harbor.catalog(tmp_path_factory.mktemp("harbor"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """A drawn page as PNG: its path and its pixels."""
    svg = harbor.material(tmp_path_factory.mktemp("material") / "poster.svg", stretch=1.0)
    png = bytes(resvg_py.svg_to_bytes(svg_path=str(svg)))
    path = svg.with_suffix(".png")
    path.write_bytes(png)
    with Image.open(io.BytesIO(png)) as drawn:
        return path, np.asarray(drawn.convert("RGB"))


def test_a_path_its_bytes_and_its_pixels_give_the_same_sightings(catalog, picture):
    path, pixels = picture
    (seen,) = catalog.identify(path)
    assert (seen.asset, seen.certainty, seen.method) == ("harbor", "certain", "pixels")
    assert np.allclose(seen.quad[0], (150, 160), atol=0.6)
    assert catalog.identify(str(path)) == catalog.identify(path.read_bytes()) == catalog.identify(pixels) == (seen,)


def test_pixels_with_alpha_and_in_any_order_of_memory_are_taken(catalog, picture):
    _, pixels = picture
    seen = catalog.identify(pixels)
    opaque = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    assert catalog.identify(opaque) == seen
    assert catalog.identify(np.asfortranarray(pixels)) == seen
    backwards = catalog.identify(pixels[:, ::-1])
    assert [found.mirrored for found in backwards] == [True]


def test_a_picture_without_anything_gives_nothing(catalog):
    assert catalog.identify(np.full((300, 400, 3), 128, np.uint8)) == ()


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((10, 10), np.uint8),
        np.zeros((10, 10, 2), np.uint8),
        np.zeros((10, 10, 3), np.float32),
        np.zeros((0, 10, 3), np.uint8),
        np.zeros((2, 10, 10, 3), np.uint8),
        None,
        42,
    ],
    ids=["gray", "two channels", "floats", "empty", "four axes", "nothing", "a number"],
)
def test_what_is_no_picture_in_memory_is_refused(catalog, pixels):
    with pytest.raises(errors.InvalidValue):
        catalog.identify(pixels)


def test_a_picture_too_large_is_refused_before_it_is_copied(catalog):
    wide = np.broadcast_to(np.uint8(0), (limits.PICTURE_PIXELS // 1000 + 1, 1000, 3))
    with pytest.raises(errors.MaterialTooLarge):
        catalog.identify(wide)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", errors.UnreadableMaterial),
        (b"just words", errors.UnsupportedFormat),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), errors.UnreadableMaterial),
        (b"%PDF-1.7\nnothing more", errors.UnreadableMaterial),
    ],
)
def test_bytes_that_are_no_material_are_refused(catalog, data, error):
    with pytest.raises(error):
        catalog.identify(data)


def test_a_file_that_is_not_there_is_refused(catalog, tmp_path):
    with pytest.raises(errors.NotFound):
        catalog.identify(tmp_path / "nowhere.png")
