"""What lies over a logo is set apart from it; nothing else is excused by that."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.color import parse_hex
from brandkit.sightings.pixels.locate import locate
from brandkit.sightings.pixels.refinement.adjustment import polished
from brandkit.sightings.pixels.templates.template import template_of
from brandkit.sightings.pixels.verification.occlusion import hidden_in
from brandkit.sightings.pixels.verification.synthesis import into, window_of
from tests.sightings.pixels.drawn_marks import (
    ICON,
    LOCKUP,
    OTHER,
    SVG,
    corner_error,
    document,
    ground,
    icon,
    painted,
    pose,
    shapes,
)  # fmt: skip

STICKER = (214, 190, 40)
WIDE = (380, 100)


def array_of(matrix):
    return np.array([[matrix.a, matrix.c, matrix.e], [matrix.b, matrix.d, matrix.f]])


def with_disc(page, x, y, radius, color=STICKER):
    covered = page.copy()
    cv2.circle(covered, (x, y), radius, color, -1, cv2.LINE_AA)
    return covered


def hidden_on(page, master, at):
    """The hidden mask that a master at its true pose is excused by."""
    template, matrix = template_of(master, SVG), array_of(at)
    window = window_of(page, matrix, template)
    drawn = polished(window, template, into(window.to_window, matrix))
    assert drawn is not None
    return hidden_in(window, drawn, np.array([parse_hex(ink.hex) for ink in template.inks])), window


@pytest.mark.parametrize(("height", "x", "y", "radius"), [(140, 275, 205, 38), (90, 222, 150, 24), (60, 258, 192, 17)])
def test_a_logo_under_a_sticker_is_found_exactly_and_says_how_much_is_hidden(height, x, y, radius):
    truth = pose(height, 240, 180)
    whole = painted(ground(), ICON, truth)
    covered = with_disc(whole, x, y, radius)
    ink = np.abs(whole.astype(int) - ground()).max(axis=2) > 30
    under = np.abs(covered.astype(int) - whole).max(axis=2) > 30
    share = (ink & under).sum() / ink.sum()
    assert 0.12 < share < 0.35
    (found,) = locate(covered, shapes(ICON))
    assert corner_error(found.matrix, truth) < 1.0
    assert found.hidden == pytest.approx(share, abs=0.13)
    assert found.visible == pytest.approx(1 - found.hidden, abs=0.01)


def test_the_sticker_is_told_from_the_logo_to_a_few_pixels():
    truth = pose(140, 240, 180)
    page = with_disc(painted(ground(), ICON, truth), 275, 205, 38)
    hidden, window = hidden_on(page, ICON, truth)
    sticker = np.linalg.norm(window.picture - np.array(STICKER), axis=2) < 12
    assert (hidden & sticker).sum() > 0.9 * sticker.sum()
    assert hidden.sum() < 1.5 * sticker.sum()


def test_nothing_lies_over_a_clean_logo():
    truth = pose(120, 240, 180, turn=6)
    assert hidden_on(painted(ground(), ICON, truth), ICON, truth)[0] is None


def test_a_part_in_another_color_is_not_excused_as_hidden():
    truth = pose(120, 240, 180)
    page = painted(ground(), document(icon(orange="#1B9E3C"), 100, 100), truth)
    assert hidden_on(page, ICON, truth)[0] is None


def test_a_missing_name_is_not_excused_as_hidden():
    truth = pose(100, 320, 150, artboard=WIDE)
    page = painted(ground(640, 300), document(icon(), 380, 100), truth)
    assert hidden_on(page, LOCKUP, truth)[0] is None


def test_another_logo_is_not_excused_as_a_hidden_one():
    page = with_disc(painted(ground(), OTHER, pose(120, 240, 180)), 275, 205, 30)
    assert [found for found in locate(page, shapes(ICON)) if found.certainty == "certain"] == []


def test_a_lockup_with_its_name_covered_by_another_is_not_certain():
    truth = pose(100, 320, 150, artboard=WIDE)
    page = painted(ground(640, 300), document(icon(), 380, 100), truth)
    cv2.putText(page, "OTHER NAME", (250, 160), cv2.FONT_HERSHEY_DUPLEX, 1.3, (10, 42, 74), 3, cv2.LINE_AA)
    assert [found for found in locate(page, shapes(LOCKUP)) if found.certainty == "certain"] == []
