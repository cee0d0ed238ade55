"""Two drawings of one place: the page leans to the one it shows, and to neither where it shows nothing of the kind."""

from __future__ import annotations

import numpy as np
import pytest

from brandkit.sightings.pixels.decision.apart import decided, lean_between
from brandkit.sightings.pixels.templates.template import template_of
from brandkit.sightings.pixels.verification.synthesis import explained, into, window_of
from tests.sightings.pixels.drawn_marks import ICON, SVG, document, ground, painted, pose

LESS = ICON.replace(b'<path fill="#0A7E8C" d="M40 96 q20 -10 44 -6 q-20 12 -44 6 z"/>', b"")


def drawn_in(page, at, *masters):
    matrix = np.array([[at.a, at.c, at.e], [at.b, at.d, at.f]])
    window = window_of(page, matrix, template_of(ICON, SVG))
    poses = into(window.to_window, matrix)
    return window, [explained(window, template_of(m, SVG), poses, 0.2) for m in masters]


@pytest.mark.parametrize("size", [60, 120])
@pytest.mark.parametrize(("shown", "verdict"), [(ICON, -1), (LESS, 1)])
def test_the_page_leans_to_the_drawing_that_it_shows(shown, verdict, size):
    at = pose(size, 130.2, 110.4)
    window, (full, less) = drawn_in(painted(ground(260, 220), shown, at), at, ICON, LESS)
    if shown is LESS:
        # Drawn in the ground's own colour the part would be no difference: it is weighed in the colour it should have.
        from brandkit.sightings.pixels.decision.palettes import in_own_colors

        full = in_own_colors(template_of(ICON, SVG), full, 1.0)
    lean = lean_between(window.picture, full, less)
    assert decided(lean) == verdict
    assert abs(lean.value) > 0.8 and lean.error < 0.2


def test_two_fits_of_one_drawing_are_not_apart():
    at = pose(90, 130.2, 110.4)
    window, (one,) = drawn_in(painted(ground(260, 220), ICON, at), at, ICON)
    moved = explained(window, template_of(ICON, SVG), one.pose + np.array([[0, 0, 0.15], [0, 0, 0.1]]), 0.2)
    assert decided(lean_between(window.picture, one, moved)) == 0


def test_something_else_in_the_place_of_the_difference_says_nothing():
    at = pose(120, 130.2, 110.4)
    page = painted(ground(260, 220), LESS, at)
    page = painted(page, document('<rect x="36" y="86" width="50" height="14" fill="#F0F000"/>', 100, 100), at)
    window, _ = drawn_in(page, at, ICON)
    clean, (full, less) = drawn_in(painted(ground(260, 220), ICON, at), at, ICON, LESS)
    assert clean.picture.shape == window.picture.shape
    lean = lean_between(window.picture, full, less)
    assert decided(lean) == 0 and lean.known < 0.5


