"""The inks of a drawing: its palette, and which ink covers each pixel how far.

A drawing's raster is (H, W, 4) uint8 sRGB with straight alpha and even sides. Planes are (H / 2, W / 2, n) float32: the
share of each coarse pixel that ink k covers; their sum is the drawing's own coverage.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.color import lab_of_rgb, to_hex

Array = NDArray[Any]

MIN_SHARE = 0.006  # of the drawn area; less is anti-aliasing or a detail nobody names
SEPARATION = 14.0  # Lab distance: closer colours are one ink (steps of a gradient)
MAX_INKS = 10
_CORE_STEP = 6  # 8-bit step to a neighbour below which a pixel is inside its region
_RIM_PX = 3.0  # anti-aliased pixels take the ink of a core pixel this near


class Ink(NamedTuple):
    """One ink: hex, Lab of it, share of the drawn area, and whether it varies (a gradient)."""

    hex: str
    lab: tuple[float, float, float]
    share: float
    varies: bool


def inks_of(rgba: NDArray[np.uint8]) -> tuple[tuple[Ink, ...], Array]:
    """The drawing's inks, largest first, and their planes."""
    import cv2

    solid = rgba[..., 3] > 127
    step = cv2.morphologyEx(rgba, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).max(axis=2)
    core = solid & (step <= _CORE_STEP)
    if core.sum() < 0.02 * solid.sum():
        core = solid
    palette = _palette(rgba[core][:, :3])
    labels = _labels(rgba, palette, core)
    found, order = _described(rgba, labels, core, len(palette))
    cover = rgba[..., 3].astype(np.float32) / 255
    size = (rgba.shape[1] // 2, rgba.shape[0] // 2)
    each = [np.where(labels == k + 1, cover, np.float32(0)) for k in order]
    planes = [cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in each]
    return found, np.stack(planes, axis=2)


def _palette(colors: NDArray[np.uint8]) -> Array:
    """(n, 3) Lab of the most frequent colours that keep apart."""
    bins = (colors.astype(np.int32) // 8) @ np.array([1024, 32, 1])
    _, inverse, counts = np.unique(bins, return_inverse=True, return_counts=True)
    chosen: list[Array] = []
    for index in np.argsort(-counts, kind="stable"):
        if counts[index] < MIN_SHARE * len(colors) and chosen:
            break
        lab = lab_of_rgb(np.median(colors[inverse == index], axis=0))
        if all(np.linalg.norm(lab - other) > SEPARATION for other in chosen):
            chosen.append(lab)
        if len(chosen) == MAX_INKS:
            break
    return np.array(chosen)


def _labels(rgba: NDArray[np.uint8], palette: Array, core: Array) -> Array:
    """(H, W) ink number from 1, 0 outside; rims follow the core they touch, not the mixture that they show."""
    import cv2

    drawn = rgba[..., 3] > 0
    packed, inverse = np.unique(_packed(rgba[drawn][:, :3]), return_inverse=True)
    distance = np.linalg.norm(lab_of_rgb(_unpacked(packed))[:, None] - palette, axis=2)
    own = np.zeros(drawn.shape, np.int32)
    own[drawn] = distance.argmin(1)[inverse] + 1
    away, nearest = cv2.distanceTransformWithLabels(
        (~core).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_core = np.zeros(int(nearest.max()) + 1, np.int32)
    of_core[nearest[core]] = own[core]
    return np.where(drawn, np.where(away <= _RIM_PX, of_core[nearest], own), 0)


def _described(
    rgba: NDArray[np.uint8], labels: Array, core: Array, count: int
) -> tuple[tuple[Ink, ...], list[int]]:
    drawn = max(1, int((labels > 0).sum()))
    inks: list[tuple[Ink, int]] = []
    for index in range(count):
        own = labels == index + 1
        share = float(own.sum()) / drawn
        if not share:
            continue
        inside = rgba[own & core][:, :3] if (own & core).any() else rgba[own][:, :3]
        values, counts = np.unique(_packed(inside), return_counts=True)
        varies = bool(counts.max() < 0.6 * counts.sum())
        rgb = inside.mean(axis=0) if varies else _unpacked(values[counts.argmax()])
        lightness, a, b = (float(v) for v in lab_of_rgb(rgb))
        inks.append((Ink(to_hex(rgb), (lightness, a, b), share, varies), index))
    inks.sort(key=lambda pair: -pair[0].share)
    return tuple(ink for ink, _ in inks), [index for _, index in inks]


def _packed(colors: NDArray[np.uint8]) -> Array:
    return colors.astype(np.int32) @ np.array([65536, 256, 1], np.int32)


def _unpacked(packed: Array) -> Array:
    return np.stack([packed >> 16, (packed >> 8) & 255, packed & 255], axis=-1)
