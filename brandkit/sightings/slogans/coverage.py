"""How much of each pixel is ink, where a line of lettering of known color lies over a ground that may change.

The ground under and around the letters is the mean of the pixels between them; a pixel's coverage is how far it went
from there to the ink's color.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Coverage = NDArray[np.float32]
    Matrix = NDArray[np.float64]

LEAST_CONTRAST = 18.0  # levels between ink and ground in the strongest channel sum; below, nothing can be read
_GROUND_SIGMA = 0.35  # of the frame's em: how far the ground is gathered from
_COARSER = 4
_NEAR_INK = 0.2  # coverage from which a pixel says nothing about the ground


def sampled(picture: Pixels, matrix: Matrix, size: tuple[int, int]) -> Coverage:
    """(h, w, 3) float32 of a (H, W, 3) picture under a 2 × 3 map from the sample's pixels to the picture's.

    Reduced by areas first where the sample is coarser, so that nothing aliases; outside the picture its rim goes on.
    """
    import cv2

    w, h = size
    corners = matrix @ np.array([[0, w, w, 0], [0, 0, h, h], [1, 1, 1, 1]], np.float64)
    low, high = np.floor(corners.min(axis=1)).astype(int) - 3, np.ceil(corners.max(axis=1)).astype(int) + 4
    x0, y0 = np.clip(low, 0, (picture.shape[1] - 2, picture.shape[0] - 2))
    x1, y1 = np.clip(high, (x0 + 2, y0 + 2), (picture.shape[1], picture.shape[0]))
    crop = picture[y0:y1, x0:x1]
    moved = matrix.copy()
    moved[:, 2] -= (x0, y0)
    coarser = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    if coarser > 1.25:
        reduced = max(2, round(crop.shape[1] / coarser)), max(2, round(crop.shape[0] / coarser))
        fx, fy = reduced[0] / crop.shape[1], reduced[1] / crop.shape[0]
        crop = np.asarray(cv2.resize(crop, reduced, interpolation=cv2.INTER_AREA), np.uint8)
        # Pixel centers: the reduced picture's 0 is the old one's (1/f - 1) / 2.
        moved = np.diag((fx, fy)) @ moved
        moved[:, 2] += ((fx - 1) / 2, (fy - 1) / 2)
    flags = cv2.INTER_LINEAR if coarser > 1 else cv2.INTER_CUBIC
    shown = cv2.warpAffine(crop.astype(np.float32), moved, size, flags=flags | cv2.WARP_INVERSE_MAP,
                           borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    return np.asarray(shown, np.float32)


def coverage_of(
    patch: Coverage, ink: Coverage, near: NDArray[np.bool_] | None = None, em: float = 48.0
) -> Coverage | None:
    """(h, w) float32 coverage of an (h, w, 3) patch by lettering of the color `ink`; about 0 … 1.

    near : where ink stands or may stand, None when it is to be found by color. None where ink and ground are alike.
    """
    if near is None:
        near = _by_color(patch, ink)
    if near.all() or not near.any():
        return None
    ground = _between(patch, ~near, _GROUND_SIGMA * em)
    toward = ink.reshape(1, 1, 3) - ground
    length = (toward * toward).sum(axis=2)
    typical = float(np.median(length[near]))
    if typical < LEAST_CONTRAST**2:
        return None
    covered = ((patch - ground) * toward).sum(axis=2) / np.maximum(length, 0.25 * typical)
    return np.clip(covered, -0.5, 1.5).astype(np.float32)


def ink_color(patch: Coverage, drawn: Coverage) -> Coverage:
    """The median color of an (h, w, 3) patch where the drawn line is solid; of its most solid pixels when none is."""
    solid = drawn >= min(0.9, 0.85 * float(drawn.max()))
    return np.asarray(np.median(patch[solid], axis=0), np.float32)


def grown(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    import cv2

    kernel = np.ones((2 * by + 1, 2 * by + 1), np.uint8)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), kernel), bool)


def _by_color(patch: Coverage, ink: Coverage) -> NDArray[np.bool_]:
    far = np.abs(patch - ink).sum(axis=2)
    rim = np.concatenate([patch[0], patch[-1]])
    ground = np.median(rim, axis=0)
    toward = ink - ground
    share = ((patch - ground) * toward).sum(axis=2) / max(float((toward * toward).sum()), 1.0)
    return grown((share > _NEAR_INK) & (far < 3 * np.abs(toward).sum()), 1)


def _between(patch: Coverage, free: NDArray[np.bool_], sigma: float) -> Coverage:
    """The mean of free pixels about each pixel, (h, w, 3); far from any, the mean of all of them."""
    import cv2

    weight = free.astype(np.float32)
    total = (patch * weight[..., None]).sum(axis=(0, 1)) / max(float(weight.sum()), 1.0)
    # So wide a mean has no detail: a coarser grid gives the same, sixteen times as fast.
    rows, columns = patch.shape[:2]
    size = (max(2, columns // _COARSER), max(2, rows // _COARSER))
    both = np.dstack([(patch - total) * weight[..., None], weight])
    small = cv2.resize(both, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / _COARSER, borderType=cv2.BORDER_REPLICATE)
    mean = (small[..., :3] / (small[..., 3:] + 0.02)).astype(np.float32)
    return np.asarray(total + cv2.resize(mean, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
