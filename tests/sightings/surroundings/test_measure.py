"""Ground and free space of logos on painted pages, from structure and from pixels, whatever way the logo is turned."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from brandkit.document import Paint, Placement, TextRun
from brandkit.geometry import Affine, Box
from brandkit.sightings.structure.outlines import locate
from brandkit.sightings.structure.sighting import vector_sighting
from brandkit.sightings.surroundings.measure import with_surroundings
from tests.fingerprints.scenes import scene
from tests.sightings.marks import HEIGHT, INK, WIDTH, horizontal, master, moved, page, pose, recolored, shape
from tests.sightings.painting import cover_of, painted

SCALE = 2.0
WHITE, SKY, GRAY = "#FFFFFF", "#8AD6D0", "#777777"


def box_shape(x, y, w, h, fill=GRAY, order=500, **more):
    return shape([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill=fill, order=order, **more)


def text(x, y, w=80.0, h=10.0, color="#222222"):
    return TextRun("Thành phố", Box(x, y, w, h), size=h, paint=Paint(color), order=900)


def measured(others=(), texts=(), placements=(), at=None, ground=WHITE, by_pixels=False, noise=None, under=()):
    """The logo's sighting on a painted page with other things; `under` are shapes painted before it."""
    logo = moved(horizontal(), at or pose(200, 300), order=100)
    made = page(*under, *logo, *others, texts=tuple(texts), placements=tuple(placements))
    seen = locate(made, [master(horizontal())])
    assert len(seen) == 1
    found = vector_sighting(made, seen[0])
    image = painted(made, SCALE, ground)
    if noise is not None:
        image = noise(image)
    if by_pixels:
        made = replace(made, raster_only=True)
    cover = cover_of(horizontal(), WIDTH, HEIGHT)
    return with_surroundings(found, made, image, SCALE, cover).sighting


def ink_of(at=None):
    sighting = measured(at=at)
    xs, ys = zip(*sighting.ink, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


LEFT, TOP, RIGHT, BOTTOM = ink_of()
BOTH = pytest.mark.parametrize("by_pixels", [False, True], ids=["structure", "pixels"])


@BOTH
def test_nothing_around_is_free_as_far_as_was_searched(by_pixels):
    clear = measured(by_pixels=by_pixels).clearance
    assert (clear.left, clear.top, clear.right, clear.bottom) == pytest.approx((HEIGHT,) * 4)
    assert clear.nearest is None
    assert clear.method == ("pixels" if by_pixels else "structure")


SIDES = {
    "left": box_shape(LEFT - 12 - 20, TOP + 10, 20, 20),
    "top": box_shape(LEFT + 30, TOP - 12 - 15, 40, 15),
    "right": box_shape(RIGHT + 12, TOP + 10, 20, 20),
    "bottom": box_shape(LEFT + 30, BOTTOM + 12, 40, 15),
}


@BOTH
@pytest.mark.parametrize("side", SIDES)
def test_a_thing_on_one_side_is_measured_on_that_side(by_pixels, side):
    clear = measured([SIDES[side]], by_pixels=by_pixels).clearance
    assert getattr(clear, side) == pytest.approx(12, abs=0.8)
    assert all(getattr(clear, other) == pytest.approx(HEIGHT) for other in SIDES if other != side)
    assert clear.nearest.x + clear.nearest.w / 2 == pytest.approx(SIDES[side].box.x + SIDES[side].box.w / 2, abs=6)


@BOTH
def test_a_thing_off_the_corner_is_as_far_as_the_larger_of_across_and_down(by_pixels):
    clear = measured([box_shape(RIGHT + 20, BOTTOM + 8, 30, 30)], by_pixels=by_pixels).clearance
    assert clear.right == pytest.approx(20, abs=0.8)
    assert clear.bottom == pytest.approx(HEIGHT)


@BOTH
def test_text_counts(by_pixels):
    clear = measured(texts=[text(LEFT + 20, BOTTOM + 9)], by_pixels=by_pixels).clearance
    assert clear.bottom == pytest.approx(9, abs=0.8)


@pytest.mark.parametrize("degrees", [90, 180, -35])
def test_sides_are_the_logos_own_when_it_is_turned(degrees):
    at = pose(300, 400, degrees=degrees)
    turned = moved([SIDES["left"]], Affine(1, 0, 0, 1, -200, -300))
    thing = moved(turned, at, order=500)
    for by_pixels in (False, True):
        clear = measured(thing, at=at, by_pixels=by_pixels).clearance
        assert clear.left == pytest.approx(12, abs=1.0), by_pixels
        assert min(clear.top, clear.right, clear.bottom) == pytest.approx(HEIGHT)


@BOTH
def test_a_band_or_plate_that_carries_the_logo_is_its_ground_and_no_thing(by_pixels):
    band = box_shape(0, TOP - 10, 595, BOTTOM - TOP + 20, fill=SKY, order=1)
    sighting = measured(under=[band], by_pixels=by_pixels)
    assert min(sighting.clearance.top, sighting.clearance.bottom) == pytest.approx(HEIGHT)
    assert sighting.ground.hex == SKY and sighting.ground.kind == "flat" and sighting.ground.plate is None


def test_a_picture_under_the_logo_is_no_thing_and_one_beside_it_is():
    under = Placement("a", Affine(400, 0, 0, 300, 100, 200), order=1)
    beside = Placement("b", Affine(50, 0, 0, 50, RIGHT + 7, TOP), order=2)
    drawn = [box_shape(RIGHT + 7, TOP, 50, 50)]
    clear = measured(placements=[under], others=[]).clearance
    assert min(clear.left, clear.top, clear.right, clear.bottom) == pytest.approx(HEIGHT)
    assert measured(drawn, placements=[under, beside]).clearance.right == pytest.approx(7, abs=0.1)


def test_what_cannot_be_seen_is_passed_over():
    white_on_white = [text(LEFT + 20, BOTTOM + 9, color=WHITE)]
    assert measured(texts=white_on_white).clearance.bottom == pytest.approx(HEIGHT)
    hidden = box_shape(RIGHT + 5, TOP, 30, 30, opacity=0.0)
    assert measured([replace(hidden, fill=Paint(WHITE))]).clearance.right == pytest.approx(HEIGHT)


def test_a_large_curve_counts_where_its_outline_is_and_not_where_its_box_is():
    wave = shape([(0, 800), (0, 760), (480, 380), (595, 60), (595, 800)], fill=SKY, order=300)
    clear = measured([wave]).clearance
    assert min(clear.left, clear.top) == pytest.approx(HEIGHT)
    assert 0 <= min(clear.right, clear.bottom) < HEIGHT


def test_a_frame_around_the_logo_counts_by_its_line():
    line = replace(box_shape(LEFT - 14, TOP - 14, RIGHT - LEFT + 28, BOTTOM - TOP + 28), fill=None,
                   stroke=Paint(INK), stroke_width=2.0)  # fmt: skip
    clear = measured([line]).clearance
    assert (clear.left, clear.top, clear.right, clear.bottom) == pytest.approx((13,) * 4, abs=0.05)


def test_noise_of_scans_and_jpeg_is_no_thing():
    def scanned(image):
        noisy = image + np.random.default_rng(1).normal(0, 5, image.shape)
        encoded = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 40])[1]
        return cv2.imdecode(encoded, cv2.IMREAD_COLOR)

    sighting = measured(by_pixels=True, noise=scanned)
    clear = sighting.clearance
    assert min(clear.left, clear.top, clear.right, clear.bottom) == pytest.approx(HEIGHT)
    assert sighting.ground.kind == "flat"
    crowded = measured([SIDES["left"]], by_pixels=True, noise=scanned)
    assert crowded.clearance.left == pytest.approx(12, abs=1.0)


def gradient(start=(20, 60, 120), end=(120, 200, 220)):
    share = np.clip(np.linspace(-1, 2, 842), 0, 1)[:, None, None]
    return np.repeat((np.array(start) * (1 - share) + np.array(end) * share).astype(np.uint8), 595, axis=1)


def test_a_gradient_is_one_and_no_thing():
    sighting = measured(by_pixels=True, ground=gradient())
    assert sighting.ground.kind == "gradient" and sighting.ground.plate is None
    clear = sighting.clearance
    assert min(clear.left, clear.top, clear.right, clear.bottom) == pytest.approx(HEIGHT)


def test_a_photograph_is_a_busy_ground():
    ground = measured(by_pixels=True, ground=cv2.resize(scene(3), (595, 842))).ground
    assert ground.kind == "busy" and ground.spread > 8


def test_a_plate_on_a_photograph_is_told_with_its_color():
    plate = box_shape(LEFT - 14, TOP - 14, RIGHT - LEFT + 28, BOTTOM - TOP + 28, fill=WHITE, order=1)
    sighting = measured(under=[plate], by_pixels=True, ground=cv2.resize(scene(3), (595, 842)))
    assert sighting.ground.plate == WHITE and sighting.ground.kind == "flat"
    clear = sighting.clearance
    assert min(clear.left, clear.top, clear.right, clear.bottom) == pytest.approx(HEIGHT)


@pytest.mark.parametrize("ground", [WHITE, "#0A2A4A", "#FFB13B"])
def test_a_flat_ground_is_told_exactly_though_ink_and_text_lie_on_it(ground):
    reversed_ = recolored(horizontal(), {"#0B3C5D": "#EEEEEE"})
    logo = moved(reversed_, pose(200, 300), order=100)
    made = page(*logo, texts=(text(LEFT + 20, BOTTOM + 4),))
    found = vector_sighting(made, locate(made, [master(reversed_)])[0])
    image = painted(made, SCALE, ground)
    measured_ground = with_surroundings(found, made, image, SCALE, cover_of(reversed_, WIDTH, HEIGHT)).sighting.ground
    assert measured_ground.hex == ground
    assert measured_ground.kind == "flat" and measured_ground.spread < 1


def test_the_page_edge_is_no_thing():
    sighting = measured(at=pose(2, 3), by_pixels=True)
    assert min(sighting.clearance.left, sighting.clearance.top) == pytest.approx(HEIGHT)
    assert sighting.ground.hex == WHITE
