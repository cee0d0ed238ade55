"""PDF files opened by PDFium, their pages, and the map from PDF's space to ours."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brandkit import limits
from brandkit.errors import MaterialTooLarge, UnreadableMaterial
from brandkit.formats._cpu_limit import cpu_limit
from brandkit.formats._pdf_units import user_units
from brandkit.geometry import Affine, compose, scaling

_PASSWORD, _SECURITY = 4, 5
_TAIL_BYTES = 8192
_DICTIONARY_BYTES = 8192
_PICTURE_MASK = re.compile(rb"/(?:SMask|Mask|SMaskInData)\b")
_END_OF_DICTIONARY = re.compile(rb"stream|endobj")
_WIDTH = re.compile(rb"/Width\s+(\d{1,9})(?!\s+\d+\s+R)")
_HEIGHT = re.compile(rb"/Height\s+(\d{1,9})(?!\s+\d+\s+R)")
_METADATA = {
    "Title": "title",
    "Author": "creator",
    "Subject": "description",
    "Creator": "software",
    "Producer": "producer",
    "CreationDate": "created",
}


class OpenFile:
    """A PDF held in memory; PDFium reads from `data` for as long as it is open."""

    def __init__(self, data: bytes, name: str):
        import pypdfium2.raw as pdfium

        self.data, self.name = data, name
        self.handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self.handle:
            raise _refusal(pdfium.FPDF_GetLastError(), name)
        self.masked = masked_sizes(data)
        self.units = user_units(data)
        self.page_count: int = pdfium.FPDF_GetPageCount(self.handle)

    def metadata(self) -> dict[str, str]:
        """What the document information says, under our names; empty values left out."""
        import pypdfium2.raw as pdfium

        found = {}
        for key, word in _METADATA.items():
            size = pdfium.FPDF_GetMetaText(self.handle, key.encode(), None, 0)
            if 2 < size < 65_536:
                buffer = ctypes.create_string_buffer(size)
                pdfium.FPDF_GetMetaText(self.handle, key.encode(), buffer, size)
                text = buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()
                if text:
                    found[word] = text
        return found

    @contextmanager
    def page(self, number: int) -> Iterator[Any]:
        """PDFium's handle of a page, counted from 1.

        Raises
        ------
        UnreadableMaterial : when the page is broken.
        """
        import pypdfium2.raw as pdfium

        with cpu_limit(limits.PAGE_CPU_S):
            handle = pdfium.FPDF_LoadPage(self.handle, number - 1)
        if not handle:
            raise UnreadableMaterial(self.name, "has a broken page, number {page}", None, page=number)
        try:
            yield handle
        finally:
            pdfium.FPDF_ClosePage(handle)


@lru_cache(maxsize=1)
def open_file(path: Path) -> OpenFile:
    """The PDF at a path; the last one stays open.

    Raises
    ------
    UnreadableMaterial : for encrypted, truncated and broken files.
    MaterialTooLarge : for too many pages.
    """
    data = path.read_bytes()
    if b"%%EOF" not in data[-_TAIL_BYTES:]:
        raise UnreadableMaterial(path.name, "is cut short: its end is missing")
    found = OpenFile(data, path.name)
    if found.page_count < 1:
        raise UnreadableMaterial(path.name, "has no pages")
    if found.page_count > limits.PAGES:
        raise MaterialTooLarge(
            path.name, "has {pages:,} pages; the limit is {limit}", None, pages=found.page_count, limit=limits.PAGES
        )
    return found


def masked_sizes(data: bytes) -> frozenset[tuple[int, int]]:
    """Width and height of every picture of a file that names a mask; (0, 0) for one whose size lies elsewhere.

    PDFium does not tell. A picture's dictionary stands before its stream, never packed, so it can be read off.
    """
    found = set()
    for match in _PICTURE_MASK.finditer(data):
        start = data.rfind(b"obj", max(0, match.start() - _DICTIONARY_BYTES), match.start())
        end = _END_OF_DICTIONARY.search(data, match.end(), match.end() + _DICTIONARY_BYTES)
        told = data[max(0, start) : end.start() if end else match.end()]
        if b"/Image" not in told:
            continue  # a graphics state, "/SMask /None" mostly
        width, height = _WIDTH.search(told), _HEIGHT.search(told)
        found.add((int(width[1]), int(height[1])) if width and height else (0, 0))
    return frozenset(found)


def page_box(page: Any, name: str, number: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a page shows: its crop box within its media box, in PDF's space.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    edges = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    if not all(math.isfinite(edge) for edge in edges) or width <= 0 or height <= 0:
        raise UnreadableMaterial(name, "has a page without a size, number {page}", None, page=number)
    if max(width, height) > limits.PAGE_SIDE_PT:
        raise MaterialTooLarge(
            name, "has a page of {width:,.0f} × {height:,.0f} pt; the limit is {limit:,.0f} a side", None,
            width=width, height=height, limit=limits.PAGE_SIDE_PT,
        )  # fmt: skip
    return edges


@dataclass(frozen=True)
class Frame:
    """How a page lies: the map from PDF's space to the page as it is seen, its size, and points a unit of its own."""

    to_page: Affine
    width: float
    height: float
    unit: float


def frame_of(file: OpenFile, page: Any, number: int) -> Frame:
    """The frame of an open page.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    import pypdfium2.raw as pdfium

    to_page, width, height = upright(page_box(page, file.name, number), pdfium.FPDFPage_GetRotation(page))
    unit = file.units.get(number, 1.0)
    return Frame(compose(scaling(unit), to_page), width * unit, height * unit, unit)


def upright(edges: tuple[float, float, float, float], quarter_turns: int) -> tuple[Affine, float, float]:
    """The map from PDF's space to the page as it is seen (origin top left, y down), and its width and height.

    Source: ISO 32000-1, 7.7.3.3 (Rotate: clockwise, in quarter turns).
    """
    left, bottom, right, top = edges
    width, height = right - left, top - bottom
    if quarter_turns == 1:
        return Affine(0, 1, 1, 0, -bottom, -left), height, width
    if quarter_turns == 2:
        return Affine(-1, 0, 0, 1, right, -bottom), width, height
    if quarter_turns == 3:
        return Affine(0, -1, -1, 0, top, right), height, width
    return Affine(1, 0, 0, -1, -left, top), width, height


def _refusal(code: int, name: str) -> UnreadableMaterial:
    if code == _PASSWORD:
        return UnreadableMaterial(name, "is encrypted with a password")
    if code == _SECURITY:
        return UnreadableMaterial(name, "is encrypted in a way that is not read")
    return UnreadableMaterial(name, "is damaged: it is no whole PDF")
