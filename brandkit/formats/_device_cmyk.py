"""CMYK without a profile as PDFium shows it, so that a JPEG and the same picture in a PDF have one look.

PDFium's table is asked once, through a PDF of one small picture, and interpolated from then on.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GRID = 17  # steps of 15 or 16 in 255, four ways: 83,521 colours


def shown(cmyk: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB of (H, W, 4) uint8 inks, 255 is full ink."""
    import numpy as np

    result = np.empty((*cmyk.shape[:2], 3), np.uint8)
    for top in range(0, cmyk.shape[0], 128):
        result[top : top + 128] = _interpolated(cmyk[top : top + 128])
    return result


def _interpolated(cmyk: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Quadrilinear interpolation in the table: sixteen corners, weighted."""
    import numpy as np

    table = _table()
    place = cmyk.reshape(-1, 4).astype(np.float32) * np.float32((_GRID - 1) / 255)
    low = np.minimum(place.astype(np.intp), _GRID - 2)
    part = place - low
    total = np.zeros((len(place), 3), np.float32)
    for corner in range(16):
        up = [(corner >> ink) & 1 for ink in range(4)]
        weight = np.prod([part[:, i] if up[i] else 1 - part[:, i] for i in range(4)], axis=0)
        index = tuple(low[:, i] + up[i] for i in range(4))
        total += weight[:, None] * table[index]
    return np.asarray(total + 0.5).astype(np.uint8).reshape(*cmyk.shape[:2], 3)


@cache
def _table() -> NDArray[np.float32]:
    """(17, 17, 17, 17, 3) float32 0..255, by cyan, magenta, yellow, black."""
    import numpy as np

    inks = np.round(np.linspace(0, 255, _GRID)).astype(np.uint8)
    cyan, magenta, yellow, black = np.meshgrid(inks, inks, inks, inks, indexing="ij")
    grid = np.stack([cyan, magenta, yellow, black], -1).reshape(_GRID**2, _GRID**2, 4)
    return _through_pdfium(grid).astype(np.float32).reshape(_GRID, _GRID, _GRID, _GRID, 3)


def _through_pdfium(cmyk: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import numpy as np
    import pypdfium2.raw as pdfium

    data = _pdf_of(cmyk)
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = pdfium.FPDF_LoadPage(document, 0)
    bitmap = pdfium.FPDFImageObj_GetBitmap(pdfium.FPDFPage_GetObject(page, 0))
    stride, height = pdfium.FPDFBitmap_GetStride(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
    width, form = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetFormat(bitmap)
    channels = 3 if form == pdfium.FPDFBitmap_BGR else 4
    raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    pixels = np.frombuffer(raw, np.uint8).reshape(height, stride)[:, : width * channels]
    found = pixels.reshape(height, width, channels)[..., 2::-1].copy()
    pdfium.FPDFBitmap_Destroy(bitmap)
    pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return found


def _pdf_of(cmyk: NDArray[np.uint8]) -> bytes:
    """A PDF of one page that shows one DeviceCMYK picture."""
    height, width = cmyk.shape[:2]
    content = b"q %d 0 0 %d 0 0 cm /P Do Q" % (width, height)
    image = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceCMYK /BitsPerComponent 8" % (
        width,
        height,
    )
    pixels = cmyk.tobytes()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R" % (width, height)
        + b" /Resources << /XObject << /P 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        image + b" /Length %d >>\nstream\n%s\nendstream" % (len(pixels), pixels),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer
