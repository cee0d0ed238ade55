"""Where a picture file carries its metadata: the blocks of EXIF, XMP, IPTC-IIM and ICC, cut out unread.

Every walk is over lengths that the file itself tells, each step goes forwards, and a fault ends it with what was found.

Source: XMP Specification part 3, 1.1 (JPEG, TIFF, PNG, WebP); ISO/IEC 10918-1, B.1.1; TIFF 6.0, section 2; WebP
Container Specification (RFC 9649, 2.7); ICC.1:2022, annex B.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from brandkit.catalog.metadata import png as metadata_png
from brandkit.catalog.metadata.iim import Resources, resources_of
from brandkit.catalog.metadata.xmp import PACKET_BYTES

BLOCK_BYTES = 16 << 20  # of one block of any kind: a printing profile has 3 MB
_MOST_SEGMENTS = 2000
_EXIF, _XMP, _XMP_MORE = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP, _ICC = b"Photoshop 3.0\0", b"ICC_PROFILE\0"
_GUID_BYTES = 32
_SOI_EOI_RST = (0x01, *range(0xD0, 0xDA))  # markers that stand alone
_SOS = 0xDA
_TIFF_XMP, _TIFF_IIM, _TIFF_PHOTOSHOP, _TIFF_ICC = 700, 33723, 34377, 34675
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}
_MOST_ENTRIES = 1000


@dataclass(frozen=True)
class Carried:
    """Blocks of one file, empty where it has none. `exif` starts with its TIFF header; `more_xmp` is by GUID, whole;
    `texts` are a PNG's own."""

    exif: bytes = b""
    xmp: bytes = b""
    more_xmp: dict[str, bytes] = field(default_factory=dict)
    resources: Resources = field(default_factory=Resources)
    icc: bytes = b""
    texts: dict[str, str] = field(default_factory=dict)


def carried(data: bytes, media_type: str) -> Carried:
    """The blocks of a JPEG, PNG, WebP or TIFF; none for another type."""
    if media_type == "image/jpeg":
        return _jpeg(data)
    if media_type == "image/png":
        return _png(data)
    if media_type == "image/webp":
        return _webp(data)
    return _tiff(data) if media_type == "image/tiff" else Carried()


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each JPEG segment before the picture; start is at the 0xFF, end behind its last byte."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        if data[at : at + 1] != b"\xff" or at + 4 > len(data):
            return
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in _SOI_EOI_RST:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SOS or end < at + 4 or end > len(data):
            return
        yield marker, at, end
        at = end


def _jpeg(data: bytes) -> Carried:
    exif = xmp = photoshop = b""
    more: dict[str, bytearray] = {}
    profiles: dict[int, bytes] = {}
    for marker, start, end in segments(data):
        body = data[start + 4 : end]
        if marker == 0xE1 and body.startswith(_EXIF):
            exif = exif or body[len(_EXIF) :]
        elif marker == 0xE1 and body.startswith(_XMP):
            xmp = xmp or body[len(_XMP) :]
        elif marker == 0xE1 and body.startswith(_XMP_MORE):
            _extend(more, body[len(_XMP_MORE) :])
        elif marker == 0xED and body.startswith(_PHOTOSHOP) and len(photoshop) < BLOCK_BYTES:
            photoshop += body[len(_PHOTOSHOP) :]  # one block may lie in several segments
        elif marker == 0xE2 and body.startswith(_ICC) and len(body) > len(_ICC) + 2:
            profiles.setdefault(body[len(_ICC)], body[len(_ICC) + 2 :])
    whole = {guid: bytes(part) for guid, part in more.items() if hashlib.md5(part).hexdigest().upper() == guid}
    icc = b"".join(profiles[number] for number in sorted(profiles))[:BLOCK_BYTES]
    return Carried(exif, xmp, whole, resources_of(photoshop), icc)


def _extend(more: dict[str, bytearray], body: bytes) -> None:
    """Lays one portion of extended XMP in its place."""
    if len(body) < _GUID_BYTES + 8:
        return
    guid = body[:_GUID_BYTES].decode("ascii", "replace").upper()
    size, offset = struct.unpack_from(">II", body, _GUID_BYTES)
    portion = body[_GUID_BYTES + 8 :]
    if size > PACKET_BYTES or offset + len(portion) > size or (guid not in more and len(more) > 3):
        return
    more.setdefault(guid, bytearray(size))[offset : offset + len(portion)] = portion


def _png(data: bytes) -> Carried:
    read = metadata_png.read(data)
    resources = resources_of(read.photoshop)
    if read.iim and not resources.iim:
        resources = replace(resources, iim=read.iim)
    return Carried(read.exif, read.xmp, resources=resources, icc=read.icc, texts=read.texts)


def _webp(data: bytes) -> Carried:
    found = dict(reversed([(name, data[start:end]) for name, start, end in chunks(data)]))
    exif = found.get(b"EXIF", b"").removeprefix(_EXIF)
    return Carried(exif, found.get(b"XMP ", b""), icc=found.get(b"ICCP", b"")[:BLOCK_BYTES])


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk's content in a WebP, whole ones only."""
    at = 12
    for _ in range(_MOST_SEGMENTS):
        if at + 8 > len(data):
            return
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")
        if end > len(data):
            return
        yield data[at : at + 4], at + 8, end
        at = end + end % 2


def _tiff(data: bytes) -> Carried:
    found = _first_directory(data)
    resources = resources_of(found.get(_TIFF_PHOTOSHOP, b""))
    if _TIFF_IIM in found:
        resources = replace(resources, iim=found[_TIFF_IIM])
    icc = found.get(_TIFF_ICC, b"") or resources.icc
    return Carried(data, found.get(_TIFF_XMP, b"") or resources.xmp, resources=resources, icc=icc)


def _first_directory(data: bytes) -> dict[int, bytes]:
    return directory(data, int.from_bytes(data[4:8], "little" if data.startswith(b"II") else "big"))


def directory(data: bytes, at: int) -> dict[int, bytes]:
    """Bytes, by tag, of the entries that are of whole numbers or bytes, in a directory of a TIFF or EXIF block."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None or at + 2 > len(data):
        return {}
    (count,) = struct.unpack_from(order + "H", data, at)
    found: dict[int, bytes] = {}
    for place in range(at + 2, min(at + 2 + 12 * min(count, _MOST_ENTRIES), len(data) - 11), 12):
        tag, kind, number = struct.unpack_from(order + "HHI", data, place)
        size = _TIFF_SIZES.get(kind, 0) * number
        start = place + 8 if size <= 4 else struct.unpack_from(order + "I", data, place + 8)[0]
        if 0 < size <= BLOCK_BYTES and start + size <= len(data):
            found.setdefault(tag, data[start : start + size])
    return found
