"""Live text of an SVG as runs: what it says, where its baseline starts, its font, size and colour.

Boxes are estimates until the text is drawn (`measuring`): an SVG names a font, it does not carry its widths.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brandkit import text as words
from brandkit.document import TextRun
from brandkit.geometry import Affine, apply, box_of
from brandkit.svg.artboard import length, numbers
from brandkit.svg.elements import XML, local
from brandkit.svg.paints import paint_of, share
from brandkit.svg.styles import Style, Stylesheet, computed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from brandkit.svg.drawing import Place

MEAN_ADVANCE_EM = 0.53  # of Latin text set in a sans: mean over Be Vietnam Pro and Liberation Sans, Vietnamese prose
_ASCENT_EM, _DESCENT_EM = 0.95, 0.25
# Where characters stand in the tree: an element, and whether they are its own or follow it.
Node = tuple["Element", str]
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass
class _Piece:
    text: str
    style: Style
    x: float
    y: float
    language: str
    nodes: list[Node]


def runs_of(
    element: Element,
    place: Place,
    sheet: Stylesheet,
    known: Mapping[str, Element],
    next_order: Callable[[], int],
) -> list[tuple[TextRun, list[Node]]]:
    """One run for every stretch of a <text> with one style that starts where it is told to, and where it stands."""
    found = []
    for piece in _joined(_pieces(element, place, sheet)):
        content = words.squeezed(piece.text)
        if not content or piece.style.get("visibility") in ("hidden", "collapse"):
            continue
        found.append((_run(content, piece, place, sheet, known, next_order()), piece.nodes))
    return found


def _run(
    content: str, piece: _Piece, place: Place, sheet: Stylesheet, known: Mapping[str, Element], order: int
) -> TextRun:
    em = font_size(piece.style)
    fill, alpha = paint_of(piece.style.get("fill", "black"), piece.style.get("color", "black"), known, sheet)
    width = estimated_width(content, em, piece.style)
    left = piece.x - width * _ANCHORS.get(piece.style.get("text-anchor", "start"), 0.0)
    frame = ((left, piece.y - _ASCENT_EM * em), (left + width, piece.y + _DESCENT_EM * em))
    (x0, y0), (x1, y1) = frame
    box = box_of(apply(place.matrix, point) for point in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    matrix = place.matrix
    return TextRun(
        text=content,
        box=box,
        font=family_of(piece.style),
        size=em * math.hypot(matrix.c, matrix.d),
        paint=fill,
        order=order,
        opacity=place.opacity * alpha * share(piece.style.get("fill-opacity"), 1.0),
        language=piece.language,
        rotation_deg=_turn(matrix),
        embedded=None,
    )


def estimated_width(content: str, em: float, style: Style) -> float:
    spacing = length(style.get("letter-spacing"), em, em=em)
    return len(content) * (MEAN_ADVANCE_EM * em + spacing)


def font_size(style: Style) -> float:
    """Em height in user units; CSS's medium, 16, when it is not told."""
    return length(style.get("font-size", ""), 16.0) or 16.0


def family_of(style: Style) -> str:
    """The first family that is named."""
    return style.get("font-family", "").split(",")[0].strip().strip("'\"")


def _pieces(element: Element, place: Place, sheet: Stylesheet) -> Iterator[_Piece]:
    def walk(node: Element, style: Style, at: list[float], language: str) -> Iterator[_Piece]:
        em = font_size(style)
        for axis, key in enumerate("xy"):
            told = _lengths(node.get(key), place.viewport[axis], em)
            if told:
                at[axis] = told[0]
            moved = _lengths(node.get("d" + key), place.viewport[axis], em)
            at[axis] += moved[0] if moved else 0.0
        if node.text:
            yield from _advanced(node.text, style, at, language, (node, "text"))
        for child in node:
            if local(child) in ("tspan", "a", "textPath"):
                inner = computed(style, sheet.declared(child))
                if inner.get("display") != "none":
                    yield from walk(child, inner, at, child.get(f"{{{XML}}}lang", language))
            if child.tail:
                yield from _advanced(child.tail, style, at, language, (child, "tail"))

    yield from walk(element, place.style, [0.0, 0.0], place.language)


def _advanced(
    content: str, style: Style, at: list[float], language: str, node: Node
) -> Iterator[_Piece]:
    if not content.strip():
        at[0] += estimated_width(" ", font_size(style), style) if "\n" not in content else 0.0
        return
    yield _Piece(content, style, at[0], at[1], language, [node])
    at[0] += estimated_width(words.squeezed(content), font_size(style), style)


def _joined(pieces: Iterator[_Piece]) -> list[_Piece]:
    """Pieces of one look on one line that follow one another are one run."""
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and last.y == piece.y and _look(last.style) == _look(piece.style):
            end = last.x + estimated_width(words.squeezed(last.text), font_size(last.style), last.style)
            if abs(end - piece.x) < 0.6 * font_size(piece.style):
                last.text += piece.text
                last.nodes += piece.nodes
                continue
        found.append(piece)
    return found


def _look(style: Style) -> tuple[str | None, ...]:
    return tuple(style.get(key) for key in ("font-family", "font-size", "font-weight", "fill", "text-anchor"))


def _lengths(value: str | None, whole: float, em: float) -> list[float]:
    if not value:
        return []
    if any(character.isalpha() or character == "%" for character in value):
        return [length(part, whole, em=em) for part in value.replace(",", " ").split()]
    return numbers(value)


def _turn(matrix: Affine) -> float:
    return math.degrees(math.atan2(matrix.b, matrix.a))
