"""What happens to photographs on their way: each attack makes an altered copy, always the same one of the same picture.

`Attack.alter(picture, rng, others)`: (H, W, 3) uint8 sRGB in and out; `others` are photographs of no catalog that lie
beside it in a collage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.near_duplicates import pages

Image = NDArray[np.uint8]
Alter = Callable[[Image, Generator, Sequence[Image]], Image]


def attacked(name: str, picture: Image, of: str, others: Sequence[Image]) -> Image:
    """The picture after an attack; chance in it depends on the attack and on the name `of` the picture alone."""
    seed = int.from_bytes(hashlib.sha256(f"{name}\0{of}".encode()).digest()[:8], "big")
    return np.ascontiguousarray(ATTACKS[name](picture, np.random.default_rng(seed), others))


def jpeg(picture: Image, quality: int) -> Image:
    return _coded(picture, ".jpg", cv2.IMWRITE_JPEG_QUALITY, quality)


def resized(picture: Image, width: float, height: float | None = None) -> Image:
    """To a share of its width and height."""
    size = max(1, round(picture.shape[1] * width)), max(1, round(picture.shape[0] * (height or width)))
    way = cv2.INTER_AREA if width < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)


def cropped(picture: Image, rng: Generator, share: float, *, central: bool = False) -> Image:
    """A part with a share of the area, up to a quarter wider or narrower than the picture.

    Of three places the one with most to see: nobody cuts out an empty piece of sky.
    """
    height, width = picture.shape[:2]
    stretch = 1.0 if central else rng.uniform(0.8, 1.25) ** 0.5
    across = min(width, round(width * share**0.5 * stretch))
    down = min(height, round(height * share / (across / width)))
    if central:
        left, top = (width - across) // 2, (height - down) // 2
        return picture[top : top + down, left : left + across]
    places = [(int(rng.integers(width - across + 1)), int(rng.integers(height - down + 1))) for _ in range(3)]
    parts = [picture[top : top + down, left : left + across] for left, top in places]
    return max(parts, key=lambda part: float(np.abs(np.diff(part.mean(axis=2), axis=1)).mean()))


def rotated(picture: Image, degrees: float, *, corners: str) -> Image:
    """Turned about its center; the corners are "white", or "cut": the largest upright part of the same proportions."""
    height, width = picture.shape[:2]
    turn = np.deg2rad(abs(degrees))
    sine, cosine = np.sin(turn), np.cos(turn)
    if corners == "white":
        across, down = round(width * cosine + height * sine), round(width * sine + height * cosine)
    else:
        ratio = max(width, height) / min(width, height)
        kept = 1 / (cosine + ratio * sine)
        across, down = int(width * kept), int(height * kept)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    matrix[:, 2] += across / 2 - width / 2, down / 2 - height / 2
    return np.asarray(cv2.warpAffine(picture, matrix, (across, down), flags=cv2.INTER_CUBIC, borderValue=(255,) * 3))


def toned(picture: Image, *, gain: float = 1, lift: float = 0, gamma: float = 1, saturation: float = 1) -> Image:
    values = np.clip(picture / np.float32(255), 0, 1) ** gamma
    values = (values - 0.5) * gain + 0.5 + lift
    gray = values @ np.array([0.299, 0.587, 0.114], np.float32)
    values = gray[..., None] + (values - gray[..., None]) * saturation
    return _bytes(values * 255)


def tinted(picture: Image, factors: tuple[float, float, float]) -> Image:
    return _bytes(picture * np.array(factors, np.float32))


def sepia(picture: Image) -> Image:
    gray = picture @ np.array([0.299, 0.587, 0.114], np.float32)
    return _bytes(gray[..., None] * np.array([1.08, 0.9, 0.7], np.float32) + np.array([12, 8, 0], np.float32))


def hue_turned(picture: Image, degrees: float) -> Image:
    hsv = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(int) + round(degrees / 2)) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def vignetted(picture: Image) -> Image:
    height, width = picture.shape[:2]
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return _bytes(picture * (1 - 0.45 * np.clip(x * x + y * y, 0, 1.6) / 1.6)[..., None] ** 1.5)


def noisy(picture: Image, rng: Generator, deviation: float) -> Image:
    return _bytes(picture + rng.normal(0, deviation, picture.shape))


def blurred(picture: Image, share: float) -> Image:
    """By a Gaussian of that share of the longer side."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(picture.shape) * share), np.uint8)


def sharpened(picture: Image) -> Image:
    return _bytes(picture * 2.5 - cv2.GaussianBlur(picture, (0, 0), 2).astype(np.float32) * 1.5)


def _coded(picture: Image, suffix: str, option: int, quality: int) -> Image:
    _, data = cv2.imencode(suffix, np.ascontiguousarray(picture[..., ::-1]), [option, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]


def _bytes(values: NDArray[np.floating]) -> Image:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def _alone(change: Callable[..., Image], **values: object) -> Alter:
    """An attack that needs neither chance nor other pictures."""
    return lambda picture, rng, others: change(picture, **values)


def _by_chance(change: Callable[..., Image], **values: object) -> Alter:
    return lambda picture, rng, others: change(picture, rng, **values)


def _beside_others(change: Callable[..., Image], **values: object) -> Alter:
    return partial(change, **values)


def _story(picture: Image, rng: Generator, others: Sequence[Image]) -> Image:
    height, width = picture.shape[:2]
    across = min(width, round(height * 9 / 16))
    left = int(rng.integers(width - across + 1))
    return jpeg(pages.headlined(picture[:, left : left + across], rng), 60)


def _borrowed(picture: Image, rng: Generator, others: Sequence[Image]) -> Image:
    return jpeg(toned(cropped(picture, rng, 0.6)[:, ::-1], gain=1.2, saturation=1.4), 70)


def _forwarded(picture: Image, rng: Generator, others: Sequence[Image]) -> Image:
    return jpeg(pages.captioned(rotated(resized(picture, 0.5), 3, corners="cut"), rng), 40)


ATTACKS: Mapping[str, Alter] = {
    "JPEG 75": _alone(jpeg, quality=75),
    "JPEG 30": _alone(jpeg, quality=30),
    "JPEG 10": _alone(jpeg, quality=10),
    "WebP 20": lambda picture, rng, others: _coded(picture, ".webp", cv2.IMWRITE_WEBP_QUALITY, 20),
    "half as large": _alone(resized, width=0.5),
    "a quarter as large": _alone(resized, width=0.25),
    "twice as large": _alone(resized, width=2),
    "20 % narrower": _alone(resized, width=0.8, height=1.0),
    "15 % lower": _alone(resized, width=1.0, height=0.85),
    "cropped by 5 %": _by_chance(cropped, share=0.95),
    "cropped by 10 %": _by_chance(cropped, share=0.9),
    "cropped by 25 %": _by_chance(cropped, share=0.75),
    "cropped by 50 %": _by_chance(cropped, share=0.5),
    "the middle half": _by_chance(cropped, share=0.5, central=True),
    "a part of 33 %": _by_chance(cropped, share=0.33),
    "a part of 20 %": _by_chance(cropped, share=0.2),
    "a part of 10 %": _by_chance(cropped, share=0.1),
    "a part of 5 %": _by_chance(cropped, share=0.05),
    "turned 2°, cut": _alone(rotated, degrees=2, corners="cut"),
    "turned 5°, white": _alone(rotated, degrees=5, corners="white"),
    "turned 10°, cut": _alone(rotated, degrees=-10, corners="cut"),
    "turned 30°, white": _alone(rotated, degrees=30, corners="white"),
    "turned 45°, cut": _alone(rotated, degrees=45, corners="cut"),
    "turned 90°": lambda picture, rng, others: np.rot90(picture),
    "turned 180°": lambda picture, rng, others: np.rot90(picture, 2),
    "mirrored": lambda picture, rng, others: picture[:, ::-1],
    "upside down mirrored": lambda picture, rng, others: picture[::-1],
    "mirrored, cropped by 30 %": lambda picture, rng, others: cropped(picture, rng, 0.7)[:, ::-1],
    "mirrored, turned 8°": lambda picture, rng, others: rotated(picture[:, ::-1], 8, corners="cut"),
    "white frame 5 %": _alone(pages.framed, share=0.05, color=(255, 255, 255)),
    "black frame 15 %": _alone(pages.framed, share=0.15, color=(0, 0, 0)),
    "padded to a square": _alone(pages.squared),
    "on its own blur": _alone(pages.on_its_blur),
    "screenshot of a phone": _by_chance(pages.on_phone),
    "screenshot of a browser": _by_chance(pages.in_browser),
    "screenshot of a post": _by_chance(pages.in_post),
    "inset of 25 %": _by_chance(pages.inset, share=0.25),
    "inset of 20 %": _by_chance(pages.inset, share=0.2),
    "inset of 15 %": _by_chance(pages.inset, share=0.15),
    "inset of 10 %": _by_chance(pages.inset, share=0.1),
    "inset of 20 % in a photo": _beside_others(pages.inset_in_photo, share=0.2),
    "collage of 4": _beside_others(pages.collage, rows=2, columns=2),
    "collage of 6": _beside_others(pages.collage, rows=2, columns=3),
    "collage of 3, cut to fit": _beside_others(pages.mosaic),
    "printed and scanned": _by_chance(pages.printed),
    "printed coarsely, scanned": _by_chance(pages.printed, cell_px=5, turn_deg=3),
    "print photographed": _by_chance(pages.photographed_print),
    "gray": _alone(toned, saturation=0),
    "brighter": _alone(toned, lift=0.2),
    "darker": _alone(toned, lift=-0.2),
    "more contrast": _alone(toned, gain=1.6),
    "less contrast": _alone(toned, gain=0.5),
    "gamma 0.5": _alone(toned, gamma=0.5),
    "gamma 2": _alone(toned, gamma=2),
    "strong colors": _alone(toned, saturation=2),
    "warm": _alone(tinted, factors=(1.15, 1, 0.75)),
    "sepia": _alone(sepia),
    "hue by 60°": _alone(hue_turned, degrees=60),
    "vignette": _alone(vignetted),
    "caption below": _by_chance(pages.captioned),
    "headline across": _by_chance(pages.headlined),
    "watermarked": _by_chance(pages.watermarked),
    "sticker in the corner": _by_chance(pages.stickered),
    "noise": _by_chance(noisy, deviation=18),
    "blur": _alone(blurred, share=0.003),
    "sharpened": _alone(sharpened),
    "9:16, headline, JPEG 60": _story,
    "mirrored, cropped, colors": _borrowed,
    "half, 3°, caption, JPEG 40": _forwarded,
}
