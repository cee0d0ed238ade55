"""Colours that a PDF writes in CMYK keep their figures; RGB stays RGB."""

from __future__ import annotations

import io

import pikepdf
import pytest

from brandkit.formats._pdf_inks import with_inks
from brandkit.formats.pdf import read


def sheet(tmp_path, content: bytes):
    path = tmp_path / "sheet.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        page.obj.Contents = pdf.make_stream(content)
        pdf.save(path)
    return path


def test_a_cmyk_fill_and_stroke_keep_their_inks(tmp_path):
    path = sheet(tmp_path, b"0.05 0.78 1 0 k 1 0.82 0.42 0.46 K 4 w 20 20 100 60 re B")
    (shape,) = read(path).pages[0].shapes
    assert (shape.fill.space, shape.fill.values) == ("DeviceCMYK", (0.05, 0.78, 1.0, 0.0))
    assert (shape.stroke.space, shape.stroke.values) == ("DeviceCMYK", (1.0, 0.82, 0.42, 0.46))


def test_an_rgb_fill_stays_rgb_beside_a_cmyk_one(tmp_path):
    path = sheet(tmp_path, b"0.05 0.78 1 0 k 20 20 50 50 re f 0 0.3 0.9 rg 90 20 50 50 re f")
    inked, plain = read(path).pages[0].shapes
    assert (inked.fill.space, plain.fill.space) == ("DeviceCMYK", "sRGB")


@pytest.mark.parametrize("content", [b"7 8 9 9 k 10 10 50 50 re f", b"1..2 0 0 0 k 10 10 50 50 re f"])
def test_impossible_inks_are_passed_over(tmp_path, content):
    for page in read(sheet(tmp_path, content)).pages:
        assert all(shape.fill is None or shape.fill.space == "sRGB" for shape in page.shapes)


def test_a_file_that_pikepdf_cannot_open_keeps_its_rgb(tmp_path):
    pages = read(sheet(tmp_path, b"0 0 1 0 k 10 10 50 50 re f")).pages
    assert with_inks(pages, io.BytesIO(b"no pdf").getvalue()) == pages
