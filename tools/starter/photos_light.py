"""Light for drawn scenes: noise, sky, clouds, haze and film.

Pictures are (H, W, 3) float32, linear sRGB, origin top left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Picture = NDArray[np.float32]

TILE = 1024


@dataclass(frozen=True)
class Camera:
    """A level camera over the sea: frame and horizon in pixels, eye above the water in meters."""

    width: int = 2000
    height: int = 1333
    horizon: int = 700
    focal: float = 1900.0
    eye_m: float = 4.0


def linear(color: str) -> Picture:
    """A hex color as three linear values. Source: IEC 61966-2-1."""
    encoded = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], np.float32) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4).astype(np.float32)


def smoothstep(low: float, high: float, value: Picture) -> Picture:
    """0 below `low`, 1 above `high`, and a soft way between."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return (share * share * (3 - 2 * share)).astype(np.float32)


def mix(under: Picture, over: Picture, share: Picture) -> Picture:
    """`over` on `under`; `share` is one value, or (H, W)."""
    share = np.asarray(share, np.float32)
    share = share[..., None] if share.ndim == 2 else share
    return (under + (over - under) * share).astype(np.float32)


def spectral_noise(seed: int, slope: float, size: int = TILE) -> Picture:
    """A tileable field, mean 0, deviation 1, whose amplitude falls with frequency to the power of `slope`."""
    rng = np.random.default_rng(seed)
    across, down = np.fft.rfftfreq(size), np.fft.fftfreq(size)
    frequency = np.hypot(across[None, :], down[:, None])
    frequency[0, 0] = np.inf
    waves = rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)
    field = np.fft.irfft2(waves * frequency**-slope, s=(size, size))
    return ((field - field.mean()) / field.std()).astype(np.float32)


def sampled(texture: Picture, u: Picture, v: Picture) -> Picture:
    """The tileable texture at coordinates in texels."""
    size = texture.shape[0]
    return cv2.remap(
        texture,
        np.mod(u, size).astype(np.float32),
        np.mod(v, size).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_WRAP,
    )


def noise(height: int, width: int, scale_px: float, seed: int, slope: float = 1.8) -> Picture:
    """A field over the frame (H, W), mean 0, deviation 1; `scale_px` is the size of its largest forms."""
    size = max(height, width)
    rng = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.rfftfreq(size)[None, :], np.fft.fftfreq(size)[:, None])
    spectrum = np.fft.rfft2(rng.normal(size=(size, size))) * (frequency**2 + 1 / scale_px**2) ** (-slope / 2)
    spectrum[0, 0] = 0
    field = np.fft.irfft2(spectrum, s=(size, size))[:height, :width]
    return (field / field.std()).astype(np.float32)


def gradient(height: int, width: int, stops: Sequence[tuple[float, str]]) -> Picture:
    """A vertical gradient through (share of height, color), blended in linear light."""
    places = [place for place, _ in stops]
    colors = np.array([linear(color) for _, color in stops])
    rows = np.linspace(0, 1, height)
    column = np.stack([np.interp(rows, places, colors[:, channel]) for channel in range(3)], axis=1)
    # Interpolation has corners where stops meet; the eye finds each of them in a clear sky.
    column = cv2.GaussianBlur(
        column.astype(np.float32)[:, None, :], (1, 0), sigmaX=0.1, sigmaY=height / 28, borderType=cv2.BORDER_REPLICATE
    )
    return np.repeat(column, width, axis=1)


def sky(
    camera: Camera, stops: Sequence[tuple[float, str]], sun: tuple[float, float], glow: str, strength: float
) -> Picture:
    """The sky twice as high as seen (the sea mirrors what is above the frame), ending at the horizon.

    `stops` run from the top of what is seen (0) to the horizon (1); `sun` is in frame pixels.
    """
    seen = gradient(camera.horizon, camera.width, stops)
    above = np.repeat(seen[:1], camera.horizon, axis=0)
    field = np.concatenate([above, seen])
    rows, columns = np.mgrid[0 : 2 * camera.horizon, 0 : camera.width].astype(np.float32)
    away = np.hypot(columns - sun[0], (rows - camera.horizon - sun[1]) * 1.25) / camera.focal
    halo = strength * (0.55 * np.exp(-away / 0.05) + 0.3 * np.exp(-away / 0.16) + 0.15 * np.exp(-away / 0.5))
    return (field + halo[..., None] * linear(glow)).astype(np.float32)


def clouds(
    camera: Camera,
    field: Picture,
    *,
    seed: int,
    cover: float,
    lit: str,
    shade: str,
    sun_x: float,
    scale: float = 1.0,
    softness: float = 0.9,
) -> Picture:
    """Clouds on a plane overhead, smaller towards the horizon, bright on the side of the sun.

    `cover` is the noise level, in deviations, where cloud begins: 1 few, 0 half, -1 nearly all.
    """
    texture = spectral_noise(seed, 1.5)
    rows, columns = np.mgrid[0 : field.shape[0], 0 : field.shape[1]].astype(np.float32)
    elevation = np.maximum((field.shape[0] - rows) / camera.focal, 0.012)
    u = (columns - camera.width / 2) / camera.focal / (elevation + 0.12) * 95 * scale
    v = 1 / (elevation + 0.12) * 95 * scale
    density = smoothstep(cover, cover + softness, sampled(texture, u, v))
    towards = 9.0 * np.tanh((sun_x - columns) / 400)
    thicker = smoothstep(cover, cover + softness, sampled(texture, u + towards, v - 9))
    light = np.clip(0.62 + 0.75 * (density - thicker), 0, 1)
    color = mix(linear(shade)[None, None], linear(lit)[None, None], light)
    return mix(field, color, density * smoothstep(0.015, 0.12, elevation) * 0.92)


def mask(camera: Camera, draw: Callable[[ImageDraw.ImageDraw, float], None], height: int | None = None) -> Picture:
    """Coverage 0..1 of what `draw(pen, scale)` draws in white; drawn at three times the size for soft edges."""
    size = (camera.width, height or camera.height)
    big = Image.new("L", (size[0] * 3, size[1] * 3))
    draw(ImageDraw.Draw(big), 3.0)
    return np.asarray(big.resize(size, Image.Resampling.BOX), np.float32) / 255


def painted(camera: Camera, draw: Callable[[ImageDraw.ImageDraw, float], None]) -> tuple[Picture, Picture]:
    """Color and coverage over the frame of what `draw(pen, scale)` paints in hex colors."""
    big = Image.new("RGBA", (camera.width * 3, camera.height * 3))
    draw(ImageDraw.Draw(big), 3.0)
    # RGBa is premultiplied: without it the transparent black around a shape would darken its rim.
    small = (
        np.asarray(big.convert("RGBa").resize((camera.width, camera.height), Image.Resampling.BOX), np.float32) / 255
    )
    coverage = small[..., 3]
    encoded = small[..., :3] / np.maximum(coverage, 1 / 255)[..., None]
    return (np.clip(encoded, 0, 1) ** 2.2).astype(np.float32), coverage


def polygon(points: Sequence[tuple[float, float]]) -> Callable[[ImageDraw.ImageDraw, float], None]:
    """A drawing of one filled outline in frame pixels."""
    return lambda pen, scale: pen.polygon([(x * scale, y * scale) for x, y in points], fill=255)


def film(
    picture: Picture,
    *,
    exposure: float = 1.0,
    grain: float = 0.012,
    bloom: float = 0.12,
    vignette: float = 0.22,
    seed: int = 0,
) -> NDArray[np.uint8]:
    """The picture as a camera would give it, (H, W, 3) uint8 sRGB: bloom, falling corners, a shoulder, grain."""
    height, width = picture.shape[:2]
    light = np.maximum(picture, 0) * exposure
    glare = np.maximum(light - 0.7, 0)
    light = light + bloom * sum(cv2.GaussianBlur(glare, (0, 0), sigma) for sigma in (6, 26, 90)) / 1.5
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot((columns - width / 2) / (width / 2), (rows - height / 2) / (height / 2))
    light *= (1 - vignette * smoothstep(0.45, 1.5, away))[..., None]
    # A shoulder from 0.6 on, so that lights keep their hue instead of clipping channel by channel.
    light = np.where(light > 0.6, 0.6 + 0.4 * np.tanh((light - 0.6) / 0.4), light)
    encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-6) ** (1 / 2.4) - 0.055)
    rng = np.random.default_rng(seed)
    speckle = cv2.GaussianBlur(rng.normal(size=(height, width)).astype(np.float32), (0, 0), 0.8) * 1.9
    tint = cv2.GaussianBlur(rng.normal(size=(height, width, 3)).astype(np.float32), (0, 0), 1.6) * 1.6
    encoded = encoded + grain * (speckle[..., None] + 0.35 * tint) * (0.5 + 0.5 * (1 - np.abs(2 * encoded - 1)))
    return np.clip(np.rint(encoded * 255), 0, 255).astype(np.uint8)
