"""A master's file as upright sRGB pixels of a size, and pixels as a file. Pictures are made smaller, never larger.

Masters are decoded in a child process, which applies orientation and color profile.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from brandkit import limits, sandbox
from brandkit.assets import File
from brandkit.catalog import renditions_reading
from brandkit.catalog.looks.fingerprinting import over
from brandkit.catalog.probe import PICTURES, facts_of, suffix_of
from brandkit.catalog.renditions.size import Box, Size, cut_box, fitted
from brandkit.color import parse_hex
from brandkit.errors import InvalidValue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

SVG = "image/svg+xml"
_JPEG_QUALITY, _WEBP_QUALITY = 90, 88
# What the formats themselves hold: RFC 9649, 2.6; ISO/IEC 10918-1 B.2.2 less what libjpeg keeps for itself.
_LONGEST_PX = {"webp": 16_383, "jpeg": 65_500, "png": 65_500}


def drawn(data: bytes, file: File, size: Size) -> Pixels:
    """The file as (H, W, 4) uint8 sRGB, straight alpha, in the size; at its own size where none is asked.

    Raises
    ------
    InvalidValue : for a size that would enlarge pixels or that is too large.
    """
    if file.media_type == SVG:
        return drawing(data, file, size)
    if file.media_type in PICTURES and size != Size():
        facts = facts_of(data, f"file{suffix_of(file.media_type)}")
        wanted, box = planned(round(facts.width or 0), round(facts.height or 0), file, size)
        if wanted[0] * wanted[1] <= renditions_reading.MOST_PIXELS:
            return renditions_reading.read(data, file, wanted, box)
    import numpy as np

    with TemporaryDirectory(prefix="brandkit-") as folder:
        path = Path(folder) / f"file{suffix_of(file.media_type)}"
        path.write_bytes(data)
        with sandbox.opened(path) as material:
            page = material.document.pages[0]
            if page.unit == "pt":
                width, height = fitted(page.width, page.height, size)
                _refuse_too_large(file, width, height)
                rgb = material.pixels(1, width / page.width)
                return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
            rgba = material.picture(next(iter(material.document.pictures)))
    if size == Size():
        return rgba
    return renditions_reading.resized(rgba, *planned(rgba.shape[1], rgba.shape[0], file, size))


def drawing(data: bytes, file: File, size: Size) -> Pixels:
    """An SVG in the size, over nothing."""
    from brandkit import svg

    width, height = fitted(*svg.size(data, file.name), size)
    _refuse_too_large(file, width, height)
    return svg.raster(data, width, height, name=file.name)


def planned(width: int, height: int, file: File, size: Size) -> tuple[tuple[int, int], Box]:
    """What a picture of width × height becomes: its new width and height, and the part of it that is shown.

    Raises
    ------
    InvalidValue : when that would enlarge it.
    """
    if size.focus is not None and size.width is not None and size.height is not None:
        wanted = (size.width, size.height)
        box = cut_box(width, height, wanted, size.focus)
    else:
        wanted, box = fitted(width, height, size), (0.0, 0.0, float(width), float(height))
    if wanted[0] > width or wanted[1] > height:
        problem = "has {width} × {height} pixels and is never enlarged"
        raise InvalidValue(file.name, problem, "Ask for a smaller size.", width=width, height=height)
    return wanted, box


def encoded(rgba: Pixels, form: str, background: str, *, lossless: bool) -> bytes:
    """An (H, W, 4) picture as "png", "webp" or "jpeg", which stands on the background; the same input, the same bytes.

    Raises
    ------
    InvalidValue : for a side that the format cannot hold.
    """
    from PIL import Image

    height, width = rgba.shape[:2]
    if max(width, height) > _LONGEST_PX[form]:
        problem = "would be {width} × {height} pixels; {format} holds {limit:,} a side"
        raise InvalidValue(form.upper(), problem, "Ask for a smaller size, or for PNG.", width=width, height=height,
                           format=form.upper(), limit=_LONGEST_PX[form])  # fmt: skip
    sink = BytesIO()
    if form == "jpeg":
        Image.fromarray(over(rgba, parse_hex(background))).save(sink, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return sink.getvalue()
    opaque = int(rgba[..., 3].min()) == 255
    image = Image.fromarray(rgba[..., :3] if opaque else rgba)
    if form == "webp":
        image.save(sink, "WEBP", lossless=lossless, quality=_WEBP_QUALITY)
    else:
        image.save(sink, "PNG", optimize=True)
    return sink.getvalue()


def _refuse_too_large(file: File, width: int, height: int) -> None:
    if width * height > limits.PICTURE_PIXELS:
        problem = "would be {width} × {height} pixels, more than {limit:,}"
        limit = limits.PICTURE_PIXELS
        raise InvalidValue(file.name, problem, "Ask for a smaller size.", width=width, height=height, limit=limit)
