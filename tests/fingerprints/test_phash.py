"""The DCT hash agrees with imagehash, survives copies and tells other pictures apart."""

from __future__ import annotations

import cv2
import imagehash
import numpy as np
import pytest
from PIL import Image

from brandkit.fingerprints import phash
from tests.fingerprints.scenes import scene


@pytest.mark.parametrize("seed", range(4))
def test_bits_agree_with_imagehash_but_for_the_resampling_filter(seed):
    picture = scene(seed)
    theirs = np.packbits(imagehash.phash(Image.fromarray(picture)).hash.ravel()).tobytes()
    assert phash.distance(phash.fingerprint(picture), theirs) <= 2


@pytest.mark.parametrize("seed", range(4))
def test_a_small_jpeg_copy_keeps_its_hash(seed):
    picture = scene(seed)
    small = cv2.resize(picture, (240, 160), interpolation=cv2.INTER_AREA)
    copy = cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 50])[1], cv2.IMREAD_COLOR)
    assert phash.distance(phash.fingerprint(picture), phash.fingerprint(copy)) <= 6


def test_other_pictures_are_far_apart():
    hashes = [phash.fingerprint(scene(seed)) for seed in range(12)]
    assert min(phash.distance(a, b) for i, a in enumerate(hashes) for b in hashes[:i]) >= 14


def test_a_mirrored_copy_is_among_the_eight_views():
    picture = scene(5)
    mirrored = phash.fingerprint(np.ascontiguousarray(picture[:, ::-1]))
    views = phash.dihedral(picture)
    assert views[0] == phash.fingerprint(picture)
    assert len(views) == 8 and mirrored in views
