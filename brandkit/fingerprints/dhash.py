"""The difference hash, 64 bits: whether each pixel of a 9 × 8 reduction is darker than its right neighbor.

Source: Krawetz, Kind of Like That, The Hacker Factor Blog, 2013.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

BITS = 64


def fingerprint(image: Image) -> bytes:
    """8 bytes of an (H, W, 3) uint8 sRGB picture."""
    import cv2

    luma = np.asarray(image, dtype=np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    grid = np.asarray(cv2.resize(luma, (9, 8), interpolation=cv2.INTER_AREA))
    return np.packbits((grid[:, 1:] > grid[:, :-1]).ravel()).tobytes()


def dihedral(image: Image) -> tuple[bytes, ...]:
    """Hashes of the 8 turns and flips of a picture, itself first."""
    turned = [np.rot90(side, quarter) for side in (image, image[:, ::-1]) for quarter in range(4)]
    return tuple(fingerprint(np.ascontiguousarray(t)) for t in turned)


def distance(one: bytes, other: bytes) -> int:
    """Differing bits, 0..64; unrelated pictures lie about 32 apart."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()
