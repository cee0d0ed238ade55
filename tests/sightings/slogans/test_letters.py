"""Which wrong forms of a letter are tried."""

from __future__ import annotations

from brandkit.sightings.slogans.letters import others_of


def test_a_vowel_may_carry_any_other_mark_or_none():
    others = others_of("ể")
    assert {"e", "ê", "ế", "ẻ", "ẽ", "Ể"} <= set(others)
    assert "ể" not in others
    assert "o" not in others


def test_capitals_stay_capitals():
    assert set("EÊẾ") <= set(others_of("Ể"))


def test_the_bar_of_d_may_be_missing():
    assert "d" in others_of("đ")
    assert "đ" in others_of("d")


def test_a_point_may_be_missing_or_another():
    assert others_of(",") == ("", ".")


def test_a_consonant_may_be_of_the_other_case():
    assert others_of("k") == ("K",)
