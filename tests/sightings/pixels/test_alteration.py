"""What somebody did to a logo is measured on a plain ground; a whole logo has nothing altered, however worn."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brandkit.sightings.pixels.locate import locate
from tests.sightings.pixels.drawn_marks import ICON, document, ground, painted, pose, shapes

AT = pose(120, 130, 110)


def seen(page):
    found = locate(page, shapes(ICON))
    assert len(found) == 1
    return found[0]


def cut(page, column, below=False):
    kept = page.copy()
    kept[(slice(column, None), slice(None)) if below else (slice(None), slice(column, None))] = page[0, 0]
    return kept


@pytest.mark.parametrize("size", [40, 80, 140])
@pytest.mark.parametrize("worn", [False, True])
def test_a_whole_logo_has_nothing_altered(size, worn):
    page = painted(ground(260, 220), ICON, pose(size, 130.3, 110.4, turn=3))
    if worn:
        data = cv2.imencode(".jpg", page[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
        page = np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])
    altered = seen(page).altered
    assert (altered.missing, altered.added, altered.cut, altered.effect, altered.place) == (0, 0, 0, "", None)


def test_a_part_left_out_is_missing_and_its_place_is_told():
    less = ICON.replace(b"M20 8 h16 v10 h-16 z ", b"")
    altered = seen(painted(ground(260, 220), less, AT)).altered
    assert 0.01 < altered.missing < 0.08
    x0, y0, x1, y1 = altered.place
    left, top = 130 - 60 + 1.2 * 20, 110 - 60 + 1.2 * 8
    assert abs(x0 - left) < 3 and abs(y0 - top) < 3
    assert abs(x1 - left - 1.2 * 16) < 3 and abs(y1 - top - 1.2 * 10) < 3


def test_ink_that_the_master_does_not_have_is_added():
    more = ICON.replace(b"</svg>", b'<circle cx="90" cy="10" r="6" fill="#222222"/></svg>')
    altered = seen(painted(ground(260, 220), more, AT)).altered
    assert altered.missing == 0
    assert 0.01 < altered.added < 0.08


@pytest.mark.parametrize("below", [False, True])
def test_a_straight_cut_inside_the_page_leaves_less_visible(below):
    page = painted(ground(260, 220), ICON, AT)
    edge = (110 if below else 130) + 60 - 24
    found = seen(cut(page, edge, below))
    assert 0.65 < found.visible < 0.97
    assert found.altered.missing < 0.02


@pytest.mark.parametrize(("effect", "told"), [("outline", "outline"), ("shadow", "shadow")])
def test_an_effect_around_the_ink_is_named(effect, told):
    page = ground(260, 220)
    alpha = (painted(np.full_like(page, 255), ICON, AT).min(axis=2) < 200).astype(np.float32)
    if effect == "outline":
        spread = cv2.dilate(alpha, np.ones((13, 13)))[..., None]
        page = np.round(page * (1 - spread) + np.array([200, 160, 0]) * spread).astype(np.uint8)
    else:
        spread = cv2.GaussianBlur(np.roll(alpha, (6, 6), (0, 1)), (0, 0), 3)[..., None] * 0.5
        page = np.round(page * (1 - spread)).astype(np.uint8)
    found = [c for c in locate(painted(page, ICON, AT), shapes(ICON)) if c.altered is not None]
    assert [c.altered.effect for c in found] == [told]


def test_on_a_restless_ground_nothing_is_told():
    page = np.random.default_rng(1).integers(0, 255, (28, 33, 3), np.uint8)
    page = cv2.resize(page, (260, 220), interpolation=cv2.INTER_CUBIC)
    plate = document('<rect x="-3" y="-3" width="106" height="106" fill="#F4F4F0"/>', 100, 100)
    found = locate(painted(painted(page, plate, AT), ICON, AT), shapes(ICON))
    assert [c.altered for c in found] == [None]
