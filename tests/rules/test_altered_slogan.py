"""Slogans are compared letter by letter, and the letters that differ are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brandkit.rules.altered_slogan import compare

SLOGAN = "Vững ngọn đèn, rộng biển khơi"


def test_one_wrong_mark_is_one_letter_and_is_marked():
    found = "Vửng ngọn đèn, rộng biển khơi"
    told = compare(SLOGAN, found)
    assert told.letters == 1
    assert [found[a:b] for a, b in told.marks] == ["ử"]


def test_a_missing_letter_marks_its_neighbors():
    told = compare(SLOGAN, SLOGAN.replace("đèn,", "đèn"))
    assert told.letters == 1
    assert [told.found[a:b] for a, b in told.marks] == ["n "]


def test_the_two_tone_styles_are_the_same_only_when_told():
    assert compare("Chợ hòa vui", "Chợ hoà vui").letters > 0
    assert compare("Chợ hòa vui", "Chợ hoà vui", either_tone_style=True).letters == 0
    assert compare("Chợ hòa vui", "Chợ hỏa vui", either_tone_style=True).letters > 0


@given(st.text(alphabet="Vững ngọđèrộbiểkhơ,", max_size=30))
def test_nothing_differs_only_from_itself(found):
    told = compare(SLOGAN, found)
    assert (told.letters == 0) == (found == SLOGAN)
    assert all(0 <= start <= end <= len(found) for start, end in told.marks)
