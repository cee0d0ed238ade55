"""What the head of an asset's file says: its type by content, its size. Nothing is decoded here.

Whether a file is whole and safe is for `sandbox` to say; this only reads headers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from brandkit.errors import UnreadableMaterial, UnsupportedFormat

# Allow-list of what an asset's file may be, with the suffixes that agree with it.
SUFFIXES: dict[str, tuple[str, ...]] = {
    "image/svg+xml": (".svg",),
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/tiff": (".tif", ".tiff"),
}
_PILLOW = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP", "image/tiff": "TIFF"}
PICTURES = frozenset(_PILLOW)  # types that are pixels: what a photo may be
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(px)?\s*\Z")
_HEAD_BYTES = 4096
_ORIENTATION_TAG, _TURNED = 0x0112, (5, 6, 7, 8)


@dataclass(frozen=True)
class Facts:
    """Type and size; width and height in pixels (as seen, EXIF orientation applied) or artboard units."""

    media_type: str
    width: float | None
    height: float | None


def facts_of(data: bytes, name: str) -> Facts:
    """Type and size of one file by its first bytes; `name` gives the suffix, which must agree.

    Raises
    ------
    UnsupportedFormat : when it is none of SUFFIXES.
    UnreadableMaterial : when it is empty, its suffix says another type, or its header is damaged.
    """
    if not data:
        raise UnreadableMaterial(name, "is empty")
    media_type = sniffed(data[:_HEAD_BYTES])
    if media_type is None:
        raise UnsupportedFormat(name, "is no SVG, PDF, PNG, JPEG, WebP or TIFF")
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES[media_type]:
        raise UnreadableMaterial(name, "is named {suffix} but holds {type}", None, suffix=suffix, type=media_type)
    width, height = _size(data, media_type, name)
    return Facts(media_type, width, height)


def sniffed(head: bytes) -> str | None:
    """The media type that the first bytes show, None when it is none of SUFFIXES."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "image/tiff"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "image/svg+xml" if start.startswith(b"<") and b"<svg" in head else None


def require_picture(media_type: str, name: str) -> None:
    """Raises UnsupportedFormat for a type that a photo may not be."""
    if media_type not in PICTURES:
        problem = "is a drawing or a document; a photo is a PNG, JPEG, WebP or TIFF picture"
        raise UnsupportedFormat(name, problem, "Register it as a logo, or export it as a picture.")


def suffix_of(media_type: str) -> str:
    """The first suffix that agrees with the type: ".svg"."""
    return SUFFIXES[media_type][0]


def _size(data: bytes, media_type: str, name: str) -> tuple[float | None, float | None]:
    if media_type == "application/pdf":
        return None, None
    if media_type == "image/svg+xml":
        return _svg_size(data, name)
    return _raster_size(data, media_type, name)


def _raster_size(data: bytes, media_type: str, name: str) -> tuple[float, float]:
    from PIL import Image

    try:
        # Only the header is read: Pillow decodes on load(), which is not called.
        with Image.open(BytesIO(data), formats=[_PILLOW[media_type]]) as image:
            width, height = image.size
            turned = image.getexif().get(_ORIENTATION_TAG) in _TURNED
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableMaterial(name, "has a damaged header") from error
    return (float(height), float(width)) if turned else (float(width), float(height))


def _svg_size(data: bytes, name: str) -> tuple[float | None, float | None]:
    from lxml import etree

    try:
        events = etree.iterparse(BytesIO(data), events=("start",), resolve_entities=False, no_network=True)
        _, root = next(iter(events))
    except (etree.XMLSyntaxError, StopIteration) as error:
        raise UnreadableMaterial(name, "is not well-formed XML") from error
    box = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    if len(box) == 4:
        return _length(box[2]), _length(box[3])
    return _length(root.get("width") or ""), _length(root.get("height") or "")


def _length(written: str) -> float | None:
    match = _LENGTH.match(written)
    return float(match[1]) if match else None
