"""PDF: where things lie. Structure and pixels must tell the same place for every rotation and crop box."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from brandkit.document import Placement, Shape
from brandkit.formats import pdf
from brandkit.geometry import Affine, box_of, polygon_area, pose_of, quad_of
from tests.formats.made import BLUE, FOUR, GREEN, RED, YELLOW, Sheet, box_of_color, fresh, read

CROPS = (None, (0, 0, 200, 100), (30, 10, 170, 90), (-50, -20, 150, 60), (12.5, 7.25, 180.5, 95.75))


def only_shape(path: Path) -> Shape:
    (shape,) = read(path).pages[0].shapes
    return shape


def only_placement(path: Path) -> Placement:
    (placement,) = read(path).pages[0].placements
    return placement


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("crop", CROPS)
def test_a_shape_lies_where_its_pixels_lie(tmp_path: Path, turn: int, crop: tuple[float, ...] | None) -> None:
    sheet = Sheet(Rotate=turn, **({"CropBox": list(crop)} if crop else {}))
    path = sheet.save(tmp_path / "a.pdf", b"0 0 1 rg 60 30 50 20 re f")
    page = read(path).pages[0]
    with fresh():
        pixels = pdf.render(path, 1, 4.0)
    assert pixels.shape[:2] == (round(page.height * 4), round(page.width * 4))
    found = box_of_color(pixels, BLUE)
    box = page.shapes[0].box
    assert np.allclose(found, [4 * box.x, 4 * box.y, 4 * box.right, 4 * box.bottom], atol=1.01)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_picture_lies_where_its_pixels_lie_and_stands_as_they_do(tmp_path: Path, turn: int) -> None:
    sheet = Sheet(Rotate=turn, CropBox=[10, 5, 190, 95])
    sheet.resource("XObject", "P", sheet.picture(np.kron(FOUR, np.ones((20, 20, 1), np.uint8))))
    path = sheet.save(tmp_path / "a.pdf", b"q 60 0 0 40 70 20 cm /P Do Q")
    matrix = only_placement(path).matrix
    with fresh():
        pixels = pdf.render(path, 1, 4.0)
    for (u, v), color in {(0.25, 0.25): RED, (0.75, 0.25): GREEN, (0.25, 0.75): BLUE, (0.75, 0.75): YELLOW}.items():
        x, y = (matrix.a * u + matrix.c * v + matrix.e) * 4, (matrix.b * u + matrix.d * v + matrix.f) * 4
        assert tuple(pixels[int(y), int(x)]) == color


@pytest.mark.parametrize(
    ("flip", "mirrored"), [((60, 0, 0, 40), False), ((-60, 0, 0, 40), True), ((60, 0, 0, -40), True)]
)
def test_a_mirrored_picture_has_a_negative_determinant(
    tmp_path: Path, flip: tuple[int, int, int, int], mirrored: bool
) -> None:
    sheet = Sheet()
    sheet.resource("XObject", "P", sheet.picture(FOUR))
    path = sheet.save(tmp_path / "a.pdf", b"q %d %d %d %d 100 50 cm /P Do Q" % flip)
    assert pose_of(only_placement(path).matrix, 2, 2).mirrored is mirrored


def test_a_whole_page_at_an_odd_size_is_drawn_to_scale(tmp_path: Path) -> None:
    path = Sheet(595.276, 841.89).save(
        tmp_path / "a.pdf", b"1 0 0 rg 585.276 0 10 10 re f 0 0 1 rg 0 831.89 10 10 re f"
    )
    with fresh():
        pixels = pdf.render(path, 1, 150 / 72)
    assert box_of_color(pixels, RED) == pytest.approx((585.276 * 150 / 72, 831.89 * 150 / 72, 1240, 1754), abs=0.6)


def turned(degrees: float, stretch: float) -> Affine:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return Affine(cos * stretch, -sin * stretch, sin, cos, 40, 30)  # PDF's y goes up: clockwise as seen is negative


def test_a_logo_at_5_degrees_and_4_percent_reads_back_exactly(tmp_path: Path) -> None:
    drawing = b"0 0 m 50 0 l 50 20 l 30 20 30 10 20 10 c 10 10 5 20 0 20 c h f"
    plain = only_shape(Sheet().save(tmp_path / "plain.pdf", drawing))
    matrix = " ".join(f"{v:.9f}" for v in turned(5.0, 1.04)).encode()
    placed = only_shape(Sheet().save(tmp_path / "placed.pdf", b"q " + matrix + b" cm " + drawing + b" Q"))
    one, other = (np.array(shape.contours[0].points) for shape in (plain, placed))
    assert one.shape == other.shape and len(one) > 20
    solved, *_ = np.linalg.lstsq(np.column_stack([one, np.ones(len(one))]), other, rcond=None)
    found = pose_of(Affine(*solved[0], *solved[1], *solved[2]), 1, 1)
    assert found.rotation_deg == pytest.approx(5.0, abs=1e-4)
    assert found.stretch == pytest.approx(1.04, abs=1e-5)
    assert found.skew_deg == pytest.approx(0.0, abs=1e-4)


def test_maps_of_nested_forms_are_composed(tmp_path: Path) -> None:
    sheet = Sheet(400, 400)
    inner = sheet.form(b"1 0 0 rg 10 10 20 20 re f", (0, 0, 100, 100), (2, 0, 0, 2, 5, 7))
    outer = sheet.form(b"q 1 0 0 1 100 0 cm /I Do Q", (0, 0, 300, 300), (1, 0, 0, 1, 0, 50), XObject={"/I": inner})
    sheet.resource("XObject", "O", outer)
    path = sheet.save(tmp_path / "a.pdf", b"q 0.5 0 0 0.5 10 0 cm /O Do Q")
    shape = only_shape(path)
    # ((10..30) × 2 + (5, 7) + (100, 0) + (0, 50)) × 0.5 + (10, 0)
    assert shape.box == pytest.approx((72.5, 400 - 58.5, 20, 20), abs=1e-4)
    assert shape.group == "0/0"


def test_a_form_is_cut_at_its_box(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.resource("XObject", "F", sheet.form(b"1 0 0 rg 0 0 50 50 re f", (0, 0, 20, 10)))
    path = sheet.save(tmp_path / "a.pdf", b"/F Do")
    clip = only_shape(path).clip
    assert clip is not None and box_of(clip) == pytest.approx((0, 90, 20, 10), abs=1e-4)


def test_a_convex_clip_is_exact_and_another_is_its_box(tmp_path: Path) -> None:
    triangle = b"q 10 10 m 60 10 l 10 60 l h W n 0 0 100 100 re f Q"
    clip = only_shape(Sheet().save(tmp_path / "a.pdf", triangle)).clip
    assert clip is not None and abs(polygon_area(clip)) == pytest.approx(1250, rel=1e-5)
    star = b"q 10 10 m 60 10 l 20 20 l 10 60 l h W n 0 0 100 100 re f Q"
    clip = only_shape(Sheet().save(tmp_path / "b.pdf", star)).clip
    assert clip is not None and box_of(clip) == pytest.approx((10, 40, 50, 50), abs=1e-4)


def test_clips_within_clips_leave_what_is_common(tmp_path: Path) -> None:
    content = b"q 0 0 50 50 re W n 30 0 50 50 re W n 0 0 100 100 re f Q"
    clip = only_shape(Sheet().save(tmp_path / "a.pdf", content)).clip
    assert clip is not None and box_of(clip) == pytest.approx((30, 50, 20, 50), abs=1e-4)


def test_what_is_wholly_clipped_away_is_not_there(tmp_path: Path) -> None:
    content = b"q 0 0 10 10 re W n 50 50 10 10 re W n 0 0 100 100 re f Q"
    assert read(Sheet().save(tmp_path / "a.pdf", content)).pages[0].shapes == ()


def test_a_curve_is_flattened_within_a_thousandth(tmp_path: Path) -> None:
    k = 0.5522847498 * 50
    circle = f"150 50 m 150 {50 + k} {100 + k} 100 100 100 c {100 - k} 100 50 {50 + k} 50 50 c "
    circle += f"50 {50 - k} {100 - k} 0 100 0 c {100 + k} 0 150 {50 - k} 150 50 c f"
    points = np.array(only_shape(Sheet().save(tmp_path / "a.pdf", circle.encode())).contours[0].points)
    middles = (points + np.roll(points, -1, axis=0)) / 2
    radius = np.hypot(*(middles - (100, 50)).T)
    assert np.abs(radius - 50).max() < 0.001 * 100


def test_a_scan_is_one_picture_and_nothing_seen_beside_it(tmp_path: Path) -> None:
    def scan(extra: bytes) -> bool:
        sheet = Sheet()
        sheet.resource("XObject", "P", sheet.picture(FOUR))
        sheet.resource("Font", "F", {"/Type": "x"} and _helvetica())
        return read(sheet.save(tmp_path / "a.pdf", b"q 200 0 0 100 0 0 cm /P Do Q " + extra)).pages[0].raster_only

    assert scan(b"")
    assert scan(b"BT 3 Tr /F 12 Tf 10 10 Td (seen by search alone) Tj ET")
    assert not scan(b"BT /F 12 Tf 10 10 Td (seen) Tj ET")
    assert not scan(b"1 0 0 rg 10 10 20 20 re f")


def test_a_picture_of_part_of_the_page_is_no_scan(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.resource("XObject", "P", sheet.picture(FOUR))
    page = read(sheet.save(tmp_path / "a.pdf", b"q 180 0 0 100 0 0 cm /P Do Q")).pages[0]
    assert not page.raster_only
    assert box_of(quad_of(page.placements[0].matrix, 1, 1)) == pytest.approx((0, 0, 180, 100), abs=1e-4)


def _helvetica() -> object:
    from pikepdf import Dictionary, Name

    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_in_larger_units_has_its_true_size(tmp_path: Path, packed: bool) -> None:
    import pikepdf

    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    sheet = Sheet(UserUnit=2.5, Rotate=90, CropBox=[10, 10, 190, 90])
    sheet.resource("ExtGState", "G", pikepdf.Dictionary(ca=0.5))
    path = sheet.save(tmp_path / "a.pdf", b"0 0 1 rg 60 30 50 20 re f 1 1 1 rg 20 20 9 9 re f", object_stream_mode=mode)
    assert (b"/UserUnit" in path.read_bytes()) is not packed
    page = read(path).pages[0]
    assert (page.width, page.height) == (200, 450)
    with fresh():
        pixels = pdf.render(path, 1, 2.0)
    assert pixels.shape == (900, 400, 3)
    box, white = page.shapes[0].box, page.shapes[1]
    assert box_of_color(pixels, BLUE) == pytest.approx((2 * box.x, 2 * box.y, 2 * box.right, 2 * box.bottom), abs=1.01)
    assert white.fill and white.fill.hex == "#FFFFFF" and white.box.w == 22.5
