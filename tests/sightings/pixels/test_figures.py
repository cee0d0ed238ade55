"""Plain figures are what no logo is known by: drawn here, whole, each another one, and explained as such."""

from __future__ import annotations

import numpy as np
import pytest

from brandkit.sightings.pixels.templates.figures import masks
from brandkit.sightings.pixels.templates.parts import filled_parts
from brandkit.sightings.pixels.templates.template import shapes_of, template_of
from tests.sightings.pixels.drawn_marks import ICON, SVG, document

SHIELD = '<path d="M10 10 h80 v40 a40 42 0 0 1 -80 0 z"/>'
HEART = '<path d="M50 92 C10 60 4 40 8 26 C14 6 40 6 50 26 C60 6 86 6 92 26 C96 40 90 60 50 92 z"/>'
STAR = '<path d="M50 4 L61 36 L95 36 L68 57 L78 90 L50 70 L22 90 L32 57 L5 36 L39 36 z"/>'
HOUSE = '<path d="M50 4 L96 48 H84 V94 H16 V48 H4 z"/>'
BUBBLE = '<path d="M50 8 C100 8 100 74 50 74 L22 96 L26 70 C-6 56 0 8 50 8 z"/>'
DROP = '<path d="M50 4 C60 26 82 46 82 66 A32 30 0 0 1 18 66 C18 46 40 26 50 4 z"/>'


def distinct(body: str) -> float:
    views = shapes_of([template_of(document(body, 100, 100), SVG)])[0].views
    return min(view.distinctiveness for view in views)


def test_every_figure_is_drawn_whole_and_no_two_are_the_same():
    found = masks()
    assert len(found) > 200
    assert all(200 < mask.sum() < 0.95 * mask.size for mask in found)
    assert all(mask.dtype == bool and not mask[[0, -1]].any() and not mask[:, [0, -1]].any() for mask in found)
    assert len({(mask.shape, mask.tobytes()) for mask in found}) == len(found)


@pytest.mark.parametrize("body", [SHIELD, HEART, STAR, HOUSE, BUBBLE, DROP])
def test_a_figure_that_anybody_draws_is_hardly_distinct(body):
    assert distinct(body) < 0.4


@pytest.mark.parametrize("body", [SHIELD, STAR])
def test_so_it_is_turned_stretched_and_mirrored(body):
    assert distinct(f'<g transform="translate(50 50) rotate(25) scale(-0.6 0.45) translate(-50 -50)">{body}</g>') < 0.4


def test_a_letter_cut_out_of_a_disc_leaves_most_of_the_outline_to_the_disc():
    cut = '<path fill-rule="evenodd" d="M50 2 a48 48 0 1 0 .01 0 z M40 30 h8 v34 h16 v8 h-24 z"/>'
    assert distinct(cut) < 0.45


def test_a_drawing_of_several_figures_is_distinct():
    assert min(v.distinctiveness for v in shapes_of([template_of(ICON, SVG)])[0].views) > 0.5


def test_filled_parts_have_no_counters():
    planes = np.zeros((60, 120, 1), np.float32)
    planes[5:55, 5:55] = 1
    planes[20:40, 20:40] = 0
    planes[10:50, 70:110] = 1
    found = filled_parts(planes)
    assert found.areas.tolist() == [50 * 50 + 40 * 40, 50 * 50, 40 * 40]
