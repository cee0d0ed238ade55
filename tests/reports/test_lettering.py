"""Tags are as wide as their words: the table of widths against the typeface itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from brandkit.reports._lettering import shortened, text_width

FONTS = Path(__file__).resolve().parents[2] / "assets_catalog" / "fonts"
TEXTS = ("1,027", "Biểu trưng Vũng Tàu", "Ặ Ễ Ộ ở đâu đó", "Mark “W@%” – 12 × 4 mm", "harbor@2:horizontal-full-color")


@pytest.mark.parametrize("face", ["Regular", "SemiBold"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_no_wider_than_told_and_not_much_narrower(face, text):
    fonts = pytest.importorskip("fontTools.ttLib", reason="fonttools is missing")
    font = fonts.TTFont(FONTS / f"BeVietnamPro-{face}.ttf")
    names, widths = font.getBestCmap(), font["hmtx"]
    drawn = sum(widths[names[ord(c)]][0] for c in text) / font["head"].unitsPerEm * 13.0
    assert drawn <= text_width(text, 13.0) <= 1.25 * drawn


def test_a_character_of_another_script_takes_the_widest_place():
    assert text_width("漢", 10.0) == pytest.approx(10.4)


def test_a_long_text_is_cut_with_an_ellipsis_and_a_short_one_is_left():
    assert shortened("Biểu trưng", 13.0, 200.0) == "Biểu trưng"
    cut = shortened("Biểu trưng của thành phố Vũng Tàu", 13.0, 100.0)
    assert cut.endswith("…") and text_width(cut, 13.0) <= 100.0
    assert shortened("Biểu", 13.0, 1.0) == "…"
