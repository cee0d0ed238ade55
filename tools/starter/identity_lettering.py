"""Text turned to outlines with the kerning of the face."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from identity_drawing import Contour, placed

FONTS = Path(__file__).resolve().parents[2] / "assets_catalog" / "fonts"


class _ContourPen(BasePen):
    def __init__(self, glyphs) -> None:
        super().__init__(glyphs)
        self.contours: list[Contour] = []

    def _moveTo(self, pt) -> None:
        self.contours.append([(pt,)])

    def _lineTo(self, pt) -> None:
        self.contours[-1].append((pt,))

    def _curveToOne(self, pt1, pt2, pt3) -> None:
        self.contours[-1].append((pt1, pt2, pt3))


@cache
def face(weight: str) -> TTFont:
    """Be Vietnam Pro of a weight: Regular, Medium, SemiBold or Bold."""
    return TTFont(FONTS / f"BeVietnamPro-{weight}.ttf")


def kerning(font: TTFont, left: str, right: str) -> int:
    """The pair's adjustment in font units: the first subtable that covers the pair decides, as in OpenType."""
    for feature in font["GPOS"].table.FeatureList.FeatureRecord:
        if feature.FeatureTag != "kern":
            continue
        for index in feature.Feature.LookupListIndex:
            for pairs in font["GPOS"].table.LookupList.Lookup[index].SubTable:
                value = _pair_value(pairs, left, right)
                if value is not None:
                    return value
    return 0


def _pair_value(pairs, left: str, right: str) -> int | None:
    if left not in pairs.Coverage.glyphs:
        return None
    if pairs.Format == 1:
        records = pairs.PairSet[pairs.Coverage.glyphs.index(left)].PairValueRecord
        return next((r.Value1.XAdvance for r in records if r.SecondGlyph == right), None)
    row = pairs.Class1Record[pairs.ClassDef1.classDefs.get(left, 0)].Class2Record
    value = row[pairs.ClassDef2.classDefs.get(right, 0)].Value1
    return value.XAdvance if value else 0


def glyph_runs(text: str, weight: str, tracking: float = 0) -> tuple[list[tuple[str, float]], float]:
    """([(glyph name, x)], advance width), in thousandths of the size; `tracking` is added between letters."""
    font = face(weight)
    names = [font.getBestCmap()[ord(character)] for character in unicodedata.normalize("NFC", text)]
    x, placed_names = 0.0, []
    for i, name in enumerate(names):
        if i:
            x += kerning(font, names[i - 1], name) + tracking
        placed_names.append((name, x))
        x += font["hmtx"][name][0]
    return placed_names, x


def outlines(text: str, *, weight: str, size: float, x: float = 0, baseline: float = 0, tracking: float = 0
             ) -> list[list[Contour]]:
    """The contours of each letter, text starting at `x`; `tracking` in thousandths of the size."""
    glyphs, scale = face(weight).getGlyphSet(), size / 1000
    letters = []
    for name, at in glyph_runs(text, weight, tracking)[0]:
        pen = _ContourPen(glyphs)
        glyphs[name].draw(pen)
        flipped = [[tuple((px, -py) for px, py in segment) for segment in contour] for contour in pen.contours]
        if flipped:
            letters.append([placed(c, scale=scale, dx=x + at * scale, dy=baseline) for c in flipped])
    return letters


def cap_height(weight: str) -> float:
    """Height of capitals in thousandths of the size."""
    return face(weight)["OS/2"].sCapHeight
