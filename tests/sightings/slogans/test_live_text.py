"""Slogans are found in live text: exactly, broken over lines, split into runs, misspelt; and only where they are."""

from __future__ import annotations

import unicodedata

import pytest

from brandkit.assets import Asset
from brandkit.document import Page, TextRun
from brandkit.geometry import Box
from brandkit.sightings.slogans.live_text import find_slogans

TEXT = "Vững ngọn đèn, rộng biển khơi"
SLOGAN = Asset("slogan", "slogan", {"vi": "Khẩu hiệu"}, text={"vi": TEXT, "en": "Steady light, open sea"})
OTHER = Asset("other", "slogan", {"vi": "Khác"}, text={"vi": "Sớm đón nắng, chiều nghe sóng"})


def run(text, x=50.0, y=100.0, size=20.0, width=None, order=0, **more):
    width = width or 0.5 * size * len(text)
    return TextRun(text, Box(x, y, width, size), "Be Vietnam Pro", size, order=order, **more)


def page(*runs):
    return Page(1, 595, 842, "pt", texts=tuple(runs))


def only(*runs, slogans=(SLOGAN, OTHER)):
    found = find_slogans(page(*runs), slogans)
    assert len(found) == 1, [p.text for p in found]
    return found[0]


def test_the_exact_text_is_found_with_its_language_and_place():
    passage = only(run(TEXT, order=7), run("Ủy ban nhân dân thành phố", y=300))
    assert (passage.asset.slug, passage.language, passage.text) == ("slogan", "vi", TEXT)
    assert passage.similarity == 1
    assert passage.order == 7
    assert passage.box == pytest.approx((50, 100, 0.5 * 20 * len(TEXT), 20))


def test_the_other_language_is_the_same_asset():
    assert only(run("Steady light, open sea")).language == "en"


def test_decomposed_letters_are_the_same_text():
    assert only(run(unicodedata.normalize("NFD", TEXT))).text == TEXT


def test_lines_of_its_own_are_told_with_their_break():
    assert only(run("Vững ngọn đèn,"), run("rộng biển khơi", y=126)).text == "Vững ngọn đèn,\nrộng biển khơi"


def test_a_break_within_a_paragraph_means_nothing():
    text = only(run("Thành phố nói: Vững ngọn"), run("đèn, rộng biển khơi với mọi người", y=126)).text
    assert text == TEXT


def test_runs_on_one_line_are_joined_to_words():
    parts = [run("Vững ng", x=50, width=70), run("ọn", x=120.5, width=20), run(" đèn, ", x=141, width=60)]
    parts += [run("rộng", x=201, width=40), run("biển khơi", x=247, width=90)]
    assert only(*parts).text == TEXT


def test_columns_side_by_side_are_not_one_line():
    assert find_slogans(page(run("Vững ngọn đèn,", x=50), run("rộng biển khơi", x=400)), [SLOGAN]) == []


@pytest.mark.parametrize(
    "written",
    ["Vững ngọn đèn rộng biển khơi", "Vửng ngọn đèn, rộng biển khơi", "VỮNG NGỌN ĐÈN, RỘNG BIỂN KHƠI",
     "Vung ngon den, rong bien khoi", "Vững ngọn đèn, rộng biển xa khơi", "Vững ngọn đèn, rộng biển"],
)  # fmt: skip
def test_what_was_meant_to_be_it_is_found_as_it_is_written(written):
    passage = only(run(written))
    assert passage.text == written
    assert passage.similarity >= 0.8


@pytest.mark.parametrize(
    "written", ["Biển rộng và ngọn đèn biển", "Rộng biển khơi", "Ngọn đèn biển Vũng Tàu sáng rộng khắp khơi xa"]
)
def test_other_sentences_with_its_words_are_not_it(written):
    assert find_slogans(page(run(written)), [SLOGAN]) == []


def test_each_occurrence_is_told_in_reading_order():
    found = find_slogans(page(run(TEXT, y=500), run("Steady light, open sea", y=60)), [SLOGAN])
    assert [p.language for p in found] == ["en", "vi"]
