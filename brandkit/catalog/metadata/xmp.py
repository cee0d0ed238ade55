"""XMP read: a packet as values by qualified name, and those values in the forms of the IPTC table.

The XML parser takes no document type, so no entity is ever declared; size, depth and number of values are bounded.

Source: ISO 16684-1, clause 7 (RDF as XMP uses it); XMP Specification part 3, 1.1.3.1 (extended XMP in JPEG).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from brandkit.catalog.metadata.iptc import NAMESPACES, PROPERTIES, Property, qualified
from brandkit.text import nfc

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PACKET_BYTES = 4 << 20  # larger packets are thumbnails and edit histories, not words
TEXT_CHARACTERS = 20_000  # of one value: the standard's longest, a description, has 2,000
MOST_ITEMS = 500
_DEPTH = 12  # of structures in structures: the standard's deepest has three
_ELEMENTS = 50_000
_ROOTS = (b"x:xmpmeta", b"x:xapmeta", b"rdf:RDF")
_MOST_MARKS = 30  # on one letter, as UAX #15, 13 has it: ordering marks takes the square of their number
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_NOTE = "{http://ns.adobe.com/xmp/note/}HasExtendedXMP"
_WORK = qualified("cc:Work")
_LISTS = (_RDF + "Bag", _RDF + "Seq", _RDF + "Alt")


class Alternatives(dict[str, str]):
    """One text in several languages, by language tag in lower case; the file's order."""


# A text, a list, a structure by qualified name, or alternatives.
Value = Any


def values_of(packet: bytes) -> dict[str, Value]:
    """Top-level properties by qualified name, {namespace}Name; empty for what is no XMP, or hostile."""
    root = _parsed(packet)
    return {} if root is None else values_within(root)


def values_within(root: Element) -> dict[str, Value]:
    """As `values_of`, for RDF that stands somewhere in a tree that is parsed already."""
    found: dict[str, Value] = {}
    for description in _descriptions(root):
        for name, value in _properties(description, 0):
            found.setdefault(name, value)
    return found


def extension_of(values: Mapping[str, Value]) -> str:
    """The GUID of the extended packet that the main one names; "" when it names none."""
    return str(values.get(_NOTE, ""))


def said_by(values: Mapping[str, Value]) -> dict[str, Any]:
    """The values by our keys, in the forms of the IPTC table."""
    found: dict[str, Any] = {}
    for prop in PROPERTIES:
        value = values.get(qualified(prop.xmp))
        if value is not None and prop.key not in found and (kept := in_form(value, prop)):
            found[prop.key] = kept
    return found


def in_form(value: Value, prop: Property) -> Any:
    """A value as the table keeps it; falsy when nothing of it can be."""
    return _FORMS[prop.form](value)


def clean(text: str) -> str:
    """NFC, bounded, without control characters other than line ends and tabs."""
    if not text.isprintable():
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    text = text[:TEXT_CHARACTERS]
    return nfc(text if text.isascii() else _with_few_marks(text))


def _with_few_marks(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _parsed(packet: bytes) -> Element | None:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if b"<!DOCTYPE" in packet[:PACKET_BYTES]:
        return None
    starts = [at for name in _ROOTS if (at := packet.find(b"<" + name)) >= 0]
    ends = [at + len(name) + 3 for name in _ROOTS if (at := packet.rfind(b"</" + name + b">")) >= 0]
    # UTF-16 packets have neither, and are read whole.
    written = packet[min(starts) : max(ends)] if starts and ends else packet
    if not written or len(written) > PACKET_BYTES:
        return None
    try:
        root: Element = fromstring(written, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return root


def _descriptions(root: Element) -> Iterator[Element]:
    """Top-level descriptions; a drawing's cc:Work is one too."""
    for place, element in enumerate(root.iter()):
        if place > _ELEMENTS:
            return
        if element.tag == _RDF + "RDF":
            yield from (child for child in element if child.tag in (_RDF + "Description", _WORK))


def _properties(description: Element, depth: int) -> Iterator[tuple[str, Value]]:
    for name, written in description.attrib.items():
        if not name.startswith((_RDF, _XML)) and name.startswith("{") and (text := clean(written)):
            yield name, text
    for child in list(description)[:MOST_ITEMS]:
        value = _value(child, depth + 1)
        if value:
            yield child.tag, value


def _value(element: Element, depth: int) -> Value:
    """What an element of RDF says: a list, alternatives, a structure, or a text."""
    if depth > _DEPTH:
        return ""
    if resource := element.get(_RDF + "resource"):
        return clean(resource)
    first = next(iter(element), None)
    if first is not None and first.tag in _LISTS:
        return _items(first, depth)
    if first is not None and first.tag == _RDF + "Description":
        return dict(_properties(first, depth))
    if first is not None and first.tag.startswith(f"{{{NAMESPACES['cc']}}}"):
        return clean(" ".join(list(first.itertext())[:MOST_ITEMS]))  # cc:Agent of a drawing: its name
    if first is not None or element.get(_RDF + "parseType") == "Resource":
        return dict(_properties(element, depth))
    if any(not name.startswith((_RDF, _XML)) for name in element.attrib):
        return dict(_properties(element, depth))
    return clean(element.text or "")


def _items(container: Element, depth: int) -> Value:
    items = list(container)[:MOST_ITEMS]
    if container.tag == _RDF + "Alt" and any(item.get(_XML + "lang") for item in items):
        said = Alternatives()
        for item in items:
            if text := clean(item.text or ""):
                said.setdefault((item.get(_XML + "lang") or "x-default").lower(), text)
        return said
    return [value for item in items if (value := _value(item, depth + 1))]


def pair_of(said: Mapping[str, str]) -> dict[str, str]:
    """Vietnamese and English of alternatives; what names no language, or another, stands as Vietnamese."""
    short: dict[str, str] = {}
    for tag, text in said.items():
        short.setdefault(tag.split("-")[0], text)
    vietnamese = short.get("vi") or short.get("x") or next(iter(short.values()), "")
    words = {"vi": vietnamese, "en": short.get("en", "")}
    return {lang: text for lang, text in words.items() if text}


def _texts(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, Alternatives):
        return [pair["vi"]] if (pair := pair_of(value)) else []
    if isinstance(value, list):
        return list(dict.fromkeys(text for item in value for text in _texts(item)))
    return []


def _pair(value: Value) -> dict[str, str]:
    if isinstance(value, Alternatives):
        return pair_of(value)
    texts = _texts(value)
    return {"vi": texts[0]} if texts else {}


def _structures(value: Value) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [named for item in items if isinstance(item, dict) and (named := _named(item))]


def _named(value: Value) -> Any:
    """A structure by plain names, for keeping as JSON."""
    if isinstance(value, Alternatives):
        return pair_of(value)
    if isinstance(value, dict):
        return {name.rpartition("}")[2]: kept for name, inner in value.items() if (kept := _named(inner))}
    if isinstance(value, list):
        return [kept for item in value if (kept := _named(item))]
    return value


_FORMS: dict[str, Callable[[Value], Any]] = {
    "text": lambda value: next(iter(_texts(value)), ""),
    "pair": _pair,
    "joined": lambda value: ", ".join(_texts(value)),
    "list": _texts,
    "structures": _structures,
}
