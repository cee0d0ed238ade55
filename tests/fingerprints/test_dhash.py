"""The difference hash survives copies and brightness, and tells other pictures apart."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.fingerprints import dhash
from tests.fingerprints.scenes import scene


def test_each_bit_says_whether_it_grows_brighter_to_the_right():
    ramp = np.repeat(np.linspace(0, 255, 90).astype(np.uint8)[None, :, None], 80, axis=0).repeat(3, axis=2)
    assert dhash.fingerprint(ramp) == b"\xff" * 8
    assert dhash.fingerprint(np.ascontiguousarray(ramp[:, ::-1])) == b"\x00" * 8


@pytest.mark.parametrize("seed", range(4))
def test_a_darker_small_copy_keeps_its_hash(seed):
    picture = scene(seed)
    copy = cv2.resize((picture * 0.7).astype(np.uint8), (150, 100), interpolation=cv2.INTER_AREA)
    assert dhash.distance(dhash.fingerprint(picture), dhash.fingerprint(copy)) <= 4


def test_other_pictures_are_far_apart():
    hashes = [dhash.fingerprint(scene(seed)) for seed in range(12)]
    assert min(dhash.distance(a, b) for i, a in enumerate(hashes) for b in hashes[:i]) >= 10


def test_a_turned_copy_is_among_the_eight_views():
    picture = scene(5)
    assert dhash.fingerprint(np.ascontiguousarray(np.rot90(picture))) in dhash.dihedral(picture)
