"""What is done to photographs on their way onto a page; each attack makes the same page of the same photograph.

`Attack(number, pictures, strangers, rng)`: `pictures` are those of the catalog, `strangers` of none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np
from numpy.random import Generator

from benchmarks.near_duplicates import attacks as tones
from benchmarks.near_duplicates.pages import _lettered
from benchmarks.photos_on_pages.layouts import (
    Box,
    Image,
    Sheet,
    box_of_share,
    cut_of_share,
    grid,
    lettered,
    resized,
    sheet,
    stamped,
)

Attack = Callable[[int, Sequence[Image], Sequence[Image], Generator], Sheet]
_INSET = 0.3


def made(name: str, number: int, pictures: Sequence[Image], strangers: Sequence[Image], of: str) -> Sheet:
    """The page of an attack; chance in it depends on the attack and on the name `of` the photograph alone."""
    seed = int.from_bytes(hashlib.sha256(f"{name}\0{of}".encode()).digest()[:8], "big")
    return ATTACKS[name](number, pictures, strangers, np.random.default_rng(seed))


def _part(share: float) -> Attack:
    def attack(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
        cut = cut_of_share(pictures[number], share, rng)
        page = Sheet(np.zeros((cut[3] - cut[1], cut[2] - cut[0], 3), np.uint8))
        page.put(pictures[number], number, (0, 0, cut[2] - cut[0], cut[3] - cut[1]), cut=cut)
        page.pixels = tones.jpeg(page.pixels, 85)
        return page

    return attack


def _inset(
    share: float, *, cut: float = 1.0, flipped: bool = False, quality: int = 85,
    change: Callable[[Image], Image] | None = None, over: Callable[[Sheet, Box, Generator], None] | None = None,
) -> Attack:  # fmt: skip
    def attack(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
        page, picture = sheet(rng, textured=rng.random() < 0.25), pictures[number]
        part = cut_of_share(picture, cut, rng) if cut < 1 else (0, 0, picture.shape[1], picture.shape[0])
        place = box_of_share(picture[part[1] : part[3], part[0] : part[2]], page, share, rng)
        page.put(change(picture) if change else picture, number, place, cut=part, flipped=flipped)
        if over is not None:
            over(page, place, rng)
        page.pixels = tones.jpeg(page.pixels, quality)
        return page

    return attack


def _turned(degrees: float, share: float) -> Attack:
    def attack(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
        page, picture = sheet(rng), pictures[number]
        height, width = page.pixels.shape[:2]
        across = (share * height * width * picture.shape[1] / picture.shape[0]) ** 0.5
        across *= min(
            1.0, 0.9 * min(height, width) / float(np.hypot(across, across * picture.shape[0] / picture.shape[1]))
        )
        page.put_turned(
            picture, number, (width * rng.uniform(0.45, 0.55), height * rng.uniform(0.45, 0.55)), across, degrees
        )
        page.pixels = tones.jpeg(page.pixels, 85)
        return page

    return attack


def _quarter_turned(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
    picture = pictures[number]
    height, width = picture.shape[:2]
    page = Sheet(np.zeros((width, height, 3), np.uint8))
    page.warp(picture, number, np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1.0]]))
    return page


def _whole(change: Callable[[Image, Generator], Image], *, flipped: bool = False) -> Attack:
    def attack(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
        picture = pictures[number]
        page = Sheet(np.zeros_like(picture))
        page.put(picture, number, (0, 0, picture.shape[1], picture.shape[0]), flipped=flipped)
        page.pixels = np.ascontiguousarray(change(page.pixels, rng))
        return page

    return attack


def _collage(rows: int, columns: int, known: int, gap: int) -> Attack:
    """`known` cells have photographs of the catalog, the others strangers."""

    def attack(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
        cells = rows * columns
        beside = [int(v) for v in rng.choice(len(pictures), min(len(pictures), known), replace=False) if v != number]
        chosen = [(n, pictures[n]) for n in [number, *beside][:known]]
        others = rng.choice(len(strangers), cells - len(chosen), replace=cells - len(chosen) > len(strangers))
        chosen += [(-1, strangers[int(at)]) for at in others]
        page = Sheet(np.full((1000, 1414, 3), 246, np.uint8))
        grid(page, [chosen[int(at)] for at in rng.permutation(cells)], rows, columns, gap)
        page.pixels = tones.jpeg(page.pixels, 85)
        return page

    return attack


def _twice(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
    page, picture = sheet(rng), pictures[number]
    height, width = page.pixels.shape[:2]
    across = min(width * 0.45, height * 0.42 * picture.shape[1] / picture.shape[0])
    w, h = round(across), round(across * picture.shape[0] / picture.shape[1])
    page.put(picture, number, (10, 10, 10 + w, 10 + h))
    w, h = round(w * 0.8), round(h * 0.8)
    page.put(picture, number, (width - 10 - w, height - 10 - h, width - 10, height - 10))
    page.pixels = tones.jpeg(page.pixels, 85)
    return page


def _screenshot(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
    pixels = np.full((800, 1280, 3), 255, np.uint8)
    pixels[:70] = 222
    cv2.rectangle(pixels, (180, 22), (1000, 52), (255, 255, 255), -1)
    lines = [("www.example.org/news", (200, 26), 20), ("Open day", (90, 100), 54)]
    lines += [("Tin nổi bật trong tuần", (900, 240 + 70 * at), 24) for at in range(7)]
    page = Sheet(_lettered(pixels, lines, (30, 30, 30)))
    picture = pictures[number]
    scale = min(760 / picture.shape[1], 520 / picture.shape[0])
    w, h = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    page.put(picture, number, (90, 230, 90 + w, 230 + h))
    return page


def _print(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
    """A print on a table, photographed aslant: its corners moved by up to 6 % of its sides."""
    picture = resized(pictures[number], min(1.0, 900 / max(pictures[number].shape)))
    height, width = picture.shape[:2]
    page = Sheet(np.full((round(height * 1.3), round(width * 1.3), 3), (122, 96, 74), np.uint8))
    flat = np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
    moved = (flat + 0.15 + rng.uniform(-0.06, 0.06, (4, 2))) * (width, height)
    matrix = cv2.getPerspectiveTransform((flat * (width, height)).astype(np.float32), moved.astype(np.float32))
    page.warp(picture, number, np.asarray(matrix, np.float64))
    soft = cv2.GaussianBlur(page.pixels.astype(np.float32), (0, 0), 0.8) * 0.88 + 10
    page.pixels = np.clip(soft + rng.normal(0, 3, soft.shape), 0, 255).astype(np.uint8)
    return page


def _without(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
    """A page with photographs of no catalog."""
    page = sheet(rng, textured=rng.random() < 0.25)
    for share in (0.2, 0.1):
        stranger = strangers[int(rng.integers(len(strangers)))]
        page.put(stranger, -1, box_of_share(stranger, page, share, rng))
    page.pixels = tones.jpeg(page.pixels, 85)
    return page


def _stranger(number: int, pictures: Sequence[Image], strangers: Sequence[Image], rng: Generator) -> Sheet:
    picture = strangers[number % len(strangers)]
    page = Sheet(picture.copy())
    page.put(picture, -1, (0, 0, picture.shape[1], picture.shape[0]))
    return page


def duotone(picture: Image) -> Image:
    """From one colour in the shadows to another in the lights."""
    gray = (picture @ np.array([0.299, 0.587, 0.114]))[..., None] / 255
    return np.rint(np.array([24, 32, 110]) * (1 - gray) + np.array([255, 214, 120]) * gray).astype(np.uint8)


ATTACKS: Mapping[str, Attack] = {
    "part of 75 %": _part(0.75),
    "part of 50 %": _part(0.5),
    "part of 25 %": _part(0.25),
    "part of 10 %": _part(0.1),
    "inset of 30 %": _inset(0.3),
    "inset of 15 %": _inset(0.15),
    "inset of 8 %": _inset(0.08),
    "inset of 5 %": _inset(0.05),
    "half of it, inset of 15 %": _inset(0.15, cut=0.5),
    "quarter of it, inset of 8 %": _inset(0.08, cut=0.25),
    "mirrored": _whole(lambda p, rng: tones.jpeg(p, 80), flipped=True),
    "mirrored half, inset of 15 %": _inset(0.15, cut=0.5, flipped=True),
    "turned 90°": _quarter_turned,
    "turned 5°, on 25 %": _turned(5, 0.25),
    "turned 30°, on 25 %": _turned(30, 0.25),
    "under text": _inset(_INSET, over=lettered),
    "under a mark": _inset(_INSET, over=stamped),
    "collage of 4": _collage(2, 2, 2, 12),
    "collage of 9": _collage(3, 3, 5, 0),
    "twice": _twice,
    "gray": _inset(_INSET, change=lambda p: tones.toned(p, saturation=0)),
    "tinted": _inset(_INSET, change=lambda p: tones.tinted(p, (1.15, 0.95, 0.65))),
    "duotone": _inset(_INSET, change=duotone),
    "darker, flatter": _inset(_INSET, change=lambda p: tones.toned(p, gain=0.6, lift=-0.12)),
    "JPEG 30": _inset(0.15, quality=30),
    "blurred": _whole(lambda p, rng: tones.blurred(p, 0.008)),
    "screenshot": _screenshot,
    "print, photographed": _print,
    "none: a page": _without,
    "none: a photograph": _stranger,
}
