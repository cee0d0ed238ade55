"""Names and links of SVG elements, as lxml holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

KNOWN = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "a",
        "switch",
        "style",
        "title",
        "desc",
        "view",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "image",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
        "clipPath",
        "mask",
        "marker",
        "filter",
        "feBlend",
        "feColorMatrix",
        "feComponentTransfer",
        "feComposite",
        "feConvolveMatrix",
        "feDiffuseLighting",
        "feDisplacementMap",
        "feDistantLight",
        "feDropShadow",
        "feFlood",
        "feFuncA",
        "feFuncB",
        "feFuncG",
        "feFuncR",
        "feGaussianBlur",
        "feImage",
        "feMerge",
        "feMergeNode",
        "feMorphology",
        "feOffset",
        "fePointLight",
        "feSpecularLighting",
        "feSpotLight",
        "feTile",
        "feTurbulence",
    ]
)


def local(element: Element) -> str:
    """An element's name without its namespace; "" for anything that is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attributes(element: Element) -> dict[str, str]:
    """A copy of an element's attributes."""
    return {str(key): str(value) for key, value in element.attrib.items()}


def text_within(element: Element) -> str:
    """All text of an element and what it holds."""
    return "".join(str(part) for part in element.itertext())


def href_of(element: Element) -> str:
    """Where `href` or `xlink:href` points, "" when neither is there."""
    return (element.get("href") or element.get(f"{{{XLINK}}}href") or "").strip()


def by_id(root: Element) -> dict[str, Element]:
    """Elements by their id; the first of two with the same id, as browsers take it."""
    found: dict[str, Element] = {}
    for element in root.iter():
        identifier = element.get("id")
        if identifier:
            found.setdefault(identifier, element)
    return found
