"""Local features: the same for the same picture, found again in larger and flipped copies, none where none are."""

from __future__ import annotations

import numpy as np
import pytest

from brandkit.errors import InvalidCatalog
from brandkit.sightings.photos.local_features import (
    DESCRIPTOR_BYTES,
    LONGEST_PX,
    MOST,
    Features,
    decoded,
    encoded,
    features_of,
    query_features_of,
)


def drawn(seed: int, width: int = 640, height: int = 420) -> np.ndarray:
    """A picture with corners of many sizes, (height, width) uint8."""
    import cv2

    rng = np.random.default_rng(seed)
    picture = np.full((height, width), 128, np.uint8)
    for _ in range(140):
        x, y, radius, gray = (int(v) for v in rng.integers((0, 0, 6, 0), (width, height, 70, 256)))
        corners = np.int32([[x, y]]) + rng.integers(-radius, radius, (rng.integers(3, 6), 2)).astype(np.int32)
        cv2.fillPoly(picture, [corners], gray)
    return cv2.GaussianBlur(picture, (3, 3), 0)


def agreeing(features: Features, query: Features, bits: int = 40) -> np.ndarray:
    """Rows of `features` whose nearest descriptor of the query is near, and that one's row."""
    apart = np.bitwise_count(features.descriptors[:, None] ^ query.descriptors[None]).sum(axis=2)
    rows = np.flatnonzero(apart.min(axis=1) <= bits)
    return np.stack([rows, apart.argmin(axis=1)[rows]], axis=1)


def test_a_picture_has_a_few_hundred_features_over_several_scales():
    features = features_of(drawn(1))
    assert MOST // 2 < len(features) <= MOST
    assert features.descriptors.shape == (len(features), DESCRIPTOR_BYTES)
    assert len(np.unique(features.sizes)) >= 4
    assert max(features.width, features.height) == LONGEST_PX


def test_the_same_picture_has_the_same_features():
    assert encoded(features_of(drawn(2))) == encoded(features_of(drawn(2)))


def test_features_lie_in_all_parts_of_a_picture_whose_corners_do():
    picture = drawn(3)
    picture[:, 320:] = 128 + (picture[:, 320:].astype(int) - 128) // 4
    points = features_of(picture).points
    right = (points[:, 0] > LONGEST_PX / 2).mean()
    assert 0.1 < right < 0.5


def test_what_is_encoded_is_read_back_to_a_64th_of_a_pixel():
    features = features_of(drawn(4))
    again = decoded(encoded(features))
    assert np.abs(again.points - features.points).max() <= 1 / 128
    assert np.allclose(again.sizes, features.sizes)
    assert np.abs((again.angles - features.angles + 180) % 360 - 180).max() < 0.75
    assert (again.descriptors == features.descriptors).all()
    assert (again.width, again.height) == (features.width, features.height)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:7],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: b"\0\0" + data[2:],
        lambda data: data[:4] + b"\xff\xff\xff\xff" + data[8:],
    ],
    ids=["empty", "half a head", "a byte short", "a byte long", "no width", "wrong count"],
)
def test_a_damaged_row_is_refused(damage):
    with pytest.raises(InvalidCatalog):
        decoded(damage(encoded(features_of(drawn(5)))))


def test_points_of_a_larger_query_are_in_its_own_pixels():
    import cv2

    picture = drawn(6)
    larger = cv2.resize(picture, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    features, (query, _) = features_of(picture), query_features_of(larger)
    pairs = agreeing(features, query)
    at = (features.points[pairs[:, 0]] + 0.5) * (1920 / LONGEST_PX) - 0.5
    off = np.linalg.norm(at - query.points[pairs[:, 1]], axis=1)
    assert len(pairs) > 100
    assert np.median(off) < 4


def test_a_flipped_picture_has_the_mirrored_features_of_the_picture():
    picture = drawn(7)
    flipped = features_of(np.ascontiguousarray(picture[:, ::-1]))
    plain, mirrored = query_features_of(picture)
    pairs = agreeing(flipped, mirrored)
    assert len(pairs) > 3 * len(agreeing(flipped, plain))
    at = (flipped.points[pairs[:, 0]] + 0.5) * (640 / LONGEST_PX) - 0.5
    assert np.median(np.linalg.norm(at - mirrored.points[pairs[:, 1]], axis=1)) < 2


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (9, 4000), (47, 47), (300, 300), (6000, 2)])
def test_flat_tiny_and_narrow_pictures_have_none(shape):
    picture = np.full(shape, 90, np.uint8)
    assert len(features_of(picture)) == 0
    assert [len(found) for found in query_features_of(picture)] == [0, 0]
    assert len(decoded(encoded(features_of(picture)))) == 0


def test_a_very_long_picture_still_has_features():
    assert len(features_of(np.tile(drawn(8, 400, 120), (1, 3)))) > 20
