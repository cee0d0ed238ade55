"""What an SVG may point to: a part of itself, or a picture that it carries as a data address."""

from __future__ import annotations

import base64
import binascii
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from brandkit import limits
from brandkit.errors import MaterialTooLarge, UnreadableMaterial, UnsafeMaterial
from brandkit.svg.elements import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DATA = re.compile(r"data:([a-z0-9.+/-]*)((?:;[a-z0-9=._-]+)*),", re.IGNORECASE)
URL = re.compile(r"url\(\s*([\"']?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_ACTIVE_CSS = re.compile(r"@import|expression\s*\(|javascript:|-moz-binding|image-set\s*\(|\bsrc\s*\(", re.IGNORECASE)
_SPACES = re.compile(r"[\s\x00-\x20]+")

PILLOW_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def check_href(element: Element, key: str, name: str, depth: int) -> None:
    """Refuses an address out of the file; takes plain links off, for nothing is fetched from them to draw.

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    tag = local(element)
    address = str(element.attrib[key]).strip()
    if not address or address.startswith("#"):
        return
    bare = _SPACES.sub("", address).lower()
    if bare.startswith(("javascript:", "vbscript:")):
        raise UnsafeMaterial(name, "carries a script (a javascript: address)")
    if tag == "a":
        del element.attrib[key]
        return
    if bare.startswith("data:") and tag in ("image", "feImage"):
        element.attrib[key] = checked_picture(address, name, depth)
        return
    raise UnsafeMaterial(name, "refers to something outside itself ({address})", None, address=_shortened(address))


def check_style(text: str, name: str) -> None:
    """Refuses CSS that imports, runs or points out of the file.

    Raises
    ------
    UnsafeMaterial
    """
    plain = unescaped_css(text)
    if _ACTIVE_CSS.search(plain):
        raise UnsafeMaterial(name, "has a style that reaches outside itself or runs code")
    for _, address in URL.findall(plain):
        target = address.strip()
        if target and not target.startswith(("#", "data:")):
            raise UnsafeMaterial(
                name, "refers to something outside itself ({address})", None, address=_shortened(target)
            )


def unescaped_css(text: str) -> str:
    """CSS without comments and escapes, so that nothing hides in them."""

    def plain(match: re.Match[str]) -> str:
        if match[2] is not None:
            return match[2]
        number = int(match[1], 16)
        return chr(number) if 0 < number < 0x110000 else "\ufffd"

    return _CSS_ESCAPE.sub(plain, _CSS_COMMENT.sub("", text))


def decoded(address: str, name: str = "picture.svg") -> tuple[str, bytes]:
    """Media type (as stated, lower case) and bytes of a data address.

    Raises
    ------
    UnreadableMaterial : when it is no such address or its base64 is broken.
    """
    match = _DATA.match(address.strip())
    if not match:
        raise UnreadableMaterial(name, "carries a picture that cannot be decoded")
    payload = address.strip()[match.end() :]
    if ";base64" not in match[2].lower():
        return match[1].lower(), unquote_to_bytes(payload)
    try:
        text = _SPACES.sub("", unquote_to_bytes(payload).decode("ascii"))
        return match[1].lower(), base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise UnreadableMaterial(name, "carries a picture that cannot be decoded") from error


def checked_picture(address: str, name: str, depth: int) -> str:
    """The address of a carried picture once its kind and size are known to be good; a drawing comes back cleaned.

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    media_type, data = decoded(address, name)
    if is_svg(media_type, data):
        return _cleaned_drawing(data, name, depth)
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=PILLOW_FORMATS) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableMaterial(name, "carries a picture that cannot be decoded") from error
    if width * height > limits.PICTURE_PIXELS:
        raise MaterialTooLarge(
            name, "carries a picture of {width} × {height} pixels; the limit is {limit:,}", None,
            width=width, height=height, limit=limits.PICTURE_PIXELS,
        )  # fmt: skip
    return address


def is_svg(media_type: str, data: bytes) -> bool:
    """Whether carried bytes are a drawing, by what they say or by what they are."""
    return media_type == "image/svg+xml" or data.lstrip()[:5] in (b"<?xml", b"<svg ", b"<svg>")


def _cleaned_drawing(data: bytes, name: str, depth: int) -> str:
    from lxml import etree

    from brandkit.svg.cleaning import parsed

    if depth + 1 >= limits.SVG_NESTED_PICTURES:
        raise MaterialTooLarge(
            name, "carries drawings within drawings, more than {limit} deep", None, limit=limits.SVG_NESTED_PICTURES
        )
    inner = etree.tostring(parsed(data, name, depth=depth + 1), encoding="utf-8")
    return "data:image/svg+xml;base64," + base64.b64encode(inner).decode("ascii")


def _shortened(address: str) -> str:
    return address if len(address) <= 60 else address[:57] + "…"
