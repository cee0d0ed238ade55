"""PDFium's bitmaps as arrays, pages and single objects drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def rgba_of(bitmap: Any) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB with straight alpha, a copy; gray, BGR, BGRx and BGRA bitmaps are read."""
    import numpy as np
    import pypdfium2.raw as pdfium

    width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    stride, form = pdfium.FPDFBitmap_GetStride(bitmap), pdfium.FPDFBitmap_GetFormat(bitmap)
    channels = {pdfium.FPDFBitmap_Gray: 1, pdfium.FPDFBitmap_BGR: 3}.get(form, 4)
    size = stride * height
    buffer = (ctypes.c_uint8 * size).from_address(pdfium.FPDFBitmap_GetBuffer(bitmap)) if size else b""
    rows = np.frombuffer(buffer, np.uint8).reshape(height, stride)[:, : width * channels]
    stored = rows.reshape(height, width, channels)
    result = np.empty((height, width, 4), np.uint8)
    result[..., :3] = stored if channels == 1 else stored[..., 2::-1]
    result[..., 3] = stored[..., 3] if form in _with_alpha() else 255
    return result


def _with_alpha() -> tuple[int, ...]:
    import pypdfium2.raw as pdfium

    return (pdfium.FPDFBitmap_BGRA, getattr(pdfium, "FPDFBitmap_BGRA_Premul", -1))


@contextmanager
def blank(width: int, height: int, color: int) -> Iterator[Any]:
    """A BGRA bitmap filled with 0xAARRGGBB."""
    import pypdfium2.raw as pdfium

    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRA, None, 0)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, color)
        yield bitmap
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def drawn(
    page: Any, scale: float, left: float, top: float, width_px: int, height_px: int, color: int
) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 of the part of a page that starts at (left, top) page units, at exactly `scale` px a unit."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX(scale, 0, 0, scale, -left * scale, -top * scale)
    window = pdfium.FS_RECTF(0, 0, width_px, height_px)
    with blank(width_px, height_px, color) as bitmap:
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, window, pdfium.FPDF_ANNOT)
        return rgba_of(bitmap)
