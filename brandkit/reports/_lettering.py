"""How wide a text is in the reports' typeface, so that a tag is drawn as wide as what it says.

Source: advance widths of Be Vietnam Pro Regular and SemiBold, the wider of both. Marks add nothing: ế is as wide as e.
"""

from __future__ import annotations

from unicodedata import combining, normalize

# Hundredths of an em, and the characters that are at most so wide.
_WIDTHS = {
    30: "'’`lIij·",
    34: "!.:,; \u00a0",
    37: '"',
    45: "f1r“”t()|",
    53: "{}°J[]~*z\\s/",
    60: "<>knuvư7hxy^-?",
    67: "e×cEFL+$28agoSơbdpqPZ±",
    75: "35Tđ069BR–KY4H_UVDN=Ư",
    84: "AX&CGĐ…OQƠ#",
    90: "%wMm",
    104: "@W",
}
_WIDTH = {character: width for width, characters in _WIDTHS.items() for character in characters}
_OTHER = 104  # of a script that the typeface does not hold


def text_width(text: str, size: float) -> float:
    """About how wide the text is at that size, in the unit of the size; rather too wide than too narrow."""
    return size / 100 * sum(_width(c) for c in normalize("NFC", text))


def shortened(text: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where it would be wider than `width`."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _width(character: str) -> int:
    if known := _WIDTH.get(character):
        return known
    bare = "".join(c for c in normalize("NFD", character) if not combining(c))
    return _WIDTH.get(bare, _OTHER)
