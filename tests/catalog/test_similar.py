"""What looks alike is found, turned, mirrored and recolored; what does not is left in peace."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from brandkit import svg
from brandkit.catalog.duplicates import best_master, clusters
from brandkit.catalog.fingerprinting import prints_of, queries_of, views_of
from brandkit.catalog.similar import near
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
