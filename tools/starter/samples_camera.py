"""What a scanner and a camera add, and a photograph that no catalog holds. All noise is seeded."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def scanned(image: Image.Image) -> Image.Image:
    """The page from a flatbed: a fifth of a degree askew, paper a little warm, soft, with sensor noise."""
    tilted = image.rotate(-0.2, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    soft = np.asarray(tilted.filter(ImageFilter.GaussianBlur(0.45)), np.float32) / 255
    rng = np.random.default_rng(7)
    height, width = soft.shape[:2]
    fibre = Image.fromarray(rng.normal(128, 40, (height // 6, width // 6)).clip(0, 255).astype(np.uint8))
    grain = np.asarray(fibre.resize((width, height), Image.Resampling.BICUBIC), np.float32)[..., None] / 128 - 1
    paper = soft * 0.955 + 0.03                           # ink is never quite black on a scan
    paper = paper * np.array([0.996, 0.993, 0.984], np.float32)
    paper = paper + grain * 0.006 + rng.normal(0, 0.006, (height, width, 1))
    return Image.fromarray((paper.clip(0, 1) * 255).round().astype(np.uint8))


def bokeh() -> Image.Image:
    """Lights of a night market out of focus, (1067, 1600)."""
    rng = np.random.default_rng(20240914)
    width, height = 1600, 1067
    rows = np.linspace(0, 1, height)[:, None, None]
    ground = np.array([12, 16, 30]) * (1 - rows) + np.array([46, 24, 20]) * rows
    picture = np.broadcast_to(ground, (height, width, 3)).astype(np.float32).copy()
    tints = np.array([[255, 176, 84], [255, 132, 62], [255, 226, 170], [236, 74, 60], [120, 196, 214], [255, 196, 110]])
    for _ in range(170):
        radius = rng.uniform(14, 78) * (0.6 if rng.random() < 0.5 else 1)
        x, y = rng.uniform(-40, width + 40), height * (0.16 + 0.62 * rng.beta(2.2, 2.4))
        layer = Image.new("L", (width, height))
        box = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(layer).ellipse(box, fill=int(rng.uniform(40, 120)), outline=int(rng.uniform(90, 170)), width=3)
        light = np.asarray(layer.filter(ImageFilter.GaussianBlur(1.6)), np.float32)[..., None] / 255
        picture += light * tints[rng.integers(len(tints))] * 0.8
    wet = picture[: height // 3][::-1] * np.linspace(0.55, 0.1, height // 3)[:, None, None]
    picture[height - height // 3:] += np.roll(wet, 37, axis=1) * 0.5
    picture += rng.normal(0, 5, picture.shape)
    return Image.fromarray((255 * (1 - np.exp(-picture / 190))).clip(0, 255).astype(np.uint8))


def photographed_stand(panel: Image.Image, *, width: int = 1080, height: int = 1440) -> Image.Image:
    """A roll-up stand in a hall, photographed head on; `panel` is its print, 10 : 23."""
    rng = np.random.default_rng(11)
    x = np.linspace(-1, 1, width)[None, :, None]
    y = np.linspace(0, 1, height)[:, None, None]
    wall = np.array([246, 241, 231]) * (0.985 - 0.05 * (x + 0.35) ** 2 - 0.05 * (y - 0.3) ** 2)
    floor = np.array([104, 116, 126]) * (0.8 + 0.42 * (y - 0.86) / 0.14) * (1 - 0.06 * x * x)
    edge = np.clip((y - 0.8715) * 900, 0, 1)
    scene = wall * (1 - edge) + floor * edge
    skirting = np.exp(-((y - 0.866) / 0.0045) ** 2)
    scene = scene * (1 - 0.18 * skirting)
    tall = 1110
    wide = round(tall * panel.width / panel.height)
    left, top = (width - wide) // 2, 170
    scene *= 1 - 0.30 * _shadow(width, height, (left + 26, top + 20, left + wide + 30, top + tall), 26)
    scene *= 1 - 0.45 * _shadow(width, height, (left - 34, top + tall + 18, left + wide + 54, top + tall + 44), 16)
    canvas = Image.fromarray(scene.clip(0, 255).astype(np.uint8))
    print_ = np.asarray(panel.resize((wide, tall), Image.Resampling.LANCZOS), np.float32)
    light = 0.992 - 0.012 * np.linspace(0, 1, tall)[:, None, None] ** 2
    canvas.paste(Image.fromarray((print_ * light).clip(0, 255).astype(np.uint8)), (left, top))
    _stand(canvas, left, top, wide, tall)
    picture = np.asarray(canvas.filter(ImageFilter.GaussianBlur(0.6)), np.float32)
    return Image.fromarray((picture + rng.normal(0, 1.6, (height, width, 1))).clip(0, 255).astype(np.uint8))


def _shadow(width: int, height: int, box: tuple[float, float, float, float], softness: float) -> np.ndarray:
    layer = Image.new("L", (width, height))
    ImageDraw.Draw(layer).rectangle(box, fill=255)
    return np.asarray(layer.filter(ImageFilter.GaussianBlur(softness)), np.float32)[..., None] / 255


def _stand(canvas: Image.Image, left: int, top: int, wide: int, tall: int) -> None:
    """The aluminium rail above and the case below, each a row of tones."""
    draw = ImageDraw.Draw(canvas)
    for x0, x1, y0, rows, low, high in ((left - 4, left + wide + 4, top - 9, 10, 130, 214),
                                        (left - 16, left + wide + 16, top + tall - 2, 34, 92, 206)):
        for row in range(rows):
            tone = low + (high - low) * math.sin(math.pi * (row + 1) / (rows + 1)) ** 1.5
            draw.line((x0, y0 + row, x1, y0 + row), fill=(round(tone), round(tone * 1.01), round(tone * 1.03)))
    for foot in (left + 18, left + wide - 78):
        draw.rounded_rectangle((foot, top + tall + 30, foot + 60, top + tall + 42), 4, fill=(78, 84, 90))
