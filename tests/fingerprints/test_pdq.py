"""PDQ agrees with the reference implementation and with its own turned pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from brandkit.fingerprints import pdq

# Source: pdqhash 0.2.8 (the reference implementation's binding) on the picture that `waves(seed)` draws.
REFERENCE: dict[int, str] = {
    1: "9a96cbff9a94cbff9e14f404b814a537ade1d3449a23009d744c21eb4fce5883",
    2: "266587e52e6587052e6f57fdaa0064f203f921de039220b7f5f655bef2135a09",
    3: "5a3185435a71a5435b71a5790f25a56eeb64da4be6d4def5856a7f80c14a1ac1",
    4: "932c66fc932c66fc3ffe9c0369798a5d2b0781b138956b89f0449b0318d3cfc3",
}


def waves(seed: int, width: int = 200, height: int = 160) -> np.ndarray:
    """A cloudy picture of thirty slanted waves, the same on every machine."""
    y, x = np.mgrid[0:height, 0:width]
    draw = np.random.RandomState(seed)
    slopes, phases = draw.uniform(-0.25, 0.25, (30, 2)), draw.uniform(0, 6.3, 30)
    value = 128 + 12 * sum(np.sin(a * x + b * y + p) for (a, b), p in zip(slopes, phases, strict=True))
    return np.stack([value, 255 - value, value / 2], axis=-1).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_bits_agree_with_the_reference(seed):
    assert pdq.fingerprint(waves(seed)).hex() == REFERENCE[seed]


def test_a_photograph_and_its_smaller_copy_are_near(starter):
    for path in sorted((starter / "photos").glob("*.jpg"))[:4]:
        with Image.open(path, formats=["JPEG"]) as photo:
            large, small = photo.convert("RGB"), photo.convert("RGB").resize((320, 220))
        assert pdq.distance(pdq.fingerprint(np.asarray(large)), pdq.fingerprint(np.asarray(small))) <= 20


def test_different_pictures_are_far_apart():
    hashes = [pdq.fingerprint(waves(seed)) for seed in range(6)]
    assert min(pdq.distance(a, b) for i, a in enumerate(hashes) for b in hashes[:i]) > 60


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("flipped", [False, True])
def test_every_turn_and_flip_is_among_the_eight(turns, flipped):
    picture = waves(2, 192, 192)
    turned = np.rot90(picture, turns)
    turned = np.ascontiguousarray(turned[:, ::-1] if flipped else turned)
    assert min(pdq.distance(pdq.fingerprint(turned), h) for h in pdq.dihedral(picture)) == 0


def test_a_flat_picture_has_a_fingerprint_too():
    assert len(pdq.fingerprint(np.full((3, 5, 3), 200, np.uint8))) == 32
