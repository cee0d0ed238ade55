"""Putting drawn scenes together: sky, what stands before it, the water that mirrors both, and what floats on it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from photos_light import Camera, Picture, linear, mix, noise, painted
from photos_sea import Water, floating
from PIL import ImageDraw

Draw = Callable[[ImageDraw.ImageDraw, float], None]
Scene = NDArray[np.uint8]


def relief(
    layer: Picture,
    coverage: Picture,
    *,
    sun_side: int,
    depth: float,
    warm: tuple[float, float, float] = (1.25, 1.1, 0.85),
) -> Picture:
    """Flat paint with the look of a body: bright towards the sun (`sun_side` 1 right, -1 left), worn and uneven."""
    height, width = coverage.shape
    soft = cv2.GaussianBlur(coverage, (0, 0), 22)
    slope = (np.roll(soft, -sun_side * 14, axis=1) - np.roll(soft, sun_side * 14, axis=1)) + 0.5 * (
        np.roll(soft, -12, axis=0) - np.roll(soft, 12, axis=0)
    )
    light = np.clip(-slope * 1.5, -0.75, 1.2) * depth
    wear = 1 + depth * (0.10 * noise(height, width, 90, 71, 1.3) + 0.05 * noise(height, width, 14, 72, 0.9))
    return (
        layer
        * (wear * (1 + np.minimum(light, 0)))[..., None]
        * (1 + np.maximum(light, 0)[..., None] * np.array(warm, np.float32))
    ).astype(np.float32)


def afloat(
    camera: Camera,
    frame: Picture,
    surface: Water,
    draw: Draw,
    waterline: float,
    *,
    air: Picture,
    haze: float = 0.0,
    sun_side: int = 1,
    depth: float = 0.8,
) -> Picture:
    """The frame with what `draw` paints and its mirror image in the water; `air` (3,) is mixed in by `haze`."""
    layer, coverage = painted(camera, draw)
    layer = relief(layer, coverage, sun_side=sun_side, depth=depth)
    layer = mix(layer, air[None, None], np.float32(haze))
    result = frame.copy()
    result[camera.horizon :] = floating(
        frame[camera.horizon :], camera, surface, layer, coverage, waterline, seed=round(waterline)
    )
    return mix(result, layer, coverage)


def onto(
    camera: Camera, field: Picture, draw: Draw, *, air: Picture | None = None, haze: float = 0.0, light: float = 1.0
) -> Picture:
    """The sky `field` with what `draw` paints in frame pixels above the horizon."""
    layer, coverage = painted(camera, draw)
    layer = layer * np.float32(light)
    if air is not None:
        layer = mix(layer, air[None, None], np.float32(haze))
    result = field.copy()
    result[-camera.horizon :] = mix(field[-camera.horizon :], layer[: camera.horizon], coverage[: camera.horizon])
    return result


def whole(camera: Camera, field: Picture, water: Picture) -> Picture:
    """The frame: what is seen of the sky, and the water under it."""
    return np.concatenate([field[-camera.horizon :], water])


def stars(camera: Camera, field: Picture, *, seed: int) -> Picture:
    """The sky `field` with stars in its upper part."""
    rng = np.random.default_rng(seed)
    result = field.copy()
    for _ in range(420):
        x, y = int(rng.integers(0, camera.width)), int(rng.integers(0, field.shape[0] - 190))
        result[y, x] += linear("#e8efff") * rng.exponential(0.16)
    return result
