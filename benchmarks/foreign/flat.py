"""Flattened pages: logos painted on white, on a color, on a page of a foreign document, on a foreign photograph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.foreign.artwork import Artwork, raster_at
from benchmarks.foreign.poses import ALTERATIONS, Random, Target, cells, ink_corners, posed
from brandkit.geometry import apply

Pixels = NDArray[np.uint8]

WIDTH, HEIGHT = 1240, 877
FRAME = (24.0, 24.0, WIDTH - 24.0, HEIGHT - 24.0)
GROUNDS = ("white", "color", "document", "photograph")
SIZES = (48.0, 72.0, 110.0, 170.0)
_DARK, _WHITE = (27, 36, 56), (255, 255, 255)
_STANDS_OFF = 25.0  # ΔE76 from what is behind it
_LEGIBLE = 0.8  # share of a logo's ink that must stand off, else it gets a plate
_PLATE = 0.3


@dataclass(frozen=True)
class Grounds:
    """What pages are painted on: pictures (H, W, 3) of document pages and of photographs."""

    documents: Sequence[Pixels]
    photographs: Sequence[Pixels]

    def drawn(self, kind: str, rng: Random) -> Pixels:
        """One page's ground, WIDTH × HEIGHT."""
        if kind == "document":
            return _cut(rng, self.documents[rng.integers(len(self.documents))], "top")
        if kind == "photograph":
            return _cut(rng, self.photographs[rng.integers(len(self.photographs))], "any")
        page = np.empty((HEIGHT, WIDTH, 3), np.uint8)
        page[:] = 255 if kind == "white" else rng.integers(20, 235, 3)
        return page


def painted(
    rng: Random, arts: Sequence[Artwork], number: int, grounds: Grounds, alterations: Sequence[str] = tuple(ALTERATIONS)
) -> tuple[Pixels, list[Target]]:
    """One page with every logo on it; ground and alterations take turns with the page's number."""
    ground = GROUNDS[number % len(GROUNDS)]
    page = grounds.drawn(ground, rng)
    targets = []
    for place, art in enumerate(arts):
        alteration = alterations[(number + 2 * place + number // len(alterations)) % len(alterations)]
        cell = cells(*FRAME, 40.0)[(place + number) % 4]
        matrix, size = posed(rng, art, alteration, float(rng.choice(SIZES)), cell)
        target = Target(art, matrix, 1, alteration, size, ground)
        page, plated = _put(page, target, number)
        targets.append(replace(target, ground=f"{ground}, plate") if plated else target)
    return page, targets


def strangers_page(rng: Random, arts: Sequence[Artwork], number: int, grounds: Grounds) -> Pixels:
    """A page of logos that no catalog knows, up to four."""
    return painted(rng, arts, number, grounds, ("as it is", "turned", "reversed", "one ink", "stretched"))[0]


def saved(page: Pixels, path: Path, rng: Random) -> Path:
    """The page as PNG, or as JPEG of quality 60 to 85, by the path's suffix."""
    from PIL import Image

    options = {"quality": int(rng.integers(60, 86))} if path.suffix == ".jpg" else {}
    Image.fromarray(page).save(path, dpi=(150, 150), **options)
    return path


def document_pages(folder: Path, most: int) -> Iterator[tuple[str, int]]:
    """Name and page index of the first `most` pages of every foreign document."""
    import pypdfium2

    for path in sorted(folder.glob("*.pdf")):
        pdf = pypdfium2.PdfDocument(path)
        count = len(pdf)
        pdf.close()
        yield from ((path.name, page) for page in range(min(most, count)))


def rendered_page(path: Path, index: int, *, width_px: int | None = None, dpi: float = 150.0) -> Pixels:
    """(H, W, 3) of one page of a PDF."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[index]
        scale = width_px / page.get_width() if width_px else dpi / 72
        return np.asarray(page.render(scale=scale).to_pil().convert("RGB"))
    finally:
        pdf.close()


def _cut(rng: Random, picture: Pixels, where: str) -> Pixels:
    import cv2

    height, width = picture.shape[:2]
    scale = max(WIDTH / width, HEIGHT / height)
    if scale != 1:
        size = (max(WIDTH, round(width * scale)), max(HEIGHT, round(height * scale)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))
    top = 0 if where == "top" else int(rng.integers(0, picture.shape[0] - HEIGHT + 1))
    left = int(rng.integers(0, picture.shape[1] - WIDTH + 1))
    return picture[top : top + HEIGHT, left : left + WIDTH].copy()


def _put(page: Pixels, target: Target, seed: int) -> tuple[Pixels, bool]:
    """The page with one logo, on a plate where it could not be read without; whether it got one."""
    rgba = raster_at(target.art.svg(target.coloring, seed), target.matrix, WIDTH, HEIGHT)
    on_document = target.ground == "document"
    if not on_document and _legible(rgba, page):
        return _over(rgba, page), False
    colors = (_DARK, _WHITE) if target.coloring == "reversed" else (_WHITE, _DARK)
    plates = [_plated(page, target, color) for color in colors]
    plate = next((plate for plate in plates if _legible(rgba, plate)), plates[0])
    return _over(rgba, plate), True


def _plated(page: Pixels, target: Target, color: tuple[int, int, int]) -> Pixels:
    import cv2

    corners = [apply(target.matrix, corner) for corner in ink_corners(target.art, _PLATE)]
    plate = page.copy()
    cv2.fillPoly(plate, [np.round(corners).astype(np.int32)], color, lineType=cv2.LINE_AA)
    return plate


def _legible(rgba: Pixels, page: Pixels) -> bool:
    ink = rgba[..., 3] > 200
    if not ink.any():
        return False
    away = np.linalg.norm(_lab(rgba[ink][:, :3]) - _lab(page[ink]), axis=1)
    return bool((away > _STANDS_OFF).mean() >= _LEGIBLE)


def _lab(rgb: Pixels) -> NDArray[Any]:
    import cv2

    return cv2.cvtColor((rgb[None].astype(np.float32) / 255), cv2.COLOR_RGB2Lab)[0]


def _over(rgba: Pixels, page: Pixels) -> Pixels:
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.round(rgba[..., :3] * alpha + page * (1 - alpha)).astype(np.uint8)
