"""What looks alike is found, turned, mirrored and recolored; what does not is left in peace."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from brandkit import svg
from brandkit.catalog.looks.duplicates import best_master, clusters
from brandkit.catalog.looks.fingerprinting import prints_of, queries_of, trimmed, views_of
from brandkit.catalog.looks.similar import near
from tests.catalog.specimens import SEA, inspected, mark, picture


def rgba(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


@pytest.fixture
def looks(stocked):
    return stocked.looks()


def found(looks, pixels):
    return [match.slug for match in near(looks, queries_of(pixels))]


@pytest.mark.parametrize(
    "change",
    {
        "itself": lambda image: image,
        "recompressed": lambda image: rgba(picture(5, quality=40)),
        "halved": lambda image: image[::2, ::2],
        "turned": lambda image: np.rot90(image),
        "mirrored": lambda image: image[:, ::-1],
        "brighter": lambda image: np.clip(image.astype(int) + 20, 0, 255).astype(np.uint8),
    }.items(),
    ids=lambda change: change[0],
)
def test_a_changed_photo_is_found_first(looks, change):
    pixels = np.ascontiguousarray(change[1](rgba(picture(5))))
    assert found(looks, pixels)[:1] == ["basket-boat"]


def framed(image, *, top=0, left=0, bottom=0, right=0, color=(0, 0, 0)):
    height, width = image.shape[:2]
    out = np.full((height + top + bottom, width + left + right, 4), 255, np.uint8)
    out[..., :3] = color
    out[top : top + height, left : left + width] = image
    return out


@pytest.mark.parametrize(
    "frame",
    [
        {"top": 20, "bottom": 20},
        {"left": 40, "right": 40, "color": (255, 255, 255)},
        {"top": 30, "left": 30, "bottom": 60, "right": 30, "color": (250, 248, 240)},
        {"bottom": 40, "color": (20, 60, 120)},
    ],
)
def test_a_photo_is_found_within_bars_and_frames_also_turned(looks, frame):
    for image in (rgba(picture(5)), np.rot90(rgba(picture(5)))):
        noisy = framed(np.kron(image, np.ones((4, 4, 1), np.uint8)), **frame)
        shaken = noisy.astype(int) + np.random.default_rng(1).integers(-4, 5, noisy.shape)
        assert found(looks, shaken.clip(0, 255).astype(np.uint8))[:1] == ["basket-boat"]


def test_a_picture_without_a_border_or_with_nothing_else_is_not_trimmed():
    assert trimmed(rgba(picture(5))[..., :3]) is None
    assert trimmed(np.full((40, 60, 3), 7, np.uint8)) is None
    sky = np.full((400, 300, 3), 200, np.uint8)
    sky[350:] = np.random.default_rng(1).integers(0, 256, (50, 300, 3), np.uint8)
    assert trimmed(sky) is None


def test_a_border_is_cut_to_what_is_within():
    inner = np.random.default_rng(1).integers(0, 200, (60, 80, 3), np.uint8)
    out = np.full((100, 120, 3), 255, np.uint8)
    out[10:70, 30:110] = inner
    assert np.array_equal(trimmed(out), inner[1:-1, 1:-1])


@pytest.mark.parametrize("seed", range(20, 40))
def test_another_photo_finds_nothing(looks, seed):
    assert found(looks, rgba(picture(seed))) == []


def test_a_logo_is_found_in_another_color_and_with_another_margin(looks):
    drawn = svg.raster(mark("#C00000", seed=3), 360, 180)
    wide = np.zeros((300, 500, 4), np.uint8)
    wide[60:240, 70:430] = drawn
    assert found(looks, wide)[:1] == ["thang-tam"]


def test_the_shape_of_a_reversed_logo_is_that_of_the_full_color_one():
    light, dark = (svg.raster(mark(ink, seed=3), 240, 120) for ink in ("#FFFFFF", SEA))
    assert np.array_equal(views_of(light, is_logo=True)["shape"], views_of(dark, is_logo=True)["shape"])


def test_an_empty_picture_has_no_shape():
    assert list(views_of(np.zeros((9, 9, 4), np.uint8), is_logo=True)) == ["whole"]


def test_matches_come_nearest_first_with_their_distance(looks):
    matches = near(looks, queries_of(rgba(picture(5))), most=1.0)
    assert (matches[0].slug, matches[0].distance) == ("basket-boat", 0)
    assert all(one.share <= other.share for one, other in pairwise(matches))


def test_clusters_hold_assets_that_look_the_same_and_name_the_better_one(empty):
    from brandkit.catalog.drafts import Wishes
    from brandkit.catalog.registering import add

    def photo(slug, data, pixels):
        file = inspected(data)
        prints = prints_of(pixels, is_logo=False)
        return add(empty, type(file)(**{**vars(file), "prints": prints}), Wishes("photo", slug=slug))

    assert clusters(empty.looks()) == []
    photo("one", picture(1), rgba(picture(1)))
    photo("one-again", picture(1, quality=50), rgba(picture(1, quality=50)))
    photo("other", picture(2), rgba(picture(2)))
    assert clusters(empty.looks()) == [("one", "one-again")]
    assert best_master([empty.asset("one-again"), empty.asset("one")]).slug == "one"


def test_variants_of_one_asset_are_no_duplicates(looks):
    assert clusters(looks) == []
