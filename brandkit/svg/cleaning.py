"""SVG from outside made harmless: an allow-list, no reach beyond the file, no explosion when it is drawn.

What is dangerous is refused and named; what is only foreign (editor data, metadata, animation) is left out.

Source: SVG 2 (elements, references, scripting); ours for the choice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brandkit import limits
from brandkit.errors import MaterialTooLarge, UnreadableMaterial, UnsafeMaterial
from brandkit.svg import addresses, explosion
from brandkit.svg.elements import KNOWN, SVG, XLINK, XML, attributes, local, text_within

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ACTIVE = frozenset(("script", "handler", "listener", "iframe", "object", "embed", "audio", "video", "foreignObject"))
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(\[?)[^>]*>?", re.IGNORECASE)
# Illustrator, Inkscape and many icon sets write W3C's own declaration; without an internal subset it changes nothing.
_PLAIN_DOCTYPE = re.compile(
    r"<!DOCTYPE\s+svg(\s+PUBLIC\s+[\"']-//W3C//DTD SVG[^\"'<>]*[\"'](\s+[\"'][^\"'<>]*[\"'])?)?\s*>"
)
_OCTAVES = 10
_STYLESHEET = re.compile(r"<\?xml-stylesheet", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*?\?>")
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENCODINGS = frozenset(("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "utf-16"))


def clean(data: bytes, name: str = "picture.svg") -> bytes:
    """The same drawing with nothing active, foreign or outside in it, as UTF-8.

    Raises
    ------
    UnsafeMaterial : for a script, an event handler, HTML, an entity, or a reference out of the file.
    UnreadableMaterial : when it is no well-formed SVG.
    MaterialTooLarge : when it holds more than the limits, or would once its references are followed.
    """
    from lxml import etree

    return etree.tostring(parsed(data, name), encoding="utf-8")


def parsed(data: bytes, name: str = "picture.svg", *, depth: int = 0) -> Element:
    """The root of the cleaned drawing; raises as `clean` does. `depth` counts drawings inside drawings."""
    from lxml import etree

    if len(data) > limits.SVG_BYTES:
        raise MaterialTooLarge(
            name, "is an SVG of {size:,} bytes; the limit is {limit:,}", None, size=len(data), limit=limits.SVG_BYTES
        )
    text = _without_declarations(_text_of(data, name), name)
    _refuse_masses(text, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise UnreadableMaterial(name, "is not well-formed SVG (line {line})", None, line=line) from error
    if etree.QName(root).localname != "svg":
        raise UnreadableMaterial(name, "is XML, but no SVG")
    root = _in_namespace(root)
    _prune(root, name, depth)
    _refuse_long_paths(root, name)
    _refuse_many_tries(root, name)
    explosion.refuse(root, name)
    etree.cleanup_namespaces(root)
    return root


def _text_of(data: bytes, name: str) -> str:
    encoding = "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif declared := _DECLARED.match(data[:400]):
        encoding = declared[1].decode("ascii").lower()
        if encoding not in _ENCODINGS:
            raise UnreadableMaterial(name, "is written in {encoding}; SVG is read as UTF-8", None, encoding=encoding)
        encoding = "utf-8-sig" if encoding.startswith("utf") else encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableMaterial(name, "has broken characters at byte {at}", None, at=error.start) from error
    if "\0" in text:
        raise UnreadableMaterial(name, "has a null character at {at}", None, at=text.index("\0"))
    if not text.strip():
        raise UnreadableMaterial(name, "is empty")
    return text


def _without_declarations(text: str, name: str) -> str:
    if _STYLESHEET.search(text):
        raise UnsafeMaterial(name, "takes its style from another file")
    found = _DOCTYPE.search(text)
    if found:
        if not _PLAIN_DOCTYPE.fullmatch(found[0]):
            raise UnsafeMaterial(name, "declares a document type with entities")
        text = text[: found.start()] + text[found.end() :]
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise UnsafeMaterial(name, "declares a document type with entities")
    return _DECLARATION.sub("", text, count=1)


def _refuse_masses(text: str, name: str) -> None:
    """Counts before parsing: what is too much to draw is too much to take in."""
    if text.count("<") - text.count("</") > 2 * limits.SVG_ELEMENTS:
        limit = limits.SVG_ELEMENTS
        raise MaterialTooLarge(name, "draws more than {limit:,} elements, references followed", None, limit=limit)


def _refuse_long_paths(root: Element, name: str) -> None:
    total = sum(len(element.get("d", "")) + len(element.get("points", "")) for element in root.iter())
    if total > limits.SVG_PATH_BYTES:
        limit = limits.SVG_PATH_BYTES // 2**20
        raise MaterialTooLarge(name, "has more than {limit} MB of path data", None, limit=limit)


def _refuse_many_tries(root: Element, name: str) -> None:
    """Renderers try every selector on every element, also selectors that we do not read."""
    selectors = sum(css.count("{") + css.count(",") for css in map(text_within, root.iter("{*}style")))
    if selectors * sum(1 for _ in root.iter()) > limits.SVG_STYLE_TRIES:
        raise MaterialTooLarge(name, "has too many style rules for so many elements")


def _refuse_long_selectors(css: str, name: str) -> None:
    """Renderers try every ancestor for every step."""
    for selectors in re.findall(r"([^{}]*)\{", css):
        for selector in selectors.split(","):
            if len(selector.split()) > limits.SVG_SELECTOR_STEPS:
                limit = limits.SVG_SELECTOR_STEPS
                raise MaterialTooLarge(name, "has a style selector of more than {limit} steps", None, limit=limit)


def _in_namespace(root: Element) -> Element:
    """Drawings without the SVG namespace are common in web pages; resvg wants it."""
    from lxml import etree

    if etree.QName(root).namespace == SVG:
        return root
    if etree.QName(root).namespace is not None:
        raise UnreadableMaterial("picture.svg", "is XML, but no SVG")
    for element in root.iter():
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.tag = f"{{{SVG}}}{element.tag}"
    return root


def _prune(root: Element, name: str, depth: int) -> None:
    stack = [(root, 1)]
    while stack:
        element, level = stack.pop()
        if level > limits.SVG_DEPTH:
            raise MaterialTooLarge(name, "nests more than {limit} groups in one another", None, limit=limits.SVG_DEPTH)
        _check_attributes(element, name, depth)
        if local(element) == "style":
            addresses.check_style(text_within(element), name)
            _refuse_long_selectors(text_within(element), name)
        for child in list(element):
            if _kept(child, name):
                stack.append((child, level + 1))
            else:
                _remove(child)


def _kept(element: Element, name: str) -> bool:
    if not isinstance(element.tag, str):  # an entity reference; comments and instructions are gone already
        raise UnsafeMaterial(name, "uses an entity")
    tag = local(element)
    # Illustrator adds an empty-handed foreignObject of its own for itself alone; browsers pass over it.
    if tag == "foreignObject" and element.get("requiredExtensions"):
        return False
    if tag in _ACTIVE:
        words = {"script": "carries a script", "foreignObject": "carries a web page (foreignObject)"}
        raise UnsafeMaterial(name, words.get(tag, "carries active content ({tag})"), None, tag=tag)
    return element.tag == f"{{{SVG}}}{tag}" and tag in KNOWN


def _check_attributes(element: Element, name: str, depth: int) -> None:
    if local(element) == "feTurbulence":
        _calm(element)
    for key, value in attributes(element).items():
        namespace, _, plain = key.rpartition("}")
        if plain.lower().startswith("on"):
            raise UnsafeMaterial(name, "carries a script ({attribute})", None, attribute=plain)
        if plain == "href" and namespace in ("", "{" + XLINK):
            addresses.check_href(element, key, name, depth)
        elif plain == "style" or (not namespace and "(" in value):
            addresses.check_style(value, name)
        elif namespace and key != f"{{{XML}}}space" and key != f"{{{XML}}}lang":
            del element.attrib[key]


def _calm(turbulence: Element) -> None:
    """Each octave has half the weight of the one before: beyond the tenth nothing is seen, but time goes."""
    stated = turbulence.get("numOctaves", "1").strip()
    if stated.isdigit() and int(stated) > _OCTAVES:
        turbulence.set("numOctaves", str(_OCTAVES))


def _remove(element: Element) -> None:
    """Takes the element out and keeps the text that follows it, which belongs to its parent."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
