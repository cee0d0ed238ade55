"""Pages with one logo, treated in one way, on one ground."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating import grounds
from benchmarks.variants_in_pixels.marks import Mark

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]

TREATMENTS = ("none", "jpeg", "half-opacity", "hue-turned", "one-color", "gray", "turned", "mirrored")
LIGHT, DARK, NAVY = (246, 243, 236), (24, 28, 36), (20, 60, 104)
ROOM = 1.9  # page sides over those of the logo


@dataclass(frozen=True)
class Placed:
    """A picture with a logo at a (2, 3) pose: artboard units to pixels."""

    picture: Picture
    pose: Array


def page_of(mark: Mark, size: int, ground: str, treatment: str, seed: int) -> Placed:
    """A page of a mark `size` pixels at its smaller side. ground: light, dark, navy or photo-light, photo-dark."""
    rng = np.random.default_rng(seed)
    unit = size / min(mark.width, mark.height)
    width, height = max(220, round(mark.width * unit * ROOM)), max(180, round(mark.height * unit * ROOM))
    page = ground_of(ground, rng, width, height)
    pose = _pose(mark, unit, treatment, rng, width, height)
    drawn = treated(raster(mark.svg, pose, width, height), treatment)
    picture = laid_over(page, drawn)
    return Placed(worn(picture) if treatment == "jpeg" else picture, pose)


def ground_of(ground: str, rng: np.random.Generator, width: int, height: int) -> Picture:
    if ground.startswith("photo"):
        return grounds.drawn("photo", rng, width, height, ground == "photo-dark")
    page = np.empty((height, width, 3), np.uint8)
    page[:] = {"light": LIGHT, "dark": DARK, "navy": NAVY}[ground]
    return page


def raster(svg: bytes, pose: Array, width: int, height: int) -> Picture:
    """(H, W, 4) straight alpha of an SVG at a pose."""
    import resvg_py
    from PIL import Image

    _, rest = svg.decode().split("<svg", 1)
    attributes, body = rest.split(">", 1)
    box = attributes.split('viewBox="')[1].split('"')[0].split()
    (a, c, e), (b, d, f) = pose.tolist()
    e, f = e - a * float(box[0]) - c * float(box[1]), f - b * float(box[0]) - d * float(box[1])
    fill = attributes.split('fill="')[1].split('"')[0] if 'fill="' in attributes else "#000000"
    sheet = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
        f'height="{height}"><g fill="{fill}" transform="matrix({a} {b} {c} {d} {e} {f})">'
        f'{body.rsplit("</svg>", 1)[0]}</g></svg>'
    )
    png = bytes(resvg_py.svg_to_bytes(svg_string=sheet, skip_system_fonts=True))
    return np.array(Image.open(io.BytesIO(png)).convert("RGBA"))


def treated(rgba: Picture, treatment: str) -> Picture:
    """The drawing in other colors, or less opaque."""
    import cv2

    result = rgba.copy()
    if treatment == "half-opacity":
        result[..., 3] = np.round(rgba[..., 3] * 0.5)
    elif treatment == "hue-turned":
        hsv = cv2.cvtColor(np.ascontiguousarray(rgba[..., :3]), cv2.COLOR_RGB2HSV).astype(np.int32)
        hsv[..., 0] = (hsv[..., 0] + 60) % 180
        result[..., :3] = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)
    elif treatment == "one-color":
        result[..., :3] = (150, 24, 120)
    elif treatment == "gray":
        result[..., :3] = cv2.cvtColor(np.ascontiguousarray(rgba[..., :3]), cv2.COLOR_RGB2GRAY)[..., None]
    return result


def laid_over(page: Picture, rgba: Picture) -> Picture:
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.round(rgba[..., :3] * alpha + page * (1 - alpha)).astype(np.uint8)


def worn(picture: Picture, quality: int = 60) -> Picture:
    """The picture as a JPEG of that quality shows it."""
    import cv2

    data = cv2.imencode(".jpg", np.ascontiguousarray(picture[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def _pose(mark: Mark, unit: float, treatment: str, rng: np.random.Generator, width: int, height: int) -> Array:
    turn = np.radians(rng.uniform(4, 14)) if treatment == "turned" else 0.0
    c, s = np.cos(turn), np.sin(turn)
    linear = unit * np.array([[c, -s], [s, c]]) @ np.diag([-1.0 if treatment == "mirrored" else 1.0, 1.0])
    middle = np.array([width, height]) / 2 + rng.uniform(-4, 4, 2)
    return np.column_stack([linear, middle - linear @ np.array([mark.width, mark.height]) / 2])
