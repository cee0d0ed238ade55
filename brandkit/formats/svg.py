"""SVG drawings, cleaned before anything else: outlines, carried pictures and live text of one page in px."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit.document import Document, Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

media_types = {".svg": "image/svg+xml"}
suffixes = tuple(media_types)


def sniff(head: bytes) -> str | None:
    """The media type by the first bytes: the svg element, or its declaration, before any other element."""
    text = head.decode("utf-16", "ignore") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    start = text.lstrip("\ufeff \t\r\nï»¿")
    if not start.startswith("<"):
        return None
    lowered = start.lower()
    if "<svg" in lowered or "<!doctype svg" in lowered or ":svg" in lowered:
        return "image/svg+xml"
    # A long comment or licence may push the first element out of the head.
    return "image/svg+xml" if lowered.startswith("<?xml") and "<html" not in lowered else None


def read(path: Path) -> Document:
    """The drawing as a document of one page in px at 96 to the inch.

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    data, width, height, dpi, found = _taken_apart(path)
    page = Page(
        number=1,
        width=width,
        height=height,
        unit="px",
        dpi=dpi,
        placements=tuple(found.placements),
        texts=tuple(found.texts),
        shapes=tuple(found.shapes),
        raster_only=_is_one_picture(found, width, height),
    )
    return Document(path.name, hashlib.sha256(data).hexdigest(), "image/svg+xml", (page,), dict(found.pictures))


def render(path: Path, page_number: int, pixels_per_unit: float) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB over white.

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    from brandkit.formats._raster_colors import over_white
    from brandkit.svg import raster

    data, width, height, *_ = _taken_apart(path)
    size = max(1, round(width * pixels_per_unit)), max(1, round(height * pixels_per_unit))
    shown = raster(data, *size, name=path.name)
    return over_white(shown[..., :3], shown[..., 3])


def picture(path: Path, key: str) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB with straight alpha of a picture that the drawing carries, as stored.

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    from PIL import Image

    from brandkit.formats._raster_colors import rgba_of
    from brandkit.svg.addresses import PILLOW_FORMATS

    with Image.open(io.BytesIO(_taken_apart(path)[-1].data[key]), formats=PILLOW_FORMATS) as opened:
        return rgba_of(opened, path.name)


@lru_cache(maxsize=1)
def _taken_apart(path: Path) -> tuple[bytes, float, float, float | None, Any]:
    from brandkit.svg.artboard import page_matrix, page_size, stated_dpi, view_box
    from brandkit.svg.cleaning import parsed
    from brandkit.svg.drawing import taken_apart
    from brandkit.svg.measuring import measured

    data = path.read_bytes()
    root = parsed(data, path.name)
    width, height = page_size(root, path.name)
    artboard = view_box(root, path.name)
    found = taken_apart(root, page_matrix(root, path.name), (artboard.w, artboard.h), path.name)
    found.texts = measured(root, found, width, height, path.name)
    return data, width, height, stated_dpi(root), found


def _is_one_picture(found: Any, width: float, height: float) -> bool:
    """Whether a carried picture covers the page and nothing else is drawn."""
    from brandkit.geometry import Box, box_of, intersection, quad_of

    if found.shapes or found.texts or len(found.placements) != 1:
        return False
    seen = intersection(box_of(quad_of(found.placements[0].matrix, 1, 1)), Box(0, 0, width, height))
    return seen is not None and seen.w * seen.h >= 0.95 * width * height
