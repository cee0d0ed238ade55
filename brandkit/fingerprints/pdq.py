"""PDQ, 256 bits: the strongest published perceptual hash for photographs that needs no learned model.

Source: Meta, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019, section on PDQ; the
order of the steps and the box filter's edges follow its reference implementation, with which the bits agree.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float64]

BITS = 256
# Pictures hash the same from about this size on; larger ones only cost time.
LONGEST_SIDE_PX = 256
_GRID, _KEPT = 64, 16


def fingerprint(image: Image) -> bytes:
    """32 bytes of an (H, W, 3) uint8 sRGB picture."""
    return _packed(_coefficients(image))


def dihedral(image: Image) -> tuple[bytes, ...]:
    """Hashes of the 8 turns and flips of a picture, itself first.

    The picture itself is turned: changing signs of the cosine terms instead, as the paper does, is some 30 bits off,
    because sampling the 64 × 64 grid is not symmetric.
    """
    small = _reduced(image)
    turned = [np.rot90(side, quarter) for side in (small, small[:, ::-1]) for quarter in range(4)]
    return tuple(fingerprint(np.ascontiguousarray(t)) for t in turned)


def distance(one: bytes, other: bytes) -> int:
    """Differing bits, 0..256; unrelated pictures lie about 128 apart."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def _coefficients(image: Image) -> Floats:
    luma = _reduced(image).astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    height, width = luma.shape
    terms: Floats = _analysis(height) @ luma @ _analysis(width).T
    return terms


@lru_cache(maxsize=64)
def _analysis(length: int) -> Floats:
    """(16, length): smoothing, sampling and cosines along one axis as one matrix, for all of them are linear."""
    smoothed = np.eye(length)
    for _ in range(2):  # twice a box is nearly a tent, which suppresses what the grid cannot carry
        smoothed = _box_filtered(smoothed.T, _window(length)).T
    samples = ((np.arange(_GRID) + 0.5) * length / _GRID).astype(int)
    matrix: Floats = _cosines() @ smoothed[samples]
    return matrix


def _reduced(image: Image) -> Image:
    import cv2

    height, width = image.shape[:2]
    scale = LONGEST_SIDE_PX / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _window(length: int) -> int:
    return (length + 2 * _GRID - 1) // (2 * _GRID)


def _box_filtered(values: Floats, window: int) -> Floats:
    """Running means along the last axis; at the edges over what is there."""
    length = values.shape[-1]
    ahead = (window + 2) // 2
    sums = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    index = np.arange(length)
    start = np.maximum(0, index - (window - ahead))
    end = np.minimum(length, index + ahead)
    means: Floats = (sums[..., end] - sums[..., start]) / (end - start)
    return means


@cache
def _cosines() -> Floats:
    terms, samples = np.arange(1, _KEPT + 1), 2 * np.arange(_GRID) + 1
    basis: Floats = np.sqrt(2 / _GRID) * np.cos(np.pi / (2 * _GRID) * np.outer(terms, samples))
    return basis


def _packed(terms: Floats) -> bytes:
    # The published text form starts with the last term's bit.
    return np.packbits((terms > np.median(terms)).ravel()[::-1]).tobytes()
