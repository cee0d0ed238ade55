"""Text of a PDF page as runs: objects of one look on one line joined, letter-spacing undone, NFC.

A run's size is the height of its em on the page, text matrix and forms included. Invisible text (render modes 3 and 7,
as laid over scans) has opacity 0.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from brandkit import text as words
from brandkit.document import Paint, TextRun
from brandkit.formats._pdf_colors import fill_of, stroke_of
from brandkit.formats._pdf_objects import Found, matrix_of
from brandkit.geometry import Affine, Box, apply, box_of, corners

_INVISIBLE = (3, 7)
_STROKED = (1, 5)
_WORD_GAP_EM = 0.18  # PDFium itself puts a space from about a fifth of an em
_LINE_GAP_EM = 1.6  # further apart, two texts on one line are two runs (columns, tables)
_SAME_BASELINE_EM = 0.1
_LEAST_SPACED = 4  # fewer single letters in a row may be words


@dataclass(frozen=True)
class _Piece:
    run: TextRun
    start: tuple[float, float]  # where its baseline begins, in its own direction
    end: float
    objects: tuple[Found, ...]


class Texts:
    """PDFium's text of a page."""

    def __init__(self, handle: Any):
        self.handle = handle

    @cached_property
    def characters(self) -> dict[int | None, list[int]]:
        """Characters by the address of the text object that wrote them."""
        import pypdfium2.raw as pdfium

        found: dict[int | None, list[int]] = {}
        for index in range(pdfium.FPDFText_CountChars(self.handle)):
            found.setdefault(_address(pdfium.FPDFText_GetTextObject(self.handle, index)), []).append(index)
        return found


@contextmanager
def text_page(page: Any) -> Iterator[Texts]:
    """The text of a page while it is open."""
    import pypdfium2.raw as pdfium

    handle = pdfium.FPDFText_LoadPage(page)
    try:
        yield Texts(handle)
    finally:
        pdfium.FPDFText_ClosePage(handle)


def runs_of(objects: list[Found], texts: Texts) -> list[TextRun]:
    """The runs of a page's text objects, in painting order."""
    pieces = [piece for found in objects if (piece := _piece(found, texts)) is not None]
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and (together := _joined(joined[-1], piece)) is not None:
            joined[-1] = together
        else:
            joined.append(piece)
    runs = [replace(piece.run, text=words.squeezed(_unspaced(piece, texts))) for piece in joined]
    return [run for run in runs if run.text]


def _piece(found: Found, texts: Texts) -> _Piece | None:
    import pypdfium2.raw as pdfium

    content = _content(found.handle, texts)
    if not content.strip():
        return None
    matrix, box = found.matrix, _box(found)
    em = _font_size(found.handle) * math.hypot(matrix.c, matrix.d)
    if em <= 0 or not math.isfinite(em) or box is None:
        return None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(found.handle)
    paint, alpha = stroke_of(found.handle) if mode in _STROKED else fill_of(found.handle)
    font = pdfium.FPDFTextObj_GetFont(found.handle)
    run = TextRun(
        text=content,
        box=box,
        font=family_of(font),
        size=em,
        paint=paint,
        order=found.order,
        opacity=0.0 if mode in _INVISIBLE else found.opacity * alpha,
        rotation_deg=math.degrees(math.atan2(matrix.b, matrix.a)),
        embedded=bool(pdfium.FPDFFont_GetIsEmbedded(font)) if font else None,
    )
    start, end = _extent(matrix, box)
    return _Piece(run, start, end, (found,))


def _joined(one: _Piece, other: _Piece) -> _Piece | None:
    """Both as one run when they have one look and follow one another on a line."""
    first, second = one.run, other.run
    if (first.font, first.paint, first.opacity) != (second.font, second.paint, second.opacity):
        return None
    em = first.size
    if abs(first.size - second.size) > 0.01 * em or abs(first.rotation_deg - second.rotation_deg) > 0.1:
        return None
    gap = other.start[0] - one.end
    if abs(one.start[1] - other.start[1]) > _SAME_BASELINE_EM * em or not -0.5 * em < gap < _LINE_GAP_EM * em:
        return None
    spaced = first.text.endswith(" ") or second.text.startswith(" ") or gap < _WORD_GAP_EM * em
    content = first.text + ("" if spaced else " ") + second.text
    box = box_of([*corners(first.box), *corners(second.box)])
    return _Piece(replace(first, text=content, box=box), one.start, other.end, one.objects + other.objects)


def _unspaced(piece: _Piece, texts: Texts) -> str:
    """Text without the spaces that letter-spacing left between single letters; wider gaps part words."""
    content = piece.run.text
    tokens = [words.nfc(token) for token in content.split()]
    if len(tokens) < _LEAST_SPACED or sum(len(token) == 1 for token in tokens) < 0.8 * len(tokens):
        return content
    letters = _letters(piece, texts)
    gaps = [after[1] - before[2] for before, after in pairwise(letters)]
    if not gaps:
        return content
    usual = sorted(gaps)[len(gaps) // 2]
    word_gap = usual + max(0.6 * abs(usual), 0.1 * piece.run.size)
    parts = [letters[0][0]]
    for gap, (letter, _, _) in zip(gaps, letters[1:], strict=True):
        parts.append(" " + letter if gap > word_gap else letter)
    return "".join(parts)


def _letters(piece: _Piece, texts: Texts) -> list[tuple[str, float, float]]:
    """Letters of a run with where each begins and ends along the baseline; marks joined to their letter."""
    import pypdfium2.raw as pdfium

    mine = {_address(found.handle): found for found in piece.objects}
    found_letters: list[tuple[str, float, float]] = []
    edges = [ctypes.c_double() for _ in range(4)]
    for index, found in sorted(_placed(mine, texts), key=lambda place: place[0]):
        letter = chr(pdfium.FPDFText_GetUnicode(texts.handle, index))
        if not letter.strip() or not pdfium.FPDFText_GetCharBox(texts.handle, index, *edges):
            continue
        left, right, bottom, top = (edge.value for edge in edges)
        start, end = _along(found, [(left, bottom), (right, bottom), (right, top), (left, top)])
        if unicodedata.combining(letter) and found_letters:
            letter, start, end = found_letters[-1][0] + letter, *found_letters.pop()[1:]
        found_letters.append((letter, start, end))
    return found_letters


def _placed(mine: dict[int | None, Found], texts: Texts) -> Iterator[tuple[int, Found]]:
    """Places in the page's text that objects wrote, with who wrote them."""
    for address, found in mine.items():
        for index in texts.characters.get(address, ()):
            yield index, found


def _along(found: Found, points: list[tuple[float, float]]) -> tuple[float, float]:
    """Extent of points of the page's own PDF space along the direction in which an object writes."""
    own = matrix_of(found.handle)
    length = math.hypot(own.a, own.b) or 1.0
    places = [(x * own.a + y * own.b) / length for x, y in points]
    return min(places), max(places)


def _address(handle: Any) -> int | None:
    return ctypes.c_void_p.from_buffer(handle).value if handle else None


def _content(handle: Any, texts: Texts) -> str:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFTextObj_GetText(handle, texts.handle, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFTextObj_GetText(handle, texts.handle, buffer, size)
    content = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
    return "".join(" " if c in "\r\n\t\u00a0" else c for c in content if c not in "\0\ufffe\uffff\u00ad")


def _box(found: Found) -> Box | None:
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(found.handle, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    box = box_of(apply(found.outer, p) for p in ((left, bottom), (right, bottom), (right, top), (left, top)))
    return box if all(math.isfinite(value) for value in box) else None


def _extent(matrix: Affine, box: Box) -> tuple[tuple[float, float], float]:
    """Start of the baseline and end of the text in coordinates along and across its direction."""
    length = math.hypot(matrix.a, matrix.b) or 1.0
    along = (matrix.a / length, matrix.b / length)
    across = (-along[1], along[0])
    ends = [x * along[0] + y * along[1] for x, y in corners(box)]
    start = matrix.e * along[0] + matrix.f * along[1]
    return (start, matrix.e * across[0] + matrix.f * across[1]), max(start, max(ends))


def _font_size(handle: Any) -> float:
    import pypdfium2.raw as pdfium

    size = ctypes.c_float()
    return abs(float(size.value)) if pdfium.FPDFTextObj_GetFontSize(handle, size) else 0.0


def family_of(font: Any) -> str:
    """The family as the file names it, without the six letters and plus of a subset."""
    import pypdfium2.raw as pdfium

    if not font:
        return ""
    # Of a font that is not embedded, the family is that of what PDFium took in its place.
    embedded = pdfium.FPDFFont_GetIsEmbedded(font) > 0
    getters = (pdfium.FPDFFont_GetFamilyName,) if embedded else ()
    for get in (*getters, pdfium.FPDFFont_GetBaseFontName):
        size = get(font, None, 0)
        if size > 1:
            buffer = ctypes.create_string_buffer(size)
            get(font, buffer, size)
            name = buffer.value.decode("utf-8", "replace").strip()
            if len(name) > 7 and name[6] == "+" and name[:6].isupper():
                name = name[7:]
            if name:
                return name
    return ""


__all__ = ["Paint", "family_of", "runs_of", "text_page"]
