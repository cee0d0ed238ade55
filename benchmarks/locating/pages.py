"""Pages with logos at known poses, each altered in one way."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating import grounds
from benchmarks.locating.brands import Brand

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]

ALTERATIONS = (
    "none", "turned", "rotated", "stretched", "mirrored", "recolored", "mono", "reversed",
    "jpeg", "blurred", "noisy", "cropped",
)  # fmt: skip
SIZES = (32, 48, 72, 110, 200)
WIDTH, HEIGHT = 1000, 700
PLATE = 0.25  # of the logo's smaller side: free ground around it on documents


@dataclass(frozen=True, eq=False)
class Target:
    """A logo drawn at a (2, 3) pose: artboard units to page pixels; size is the smaller side of its drawing."""

    brand: str
    pose: Array
    alteration: str
    size: int
    ground: str


@dataclass(frozen=True, eq=False)
class Page:
    """A picture with what is on it; no target for a page of grounds and strangers."""

    picture: Picture
    targets: tuple[Target, ...]


@lru_cache(maxsize=512)
def ink_box(brand: Brand) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 of the drawing on its artboard, from the origin of the artboard."""
    alpha = raster(brand, np.array([[300 / brand.width, 0, 0], [0, 300 / brand.width, 0]]), 300, _rows(brand))[..., 3]
    rows, columns = np.flatnonzero(alpha.max(1) > 60), np.flatnonzero(alpha.max(0) > 60)
    unit = brand.width / 300
    return columns[0] * unit, rows[0] * unit, (columns[-1] + 1) * unit, (rows[-1] + 1) * unit


def page_of(
    seed: int, brand: Brand | None, alteration: str, size: int, ground: str, strangers: tuple[Brand, ...] = ()
) -> Page:
    """One page: a ground, perhaps other logos, and the brand in one alteration."""
    rng = np.random.default_rng(seed)
    dark = _wants_dark(brand, alteration, rng) if brand else bool(rng.uniform() < 0.3)
    page = grounds.drawn(ground, rng, WIDTH, HEIGHT, dark)
    taken: list[Array] = []
    for stranger in strangers:
        pose = _pose(rng, stranger, "none", int(rng.choice(SIZES[:4])), taken)
        if pose is not None:
            page = painted(page, _altered(raster(stranger, pose, WIDTH, HEIGHT), "none", rng))
    targets = []
    pose = _pose(rng, brand, alteration, size, taken) if brand else None
    if brand and pose is not None:
        if ground == "document":
            page = plate(page, brand, pose)
        page = painted(page, _altered(raster(brand, pose, WIDTH, HEIGHT), alteration, rng))
        targets.append(Target(brand.name, pose, alteration, size, ground))
    return Page(_degraded(page, alteration, rng), tuple(targets))


def _rows(brand: Brand) -> int:
    return max(1, round(300 * brand.height / brand.width))


def raster(brand: Brand, pose: Array, width: int, height: int) -> Picture:
    """(H, W, 4) of the brand drawn at a pose by resvg: exact to the pixel's fraction, as a layout program would."""
    import resvg_py
    from PIL import Image

    a, c, e = pose[0]
    b, d, f = pose[1]
    e, f = e - a * brand.left - c * brand.top, f - b * brand.left - d * brand.top
    box = f'x="{brand.left}" y="{brand.top}" width="{brand.width}" height="{brand.height}"'
    clip = f'<clipPath id="artboard"><rect {box}/></clipPath>'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><defs>{clip}</defs>'
        f'<g transform="matrix({a} {b} {c} {d} {e} {f})" clip-path="url(#artboard)">{brand.body}</g></svg>'
    )
    png = bytes(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def _wants_dark(brand: Brand, alteration: str, rng: np.random.Generator) -> bool:
    """Whether the brand needs a dark ground to be seen."""
    if alteration in ("mono", "reversed"):
        return alteration == "reversed"
    rgba = raster(brand, np.array([[200 / brand.width, 0, 0], [0, 200 / brand.width, 0]]), 200, 200)
    luma = rgba[rgba[..., 3] > 200][:, :3] @ np.array([0.299, 0.587, 0.114])
    if not len(luma) or 100 < luma.mean() < 150:
        return bool(rng.uniform() < 0.4)
    return bool(luma.mean() > 150)


def _pose(
    rng: np.random.Generator, brand: Brand, alteration: str, size: int, taken: list[Array]
) -> Array | None:
    left, top, right, bottom = ink_box(brand)
    unit = size / min(right - left, bottom - top)
    sx = sy = min(unit, 0.8 * WIDTH / (right - left), 0.8 * HEIGHT / (bottom - top))
    turn, mirrored = 0.0, alteration == "mirrored"
    if alteration == "turned":
        turn = float(rng.choice([-1, 1]) * rng.uniform(1.5, 15))
    if alteration == "rotated":
        turn = float(rng.uniform(-180, 180))
    if alteration == "stretched":
        share = float(1 + rng.choice([-1, 1]) * rng.uniform(0.03, 0.2))
        sx, sy = sx * math.sqrt(share), sy / math.sqrt(share)
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    linear = np.array([[c, -s], [s, c]]) @ np.diag([-sx if mirrored else sx, sy])
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ linear.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    for _ in range(60):
        room = np.array([WIDTH, HEIGHT]) - (high - low) - 8
        place = 4 + rng.uniform(size=2) * np.maximum(room, 0)
        if alteration == "cropped":
            place = _over_the_edge(rng, place, high - low)
        box = np.concatenate([place, place + high - low])
        if all((box[:2] > other[2:] + 6).any() or (box[2:] < other[:2] - 6).any() for other in taken):
            taken.append(box)
            return np.column_stack([linear, place - low])
    return None


def _over_the_edge(rng: np.random.Generator, place: Array, extent: Array) -> Array:
    hidden = rng.uniform(0.1, 0.25)
    side = int(rng.integers(0, 4))
    axis, page = side % 2, (WIDTH, HEIGHT)[side % 2]
    place[axis] = -hidden * extent[axis] if side < 2 else page - (1 - hidden) * extent[axis]
    return place


def _altered(rgba: Picture, alteration: str, rng: np.random.Generator) -> Picture:
    import cv2

    result = rgba.copy()
    if alteration == "mono":
        result[..., :3] = rng.choice([0, 0, 40])
    elif alteration == "reversed":
        result[..., :3] = 255
    elif alteration == "recolored":
        hsv = cv2.cvtColor(rgba[..., :3].copy(), cv2.COLOR_RGB2HSV).astype(np.int32)
        hsv[..., 0] = (hsv[..., 0] + int(rng.integers(30, 150))) % 180
        gray = hsv[..., 1] < 40
        hsv[..., 1] = np.where(gray & (hsv[..., 2] < 140), 200, hsv[..., 1])
        hsv[..., 2] = np.where(gray & (hsv[..., 2] < 140), np.maximum(hsv[..., 2], 110), hsv[..., 2])
        result[..., :3] = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)
    return result


def plate(page: Picture, brand: Brand, pose: Array) -> Picture:
    """The page with an empty field of its own ground under the logo: nobody sets a logo into running text."""
    import cv2

    left, top, right, bottom = ink_box(brand)
    pad = PLATE * min(right - left, bottom - top)
    box = [[left - pad, top - pad], [right + pad, top - pad], [right + pad, bottom + pad], [left - pad, bottom + pad]]
    corners = np.array(box) @ pose[:, :2].T + pose[:, 2]
    result = page.copy()
    cv2.fillPoly(result, [corners.round().astype(np.int32)], [int(v) for v in page[2, 2]])
    return result


def painted(page: Picture, rgba: Picture) -> Picture:
    """The page with an (H, W, 4) drawing over it."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.round(rgba[..., :3] * alpha + page * (1 - alpha)).astype(np.uint8)


def _degraded(page: Picture, alteration: str, rng: np.random.Generator) -> Picture:
    import cv2

    if alteration == "jpeg":
        quality = int(rng.integers(50, 80))
        _, data = cv2.imencode(".jpg", page[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        return cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1].copy()
    if alteration == "blurred":
        return cv2.GaussianBlur(page, (0, 0), float(rng.uniform(0.7, 1.5)))
    if alteration == "noisy":
        return np.clip(page + rng.normal(size=page.shape) * rng.uniform(4, 10), 0, 255).astype(np.uint8)
    return page
