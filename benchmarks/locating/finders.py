"""The finders that are measured, brandkit's and two from OpenCV. Each maps a page and a catalog to placed brands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating.brands import Brand
from benchmarks.locating.variants import FULL, Variant, variants_of
from brandkit.findings import ErrorBars
from brandkit.sightings.pixels.locate import Candidate, locate
from brandkit.sightings.pixels.templates.artwork import artwork_of
from brandkit.sightings.pixels.templates.template import Shape, Template, shapes_of, template_of

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]
Finder = Callable[[Picture, Sequence[Brand]], list["Found"]]

SVG = "image/svg+xml"
SIFT_CERTAIN, SIFT_POSSIBLE = 12, 6  # inliers
EDGE_CERTAIN, EDGE_POSSIBLE = 0.75, 0.62  # normalised correlation of gradients
_EVEN_SHARE = 0.02
_STEP, _SMALLEST_PX, _LARGEST_PX, _COMPARED_PX = 1.15, 24.0, 620.0, 56.0


@dataclass(frozen=True, eq=False)
class Found:
    """A brand's variant at a (2, 3) pose, artboard units to page pixels.

    open_forms : other variants that the finder says it may be as well. errors : half-widths of its 95 % bars.
    homography : (3, 3) of a logo in perspective, `pose` being its first-order map at the middle; else None.
    visible : share that shows, neither beyond the page's edge nor covered.
    """

    brand: str
    pose: Array
    certain: bool
    form: str = FULL
    score: float = 1.0
    reason: str = ""
    visible: float = 1.0
    open_forms: tuple[str, ...] = ()
    errors: ErrorBars | None = None
    homography: Array | None = None


@lru_cache(maxsize=64)
def template_for(variant: Variant) -> Template:
    """What is known of a variant's master."""
    return template_of(variant.master.svg(), SVG)


@lru_cache(maxsize=64)
def shape_of(brand: Brand) -> Shape:
    """The geometry of a brand's full-color master."""
    return shapes_of([template_of(brand.svg(), SVG)])[0]


@lru_cache(maxsize=8)
def _catalog(brands: tuple[Brand, ...]) -> tuple[tuple[Shape, ...], dict[str, Variant]]:
    variants = [variant for brand in brands for variant in variants_of(brand)]
    owners = {template_for(variant).key: variant for variant in variants}
    return shapes_of([template_for(variant) for variant in variants]), owners


def shapes_for(catalog: Sequence[Brand]) -> tuple[tuple[Shape, ...], dict[str, Variant]]:
    """The geometries of a catalog with every variant, and the variant of each template's key."""
    return _catalog(tuple(catalog))


def brandkit(picture: Picture, catalog: Sequence[Brand]) -> list[Found]:
    """Brands found by `brandkit.sightings.pixels.locate`."""
    shapes, owners = shapes_for(catalog)
    return [found_of(candidate, owners) for candidate in locate(picture, shapes)]


def found_of(candidate: Candidate, owners: dict[str, Variant]) -> Found:
    """A candidate as the benchmark counts it."""
    m, owner = candidate.matrix, owners[candidate.template.key]
    others = [owners[other.template.key].form for other in candidate.alternatives]
    return Found(
        brand=owner.brand.name,
        pose=np.array([[m.a, m.c, m.e], [m.b, m.d, m.f]]),
        certain=candidate.certainty == "certain",
        form=owner.form,
        score=candidate.score,
        reason=candidate.reason or "",
        visible=candidate.visible,
        open_forms=tuple(others),
        errors=candidate.errors,
        homography=candidate.homography,
    )


def sift_ransac(picture: Picture, catalog: Sequence[Brand]) -> list[Found]:
    """Brands found by SIFT, Lowe's ratio and an affine RANSAC."""
    import cv2

    points, descriptors = _features(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    found: list[Found] = []
    for brand in catalog:
        known_points, known, scale = _brand_features(brand)
        if descriptors is None or known is None or len(known) < 4 or len(descriptors) < 4:
            continue
        pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(known, descriptors, k=2)
        good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.8 * pair[1].distance]
        if len(good) < SIFT_POSSIBLE:
            continue
        source = np.array([known_points[m.queryIdx] for m in good], np.float32)
        target = np.array([points[m.trainIdx] for m in good], np.float32)
        cv2.setRNGSeed(1)
        pose, inliers = cv2.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=3, maxIters=4000)
        if pose is None or inliers.sum() < SIFT_POSSIBLE:
            continue
        pose[:, :2] *= scale
        found.append(Found(brand.name, pose, bool(inliers.sum() >= SIFT_CERTAIN)))
    return found


def template_matching(picture: Picture, catalog: Sequence[Brand]) -> list[Found]:
    """Brands found upright by normalised correlation of gradients, at sizes 15 % apart; the best place of each."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    best: dict[str, tuple[float, Array]] = {}
    side = _SMALLEST_PX
    while side <= min(_LARGEST_PX, *gray.shape):
        # A large logo is looked for on a smaller page, as everyone does: the cost would be a hundredfold.
        shrink = min(1.0, _COMPARED_PX / side)
        page = gray if shrink == 1 else cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        edges = _edges(page)
        for brand in catalog:
            drawn, unit = _at_side(brand, side * shrink)
            if drawn.shape[0] >= page.shape[0] or drawn.shape[1] >= page.shape[1]:
                continue
            _, value, _, (x, y) = cv2.minMaxLoc(_correlation(edges, _edges(drawn)))
            if value > best.get(brand.name, (EDGE_POSSIBLE, None))[0]:
                step = unit / shrink
                best[brand.name] = (value, np.array([[step, 0, (x + 2) / shrink], [0, step, (y + 2) / shrink]]))
        side *= _STEP
    return [Found(name, pose, value >= EDGE_CERTAIN, score=value) for name, (value, pose) in sorted(best.items())]


PEERS: dict[str, Finder] = {"SIFT + RANSAC": sift_ransac, "template matching": template_matching}


def _features(gray: Picture) -> tuple[Array, NDArray[np.float32] | None]:
    import cv2

    detected, descriptors = cv2.SIFT_create(contrastThreshold=0.02).detectAndCompute(gray, None)
    return np.array([point.pt for point in detected]).reshape(-1, 2) + 0.5, descriptors


@lru_cache(maxsize=32)
def _brand_features(brand: Brand) -> tuple[Array, NDArray[np.float32] | None, float]:
    import cv2

    flat, unit = _flat(brand)
    flat = np.pad(cv2.resize(flat, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), 16, constant_values=255)
    points, descriptors = _features(flat)
    return points - 16, descriptors, unit * 0.4


@lru_cache(maxsize=32)
def _flat(brand: Brand) -> tuple[Picture, float]:
    """Gray of the master on white, and pixels per artboard unit."""
    import cv2

    art = artwork_of(brand.svg(), SVG)
    alpha = art.rgba[..., 3:].astype(np.float32) / 255
    flat = (art.rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    return cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY), art.rgba.shape[1] / art.width


@lru_cache(maxsize=256)
def _at_side(brand: Brand, side_px: float) -> tuple[Picture, float]:
    """The master with two white pixels around at a smaller side of its artboard, and pixels per unit."""
    import cv2

    flat, _ = _flat(brand)
    unit = side_px / min(brand.width, brand.height)
    size = (max(4, round(brand.width * unit)), max(4, round(brand.height * unit)))
    return np.pad(cv2.resize(flat, size, interpolation=cv2.INTER_AREA), 2, constant_values=255), unit


def _correlation(edges: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float32]:
    """Normalised correlation at every place; 0 where the page is so even that OpenCV's quotient means nothing."""
    import cv2

    height, width = wanted.shape
    found = cv2.matchTemplate(edges, wanted, cv2.TM_CCOEFF_NORMED)
    energy = cv2.boxFilter(edges**2, -1, (width, height), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    even = energy[: found.shape[0], : found.shape[1]] < _EVEN_SHARE * float((wanted**2).mean())
    return np.asarray(np.where(even | ~np.isfinite(found), 0, found), np.float32)


def _edges(gray: Picture) -> NDArray[np.float32]:
    import cv2

    return cv2.magnitude(cv2.Sobel(gray, cv2.CV_32F, 1, 0), cv2.Sobel(gray, cv2.CV_32F, 0, 1))
