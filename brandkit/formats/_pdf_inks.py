"""The CMYK in which a PDF writes its colours, which PDFium tells as RGB only.

The operators k and K of every content stream are read with pikepdf, each tuple is shown as PDFium shows it, and a paint
of that RGB gets the ink's own figures. Not read: inks set through named colour spaces.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from brandkit.color import parse_hex
from brandkit.document import Page, Paint

if TYPE_CHECKING:
    import pikepdf

Ink = tuple[float, ...]
_OPERATOR = re.compile(rb"([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+[kK](?=\s|$)")
_MOST_INKS = 4096
# As stored; unpacked they are bounded by the child's memory.
_MOST_PACKED_BYTES = 16 * 1024 * 1024
# Eight bits an ink, and two ways to round.
_SLACK = 3


def with_inks(pages: tuple[Page, ...], data: bytes) -> tuple[Page, ...]:
    """The pages with paints as DeviceCMYK wherever the file writes their colour so."""
    if not any(page.shapes or page.texts for page in pages):
        return pages
    inks = _inks_of(data)
    if not inks:
        return pages
    known: dict[str, Paint] = {}
    return tuple(
        replace(
            page,
            shapes=tuple(replace(s, fill=_as_ink(s.fill, inks, known), stroke=_as_ink(s.stroke, inks, known))
                         for s in page.shapes),
            texts=tuple(replace(t, paint=_as_ink(t.paint, inks, known)) for t in page.texts),
        )
        for page in pages
    )  # fmt: skip


def _as_ink(paint: Paint | None, inks: Mapping[tuple[int, int, int], Ink], known: dict[str, Paint]) -> Paint | None:
    if paint is None or paint.space != "sRGB":
        return paint
    if paint.hex not in known:
        wanted = parse_hex(paint.hex)
        best = min(inks, key=lambda rgb: _apart(rgb, wanted))
        known[paint.hex] = Paint(paint.hex, "DeviceCMYK", inks[best]) if _apart(best, wanted) <= _SLACK else paint
    return known[paint.hex]


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _inks_of(data: bytes) -> dict[tuple[int, int, int], Ink]:
    """Inks of the file by the RGB in which PDFium shows them; none where pikepdf cannot open the file."""
    import numpy as np

    from brandkit.formats._device_cmyk import shown

    written = sorted(_written(data))[:_MOST_INKS]
    if not written:
        return {}
    levels = np.rint(np.array(written) * 255).astype(np.uint8)[None]
    colors = shown(np.ascontiguousarray(levels))[0]
    return {(int(r), int(g), int(b)): ink for (r, g, b), ink in zip(colors, written, strict=True)}


def _written(data: bytes) -> set[Ink]:
    import pikepdf

    found: set[Ink] = set()
    left = _MOST_PACKED_BYTES
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            for stream in _contents_of(opened):
                left -= len(stream.read_raw_bytes())
                if left < 0:
                    break
                found |= {_ink(match.groups()) for match in _OPERATOR.finditer(stream.read_bytes())}
    except (pikepdf.PdfError, ValueError, TypeError, ArithmeticError, RuntimeError):
        # What PDFium opens and pikepdf does not keeps its RGB.
        return found
    return {ink for ink in found if all(0 <= share <= 1 for share in ink)}


def _contents_of(opened: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """The content streams of pages and of forms."""
    import pikepdf

    for page in opened.pages:
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        yield from (part for part in parts if isinstance(part, pikepdf.Stream))
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == pikepdf.Name.Form:
            yield thing


def _ink(words: tuple[bytes, ...]) -> Ink:
    try:
        return tuple(round(float(word), 4) for word in words)
    except ValueError:
        return (-1.0,) * 4
