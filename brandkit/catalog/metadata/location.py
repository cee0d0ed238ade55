"""A copy of a picture file without its coordinates; the coded picture stays as it is.

What is taken out is blanked in place, so that nothing else moves: the GPS directory of every EXIF block, also of a
second picture behind the first, and every property of XMP that names itself GPS. Words for places stay, and so do
makers' notes, whose form nobody publishes.

Source: CIPA DC-008 (EXIF 3.0), 4.6.3 (GPS IFD pointer), 4.6.7; XMP Specification part 2, 3.5 (exif:GPS…).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

from brandkit.catalog import metadata
from brandkit.catalog.metadata import carriers as metadata_carriers
from brandkit.catalog.metadata import png as metadata_png
from brandkit.errors import InvalidValue

_EXIF_HEAD = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
_PACKETS = ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>"))
_NAME = rb"[\w.-]+:gps\w*"
_ATTRIBUTE = re.compile(rb"(?<=\s)" + _NAME + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(" + _NAME + rb")(?:\s[^<>]*)?(?:/>|>.*?</\1\s*>)", re.IGNORECASE | re.DOTALL)
_RAW_PROFILES = (b"raw profile type exif", b"raw profile type app1", b"raw profile type xmp")
_MOST_BLOCKS = 100
_MOST_NAMES = 200  # of coordinates in a packet: a place has four, and each takes a search of the packet
_GPS_POINTER, _EXIF_POINTER = 0x8825, 0x8769
_MOST_ENTRIES, _GPS_TAGS = 1000, 0x20  # tags of the GPS directory are below; it has each once
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_LONGEST = 4096  # of one value: the longest, a note on the way it was measured, is a sentence


def without_location(data: bytes, media_type: str, name: str) -> bytes:
    """The file with its coordinates blanked; its own bytes where it has none.

    Raises
    ------
    InvalidValue : naming the file, when coordinates are left that cannot be taken out.
    """
    if media_type == "image/png":
        copy = _png(data)
    elif media_type in ("image/jpeg", "image/webp", "image/tiff"):
        copy = _blanked(data, media_type)
    else:
        copy = data
    left = metadata.read(copy, media_type)
    if left != metadata.read(copy, media_type, gps=False):
        raise InvalidValue(name, "holds coordinates that cannot be taken out", "Export it again without its place.")
    return copy


def _blanked(data: bytes, media_type: str) -> bytes:
    copy = bytearray(data)
    for start, end in _exif_blocks(data, media_type):
        copy[start:end] = _exif(data[start:end])
    for opening, closing in _PACKETS:
        for start, end in _spans(bytes(copy), opening, closing):
            copy[start:end] = _xmp(bytes(copy[start:end]))
    return bytes(copy)


def _spans(data: bytes, opening: bytes, closing: bytes) -> Iterator[tuple[int, int]]:
    """From each opening to the closing after it."""
    start = data.find(opening)
    while start >= 0 and (end := data.find(closing, start)) >= 0:
        yield start, end + len(closing)
        start = data.find(opening, end)


def _exif_blocks(data: bytes, media_type: str) -> Iterator[tuple[int, int]]:
    if media_type == "image/tiff":
        yield 0, len(data)
    elif media_type == "image/webp":
        for name, start, end in metadata_carriers.chunks(data):
            if name == b"EXIF":
                yield start + (6 if data[start : start + 6] == b"Exif\0\0" else 0), end
    else:
        for match in islice(_EXIF_HEAD.finditer(data), _MOST_BLOCKS):
            yield match.end(), min(len(data), match.end() + 0xFFFF)


def _png(data: bytes) -> bytes:
    """Chunk by chunk, because each has a checksum; profiles written as text go as a whole."""
    parts, at = [data[: len(metadata_png.SIGNATURE)]], len(metadata_png.SIGNATURE)
    for name, start, end in metadata_png.chunks(data):
        body, at = data[start:end], end + 4
        keyword = body.partition(b"\0")[0].lower()
        if keyword in _RAW_PROFILES:
            continue
        if name == b"eXIf":
            head = 6 if body.startswith(b"Exif\0\0") else 0
            body = body[:head] + _exif(body[head:])
        elif name == b"iTXt" and keyword == metadata_png.XMP_KEYWORD.lower():
            packet = metadata_png.read(metadata_png.SIGNATURE + data[start - 8 : at]).xmp
            body = metadata_png.XMP_KEYWORD + b"\0\0\0\0\0" + _xmp(packet)
        parts.append(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)))
    return b"".join([*parts, data[at:]])


def _xmp(packet: bytes) -> bytes:
    """A packet of the same length, with spaces where coordinates stood; all spaces where they are without number."""
    if packet.lower().count(b":gps") > _MOST_NAMES:
        return b" " * len(packet)
    packet = _ATTRIBUTE.sub(lambda match: b" " * len(match[0]), packet)
    return _ELEMENT.sub(lambda match: b" " * len(match[0]), packet)


def _exif(block: bytes) -> bytes:
    """A block of the same length, with an empty GPS directory."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None or len(block) < 8:
        return block
    copy = bytearray(block)
    (first,) = struct.unpack_from(order + "I", block, 4)
    pointers = dict(_entries(block, first, order))
    for directory in (first, _long(block, pointers.get(_EXIF_POINTER), order)):
        place = dict(_entries(block, directory, order)).get(_GPS_POINTER)
        _empty(copy, _long(block, place, order), order)
    return bytes(copy)


def _empty(copy: bytearray, directory: int, order: str) -> None:
    """Zeros over a directory of GPS tags and over what its entries point to."""
    entries = [place for tag, place in _entries(copy, directory, order) if tag < _GPS_TAGS]
    for place in entries:
        kind, count = struct.unpack_from(order + "HI", copy, place + 2)
        size = _SIZES.get(kind, 1) * count
        start = _long(copy, place, order)
        if 4 < size <= _LONGEST and start + size <= len(copy):
            copy[start : start + size] = bytes(size)
        copy[place : place + 12] = bytes(12)
    if entries:
        copy[directory : directory + 2] = bytes(2)


def _entries(block: bytes | bytearray, directory: int, order: str) -> Iterator[tuple[int, int]]:
    """Tag and place of each entry of a directory."""
    if not 8 <= directory <= len(block) - 2:
        return
    (count,) = struct.unpack_from(order + "H", block, directory)
    for place in range(directory + 2, min(directory + 2 + 12 * min(count, _MOST_ENTRIES), len(block) - 11), 12):
        yield struct.unpack_from(order + "H", block, place)[0], place


def _long(block: bytes | bytearray, place: int | None, order: str) -> int:
    """The value of an entry that is one long number; 0, where no directory is, for no entry."""
    return 0 if place is None else int(struct.unpack_from(order + "I", block, place + 8)[0])
