"""How an SVG element is painted: presentation attributes, then <style> rules, then its style attribute, inherited.

Selectors read: tag, .class, #id, *, their compounds, lists, and descendants or children of such. Others (attribute
selectors, :hover) match nothing, which is what they do in a still picture mostly.

Source: SVG 2, section 6 (styling); CSS Cascading and Inheritance Level 4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brandkit import limits
from brandkit.svg.addresses import unescaped_css
from brandkit.svg.elements import attributes, local, text_within

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Style = Mapping[str, str]
Steps = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # ((combinator, ((kind, name), …)), …)

INHERITED = frozenset(
    [
        "fill",
        "fill-opacity",
        "fill-rule",
        "stroke",
        "stroke-opacity",
        "stroke-width",
        "color",
        "visibility",
        "font-family",
        "font-size",
        "font-weight",
        "font-style",
        "text-anchor",
        "letter-spacing",
        "word-spacing",
        "clip-rule",
        "writing-mode",
        "dominant-baseline",
    ]
)
OWN = frozenset(
    [
        "opacity",
        "clip-path",
        "mask",
        "filter",
        "mix-blend-mode",
        "display",
        "stop-color",
        "stop-opacity",
        "transform",
        "overflow",
        "flood-color",
        "marker-start",
        "marker-mid",
        "marker-end",
        "marker",
    ]
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"([.#]?)(-?[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*|\*)")
_COMPOUND = re.compile(r"(?:[.#]?(?:-?[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*|\*))+\Z")
_FONT = re.compile(r"(?:.*\s)?([\d.]+[a-z%]*)(?:/\S+)?\s+(.+)\Z", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """One selector, last compound last: ((combinator, ((kind, name), …)), …); and what it declares."""

    steps: Steps
    specificity: tuple[int, int, int]
    declared: Style
    important: frozenset[str]


class Stylesheet:
    """The rules of every <style> of a drawing, by what their last compound asks for."""

    def __init__(self, root: Element):
        rules = [rule for style in root.iter("{*}style") for rule in rules_of(text_within(style))]
        self._buckets: dict[tuple[str, str], list[tuple[int, Rule]]] = {}
        for number, rule in enumerate(rules):
            last = rule.steps[-1][1]
            key = next((part for kind in "#." for part in last if part[0] == kind), last[0])
            self._buckets.setdefault(key, []).append((number, rule))

    def declared(self, element: Element) -> dict[str, str]:
        """What the element itself is told, strongest last in and first served."""
        found = {key: value for key, value in attributes(element).items() if key in INHERITED or key in OWN}
        matched = self._matching(element)
        for _, _, rule in matched:
            found.update(rule.declared)
        found.update(declarations(element.get("style", "")))
        for _, _, rule in matched:
            found.update({key: rule.declared[key] for key in rule.important})
        return found

    def _matching(self, element: Element) -> list[tuple[tuple[int, int, int], int, Rule]]:
        keys = [("", "*"), ("", local(element)), ("#", element.get("id", ""))]
        keys += [(".", name) for name in element.get("class", "").split()]
        found = [
            (rule.specificity, number, rule)
            for key in keys
            for number, rule in self._buckets.get(key, ())
            if _matches(rule.steps, element)
        ]
        return sorted(found, key=lambda entry: entry[:2])


def computed(parent: Style, declared: Style) -> dict[str, str]:
    """The style an element has: its own declarations over what its parent hands down."""
    found = {key: value for key, value in parent.items() if key in INHERITED}
    for key, value in declared.items():
        if value == "inherit":
            if key in parent:
                found[key] = parent[key]
        elif value != "unset":
            found[key] = value
    return found


def rules_of(css: str) -> list[Rule]:
    """The rules of one style sheet in their order; at-rules other than a plain @media are passed over."""
    found: list[Rule] = []
    plain = re.sub(r"<!--|-->|<!\[CDATA\[|\]\]>", "", unescaped_css(css))
    for selectors, body in _RULE.findall(plain):
        if selectors.strip().startswith("@font-face"):
            continue
        declared = declarations(body)
        important = frozenset(_important(body))
        for selector in selectors.rpartition(";")[2].split(","):
            steps = _steps(selector)
            if steps and declared and len(found) < limits.SVG_RULES:
                found.append(Rule(steps, _specificity(steps), declared, important & declared.keys()))
    return found


def declarations(body: str) -> dict[str, str]:
    """Property to value of a declaration block, names in lower case, `font` taken apart."""
    found: dict[str, str] = {}
    for part in _parts(body):
        key, colon, value = part.partition(":")
        key, value = key.strip().lower(), value.replace("!important", "").strip()
        if not colon or not value:
            continue
        if key == "font" and (match := _FONT.match(value)):
            found |= {"font-size": match[1], "font-family": match[2]}
        found[key] = value
    return found


def _parts(body: str) -> list[str]:
    """Split at semicolons that lie in no brackets or quotes: data addresses hold some."""
    if "(" not in body and '"' not in body and "'" not in body:
        return body.split(";")
    return re.findall(r"(?:\([^()]*\)|\"[^\"]*\"|'[^']*'|[^;])+", body)


def _important(body: str) -> list[str]:
    return [p.partition(":")[0].strip().lower() for p in _parts(body) if "!important" in p]


def _steps(selector: str) -> Steps:
    """() for a selector that is not read."""
    words = selector.replace(">", " > ").split()
    steps, combinator = [], " "
    for word in words:
        if word == ">":
            combinator = ">"
        elif _COMPOUND.match(word):
            steps.append((combinator, tuple((kind, name) for kind, name in _SIMPLE.findall(word))))
            combinator = " "
        else:
            return ()
    return tuple(steps)


def _specificity(steps: Steps) -> tuple[int, int, int]:
    parts = [part for _, compound in steps for part in compound]
    ids = sum(kind == "#" for kind, _ in parts)
    classes = sum(kind == "." for kind, _ in parts)
    return ids, classes, sum(kind == "" and name != "*" for kind, name in parts)


def _matches(steps: Steps, element: Element) -> bool:
    """Whether an element is what a selector ends in, and its ancestors are what stands before.

    A table over steps and ancestors, not a search: "g g g …" in deep groups would take for ever.
    """
    if not all(_fits(part, element) for part in steps[-1][1]):
        return False
    if len(steps) == 1:
        return True
    line = [element, *element.iterancestors()]
    fitting = {0}  # places in the line, counted upwards, where the steps so far can end
    for number in range(len(steps) - 1, 0, -1):
        combinator, wanted = steps[number][0], steps[number - 1][1]
        above = {place + 1 for place in fitting} if combinator == ">" else set(range(min(fitting) + 1, len(line)))
        fitting = {p for p in above if p < len(line) and all(_fits(part, line[p]) for part in wanted)}
        if not fitting:
            return False
    return True


def _fits(part: tuple[str, str], element: Element) -> bool:
    kind, name = part
    if kind == "#":
        return element.get("id") == name
    if kind == ".":
        return name in element.get("class", "").split()
    return name in ("*", local(element))
