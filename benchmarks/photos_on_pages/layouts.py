"""Pages drawn for the benchmark: photographs laid on them with the map that puts them there, and what lies beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.near_duplicates.pages import WORDS, _lettered

Image = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Box = tuple[int, int, int, int]

PAGES = ((1414, 1000), (1000, 1414), (1080, 1080))
_INK = (28, 28, 32)


@dataclass(frozen=True)
class Laid:
    """A photograph on a page. number : in the set, -1 for one of no catalog; matrix : (3, 3) from its unit square.

    part : x0, y0, x1, y1 of the unit square that is shown.
    """

    number: int
    matrix: Matrix
    part: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@dataclass
class Sheet:
    """A page in the making."""

    pixels: Image
    laid: list[Laid] = field(default_factory=list)

    def put(self, picture: Image, number: int, box: Box, *, cut: Box | None = None, flipped: bool = False) -> None:
        """Lays a photograph, or what `cut` of it shows, into a box of whole pixels."""
        height, width = picture.shape[:2]
        x0, y0, x1, y1 = cut or (0, 0, width, height)
        left, top, right, bottom = box
        shown = cv2.resize(
            picture[y0:y1, x0:x1], (right - left, bottom - top), interpolation=_way(right - left, x1 - x0)
        )
        self.pixels[top:bottom, left:right] = shown[:, ::-1] if flipped else shown
        across, down = (right - left) / (x1 - x0), (bottom - top) / (y1 - y0)
        matrix = np.array([[across * width, 0, left - x0 * across], [0, down * height, top - y0 * down], [0, 0, 1.0]])
        if flipped:
            matrix = np.array([[-1, 0, left + right], [0, 1, 0], [0, 0, 1.0]]) @ matrix
        self.laid.append(Laid(number, matrix, (x0 / width, y0 / height, x1 / width, y1 / height)))

    def put_turned(
        self, picture: Image, number: int, center: tuple[float, float], width: float, degrees: float
    ) -> None:
        """Lays a photograph turned about its middle."""
        scale = width / picture.shape[1]
        small = resized(picture, scale)
        turn = cv2.getRotationMatrix2D((small.shape[1] / 2, small.shape[0] / 2), degrees, 1)
        turn[:, 2] += center[0] - small.shape[1] / 2, center[1] - small.shape[0] / 2
        self.warp(small, number, np.vstack([turn, [0, 0, 1]]))

    def warp(self, picture: Image, number: int, matrix: Matrix) -> None:
        """Lays a photograph under a (3, 3) map between edges of pixels."""
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
        centered = np.linalg.inv(half) @ matrix @ half
        size = (self.pixels.shape[1], self.pixels.shape[0])
        shown = cv2.warpPerspective(picture, centered, size, flags=cv2.INTER_LINEAR)
        cover = cv2.warpPerspective(np.ones(picture.shape[:2], np.float32), centered, size)[..., None]
        self.pixels[:] = np.rint(shown * cover + self.pixels * (1 - cover)).astype(np.uint8)
        self.laid.append(Laid(number, matrix @ np.diag([picture.shape[1], picture.shape[0], 1.0])))


def sheet(rng: Generator, *, textured: bool = False) -> Sheet:
    """A page of text, bars and a disc on a pale ground, without a photograph."""
    height, width = PAGES[int(rng.integers(len(PAGES)))]
    pixels = np.full((height, width, 3), rng.integers(205, 256, 3), np.uint8)
    if textured:
        shade = np.linspace(0.82, 1.0, height, dtype=np.float32)[:, None, None]
        pixels = np.rint(pixels * shade).astype(np.uint8)
    dark = [int(v) for v in rng.integers(0, 170, 3)]
    cv2.rectangle(pixels, (0, 0), (width, height // 9), dark, -1)
    middle = (int(width * rng.uniform(0.1, 0.9)), int(height * rng.uniform(0.5, 0.95)))
    cv2.circle(pixels, middle, height // 9, [int(v) for v in rng.integers(40, 220, 3)], -1, cv2.LINE_AA)
    lines = [(_word(rng), (round(width * 0.05), round(height * 0.03)), 48)]
    lines += [(f"{_word(rng)} · {_word(rng)}", (round(width * 0.05), round(height * at)), 24)
              for at in np.arange(0.14, 0.95, 0.055)]  # fmt: skip
    return Sheet(_lettered(pixels, lines, _INK))


def lettered(page: Sheet, box: Box, rng: Generator) -> None:
    """Two outlined lines of text across a box."""
    left, top, right, bottom = box
    size = max(12, min((right - left) // 10, (bottom - top) // 5))
    lines = [(_word(rng), (left + (right - left) // 25, top + round((bottom - top) * at)), size) for at in (0.28, 0.55)]
    page.pixels = _lettered(page.pixels, lines, (255, 240, 90), outline=max(1, size // 12))


def stamped(page: Sheet, box: Box, rng: Generator) -> None:
    """A round mark over a corner of a box, on some 15 % of its area."""
    left, top, right, bottom = box
    radius = round(((right - left) * (bottom - top) * 0.15 / np.pi) ** 0.5)
    at = (left + radius + 4, top + radius + 4) if rng.random() < 0.5 else (right - radius - 4, bottom - radius - 4)
    cv2.circle(page.pixels, at, radius, (206, 32, 41), -1, cv2.LINE_AA)
    cv2.circle(page.pixels, at, radius * 3 // 4, (255, 255, 255), max(2, radius // 10), cv2.LINE_AA)
    cv2.line(page.pixels, (at[0] - radius // 2, at[1]), (at[0] + radius // 2, at[1]), (255, 255, 255), radius // 5)


def box_of_share(picture: Image, page: Sheet, share: float, rng: Generator) -> Box:
    """A place on the page in the photograph's proportions and of that share of the page's area, inside of it."""
    height, width = page.pixels.shape[:2]
    ratio = picture.shape[1] / picture.shape[0]
    across = (share * height * width * ratio) ** 0.5
    shrink = min(1.0, (width - 8) / across, (height - 8) / (across / ratio))
    w, h = round(across * shrink), round(across / ratio * shrink)
    left, top = int(rng.integers(width - w + 1)), int(rng.integers(height - h + 1))
    return left, top, left + w, top + h


def cut_of_share(picture: Image, share: float, rng: Generator) -> Box:
    """A part of a photograph of that share of its area; of three places the one with most to see."""
    height, width = picture.shape[:2]
    stretch = rng.uniform(0.8, 1.25) ** 0.5
    across = min(width, round(width * share**0.5 * stretch))
    down = min(height, round(height * width * share / across))
    places = [(int(rng.integers(width - across + 1)), int(rng.integers(height - down + 1))) for _ in range(3)]

    def detail(place: tuple[int, int]) -> float:
        part = picture[place[1] : place[1] + down, place[0] : place[0] + across].mean(axis=2)
        return float(np.abs(np.diff(part, axis=1)).mean())

    left, top = max(places, key=detail)
    return left, top, left + across, top + down


def resized(picture: Image, scale: float) -> Image:
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=_way(scale, 1)), np.uint8)


def grid(page: Sheet, pictures: Sequence[tuple[int, Image]], rows: int, columns: int, gap: int) -> None:
    """Photographs in equal cells over the whole page, each cut to fill its own."""
    height, width = page.pixels.shape[:2]
    for at, (number, picture) in enumerate(pictures):
        row, column = divmod(at, columns)
        left, right = (gap + (width - gap) * c // columns for c in (column, column + 1))
        top, bottom = (gap + (height - gap) * r // rows for r in (row, row + 1))
        page.put(
            picture,
            number,
            (left, top, right - gap, bottom - gap),
            cut=_filling(picture, right - gap - left, bottom - gap - top),
        )


def _filling(picture: Image, width: int, height: int) -> Box:
    """The middle part of a photograph that has a cell's proportions."""
    h, w = picture.shape[:2]
    across, down = min(w, round(h * width / height)), min(h, round(w * height / width))
    left, top = (w - across) // 2, (h - down) // 2
    return left, top, left + across, top + down


def _way(to: float, of: float) -> int:
    return cv2.INTER_AREA if to < of else cv2.INTER_CUBIC


def _word(rng: Generator) -> str:
    return WORDS[int(rng.integers(len(WORDS)))]
