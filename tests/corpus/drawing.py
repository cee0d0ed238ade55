"""Draws sheets with a logo of the starter catalog: as PDF with live text and outlines, as PNG or JPEG of that page.

Sizes are millimeters from the top left corner, y down. The same sheet gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from brandkit.geometry import Affine, compose, rotation, scaling, translation

STARTER = Path(__file__).resolve().parents[2] / "assets_catalog"
FONT = "BeVietnamPro-Regular"
PT_PER_MM = 72 / 25.4
A5 = (148.0, 210.0)


@dataclass(frozen=True)
class Logo:
    """A logo on a sheet; `x`, `y` are its artboard's corner before it is turned about its middle.

    recolor : hex of the master to hex on the sheet. cut : share of its width that a clip takes off on the right.
    ppi : pixels per inch when it is placed as a picture, None for outlines.
    """

    variant: str = "horizontal-full-color-vi"
    slug: str = "vung-tau"
    x: float = 20.0
    y: float = 20.0
    height: float = 18.0
    stretch: float = 1.0
    rotation_deg: float = 0.0
    mirrored: bool = False
    recolor: Mapping[str, str] = field(default_factory=dict)
    cut: float = 0.0
    ppi: float | None = None


@dataclass(frozen=True)
class Field:
    """A flat box."""

    box: tuple[float, float, float, float]
    fill: str


@dataclass(frozen=True)
class Line:
    """A line of text; `y` is its baseline, `size` its em."""

    text: str
    x: float = 20.0
    y: float = 80.0
    size: float = 5.0
    fill: str = "#16212B"


@dataclass(frozen=True)
class Photo:
    """A picture of the starter catalog, or of any file, that fills its box."""

    file: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A page; items are painted in order."""

    items: Sequence[Logo | Field | Line | Photo]
    size: tuple[float, float] = A5
    ground: str = "#FFFFFF"


@dataclass(frozen=True)
class Outline:
    """One path of a master: reportlab's operators with their points, in artboard units."""

    operators: tuple[tuple[str, tuple[float, ...]], ...]
    fill: str
    even_odd: bool


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF with outlines, live text and embedded pictures."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    width, height = (side * PT_PER_MM for side in sheet.size)
    canvas = Canvas(stream, (width, height), invariant=True, pageCompression=1)
    _fill(canvas, sheet.ground)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    for item in sheet.items:
        canvas.saveState()
        PAINTERS[type(item)](canvas, item, height)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def png(sheet: Sheet, dpi: float = 150.0, *, stated: bool = True) -> bytes:
    """The PDF's page as a PNG; `stated` writes the resolution into the file."""
    stream = io.BytesIO()
    _rendered(sheet, dpi).save(stream, "PNG", **({"dpi": (dpi, dpi)} if stated else {}))
    return stream.getvalue()


def jpeg(sheet: Sheet, dpi: float = 150.0, quality: int = 80) -> bytes:
    """The PDF's page as a JPEG that states its resolution."""
    stream = io.BytesIO()
    _rendered(sheet, dpi).convert("RGB").save(stream, "JPEG", quality=quality, dpi=(round(dpi), round(dpi)))
    return stream.getvalue()


WRITERS = {"pdf": pdf, "png": png, "jpg": jpeg}


def placed(logo: Logo, artboard: tuple[float, float]) -> Affine:
    """The map from artboard units to millimeters on the sheet."""
    wide, high = artboard
    scale = logo.height / high
    across = -scale * logo.stretch if logo.mirrored else scale * logo.stretch
    middle = (logo.x + scale * logo.stretch * wide / 2, logo.y + logo.height / 2)
    turned = compose(rotation(logo.rotation_deg), scaling(across, scale))
    return compose(translation(*middle), compose(turned, translation(-wide / 2, -high / 2)))


@cache
def master(slug: str, variant: str) -> tuple[tuple[float, float], tuple[Outline, ...]]:
    """Artboard size and outlines of a starter logo."""
    from svgelements import SVG, Shape

    document = SVG.parse(str(STARTER / "logos" / slug / f"{variant}.svg"))
    box = document.viewbox
    outlines = [_outline(shape) for shape in document.elements() if isinstance(shape, Shape)]
    return (float(box.width), float(box.height)), tuple(outlines)


def _outline(shape: Any) -> Outline:
    from svgelements import Close, CubicBezier, Line, Move, Path, QuadraticBezier

    path = Path(shape)
    path.approximate_arcs_with_cubics()
    operators: list[tuple[str, tuple[float, ...]]] = []
    for segment in path:
        if isinstance(segment, Move):
            operators.append(("moveTo", (segment.end.x, segment.end.y)))
        elif isinstance(segment, Close):
            operators.append(("close", ()))
        elif isinstance(segment, CubicBezier):
            ends = (segment.control1, segment.control2, segment.end)
            operators.append(("curveTo", tuple(c for point in ends for c in (point.x, point.y))))
        elif isinstance(segment, QuadraticBezier):
            operators.append(("curveTo", _cubic(segment)))
        elif isinstance(segment, Line):
            operators.append(("lineTo", (segment.end.x, segment.end.y)))
    return Outline(tuple(operators), shape.fill.hex.upper()[:7], shape.values.get("fill-rule") == "evenodd")


def _cubic(segment: Any) -> tuple[float, ...]:
    (x0, y0), (xc, yc), (x1, y1) = segment.start, segment.control, segment.end
    return (x0 + 2 / 3 * (xc - x0), y0 + 2 / 3 * (yc - y0), x1 + 2 / 3 * (xc - x1), y1 + 2 / 3 * (yc - y1), x1, y1)


def _paint_logo(canvas: Any, logo: Logo, page_height: float) -> None:
    artboard, outlines = master(logo.slug, logo.variant)
    matrix = compose(Affine(PT_PER_MM, 0, 0, -PT_PER_MM, 0, page_height), placed(logo, artboard))
    canvas.transform(*matrix)
    if logo.cut:
        window = canvas.beginPath()
        window.rect(-artboard[0], -artboard[1], artboard[0] * (2 - logo.cut), artboard[1] * 3)
        canvas.clipPath(window, stroke=0, fill=0)
    if logo.ppi:
        canvas.transform(1, 0, 0, -1, 0, artboard[1])
        canvas.drawImage(_image(_picture_of(logo)), 0, 0, *artboard, mask="auto")
        return
    for outline in outlines:
        _fill(canvas, dict(logo.recolor).get(outline.fill, outline.fill))
        path = canvas.beginPath()
        for operator, values in outline.operators:
            getattr(path, operator)(*values)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0 if outline.even_odd else 1)


def _picture_of(logo: Logo) -> bytes:
    import resvg_py

    source = (STARTER / "logos" / logo.slug / f"{logo.variant}.svg").read_text("utf-8")
    for old, new in logo.recolor.items():
        source = source.replace(old, new)
    rows = max(1, round(logo.height / 25.4 * (logo.ppi or 0)))
    return bytes(resvg_py.svg_to_bytes(svg_string=source, height=rows))


def _paint_field(canvas: Any, item: Field, page_height: float) -> None:
    _fill(canvas, item.fill)
    x, y, w, h = (value * PT_PER_MM for value in item.box)
    canvas.rect(x, page_height - y - h, w, h, stroke=0, fill=1)


def _paint_line(canvas: Any, item: Line, page_height: float) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, str(STARTER / "fonts" / f"{FONT}.ttf")))
    _fill(canvas, item.fill)
    canvas.setFont(FONT, item.size * PT_PER_MM)
    canvas.drawString(item.x * PT_PER_MM, page_height - item.y * PT_PER_MM, item.text)


def _paint_photo(canvas: Any, item: Photo, page_height: float) -> None:
    data = (STARTER / item.file).read_bytes()
    x, y, w, h = (value * PT_PER_MM for value in item.box)
    window = canvas.beginPath()
    window.rect(x, page_height - y - h, w, h)
    canvas.clipPath(window, stroke=0, fill=0)
    image = _image(data)
    wide, high = image.getSize()
    scale = max(w / wide, h / high)
    canvas.drawImage(image, x, page_height - y - scale * high, scale * wide, scale * high, mask="auto")


PAINTERS = {Logo: _paint_logo, Field: _paint_field, Line: _paint_line, Photo: _paint_photo}


def _image(data: bytes) -> Any:
    from reportlab.lib.utils import ImageReader

    return ImageReader(io.BytesIO(data))


def _fill(canvas: Any, hex_: str) -> None:
    from reportlab.lib.colors import HexColor

    canvas.setFillColor(HexColor(hex_))


def _rendered(sheet: Sheet, dpi: float) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf(sheet))
    return document[0].render(scale=dpi / 72).to_pil()
