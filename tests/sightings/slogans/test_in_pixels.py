"""Slogans in pictures: right ones pass, a wrong mark is named, what cannot be told is possible and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from brandkit.assets import Asset
from brandkit.sightings.slogans import in_pixels, program, reading
from brandkit.sightings.slogans.faces import faces_of
from brandkit.sightings.slogans.in_pixels import slogans_in
from tests.sightings.slogans.painting import STARTER, BrandFonts, lettered, needs_tesseract

TEXT = "Vững ngọn đèn, rộng biển khơi"
WRONG = "Vững ngọn đèn, rộng biến khơi"
SLOGAN = Asset("lamp", "slogan", {"vi": "Khẩu hiệu"}, text={"vi": TEXT, "en": "Steady light, open sea"})


@pytest.fixture(scope="module")
def faces():
    return faces_of(BrandFonts())


def only(picture, faces):
    found = slogans_in(picture, [SLOGAN], faces)
    assert found.unread is None
    assert len(found.passages) == 1, [p.text for p in found.passages]
    return found.passages[0]


@needs_tesseract
def test_an_approved_line_is_certain_and_reads_as_approved(faces):
    passage = only(lettered(TEXT), faces)
    assert passage.certain
    assert passage.text == TEXT
    assert passage.letters == ()
    assert abs(passage.rotation_deg) < 0.5


@needs_tesseract
def test_one_wrong_mark_is_named_with_its_place(faces):
    passage = only(lettered(WRONG), faces)
    assert passage.certain
    assert passage.text == WRONG
    (letter,) = passage.letters
    assert (letter.expected, letter.found, letter.face) == ("ể", "ế", "BeVietnamPro-Bold.ttf")
    assert letter.gain > 0.01
    assert letter.share > 0.68
    # "biến" is the sixth of seven words: right of the picture's middle, inside its line.
    assert 600 < letter.quad[0][0] < letter.quad[1][0] < 900


@needs_tesseract
@pytest.mark.parametrize(("written", "certain"), [(TEXT, True), (WRONG, True)])
def test_light_on_dark_is_read_as_well(written, certain, faces):
    passage = only(lettered(written, ink="#FFFFFF", ground="#0B5560"), faces)
    assert (passage.text, passage.certain) == (written, certain)


@needs_tesseract
@pytest.mark.parametrize("turn", [90, -90, 8, -5])
def test_a_turned_line_is_read_and_its_turn_told(turn, faces):
    passage = only(lettered(WRONG, turn=turn, size=36, area=(1000, 900)), faces)
    assert passage.text == WRONG
    assert passage.rotation_deg == pytest.approx(turn, abs=0.6)
    top_left, top_right = passage.quad[:2]
    measured = np.degrees(np.arctan2(top_right[1] - top_left[1], top_right[0] - top_left[0]))
    assert measured == pytest.approx(turn, abs=0.6)


@needs_tesseract
def test_on_a_photograph(faces):
    photo = np.asarray(Image.open(STARTER / "photos" / "sun-over-hills.jpg").convert("RGB"))
    dark = (photo * 0.5).astype(np.uint8)
    assert only(lettered(TEXT, ink="#FFFFFF", ground=dark), faces).text == TEXT
    assert only(lettered(WRONG, ink="#FFFFFF", ground=dark), faces).text == WRONG


@needs_tesseract
def test_over_two_lines_the_break_is_kept(faces):
    passage = only(lettered("Vững ngọn đèn,\nrộng biển khơi"), faces)
    assert passage.certain
    assert passage.text == "Vững ngọn đèn,\nrộng biển khơi"


@needs_tesseract
def test_the_english_text_is_found_by_its_language(faces):
    passage = only(lettered("Steady light, open sea"), faces)
    assert (passage.language, passage.text, passage.certain) == ("en", "Steady light, open sea", True)


@needs_tesseract
@pytest.mark.parametrize("written", [TEXT, WRONG])
def test_in_another_typeface_nothing_is_said_for_certain(written, faces):
    drawn_in_regular = lettered(written, font=STARTER / "fonts" / "BeVietnamPro-Regular.ttf")
    passage = only(drawn_in_regular, [face for face in faces if "Bold" in face.name])
    assert not passage.certain
    assert passage.letters == ()


@needs_tesseract
def test_without_fonts_nothing_is_said_for_certain():
    assert not only(lettered(TEXT), ()).certain


@needs_tesseract
def test_another_sentence_is_no_slogan(faces):
    assert slogans_in(lettered("Thông báo lịch tiếp công dân"), [SLOGAN], faces).passages == ()


@needs_tesseract
def test_lettering_in_a_logo_is_the_logos_own(faces):
    picture = lettered(TEXT)
    whole = ((0.0, 0.0), (1000.0, 0.0), (1000.0, 420.0), (0.0, 420.0))
    assert slogans_in(picture, [SLOGAN], faces, beside=[whole]).passages == ()


@needs_tesseract
def test_the_same_picture_gives_the_same_answer(faces):
    picture = lettered(WRONG, size=30)
    assert slogans_in(picture, [SLOGAN], faces) == slogans_in(picture.copy(), [SLOGAN], faces_of(BrandFonts()))


def test_without_the_program_a_page_with_lettering_is_unread(faces, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert not program.available()
    found = slogans_in(lettered(TEXT), [SLOGAN], faces)
    assert (found.passages, found.unread) == ((), "missing-tesseract")


def test_without_the_program_a_page_without_lettering_is_not_doubted(faces, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert slogans_in(np.full((400, 600, 3), 200, np.uint8), [SLOGAN], faces).unread is None


def test_a_catalog_without_slogans_never_reads(faces, monkeypatch):
    monkeypatch.setattr(in_pixels, "runs_of", lambda picture: pytest.fail("nothing was to be looked for"))
    assert slogans_in(lettered(TEXT), [], faces) == in_pixels.Written()


def test_a_reading_that_is_stopped_leaves_the_page_unread(faces, monkeypatch):
    def stopped(sheet):
        raise program.ReadingStopped("it took longer than its time limit")

    monkeypatch.setattr(program, "available", lambda: True)
    monkeypatch.setattr(in_pixels, "readings_of", lambda picture, runs: reading.readings_of(picture, runs, stopped))
    assert slogans_in(lettered(TEXT), [SLOGAN], faces).unread == "reading-stopped"
