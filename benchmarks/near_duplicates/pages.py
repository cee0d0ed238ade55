"""Photographs laid out by others: framed, lettered, on screens and pages, beside others, printed and scanned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Image = NDArray[np.uint8]

WORDS = (
    "Summer by the sea", "Lễ hội biển 2026", "Open day", "Read more", "Tin nổi bật trong tuần", "Weekend market",
    "Chương trình nghệ thuật", "Share", "Notice to all residents", "Chào mừng quý khách", "Programme", "Contact us",
)  # fmt: skip


def framed(picture: Image, share: float, color: tuple[int, int, int]) -> Image:
    """A border on all sides of that share of the shorter one."""
    width = round(min(picture.shape[:2]) * share)
    size = picture.shape[0] + 2 * width, picture.shape[1] + 2 * width
    return _on_ground(picture, size, color)


def squared(picture: Image) -> Image:
    side = max(picture.shape[:2])
    return _on_ground(picture, (side, side), (20, 20, 20))


def on_its_blur(picture: Image) -> Image:
    """Fitted into 16:9 or 9:16, the rest filled with itself, enlarged and blurred, as video editors do."""
    height, width = picture.shape[:2]
    across, down = (round(height * 16 / 9), height) if width / height < 1.6 else (width, round(width * 4 / 5))
    fill = max(across / width, down / height)
    ground = cv2.resize(picture, (round(width * fill) + 1, round(height * fill) + 1), interpolation=cv2.INTER_LINEAR)
    ground = cv2.GaussianBlur(ground[:down, :across], (0, 0), across / 40)
    return _pasted(ground, picture, ((across - width) // 2, (down - height) // 2))


def on_phone(picture: Image, rng: Generator) -> Image:
    """A gallery app on a phone: the picture as wide as the screen, bars above and below."""
    page = np.full((1600, 740, 3), 12, np.uint8)
    fitted = _fitted(picture, 740, 1250)
    page = _pasted(page, fitted, ((740 - fitted.shape[1]) // 2, 190 + (1250 - fitted.shape[0]) // 2))
    page = _lettered(page, [("9:41", (40, 20), 28), (_word(rng), (70, 110), 34), ("87 %", (640, 20), 28)], (240,) * 3)
    for at in range(4):
        cv2.circle(page, (110 + at * 172, 1520), 24, (230, 230, 230), 4)
    return page


def in_browser(picture: Image, rng: Generator) -> Image:
    """A news page on a wide screen, the picture on some 30 % of it."""
    page = np.full((800, 1280, 3), 255, np.uint8)
    page[:70] = 222
    cv2.rectangle(page, (180, 22), (1000, 52), (255, 255, 255), -1)
    fitted = _fitted(picture, 760, 470)
    page = _pasted(page, fitted, (90, 230))
    lines = [("www.example.org/news", (200, 26), 20), (_word(rng), (90, 100), 54), (_word(rng), (90, 180), 24)]
    lines += [(_word(rng), (900, 240 + 70 * at), 24) for at in range(7)]
    return _lettered(page, lines, (30, 30, 30))


def in_post(picture: Image, rng: Generator) -> Image:
    """A post on a phone: the picture cut to a square, a name above, lines below."""
    side = min(picture.shape[:2])
    left, top = (picture.shape[1] - side) // 2, (picture.shape[0] - side) // 2
    square = cv2.resize(picture[top : top + side, left : left + side], (720, 720), interpolation=cv2.INTER_AREA)
    page = _pasted(np.full((1180, 720, 3), 250, np.uint8), np.asarray(square, np.uint8), (0, 150))
    cv2.circle(page, (70, 75), 42, (196, 84, 60), -1)
    lines = [(_word(rng), (130, 50), 32), (_word(rng), (40, 960), 30), (_word(rng), (40, 1020), 30)]
    return _lettered(page, lines, (20, 20, 20))


def inset(picture: Image, rng: Generator, share: float) -> Image:
    """On a page of text and plain shapes, on that share of its area."""
    height, width = picture.shape[:2]
    page_height, page_width = (1448, 1024) if rng.random() < 0.5 else (1024, 1448)
    page = np.full((page_height, page_width, 3), rng.integers(200, 256, 3), np.uint8)
    scale = min((share * page_height * page_width / (height * width)) ** 0.5, page_width / width, page_height / height)
    fitted = _scaled(picture, scale)
    cv2.rectangle(page, (0, 0), (page_width, page_height // 6), [int(v) for v in rng.integers(0, 200, 3)], -1)
    cv2.circle(page, (page_width * 4 // 5, page_height * 4 // 5), page_height // 7, [90, 140, 60], -1)
    page = _lettered(page, [(_word(rng), (60, 60 + 96 * at), 30 if at else 64) for at in range(14)], (25, 25, 25))
    left = int(rng.integers(page_width - fitted.shape[1] + 1))
    return _pasted(page, fitted, (left, int(rng.integers(page_height - fitted.shape[0] + 1))))


def inset_in_photo(picture: Image, rng: Generator, others: Sequence[Image], share: float) -> Image:
    """With a white rim on another photograph, on that share of its area."""
    ground = _scaled(others[0], 1400 / max(others[0].shape))
    height, width = ground.shape[:2]
    scale = min((share * height * width / picture[..., 0].size) ** 0.5, 0.9 * width / picture.shape[1],
                0.9 * height / picture.shape[0])  # fmt: skip
    small = framed(_scaled(picture, scale), 0.03, (255, 255, 255))
    left = int(rng.integers(max(1, width - small.shape[1])))
    return _pasted(ground, small, (left, int(rng.integers(max(1, height - small.shape[0])))))


def collage(picture: Image, rng: Generator, others: Sequence[Image], rows: int, columns: int) -> Image:
    """Whole photographs in a grid with gaps; the picture is in one of the cells."""
    cell_width, cell_height, gap = 1400 // columns, 1000 // rows, 12
    page = np.full((cell_height * rows + gap, cell_width * columns + gap, 3), 245, np.uint8)
    place = int(rng.integers(rows * columns))
    shown = list(others[: rows * columns - 1])
    shown.insert(place, picture)
    for at, each in enumerate(shown):
        fitted = _fitted(each, cell_width - gap, cell_height - gap)
        left = at % columns * cell_width + gap + (cell_width - gap - fitted.shape[1]) // 2
        top = at // columns * cell_height + gap + (cell_height - gap - fitted.shape[0]) // 2
        page = _pasted(page, fitted, (left, top))
    return page


def mosaic(picture: Image, rng: Generator, others: Sequence[Image]) -> Image:
    """One large and two small photographs, each cut to fill its place; the picture takes any of them."""
    boxes = [(0, 0, 800, 900), (810, 0, 500, 445), (810, 455, 500, 445)]
    shown = list(others[:2])
    shown.insert(int(rng.integers(3)), picture)
    page = np.full((900, 1310, 3), 255, np.uint8)
    for each, (left, top, width, height) in zip(shown, boxes, strict=True):
        scaled = _scaled(each, max((width + 1) / each.shape[1], (height + 1) / each.shape[0]))
        x, y = (scaled.shape[1] - width) // 2, (scaled.shape[0] - height) // 2
        page[top : top + height, left : left + width] = scaled[y : y + height, x : x + width]
    return page


def printed(picture: Image, rng: Generator, cell_px: int = 3, turn_deg: float = 1) -> Image:
    """Screened, duller, a little turned on the glass, with the scanner's noise, paper's edge and uneven light."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width]
    screen = np.cos((x + y) * np.pi / cell_px) + np.cos((x - y) * np.pi / cell_px)
    ink = 30 + picture * np.float32(0.8) + screen[..., None] * 14
    light = np.linspace(0.92, 1.05, width, dtype=np.float32)[None, :, None]
    sheet = np.clip(cv2.GaussianBlur(ink.astype(np.float32), (0, 0), 1.1) * light, 0, 255)
    border = round(0.04 * max(height, width))
    sheet = cv2.copyMakeBorder(sheet, border, border, border, border, cv2.BORDER_CONSTANT, value=(244, 242, 236))
    center = (sheet.shape[1] / 2, sheet.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(center, float(rng.choice([-1, 1])) * turn_deg, 1)
    scanned = cv2.warpAffine(sheet, turn, sheet.shape[1::-1], flags=cv2.INTER_LINEAR, borderValue=(225, 225, 225))
    return np.clip(scanned + rng.normal(0, 4, scanned.shape), 0, 255).astype(np.uint8)


def photographed_print(picture: Image, rng: Generator) -> Image:
    """A print on a table, photographed aslant: its corners moved by up to 8 % of its sides."""
    height, width = picture.shape[:2]
    ground = np.full((round(height * 1.3), round(width * 1.3), 3), (122, 96, 74), np.uint8)
    corners = np.array([[0.15, 0.15], [1.15, 0.15], [1.15, 1.15], [0.15, 1.15]])
    moved = (corners + rng.uniform(-0.08, 0.08, (4, 2))) * (width, height)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, moved.astype(np.float32))
    size = ground.shape[1::-1]
    aslant = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    shown = np.where(inside[..., None] > 127, aslant * 0.85 + 12, ground)
    return np.clip(
        cv2.GaussianBlur(shown.astype(np.float32), (0, 0), 0.8) + rng.normal(0, 3, shown.shape), 0, 255
    ).astype(np.uint8)


def captioned(picture: Image, rng: Generator) -> Image:
    """A filled band over the lowest quarter with a line of text."""
    height = picture.shape[0]
    page = picture.copy()
    page[round(height * 0.75) :] = rng.integers(0, 110, 3)
    return _lettered(
        page, [(_word(rng), (round(page.shape[1] * 0.05), round(height * 0.81)), height // 10)], (255,) * 3
    )


def headlined(picture: Image, rng: Generator) -> Image:
    """Two large lines across the middle, outlined as in announcements."""
    height, width = picture.shape[:2]
    size = max(12, min(width // 9, height // 5))
    lines = [(_word(rng), (round(width * 0.04), round(height * at)), size) for at in (0.3, 0.52)]
    return _lettered(picture, lines, (255, 235, 60), outline=max(1, size // 14))


def watermarked(picture: Image, rng: Generator) -> Image:
    """The same word all over, half transparent."""
    height, width = picture.shape[:2]
    size = max(10, width // 18)
    places = [(round(width * x), round(height * y)) for y in np.arange(0.05, 1, 0.2) for x in (0.02, 0.36, 0.7)]
    marked = _lettered(picture, [("SAMPLE ©", place, size) for place in places], (255, 255, 255))
    return np.rint(picture * 0.6 + marked * 0.4).astype(np.uint8)


def stickered(picture: Image, rng: Generator) -> Image:
    """A round seal over a corner, a third of the shorter side wide."""
    page = picture.copy()
    height, width = page.shape[:2]
    radius = min(height, width) // 6
    center = (width - radius - 8, radius + 8) if rng.random() < 0.5 else (radius + 8, height - radius - 8)
    cv2.circle(page, center, radius, (206, 32, 41), -1)
    cv2.circle(page, center, radius * 4 // 5, (255, 255, 255), max(1, radius // 14))
    text = [("NEW", (center[0] - radius // 2, center[1] - radius // 3), max(10, radius // 2))]
    return _lettered(page, text, (255, 255, 255))


def _word(rng: Generator) -> str:
    return WORDS[int(rng.integers(len(WORDS)))]


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size=size)


def _lettered(
    page: Image, lines: Sequence[tuple[str, tuple[int, int], int]], color: tuple[int, ...], *, outline: int = 0
) -> Image:
    from PIL import Image as Pillow
    from PIL import ImageDraw

    canvas = Pillow.fromarray(page)
    draw = ImageDraw.Draw(canvas)
    for text, at, size in lines:
        draw.text(at, text, fill=color, font=_font(size), stroke_width=outline, stroke_fill=(20, 20, 20))
    return np.array(canvas)


def _scaled(picture: Image, scale: float) -> Image:
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    return np.asarray(
        cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), np.uint8
    )


def _fitted(picture: Image, width: int, height: int) -> Image:
    return _scaled(picture, min(width / picture.shape[1], height / picture.shape[0]))


def _on_ground(picture: Image, size: tuple[int, int], color: tuple[int, int, int]) -> Image:
    page = np.full((*size, 3), color, np.uint8)
    return _pasted(page, picture, ((size[1] - picture.shape[1]) // 2, (size[0] - picture.shape[0]) // 2))


def _pasted(page: Image, picture: Image, at: tuple[int, int]) -> Image:
    """A copy of the page with the picture on it, its upper left corner at (x, y); what lies outside is lost."""
    page = page.copy()
    left, top = at
    room = page[top : top + picture.shape[0], left : left + picture.shape[1]]
    room[:] = picture[: room.shape[0], : room.shape[1]]
    return page
