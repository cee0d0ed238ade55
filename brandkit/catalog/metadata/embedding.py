"""Words put into a file beside its picture: XMP in JPEG, PNG, WebP, PDF and SVG, and IIM too in JPEG.

The coded picture is copied byte for byte; only what carries metadata is replaced.

Source: XMP Specification part 3, 1.1.3 (JPEG), 1.1.5 (PNG); RFC 9649, 2.7 (WebP); ISO 32000-2, 14.3.2; SVG 2, 5.9.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from brandkit.catalog.metadata import carriers as metadata_carriers
from brandkit.catalog.metadata import png as metadata_png
from brandkit.catalog.metadata.iim import block_of
from brandkit.catalog.metadata.packet import packet_of

_SEGMENT_BYTES = 65_533  # of a JPEG segment, without its marker and length
_XMP, _XMP_MORE = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_VP8X, _ICC, _ALPHA, _EXIF, _XMP_FLAG, _MOVING = b"VP8X", 0x20, 0x10, 0x08, 0x04, 0x02
_SVG = "{http://www.w3.org/2000/svg}"


def embedded(data: bytes, media_type: str, said: Mapping[str, Any]) -> bytes:
    """The file with these words in place of the XMP that it had; a type that carries none comes back as it is.

    Parameters
    ----------
    said : by the keys of `iptc`.
    """
    if media_type == "image/jpeg":
        return _jpeg(data, said)
    if media_type == "image/png":
        return _png(data, packet_of(said))
    if media_type == "image/webp":
        return _webp(data, packet_of(said))
    if media_type == "application/pdf":
        return _pdf(data, said)
    return _svg(data, packet_of(said)) if media_type == "image/svg+xml" else data


def _jpeg(data: bytes, said: Mapping[str, Any]) -> bytes:
    kept, at, jfif = [], 2, 2
    for marker, start, end in metadata_carriers.segments(data):
        body = data[start + 4 : start + 4 + len(_XMP_MORE)]
        is_xmp = marker == 0xE1 and body.startswith((_XMP, _XMP_MORE))
        ours = is_xmp or (marker == 0xED and body.startswith(_PHOTOSHOP))
        if not ours:
            kept.append(data[start:end])
        if marker == 0xE0 and start == 2:
            jfif = end  # JFIF wants its segment to be the first
        at = end
    head = kept[:1] if jfif > 2 else []
    words = [_segment(0xE1, _XMP + _fitting(said)), _segment(0xED, _PHOTOSHOP + block_of(said))]
    return b"".join([data[:2], *head, *words, *kept[len(head) :], data[at:]])


def _fitting(said: Mapping[str, Any]) -> bytes:
    """A packet for one segment: where the words are too many, the longest texts are cut."""
    packet, most = packet_of(said), 8_000
    while len(packet) > _SEGMENT_BYTES - len(_XMP):
        packet, most = packet_of(_cut(said, most)), most // 2
    return packet


def _cut(value: Any, most: int) -> Any:
    if isinstance(value, str):
        return value[:most]
    if isinstance(value, Mapping):
        return {key: _cut(inner, most) for key, inner in value.items()}
    return [_cut(inner, most) for inner in value[: max(1, most // 100)]]


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _png(data: bytes, packet: bytes) -> bytes:
    parts, at = [metadata_png.SIGNATURE], len(metadata_png.SIGNATURE)
    for name, start, end in metadata_png.chunks(data):
        if not (name == b"iTXt" and data[start:end].startswith(metadata_png.XMP_KEYWORD + b"\0")):
            parts.append(data[start - 8 : end + 4])
        if name == b"IHDR":
            parts.append(_chunk(b"iTXt", metadata_png.XMP_KEYWORD + b"\0\0\0\0\0" + packet))
        at = end + 4
    return b"".join([*parts, data[at:]])


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _webp(data: bytes, packet: bytes) -> bytes:
    found = [(name, data[start:end]) for name, start, end in metadata_carriers.chunks(data)]
    names = {name for name, _ in found}
    head = next((bytearray(body) for name, body in found if name == _VP8X), None) or _extended_head(found)
    head[0] = (head[0] | _XMP_FLAG) & 0xFF
    rest = [(name, body) for name, body in found if name not in (_VP8X, b"XMP ")]
    if not names & {b"VP8 ", b"VP8L", b"ANMF"}:
        return data
    whole = b"".join(_riff(name, body) for name, body in [(_VP8X, bytes(head)), *rest, (b"XMP ", packet)])
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _extended_head(found: list[tuple[bytes, bytes]]) -> bytearray:
    """VP8X for a file of one still picture: its size less one, 24 bits each, and whether it has alpha."""
    for name, body in found:
        if name == b"VP8L" and len(body) >= 5:
            bits = int.from_bytes(body[1:5], "little")
            return _head(bits & 0x3FFF, bits >> 14 & 0x3FFF, alpha=bool(bits >> 28 & 1))
        if name == b"VP8 " and len(body) >= 10:
            width, height = struct.unpack_from("<HH", body, 6)
            return _head((width & 0x3FFF) - 1, (height & 0x3FFF) - 1, alpha=any(n == b"ALPH" for n, _ in found))
    return _head(0, 0, alpha=False)


def _head(width_less_one: int, height_less_one: int, *, alpha: bool) -> bytearray:
    flags = _ALPHA if alpha else 0
    return bytearray(
        bytes((flags, 0, 0, 0)) + width_less_one.to_bytes(3, "little") + height_less_one.to_bytes(3, "little")
    )


def _riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _pdf(data: bytes, said: Mapping[str, Any]) -> bytes:
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        stream = pikepdf.Stream(pdf, packet_of(said))
        stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = pdf.make_indirect(stream)
        for name, key in (("/Title", "title"), ("/Author", "creator"), ("/Subject", "caption")):
            value = said.get(key)
            if text := str(value.get("vi", "")) if isinstance(value, Mapping) else str(value or ""):
                pdf.docinfo[name] = text
        sink = BytesIO()
        # Metadata stays readable for programs that scan for a packet.
        pdf.save(sink, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return sink.getvalue()


def _svg(data: bytes, packet: bytes) -> bytes:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    root = etree.fromstring(data, parser)
    for old in root.findall(_SVG + "metadata"):
        root.remove(old)
    metadata = etree.Element(_SVG + "metadata")
    metadata.extend(etree.fromstring(packet, parser))  # its rdf:RDF, as SVG has it, without the packet around it
    titles = [place for place, child in enumerate(root) if child.tag in (_SVG + "title", _SVG + "desc")]
    root.insert(titles[-1] + 1 if titles else 0, metadata)
    return bytes(etree.tostring(root, encoding="utf-8"))
