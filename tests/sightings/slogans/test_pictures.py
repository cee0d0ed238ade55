"""Slogans of pictures as sightings on the page, in the page's unit, and pages whose lettering was not read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brandkit.assets import Asset
from brandkit.document import Document, Page, Placement
from brandkit.findings import LetterMatch
from brandkit.geometry import Affine
from brandkit.sightings.slogans.in_pixels import PixelPassage, Written
from brandkit.sightings.slogans.pictures import Lettering, sightings_in, with_unread
from tests.sightings.slogans.painting import BrandFonts, lettered, needs_tesseract

SLOGAN = Asset("lamp", "slogan", {"vi": "Khẩu hiệu"}, text={"vi": "Vững ngọn đèn"})
QUAD = ((100.0, 50.0), (300.0, 50.0), (300.0, 90.0), (100.0, 90.0))
LETTER = LetterMatch("ữ", "ử", 0.05, 0.97, "Bold.ttf", QUAD)
PASSAGE = PixelPassage(SLOGAN, "vi", "Vửng ngọn đèn", QUAD, 40.0, 0.0, True, 0.97, (LETTER,))
PAGE = Page(1, 200, 100, "pt", placements=(Placement("p", Affine(200, 0, 0, 100, 0, 0)),))


def test_a_sighting_lies_where_its_picture_is_placed():
    (seen,) = sightings_in(PAGE, PAGE.placements[0], (400, 200), Written((PASSAGE,)))
    assert seen.quad == ((50.0, 25.0), (150.0, 25.0), (150.0, 45.0), (50.0, 45.0))
    assert (seen.method, seen.certainty, seen.text, seen.picture) == ("pixels", "certain", "Vửng ngọn đèn", "p")
    assert seen.height == 20
    assert seen.height_mm == pytest.approx(20 * 25.4 / 72)
    assert seen.letters[0].quad == seen.quad


def test_a_turned_picture_turns_its_slogan():
    placement = replace(PAGE.placements[0], matrix=Affine(0, 200, -100, 0, 100, 0))
    (seen,) = sightings_in(PAGE, placement, (400, 200), Written((PASSAGE,)))
    assert seen.rotation_deg == pytest.approx(90)
    assert not seen.mirrored


def test_a_mirrored_picture_mirrors_its_slogan():
    placement = replace(PAGE.placements[0], matrix=Affine(-200, 0, 0, 100, 200, 0))
    (seen,) = sightings_in(PAGE, placement, (400, 200), Written((PASSAGE,)))
    assert seen.mirrored


def test_a_passage_in_doubt_is_possible_and_says_why():
    (seen,) = sightings_in(PAGE, PAGE.placements[0], (400, 200), Written((replace(PASSAGE, certain=False),)))
    assert (seen.certainty, seen.reason) == ("possible", "low-confidence")


def test_only_flattened_pages_are_marked_unread():
    flat = replace(PAGE, raster_only=True)
    document = Document("poster.pdf", "0" * 64, "application/pdf", (PAGE, flat))
    marked = with_unread(document, {"p": Written(unread="missing-tesseract")})
    assert [page.unread for page in marked.pages] == [None, "missing-tesseract"]
    assert with_unread(document, {"p": Written()}) == document


@needs_tesseract
def test_light_lettering_on_nothing_is_seen():
    coverage = lettered("Vững ngọn đèn", ink="#FFFFFF", ground="#000000")[..., 0]
    rgba = np.dstack([np.full((*coverage.shape, 3), 250, np.uint8), coverage])
    (passage,) = Lettering(BrandFonts(), [SLOGAN]).written_in(rgba).passages
    assert (passage.text, passage.certain) == ("Vững ngọn đèn", True)


def test_a_small_picture_is_not_read(monkeypatch):
    monkeypatch.setenv("PATH", "")
    small = np.zeros((20, 100, 4), np.uint8)
    assert Lettering(BrandFonts(), [SLOGAN]).written_in(small) == Written()
