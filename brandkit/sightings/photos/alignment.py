"""Where one picture lies in another: ORB points, an affine map by RANSAC, and a look at the pixels to confirm it.

Source: Rublee et al., ORB: an efficient alternative to SIFT or SURF, ICCV 2011; Lowe, IJCV 60(2), 2004, section 7.1
(ratio of the two nearest descriptors).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from brandkit.geometry import Affine, compose, invert, scaling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Array = NDArray[np.float64]

RATIO = 0.8
LEAST_INLIERS = 10  # before the pixels are looked at; chance gives up to 8 among a thousand points
REACH_PX = 3.0
SEVERAL = 25  # inliers that leave no doubt
AGREES, AGREES_SURELY = 0.55, 0.75  # correlation of luma over what both show
_CHECK_SIDE = 192
_LEAST_CHECKED = 400  # pixels


@dataclass(frozen=True)
class Features:
    """Points of a picture (in its own pixels) with their descriptors, and a small luma of it for checking.

    scale : pixels of the luma per pixel of the picture.
    """

    width: int
    height: int
    points: Array
    descriptors: Pixels
    luma: NDArray[np.float32]
    scale: float


@dataclass(frozen=True)
class Alignment:
    """master pixels to picture pixels, with what speaks for it."""

    matrix: Affine
    inliers: int
    correlation: float

    @property
    def certain(self) -> bool:
        return self.inliers >= SEVERAL and self.correlation >= AGREES_SURELY


def features_of(picture: Pixels, *, longest_px: int = 640, most: int = 1200) -> Features:
    """Features of an (H, W, 3) uint8 sRGB picture, looked at with at most `longest_px` on its longer side."""
    height, width = picture.shape[:2]
    shrink = min(1.0, longest_px / max(height, width))
    size = (max(8, round(width * shrink)), max(8, round(height * shrink)))
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA) if shrink < 1 else gray
    detector = cv2.ORB.create(nfeatures=most, scaleFactor=1.2, nlevels=10, fastThreshold=8)
    found, descriptors = detector.detectAndCompute(small, None)
    factor = np.array([width / small.shape[1], height / small.shape[0]])
    points = (np.array([k.pt for k in found], dtype=np.float64).reshape(-1, 2) + 0.5) * factor
    check = min(1.0, _CHECK_SIDE / max(height, width))
    luma_size = (max(4, round(width * check)), max(4, round(height * check)))
    luma = cv2.resize(gray, luma_size, interpolation=cv2.INTER_AREA).astype(np.float32)
    known = np.zeros((0, 32)) if descriptors is None else descriptors
    return Features(width, height, points, np.asarray(known, np.uint8), luma, check)


def aligned(master: Features, picture: Features, *, least_inliers: int = LEAST_INLIERS) -> Alignment | None:
    """How the master lies in the picture, None when it does not, or when it cannot be told."""
    if len(master.descriptors) < least_inliers or len(picture.descriptors) < least_inliers:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(master.descriptors, picture.descriptors, k=2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < RATIO * p[1].distance and p[0].distance < 72]
    if len(good) < least_inliers:
        return None
    start = master.points[[m.queryIdx for m in good]]
    end = picture.points[[m.trainIdx for m in good]]
    best: Alignment | None = None
    for matrix, inliers in _maps(start, end, max(REACH_PX, REACH_PX * max(picture.width, picture.height) / 640)):
        if inliers >= least_inliers and _plausible(matrix):
            found = Affine(*(float(v) for v in matrix.T.ravel()))
            here = _polished(master, picture, Alignment(found, inliers, correlated(master, picture, found)))
            if best is None or here.correlation > best.correlation:
                best = here
    return best if best is not None and best.correlation >= AGREES else None


def _maps(start: Array, end: Array, reach: float) -> Iterator[tuple[Array, int]]:
    """(2, 3) map and its inliers: without stretch, as pictures are mostly placed, and with."""
    for estimate in (cv2.estimateAffinePartial2D, cv2.estimateAffine2D):
        cv2.setRNGSeed(1)
        matrix, kept = estimate(
            start, end, method=cv2.RANSAC, ransacReprojThreshold=reach, maxIters=2000, confidence=0.999
        )
        if matrix is not None:
            yield np.asarray(matrix, np.float64), int(kept.sum())


def _polished(master: Features, picture: Features, found: Alignment) -> Alignment:
    """The alignment improved on all pixels where that can be done; few points leave a map that is loose at its ends."""
    if found.correlation < 0.3:
        return found
    inward = compose(scaling(master.scale), compose(invert(found.matrix), scaling(1 / picture.scale)))
    start = np.array([[inward.a, inward.c, inward.e], [inward.b, inward.d, inward.f]], np.float32)
    size = (picture.luma.shape[1], picture.luma.shape[0])
    shown = cv2.warpAffine(np.ones_like(master.luma), start, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    mask = (shown > 0.99).astype(np.uint8)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-5)
    try:
        _, moved = cv2.findTransformECC(picture.luma, master.luma, start, cv2.MOTION_AFFINE, stop, mask, 3)
    except cv2.error:  # it throws where it does not converge
        return found
    if not _plausible(moved):
        return found
    (a, c, e), (b, d, f) = moved.astype(np.float64).tolist()
    better = compose(scaling(1 / picture.scale), compose(invert(Affine(a, b, c, d, e, f)), scaling(master.scale)))
    correlation = correlated(master, picture, better)
    return Alignment(better, found.inliers, correlation) if correlation > found.correlation else found


def correlated(master: Features, picture: Features, matrix: Affine) -> float:
    """Correlation of luma, -1..1, where both show something; 0 when that is too little to say."""
    to_master = compose(scaling(master.scale), compose(invert(matrix), scaling(1 / picture.scale)))
    map_ = np.array([[to_master.a, to_master.c, to_master.e], [to_master.b, to_master.d, to_master.f]])
    size = (picture.luma.shape[1], picture.luma.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(master.luma, map_, size, flags=flags, borderValue=0)
    seen = cv2.warpAffine(np.ones_like(master.luma), map_, size, flags=flags, borderValue=0) > 0.99
    if int(seen.sum()) < _LEAST_CHECKED:
        return 0.0
    one, other = warped[seen], picture.luma[seen]
    if min(one.std(), other.std()) < 2:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _plausible(matrix: NDArray[Any]) -> bool:
    """Whether a map keeps a picture recognisable: no fold, no more than 2.5 to 1 of stretch."""
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(small > 0.02 and large < 50 and large / small < 2.5)
