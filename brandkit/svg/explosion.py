"""Counts what an SVG draws once every reference is followed, without following any: 10 × 10 × 10 … ends early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brandkit import limits
from brandkit.errors import MaterialTooLarge, UnsafeMaterial
from brandkit.svg.addresses import URL, unescaped_css
from brandkit.svg.elements import by_id, href_of, local
from brandkit.svg.styles import Stylesheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Followed = tuple["Element", int]  # what is drawn with an element, and how often


def refuse(root: Element, name: str) -> None:
    """Raises for a drawing that draws itself or grows beyond the limit.

    Raises
    ------
    UnsafeMaterial, MaterialTooLarge
    """
    known, sheet = by_id(root), Stylesheet(root)
    weights: dict[Element, int] = {root: 1}
    open_now = {root}
    stack: list[tuple[Element, int, Iterator[Followed]]] = [(root, 1, _followed(root, known, sheet, weights))]
    while stack:
        element, _, following = stack[-1]
        target, times = next(following, (None, 1))
        if target is None:
            _, repeated, _ = stack.pop()
            open_now.discard(element)
            if stack:
                weights[stack[-1][0]] += weights[element] * repeated
        elif target in open_now:
            raise UnsafeMaterial(
                name, "has a part that draws itself ({id})", None, id=target.get("id") or local(target)
            )
        elif target in weights:
            weights[element] += weights[target] * times
        else:
            weights[target] = 1
            open_now.add(target)
            stack.append((target, times, _followed(target, known, sheet, weights)))
        if weights[element] > limits.SVG_ELEMENTS:
            limit = limits.SVG_ELEMENTS
            raise MaterialTooLarge(name, "draws more than {limit:,} elements, references followed", None, limit=limit)


def _followed(
    element: Element, known: dict[str, Element], sheet: Stylesheet, weights: dict[Element, int]
) -> Iterator[Followed]:
    for child in element:
        yield child, 1
    if local(element) in ("a", "textPath", "style"):
        return
    href = href_of(element)
    if href.startswith("#") and href[1:] in known:
        yield known[href[1:]], 1
    drawn = weights[element]  # with its children, who inherit its paint and draw a pattern each
    for key, value in sheet.declared(element).items():
        if "url(" not in value.lower():
            continue
        for _, address in URL.findall(unescaped_css(value)):
            target = known.get(address.strip().removeprefix("#"))
            if target is not None:
                yield target, _times(element, target, key, drawn)


def _times(element: Element, target: Element, key: str, drawn: int) -> int:
    if key.startswith("marker"):
        return drawn * _vertices(element)
    return drawn if local(target) == "pattern" else 1


def _vertices(element: Element) -> int:
    """At least as many vertices as the outline can have: a marker is drawn on each."""
    return 1 + len(element.get("d", "") + element.get("points", "")) // 2
