"""Vietnamese text: folding, tone placement, slugs and numbers."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandkit import text


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Vũng Tàu", "vung tau"), ("ĐƯỜNG", "duong"), ("  Bãi   Sau ", "bai sau"), ("Nguyễn Thị Ặ", "nguyen thi a")],
)
def test_folding_drops_marks_case_and_spare_space(written, expected):
    assert text.folded(written) == expected
    assert text.folded(unicodedata.normalize("NFD", written)) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thúy", "thuý"), ("HÓA", "HOÁ"), ("tòa nhà", "toà nhà")]
)
def test_both_ways_of_setting_a_tone_are_one_word(one, other):
    assert text.tone_moved(one) == text.tone_moved(other)


@pytest.mark.parametrize(("one", "other"), [("hòa", "hỏa"), ("quý", "quỷ"), ("ma", "mà")])
def test_different_words_stay_different(one, other):
    assert text.tone_moved(one) != text.tone_moved(other)


@given(st.text())
def test_folding_twice_changes_nothing(written):
    assert text.folded(text.folded(written)) == text.folded(written)


@pytest.mark.parametrize(
    ("title", "slug"), [("Biểu trưng Vũng Tàu", "bieu-trung-vung-tau"), ("Đá", "da"), ("★", "asset")]
)
def test_slugs_are_plain(title, slug):
    assert text.slug_of(title) == slug


def test_numbers_are_written_as_each_language_does():
    assert text.localized_number("+4.0%", "vi") == "+4,0\u00a0%"
    assert text.localized_number("1,234.5", "vi") == "1.234,5"
    assert text.localized_number("-1,234.5", "en") == "\u22121,234.5"


def test_days_are_written_as_each_language_does():
    assert text.dated(date(2022, 6, 3)) == {"vi": "3/6/2022", "en": "3 June 2022"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("\x1b[31mred", "[31mred"),
        ("a\x00b", "ab"),
        ("a\rb", "a b"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("\udcff.jpg", "\ufffd.jpg"),
    ],
)
def test_no_text_keeps_what_a_terminal_obeys_or_no_file_can_hold(written, expected):
    assert text.sayable(written) == text.nfc(written) == expected
