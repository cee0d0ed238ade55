"""XMP and IPTC-IIM inside JPEG files, written without touching the pixels.

A JPEG is a row of marked segments; captions live in two of them. The picture's own bytes (from the first
quantization table on) are copied as they are, so a caption can be mended without a second lossy encoding.

Source: ISO/IEC 10918-1 annex B (markers); ISO 16684-1 (XMP) and XMP Specification part 3, 1.1.3 (JPEG); IPTC-NAA
Information Interchange Model 4.2; IPTC Photo Metadata Standard 2023.2; PLUS License Data Format 2.0.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
PHOTOSHOP_HEAD = b"Photoshop 3.0\0"
UTF8_MARK = b"\x1b%G"
APP1, APP13, START_OF_SCAN = 0xE1, 0xED, 0xDA

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
RELEASE_STATUS = "http://ns.useplus.org/ldf/vocab/{}"


@dataclass(frozen=True)
class Caption:
    """What a photograph says of itself. Pairs are `{"vi": …, "en": …}`, Vietnamese first.

    `releases` holds references by kind, "model" or "property"; `limited_releases` the kinds that end or were withdrawn.
    """

    title: dict[str, str]
    description: dict[str, str]
    alt: dict[str, str]
    creator: str
    credit: str
    notice: str
    usage_terms: dict[str, str]
    statement_url: str
    keywords: tuple[str, ...]
    location: str
    created: str
    source: str
    releases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    limited_releases: frozenset[str] = frozenset()
    copyrighted: bool = True


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and payload of every segment before the scan; last, marker 0 and all that follows.

    Raises
    ------
    ValueError
        When the bytes are no JPEG or end early.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG: it does not begin with FF D8")
    at = 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:
            raise ValueError(f"not a JPEG: no marker at byte {at}")
        marker, length = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        if marker == START_OF_SCAN:
            yield 0, jpeg[at:]
            return
        yield marker, jpeg[at + 4 : at + 2 + length]
        at += 2 + length
    raise ValueError("not a whole JPEG: it ends before the scan")


def segment(marker: int, payload: bytes) -> bytes:
    """One marked segment; its two length bytes count themselves."""
    if len(payload) > 65533:
        raise ValueError(f"a JPEG segment holds 65533 bytes, not {len(payload)}")
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload


def with_caption(jpeg: bytes, caption: Caption) -> bytes:
    """The same picture with this caption in place of any XMP and IPTC it had."""
    kept = [
        (marker, payload)
        for marker, payload in segments(jpeg)
        if not (marker == APP1 and payload.startswith(XMP_HEAD))
        and not (marker == APP13 and payload.startswith(PHOTOSHOP_HEAD))
    ]
    # JFIF and EXIF want to stand first; readers look for XMP and IPTC in any later place.
    first = [part for part in kept if part[0] == 0xE0 or (part[0] == APP1 and part[1].startswith(b"Exif"))]
    rest = [part for part in kept if part not in first]
    captions = (APP1, XMP_HEAD + xmp_packet(caption)), (APP13, photoshop_block(iptc_records(caption)))
    spliced = [*first, *captions, *rest]
    return b"\xff\xd8" + b"".join(payload if marker == 0 else segment(marker, payload) for marker, payload in spliced)


def language_alternatives(name: str, pair: dict[str, str]) -> str:
    """One XMP property in several languages; the first stands for readers that ask for none."""
    if not pair:
        return ""
    first = next(iter(pair.values()))
    items = [f'<rdf:li xml:lang="x-default">{escape(first)}</rdf:li>']
    items += [f'<rdf:li xml:lang="{language}">{escape(text)}</rdf:li>' for language, text in pair.items()]
    return f"<{name}><rdf:Alt>{''.join(items)}</rdf:Alt></{name}>"


def array(name: str, kind: str, values: tuple[str, ...]) -> str:
    """One XMP array, `kind` Bag (any order) or Seq (ordered); nothing for an empty one."""
    if not values:
        return ""
    return (
        f"<{name}><rdf:{kind}>{''.join(f'<rdf:li>{escape(value)}</rdf:li>' for value in values)}</rdf:{kind}></{name}>"
    )


def simple(name: str, value: str) -> str:
    """One plain XMP property; nothing for an empty one."""
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def xmp_packet(caption: Caption) -> bytes:
    """The XMP packet, UTF-8, with room to be edited in place."""
    properties = [
        language_alternatives("dc:title", caption.title),
        language_alternatives("dc:description", caption.description),
        array("dc:creator", "Seq", (caption.creator,)),
        language_alternatives("dc:rights", {"vi": caption.notice, "en": caption.notice}),
        array("dc:subject", "Bag", caption.keywords),
        simple("photoshop:Headline", next(iter(caption.title.values()))),
        simple("photoshop:Credit", caption.credit),
        simple("photoshop:Source", caption.source),
        simple("photoshop:DateCreated", caption.created),
        simple("Iptc4xmpCore:Location", caption.location),
        language_alternatives("Iptc4xmpCore:AltTextAccessibility", caption.alt),
        simple("xmpRights:Marked", str(caption.copyrighted)),
        simple("xmpRights:WebStatement", caption.statement_url),
        language_alternatives("xmpRights:UsageTerms", caption.usage_terms),
    ]
    for kind, unlimited, limited in (("Model", "MR-UMR", "MR-LMR"), ("Property", "PR-UPR", "PR-LPR")):
        references = caption.releases.get(kind.lower(), ())
        if references:
            code = limited if kind.lower() in caption.limited_releases else unlimited
            properties.append(simple(f"plus:{kind}ReleaseStatus", RELEASE_STATUS.format(code)))
            properties.append(array(f"plus:{kind}ReleaseID", "Bag", references))
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    body = "\n  ".join(text for text in properties if text)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f' <rdf:Description rdf:about="" {names}>\n  {body}\n </rdf:Description>\n</rdf:RDF></x:xmpmeta>\n'
        + (" " * 99 + "\n") * 8
        + '<?xpacket end="w"?>'
    ).encode()


def cut(text: str, limit_bytes: int) -> bytes:
    """The text in UTF-8, cut before the character that would pass the field's limit."""
    return text.encode()[:limit_bytes].decode(errors="ignore").encode()


def iptc_records(caption: Caption) -> bytes:
    """The IPTC-IIM data sets, marked as UTF-8 (1:90 ESC % G), every field within its limit of bytes."""
    vi, both = next(iter(caption.title.values())), "\n".join(caption.description.values())
    sets: list[tuple[int, int, bytes]] = [(1, 90, UTF8_MARK), (2, 0, b"\0\4"), (2, 5, cut(vi, 64))]
    sets += [(2, 25, cut(keyword, 64)) for keyword in caption.keywords]
    sets += [(2, 55, caption.created.replace("-", "").encode())] if caption.created else []
    sets += [
        (2, 80, cut(caption.creator, 32)),
        (2, 92, cut(caption.location, 32)),
        (2, 105, cut(vi, 256)),
        (2, 110, cut(caption.credit, 32)),
        (2, 115, cut(caption.source, 32)),
        (2, 116, cut(caption.notice, 128)),
        (2, 120, cut(both, 2000)),
    ]
    return b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(data)) + data for record, number, data in sets if data
    )


def photoshop_block(records: bytes) -> bytes:
    """An APP13 payload with one image resource, 0x0404 IPTC-NAA, padded to even length."""
    pad = b"\0" * (len(records) % 2)
    return (
        PHOTOSHOP_HEAD + b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(records)) + records + pad
    )
