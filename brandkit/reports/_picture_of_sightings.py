"""A page as a picture file with what was seen outlined and named on it: the report's own drawing, standing alone."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit.geometry import Box
from brandkit.messages import shown
from brandkit.reports import _words as words
from brandkit.reports._drawing_of_sightings import named_drawing
from brandkit.reports._lettering import shortened
from brandkit.text import sayable

if TYPE_CHECKING:
    import numpy as np
    from jinja2 import Template
    from numpy.typing import NDArray
    from PIL import Image

Json = dict[str, Any]

HERE = Path(__file__).parent
FACES = [str(HERE / "static" / f"BeVietnamPro-{weight}.ttf") for weight in ("Regular", "SemiBold")]
NOMINAL = 1600.0  # longer side of a page in drawing units: on larger pictures lines and tags grow with the picture
LEAST_WIDE = 320.0  # of the drawing: room for one name beside the smallest picture
GUTTER = 34.0
CAPTION = 28.0
FONT = 13.0
GROUND = (0xFA, 0xF9, 0xF6)
# The signs of the report's page, in a square of 12.
SIGNS = {
    "certain": "M4.7 10.4.8 6.5l1.5-1.5 2.4 2.4 5-5 1.5 1.5z",
    "possible": "M6 .6c2.3 0 3.8 1.2 3.8 3.1 0 1.5-.8 2.2-1.7 2.9-.8.6-1.1.9-1.1 1.8H5.1c0-1.6.6-2.3 1.5-3 .7-.5 "
                "1.2-.9 1.2-1.7 0-.9-.7-1.4-1.8-1.4-1.2 0-1.9.6-2 1.8H2.1C2.2 2 3.7.6 6 .6zM5 9.6h2.1v1.9H5z",
}  # fmt: skip


def picture_of(
    report: Json, page: Json, pixels: NDArray[np.uint8], *, lang: str, accent: str
) -> bytes:
    """PNG of a page with its sightings drawn on it; the page's own pixels are as they were, within a gutter.

    Parameters
    ----------
    report : one material of an identification.
    page : the one of its pages that is shown.
    pixels : (H, W, 3) uint8 sRGB of the whole page.
    accent : the hex color of the drawing, dark enough for white letters.
    """
    numbered = [(n, s) for n, s in enumerate(report["sightings"], start=1) if s["page"] == page["number"]]
    height, width = pixels.shape[:2]
    scale = max(1.0, max(height, width) / NOMINAL)
    gutter = math.ceil(GUTTER * scale)
    sheet = Box(gutter / scale, gutter / scale, width / scale, height / scale)
    drawing = named_drawing(page, numbered, sheet, lang)
    frame = Box(0.0, 0.0, max(drawing.frame.w, LEAST_WIDE), drawing.frame.h + CAPTION)
    size = math.ceil(frame.w * scale), math.ceil(frame.h * scale)
    svg = _template().render(
        drawing=drawing,
        frame=Box(0.0, 0.0, size[0] / scale, size[1] / scale),
        sheet=sheet,
        scale=scale,
        ink=accent,
        lang=lang,
        signs=SIGNS,
        caption=shortened(_caption(report, page, numbered, lang), FONT, frame.w - 2 * sheet.x),
    )
    return _composed(pixels, gutter, size, _drawn(svg, size))


def _caption(report: Json, page: Json, numbered: Sequence[tuple[int, Json]], lang: str) -> str:
    here = {**report, "sightings": [sighting for _, sighting in numbered]}
    told = [shown(words.sight_sentence(here), lang), sayable(report["material"]["name"])]
    if len(report["pages"]) > 1:
        told.append(shown(words.page_of(page["number"], len(report["pages"])), lang))
    return " · ".join(told)


def _composed(pixels: NDArray[np.uint8], gutter: int, size: tuple[int, int], overlay: Image.Image) -> bytes:
    from PIL import Image

    canvas = Image.new("RGB", size, GROUND)
    canvas.paste(Image.fromarray(pixels), (gutter, gutter))
    canvas.paste(overlay, mask=overlay.getchannel("A"))
    stream = io.BytesIO()
    canvas.save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def _drawn(svg: str, size: tuple[int, int]) -> Image.Image:
    """RGBA of the drawing, by the renderer of the catalog's own logos and in the reports' typeface."""
    import resvg_py
    from PIL import Image

    png = resvg_py.svg_to_bytes(svg_string=svg, width=size[0], height=size[1], skip_system_fonts=True,
                                font_files=FACES, font_family="Be Vietnam Pro")  # fmt: skip
    with Image.open(io.BytesIO(bytes(png))) as drawn:
        overlay = drawn.convert("RGBA")
    return overlay if overlay.size == size else overlay.resize(size)


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("picture.svg.j2")
