"""Plain figures that anybody draws, and the letters of a plain typeface, thin and bold: what is no evidence of a logo.

All of it is made here, of arithmetic, in a square of SIDE_PX: x runs to the right and y down, both about -1..1.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Mask = NDArray[np.bool_]

SIDE_PX = 96
_BOLD_PX = 7


@cache
def masks() -> tuple[Mask, ...]:
    """Every figure and letter, (h, w) each."""
    frame = np.maximum(np.abs(_X), np.abs(_Y)) < 1.04
    figures = (*_round(), *_cornered(), *_rayed(), *_signs(), *_things())
    return (*(np.asarray(mask & frame) for mask in figures), *_letters())


def _grid() -> tuple[Array, Array]:
    y, x = (np.mgrid[:SIDE_PX, :SIDE_PX] + 0.5 - SIDE_PX / 2) / (SIDE_PX * 0.45)
    return x, y


_X, _Y = _grid()
_RADIUS, _ANGLE = np.hypot(_X, _Y), np.arctan2(_Y, _X)


def _disc(x: float, y: float, radius: float, taller: float = 1.0) -> Mask:
    return np.asarray(np.hypot(_X - x, (_Y - y) / taller) < radius)


def _box(left: float, top: float, right: float, bottom: float) -> Mask:
    return np.asarray((left < _X) & (right > _X) & (top < _Y) & (bottom > _Y))


def _polygon(*corners: tuple[float, float]) -> Mask:
    """The inside of a polygon, by the number of its sides right of each pixel."""
    inside = np.zeros(_X.shape, bool)
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if y0 == y1:
            continue
        crossed = (y0 > _Y) != (y1 > _Y)
        inside ^= crossed & (x0 + (_Y - y0) * (x1 - x0) / (y1 - y0) > _X)
    return inside


def _regular(corners: int, size: float = 1.0) -> Mask:
    inner = np.cos(np.pi / corners) / np.cos((_ANGLE + np.pi / 2) % (2 * np.pi / corners) - np.pi / corners)
    return np.asarray(size * inner > _RADIUS)


def _round() -> Iterator[Mask]:
    """Discs, rings, their parts, and what lies between a disc and a square."""
    yield _RADIUS < 1
    for inner in (0.3, 0.5, 0.65, 0.8, 0.9):
        yield (_RADIUS < 1) & (inner < _RADIUS)
        yield (_RADIUS < 1) & (inner < _RADIUS) & (_Y < 0)
    for power in (3, 5):
        yield (np.abs(_X) ** power + np.abs(_Y) ** power) < 1
    yield (_RADIUS < 1) & (_Y < 0)
    yield (_RADIUS < 1) & (_Y < 0) & (_X < 0)
    yield np.hypot(_X + 1, _Y + 1) < 1.9
    for inner in (0.4, 0.7):
        for open_angle in (0.8, 1.57):
            yield (_RADIUS < 1) & (inner < _RADIUS) & (np.abs(_ANGLE) > open_angle / 2)
    yield (_RADIUS < 1) & (np.abs(_ANGLE) > 0.6)
    yield ((_RADIUS < 1) & (_RADIUS > 0.75)) | (_RADIUS < 0.45)
    yield _disc(0, 0, 1) & ~_disc(0.4, 0, 0.85)
    yield _disc(-0.55, 0, 1.1) & _disc(0.55, 0, 1.1)
    yield (_disc(-0.55, 0, 1.1) & _disc(0.55, 0, 1.1)) & ~_disc(0, 0, 0.3)
    yield (np.abs(_Y) < 0.4) & (np.abs(_X) < 0.55) | _disc(-0.55, 0, 0.4) | _disc(0.55, 0, 0.4)
    yield _disc(-0.3, 0, 0.65) | _disc(0.3, 0, 0.65)
    yield (_disc(-0.45, 0, 0.5) & ~_disc(-0.45, 0, 0.28)) | (_disc(0.45, 0, 0.5) & ~_disc(0.45, 0, 0.28))


def _cornered() -> Iterator[Mask]:
    """Boxes, frames, polygons, crosses and what is cut of them."""
    frame = np.maximum(np.abs(_X), np.abs(_Y))
    yield frame < 0.95
    for inner in (0.5, 0.75, 0.88):
        yield (frame < 0.95) & (frame > inner)
    for corners in (3, 5, 6, 8):
        yield _regular(corners)
        yield _regular(corners) & ~_regular(corners, 0.6)
    yield _regular(4)
    for half in (0.16, 0.3):
        yield (np.abs(_X) < half) | (np.abs(_Y) < half)
    yield (np.abs(_X) + np.abs(_Y) < 1) & (_Y < 0.3)
    yield _polygon((-0.4, -0.6), (0.95, -0.6), (0.4, 0.6), (-0.95, 0.6))
    yield _polygon((-0.5, -0.6), (0.5, -0.6), (0.95, 0.6), (-0.95, 0.6))
    yield _polygon((-0.9, -0.9), (0.9, 0.9), (-0.9, 0.9))
    yield _box(-0.9, -0.9, 0.9, 0.9) & ~_box(-0.2, -0.2, 0.95, 0.95)
    yield _box(-0.9, -0.9, 0.9, 0.9) & ~_box(-0.4, -0.95, 0.4, 0.2)
    for count in (2, 3, 4):
        width = 1.8 / (2 * count - 1)
        yield np.asarray((((_Y + 0.9) / width).astype(int) % 2 == 0) & (np.abs(_X) < 0.9) & (np.abs(_Y) < 0.9))
    yield _box(-0.9, 0.1, -0.4, 0.9) | _box(-0.25, -0.4, 0.25, 0.9) | _box(0.4, -0.9, 0.9, 0.9)
    for gap in (0.05, 0.12):
        yield (frame < 0.95) & (np.abs(_X) > gap) & (np.abs(_Y) > gap)


def _rayed() -> Iterator[Mask]:
    """Stars, gears, flowers, suns and propellers, by the number of their points."""
    for points in (3, 4, 5, 6, 8, 12):
        slope = np.abs(((_ANGLE + np.pi / 2) * points / (2 * np.pi)) % 1 - 0.5) * 2
        for inner in (0.38, 0.62):
            yield inner + (1 - inner) * slope > _RADIUS
        turns = np.arange(2 * points) * (np.pi / points) - np.pi / 2
        reach = np.where(np.arange(2 * points) % 2, 0.45, 1.0)
        yield _polygon(*zip((reach * np.cos(turns)).tolist(), (reach * np.sin(turns)).tolist(), strict=True))
    for teeth in (6, 8, 12):
        wheel = np.where(np.cos(_ANGLE * teeth) > 0, 1.0, 0.78) > _RADIUS
        yield wheel
        yield wheel & (_RADIUS > 0.4)
    for petals in (3, 4, 5, 6, 8):
        yield 0.55 + 0.43 * np.cos(_ANGLE * petals - np.pi / 2) > _RADIUS
    for blades in (2, 3, 4):
        yield (_RADIUS < 1) & (np.cos(_ANGLE * blades) > 0)
    for rays in (8, 12):
        yield (_RADIUS < 0.5) | ((_RADIUS > 0.62) & (_RADIUS < 1) & (np.cos(_ANGLE * rays) > 0.4))


def _signs() -> Iterator[Mask]:
    """Arrows, chevrons, ticks, hearts, drops, bolts, waves, speech bubbles and pins."""
    yield _polygon((-0.9, -0.25), (0.1, -0.25), (0.1, -0.7), (0.95, 0), (0.1, 0.7), (0.1, 0.25), (-0.9, 0.25))
    yield _polygon((-0.5, -0.9), (0.0, -0.9), (0.6, 0), (0, 0.9), (-0.5, 0.9), (0.1, 0))
    yield _polygon((-0.95, 0.0), (-0.65, -0.3), (-0.25, 0.1), (0.65, -0.8), (0.95, -0.5), (-0.25, 0.7))
    yield _polygon((0.1, -0.95), (-0.6, 0.15), (-0.05, 0.15), (-0.2, 0.95), (0.6, -0.2), (0.05, -0.2))
    yield _polygon((-0.95, -0.1), (0.95, -0.9), (0.2, 0.9), (-0.05, 0.2))
    yield (_X**2 + (1.15 * -_Y + 0.1 - 0.65 * np.sqrt(np.abs(_X))) ** 2) < 0.72
    yield _disc(0, 0.35, 0.6) | _polygon((0, -0.95), (0.53, 0.08), (-0.53, 0.08))
    pin = _disc(0, -0.3, 0.62) | _polygon((-0.55, 0), (0.55, 0), (0, 0.95))
    yield pin
    yield pin & ~_disc(0, -0.3, 0.26)
    for shift in (0.0, 0.55):
        wave = 0.28 * np.sin(_X * 4.5)
        yield (np.abs(_Y - wave + shift) < 0.2) | (np.abs(_Y - wave - shift) < 0.2)
    yield (0.25 * np.sin(_X * 5) - 0.1 < _Y) & (_Y < 0.9) & (np.abs(_X) < 0.95)
    tail = _polygon((-0.55, 0.2), (-0.05, 0.45), (-0.7, 0.95))
    yield _disc(0, -0.15, 0.9, 0.8) | tail
    yield _box(-0.92, -0.85, 0.92, 0.5) | tail
    yield (_disc(-0.2, -0.2, 0.65) & ~_disc(-0.2, -0.2, 0.42)) | _polygon(
        (0.15, 0.33), (0.33, 0.15), (0.95, 0.77), (0.77, 0.95)
    )
    yield np.asarray((np.abs(_X) < 0.3 + 0.35 * _Y**2) & (np.abs(_Y) < 0.9))


def _things() -> Iterator[Mask]:
    """Shields, leaves, flames, sails, houses, hills, clouds, ribbons, a person, a cup and a book."""
    sides = np.where(_Y < 0, 0.8, 0.8 * np.sqrt(np.clip(1 - (_Y / 0.95) ** 2, 0, 1)))
    yield (np.abs(_X) < sides) & (_Y > -0.9)
    yield (np.abs(_X) < 0.8 * np.clip(1 - np.clip(_Y, 0, 1) ** 1.6, 0, 1)) & (-0.9 + 0.25 * np.abs(_X) < _Y)
    yield _disc(-0.5, -0.5, 1.35) & _disc(0.5, 0.5, 1.35)
    yield _disc(-0.5, -0.5, 1.35) & _disc(0.5, 0.5, 1.35) & (np.abs(_X - _Y) > 0.08)
    bent = _X - 0.3 * np.sin(2.6 * _Y + 1.2) * (_Y < 0.4)
    yield np.where(_Y < 0.35, np.abs(bent) < 0.6 * np.clip((_Y + 0.98) / 1.33, 0, 1) ** 0.8, _disc(0, 0.35, 0.6))
    yield _polygon((-0.1, -0.95), (-0.1, 0.6), (-0.85, 0.6)) | _polygon((0.05, -0.7), (0.8, 0.6), (0.05, 0.6))
    yield (_Y < 0.6) & (0.85 * np.sqrt(np.clip((_Y + 0.95) / 1.55, 0, 1)) > _X) & (_X > 0)
    roof = _polygon((0, -0.95), (0.95, -0.05), (-0.95, -0.05))
    yield roof | _box(-0.7, -0.1, 0.7, 0.9)
    yield (roof | _box(-0.7, -0.1, 0.7, 0.9)) & ~_box(-0.2, 0.3, 0.2, 0.95)
    yield _polygon((-0.95, 0.7), (-0.3, -0.7), (0.1, 0.1), (0.35, -0.3), (0.95, 0.7))
    yield _disc(-0.45, 0.15, 0.45) | _disc(0.05, -0.15, 0.55) | _disc(0.5, 0.2, 0.4) | _box(-0.45, 0.1, 0.5, 0.6)
    yield _polygon((-0.5, -0.95), (0.5, -0.95), (0.5, 0.95), (0, 0.55), (-0.5, 0.95))
    yield _polygon((-0.95, -0.35), (0.95, -0.35), (0.65, 0), (0.95, 0.35), (-0.95, 0.35), (-0.65, 0))
    yield _disc(0, -0.5, 0.42) | (_disc(0, 0.95, 0.85) & (_Y < 0.9))
    yield _box(-0.8, -0.5, 0.5, 0.8) | (_disc(0.5, 0.05, 0.42) & ~_disc(0.5, 0.05, 0.24))
    yield _polygon((-0.95, -0.6), (0, -0.4), (0.95, -0.6), (0.95, 0.55), (0, 0.8), (-0.95, 0.55)) & (np.abs(_X) > 0.05)
    sides_of_cube = np.abs(((_ANGLE + np.pi / 6) % (2 * np.pi / 3)) - np.pi / 3) * _RADIUS
    yield _regular(6) & (sides_of_cube > 0.05)


def _letters() -> Iterator[Mask]:
    import cv2
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(SIDE_PX * 0.8)
    pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_BOLD_PX, _BOLD_PX))
    for letter in string.ascii_letters + string.digits + "&@?!#+":
        canvas = Image.new("L", (2 * SIDE_PX, 2 * SIDE_PX))
        ImageDraw.Draw(canvas).text((SIDE_PX // 2, SIDE_PX // 4), letter, 255, font=font)
        thin = (np.asarray(canvas) > 127).astype(np.uint8)
        yield thin > 0
        yield cv2.dilate(thin, pen) > 0
