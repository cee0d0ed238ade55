"""Picture files with metadata laid into them by hand, block for block, so that a test can break each one."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Mapping

from PIL import Image

from tests.catalog.specimens import picture

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ASCII, BYTE, SHORT, LONG, RATIONAL, UNDEFINED = 2, 1, 3, 4, 5, 7


def xmp(content: str, *, attributes: str = "", prefixes: str = "") -> bytes:
    """A packet with one description; the prefixes of the IPTC table are declared."""
    from brandkit.catalog.metadata.iptc import NAMESPACES

    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="" {spaces} '
        f'xmlns:xmpNote="http://ns.adobe.com/xmp/note/" {prefixes} {attributes}>{content}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def alt(name: str, **texts: str) -> str:
    items = "".join(f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>' for lang, text in texts.items())
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    data = picture()
    return data[:2] + b"".join(segments) + data[2:]


def with_xmp(packet: bytes) -> bytes:
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)


def with_more_xmp(packet: bytes, *, portion: int = 30_000, guid: str = "") -> tuple[str, list[bytes]]:
    """The GUID and the segments of extended XMP."""
    guid = guid or hashlib.md5(packet).hexdigest().upper()
    head = b"http://ns.adobe.com/xmp/extension/\0" + guid.encode()
    parts = [(at, packet[at : at + portion]) for at in range(0, len(packet), portion)]
    return guid, [segment(0xE1, head + struct.pack(">II", len(packet), at) + part) for at, part in parts]


def dataset(number: int, data: bytes, *, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(data)) + data


def resource(number: int, data: bytes, *, name: bytes = b"") -> bytes:
    named = bytes((len(name),)) + name
    named += b"\0" * (len(named) % 2)
    return b"8BIM" + struct.pack(">H", number) + named + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)


def with_iim(iim: bytes, *, digest: bytes | None = None) -> bytes:
    more = b"" if digest is None else resource(0x0425, digest)
    return segment(0xED, b"Photoshop 3.0\0" + resource(0x0404, iim) + more)


def with_exif(block: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + block)


def exif(tags: Mapping[int, tuple[int, bytes]], *, sub: Mapping[int, tuple[int, bytes]] | None = None,
         gps: Mapping[int, tuple[int, bytes]] | None = None, order: str = "<") -> bytes:  # fmt: skip
    """A TIFF block: type and bytes by tag, with the Exif and GPS directories where they are given."""
    sizes = {ASCII: 1, BYTE: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1}
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    main = dict(tags)
    for pointer, directory in ((0x8769, sub), (0x8825, gps)):
        if directory is not None:
            main[pointer] = (LONG, b"\0\0\0\0")
    parts, at = [], 8
    pointers: dict[int, int] = {}
    for own, directory in ((0x8769, sub), (0x8825, gps), (0, main)):
        if directory is None:
            continue
        pointers[own] = at
        data_at, entries, extra = at + 2 + 12 * len(directory) + 4, b"", b""
        for tag, (kind, data) in sorted(directory.items()):
            written = struct.pack(order + "I", pointers[tag]) if own == 0 and tag in pointers else data
            count = len(written) // sizes[kind]
            if len(written) > 4:
                value = struct.pack(order + "I", data_at + len(extra))
                extra += written + b"\0" * (len(written) % 2)
            else:
                value = written.ljust(4, b"\0")
            entries += struct.pack(order + "HHI", tag, kind, count) + value
        whole = struct.pack(order + "H", len(directory)) + entries + b"\0\0\0\0" + extra
        parts.append(whole)
        at += len(whole)
    return head[:4] + struct.pack(order + "I", pointers[0]) + b"".join(parts)


def rationals(*values: tuple[int, int], order: str = "<") -> bytes:
    return b"".join(struct.pack(order + "II", *value) for value in values)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with chunks between its header and its picture."""
    sink = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(sink, "PNG")
    data = sink.getvalue()
    laid = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    return data[:33] + laid + data[33:]
