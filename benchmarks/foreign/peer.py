"""The peer on flattened pages: SIFT from OpenCV, Lowe's ratio, an affine map by RANSAC.

    python -m benchmarks.foreign.peer PAGE MASTER…

Certain from 12 inliers, possible from 6; maps that no layout makes are dropped.
Source: Lowe, IJCV 60(2), 2004.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.foreign.artwork import Artwork, artwork_of, raster
from benchmarks.foreign.scores import Found
from brandkit.geometry import Affine, compose, quad_of, scaling

Pixels = NDArray[np.uint8]

MASTER_PX = 400
RATIO, REACH_PX, POSSIBLE, CERTAIN = 0.8, 3.0, 6, 12


def found_by_sift(page: Pixels, arts: Sequence[Artwork]) -> list[Found]:
    """One place at most for each logo."""
    import cv2

    points, descriptors = _features(page)
    found = []
    for art in arts:
        known_points, known, unit = _master(art)
        if known is None or descriptors is None or min(len(known), len(descriptors)) < 4:
            continue
        pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(known, descriptors, k=2)
        good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < RATIO * pair[1].distance]
        if len(good) < POSSIBLE:
            continue
        start = np.array([known_points[m.queryIdx] for m in good])
        end = np.array([points[m.trainIdx] for m in good])
        matrix, kept = cv2.estimateAffine2D(
            start, end, method=cv2.RANSAC, ransacReprojThreshold=REACH_PX, maxIters=4000, confidence=0.999
        )
        if matrix is None or int(kept.sum()) < POSSIBLE or not _plausible(matrix):
            continue
        pixels = Affine(*(float(value) for value in matrix.T.ravel()))
        placed = compose(pixels, scaling(unit))
        found.append(Found(art.slug, placed, quad_of(placed, *art.size), int(kept.sum()) >= CERTAIN))
    return found


def _plausible(matrix: NDArray[Any]) -> bool:
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(small > 0.02 and large / small < 2)


def _features(picture: Pixels) -> tuple[NDArray[Any], NDArray[Any] | None]:
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    found, descriptors = cv2.SIFT_create(contrastThreshold=0.02).detectAndCompute(gray, None)
    return np.array([point.pt for point in found], np.float64).reshape(-1, 2) + 0.5, descriptors


@lru_cache(maxsize=512)
def _master(art: Artwork) -> tuple[NDArray[Any], NDArray[Any] | None, float]:
    """Points, descriptors, and pixels per artboard unit of a master drawn on white."""
    unit = MASTER_PX / max(art.size)
    rgba = raster(art.svg(), *(round(side * unit) for side in art.size))
    alpha = rgba[..., 3:].astype(np.float32) / 255
    flat = np.round(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    margin = 16
    points, descriptors = _features(np.pad(flat, ((margin, margin), (margin, margin), (0, 0)), constant_values=255))
    return points - margin, descriptors, unit


def main(words: Sequence[str]) -> None:
    """Looks for SVG masters on one picture and prints those found."""
    import cv2
    from PIL import Image

    cv2.setNumThreads(1)
    page = np.asarray(Image.open(words[0]).convert("RGB"))
    for item in found_by_sift(page, [artwork_of(Path(word)) for word in words[1:]]):
        print(item.slug, "certain" if item.certain else "possible")


if __name__ == "__main__":
    main(sys.argv[1:])
