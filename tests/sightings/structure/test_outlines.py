"""Vector logos are found by their contours, whatever the program that wrote them did to the paths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brandkit.document import Contour, Paint
from brandkit.geometry import pose_of
from brandkit.sightings.structure.outlines import locate, searchable
from brandkit.sightings.structure.outlines_contours import contours_of
from tests.sightings.marks import (
    HEIGHT,
    INK,
    SEA,
    SUN,
    WHITE,
    WIDTH,
    curve,
    horizontal,
    icon,
    master,
    moved,
    page,
    pose,
    recolored,
    shape,
    text_contours,
    wordmark,
)


def only(found):
    assert len(found) == 1, [(f.master.file.variant, f.missing) for f in found]
    return found[0]


def placed_pose(seen):
    return pose_of(seen.matrix, WIDTH, HEIGHT)


def test_a_logo_at_five_degrees_and_four_percent_stretch_reads_back_exactly():
    drawn = moved(horizontal(turns=88), pose(scale=0.7, stretch=1.04, degrees=5))
    seen = only(locate(page(*drawn), [master(horizontal())]))
    read = placed_pose(seen)
    assert read.rotation_deg == pytest.approx(5.0, abs=0.01)
    assert read.stretch == pytest.approx(1.04, abs=0.001)
    assert seen.certain and seen.missing < 0.001 and seen.clipped == 0


@pytest.mark.parametrize("degrees", [-170, -90, -3, 0, 45, 179])
@pytest.mark.parametrize("mirrored", [False, True])
def test_turn_and_mirror_are_told(degrees, mirrored):
    drawn = moved(horizontal(), pose(x=300, y=400, degrees=degrees, mirrored=mirrored))
    read = placed_pose(only(locate(page(*drawn), [master(horizontal())])))
    assert read.mirrored == mirrored
    if not mirrored:
        assert read.rotation_deg == pytest.approx(degrees, abs=0.01)


def test_paths_may_be_split_reversed_started_elsewhere_and_shuffled():
    contours = [c for s in moved(horizontal(), pose(degrees=12)) for c in s.contours]
    random = np.random.default_rng(1)
    pieces = []
    for index in random.permutation(len(contours)):
        points = contours[index].points
        start = int(random.integers(len(points)))
        points = points[start:] + points[:start]
        pieces.append(shape(points[::-1] if index % 2 else points, order=len(pieces)))
    seen = only(locate(page(*pieces), [master(horizontal())]))
    assert seen.missing < 0.001
    assert placed_pose(seen).rotation_deg == pytest.approx(12, abs=0.01)


def test_paths_may_be_merged_into_one():
    drawn = moved(horizontal(), pose())
    merged = replace(drawn[0], contours=tuple(c for s in drawn for c in s.contours))
    assert only(locate(page(merged), [master(horizontal())])).certain


def test_every_instance_is_found():
    poses = [pose(40, 60 + 150 * i, 0.5 + 0.4 * i, degrees=10 * i) for i in range(4)]
    drawn = [s for i, at in enumerate(poses) for s in moved(horizontal(), at, order=9 * i)]
    found = locate(page(*drawn), [master(horizontal())])
    assert sorted(round(placed_pose(f).rotation_deg) for f in found) == [0, 10, 20, 30]


def test_a_page_of_outlined_text_does_not_hide_or_fake_it():
    noise = text_contours(3000)
    assert locate(page(*noise), [master(horizontal()), master(icon(), "icon-full-color")]) == []
    seen = only(locate(page(*noise, *moved(horizontal(), pose(degrees=5))), [master(horizontal())]))
    assert placed_pose(seen).rotation_deg == pytest.approx(5, abs=0.01)


def test_a_clip_and_the_page_edge_hide_their_share():
    window = ((100.0, 0.0), (250.0, 0.0), (250.0, 400.0), (100.0, 400.0))
    clipped = only(locate(page(*moved(horizontal(), pose(), clip=window)), [master(horizontal())]))
    assert 0.15 < clipped.clipped < 0.35
    assert clipped.certain and clipped.missing == 0
    over_edge = only(locate(page(*moved(horizontal(), pose(x=-10))), [master(horizontal())]))
    assert 0.01 < over_edge.clipped < 0.15


def test_a_missing_letter_is_missing_and_only_possible():
    drawn = moved(horizontal(), pose())
    drawn[3] = replace(drawn[3], contours=drawn[3].contours[:-1])
    seen = only(locate(page(*drawn), [master(horizontal()), master(icon(), "icon-full-color")]))
    assert seen.master.file.variant == "horizontal-full-color"
    assert 0.02 < seen.missing < 0.15
    assert not seen.certain


def test_the_lockup_that_explains_most_wins_and_a_lone_icon_is_the_icon():
    masters = [master(horizontal()), master(icon(), "icon-full-color")]
    masters.append(master(horizontal(seed=8), "horizontal-full-color-en"))
    whole = only(locate(page(*moved(horizontal(), pose())), masters))
    assert whole.master.file.variant == "horizontal-full-color"
    english = only(locate(page(*moved(horizontal(seed=8), pose())), masters))
    assert english.master.file.variant == "horizontal-full-color-en"
    assert only(locate(page(*moved(icon(), pose())), masters)).master.file.variant == "icon-full-color"


def test_a_headline_in_the_letters_of_the_wordmark_is_no_logo():
    drawn = moved(wordmark(), pose())
    assert locate(page(*drawn), [master(horizontal()), master(icon(), "icon-full-color")]) == []


COLORINGS = {
    "full-color": {},
    "reversed": {SEA: WHITE},
    "mono-black": {SEA: INK, SUN: INK},
    "mono-white": {SEA: WHITE, SUN: WHITE},
}


@pytest.mark.parametrize("coloring", COLORINGS)
def test_paint_tells_the_variant(coloring):
    masters = [master(recolored(horizontal(), paints), name) for name, paints in COLORINGS.items()]
    drawn = moved(recolored(horizontal(), COLORINGS[coloring]), pose())
    seen = only(locate(page(*drawn), masters))
    assert seen.master.file.variant == coloring
    assert all(match.delta_e == 0 for match in seen.colors)


def test_a_recolored_part_is_told_with_its_share():
    drawn = moved(recolored(horizontal(), {SUN: "#C00000"}), pose())
    seen = only(locate(page(*drawn), [master(recolored(horizontal(), p), n) for n, p in COLORINGS.items()]))
    assert seen.master.file.variant == "full-color"
    wrong = [match for match in seen.colors if match.delta_e > 3]
    assert [(w.expected, w.measured) for w in wrong] == [(SUN, "#C00000")]
    assert 0.03 < wrong[0].share < 0.2
    assert sum(match.share for match in seen.colors) == pytest.approx(1, abs=0.01)


def test_what_is_painted_over_the_same_path_last_is_what_is_seen():
    drawn = moved(horizontal(), pose()) + moved(recolored(horizontal(), {SEA: INK, SUN: INK}), pose(), order=50)
    seen = only(locate(page(*drawn), [master(recolored(horizontal(), p), n) for n, p in COLORINGS.items()]))
    assert seen.master.file.variant == "mono-black"


def test_the_superseded_version_is_told_from_the_current_one():
    old = master([*icon(), *wordmark(seed=21)], number=1, status="superseded")
    new = master(horizontal(), number=2)
    assert only(locate(page(*moved([*icon(), *wordmark(seed=21)], pose())), [old, new])).master.version.number == 1
    assert only(locate(page(*moved(horizontal(), pose())), [old, new])).master.version.number == 2
    twin = master(horizontal(), number=1, status="superseded")
    assert only(locate(page(*moved(horizontal(), pose())), [twin, new])).master.version.number == 2


def test_a_lone_disc_is_nobodys():
    disc = [shape(curve((30, 30), 20, ()), fill=SUN)]
    assert not searchable(master(disc).outline)
    assert locate(page(*moved(disc, pose())), [master(disc)]) == []


def test_two_discs_are_a_logo_only_upright_in_their_own_colors():
    discs = [shape(curve((30, 32), 20, ()), fill=SUN), shape(curve((60, 32), 20, ()), fill=SEA)]
    assert len(locate(page(*moved(discs, pose(degrees=30))), [master(discs)])) == 1
    assert locate(page(*moved(discs, pose(stretch=1.2))), [master(discs)]) == []
    assert locate(page(*moved(recolored(discs, {SUN: INK}), pose())), [master(discs)]) == []


def test_signatures_do_not_change_under_affine_maps_and_reflections():
    loop = curve((0, 0), 10, ((2, 0.2, 0.3), (3, 0.15, 1.2)), 90)
    bent = [(-1.4 * x + 0.5 * y + 80, 0.2 * x + 0.6 * y) for x, y in loop]
    own, other = contours_of([shape(loop), shape(bent[::-1])]).signature
    assert np.abs(own - other).max() < 1e-9


def stroked(*points, width=1.0, closed=False):
    line = shape(points, fill=SEA, order=300)
    contours = (replace(line.contours[0], closed=closed),)
    return replace(line, contours=contours, fill=None, stroke=Paint(SEA), stroke_width=width)


def test_a_dividing_line_counts_neither_as_missing_nor_as_found():
    divided = [*horizontal(), stroked((52.0, 4.0), (52.0, 60.0), width=3.0)]
    for drawn in (divided, horizontal()):
        seen = only(locate(page(*moved(drawn, pose())), [master(divided)]))
        assert seen.certain and seen.missing == 0


def test_parts_drawn_as_strokes_are_found_and_their_color_is_the_strokes():
    loop = stroked(*curve((52, 32), 20, ((2, 0.2, 0.1), (3, 0.2, 0.9))), width=2.0, closed=True)
    drawn = [*horizontal(), loop]
    red = [*horizontal(), replace(loop, stroke=Paint("#C00000"))]
    assert only(locate(page(*moved(drawn, pose())), [master(drawn)])).missing == 0
    seen = only(locate(page(*moved(red, pose())), [master(drawn)]))
    assert [(c.expected, c.measured) for c in seen.colors if c.delta_e > 3] == [(SEA, "#C00000")]


def test_loops_that_cross_themselves_do_no_harm():
    eight = shape([(0, 0), (10, 10), (10, 0), (0, 10)])
    lopsided = shape([(0, 0), (40, 11), (40, 0), (0, 9), (0, 1), (90, 3)])
    huge = shape([(0, 0), (1e308, 0), (0, 1e308)])
    drawn = [eight, lopsided, huge, *moved(horizontal(), pose())]
    assert np.isfinite(contours_of(drawn).signature).all()
    assert len(locate(page(*drawn), [master(horizontal())])) == 1


def test_lines_have_no_area_and_are_left_out():
    line = shape([(0, 0), (50, 0), (100, 0)])
    flat = replace(line, contours=(Contour(((0.0, 0.0), (90.0, 0.0))),))
    assert len(contours_of([line, flat])) == 0
