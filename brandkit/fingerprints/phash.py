"""The DCT hash, 64 bits: cheap, and wrong about other pictures than PDQ, so that the two agree by chance only rarely.

Source: Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, section 3.2.1; the terms that
are kept (the first eight of both axes, median over all) are those of the `imagehash` library.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float64]

BITS = 64
_GRID, _KEPT = 32, 8


def fingerprint(image: Image) -> bytes:
    """8 bytes of an (H, W, 3) uint8 sRGB picture."""
    import cv2

    luma = np.asarray(image, dtype=np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    basis = _cosines()
    grid = np.asarray(cv2.resize(luma, (_GRID, _GRID), interpolation=cv2.INTER_AREA), dtype=np.float64)
    terms = basis @ grid @ basis.T
    return np.packbits((terms > np.median(terms)).ravel()).tobytes()


def dihedral(image: Image) -> tuple[bytes, ...]:
    """Hashes of the 8 turns and flips of a picture, itself first."""
    turned = [np.rot90(side, quarter) for side in (image, image[:, ::-1]) for quarter in range(4)]
    return tuple(fingerprint(np.ascontiguousarray(t)) for t in turned)


def distance(one: bytes, other: bytes) -> int:
    """Differing bits, 0..64; unrelated pictures lie about 32 apart."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


@cache
def _cosines() -> Floats:
    terms, samples = np.arange(_KEPT), 2 * np.arange(_GRID) + 1
    basis: Floats = np.cos(np.pi / (2 * _GRID) * np.outer(terms, samples))
    return basis
