"""A sea that mirrors the sky: waves from a directional spectrum, seen in perspective by a level camera.

Source: slopes of wind waves are close to normal, variance 0.003 + 0.00512 U at U m/s (Cox and Munk 1954);
reflection by Schlick's approximation of Fresnel's law for water, R0 = 0.02.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from photos_light import TILE, Camera, Picture, linear, mix, sampled

TILES_M = (220.0, 47.0, 9.5, 2.3)


@dataclass(frozen=True)
class Water:
    """The surface as seen, from the horizon down: slopes (H, W) across and away, what share is mirrored, distance."""

    across: Picture
    away: Picture
    mirrored: Picture
    distance_m: Picture


@cache
def wave_slopes(seed: int, spread: float) -> tuple[Picture, Picture]:
    """Tileable slopes (TILE, TILE) across and away, deviation 1 together; waves run mostly along `away`."""
    rng = np.random.default_rng(seed)
    across, away = np.meshgrid(np.fft.fftfreq(TILE) * TILE, np.fft.fftfreq(TILE) * TILE)
    frequency = np.hypot(across, away)
    frequency[0, 0] = 1
    heading = np.abs(away / frequency) ** (2 / spread)
    band = np.exp(-(((np.log2(frequency) - 4.2) / 1.5) ** 2))
    amplitude = band * (0.15 + heading) / frequency**1.6
    amplitude[0, 0] = 0
    height = (rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)) * amplitude
    slopes = [np.fft.ifft2(1j * axis * height).real for axis in (across, away)]
    size = np.sqrt(sum(slope.var() for slope in slopes))
    return tuple((slope / size).astype(np.float32) for slope in slopes)


def water(camera: Camera, *, wind_m_s: float, seed: int, drift_m: float = 0.0) -> tuple[Water, Picture]:
    """The surface below the horizon and the slope variance (H, W) of waves too small for a pixel."""
    rows = np.arange(1, camera.height - camera.horizon + 1, dtype=np.float32)[:, None] - 0.5
    columns = np.arange(camera.width, dtype=np.float32)[None, :] - camera.width / 2
    distance = camera.eye_m * camera.focal / rows + np.zeros_like(columns)
    sideways = columns * distance / camera.focal
    footprint = distance**2 / (camera.eye_m * camera.focal)
    variance = 0.003 + 0.00512 * wind_m_s
    across, away, unseen = np.zeros_like(distance), np.zeros_like(distance), np.zeros_like(distance)
    for octave, tile_m in enumerate(TILES_M):
        part = wave_slopes(seed + octave, 0.5 + 0.45 * octave)
        u, v = (sideways + drift_m) / tile_m * TILE, distance / tile_m * TILE
        seen = np.exp(-((footprint / (tile_m / 12)) ** 2))
        share = variance / len(TILES_M)
        across += seen * np.sqrt(share) * sampled(part[0], u, v)
        away += seen * np.sqrt(share) * sampled(part[1], u, v)
        unseen += share * (1 - seen**2)
    # Waves hide their far sides from a low eye: towards grazing angles only gentle, facing slopes are seen.
    grazing = rows / camera.focal
    facing = np.minimum(1, 0.25 + grazing * 9)
    return Water(across * facing, away * facing, np.zeros_like(distance), distance), unseen * facing**2 + 2e-5


def sea(
    camera: Camera,
    field: Picture,
    *,
    wind_m_s: float,
    body: str | Picture,
    seed: int,
    sun: tuple[float, float] | None = None,
    glitter: str = "#fff1d6",
    glitter_strength: float = 0.02,
    samples: int = 10,
) -> tuple[Picture, Water]:
    """The water (camera.height - camera.horizon, W, 3) under the sky `field`, and its surface.

    `body` is the color of the water itself, one or (H, W, 3). `field` ends at the horizon and may hold land
    and all else that is mirrored; `sun` is in frame pixels.
    """
    surface, unseen = water(camera, wind_m_s=wind_m_s, seed=seed)
    rng = np.random.default_rng(seed)
    shape = surface.across.shape
    view_x = np.broadcast_to((np.arange(camera.width, dtype=np.float32) - camera.width / 2) / camera.focal, shape)
    view_y = np.broadcast_to(-(np.arange(shape[0], dtype=np.float32)[:, None] + 0.5) / camera.focal, shape)
    mirrored, share = np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32)
    for _ in range(samples):
        slope_x = surface.across + np.sqrt(unseen) * rng.normal(size=shape).astype(np.float32) * 0.75
        slope_z = surface.away + np.sqrt(unseen) * rng.normal(size=shape).astype(np.float32)
        x, y, fresnel = reflected(camera, view_x, view_y, slope_x, slope_z, field.shape[0])
        mirrored += cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101) * fresnel[..., None]
        share += fresnel
    picture = mirrored / samples + (1 - share / samples)[..., None] * (linear(body) if isinstance(body, str) else body)
    if sun is not None:
        picture = (
            picture
            + glint(camera, surface, unseen, view_x, view_y, sun)[..., None] * linear(glitter) * glitter_strength
        )
    return picture.astype(np.float32), Water(surface.across, surface.away, share / samples, surface.distance_m)


def reflected(
    camera: Camera, view_x: Picture, view_y: Picture, slope_x: Picture, slope_z: Picture, horizon_row: int
) -> tuple[Picture, Picture, Picture]:
    """Where in the sky each view ray ends after the mirror (columns, rows), and how much is mirrored."""
    length = np.sqrt(1 + slope_x**2 + slope_z**2)
    normal_x, normal_y, normal_z = -slope_x / length, 1 / length, -slope_z / length
    cosine = -(view_x * normal_x + view_y * normal_y + normal_z) / np.sqrt(view_x**2 + view_y**2 + 1)
    cosine = np.clip(cosine, 0.001, 1)
    along = view_x * normal_x + view_y * normal_y + normal_z
    out_x, out_y, out_z = view_x - 2 * along * normal_x, view_y - 2 * along * normal_y, 1 - 2 * along * normal_z
    out_z = np.maximum(out_z, 0.05)
    x = camera.width / 2 + camera.focal * out_x / out_z
    y = horizon_row - camera.focal * np.abs(out_y) / out_z
    return (
        x.astype(np.float32),
        np.clip(y, 0, horizon_row - 1).astype(np.float32),
        (0.02 + 0.98 * (1 - cosine) ** 5).astype(np.float32),
    )


def glint(
    camera: Camera, surface: Water, unseen: Picture, view_x: Picture, view_y: Picture, sun: tuple[float, float]
) -> Picture:
    """The sun's light on the water: how likely a facet of each pixel mirrors it."""
    sun_x, sun_y = (sun[0] - camera.width / 2) / camera.focal, (camera.horizon - sun[1]) / camera.focal
    size_view, size_sun = np.sqrt(view_x**2 + view_y**2 + 1), np.sqrt(sun_x**2 + sun_y**2 + 1)
    half_x, half_y, half_z = (
        sun_x / size_sun - view_x / size_view,
        sun_y / size_sun - view_y / size_view,
        1 / size_sun - 1 / size_view,
    )
    half_y = np.maximum(half_y, 1e-3)
    wide = unseen + 4e-4
    miss = (surface.across + half_x / half_y) ** 2 + (surface.away + half_z / half_y) ** 2
    return np.exp(-miss / (2 * wide)) / (2 * np.pi * wide)


def floating(
    water_picture: Picture,
    camera: Camera,
    surface: Water,
    layer: Picture,
    coverage: Picture,
    waterline: float,
    seed: int,
    depth: float = 0.85,
) -> Picture:
    """The water with a floating object's wavering mirror image; `layer`, `coverage` are of the whole frame.

    `waterline` is the row where the object meets the water; `depth` how strong the mirror image is.
    """
    rng = np.random.default_rng(seed)
    shape = surface.across.shape
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    below = np.maximum(rows + camera.horizon - waterline, 0)
    reach = 14 + below * 1.6
    premultiplied = np.dstack([layer * coverage[..., None], coverage]).astype(np.float32)
    total = np.zeros((*shape, 4), np.float32)
    for _ in range(6):
        x = columns + reach * (surface.across * 1.6 + 0.012 * rng.normal(size=shape))
        y = waterline - below + reach * (surface.away * 1.8 + 0.03 * rng.normal(size=shape))
        total += cv2.remap(
            premultiplied, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
        )
    total /= 6
    total[below <= 0] = 0
    strength = depth * np.clip(surface.mirrored * 1.6 + 0.25, 0, 1)
    share = total[..., 3] * strength
    return mix(water_picture, total[..., :3] / np.maximum(total[..., 3:], 1e-4), share)
