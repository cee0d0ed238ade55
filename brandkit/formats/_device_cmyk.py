"""CMYK without a profile as PDFium shows it, so that a JPEG and the same picture in a PDF have one look.

PDFium does the conversion itself, on PDFs of one picture each: bands of the whole, so that memory stays small.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BAND_PX = 1_000_000


def shown(cmyk: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB of (H, W, 4) uint8 inks, 255 is full ink."""
    import numpy as np

    height, width = cmyk.shape[:2]
    result = np.empty((height, width, 3), np.uint8)
    rows = max(1, _BAND_PX // width)
    for top in range(0, height, rows):
        result[top : top + rows] = _through_pdfium(cmyk[top : top + rows])
    return result


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
