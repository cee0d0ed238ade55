"""Documents with foreign logos in them: outlines printed by Chromium, outlines in SVG, pictures in a PDF."""

from __future__ import annotations

import base64
import math
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.foreign.artwork import Artwork, raster
from benchmarks.foreign.poses import Random, Target, cells, posed
from brandkit.geometry import Affine

A4_PT = (595.276, 841.89)
A4_CSS = (794, 1123)
CSS_TO_PT = 0.75
SVG_SHEET = (1000, 700)
TEXT = "The harbor opens at six; boats leave every half hour until dusk, and the last one waits for the ferry."
PLAIN = ("as it is", "turned", "stretched", "turned, stretched", "mirrored", "recolored", "one ink")
PICTURE_PPI = 220
PICTURES = {"PNG in PDF": "png", "JPEG in PDF": "jpeg"}


def targets_on_pages(
    rng: Random,
    arts: Sequence[Artwork],
    alterations: Sequence[str],
    frame: tuple[float, float, float, float],
    sizes: Sequence[float],
) -> list[Target]:
    """Every logo once on each page, as many pages as alterations; cells and alterations take turns."""
    found = []
    for page in range(len(alterations)):
        for place, art in enumerate(arts):
            alteration = alterations[(page + place) % len(alterations)]
            cell = cells(*frame, 24.0)[(place + page) % 4]
            matrix, size = posed(rng, art, alteration, float(rng.choice(sizes)), cell)
            found.append(Target(art, matrix, page + 1, alteration, size))
    return found


def chromium() -> str | None:
    """The program that prints the vector pages, None when the machine has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def printed(targets: Sequence[Target], path: Path) -> list[Target]:
    """Writes a PDF of A4 pages with the logos as outlines, printed by Chromium; the targets in points.

    Raises
    ------
    RuntimeError : when Chromium fails; its last line says why.
    """
    pages = max(target.page for target in targets)
    html = [
        "<meta charset=utf-8><style>@page{size:A4;margin:0}body{margin:0;font:13px sans-serif}"
        ".p{position:relative;width:794px;height:1122px;overflow:hidden;break-after:page}"
        ".p>*{position:absolute;left:0;top:0;transform-origin:0 0}p{left:60px!important;width:660px}</style>"
    ]
    for page in range(1, pages + 1):
        html.append(f'<div class=p><p style="top:30px">{TEXT}</p><p style="top:1040px">{TEXT}</p>')
        html += [_image(target) for target in targets if target.page == page]
        html.append("</div>")
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "pages.html")
        source.write_text("".join(html), "utf-8")
        words = [str(chromium()), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        words += [f"--user-data-dir={scratch}/profile", f"--print-to-pdf={path}", source.as_uri()]
        done = subprocess.run(words, capture_output=True, timeout=180, check=False)
    if done.returncode or not path.is_file():
        raise RuntimeError((done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1])
    return [_scaled(target, CSS_TO_PT) for target in targets]


def _image(target: Target) -> str:
    data = base64.b64encode(target.art.svg(target.coloring, target.page).encode()).decode()
    width, height = target.art.size
    numbers = ",".join(f"{value:.9f}" for value in target.matrix)
    return (
        f'<img src="data:image/svg+xml;base64,{data}" width="{width:g}" height="{height:g}" '
        f'style="transform:matrix({numbers})">'
    )


def _scaled(target: Target, factor: float) -> Target:
    matrix = Affine(*(value * factor for value in target.matrix))
    return Target(target.art, matrix, target.page, target.alteration, target.size * factor, target.ground)


def svg_sheet(targets: Sequence[Target], path: Path) -> list[Target]:
    """Writes an SVG banner with the logos as groups."""
    width, height = SVG_SHEET
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" fill="#f3efe6"/><path d="M0 640h{width}v60H0z" fill="#e2a04a"/>',
    ]
    for number, target in enumerate(targets):
        drawing = re.sub(r'\bid="([^"]+)"', rf'id="n{number}\1"', target.art.svg(target.coloring, target.page))
        drawing = re.sub(r"url\(#", f"url(#n{number}", drawing)
        drawing = re.sub(r'href="#', f'href="#n{number}', drawing)
        numbers = " ".join(f"{value:.9g}" for value in target.matrix)
        parts.append(f'<g transform="matrix({numbers})">{drawing}</g>')
    path.write_text("".join([*parts, "</svg>"]), "utf-8")
    return list(targets)


def pasted(targets: Sequence[Target], path: Path, form: str) -> list[Target]:
    """Writes a PDF of A4 pages with the logos as pictures: "png" (with transparency) or "jpeg"."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4_PT, invariant=True)
    with tempfile.TemporaryDirectory() as scratch:
        for page in range(1, max(target.page for target in targets) + 1):
            canvas.setFont("Helvetica", 10)
            canvas.drawString(50, 800, TEXT)
            canvas.drawString(50, 40, TEXT)
            for number, target in enumerate(targets):
                if target.page == page:
                    _paste(canvas, target, Path(scratch, f"{number}.{form}"))
            canvas.showPage()
        canvas.save()
    return list(targets)


def _paste(canvas, target: Target, picture: Path) -> None:
    from PIL import Image

    width, height = target.art.size
    unit = math.hypot(target.matrix.a, target.matrix.b) / 72 * PICTURE_PPI
    rgba = raster(target.art.svg(target.coloring, target.page), round(width * unit), round(height * unit))
    image = Image.fromarray(rgba)
    if picture.suffix == ".jpeg":
        paper = "#1b2438" if target.coloring == "reversed" else "#ffffff"
        flat = Image.new("RGB", image.size, paper)
        flat.paste(image, mask=image)
        flat.save(picture, quality=80)
    else:
        image.save(picture)
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, 0, A4_PT[1])
    canvas.transform(*target.matrix)
    canvas.transform(1, 0, 0, -1, 0, height)
    canvas.drawImage(str(picture), 0, 0, width, height, mask="auto")
    canvas.restoreState()
