"""Pictures that a PDF embeds: their bytes where they are whole files, their pixels, masks and opacity.

`FPDFImageObj_GetBitmap` leaves masks out, `FPDFImageObj_GetRenderedBitmap` draws at the size on the page: so the
picture is drawn once with a matrix of its own size for its alpha, and its colours come from the plain bitmap.
"""

from __future__ import annotations

import ctypes
import hashlib
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brandkit import limits
from brandkit.errors import MaterialTooLarge
from brandkit.formats._pdf_bitmaps import rgba_of
from brandkit.formats._pdf_file import OpenFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MEDIA_TYPES = {"DCTDecode": "image/jpeg", "JPXDecode": "image/jp2"}
_PROBE_PX = 48


@dataclass(frozen=True)
class Stored:
    """What is known of an embedded picture without decoding it. `digest` tells two of them apart."""

    width_px: int
    height_px: int
    media_type: str
    sha256: str
    digest: str
    opacity: float


def stored(file: OpenFile, page: Any, handle: Any) -> Stored | None:
    """The facts of an image object; None when it has no pixels.

    Raises
    ------
    MaterialTooLarge : when it has more pixels than the limit.
    """
    width, height = pixel_size(handle)
    if width < 1 or height < 1:
        return None
    if width * height > limits.PICTURE_PIXELS:
        raise MaterialTooLarge(
            file.name, "embeds a picture of {width:,} × {height:,} pixels; the limit is {limit:,}", None,
            width=width, height=height, limit=limits.PICTURE_PIXELS,
        )  # fmt: skip
    raw, filters = _raw(handle), _filters(handle)
    if filters == ["FlateDecode", "DCTDecode"]:
        raw, filters = _inflated(raw), ["DCTDecode"]
    media_type = _MEDIA_TYPES.get(filters[0], "") if len(filters) == 1 else ""
    sha256 = hashlib.sha256(raw).hexdigest()
    opacity, probe = _opacity(file, page, handle)
    told = f"{sha256} {width} {height} {filters} {probe}"
    digest = hashlib.sha256(told.encode()).hexdigest()
    return Stored(width, height, media_type, sha256 if media_type else "", digest, opacity)


def pixels_of(file: OpenFile, page: Any, handle: Any) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB, straight alpha, as stored; masks are in the alpha, the object's opacity is not."""
    import numpy as np
    import pypdfium2.raw as pdfium

    width, height = pixel_size(handle)
    if width < 1 or height < 1:
        return np.zeros((1, 1, 4), np.uint8)  # PDFium forgets the size of a picture that it failed to decode
    if not _may_be_seen_through(file, handle):
        bitmap = pdfium.FPDFImageObj_GetBitmap(handle)
        if bitmap:
            found = rgba_of(bitmap)
            pdfium.FPDFBitmap_Destroy(bitmap)
            if found.shape[:2] == (height, width) and not _is_stencil(page, handle):
                return found
    shown = _drawn(file.handle, page, handle, width, height)
    if shown is None:
        return np.zeros((height, width, 4), np.uint8)
    most = int(shown[..., 3].max(initial=0))
    if 0 < most < 255:
        shown[..., 3] = np.round(shown[..., 3] * (255.0 / most)).astype(np.uint8)
    return _with_true_colors(shown, page, handle)


def pixel_size(handle: Any) -> tuple[int, int]:
    """Width and height as stored."""
    import pypdfium2.raw as pdfium

    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(handle, width, height):
        return 0, 0
    return int(width.value), int(height.value)


def _with_true_colors(shown: NDArray[np.uint8], page: Any, handle: Any) -> NDArray[np.uint8]:
    """Colours of the plain bitmap under the alpha that was drawn: drawing rounds colours where alpha is low."""
    import pypdfium2.raw as pdfium

    if _is_stencil(page, handle):
        return shown
    bitmap = pdfium.FPDFImageObj_GetBitmap(handle)
    if bitmap:
        plain = rgba_of(bitmap)
        pdfium.FPDFBitmap_Destroy(bitmap)
        if plain.shape == shown.shape:
            shown[..., :3] = plain[..., :3]
    return shown


def _opacity(file: OpenFile, page: Any, handle: Any) -> tuple[float, str]:
    """The object's own opacity, and a hash of how it looks small: a mask cannot be read off the image stream."""
    if not _may_be_seen_through(file, handle):
        return 1.0, "stencil" if _is_stencil(page, handle) else ""
    small = _drawn(file.handle, page, handle, _PROBE_PX, _PROBE_PX)
    if small is None:
        return 1.0, ""
    most = int(small[..., 3].max(initial=0))
    return (most / 255 if most else 1.0), hashlib.sha256(small.tobytes()).hexdigest()


def _may_be_seen_through(file: OpenFile, handle: Any) -> bool:
    """Whether the object has an alpha or blend mode, or is of the size of a picture that names a mask."""
    import pypdfium2.raw as pdfium

    masked = (0, 0) in file.masked or pixel_size(handle) in file.masked
    return masked or bool(pdfium.FPDFPageObj_HasTransparency(handle))


def _drawn(document: Any, page: Any, handle: Any, width: int, height: int) -> NDArray[np.uint8] | None:
    """The picture drawn upright at a size, with masks and opacity; its own matrix is put back after."""
    import pypdfium2.raw as pdfium

    kept = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, kept)
    pdfium.FPDFPageObj_SetMatrix(handle, pdfium.FS_MATRIX(width, 0, 0, height, 0, 0))
    try:
        bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, handle)
    finally:
        pdfium.FPDFPageObj_SetMatrix(handle, kept)
    if not bitmap:
        return None
    found = rgba_of(bitmap)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return found if found.shape[:2] == (height, width) else None


def _is_stencil(page: Any, handle: Any) -> bool:
    """Whether it is a one-bit mask through which the fill colour is painted: such a picture has no colour space."""
    import pypdfium2.raw as pdfium

    facts = pdfium.FPDF_IMAGEOBJ_METADATA()
    if not pdfium.FPDFImageObj_GetImageMetadata(handle, page, facts):
        return False
    return facts.bits_per_pixel == 1 and facts.colorspace == pdfium.FPDF_COLORSPACE_UNKNOWN


def _raw(handle: Any) -> bytes:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFImageObj_GetImageDataRaw(handle, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageDataRaw(handle, buffer, size)
    return buffer.raw[:size]


def _filters(handle: Any) -> list[str]:
    import pypdfium2.raw as pdfium

    found = []
    for index in range(max(0, min(8, pdfium.FPDFImageObj_GetImageFilterCount(handle)))):
        buffer = ctypes.create_string_buffer(64)
        pdfium.FPDFImageObj_GetImageFilter(handle, index, buffer, 64)
        found.append(buffer.value.decode("latin-1"))
    return found


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, limits.MATERIAL_BYTES)
    except zlib.error:
        return data
