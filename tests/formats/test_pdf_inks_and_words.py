"""PDF: colours of shapes, and text as people read it."""

from __future__ import annotations

import unicodedata
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from brandkit.color import delta_e_hex
from brandkit.document import Shape, TextRun
from tests.formats.made import Sheet, read

FONT = Path(pikepdf.__file__).parent.parent / "reportlab/fonts/Vera.ttf"


def shapes(tmp_path: Path, content: bytes, sheet: Sheet | None = None) -> tuple[Shape, ...]:
    return read((sheet or Sheet()).save(tmp_path / "a.pdf", content)).pages[0].shapes


def runs(tmp_path: Path, content: bytes) -> tuple[TextRun, ...]:
    sheet = Sheet(400, 200)
    sheet.resource("Font", "F", Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    return read(sheet.save(tmp_path / "a.pdf", content)).pages[0].texts


def test_fill_and_stroke_have_their_colors_and_width(tmp_path: Path) -> None:
    (shape,) = shapes(tmp_path, b"q 2 0 0 2 0 0 cm 0.2 0.4 0.6 rg 1 0 0 RG 3 w 10 10 20 10 re B Q")
    assert shape.fill and shape.stroke
    assert (shape.fill.hex, shape.stroke.hex, shape.stroke_width) == ("#336699", "#FF0000", pytest.approx(6))
    assert shape.box == pytest.approx((17, 100 - 43, 46, 26), abs=1e-4)  # with half the stroke around it


def test_a_path_that_only_fills_has_no_stroke_and_the_other_way_round(tmp_path: Path) -> None:
    filled, stroked = shapes(tmp_path, b"1 0 0 rg 0 0 9 9 re f 0 0 1 RG 20 20 m 50 50 l S")
    assert filled.stroke is None and stroked.fill is None
    assert filled.contours[0].closed and not stroked.contours[0].closed


def test_a_path_that_paints_nothing_is_not_there(tmp_path: Path) -> None:
    assert shapes(tmp_path, b"0 0 9 9 re n") == ()


def test_even_odd_is_told_apart(tmp_path: Path) -> None:
    one, other = shapes(tmp_path, b"0 0 9 9 re f 0 0 9 9 re f*")
    assert (one.even_odd, other.even_odd) == (False, True)


def test_opacity_multiplies_through_forms(tmp_path: Path) -> None:
    sheet = Sheet()
    half = sheet.pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.5))
    sheet.resource("ExtGState", "G", half)
    group = sheet.form(b"/G gs 0 0 9 9 re f", (0, 0, 50, 50), ExtGState={"/G": half})
    group.Group = Dictionary(S=Name.Transparency)
    sheet.resource("XObject", "X", group)
    (shape,) = shapes(tmp_path, b"/G gs /X Do", sheet)
    assert shape.opacity == pytest.approx(0.25, abs=0.005)


def test_a_blend_mode_is_named_and_plain_alpha_is_not(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.resource("ExtGState", "M", Dictionary(Type=Name.ExtGState, BM=Name.Multiply))
    sheet.resource("ExtGState", "A", Dictionary(Type=Name.ExtGState, ca=0.5))
    blended, through = shapes(tmp_path, b"q /M gs 0 0 9 9 re f Q q /A gs 0 0 9 9 re f Q", sheet)
    assert blended.effects == ("transparency",) and through.effects == ()


def test_spot_and_cmyk_colors_are_shown_as_the_page_shows_them(tmp_path: Path) -> None:
    sheet = Sheet()
    tint = sheet.pdf.make_indirect(Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.6, 1, 0], N=1))
    sheet.resource("ColorSpace", "S", Array([Name.Separation, Name("/Orange"), Name.DeviceCMYK, tint]))
    spot, process = shapes(tmp_path, b"/S cs 1 scn 0 0 9 9 re f 0 0.6 1 0 k 20 0 9 9 re f", sheet)
    assert spot.fill and process.fill and delta_e_hex(spot.fill.hex, process.fill.hex) < 1


def gradient(sheet: Sheet) -> Dictionary:
    ramp = sheet.pdf.make_indirect(Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1))
    return Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[20, 0, 120, 0], Function=ramp, Extend=[True, True]
    )


def test_a_gradient_fill_is_known_from_white(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.resource("Pattern", "P", Dictionary(Type=Name.Pattern, PatternType=2, Shading=gradient(sheet)))
    content = b"/Pattern cs /P scn 20 20 100 50 re f 1 1 1 rg 20 30 30 30 re f 0 0 0 rg 30 35 9 9 re f"
    filled, white, _ = shapes(tmp_path, content, sheet)
    assert filled.fill and filled.fill.space == "gradient" and delta_e_hex(filled.fill.hex, "#7F007F") < 5
    assert white.fill and (white.fill.hex, white.fill.space) == ("#FFFFFF", "sRGB")


def test_a_shading_painted_through_a_clip_is_a_shape_of_the_clip(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.resource("Shading", "S", gradient(sheet))
    (shape,) = shapes(tmp_path, b"q 20 20 100 50 re W n /S sh Q", sheet)
    assert shape.box == pytest.approx((20, 30, 100, 50), abs=1e-4)
    assert shape.fill and shape.fill.space == "gradient"


def test_objects_keep_their_painting_order_across_kinds(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.resource("Font", "F", Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page = read(sheet.save(tmp_path / "a.pdf", b"0 0 9 9 re f BT /F 9 Tf 50 50 Td (A) Tj ET 9 9 9 9 re f")).pages[0]
    assert page.shapes[0].order < page.texts[0].order < page.shapes[1].order


def test_size_is_the_height_of_the_em_on_the_page(tmp_path: Path) -> None:
    (run,) = runs(tmp_path, b"q 2 0 0 2 0 0 cm BT /F 6 Tf 1 0 0 1.5 10 20 Tm (Vung Tau) Tj ET Q")
    assert (run.text, run.size) == ("Vung Tau", pytest.approx(18))
    assert run.font == "Helvetica" and run.embedded is False


def test_turned_text_tells_its_turn(tmp_path: Path) -> None:
    (run,) = runs(tmp_path, b"BT /F 20 Tf 0.8660254 0.5 -0.5 0.8660254 50 50 Tm (Up) Tj ET")
    assert run.rotation_deg == pytest.approx(-30, abs=0.01) and run.size == pytest.approx(20, abs=0.001)


def test_invisible_text_has_no_opacity(tmp_path: Path) -> None:
    hidden, seen = runs(tmp_path, b"BT 3 Tr /F 12 Tf 10 150 Td (hidden) Tj 0 Tr 0 -50 Td (seen) Tj ET")
    assert (hidden.text, hidden.opacity, seen.text, seen.opacity) == ("hidden", 0.0, "seen", 1.0)


def test_outlined_text_has_the_color_of_its_stroke(tmp_path: Path) -> None:
    (run,) = runs(tmp_path, b"1 0 0 RG 0 0 1 rg BT 1 Tr /F 12 Tf 10 150 Td (edge) Tj ET")
    assert run.paint and run.paint.hex == "#FF0000"


def test_words_in_pieces_are_joined_on_their_line(tmp_path: Path) -> None:
    content = b"BT /F 20 Tf 10 100 Td (V) Tj (ung) Tj [-250 (T) 60 (au)] TJ ET BT /F 20 Tf 10 60 Td (Sea) Tj ET"
    assert [run.text for run in runs(tmp_path, content)] == ["Vung Tau", "Sea"]


def test_columns_on_one_line_stay_apart_and_so_do_colors(tmp_path: Path) -> None:
    content = b"BT /F 10 Tf 10 100 Td (left) Tj 200 0 Td (right) Tj ET BT /F 10 Tf 10 50 Td (a) Tj 1 0 0 rg (b) Tj ET"
    assert [run.text for run in runs(tmp_path, content)] == ["left", "right", "a", "b"]


@pytest.mark.parametrize("spacing", [3, 6, 9, 14])
def test_letter_spacing_is_undone(tmp_path: Path, spacing: int) -> None:
    (run,) = runs(tmp_path, b"BT /F 16 Tf %d Tc 10 100 Td (VUNG TAU) Tj ET" % spacing)
    assert run.text == "VUNG TAU"


def test_spaces_typed_between_letters_are_undone(tmp_path: Path) -> None:
    (run,) = runs(tmp_path, b"BT /F 16 Tf 10 100 Td (V U N G   T A U) Tj ET")
    assert run.text == "VUNG TAU"


def test_a_row_of_short_words_is_left_alone(tmp_path: Path) -> None:
    (run,) = runs(tmp_path, b"BT /F 16 Tf 10 100 Td (a b is at 3 km) Tj ET")
    assert run.text == "a b is at 3 km"


def vietnamese(path: Path, content: str) -> Path:
    font = next(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"), None) or FONT
    pdfmetrics.registerFont(TTFont("Viet", str(font)))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(400, 200))
    canvas.setFont("Viet", 20)
    canvas.drawString(20, 100, content)
    canvas.save()
    path.write_bytes(stream.getvalue())
    return path


def test_text_is_composed_and_its_font_has_no_subset_prefix(tmp_path: Path) -> None:
    (run,) = read(vietnamese(tmp_path / "a.pdf", unicodedata.normalize("NFD", "é à"))).pages[0].texts
    assert run.text == "é à" and unicodedata.is_normalized("NFC", run.text)
    assert "+" not in run.font and run.font and run.embedded is True


def test_a_group_faded_by_a_soft_mask_is_as_opaque_as_it_looks(tmp_path: Path) -> None:
    sheet = Sheet()
    mask = sheet.form(b"0.3 g 0 0 200 100 re f", (0, 0, 200, 100))
    mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    faded = Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=mask))
    sheet.resource("ExtGState", "G", faded)
    faint, plain = shapes(tmp_path, b"q /G gs 1 0 0 rg 10 10 50 50 re f Q 0 0 1 rg 80 10 50 50 re f", sheet)
    assert faint.fill and faint.fill.hex == "#FF0000" and faint.effects == ("transparency",)
    assert faint.opacity == pytest.approx(0.3, abs=0.03) and plain.opacity == 1
