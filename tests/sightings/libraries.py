"""A small library and materials made of values, for tests that need no file."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import numpy as np
from PIL import Image

from brandkit.assets import Asset, File, Version
from brandkit.document import Document, Page, Picture
from tests.fingerprints.scenes import scene
from tests.sightings.marks import HEIGHT, INK, SEA, SUN, WHITE, WIDTH, horizontal, icon, recolored, wordmark
from tests.sightings.painting import painted

COLORINGS = {"full-color": {}, "reversed": {SEA: WHITE}, "mono-black": {SEA: INK, SUN: INK}}


def svg_of(shapes, width=WIDTH, height=HEIGHT) -> bytes:
    paths = []
    for shape in shapes:
        d = " ".join("M" + " L".join(f"{x:.4f} {y:.4f}" for x, y in c.points) + " Z" for c in shape.contours)
        paths.append(f'<path d="{d}" fill="{shape.fill.hex}"/>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    return (head + "".join(paths) + "</svg>").encode()


class Shelf:
    """A library of values: one logo in two versions, a slogan, photographs."""

    def __init__(self, photographs=2):
        self.blobs: dict[str, bytes] = {}
        old = [*icon(), *wordmark(seed=21)]
        v1 = Version(1, "superseded", files=(self._file("horizontal-full-color", svg_of(old)),))
        files = [self._file(f"horizontal-{n}", svg_of(recolored(horizontal(), c))) for n, c in COLORINGS.items()]
        v2 = Version(2, "approved", files=tuple(files))
        self._assets = [
            Asset("harbor", "logo", {"vi": "Bến cảng"}, "approved", versions=(v1, v2)),
            Asset("motto", "slogan", {"vi": "Khẩu hiệu"}, "approved", text={"vi": "Vững ngọn đèn, rộng biển khơi"}),
        ]
        for index in range(photographs):
            version = Version(1, "approved", files=(self._jpeg(scene(100 + index, 600, 400)),))
            self._assets.append(Asset(f"photo-{index}", "photo", {"vi": "Ảnh"}, "approved", versions=(version,)))

    def assets(self):
        return tuple(self._assets)

    def read(self, sha256: str) -> bytes:
        return self.blobs[sha256]

    def _file(self, variant: str, data: bytes, media_type="image/svg+xml", **size) -> File:
        sha256 = hashlib.sha256(data).hexdigest()
        self.blobs[sha256] = data
        return File(variant, f"{variant}.svg", sha256, media_type, len(data), **size)

    def _jpeg(self, pixels: np.ndarray) -> File:
        stream = io.BytesIO()
        Image.fromarray(pixels).save(stream, "JPEG", quality=90)
        return self._file("original", stream.getvalue(), "image/jpeg", width=600.0, height=400.0)


class Sheet:
    """A material of values: pages painted on demand, pictures by key."""

    def __init__(self, *pages: Page, pictures: dict[str, np.ndarray] | None = None, scale=2.0):
        self.pictures = pictures or {}
        known = {k: Picture(k, p.shape[1], p.shape[0], "image/png") for k, p in self.pictures.items()}
        numbered = tuple(replace(page, number=index + 1) for index, page in enumerate(pages))
        self.document = Document("sheet.pdf", "0" * 64, "application/pdf", numbered, known)
        self._scale = scale

    def scale(self, page: int) -> float:
        return self._scale

    def pixels(self, page: int, pixels_per_unit=None) -> np.ndarray:
        shown = self.document.pages[page - 1]
        if shown.raster_only:
            return np.ascontiguousarray(self.pictures[shown.placements[0].picture][..., :3])
        return painted(shown, pixels_per_unit or self._scale)

    def picture(self, key: str) -> np.ndarray:
        return self.pictures[key]


def opaque(rgb: np.ndarray) -> np.ndarray:
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
