"""What a file says of itself: title, caption, creator, credit, rights, alt text, keywords, dates. Vietnamese intact.

XMP comes first, because it is UTF-8 and has languages; EXIF fills what it leaves open.
Source: ISO 16684-1 (XMP) and XMP Specification part 3, 1.2 (packets are found by scanning); IPTC Photo Metadata
Standard 2023.2; CIPA DC-008 (EXIF 2.32); SVG 2, 5.8 (title and desc).
"""

from __future__ import annotations

import logging
import re
import struct
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from brandkit.text import nfc

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PACKET_BYTES = 4 << 20  # larger packets are thumbnails and edit histories, not words
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"

# Our key, the property, and how it is read; the first property that says something wins.
_PROPERTIES: tuple[tuple[str, str, str], ...] = (
    ("title", _DC + "title", "pair"),
    ("caption", _DC + "description", "pair"),
    ("alt", _CORE + "AltTextAccessibility", "pair"),
    ("creator", _DC + "creator", "joined"),
    ("credit", _PHOTOSHOP + "Credit", "text"),
    ("rights", _DC + "rights", "pair"),
    ("usage_terms", _RIGHTS + "UsageTerms", "pair"),
    ("license_url", _RIGHTS + "WebStatement", "text"),
    ("tags", _DC + "subject", "list"),
    ("location", _CORE + "Location", "text"),
    ("location", _PHOTOSHOP + "City", "text"),
    ("created", _PHOTOSHOP + "DateCreated", "text"),
    ("created", _XMP + "CreateDate", "text"),
    ("model_releases", _PLUS + "ModelReleaseID", "list"),
    ("property_releases", _PLUS + "PropertyReleaseID", "list"),
)
_EXIF = (
    ("caption", "Image ImageDescription", "pair"),
    ("creator", "Image Artist", "text"),
    ("rights", "Image Copyright", "pair"),
    ("created", "EXIF DateTimeOriginal", "date"),
)


def read(data: bytes, media_type: str) -> dict[str, Any]:
    """What the file's bytes say, by key; texts in NFC, those with languages as {"vi", "en"}; empty when nothing."""
    found = _xmp(data)
    if media_type == "image/svg+xml":
        return _svg(data) | found
    if media_type in ("image/jpeg", "image/tiff", "image/webp", "image/png"):
        return _exif(data) | found
    return found


def _xmp(data: bytes) -> dict[str, Any]:
    from lxml import etree

    match = _PACKET.search(data)
    if match is None or len(match[0]) > PACKET_BYTES:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(match[0], parser)
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, Any] = {}
    for description in root.iter(_RDF + "Description"):
        for key, name, reading in _PROPERTIES:
            value = _value(description, name, reading)
            if value and key not in found:
                found[key] = value
    return found


def _value(description: Element, name: str, reading: str) -> Any:
    """A property of a description, as an element or an attribute; None when it is not there."""
    element = description.find(name)
    if element is None:
        written = nfc(description.get(name, ""))
        return {"vi": written} if reading == "pair" and written else written
    items = list(element.iter(_RDF + "li"))
    if reading == "pair":
        return _pair(items) or _only(element.text)
    texts = [nfc(item.text or "") for item in items] or [nfc(element.text or "")]
    return _READINGS[reading]([text for text in texts if text])


_READINGS: dict[str, Callable[[list[str]], Any]] = {
    "text": lambda texts: texts[0] if texts else "",
    "joined": ", ".join,
    "list": list,
}


def _pair(items: list[Element]) -> dict[str, str]:
    """Vietnamese and English of language alternatives; what names no language, or another, stands as Vietnamese."""
    said = {(item.get(_LANG) or "x-default").lower().split("-")[0]: nfc(item.text or "") for item in items}
    vietnamese = said.get("vi") or said.get("x") or next(iter(said.values()), "")
    english = said.get("en", "")
    return {lang: text for lang, text in (("vi", vietnamese), ("en", english)) if text}


def _only(text: str | None) -> dict[str, str]:
    return {"vi": nfc(text)} if text and nfc(text) else {}


def _svg(data: bytes) -> dict[str, Any]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return {}
    found = {}
    for key, name in (("title", "title"), ("caption", "desc")):
        element = root.find(f"{{http://www.w3.org/2000/svg}}{name}")
        if element is not None and (said := nfc("".join(str(part) for part in element.itertext()))):
            found[key] = {"en" if element.get(_LANG) == "en" else "vi": said}
    # A text with a language but no Vietnamese stands for both: the title must say something to everyone.
    return {key: pair if "vi" in pair else {"vi": pair["en"], **pair} for key, pair in found.items()}


def _exif(data: bytes) -> dict[str, Any]:
    import exifread
    from exifread.core.exceptions import ExifError

    # Without a handler of its own it tells every picture without EXIF on stderr.
    logging.getLogger("exifread").addHandler(logging.NullHandler())
    try:
        tags = exifread.process_file(BytesIO(data), details=False, extract_thumbnail=False)
    except (ExifError, struct.error, ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return {}  # damaged EXIF is common and says nothing about the picture itself
    found: dict[str, Any] = {}
    for key, name, reading in _EXIF:
        written = nfc(str(tags.get(name, ""))).strip("\0 ")
        if written:
            found[key] = {"vi": written} if reading == "pair" else _date(written) if reading == "date" else written
    return found


def _date(written: str) -> str:
    """EXIF's 2022:05:01 09:30:00 as ISO 8601."""
    return written.replace(":", "-", 2).replace(" ", "T", 1)
