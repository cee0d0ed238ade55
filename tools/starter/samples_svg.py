"""Sheets as SVG, and through resvg as pixels."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import resvg_py
from identity_drawing import path_data, placed
from identity_lettering import outlines
from PIL import Image
from samples_sheet import Logo, Outline, Picture, Rect, Sheet, Text

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}


def svg(sheet: Sheet, *, live_text: bool) -> str:
    """The sheet as an SVG document; text live (as on a web page) or turned to outlines (for pixels)."""
    body = [f'<rect width="{sheet.width:g}" height="{sheet.height:g}" fill="{sheet.ground}"/>']
    for i, item in enumerate(sheet.items):
        body.append(_element(item, live_text, i))
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="vi" width="{sheet.width:g}{sheet.unit}" '
                      f'height="{sheet.height:g}{sheet.unit}" viewBox="0 0 {sheet.width:g} {sheet.height:g}">',
                      f"<title>{escape(sheet.title)}</title>", *body, "</svg>", ""])


def _element(item, live_text: bool, number: int) -> str:
    if isinstance(item, Rect):
        return (f'<rect x="{item.x:g}" y="{item.y:g}" width="{item.width:g}" height="{item.height:g}" '
                f'fill="{item.color}"/>')
    if isinstance(item, Outline):
        return f'<path fill="{item.color}" d="{item.data}"/>'
    if isinstance(item, Text):
        return _live(item) if live_text else _outlined(item)
    if isinstance(item, Logo):
        return _logo(item, number)
    return _picture(item, number)


def _live(text: Text) -> str:
    spacing = f' letter-spacing="{text.tracking * text.size / 1000:g}"' if text.tracking else ""
    return (f'<text x="{text.x:g}" y="{text.baseline:g}" font-family="Be Vietnam Pro, Arial, sans-serif" '
            f'font-size="{text.size:g}" font-weight="{WEIGHTS[text.weight]}" fill="{text.color}" '
            f'text-anchor="{text.anchor}"{spacing}>{escape(text.text)}</text>')


def _outlined(text: Text) -> str:
    letters = outlines(text.text, weight=text.weight, size=text.size, x=text.left, baseline=text.baseline,
                       tracking=text.tracking)
    # Two decimals are a hundredth of the unit; millimetres need more.
    data = "".join(path_data(placed(contour, scale=100)) for letter in letters for contour in letter)
    return f'<path transform="scale(.01)" fill="{text.color}" d="{data}"/>'


def _logo(logo: Logo, number: int) -> str:
    matrix = " ".join(f"{value:.6g}" for value in logo.matrix())
    paths = "".join(f'<path fill="{logo.colors.get(fill, fill)}" d="{data}"/>' for fill, data in logo.artwork.paths)
    group = f'<g transform="matrix({matrix})">{paths}</g>'
    if logo.keep == 1:
        return group
    return (f'<clipPath id="c{number}"><rect x="{logo.x:g}" y="{logo.y:g}" width="{logo.width * logo.keep:g}" '
            f'height="{logo.height:g}"/></clipPath><g clip-path="url(#c{number})">{group}</g>')


def _picture(picture: Picture, number: int) -> str:
    data, size = jpeg(picture.file, picture.pixels)
    height = picture.width * size[1] / size[0]
    image = (f'<image x="{picture.x:g}" y="{picture.y:g}" width="{picture.width:g}" height="{height:.6g}" '
             f'preserveAspectRatio="none" href="data:image/jpeg;base64,{base64.b64encode(data).decode()}"/>')
    if picture.clip is None:
        return image
    x, y, width, tall = picture.clip
    return (f'<clipPath id="c{number}"><rect x="{x:g}" y="{y:g}" width="{width:g}" height="{tall:g}"/></clipPath>'
            f'<g clip-path="url(#c{number})">{image}</g>')


@cache
def jpeg(file: Path | Callable[[], Image.Image], pixels: int) -> tuple[bytes, tuple[int, int]]:
    """(JPEG bytes, size) of a photograph, on file or drawn, scaled to `pixels` across."""
    image = Image.open(file).convert("RGB") if isinstance(file, Path) else file()
    if image.width > pixels:
        image = image.resize((pixels, round(image.height * pixels / image.width)), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=88, subsampling=0, optimize=True)
    return target.getvalue(), image.size


def pixels(sheet: Sheet, *, dpi: float | None = None) -> Image.Image:
    """The sheet as (H, W, 3) sRGB: print sheets at `dpi`, screen sheets one pixel a unit."""
    scale = dpi / 25.4 if sheet.unit == "mm" else 1
    source = svg(sheet, live_text=False)
    source = source.replace(f'{sheet.width:g}{sheet.unit}"', f'{sheet.width:g}"', 1)
    source = source.replace(f'{sheet.height:g}{sheet.unit}"', f'{sheet.height:g}"', 1)
    png = bytes(resvg_py.svg_to_bytes(svg_string=source, width=round(sheet.width * scale),
                                      height=round(sheet.height * scale)))
    return Image.open(io.BytesIO(png)).convert("RGB")


def logo_png(logo: Logo) -> Image.Image:
    """The logo alone as (H, W, 4) sRGB with alpha, `logo.pixels` high."""
    art = logo.artwork
    paths = "".join(f'<path fill="{logo.colors.get(fill, fill)}" d="{data}"/>' for fill, data in art.paths)
    source = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {art.width} {art.height}">{paths}</svg>'
    size = (round(logo.pixels * art.width / art.height), logo.pixels)
    png = bytes(resvg_py.svg_to_bytes(svg_string=source, width=size[0], height=size[1]))
    return Image.open(io.BytesIO(png)).convert("RGBA")
