"""Pictures with the statistics of photographs: smooth at large, detailed at small, each of its own."""

from __future__ import annotations

import cv2
import numpy as np


def scene(seed: int, width: int = 480, height: int = 320) -> np.ndarray:
    """(H, W, 3) uint8: noise of 1/f in three colours with a few shapes."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for octave in range(7):
        grid = random.normal(size=(2 + 2**octave, 3 + 2**octave, 3)).astype(np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) / 1.7**octave
    picture = cv2.normalize(total, None, 20, 235, cv2.NORM_MINMAX).astype(np.uint8)
    for _ in range(12):
        center = (int(random.integers(width)), int(random.integers(height)))
        color = tuple(int(v) for v in random.integers(0, 256, 3))
        cv2.circle(picture, center, int(random.integers(5, 40)), color, -1, cv2.LINE_AA)
    return picture
