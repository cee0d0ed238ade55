"""Which way edges run at each pixel of a page, as bits: what outlines are compared with where nothing else is known.

An orientation is one of BINS half-open sectors of the half circle, so that it tells no sign: light on dark and dark on
light are the same. A pixel's byte has the bits of all edges within a pixel of it.

Source: the spreading of orientations follows Hinterstoisser et al., "Gradient Response Maps for Real-Time Detection of
Texture-Less Objects", IEEE TPAMI 34(5), 2012, section 3.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

BINS = 8
FULL, NEAR, UNKNOWN = 4, 3, 3  # what an outline point scores: its orientation, the next one, off the page
_LEAST_STEP = 2.5  # 8-bit step per pixel, all channels together, that is an edge and not noise
_RIDGE = 0.45  # of the strongest energy next to it; less is the flank of another edge


def edge_bits(along_x: Array, along_y: Array) -> NDArray[np.uint8]:
    """(h, w) bits of the orientations at each pixel and next to it, from (h, w, 3) derivatives."""
    import cv2

    ones = np.ones((1, 3), np.float32)
    xx = cv2.transform(cv2.multiply(along_x, along_x), ones)
    yy = cv2.transform(cv2.multiply(along_y, along_y), ones)
    xy = cv2.transform(cv2.multiply(along_x, along_y), ones)
    energy = xx + yy
    floor = np.maximum(cv2.dilate(energy, np.ones((3, 3), np.uint8)) * _RIDGE, _LEAST_STEP**2)
    double = cv2.phase(xx - yy, 2 * xy)
    sector = (double * (BINS / (2 * math.pi))).astype(np.uint8) % BINS
    bits = np.where(energy >= floor, np.left_shift(np.uint8(1), sector), np.uint8(0))
    return _spread(bits.astype(np.uint8))


def bins_of(normals: Array) -> Array:
    """(n,) orientation of the edges that run across unit normals (n, 2)."""
    double = np.arctan2(2 * normals[:, 0] * normals[:, 1], normals[:, 0] ** 2 - normals[:, 1] ** 2)
    return (np.mod(double, 2 * math.pi) * (BINS / (2 * math.pi))).astype(np.int64) % BINS


@lru_cache(maxsize=1)
def answers() -> NDArray[np.uint8]:
    """(BINS, 256): what a byte of bits answers to an outline point of an orientation."""
    bits = (np.arange(256)[:, None] >> np.arange(BINS)) & 1
    found = np.zeros((BINS, 256), np.uint8)
    for own in range(BINS):
        beside = bits[:, (own + 1) % BINS] | bits[:, own - 1]
        found[own] = np.where(bits[:, own], FULL, np.where(beside, NEAR, 0))
    found.flags.writeable = False
    return found


def _spread(bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    wide = bits.copy()
    wide[:, 1:] |= bits[:, :-1]
    wide[:, :-1] |= bits[:, 1:]
    tall = wide.copy()
    tall[1:] |= wide[:-1]
    tall[:-1] |= wide[1:]
    return tall
