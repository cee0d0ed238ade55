"""Files that the reading tests look at, made by code: small, exact, and broken on purpose."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from brandkit.document import Document
from brandkit.formats import image, pdf, svg

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
FOUR = np.array([[RED, GREEN], [BLUE, YELLOW]], np.uint8)  # top left, top right, bottom left, bottom right


class Sheet:
    """A PDF of one page, written operator by operator."""

    def __init__(self, width: float = 200, height: float = 100, **page: Any):
        self.pdf = pikepdf.new()
        self.page = Dictionary(Type=Name.Page, MediaBox=[0, 0, width, height], Resources=Dictionary(), **page)

    def resource(self, kind: str, name: str, value: Any) -> None:
        resources = self.page.Resources
        if f"/{kind}" not in resources:
            resources[f"/{kind}"] = Dictionary()
        resources[f"/{kind}"][f"/{name}"] = self.pdf.make_indirect(value)

    def form(self, content: bytes, box: tuple[float, ...], matrix: tuple[float, ...] = (), **resources: Any) -> Any:
        form = Stream(self.pdf, content)
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(list(box))
        if matrix:
            form.Matrix = Array(list(matrix))
        form.Resources = Dictionary(**resources)
        return self.pdf.make_indirect(form)

    def picture(self, pixels: np.ndarray, **keys: Any) -> Any:
        """A Flate picture; (H, W) is gray, (H, W, 3) RGB, (H, W, 4) CMYK."""
        stored = Stream(self.pdf, zlib.compress(np.ascontiguousarray(pixels).tobytes()))
        spaces = {2: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
        space = spaces[2 if pixels.ndim == 2 else pixels.shape[2]]
        facts = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": pixels.shape[1], "/Height": pixels.shape[0]}
        facts |= {"/ColorSpace": space, "/BitsPerComponent": 8, "/Filter": Name.FlateDecode}
        for key, value in (facts | {f"/{k}": v for k, v in keys.items()}).items():
            stored[key] = value
        return self.pdf.make_indirect(stored)

    def jpeg(self, data: bytes, width: int, height: int, space: Name = Name.DeviceRGB) -> Any:
        stored = Stream(self.pdf, data)
        stored.Type, stored.Subtype, stored.Width, stored.Height = Name.XObject, Name.Image, width, height
        stored.ColorSpace, stored.BitsPerComponent = space, 8
        stored.Filter = Name.DCTDecode
        return self.pdf.make_indirect(stored)

    def save(self, path: Path, content: bytes, **options: Any) -> Path:
        self.page.Contents = self.pdf.make_stream(content)
        self.pdf.pages.append(pikepdf.Page(self.page))
        self.pdf.save(path, **options)
        return path


def jpeg_of(pixels: np.ndarray, mode: str | None = None, **options: Any) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels, mode).save(stream, "JPEG", **({"quality": 95} | options))
    return stream.getvalue()


def noise(width: int, height: int, seed: int = 7) -> np.ndarray:
    """(H, W, 3) uint8, soft enough for JPEG."""
    small = np.random.default_rng(seed).integers(0, 255, (max(2, height // 16), max(2, width // 16), 3), np.uint8)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))


@contextmanager
def fresh() -> Iterator[None]:
    """Forgets files that format modules hold open: in a test they change under one path."""
    from brandkit.formats import _pdf_file

    for cached in (image._decoded, svg._taken_apart, _pdf_file.open_file):
        cached.cache_clear()
    yield


def read(path: Path) -> Document:
    """The document, read in this process."""
    module = {".pdf": pdf, ".svg": svg}.get(path.suffix, image)
    with fresh():
        found: Document = module.read(path)
        return found


def box_of_color(pixels: np.ndarray, color: tuple[int, int, int], slack: int = 40) -> tuple[int, int, int, int]:
    """Left, top, right and bottom (exclusive) of the pixels of about that colour."""
    near = (np.abs(pixels[..., :3].astype(int) - color).max(axis=2) <= slack).nonzero()
    return int(near[1].min()), int(near[0].min()), int(near[1].max()) + 1, int(near[0].max()) + 1
