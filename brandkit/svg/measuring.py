"""Boxes of live text, measured: the drawing is drawn once more with its text alone, each run in a colour of its own.

The machine's fonts decide, as they do when anybody opens the file; without a font nothing is drawn and the estimate
stays.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING

from brandkit.document import TextRun
from brandkit.errors import BrandkitError
from brandkit.geometry import Box
from brandkit.svg.elements import SVG, local
from brandkit.svg.paths import SHAPES

if TYPE_CHECKING:
    import numpy as np
    from lxml.etree import _Element as Element
    from numpy.typing import NDArray

    from brandkit.svg.drawing import Drawing
    from brandkit.svg.lettering import Node

_LONGER_SIDE_PX = 1500
_LEVELS = (0, 51, 102, 153, 204, 255)
_MOST_RUNS = len(_LEVELS) ** 3
_ALPHA = 96  # thinner pixels have lost their colour to rounding
_SLACK = 16
_PLAIN = "*{filter:none!important;mask:none!important;clip-path:none!important;opacity:1!important}"


def measured(root: Element, found: Drawing, width: float, height: float, name: str) -> list[TextRun]:
    """The runs of a drawing with boxes as drawn, in page px; those that cannot be told keep their estimate."""
    uses = Counter(node for nodes in found.lettering for node in nodes)
    chosen = {
        number: nodes
        for number, nodes in enumerate(found.lettering)
        if all(uses[node] == 1 and node[0].getroottree().getroot() is root for node in nodes)
    }
    if not chosen or len(found.texts) > _MOST_RUNS:
        return found.texts
    scale = _LONGER_SIDE_PX / max(width, height)
    try:
        shown = _drawn(root, chosen, round(width * scale), round(height * scale), name)
    except BrandkitError:
        return found.texts
    boxes = _boxes(shown, width, height)
    return [
        replace(run, box=boxes[number]) if number in chosen and number in boxes else run
        for number, run in enumerate(found.texts)
    ]


def _drawn(root: Element, chosen: dict[int, list[Node]], width: int, height: int, name: str) -> NDArray[np.uint8]:
    from brandkit.svg.pixels import drawn

    copy = deepcopy(root)
    twins = dict(zip(root.iter(), copy.iter(), strict=True))
    for number, nodes in chosen.items():
        red, green, blue = _color(number)
        for node, where in nodes:
            _painted(twins[node], where, f"fill:rgb({red},{green},{blue});fill-opacity:1;stroke:none")
    for element in list(copy.iter()):
        if local(element) in SHAPES or local(element) == "image":
            parent = element.getparent()
            if parent is not None and local(parent) not in ("clipPath", "textPath", "defs"):
                parent.remove(element)
    style = copy.makeelement(f"{{{SVG}}}style", {})
    style.text = _PLAIN
    copy.append(style)
    return drawn(copy, max(1, width), max(1, height), name=name)


def _painted(element: Element, where: str, style: str) -> None:
    """Wraps an element's own characters, or those that follow it, in a tspan of that style."""
    span = element.makeelement(f"{{{SVG}}}tspan", {"style": style})
    if where == "text":
        span.text, element.text = element.text, None
        element.insert(0, span)
        return
    parent = element.getparent()
    if parent is not None:
        span.text, element.tail = element.tail, None
        parent.insert(parent.index(element) + 1, span)


def _color(number: int) -> tuple[int, int, int]:
    base = len(_LEVELS)
    return _LEVELS[number % base], _LEVELS[number // base % base], _LEVELS[number // base**2 % base]


def _boxes(shown: NDArray[np.uint8], width: float, height: float) -> dict[int, Box]:
    """Where each run's colour is found, in page px, by run number."""
    import numpy as np

    rows, columns = (shown[..., 3] >= _ALPHA).nonzero()
    colors = shown[rows, columns, :3].astype(np.int16)
    levels = (colors + _LEVELS[1] // 2) // _LEVELS[1]
    sure = (np.abs(colors - levels * _LEVELS[1]) <= _SLACK).all(axis=1)
    numbers = levels @ np.array([1, len(_LEVELS), len(_LEVELS) ** 2])
    across, down = width / shown.shape[1], height / shown.shape[0]
    found = {}
    for number in np.unique(numbers[sure]):
        mine = sure & (numbers == number)
        left, right = columns[mine].min() * across, (columns[mine].max() + 1) * across
        top, bottom = rows[mine].min() * down, (rows[mine].max() + 1) * down
        found[int(number)] = Box(float(left), float(top), float(right - left), float(bottom - top))
    return found
