"""What drawings and documents say of themselves: an SVG's title, description and RDF, a PDF's XMP and Info.

Source: SVG 2, 5.8 (title, desc), 5.9 (metadata); ISO 32000-2, 14.3.2 (metadata streams), 14.3.3 (Info).
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from brandkit import limits
from brandkit.catalog.metadata import xmp as metadata_xmp
from brandkit.catalog.metadata.xmp import PACKET_BYTES, clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SVG = "{http://www.w3.org/2000/svg}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN_DOCTYPE = re.compile(rb"<!DOCTYPE\s+svg[^\[\]<>]*>")  # without declarations of its own it changes nothing
_INFO = (("title", "/Title"), ("caption", "/Subject"), ("creator", "/Author"), ("pdf_keywords", "/Keywords"),
         ("created", "/CreationDate"))  # fmt: skip


def svg(data: bytes) -> dict[str, Any]:
    """A drawing's title and desc in its languages; what they leave open, from its RDF."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(data) > limits.SVG_BYTES:
        return {}
    try:
        root: Element = fromstring(_PLAIN_DOCTYPE.sub(b"", data, count=1), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    metadata = next(root.iter(_SVG + "metadata"), None)
    said = {} if metadata is None else metadata_xmp.said_by(metadata_xmp.values_within(metadata))
    for key, name in (("title", "title"), ("caption", "desc")):
        written = {element.get(_LANG, ""): clean("".join(element.itertext())) for element in root.findall(_SVG + name)}
        if pair := _pair({lang: text for lang, text in written.items() if text}):
            same = said.get(key, {}).get("vi") == pair["vi"]  # else they are two texts, and one has no translation
            said[key] = {**said[key], **pair} if same else pair
    return said


def _pair(written: dict[str, str]) -> dict[str, str]:
    """Vietnamese and English; a text that is English alone stands for both: it must say something to all."""
    vietnamese = next((text for lang, text in written.items() if not lang.lower().startswith("en")), "")
    english = next((text for lang, text in written.items() if lang.lower().startswith("en")), "")
    words = {"vi": vietnamese or english, "en": english}
    return {lang: text for lang, text in words.items() if text}


def pdf(data: bytes) -> dict[str, Any]:
    """A document's XMP; what it leaves open, from its Info."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(data)) as document:
            said = _info(document)
            return said | metadata_xmp.said_by(metadata_xmp.values_of(_packet(document)))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}


def _packet(document: Any) -> bytes:
    """The metadata stream, unpacked by ourselves so that a small stream cannot become a large one."""
    import pikepdf

    stream = document.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return b""
    filters = stream.get("/Filter")
    raw = bytes(stream.read_raw_bytes())
    if filters is None:
        return raw[: PACKET_BYTES + 1]
    named = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if named != ["/FlateDecode"]:
        return b""
    try:
        return zlib.decompressobj().decompress(raw, PACKET_BYTES + 1)
    except zlib.error:
        return b""


def _info(document: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, name in _INFO:
        value = document.trailer.get("/Info", {}).get(name)
        text = clean(str(value)) if value is not None else ""
        if key == "created":
            text = _date(text)
        if text:
            found[key] = {"vi": text} if key in ("title", "caption") else text
    return found


def _date(written: str) -> str:
    """D:20220501093000+07'00' as ISO 8601; "" for what is no date."""
    digits = written.removeprefix("D:")
    if len(digits) < 8 or not (digits[:8].isascii() and digits[:8].isdigit()):
        return ""
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    clock = digits[8:14]
    if len(clock) < 6 or not (clock.isascii() and clock.isdigit()):
        return day
    zone = digits[14:].replace("'", ":").strip(":")
    zone = "+00:00" if zone == "Z" else zone if len(zone) == 6 and zone[0] in "+-" else ""
    return f"{day}T{clock[:2]}:{clock[2:4]}:{clock[4:]}{zone}"
