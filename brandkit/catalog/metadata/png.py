"""Metadata of a PNG: its chunks, the texts in them, and the profiles that ImageMagick writes as hexadecimal text.

Source: PNG Specification, third edition, 11.3 (iCCP, tEXt, zTXt, iTXt, eXIf).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_KEYWORD = b"XML:com.adobe.xmp"
UNPACKED_BYTES = 16 << 20  # of a compressed profile
_PACKED_TEXT_BYTES = 4 << 20  # of a compressed text: XMP is one, and is bounded as much
_TEXT_BYTES = 64 << 10
_MOST_CHUNKS = 20_000
_MOST_TEXTS = 100
_RAW = "raw profile type "
_EXIF = b"Exif\0\0"


@dataclass
class Read:
    """Blocks of a PNG, empty where it has none; `texts` by keyword in lower case."""

    exif: bytes = b""
    xmp: bytes = b""
    iim: bytes = b""
    photoshop: bytes = b""
    icc: bytes = b""
    texts: dict[str, str] = field(default_factory=dict)


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk's content, whole ones only."""
    at = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(data):
            return
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if end + 4 > len(data):
            return
        yield data[at + 4 : at + 8], at + 8, end
        at = end + 4


def read(data: bytes) -> Read:
    """What a PNG's chunks carry."""
    found, texts, profiles = Read(), 0, 0
    for name, start, end in chunks(data):
        body = data[start:end]
        if name == b"eXIf":
            found.exif = found.exif or body.removeprefix(_EXIF)
        elif name == b"iCCP":
            profiles += 1
            if profiles == 1:
                found.icc = _unpacked(body.partition(b"\0")[2][1:], UNPACKED_BYTES)
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            texts += 1
            if texts <= _MOST_TEXTS:
                _keep(found, *_text(name, body))
    return found


def _text(name: bytes, body: bytes) -> tuple[bytes, bytes]:
    """Keyword and text, the text as UTF-8."""
    keyword, _, rest = body.partition(b"\0")
    if name == b"tEXt":
        return keyword, _from_latin(rest)
    if name == b"zTXt":
        return keyword, _from_latin(_unpacked(rest[1:]))
    packed, rest = rest[:1] == b"\x01", rest[2:]
    _, _, rest = rest.partition(b"\0")  # language
    _, _, text = rest.partition(b"\0")  # translated keyword
    return keyword, _unpacked(text) if packed else text


def _keep(found: Read, keyword: bytes, text: bytes) -> None:
    if keyword == XMP_KEYWORD:
        found.xmp = found.xmp or text
        return
    named = keyword.decode("latin-1").lower()
    if not named.startswith(_RAW):
        found.texts.setdefault(named, text[:_TEXT_BYTES].decode("utf-8", "ignore"))
        return
    profile = _from_hexadecimal(text)
    kind = named.removeprefix(_RAW)
    if kind in ("exif", "app1") and profile.startswith(_EXIF):
        found.exif = found.exif or profile.removeprefix(_EXIF)
    elif kind == "xmp":
        found.xmp = found.xmp or profile
    elif kind in ("8bim", "iptc") and profile.startswith((b"8BIM", b"Photoshop 3.0\0")):
        found.photoshop = found.photoshop or profile.removeprefix(b"Photoshop 3.0\0")
    elif kind == "iptc":
        found.iim = found.iim or profile
    elif kind in ("icc", "icm"):
        found.icc = found.icc or profile


def _from_latin(text: bytes) -> bytes:
    """Latin-1, as the format has it, or the UTF-8 that many programs write all the same."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1").encode("utf-8")
    return text


def _from_hexadecimal(text: bytes) -> bytes:
    """The bytes of a raw profile: its name and size stand on lines of their own before the digits."""
    lines = text.strip().split(b"\n", 2)
    try:
        return bytes.fromhex(lines[2].decode("ascii"))[: int(lines[1])]
    except (IndexError, ValueError):
        return b""


def _unpacked(packed: bytes, most_bytes: int = _PACKED_TEXT_BYTES) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most_bytes)
    except zlib.error:
        return b""
