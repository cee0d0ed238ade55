"""The finders that are measured: brandkit's, and SIFT with RANSAC from OpenCV. Each maps a page to placed brands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating.brands import Brand
from brandkit.sightings.pixels.locate import locate
from brandkit.sightings.pixels.templates.artwork import artwork_of
from brandkit.sightings.pixels.templates.template import Shape, shapes_of, template_of

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Found:
    """A brand at a (2, 3) pose, artboard units to page pixels."""

    brand: str
    pose: Array
    certain: bool


@lru_cache(maxsize=512)
def shape_of(brand: Brand) -> Shape:
    return shapes_of([template_of(brand.svg(), "image/svg+xml")])[0]


def brandkit(picture: NDArray[np.uint8], catalog: Sequence[Brand]) -> list[Found]:
    """Brands found by `brandkit.sightings.pixels.locate`."""
    names = {shape_of(brand).lead.key: brand.name for brand in catalog}
    found = []
    for candidate in locate(picture, [shape_of(brand) for brand in catalog]):
        m = candidate.matrix
        pose = np.array([[m.a, m.c, m.e], [m.b, m.d, m.f]])
        found.append(Found(names[candidate.template.key], pose, candidate.certainty == "certain"))
    return found


def sift_ransac(picture: NDArray[np.uint8], catalog: Sequence[Brand]) -> list[Found]:
    """Brands found by SIFT, Lowe's ratio and an affine RANSAC; certain from 12 inliers, possible from 6."""
    import cv2

    points, descriptors = _features(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    found: list[Found] = []
    for brand in catalog:
        known_points, known, scale = _brand_features(brand)
        if descriptors is None or known is None or len(known) < 4 or len(descriptors) < 4:
            continue
        pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(known, descriptors, k=2)
        good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.8 * pair[1].distance]
        if len(good) < 6:
            continue
        source = np.float32([known_points[m.queryIdx] for m in good])
        target = np.float32([points[m.trainIdx] for m in good])
        pose, inliers = cv2.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=3, maxIters=4000)
        if pose is None or inliers.sum() < 6:
            continue
        pose[:, :2] *= scale
        found.append(Found(brand.name, pose, bool(inliers.sum() >= 12)))
    return found


def _features(gray: NDArray[np.uint8]) -> tuple[Array, NDArray[np.float32] | None]:
    import cv2

    detected, descriptors = cv2.SIFT_create(contrastThreshold=0.02).detectAndCompute(gray, None)
    return np.array([point.pt for point in detected]).reshape(-1, 2) + 0.5, descriptors


@lru_cache(maxsize=512)
def _brand_features(brand: Brand) -> tuple[Array, NDArray[np.float32] | None, float]:
    import cv2

    art = artwork_of(brand.svg(), "image/svg+xml")
    rgba = cv2.resize(art.rgba, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    alpha = rgba[..., 3:].astype(np.float32) / 255
    flat = (rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    flat = np.pad(flat, ((16, 16), (16, 16), (0, 0)), constant_values=255)
    points, descriptors = _features(cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY))
    return points - 16, descriptors, rgba.shape[1] / art.width
