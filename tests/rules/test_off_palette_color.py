"""Areas are what painting order leaves visible."""

from __future__ import annotations

import pytest

from brandkit.color import delta_e_hex
from brandkit.document import Contour, Page, Paint, Placement, Shape, TextRun
from brandkit.geometry import Affine, Box, corners
from brandkit.rules.off_palette_color import TEXT_INK, palette_lab, stroke_areas, text_areas, visible_areas
from tests.corpus import town

GREEN, NAVY = Paint("#2E9E3F"), Paint("#0A2A4A")


def field(box: Box, fill: Paint | None, order: int = 0, **more: object) -> Shape:
    return Shape((Contour(corners(box)),), box, fill=fill, order=order, **more)


def page(*shapes: Shape, **more: object) -> Page:
    return Page(1, 400, 400, "pt", shapes=shapes, **more)


def test_a_field_counts_by_its_share_of_the_page():
    areas = visible_areas(page(field(Box(0, 0, 400, 100), NAVY)), ())
    assert areas == {NAVY: pytest.approx(0.25, abs=0.005)}


def test_what_is_painted_over_does_not_count():
    below, above = field(Box(0, 0, 400, 200), GREEN, 0), field(Box(0, 0, 400, 100), NAVY, 1)
    assert visible_areas(page(below, above), ())[GREEN] == pytest.approx(0.25, abs=0.005)
    assert visible_areas(page(above, below), ())[GREEN] == pytest.approx(0.25, abs=0.005)


def test_a_picture_hides_what_it_covers():
    covering = Placement("p1", Affine(400, 0, 0, 200, 0, 0), order=1)
    assert not visible_areas(page(field(Box(0, 0, 400, 200), GREEN), placements=(covering,)), ())


def test_a_clip_bounds_a_field():
    clipped = field(Box(0, 0, 400, 400), GREEN, clip=corners(Box(0, 0, 200, 200)))
    assert visible_areas(page(clipped), ())[GREEN] == pytest.approx(0.25, abs=0.005)


def test_a_hole_is_not_of_the_field():
    ring = Shape(
        (Contour(corners(Box(0, 0, 400, 400))), Contour(corners(Box(100, 100, 200, 200)))),
        Box(0, 0, 400, 400),
        fill=GREEN,
        even_odd=True,
    )
    assert visible_areas(page(ring), ())[GREEN] == pytest.approx(0.75, abs=0.01)


def test_lines_count_by_length_and_width():
    line = Shape((Contour(((0, 0), (400, 0)), closed=False),), Box(0, 0, 400, 0), stroke=GREEN, stroke_width=8)
    assert dict(stroke_areas(page(line), ())) == {GREEN: pytest.approx(8 / 400)}


def test_letters_count_by_the_ink_of_their_line():
    run = TextRun("Lễ hội", Box(0, 0, 200, 40), paint=GREEN)
    assert dict(text_areas(page(texts=(run,)), ())) == {GREEN: pytest.approx(TEXT_INK * 200 * 40 / 400**2)}


def test_tints_are_mixes_with_white():
    plain, tinted = (palette_lab(town.identity(), tints) for tints in (False, True))
    assert len(plain) == 4
    assert min(delta_e_hex("#8495A5", hex_) for hex_ in tinted) < 1
    assert min(delta_e_hex("#8495A5", hex_) for hex_ in plain) > 5
