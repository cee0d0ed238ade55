"""SVG taken apart: what is told of a drawing is what a renderer shows of it."""

from __future__ import annotations

import base64
import hashlib
import io
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from brandkit.color import delta_e_hex
from brandkit.document import Page, Shape
from brandkit.formats import svg as svg_format
from brandkit.geometry import box_of, intersection, pose_of
from brandkit.svg import outlines, raster, size
from tests.formats.made import FOUR, fresh, read
from tests.svg.test_cleaning import NAMESPACES, drawing

PLACED = {
    "plain": '<rect x="10" y="20" width="30" height="40"/>',
    "group": '<g transform="translate(30 5) scale(.5)"><rect x="10" y="20" width="30" height="40"/></g>',
    "turn about a point": '<rect x="40" y="40" width="20" height="10" transform="rotate(30 50 50)"/>',
    "skew": '<rect x="10" y="40" width="20" height="10" transform="skewX(20) skewY(5)"/>',
    "matrix": '<circle cx="10" cy="10" r="5" transform="matrix(2,1,-1,2,40,20)"/>',
    "use": '<defs><rect id="a" width="10" height="10"/></defs><use href="#a" x="20" y="30" transform="scale(2)"/>',
    "symbol": '<symbol id="a" viewBox="0 0 10 20"><rect width="10" height="20"/></symbol>'
    '<use href="#a" x="10" y="10" width="40" height="40"/>',
    "nested svg": '<svg x="20" y="10" width="50" height="50" viewBox="0 0 10 10">'
    '<rect x="-5" width="9" height="9"/></svg>',
    "clip": '<clipPath id="c"><circle cx="50" cy="50" r="20"/></clipPath>'
    '<rect width="60" height="90" clip-path="url(#c)"/>',
    "clip by box": '<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width=".5" height=".5"/></clipPath>'
    '<rect x="20" y="20" width="60" height="60" clip-path="url(#c)"/>',
    "stroke": '<path d="M20 20H80V40H20z" stroke="red" stroke-width="10"/>',
    "percent": '<rect x="10%" y="20%" width="50%" height="25%"/>',
    "units": '<rect x="1mm" y="2pt" width="1cm" height="0.25in"/>',
    "style sheet": '<style>.a{fill:none;stroke:blue;stroke-width:6px}</style><path class="a" d="M20 20H80V60H20z"/>',
    "hidden beside": '<rect width="90" height="90" display="none"/><rect x="50" y="50" width="9" height="9"/>'
    '<rect width="90" height="90" visibility="hidden"/><rect width="90" height="90" fill="none"/>',
    "carried drawing": '<image x="10" y="20" width="40" height="20" href="data:image/svg+xml;base64,'
    + base64.b64encode(drawing('<rect x="25" width="50" height="100"/>')).decode()
    + '"/>',
    "switch": '<switch><rect systemLanguage="xx" width="99" height="99"/>'
    '<rect x="5" y="5" width="20" height="20"/></switch>',
    "polygon": '<polygon points="50,10 90,80 10,80"/>',
    "round": '<rect x="10" y="10" width="60" height="30" rx="8"/><ellipse cx="60" cy="70" rx="30" ry="9"/>',
}


def seen_box(shapes: list[Shape] | tuple[Shape, ...], page: Page) -> tuple[float, ...] | None:
    boxes = []
    for shape in shapes:
        box = intersection(shape.box, box_of([(0, 0), (page.width, page.height)]))
        box = intersection(box, box_of(shape.clip)) if box and shape.clip else box
        if box:
            boxes.append(box)
    if not boxes:
        return None
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    return left, top, max(b.right for b in boxes), max(b.bottom for b in boxes)


@pytest.mark.parametrize("body", PLACED.values(), ids=PLACED.keys())
@pytest.mark.parametrize(
    "attributes",
    ['viewBox="0 0 100 100"', 'width="300" height="200" viewBox="-10 5 90 100"', 'width="2in" height="50mm"',
     'width="300" height="100" viewBox="0 0 100 100" preserveAspectRatio="none"',
     'width="300" height="100" viewBox="0 0 100 100" preserveAspectRatio="xMaxYMid slice"'],
)  # fmt: skip
def test_shapes_lie_where_a_renderer_shows_them(tmp_path: Path, body: str, attributes: str) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(drawing(body, attributes=attributes))
    page = read(path).pages[0]
    shown = raster(path.read_bytes(), round(page.width * 4), round(page.height * 4))[..., 3] > 40
    if not shown.any():
        assert seen_box(page.shapes, page) is None
        return
    rows, columns = shown.any(axis=1).nonzero()[0], shown.any(axis=0).nonzero()[0]
    found = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) / 4
    # A stretched stroke has no one width; its mean is told.
    slack = 8.0 if "none" in attributes and "stroke" in body else 0.6
    if "slice" in attributes and ("polygon" in body or "ellipse" in body):
        slack = 25.0  # the page cuts them where they are narrower than their box
    assert np.abs(np.array(seen_box(page.shapes, page)) - found).max() < slack


def only(body: str) -> Shape:
    (shape,) = outlines(drawing(body))
    return shape


def test_the_artboard_begins_at_its_top_left_and_is_measured_in_its_own_units() -> None:
    data = drawing('<rect x="20" y="30" width="5" height="5"/>', attributes='viewBox="20 30 40 10" width="4in"')
    assert size(data) == (40, 10)
    assert outlines(data)[0].box == (0, 0, 5, 5)
    assert size(drawing("", attributes='width="1in" height="48"')) == (96, 48)


def test_a_logo_at_5_degrees_and_4_percent_reads_back_exactly() -> None:
    path = '<path d="M0 0H50V20C30 20 30 10 20 10S5 20 0 20z"/>'
    plain = only(path)
    placed = only(f'<g transform="translate(9 4) rotate(5) scale(1.04 1)">{path}</g>')
    one, other = (np.array(s.contours[0].points) for s in (plain, placed))
    solved, *_ = np.linalg.lstsq(np.column_stack([one, np.ones(len(one))]), other, rcond=None)
    from brandkit.geometry import Affine

    found = pose_of(Affine(*solved[0], *solved[1], *solved[2]), 1, 1)
    assert (found.rotation_deg, found.stretch) == (pytest.approx(5, abs=1e-9), pytest.approx(1.04, abs=1e-9))


@pytest.mark.parametrize(
    ("body", "color"),
    [
        ('<rect width="9" height="9" fill="#0057a8"/>', "#0057A8"),
        ('<rect width="9" height="9" fill="#05a"/>', "#0055AA"),
        ('<rect width="9" height="9" fill="rgb(1, 2, 3)"/>', "#010203"),
        ('<rect width="9" height="9" fill="rgb(100%, 50%, 0%)"/>', "#FF8000"),
        ('<rect width="9" height="9" fill="hsl(120, 100%, 25%)"/>', "#008000"),
        ('<rect width="9" height="9" fill="Teal"/>', "#008080"),
        ('<g color="red"><rect width="9" height="9" fill="currentColor"/></g>', "#FF0000"),
        ('<g fill="red"><rect width="9" height="9"/></g>', "#FF0000"),
        ('<rect width="9" height="9"/>', "#000000"),
        ('<style>rect{fill:red}</style><rect width="9" height="9" fill="blue"/>', "#FF0000"),
        ('<style>rect{fill:red}.a{fill:lime}</style><rect class="b a" width="9" height="9"/>', "#00FF00"),
        ('<style>#x{fill:blue}.a{fill:lime}</style><rect id="x" class="a" width="9" height="9"/>', "#0000FF"),
        ('<style>#x{fill:blue}</style><rect id="x" style="fill:red" width="9" height="9"/>', "#FF0000"),
        ('<style>rect{fill:blue!important}</style><rect style="fill:red" width="9" height="9"/>', "#0000FF"),
        ('<style>g .a{fill:lime} g>g>rect{fill:red}</style><g><rect class="a" width="9" height="9"/></g>', "#00FF00"),
        ('<style>/* .a{fill:red} */ .a,.b{fill:lime}</style><rect class="b" width="9" height="9"/>', "#00FF00"),
        ('<rect width="9" height="9" fill="url(#none) red"/>', "#FF0000"),
    ],
)
def test_colors_come_from_where_css_says_and_as_a_renderer_shows_them(body: str, color: str) -> None:
    shape = only(body)
    assert shape.fill and shape.fill.hex == color
    shown = raster(drawing(body), 100)[4, 4]
    assert delta_e_hex(color, "#{:02X}{:02X}{:02X}".format(*shown[:3])) < 1


def test_colors_that_renderers_differ_on_are_read_as_css_has_them() -> None:
    for written, color in (("rgb(100% 50% 0% / 50%)", "#FF8000"), ("#123456 icc-color(x, 1)", "#123456")):
        shape = only(f'<rect width="9" height="9" fill="{written}"/>')
        assert shape.fill and shape.fill.hex == color


def test_a_gradient_is_its_mean_color_and_says_so() -> None:
    stops = '<stop offset="0" stop-color="red"/><stop offset="1" style="stop-color:#00f"/>'
    body = f'<linearGradient id="a">{stops}</linearGradient><linearGradient id="b" href="#a"/>'
    shape = only(body + '<rect width="100" height="100" fill="url(#b)"/>')
    assert shape.fill and shape.fill.space == "gradient" and delta_e_hex(shape.fill.hex, "#800080") < 2


def test_opacity_multiplies_and_effects_have_names() -> None:
    body = (
        '<filter id="f"><feDropShadow/></filter><mask id="m"><rect width="99" height="99" fill="#fff"/></mask>'
        '<g opacity=".5" filter="url(#f)"><rect width="9" height="9" opacity=".5" fill-opacity="50%" mask="url(#m)"'
        ' style="mix-blend-mode:multiply"/></g>'
    )
    shape = only(body)
    assert shape.opacity == pytest.approx(0.125)
    assert shape.effects == ("filter: feDropShadow", "mask", "blend: multiply")


def test_what_is_clipped_away_is_not_there() -> None:
    clip = '<clipPath id="c"><rect width="5" height="5"/></clipPath>'
    body = clip + '<g clip-path="url(#c)"><svg x="50" width="9" height="9">'
    assert outlines(drawing(body + '<rect width="9" height="9"/></svg></g>')) == []


def picture(pixels: np.ndarray, kind: str = "PNG") -> tuple[str, bytes]:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind)
    return f"data:image/{kind.lower()};base64," + base64.b64encode(stream.getvalue()).decode(), stream.getvalue()


def test_a_carried_picture_is_placed_with_its_bytes_known(tmp_path: Path) -> None:
    rgba = np.dstack([FOUR, [[255, 128], [0, 255]]]).astype(np.uint8)
    address, data = picture(rgba)
    path = tmp_path / "a.svg"
    turned = f'<g transform="rotate(90 50 50)"><image x="10" y="20" width="40" height="20" href="{address}"/></g>'
    path.write_bytes(drawing(turned + f'<image width="9" xlink:href="{address}"/>'))
    document = read(path)
    one, other = document.pages[0].placements
    assert one.picture == other.picture and len(document.pictures) == 1
    assert document.pictures[one.picture].sha256 == hashlib.sha256(data).hexdigest()
    # 2 × 2 pixels keep their proportions in the middle of 40 × 20, then a quarter turn about (50, 50)
    assert np.allclose(one.matrix, (0, 20, -20, 0, 80, 20))
    with fresh():
        assert np.array_equal(svg_format.picture(path, one.picture), rgba)


def test_a_page_of_one_picture_is_raster_only(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(drawing(f'<image width="100" height="100" href="{picture(FOUR)[0]}"/>'))
    assert read(path).pages[0].raster_only
    path.write_bytes(
        drawing(f'<image width="100" height="100" href="{picture(FOUR)[0]}"/><rect width="9" height="9"/>')
    )
    assert not read(path).pages[0].raster_only


TEXT = (
    '<text x="50" y="60" font-family="DejaVu Sans, Arial" font-size="20" fill="red" xml:lang="vi">Biển'
    '<tspan fill="blue" font-size="10"> xanh</tspan></text><text x="20" y="90" text-anchor="end">end</text>'
)


def test_text_has_its_words_font_size_color_and_language(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(drawing(TEXT, attributes='viewBox="0 0 200 100" width="400"'))
    one, other, last = read(path).pages[0].texts
    assert (one.text, one.font, one.size, one.language) == ("Biển", "DejaVu Sans", 40, "vi")
    assert (other.text, other.size, last.text, last.size) == ("xanh", 20, "end", 32)
    assert one.paint and other.paint and (one.paint.hex, other.paint.hex) == ("#FF0000", "#0000FF")


def test_boxes_of_text_are_where_it_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(drawing(f'<g transform="rotate(4)" opacity=".5">{TEXT}</g>', attributes='viewBox="0 0 200 120"'))
    runs = read(path).pages[0].texts
    shown = raster(path.read_bytes(), 2000)
    if not shown[..., 3].any():
        pytest.skip("no font of the machine draws Latin text")
    red = (shown[..., 3] > 90) & (shown[..., 0] > 200)
    rows, columns = red.any(axis=1).nonzero()[0], red.any(axis=0).nonzero()[0]
    box = runs[0].box
    found = np.array([columns[0], rows[0], columns[-1], rows[-1]]) / 10
    assert np.abs(found - (box.x, box.y, box.right, box.bottom)).max() < 0.5
    assert runs[0].rotation_deg == pytest.approx(4) and runs[0].opacity == pytest.approx(0.5)


def test_raster_keeps_proportions_or_fills_what_it_is_given() -> None:
    data = drawing('<rect width="100" height="50" fill="red"/>', attributes='viewBox="0 0 100 50"')
    assert raster(data).shape == (50, 100, 4)
    assert raster(data, 30).shape == (15, 30, 4)
    assert raster(data, height_px=30).shape == (30, 60, 4)
    filled = raster(data, 33, 44)
    assert filled.shape == (44, 33, 4) and (filled == (255, 0, 0, 255)).all()


def test_alpha_is_straight() -> None:
    shown = raster(drawing('<rect width="100" height="100" fill="#0057A8" opacity=".5"/>'), 10)
    assert np.abs(shown[5, 5].astype(int) - (0, 0x57, 0xA8, 128)).max() <= 1


def test_drawings_without_a_namespace_are_drawn() -> None:
    assert outlines(b'<svg viewBox="0 0 9 9"><rect width="9" height="9"/></svg>')[0].box == (0, 0, 9, 9)


def test_rotation_of_nested_transforms_adds_up() -> None:
    shape = only('<g transform="rotate(20)"><g transform="rotate(25deg)"><path d="M0 0H10V1H0z"/></g></g>')
    (x0, y0), (x1, y1) = shape.contours[0].points[:2]
    assert math.degrees(math.atan2(y1 - y0, x1 - x0)) == pytest.approx(45)
    assert NAMESPACES in drawing("").decode()


@pytest.mark.parametrize(("width", "dpi"), [("210mm", 96), ("8in", 96), ("300pt", 96), ("300px", None), ("300", None)])
def test_a_drawing_measured_for_paper_has_a_density(tmp_path: Path, width: str, dpi: float | None) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(drawing("<rect/>", attributes=f'width="{width}" viewBox="0 0 10 10"'))
    assert read(path).pages[0].dpi == dpi
