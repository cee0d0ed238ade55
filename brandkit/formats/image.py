"""Pictures: PNG, JPEG, WebP, TIFF and the first frame of a GIF, as a page of one picture.

A page is upright: EXIF orientation is applied. Its density is what the file states, None when it states none.
"""

from __future__ import annotations

import hashlib
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import limits
from brandkit.document import UNCALIBRATED, Document, Page, Picture, Placement
from brandkit.errors import MaterialTooLarge, UnreadableMaterial
from brandkit.geometry import scaling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

media_types = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".gif": "image/gif",
}
suffixes = tuple(media_types)
KEY = "page"
PILLOW_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
}
_LEAST_DPI, _MOST_DPI = 10.0, 10_000.0  # outside, a density is a slip of the writing program
_RESOLUTION_X, _RESOLUTION_Y, _RESOLUTION_UNIT = 282, 283, 296
# What Pillow's parsers are known to raise on broken bytes.
_BROKEN = (OSError, SyntaxError, EOFError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError,
           RuntimeError, AssertionError, struct.error, zlib.error)  # fmt: skip
_TAGS = {270: "description", 272: "camera", 305: "software", 306: "created", 315: "creator", 33432: "copyright"}


def sniff(head: bytes) -> str | None:
    """The media type by the first bytes."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "image/tiff"
    return "image/gif" if head[:6] in (b"GIF87a", b"GIF89a") else None


def read(path: Path) -> Document:
    """The picture as a document of one page in px, with one placement that fills it.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    data = path.read_bytes()
    media_type = sniff(data[:32]) or ""
    rgb, _, facts = _decoded(path)
    height, width = rgb.shape[:2]
    sha256 = hashlib.sha256(data).hexdigest()
    page = Page(
        number=1,
        width=float(width),
        height=float(height),
        unit="px",
        dpi=facts["dpi"],
        placements=(Placement(KEY, scaling(width, height)),),
        raster_only=True,
    )
    picture = Picture(KEY, width, height, media_type, sha256)
    return Document(path.name, sha256, media_type, (page,), {KEY: picture}, facts["metadata"])


def render(path: Path, page_number: int, pixels_per_unit: float) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB over white; at 1.0 the picture's own pixels.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    import numpy as np
    from PIL import Image

    from brandkit.formats._raster_colors import over_white

    rgb = over_white(*_decoded(path)[:2])
    if pixels_per_unit == 1.0:
        return rgb
    height, width = rgb.shape[:2]
    size = max(1, round(width * pixels_per_unit)), max(1, round(height * pixels_per_unit))
    kind = Image.Resampling.BOX if pixels_per_unit < 1 else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(rgb).resize(size, kind))


def picture(path: Path, key: str) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB with straight alpha, upright.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    from brandkit.formats._raster_colors import joined

    return joined(*_decoded(path)[:2])


@lru_cache(maxsize=1)
def _decoded(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None, dict[str, Any]]:
    from PIL import Image

    from brandkit.formats._raster_colors import colors_of

    head = path.open("rb").read(32)
    kind = PILLOW_FORMATS.get(sniff(head) or "", "")
    with _told(path), Image.open(path, formats=[kind]) as opened:
        _refuse_bomb(opened.size, path.name)
        opened.load()
        orientation = opened.getexif().get(274, 1)
        metadata = _metadata(opened)
        if opened.mode == "CMYK" and not opened.info.get("icc_profile"):
            metadata[UNCALIBRATED] = "CMYK"
        facts = {"dpi": dpi_of(opened), "metadata": metadata}
        rgb, alpha = colors_of(opened, path.name)
        return _upright(rgb, orientation), None if alpha is None else _upright(alpha, orientation), facts


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What Pillow raises on broken bytes, as ours."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        limit = limits.PICTURE_PIXELS
        raise MaterialTooLarge(path.name, "has more pixels than the limit, {limit:,}", None, limit=limit) from error
    except UnidentifiedImageError as error:
        raise UnreadableMaterial(path.name, "is damaged: its picture cannot be found") from error
    except _BROKEN as error:
        raise UnreadableMaterial(path.name, "is damaged or cut short") from error


def reduced(path: Path, longest_px: int) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """The picture decoded once, no finer than is asked, and its full width and height; both upright.

    A JPEG is decoded at an eighth, a quarter or a half of its size where that still is three quarters of `longest_px`
    long: a tenth of the work. Every byte of it is read all the same, so that damage shows.

    Returns
    -------
    (H, W, 4) uint8 sRGB, straight alpha, at most `longest_px` long; (width, height) in px of the whole picture.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    import numpy as np
    from PIL import Image

    from brandkit.formats._raster_colors import colors_of, joined

    with _told(path), path.open("rb") as stream:
        kind = PILLOW_FORMATS.get(sniff(stream.read(32)) or "", "")
        stream.seek(0)
        with Image.open(stream, formats=[kind]) as opened:
            size = opened.size
            _refuse_bomb(size, path.name)
            if kind == "JPEG":
                _draft(opened, longest_px)
            opened.load()
            orientation = opened.getexif().get(274, 1)
            small = _shrunk(opened, longest_px)
            rgb, alpha = colors_of(small, path.name)
            # Pillow adds an opaque channel twenty times as fast as numpy fills every fourth byte.
            rgba = joined(rgb, alpha) if alpha is not None else np.asarray(Image.fromarray(rgb).convert("RGBA"))
            rgba = _upright(rgba, orientation)
        return rgba, size if orientation not in (5, 6, 7, 8) else (size[1], size[0])


def _draft(opened: Image.Image, longest_px: int) -> None:
    width, height = opened.size
    part = next((part for part in (8, 4, 2) if max(width, height) >= part * 0.75 * longest_px), 1)
    if part > 1:
        opened.draft(None, (max(1, width // part), max(1, height // part)))


def _shrunk(opened: Image.Image, longest_px: int) -> Image.Image:
    """Shrunk before colours are converted, where its numbers can be averaged: not those of palettes and such."""
    from PIL import Image

    scale = longest_px / max(opened.size)
    if scale >= 1:
        return opened
    size = max(1, round(opened.width * scale)), max(1, round(opened.height * scale))
    picture = opened
    if opened.mode not in ("L", "RGB", "CMYK", "LA", "RGBA") or "transparency" in opened.info:
        from brandkit.formats._raster_colors import rgba_of

        picture = Image.fromarray(rgba_of(opened, ""))
    small = picture.resize(size, Image.Resampling.BOX, reducing_gap=3.0)
    if picture is opened:
        small.info = dict(opened.info)  # the profile that gives the numbers their meaning
    return small


def _refuse_bomb(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > limits.PICTURE_PIXELS:
        raise MaterialTooLarge(
            name, "has {width:,} × {height:,} pixels; the limit is {limit:,}", None,
            width=width, height=height, limit=limits.PICTURE_PIXELS,
        )  # fmt: skip


def _upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Pixels with EXIF orientation applied. Source: EXIF 2.32, tag 274."""
    import numpy as np

    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def dpi_of(opened: Image.Image) -> float | None:
    """Pixels per inch as stated by pHYs, JFIF, TIFF or EXIF; None when nothing or nonsense is stated."""
    stated: tuple[Any, Any] | None = None
    if opened.format in ("PNG", "TIFF"):
        stated = opened.info.get("dpi")
    elif opened.info.get("jfif_unit") in (1, 2):
        factor = 1.0 if opened.info["jfif_unit"] == 1 else 2.54
        stated = tuple(value * factor for value in opened.info.get("jfif_density", ()))
    if not stated:
        stated = _exif_density(opened)
    try:
        across, down = (float(value) for value in stated or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not (math.isfinite(across) and _LEAST_DPI <= across <= _MOST_DPI) or abs(across - down) > 0.01 * across:
        return None
    # PNG counts whole pixels a metre: 300 dpi comes back as 299.9994.
    return float(round(across)) if abs(across - round(across)) <= 0.02 else across


def _exif_density(opened: Image.Image) -> tuple[Any, Any] | None:
    exif = opened.getexif()
    if _RESOLUTION_X not in exif or exif.get(_RESOLUTION_UNIT, 2) not in (2, 3):
        return None
    factor = 2.54 if exif.get(_RESOLUTION_UNIT, 2) == 3 else 1.0
    try:
        return float(exif[_RESOLUTION_X]) * factor, float(exif.get(_RESOLUTION_Y, exif[_RESOLUTION_X])) * factor
    except (TypeError, ValueError, ZeroDivisionError):
        return None


def _metadata(opened: Image.Image) -> dict[str, str]:
    exif = opened.getexif()
    return {word: str(exif[tag]).strip("\0 ") for tag, word in _TAGS.items() if str(exif.get(tag, "")).strip("\0 ")}
