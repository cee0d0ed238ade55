"""XMP written: a packet of what is said, by the IPTC table; the same words give the same bytes.

Source: ISO 16684-1, 7.3 (packet), 7.9 (arrays), 8.2.2.4 (language alternatives, the default first).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from brandkit.catalog.metadata.iptc import NAMESPACES, PROPERTIES, Property
from brandkit.catalog.metadata.xmp import clean

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_TAIL = '<?xpacket end="r"?>'
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# What is no letter in XML 1.0 (2.2) although it is no control character either.
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))
_ORDERED = ("dc:creator", "plus:")  # arrays whose order matters are Seq, others Bag
_SINGLE = "Iptc4xmpCore:CreatorContactInfo"  # the one structure that stands outside an array
_RESOURCE = "cc:license"  # an address, which Creative Commons writes as a reference


def packet_of(said: Mapping[str, Any]) -> bytes:
    """A whole packet in UTF-8 of what is said by the keys of `iptc`; keys of no property are passed over."""
    written: list[str] = []
    used: set[str] = set()
    for prop in PROPERTIES:
        key = "license_address" if prop.xmp == _RESOURCE else prop.key
        if prop.xmp != "xmp:CreateDate" and (value := said.get(key)):
            written += _property(prop, value)
            used.add(prop.xmp.partition(":")[0])
            used |= {name.partition(":")[0] for name in prop.fields}
    if said.get("rights") or said.get("owners"):
        written.append("<xmpRights:Marked>True</xmpRights:Marked>")
        used.add("xmpRights")
    spaces = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in sorted(used))
    lines = [
        f'{_HEAD}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">',
        f'<rdf:Description rdf:about=""{spaces}>',
        *written,
        f"</rdf:Description></rdf:RDF></x:xmpmeta>\n{_TAIL}",
    ]
    return "\n".join(lines).encode("utf-8")


def _property(prop: Property, value: Any) -> Iterator[str]:
    name = prop.xmp
    if name == _RESOURCE:
        yield f'<{name} rdf:resource="{_text(value, quoted=True)}"/>'
    elif prop.form == "pair":
        yield _element(name, _alternatives(value))
    elif prop.form == "structures":
        yield from _structures(prop, value)
    elif prop.form in ("list", "joined"):
        items = [value] if isinstance(value, str) else value
        yield _element(name, _array(_kind(name), (f"<rdf:li>{_text(item)}</rdf:li>" for item in items)))
    else:
        yield _element(name, _text(value))


def _structures(prop: Property, value: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    items = [_fields(prop, item) for item in value]
    if prop.xmp == _SINGLE:
        yield f'<{prop.xmp} rdf:parseType="Resource">{items[0]}</{prop.xmp}>'
        return
    members = (f'<rdf:li rdf:parseType="Resource">{item}</rdf:li>' for item in items)
    yield _element(prop.xmp, _array(_kind(prop.xmp), members))


def _fields(prop: Property, item: Mapping[str, Any]) -> str:
    """The known fields of a structure, in the table's order."""
    return "".join(
        _element(name, _alternatives(value) if isinstance(value, Mapping) else _member(value))
        for name in prop.fields
        if (value := item.get(name.partition(":")[2]))
    )


def _member(value: Any) -> str:
    if isinstance(value, list):
        return _array("Bag", (f"<rdf:li>{_text(item)}</rdf:li>" for item in value))
    return _text(value)


def _alternatives(value: Any) -> str:
    """Each language by its name, and before them the default: Vietnamese, which is always there."""
    pair = value if isinstance(value, Mapping) else {"vi": value}
    default = pair.get("vi") or next(iter(pair.values()), "")
    said = [("x-default", default), *((lang, pair[lang]) for lang in ("vi", "en") if pair.get(lang))]
    return _array("Alt", (f'<rdf:li xml:lang="{lang}">{_text(text)}</rdf:li>' for lang, text in said))


def _array(kind: str, members: Iterable[str]) -> str:
    return f"<rdf:{kind}>{''.join(members)}</rdf:{kind}>"


def _kind(name: str) -> str:
    return "Seq" if name.startswith(_ORDERED) and not name.endswith("ReleaseID") else "Bag"


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _text(value: Any, *, quoted: bool = False) -> str:
    # The parser turns a bare carriage return into a line end; `clean` has taken it out already.
    return escape(clean(str(value)).translate(_NO_CHARACTERS), {'"': "&quot;"} if quoted else {})
