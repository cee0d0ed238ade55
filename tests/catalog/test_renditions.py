"""Files in other formats and sizes: never stretched, never enlarged from pixels, vectors exact."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from brandkit import svg
from brandkit.assets import File
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.looks.fingerprinting import over
from brandkit.catalog.renditions import Size, can_become, fitted, ink_colors, rendition
from brandkit.catalog.renditions.vector_pdf import pdf_of
from brandkit.errors import InvalidValue, NotAvailable, UnknownAsset, UnsupportedFormat
from brandkit.svg.artboard import page_size
from brandkit.svg.cleaning import parsed
from tests.catalog.specimens import SEA, mark, picture

DRAWING = File("full-color", "mark.svg", "0" * 64, "image/svg+xml", 1)
PHOTO = File("original", "p.jpg", "1" * 64, "image/jpeg", 1)
PDF = File("full-color", "mark.pdf", "2" * 64, "application/pdf", 1)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def made(data: bytes, file: File, wanted=None, *, background=None, **size) -> bytes:
    return rendition(data, file, wanted=wanted, size=Size(**size), background=background)


def test_a_master_is_handed_out_byte_for_byte():
    for data, file in ((mark(), DRAWING), (picture(), PHOTO)):
        assert made(data, file) == data
    assert made(mark(), DRAWING, "svg") == mark()


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [(300, None, (300, 150)), (None, 20, (40, 20)), (90, 90, (90, 45)), (None, None, (1024, 512))],
)
def test_a_drawing_fits_the_size_in_its_own_proportions(width, height, expected):
    assert opened(made(mark(), DRAWING, "png", width=width, height=height)).size == expected


@pytest.mark.parametrize(("wanted", "kind"), [("png", "PNG"), ("webp", "WEBP"), ("jpeg", "JPEG")])
def test_each_format_is_what_it_says(wanted, kind):
    image = opened(made(mark(), DRAWING, wanted, width=60))
    assert image.format == kind
    assert (image.mode == "RGB") == (wanted == "jpeg")


def test_a_jpeg_stands_on_the_background_and_on_white_without_one():
    for background, corner in (("#F2A900", (242, 169, 0)), (None, (255, 255, 255))):
        image = opened(made(mark(), DRAWING, "jpeg", width=120, background=background))
        assert np.abs(np.asarray(image)[-1, 0].astype(int) - corner).max() <= 4


def test_pixels_are_made_smaller_and_never_larger():
    assert opened(made(picture(), PHOTO, width=48)).size == (48, 32)
    assert opened(made(picture(), PHOTO, "webp")).size == (96, 64)
    for size in ({"width": 97}, {"height": 65}):
        with pytest.raises(InvalidValue, match="never enlarged"):
            made(picture(), PHOTO, "png", **size)


def test_an_upright_picture_is_made_of_one_that_lies_on_its_side():
    sink = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    opened(picture()).save(sink, "JPEG", exif=exif)
    assert opened(made(sink.getvalue(), PHOTO, "png")).size == (64, 96)


@pytest.mark.parametrize(
    ("size", "expected"),
    [({"width": 100}, (100, 50)), ({"height": 30}, (60, 30)), ({"width": 9, "height": 90}, (9, 4.5))],
)
def test_vectors_are_shown_in_the_size_and_stay_the_same_drawing(size, expected):
    page = pypdfium2.PdfDocument(made(mark(), DRAWING, "pdf", **size))[0]
    assert page.get_size() == tuple(side * 0.75 for side in expected)
    for wanted in ("svg", None):
        drawing = made(mark(), DRAWING, wanted, **size)
        assert page_size(parsed(drawing)) == expected
        assert (svg.raster(drawing, 240, 120) == svg.raster(mark(), 240, 120)).all()


def test_a_drawing_without_a_view_box_keeps_its_artboard():
    data = mark().replace(b'viewBox="0 0 120 60"', b'width="120" height="60"')
    assert (svg.raster(made(data, DRAWING, width=60), 240, 120) == svg.raster(data, 240, 120)).all()


def test_a_pdf_master_takes_no_other_size_and_pixels_become_no_vectors():
    with pytest.raises(InvalidValue, match="size of its own"):
        made(pdf_of(mark()), PDF, width=100)
    assert not can_become(PHOTO, "svg")
    assert not can_become(PHOTO, "pdf")
    assert can_become(PDF, "png")


def test_a_bitmap_of_unreasonable_size_is_refused():
    with pytest.raises(InvalidValue):
        made(mark(), DRAWING, "png", width=20_000)


def test_a_pdf_shows_what_the_drawing_shows():
    data = mark(seed=4).replace(b"<g ", b'<g opacity="1" stroke="#C00" stroke-width="2" stroke-linejoin="round" ')
    page = pypdfium2.PdfDocument(pdf_of(data))[0]
    assert page.get_size() == (90.0, 45.0)
    seen = np.asarray(page.render(scale=8).to_pil().convert("RGB")).astype(int)
    drawn = over(svg.raster(data, seen.shape[1], seen.shape[0]), (255, 255, 255)).astype(int)
    assert np.abs(seen - drawn).mean() < 1.0
    assert np.abs(seen - 255).mean() > 10


def test_a_pdf_keeps_curves_as_curves_and_is_the_same_every_time():
    import pikepdf

    data = pdf_of(mark(), title="Biểu trưng")
    assert data == pdf_of(mark(), title="Biểu trưng")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        operators = [str(step.operator) for step in pikepdf.parse_content_stream(pdf.pages[0])]
        assert str(pdf.docinfo["/Title"]) == "Biểu trưng"
    assert operators.count("c") > 20
    assert "Do" not in operators


HARD = {
    "gradient": b'<linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient>'
    b'<rect width="9" height="9" fill="url(#g)"/>',
    "<text>": b"<text>chu</text>",
    "filter": b'<filter id="f"/><rect width="9" height="9" filter="url(#f)"/>',
    "clip-path": b'<clipPath id="c"><rect width="3" height="3"/></clipPath>'
    b'<rect width="9" height="9" clip-path="url(#c)"/>',
    "opacity": b'<g opacity="0.5"><rect width="9" height="9"/><rect x="4" width="9" height="9"/></g>',
}


@pytest.mark.parametrize("feature", HARD)
def test_what_has_no_exact_form_in_pdf_is_refused_by_name(feature):
    data = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">' + HARD[feature] + b"</svg>"
    with pytest.raises(UnsupportedFormat, match=feature):
        pdf_of(data)


def test_the_colors_of_ink_are_those_of_its_opaque_pixels():
    found = ink_colors(svg.raster(mark(SEA), 256, 128))
    assert found[0][0] == SEA
    assert found[0][1] > 0.95
    assert ink_colors(np.zeros((4, 4, 4), np.uint8)) == []


def test_proportions_hold_at_extreme_sizes():
    assert fitted(1000, 10, Size(width=50)) == (50, 1)


def test_get_picks_the_variant_that_reads_on_the_background(stocked):
    assert get(stocked, "thang-tam", Request()).file.variant == "horizontal-full-color"
    assert get(stocked, "thang-tam", Request(background="#FFFFFF")).file.variant == "horizontal-full-color"
    assert get(stocked, "thang-tam", Request(background="0b3c5d")).file.variant == "horizontal-reversed"
    with pytest.raises(NotAvailable, match="#FFFFFF"):
        get(stocked, "thang-tam", Request(variant="reversed", format="jpeg"))


def test_get_refuses_what_cannot_be(stocked):
    with pytest.raises(UnknownAsset):
        get(stocked, "nobody", Request())
    with pytest.raises(UnknownAsset, match="stacked"):
        get(stocked, "thang-tam", Request(variant="stacked"))
    with pytest.raises(UnknownAsset, match="svg"):
        get(stocked, "basket-boat", Request(format="svg"))
    with pytest.raises(InvalidValue):
        get(stocked, "thang-tam", Request(background="sea"))


def test_get_serves_no_damaged_bytes(stocked):
    from brandkit.errors import DamagedBlob

    sha256 = stocked.asset("basket-boat").versions[0].files[0].sha256
    (stocked.store.root / sha256[:2] / sha256[2:4] / sha256).write_bytes(picture(7))
    with pytest.raises(DamagedBlob):
        get(stocked, "basket-boat", Request())
