"""The OCR program is called with pixels on its standard input, and neither its hanging nor its flooding harms us."""

from __future__ import annotations

import stat

import numpy as np
import pytest

from brandkit.sightings.slogans import program
from tests.sightings.slogans.painting import lettered, needs_tesseract

SHEET = np.full((40, 200), 255, np.uint8)
ROW = "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t91.5\tVững"


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A function that puts a shell script in the program's place."""

    def put(body):
        path = tmp_path / program.PROGRAM
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return put


@needs_tesseract
def test_words_come_with_their_boxes():
    sheet = lettered("Vững ngọn đèn", size=40, ink="#000000", ground="#FFFFFF", area=(500, 160))[..., 0]
    words = program.read(sheet)
    assert [word.text for word in words] == ["Vững", "ngọn", "đèn"]
    assert words[0].x < words[1].x < words[2].x
    assert all(0 < word.x < 500 and 0 < word.y < 160 and word.w > 40 for word in words)


def test_it_is_handed_pixels_and_both_languages(stand_in, tmp_path):
    stand_in(f'echo "$@" > {tmp_path}/told; head -c 15 > {tmp_path}/seen; cat > /dev/null; printf "head\\n{ROW}\\n"')
    (word,) = program.read(SHEET)
    assert (word.text, word.x, word.y, word.w, word.h, word.confidence) == ("Vững", 10, 20, 30, 12, 91.5)
    assert (tmp_path / "told").read_text().split() == ["-", "-", "-l", "vie+eng", "--psm", "6", "--dpi", "150", "tsv"]
    assert (tmp_path / "seen").read_bytes() == b"P5\n200 40\n255\n\xff"


def test_rows_that_are_no_words_are_left_out(stand_in):
    broken = ROW.replace("30", "wide")
    stand_in(f'cat > /dev/null; printf "head\\n{ROW}\\n{broken}\\n4\\t1\\nnonsense\\n"')
    assert len(program.read(SHEET)) == 1


def test_a_program_that_hangs_is_ended(stand_in, monkeypatch):
    monkeypatch.setattr(program, "SECONDS", 0.2)
    stand_in("exec sleep 60")
    with pytest.raises(program.ReadingStopped):
        program.read(SHEET)


def test_a_program_that_floods_is_ended(stand_in, monkeypatch):
    monkeypatch.setattr(program, "MOST_ANSWER", 10_000)
    stand_in("cat > /dev/null; exec yes flood")
    with pytest.raises(program.ReadingStopped):
        program.read(SHEET)


def test_a_program_that_fails_is_told(stand_in):
    stand_in("cat > /dev/null; exit 3")
    with pytest.raises(program.ReadingStopped):
        program.read(SHEET)


def test_without_vietnamese_data_it_is_missing(stand_in):
    stand_in("printf 'List of available languages (1):\\neng\\n'")
    assert not program.available()
