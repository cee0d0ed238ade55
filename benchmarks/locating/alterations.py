"""What is done to a logo, and to the page it stands on. Pictures of logos are (H, W, 4) uint8, straight alpha."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from brandkit.color import delta_e, lab_of_rgb, rgb_of_lab

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]
Random = np.random.Generator

# Smallest and largest magnitude of each alteration, and its unit.
MAGNITUDES: dict[str, tuple[float, float, str]] = {
    "turned": (1.5, 15.0, "deg"),
    "rotated": (15.0, 180.0, "deg"),
    "stretched": (0.03, 0.2, "share"),
    "recolored": (20.0, 60.0, "dE"),
    "faded": (0.3, 0.6, "opacity"),
    "cropped": (0.1, 0.25, "hidden"),
    "half-cropped": (0.4, 0.4, "hidden"),
    "occluded": (0.15, 0.3, "hidden"),
    "jpeg": (30.0, 80.0, "quality"),
    "blurred": (0.7, 1.5, "px"),
    "noisy": (4.0, 10.0, "levels"),
    "perspective": (0.03, 0.1, "share"),
}
WHOLE = ("none", "mirrored", "mono", "reversed", "shadow", "outlined", "several", "distractors")
ALTERATIONS = (*WHOLE, *MAGNITUDES)
OCCLUDED = ("occluded",)
CUT = ("cropped", "half-cropped")
OCCLUDERS = ("bar", "disc", "photo", "text")
SIGNED = ("turned", "rotated", "stretched")


def magnitude(rng: Random, alteration: str) -> float:
    """A magnitude from its range, signed where both directions exist; 0 for alterations that have none."""
    if alteration not in MAGNITUDES:
        return 0.0
    low, high, _ = MAGNITUDES[alteration]
    sign = float(rng.choice([-1, 1])) if alteration in SIGNED else 1.0
    return sign * float(rng.uniform(low, high))


def colored(rgba: Picture, alteration: str, amount: float, rng: Random) -> tuple[Picture, float]:
    """The drawing in grays ("mono"), other colours, fainter or coarser, and the magnitude reached."""
    result = rgba.copy()
    if alteration == "mono":
        result[..., :3] = np.round(rgba[..., :3] @ np.array([0.299, 0.587, 0.114]))[..., None]
    elif alteration == "recolored":
        return recolored(rgba, amount, rng)
    elif alteration == "enlarged":
        return enlarged(rgba, amount), amount
    elif alteration == "faded":
        result[..., 3] = np.round(rgba[..., 3] * amount)
    return result, amount


def enlarged(rgba: Picture, times: float) -> Picture:
    """The drawing as a smaller file of it looks when it is placed that many times too large."""
    import cv2

    held = rgba.astype(np.float32)
    held[..., :3] *= held[..., 3:] / 255
    size = (rgba.shape[1], rgba.shape[0])
    least = (max(1, round(size[0] / times)), max(1, round(size[1] / times)))
    small = cv2.resize(held, least, interpolation=cv2.INTER_AREA)
    held = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC).clip(0, 255)
    held[..., :3] /= np.maximum(held[..., 3:], 1) / 255
    return np.asarray(held.round().clip(0, 255), np.uint8)


def recolored(rgba: Picture, amount: float, rng: Random) -> tuple[Picture, float]:
    """Every colour moved one way in Lab until the mean ΔE00 over the ink comes to the amount; and what was reached."""
    hue, lighter = rng.uniform(0, 2 * math.pi), rng.uniform(-0.3, 0.3)
    way = np.array([lighter, math.cos(hue), math.sin(hue)])
    packed, back = np.unique(rgba[..., :3].astype(np.int64) @ np.array([65536, 256, 1]), return_inverse=True)
    colors = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(float)
    weights = np.bincount(back.ravel(), rgba[..., 3].ravel().astype(float), minlength=len(packed))
    before = lab_of_rgb(colors)
    low, high = 0.0, 160.0
    for _ in range(12):
        step = (low + high) / 2
        after = rgb_of_lab(before + step * way).round()
        reached = float(np.average(delta_e(before, lab_of_rgb(after)), weights=weights + 1e-9))
        low, high = (step, high) if reached < amount else (low, step)
    result = rgba.copy()
    result[..., :3] = after[back.ravel()].reshape(*rgba.shape[:2], 3).clip(0, 255)
    return result, reached


def backed(rgba: Picture, alteration: str, size: float, rng: Random) -> Picture:
    """The drawing with a soft shadow or a line around it beneath."""
    import cv2

    alpha = rgba[..., 3].astype(np.float32) / 255
    if alteration == "shadow":
        soft = max(0.8, size * float(rng.uniform(0.02, 0.06)))
        away = max(1.0, size * float(rng.uniform(0.02, 0.08)))
        moved = cv2.warpAffine(alpha, np.array([[1, 0, away], [0, 1, away]]), alpha.shape[::-1])
        under, tone = 0.6 * cv2.GaussianBlur(moved, (0, 0), soft), np.zeros(3)
    else:
        reach = max(1, round(size * float(rng.uniform(0.015, 0.04))))
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
        luma = float((rgba[..., :3] @ np.array([0.299, 0.587, 0.114]))[rgba[..., 3] > 127].mean())
        under, tone = cv2.dilate(alpha, disc), np.full(3, 255.0 if luma < 140 else 20.0)
    total = alpha + under * (1 - alpha)
    mixed = rgba[..., :3] * alpha[..., None] + tone * (under * (1 - alpha))[..., None]
    result = np.concatenate([mixed / np.maximum(total, 1e-4)[..., None], 255 * total[..., None]], axis=2)
    return np.asarray(result.round().clip(0, 255), np.uint8)


def covering(alpha: Picture, hidden: float, kind: str, rng: Random, patch: Picture) -> tuple[Picture, Array] | None:
    """A foreign thing over a part of a drawing: (H, W, 3) of it and its (H, W) cover 0..1; None when it cannot hide
    that share (words with gaps) or nothing is there to hide.

    alpha : (H, W) of the drawing. patch : (H, W, 3) photograph for the kind "photo".
    """
    rows, columns = np.nonzero(alpha > 127)
    if not len(rows):
        return None
    ink = alpha.astype(float) / 255
    number = int(rng.integers(0, len(rows)))
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]].astype(np.float32)
    dx, dy, turn = x - columns[number], y - rows[number], float(rng.uniform(0, math.pi))
    reach = {
        "bar": np.abs(dx * math.cos(turn) + dy * math.sin(turn)),
        "disc": np.hypot(dx, dy),
        "photo": np.maximum(np.abs(dx), np.abs(dy) * 1.4),
        "text": (x * math.cos(turn) + y * math.sin(turn)),
    }[kind]
    texture = _words(alpha.shape, rng) if kind == "text" else np.ones(alpha.shape, np.float32)
    inked = ink > 0.02
    order = np.argsort(reach[inked], kind="stable")
    gained = np.cumsum((ink * texture)[inked][order])
    at = int(np.searchsorted(gained, hidden * ink.sum()))
    if at >= len(order):
        return None
    limit = float(reach[inked][order][at])
    cover = np.clip(limit - reach + 0.5, 0, 1) * texture
    tone = patch if kind == "photo" else np.broadcast_to(rng.uniform(0, 255, 3).round(), (*alpha.shape, 3))
    return np.asarray(tone, np.uint8), cover


def _words(shape: tuple[int, ...], rng: Random) -> Array:
    """Lines of heavy letters as (H, W) cover 0..1, a third of the height at most."""
    from PIL import Image, ImageDraw

    from benchmarks.locating.grounds import font

    size = int(np.clip(min(shape) * rng.uniform(0.2, 0.34), 9, 120))
    sheet = Image.new("L", (shape[1], shape[0]), 0)
    pen = ImageDraw.Draw(sheet)
    letters = "".join(rng.choice(list("AEHKMNRSUVĐƠƯXZ"), 120))
    for row in range(0, shape[0], max(6, round(size * 0.85))):
        pen.text((-size * 0.4, row - size * 0.2), letters, fill=255, font=font(size), stroke_width=max(1, size // 11))
    return np.asarray(sheet, np.float32) / 255


def degraded(page: Picture, alteration: str, amount: float, rng: Random) -> Picture:
    """The page as a worse picture of itself."""
    import cv2

    if alteration == "jpeg":
        _, data = cv2.imencode(".jpg", page[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, round(amount)])
        return cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1].copy()
    if alteration == "blurred":
        return cv2.GaussianBlur(page, (0, 0), amount)
    if alteration == "noisy":
        grain = rng.standard_normal(page.shape, np.float32) * np.float32(amount)
        return np.clip(np.round(page + grain), 0, 255).astype(np.uint8)
    return page


def painted(page: Picture, rgba: Picture, x: int, y: int) -> None:
    """Lays a drawing on the page, its first pixel at (x, y), what lies beyond the page cut off."""
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(page.shape[1], x + rgba.shape[1]), min(page.shape[0], y + rgba.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = rgba[y0 - y : y1 - y, x0 - x : x1 - x]
    alpha = part[..., 3:].astype(np.float32) / 255
    under = page[y0:y1, x0:x1]
    page[y0:y1, x0:x1] = np.round(part[..., :3] * alpha + under * (1 - alpha)).astype(np.uint8)
