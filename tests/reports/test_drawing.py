"""The drawing: marks lie where the finding lies, cover nothing, and say what was measured."""

from __future__ import annotations

import re

import pytest

from brandkit.geometry import Box, contains, intersection
from brandkit.reports import as_document
from brandkit.reports._drawing import crop_of, drawing_of
from brandkit.reports._marks import OUTSET
from brandkit.reports._view import NARROW, WIDE, materials_of
from tests.reports import specimen

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.fixture(params=[WIDE, NARROW])
def drawing(request):
    document = as_document(specimen.report(), "vi")
    report = document["reports"][0]
    cards = materials_of(document)[0].spreads[0].cards
    numbered = [(card.number, card.finding) for card in cards]
    return drawing_of(report["pages"][0], numbered, report["sightings"], request.param)


def strokes(drawing, rule_number: int, role: str) -> list[str]:
    return [s.path for f in drawing.findings if f.number == rule_number for s in f.strokes if s.role == role]


def points(path: str) -> list[tuple[float, float]]:
    values = [float(v) for v in NUMBER.findall(path)]
    return list(zip(values[::2], values[1::2], strict=True))


def test_an_outline_stands_outside_its_object(drawing):
    scale = drawing.page.w / specimen.WIDTH
    corner = points(strokes(drawing, 1, "outline")[0])[0]
    expected = (drawing.page.x + 420 * scale - OUTSET, drawing.page.y + 90 * scale - OUTSET)
    assert corner == pytest.approx(expected, abs=0.06)


def test_clear_space_is_a_zone_with_the_object_cut_out(drawing):
    (zone,) = strokes(drawing, 6, "zone")
    outer, hole = zone.split("Z")[:2]
    scale = drawing.page.w / specimen.WIDTH
    assert points(outer)[0] == pytest.approx((drawing.page.x + 407.5 * scale, drawing.page.y + 77.5 * scale), abs=0.06)
    assert points(hole)[0] == pytest.approx(points(strokes(drawing, 6, "outline")[0])[0], abs=0.06)


def test_the_right_proportion_is_a_ghost_and_the_turn_an_arc(drawing):
    assert len(strokes(drawing, 1, "ghost")) == 1
    assert len(strokes(drawing, 3, "arc")) == 1


def test_a_size_has_a_dimension_line_as_long_as_the_object_is_high(drawing):
    (line,) = strokes(drawing, 8, "line")
    start, end = points(line)[:2]
    assert end[1] - start[1] == pytest.approx(25 * drawing.page.w / specimen.WIDTH, abs=0.1)


def test_tags_lie_in_the_frame_on_no_object_and_on_no_other_tag(drawing):
    tags = [Box(f.tag.x, f.tag.y, f.tag.width, 24.0) for f in drawing.findings]
    scale = drawing.page.w / specimen.WIDTH
    objects = [
        Box(drawing.page.x + x * scale, drawing.page.y + y * scale, w * scale, h * scale)
        for x, y, w, h in ([420, 90, 154, 50], [90, 300, 75, 25], [70, 1000, 490, 40], [0, 420, 842, 480])
    ]
    for index, tag in enumerate(tags):
        assert contains(drawing.frame, tag, slack=0.1)
        assert not any(intersection(tag, other) for other in tags[:index])
        assert not any(intersection(tag, thing) for thing in objects)


def test_tags_say_the_figure_in_each_language_and_show_the_two_colours(drawing):
    tags = {f.number: f.tag for f in drawing.findings}
    assert tags[1].notes == {"vi": "1,027", "en": "1.027"}
    assert tags[2].chips == ("#0B3C5D", "#1F7A3A")
    assert tags[7].notes == {}  # the page as a whole has no place to point to


def test_what_was_found_right_is_outlined_without_a_tag():
    document = as_document(specimen.report(specimen.clean_material()), "vi")
    shown = materials_of(document)[0].spreads[0].wide
    assert (len(shown.seen), shown.findings) == (1, ())


def test_a_crop_shows_the_whole_mark_with_air(drawing):
    for found in drawing.findings:
        crop = crop_of(found)
        if found.extent is None:
            assert crop is None
        else:
            assert contains(crop, found.extent)
            assert crop.w / crop.h == pytest.approx(2.0)
