"""Words read in runs come back as blocks of lines."""

from __future__ import annotations

from brandkit.geometry import Box
from brandkit.sightings.slogans.live_text import Word
from brandkit.sightings.slogans.stacking import blocks_of


def words(text, x, y, height=20.0):
    return [
        Word(part, Box(x + 60 * i, y - height, 50, 2 * height), 0, i, 0.0) for i, part in enumerate(text.split())
    ], height


def told(blocks):
    return [[(word.text, word.line) for word in block] for block in blocks]


def test_two_lines_under_each_other_are_one_block():
    blocks = blocks_of([words("rộng biển khơi", 100, 150), words("Vững ngọn đèn,", 100, 100)])
    assert told(blocks) == [
        [("Vững", 0), ("ngọn", 0), ("đèn,", 0), ("rộng", 1), ("biển", 1), ("khơi", 1)]
    ]


def test_a_line_in_two_runs_is_one_line():
    blocks = blocks_of([words("rộng biển", 285, 101), words("Vững ngọn đèn,", 100, 100)])
    assert told(blocks) == [[("Vững", 0), ("ngọn", 0), ("đèn,", 0), ("rộng", 0), ("biển", 0)]]


def test_far_columns_and_other_sizes_stay_apart():
    blocks = blocks_of([words("một", 100, 100), words("hai", 600, 100), words("ba", 100, 160, height=60.0)])
    assert len(blocks) == 3


def test_a_word_that_two_runs_read_is_there_once():
    one, height = words("ngọn đèn,", 100, 100)
    speck = Word(",", Box(205, 80, 8, 40), 0, 2, 0.0)
    blocks = blocks_of([([*one, speck], height)])
    assert told(blocks) == [[("ngọn", 0), ("đèn,", 0)]]
