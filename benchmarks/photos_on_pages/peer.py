"""What is commonly done instead: imagehash on the picture; OpenCV ORB with RANSAC against every photograph in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from benchmarks._usage import require
from benchmarks.photos_on_pages.layouts import Image

PHASH_BITS = 10  # of 64: what its users take for the same picture
ORB_INLIERS = 15
_RATIO, _REACH_PX, _LEAST_SCALE = 0.75, 4.0, 0.1


class Phash:
    """imagehash.phash at PHASH_BITS."""

    def __init__(self, pictures: Sequence[Image]):
        require("imagehash")
        self._known = [self._hash(picture) for picture in pictures]

    def asked(self, page: Image) -> list[int]:
        """Numbers of the photographs that it takes the page for."""
        own = self._hash(page)
        return [number for number, known in enumerate(self._known) if known - own <= PHASH_BITS]

    def _hash(self, picture: Image) -> Any:
        import imagehash
        from PIL import Image as Pillow

        return imagehash.phash(Pillow.fromarray(picture))


class Orb:
    """cv2.ORB, the ratio of both nearest descriptors, cv2.estimateAffinePartial2D; every photograph, one by one."""

    def __init__(self, pictures: Sequence[Image]):
        self._known = [self._features(picture, 640, 1000) for picture in pictures]

    def asked(self, page: Image) -> list[int]:
        """Numbers of the photographs of which so many points lie in one pose on the page."""
        points, described = self._features(page, 1400, 3000)
        return [
            number for number, known in enumerate(self._known) if _inliers(*known, points, described) >= ORB_INLIERS
        ]

    def _features(self, picture: Image, longest_px: int, most: int) -> tuple[Any, Any]:
        scale = min(1.0, longest_px / max(picture.shape[:2]))
        gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
        corners, described = cv2.ORB_create(nfeatures=most).detectAndCompute(small, None)
        return np.float32([corner.pt for corner in corners]).reshape(-1, 2), described


def _inliers(at: Any, known: Any, there: Any, described: Any) -> int:
    if known is None or described is None or len(known) < 2 or len(described) < 2:
        return 0
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(known, described, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(good) < ORB_INLIERS:
        return 0
    cv2.setRNGSeed(1)
    matrix, kept = cv2.estimateAffinePartial2D(
        at[[m.queryIdx for m in good]], there[[m.trainIdx for m in good]], ransacReprojThreshold=_REACH_PX
    )
    # All points in one spot agree with anything.
    is_shown = matrix is not None and _LEAST_SCALE < float(np.hypot(matrix[0, 0], matrix[1, 0])) < 1 / _LEAST_SCALE
    return int(kept.sum()) if is_shown else 0
