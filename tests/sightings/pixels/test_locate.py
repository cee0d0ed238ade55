"""Logos drawn on pages are found where they are, as what they are; what is not there is not found."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit import svg
from brandkit.color import lab_of_rgb
from brandkit.geometry import pose_of, scaling, translation
from brandkit.sightings.pixels.locate import contrasting_ground, locate, locate_transparent
from brandkit.sightings.pixels.templates.template import template_of
from tests.sightings.pixels.drawn_marks import (
    DISC,
    ICON,
    ICON_MONO,
    ICON_REVERSED,
    LOCKUP,
    LOCKUP_MONO,
    OTHER,
    PINWHEEL,
    SVG,
    corner_error,
    ground,
    painted,
    pose,
    shapes,
)  # fmt: skip

WIDE = (380, 100)


def only(found):
    assert len(found) == 1, [(c.certainty, round(c.score, 3), c.matrix) for c in found]
    return found[0]


def pose_seen(candidate):
    return pose_of(candidate.matrix, candidate.template.width, candidate.template.height)


@pytest.mark.parametrize("height", [48, 80, 150, 300])
def test_an_upright_logo_is_certain_and_measured_to_a_fraction_of_a_pixel(height):
    truth = pose(height, 230.3, 180.7)
    found = only(locate(painted(ground(), ICON, truth), shapes(ICON)))
    assert found.certainty == "certain"
    assert corner_error(found.matrix, truth) < 0.35
    assert found.visible == 1.0
    assert not found.mirrored


@pytest.mark.parametrize("turn", [-150, -40, -3, 5, 27, 90, 180])
def test_a_turn_is_measured_within_a_fifth_of_a_degree(turn):
    truth = pose(90, 240, 180, turn=turn)
    found = only(locate(painted(ground(), ICON, truth), shapes(ICON)))
    assert found.certainty == "certain"
    away = (pose_seen(found).rotation_deg - turn + 180) % 360 - 180
    assert abs(away) < 0.2


@pytest.mark.parametrize("stretch", [0.82, 0.96, 1.04, 1.2])
def test_a_stretch_is_measured_within_half_a_percent_and_within_its_own_error_bar(stretch):
    found = only(locate(painted(ground(), ICON, pose(110, 240, 180, stretch=stretch)), shapes(ICON)))
    assert found.certainty == "certain"
    assert pose_seen(found).stretch == pytest.approx(stretch, rel=0.005)
    assert abs(pose_seen(found).stretch - stretch) <= found.errors.stretch


def test_25_mm_at_150_dpi_at_5_degrees_and_4_percent_stretch_is_told_within_the_promise():
    page = painted(ground(900, 500), LOCKUP, pose(148, 450, 250, turn=5, stretch=1.04, artboard=WIDE))
    found = only(locate(page, shapes(LOCKUP)))
    assert found.certainty == "certain"
    assert pose_seen(found).rotation_deg == pytest.approx(5, abs=0.2)
    assert pose_seen(found).stretch == pytest.approx(1.04, rel=0.01)


def test_a_mirrored_logo_is_seen_as_mirrored():
    found = only(locate(painted(ground(), ICON, pose(90, 240, 180, mirrored=True)), shapes(ICON)))
    assert found.certainty == "certain"
    assert found.mirrored
    assert pose_seen(found).rotation_deg == pytest.approx(0, abs=0.2)


def test_colors_are_measured_and_a_recolored_logo_shows_the_difference():
    blue = ICON.replace(b"#E25A0B", b"#2050C0")
    as_it_is = only(locate(painted(ground(), ICON, pose(110, 240, 180)), shapes(ICON)))
    changed = only(locate(painted(ground(), blue, pose(110, 240, 180)), shapes(ICON)))
    assert max(color.delta_e for color in as_it_is.colors) < 1
    by_ink = {color.expected: color for color in changed.colors}
    assert by_ink["#E25A0B"].measured == "#2050C0"
    assert by_ink["#E25A0B"].delta_e > 30
    assert by_ink["#0A2A4A"].delta_e < 1


@pytest.mark.parametrize(
    ("master", "color"), [(ICON, (240, 240, 240)), (ICON_MONO, (240, 240, 240)), (ICON_REVERSED, (10, 42, 74))]
)
def test_the_variant_is_told_by_its_colors(master, color):
    page = painted(ground(color=color), master, pose(100, 240, 180))
    found = only(locate(page, shapes(ICON, ICON_MONO, ICON_REVERSED)))
    assert found.certainty == "certain"
    assert found.template is template_of(master, SVG)


def test_variants_of_one_lockup_are_one_shape():
    assert [len(shape.templates) for shape in shapes(ICON, ICON_MONO, LOCKUP, ICON_REVERSED, LOCKUP_MONO)] == [3, 2]


def test_a_lockup_is_not_also_an_icon():
    page = painted(ground(640, 300), LOCKUP, pose(80, 320, 150, artboard=WIDE))
    found = only(locate(page, shapes(ICON, LOCKUP)))
    assert found.template is template_of(LOCKUP, SVG)
    assert found.certainty == "certain"


def test_a_lone_icon_is_no_lockup_that_lost_its_name():
    page = painted(ground(640, 300), ICON, pose(80, 320, 150))
    found = only(locate(page, shapes(ICON, LOCKUP)))
    assert found.template is template_of(ICON, SVG)
    assert not any(c.certainty == "certain" for c in locate(page, shapes(LOCKUP)))


def test_a_lone_icon_at_the_edge_is_no_lockup_whose_name_is_cut_off():
    page = painted(ground(640, 300), ICON, pose(80, 596, 150))
    assert only(locate(page, shapes(ICON, LOCKUP))).template is template_of(ICON, SVG)


def test_several_at_once_are_all_found():
    page = ground(900, 600)
    poses = [pose(60, 120, 120), pose(130, 600, 140, turn=12), pose(70, 300, 450, mirrored=True)]
    for at in poses:
        page = painted(page, ICON, at)
    page = painted(page, OTHER, pose(90, 700, 450))
    found = locate(page, shapes(ICON, OTHER))
    names = {template_of(ICON, SVG).key: "icon", template_of(OTHER, SVG).key: "other"}
    assert sorted(names[c.template.key] for c in found) == ["icon", "icon", "icon", "other"]
    assert all(c.certainty == "certain" for c in found)


@pytest.mark.parametrize("hidden_px", [10, 22, 30])
def test_a_cropped_logo_says_how_much_of_its_ink_shows(hidden_px):
    at = pose(100, 480 - 50 + hidden_px, 180)
    wider = ground(700, 360)
    ink = np.abs(painted(wider, ICON, at).astype(int) - wider).max(axis=2) > 30
    shown = ink[:, : ground().shape[1]].sum() / ink.sum()
    found = only(locate(painted(ground(), ICON, at), shapes(ICON)))
    assert found.visible == pytest.approx(shown, abs=0.01)
    assert found.hidden == 0
    assert pose_seen(found).height == pytest.approx(100, abs=1.5)


def test_a_logo_that_fills_its_picture_to_the_edge_is_found_whole():
    page = painted(ground(200, 200), ICON, scaling(2.0))
    found = only(locate(page, shapes(ICON)))
    assert found.certainty == "certain"
    assert found.visible > 0.97


def degraded(page, kind):
    if kind == "jpeg":
        data = cv2.imencode(".jpg", page[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 50])[1]
        return cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1].copy()
    if kind == "blurred":
        return cv2.GaussianBlur(page, (0, 0), 1.3)
    noise = np.random.default_rng(5).normal(size=page.shape) * 8
    return np.clip(page + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("kind", ["jpeg", "blurred", "noisy"])
@pytest.mark.parametrize("height", [48, 120])
def test_worn_pages_still_show_it(kind, height):
    truth = pose(height, 240, 180, turn=4)
    found = only(locate(degraded(painted(ground(), ICON, truth), kind), shapes(ICON)))
    assert found.certainty == "certain"
    assert corner_error(found.matrix, truth) < 0.012 * height + 0.3


def test_blur_is_measured_beyond_a_clean_rendering():
    clean = painted(ground(), ICON, pose(120, 240, 180))
    assert only(locate(clean, shapes(ICON))).blur_px < 0.5
    assert only(locate(cv2.GaussianBlur(clean, (0, 0), 2.0), shapes(ICON))).blur_px == pytest.approx(2.0, abs=0.35)


@pytest.mark.parametrize("master", [ICON, LOCKUP, OTHER, PINWHEEL])
def test_pages_without_it_make_nothing_certain(master):
    page = ground(700, 500)
    for other, at in ((OTHER, pose(90, 150, 150)), (ICON, pose(70, 400, 150)), (DISC, pose(60, 560, 380))):
        if other is not master and not (master is LOCKUP and other is ICON):
            page = painted(page, other, at)
    assert [c for c in locate(page, shapes(master)) if c.certainty == "certain"] == []


def test_a_plain_disc_is_never_certain():
    page = painted(ground(), DISC, pose(80, 240, 180))
    assert all(c.certainty == "possible" for c in locate(page, shapes(DISC)))


def test_inks_tell_how_a_symmetric_outline_stands():
    page = painted(ground(), PINWHEEL, pose(110, 240, 180, turn=90))
    assert pose_seen(only(locate(page, shapes(PINWHEEL)))).rotation_deg == pytest.approx(90, abs=0.3)


def test_a_one_color_symmetric_logo_is_taken_as_upright():
    plain = PINWHEEL
    for ink in (b"#1565C0", b"#2E7D32", b"#F9A825"):
        plain = plain.replace(ink, b"#C62828")
    page = painted(ground(), plain, pose(110, 240, 180, turn=90))
    assert pose_seen(only(locate(page, shapes(plain)))).rotation_deg == pytest.approx(0, abs=0.3)


def test_the_same_page_gives_the_same_answer():
    page = degraded(painted(ground(), ICON, pose(77, 230, 170, turn=11)), "jpeg")
    first, second = locate(page, shapes(ICON, OTHER)), locate(page.copy(), shapes(ICON, OTHER))
    assert [(c.matrix, c.score, c.colors) for c in first] == [(c.matrix, c.score, c.colors) for c in second]


def test_a_large_picture_is_measured_on_its_own_pixels():
    truth = pose(420, 1800.4, 1200.2, turn=2)
    found = only(locate(painted(ground(3000, 2200), ICON, truth), shapes(ICON)))
    assert found.certainty == "certain"
    assert corner_error(found.matrix, truth) < 0.8


def test_a_transparent_picture_is_laid_on_a_ground_it_stands_off():
    page = svg.raster(ICON_REVERSED, width_px=180)
    stood_off = lab_of_rgb(np.array(contrasting_ground(page)))
    assert all(np.linalg.norm(stood_off - ink.lab) > 40 for ink in template_of(ICON_REVERSED, SVG).inks)
    assert only(locate_transparent(page, shapes(ICON, ICON_REVERSED))).template is template_of(ICON_REVERSED, SVG)


def test_nothing_is_found_on_a_blank_page():
    assert locate(ground(), shapes(ICON)) == []


def test_nothing_is_found_in_a_speck_or_without_shapes():
    assert locate(np.zeros((4, 4, 3), np.uint8), shapes(ICON)) == []
    assert locate(painted(ground(), ICON, translation(20, 20)), ()) == []


def test_the_same_icon_over_another_name_is_not_certain():
    other_name = LOCKUP.replace(b"M196 82 h90 l-8 6 h-30 l-6 8 h-46 z", b"M196 96 l20 -14 l20 14 l20 -14 l20 14 z")
    for master, certain in ((LOCKUP, True), (other_name, False)):
        page = painted(ground(640, 300), master, pose(100, 320, 150, artboard=WIDE))
        assert any(c.certainty == "certain" for c in locate(page, shapes(LOCKUP))) is certain
