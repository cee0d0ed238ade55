"""The variant is told by palette, opacity and arrangement of inks; what stays open is an alternative, not a guess."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.sightings.pixels.locate import locate
from brandkit.sightings.pixels.templates.template import template_of
from tests.sightings.pixels.drawn_marks import (
    ICON,
    ICON_MONO,
    ICON_REVERSED,
    PINWHEEL,
    SVG,
    document,
    ground,
    icon,
    painted,
    pose,
    shapes,
)  # fmt: skip

LIGHT, NAVY = (240, 240, 240), (20, 60, 104)
VARIANTS = (ICON, ICON_MONO, ICON_REVERSED)


def only(found):
    assert len(found) == 1, [(c.certainty, round(c.score, 3), c.matrix) for c in found]
    return found[0]


def seen_through(page, master, at, opacity):
    solid = painted(page, master, at).astype(np.float32)
    return np.round(opacity * solid + (1 - opacity) * page).astype(np.uint8)


def told(page):
    return only(locate(page, shapes(*VARIANTS)))


@pytest.mark.parametrize("size", [32, 64, 140])
@pytest.mark.parametrize(("master", "color"), [(ICON, LIGHT), (ICON_MONO, LIGHT), (ICON_REVERSED, NAVY)])
def test_half_opacity_is_the_variant_that_shows_through(master, color, size):
    found = told(seen_through(ground(260, 220, color), master, pose(size, 130, 110), 0.5))
    assert found.template is template_of(master, SVG)
    assert found.opacity == pytest.approx(0.5, abs=0.06)


def test_a_solid_logo_has_full_opacity():
    assert told(painted(ground(260, 220, LIGHT), ICON, pose(80, 130, 110))).opacity == 1


@pytest.mark.parametrize("size", [40, 120])
def test_turned_hues_are_the_full_color_variant_in_other_colors(size):
    turned = document(icon("#4A2A0A", "#0BE25A", "#8C0A7E"), 100, 100)
    page = painted(ground(260, 220, LIGHT), turned, pose(size, 130, 110))
    found = told(page)
    assert found.template is template_of(ICON, SVG)
    assert max(color.delta_e for color in found.colors) > 20


@pytest.mark.parametrize("size", [40, 120])
def test_one_other_color_is_the_one_color_variant_recolored(size):
    page = painted(ground(260, 220, LIGHT), document(icon(*["#96186E"] * 3), 100, 100), pose(size, 130, 110))
    found = told(page)
    assert found.template is template_of(ICON_MONO, SVG)
    assert found.colors[0].delta_e > 20


@pytest.mark.parametrize("size", [40, 120])
def test_a_gray_copy_is_the_full_color_variant_without_its_colors(size):
    page = painted(ground(260, 220, (255, 255, 255)), ICON, pose(size, 130, 110))
    gray = np.repeat(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    found = told(np.ascontiguousarray(gray))
    assert found.template is template_of(ICON, SVG)
    assert max(color.delta_e for color in found.colors) > 10


@pytest.mark.parametrize("turn", [0, 90, 180])
@pytest.mark.parametrize("mirrored", [False, True])
def test_inks_tell_the_way_round_of_a_symmetric_outline(turn, mirrored):
    page = painted(ground(260, 220), PINWHEEL, pose(90, 130, 110, turn=turn, mirrored=mirrored))
    found = only(locate(page, shapes(PINWHEEL)))
    assert found.mirrored == mirrored
    assert max(color.delta_e for color in found.colors) < 3


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_small_part_tells_whether_a_nearly_symmetric_logo_is_mirrored(mirrored):
    nearly = document(
        '<path d="M50 4 L92 40 L80 92 L20 92 L8 40 z M50 30 L30 50 L36 76 L64 76 L70 50 z" fill-rule="evenodd" '
        'fill="#0A2A4A"/><circle cx="60" cy="60" r="7" fill="#0A2A4A"/>',
        100, 100,
    )  # fmt: skip
    page = painted(ground(260, 220), nearly, pose(100, 130, 110, mirrored=mirrored))
    assert only(locate(page, shapes(nearly))).mirrored == mirrored


def test_masters_of_nearly_one_palette_are_alternatives_when_worn_and_told_apart_when_not():
    near = ICON.replace(b"#E25A0B", b"#E2600F")
    clean = only(locate(painted(ground(260, 220), ICON, pose(120, 130, 110)), shapes(ICON, near)))
    assert clean.template is template_of(ICON, SVG)
    far = only(locate(painted(ground(260, 220), ICON, pose(120, 130, 110)), shapes(ICON, ICON_MONO)))
    assert far.alternatives == ()
    noise = np.random.default_rng(3).normal(size=(220, 260, 3)) * 9
    worn = np.clip(painted(ground(260, 220), near, pose(34, 130, 110)) + noise, 0, 255).astype(np.uint8)
    seen = only(locate(worn, shapes(ICON, near)))
    assert {seen.template.key, *(a.template.key for a in seen.alternatives)} == {
        template_of(ICON, SVG).key, template_of(near, SVG).key,
    }  # fmt: skip


def test_two_files_of_one_drawing_are_identical_alternatives():
    again = ICON.replace(b"</svg>", b"<!-- exported again --></svg>")
    found = only(locate(painted(ground(260, 220), ICON, pose(80, 130, 110)), shapes(ICON, again)))
    assert [a.identical for a in found.alternatives] == [True]
