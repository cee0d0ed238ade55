"""A slogan's approved words are given to the lines on which they were read."""

from __future__ import annotations

from brandkit.sightings.slogans.lines import parted

TEXT = "Vững ngọn đèn, rộng biển khơi"


def test_one_line_holds_all():
    assert parted(TEXT, ["Vung ngon den rong bien khoi"]) == [TEXT]


def test_two_lines_part_where_they_were_read():
    assert parted(TEXT, ["Vững ngọn dèn,", "rộng biến khói"]) == ["Vững ngọn đèn,", "rộng biển khơi"]
    assert parted(TEXT, ["Vững ngọn", "đèn, rộng biển khơi"]) == ["Vững ngọn", "đèn, rộng biển khơi"]


def test_a_line_of_which_little_was_read_still_gets_its_words():
    assert parted(TEXT, ["Vữ gọn đèn", "rộng", "bến khơ"]) == ["Vững ngọn đèn,", "rộng", "biển khơi"]
