"""Joins the web subsets of Be Vietnam Pro into whole TTF files: `python tools/starter/fonts.py [FOLDER]`.

The npm package @fontsource/be-vietnam-pro (OFL 1.1) holds each weight in three subsets: latin, latin-ext, vietnamese.
Subsetting cut the kerning between them: "Vũ" or "Tễ" would stand apart. A letter with marks is kerned in this face as
its base letter is (V–u and V–ú are both -40), so each joined letter takes the kerning classes of its base.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "assets_catalog" / "fonts"
PACKAGE = Path("node_modules/@fontsource/be-vietnam-pro")
STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
SUBSETS = ("latin", "latin-ext", "vietnamese")
BARRED = {"đ": "d", "Đ": "D"}
COPYRIGHT = "Copyright 2021 The Be Vietnam Pro Project Authors (https://github.com/bettergui/BeVietnamPro)"
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


def base_letter(character: str) -> str:
    """The letter without marks: "ữ" is "u", "đ" is "d"."""
    return BARRED.get(character, unicodedata.normalize("NFD", character)[0])


def vietnamese_letters() -> set[str]:
    """All 178 cased letters of Vietnamese with their tone marks, and the plain ones."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = set(VIETNAMESE) | {unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in tones}
    return small | {letter.upper() for letter in small}


def add_glyphs(whole: TTFont, part: TTFont) -> list[tuple[str, str]]:
    """Copy what `whole` lacks from `part`; return (glyph name, base glyph name) of each letter added."""
    order, known = list(whole.getGlyphOrder()), whole.getBestCmap()
    for name in part.getGlyphOrder():
        if name in order:
            continue
        whole["glyf"].glyphs[name] = part["glyf"][name]
        whole["hmtx"][name] = part["hmtx"][name]
        order.append(name)
    whole.setGlyphOrder(order)
    whole["glyf"].setGlyphOrder(order)
    added = {code: name for code, name in part.getBestCmap().items() if code not in known}
    for table in whole["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(added if table.format != 4 else {c: n for c, n in added.items() if c <= 0xFFFF})
    return [(name, known[ord(base_letter(chr(code)))]) for code, name in added.items()
            if chr(code).isalpha() and ord(base_letter(chr(code))) in known]


def extend_kerning(font: TTFont, letters: list[tuple[str, str]]) -> None:
    """Give each (letter, base) the pair kerning of its base, as first and as second of a pair."""
    kerning = [feature.Feature.LookupListIndex for feature in font["GPOS"].table.FeatureList.FeatureRecord
               if feature.FeatureTag == "kern"]
    for index in sorted({i for lookups in kerning for i in lookups}):
        for subtable in font["GPOS"].table.LookupList.Lookup[index].SubTable:
            if subtable.Format == 2:
                _extend_classes(subtable, letters)
                subtable.Coverage.glyphs.sort(key=font.getGlyphID)


def _extend_classes(subtable, letters: list[tuple[str, str]]) -> None:
    covered, first, second = subtable.Coverage.glyphs, subtable.ClassDef1.classDefs, subtable.ClassDef2.classDefs
    for name, base in letters:
        if base in covered and name not in covered:
            covered.append(name)
            if base in first:
                first[name] = first[base]
        if base in second:
            second[name] = second[base]


def drop_hints(font: TTFont) -> None:
    """Remove TrueType instructions: each subset carries its own table of values, they cannot be joined."""
    for tag in ("fpgm", "prep", "cvt ", "gasp"):
        if tag in font:
            del font[tag]
    for name in font.getGlyphOrder():
        font["glyf"][name].removeHinting()


def set_names(font: TTFont, weight: int) -> None:
    """Name the file as one weight of the family, so that programs list it under one name."""
    style, names = STYLES[weight], font["name"]
    for record_id, text in {16: "Be Vietnam Pro", 17: style, 4: f"Be Vietnam Pro {style}"}.items():
        names.setName(text, record_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def join(weight: int, files: Path) -> TTFont:
    """The whole font of one weight from the subsets in `files`."""
    parts = [TTFont(files / f"be-vietnam-pro-{subset}-{weight}-normal.woff2", recalcTimestamp=False)
             for subset in SUBSETS]
    for part in parts:
        part.flavor = None
        drop_hints(part)
    whole, letters = parts[0], []
    for part in parts[1:]:
        letters += add_glyphs(whole, part)
    extend_kerning(whole, letters)
    for name, _ in letters:
        whole["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    set_names(whole, weight)
    whole["OS/2"].recalcUnicodeRanges(whole)
    missing = sorted(letter for letter in vietnamese_letters() if ord(letter) not in whole.getBestCmap())
    if missing:
        raise SystemExit(f"weight {weight} lacks {' '.join(missing)}")
    return whole


def main(package: Path) -> None:
    """Write every weight and its licence into assets_catalog/fonts."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for weight, style in STYLES.items():
        join(weight, package / "files").save(FONTS / f"BeVietnamPro-{style}.ttf")
    licence = (package / "LICENSE").read_text(encoding="utf-8").split("\n", 1)[1]
    (FONTS / "OFL.txt").write_text(COPYRIGHT + "\n" + licence, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE)
