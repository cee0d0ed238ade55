"""Makes the report's two web fonts from Be Vietnam Pro: `python tools/report_fonts.py`.

The subset holds Latin, Vietnamese and the signs that a report writes. The face has no tabular figures and no Δ, ≤, ≥:
figures of one width are added as the feature `tnum`, the three signs are drawn in the face's own stem and cap height.
"""

from __future__ import annotations

import copy
import io
import shutil
from pathlib import Path

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "assets_catalog" / "fonts"
STATIC = ROOT / "brandkit" / "reports" / "static"
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x192, 0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *(0x300, 0x301, 0x303, 0x309, 0x323),
    *range(0x1EA0, 0x1EFA),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AB, 0x2122),
    *(0x394, 0x2212, 0x2260, 0x2264, 0x2265),
]
FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Units of 1000, as narrow as the widest figure allows: a 1 must not stand apart in running text.
FIGURE_WIDTHS = {"Regular": 610, "SemiBold": 650}


def add_glyph(font: TTFont, name: str, code: int | None, contours: list[list[tuple[int, int]]], width: int) -> None:
    """Adds straight-sided contours (clockwise filled, counter-clockwise cut out) as a glyph."""
    pen = TTGlyphPen(None)
    for contour in contours:
        pen.moveTo(contour[0])
        for point in contour[1:]:
            pen.lineTo(point)
        pen.closePath()
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (width, min(x for contour in contours for x, _ in contour))
    if code is not None:
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def add_signs(font: TTFont) -> None:
    """Δ from the letter A without its bar; ≤ and ≥ from < and > over a bar."""
    cap = font["OS/2"].sCapHeight
    stem = font["glyf"]["A"].coordinates[3][0] - font["glyf"]["A"].coordinates[4][0]
    bar = round(0.82 * stem)
    outer = [(30, 0), (320, cap), (430, cap), (720, 0)]
    inner = [(30 + round(1.45 * stem), bar), (720 - round(1.45 * stem), bar), (375, cap - round(1.15 * stem))]
    add_glyph(font, "Delta", 0x394, [outer, inner], 750)
    for name, source, code in (("lessequal", "less", 0x2264), ("greaterequal", "greater", 0x2265)):
        glyph = copy.deepcopy(font["glyf"][source])
        points = [(x, y + 60) for x, y in glyph.coordinates]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        floor = min(y for _, y in points) - 60 - bar
        under = [(left, floor), (left, floor + bar), (right, floor + bar), (right, floor)]
        add_glyph(font, name, code, [points, under], font["hmtx"][source][0])


def add_tabular_figures(font: TTFont, width: int) -> None:
    """The figures again, each centred in `width`, under the feature `tnum`."""
    names = {code: name for code, name in font.getBestCmap().items() if 0x30 <= code <= 0x39}
    for code in names:
        source, name = names[code], f"{FIGURES[code - 0x30]}.tnum"
        glyph = copy.deepcopy(font["glyf"][source])
        glyph.recalcBounds(font["glyf"])
        shift = round((width - (glyph.xMax - glyph.xMin)) / 2) - glyph.xMin
        glyph.coordinates.translate((shift, 0))
        font["glyf"][name] = glyph
        font["hmtx"][name] = (width, glyph.xMin + shift)
    font.setGlyphOrder(font["glyf"].glyphOrder)
    rules = "".join(f"sub {names[0x30 + i]} by {figure}.tnum; " for i, figure in enumerate(FIGURES))
    addOpenTypeFeaturesFromString(font, f"feature tnum {{ {rules}}} tnum;", tables=["GSUB"])


def kept_features(font: TTFont) -> object:
    """The face's own substitutions, set aside: the feature compiler writes the table anew."""
    return copy.deepcopy(font["GSUB"].table)


def add_to(font: TTFont, earlier: object) -> None:
    """Joins the earlier substitutions with those that the compiler wrote."""
    table = font["GSUB"].table
    shift = len(earlier.LookupList.Lookup)
    added = table.FeatureList.FeatureRecord[0]
    added.Feature.LookupListIndex = [i + shift for i in added.Feature.LookupListIndex]
    earlier.LookupList.Lookup += table.LookupList.Lookup
    earlier.FeatureList.FeatureRecord.append(added)
    last = len(earlier.FeatureList.FeatureRecord) - 1
    for script in earlier.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys, *(r.LangSys for r in script.Script.LangSysRecord)]
        for system in filter(None, systems):
            system.FeatureIndex.append(last)
    font["GSUB"].table = earlier


def written_and_read(font: TTFont) -> TTFont:
    """The font as a file would hold it: the subsetter trusts the tables' counts, brought up to date by writing."""
    stream = io.BytesIO()
    font.save(stream)
    return TTFont(io.BytesIO(stream.getvalue()), recalcTimestamp=False)


def main() -> None:
    STATIC.mkdir(parents=True, exist_ok=True)
    for style in FIGURE_WIDTHS:
        font = TTFont(FONTS / f"BeVietnamPro-{style}.ttf", recalcTimestamp=False)
        add_signs(font)
        earlier = kept_features(font)
        add_tabular_figures(font, FIGURE_WIDTHS[style])
        add_to(font, earlier)
        font = written_and_read(font)
        options = Options(layout_features=["*"], flavor="woff2", hinting=False, notdef_outline=True)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=UNICODES)
        subsetter.subset(font)
        font.flavor = "woff2"
        target = STATIC / f"BeVietnamPro-{style}.woff2"
        font.save(target)
        print(f"{target.name}  {target.stat().st_size / 1000:.1f} kB")
    shutil.copyfile(FONTS / "OFL.txt", STATIC / "OFL.txt")


if __name__ == "__main__":
    main()
