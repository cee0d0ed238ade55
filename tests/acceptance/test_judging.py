"""`check` on pages laid out by other programs (reportlab, pikepdf, Pillow), right ones and ones with a known fault."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest
import resvg_py
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from .conftest import Command

WIDTH, X, TOP = 200.0, 60.0, 740.0  # points: the logo's width and upper left corner on an A4 page
CMYK = {  # of the starter's brand.toml
    "#0A2A4A": (1.00, 0.82, 0.42, 0.46),
    "#E25A0B": (0.05, 0.78, 1.00, 0.00),
    "#0A7E8C": (0.88, 0.34, 0.41, 0.08),
}
Paint = Callable[[Canvas, str], None]


def rgb(canvas: Canvas, color: str) -> None:
    canvas.setFillColorRGB(*(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)))


def official_cmyk(canvas: Canvas, color: str) -> None:
    canvas.setFillColorCMYK(*CMYK[color])


def outline(path: PDFPathObject, data: str) -> None:
    """The master's path data: absolute M, L, C, Z alone."""
    for letter, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", data):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if letter == "M":
            path.moveTo(*values)
        elif letter == "L":
            for at in range(0, len(values), 2):
                path.lineTo(*values[at : at + 2])
        elif letter == "C":
            for at in range(0, len(values), 6):
                path.curveTo(*values[at : at + 6])
        else:
            path.close()


def vector_page(place: Path, master: Path, *, paint: Paint = rgb, pose: str = "", cut: float = 1.0) -> Path:
    text = master.read_text(encoding="utf-8")
    width, height = (float(n) for n in re.search(r'viewBox="0 0 (\S+) (\S+)"', text).groups())  # type: ignore[union-attr]
    canvas = Canvas(str(place), pagesize=(595, 842))
    canvas.translate(X, TOP)
    if pose == "stretched":
        canvas.scale(1.05, 1)
    if pose == "turned":
        canvas.rotate(2)
    if pose == "mirrored":
        canvas.translate(WIDTH, 0)
        canvas.scale(-1, 1)
    canvas.scale(WIDTH / width, -WIDTH / width)
    if cut < 1:
        border = canvas.beginPath()
        border.rect(0, 0, width * cut, height)
        canvas.clipPath(border, stroke=0)
    for color, data in re.findall(r'<path fill="(#\w+)" d="([^"]+)"', text):
        paint(canvas, color)
        path = canvas.beginPath()
        outline(path, data)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
    canvas.save()
    return place


def raster_page(place: Path, master: Path, *, ground: str = "#FFFFFF") -> Path:
    canvas = Canvas(str(place), pagesize=(595, 842))
    rgb(canvas, ground)
    canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
    pixels = bytes(resvg_py.svg_to_bytes(svg_path=str(master), width=1400))
    with Image.open(io.BytesIO(pixels)) as picture:
        height = WIDTH * picture.height / picture.width
    canvas.drawImage(ImageReader(io.BytesIO(pixels)), X, TOP - height, WIDTH, height, mask="auto")
    canvas.save()
    return place


def rewritten(place: Path, source: Path) -> Path:
    with pikepdf.open(source) as document:
        document.save(place, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    return place


def accusations(report: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (finding["rule"], finding["outcome"])
        for finding in report["findings"]
        if finding["outcome"] not in {"pass", "inapplicable"}
    }


EXPECTED = {
    "vector.pdf": set(),
    "rewritten.pdf": set(),
    "raster.pdf": set(),
    "reversed.pdf": set(),
    "official-cmyk.pdf": set(),
    "stretched.pdf": {("stretched-logo", "violation")},
    "turned.pdf": {("rotated-logo", "violation")},
    "mirrored.pdf": {("mirrored-logo", "violation")},
    "cropped.pdf": {("cropped-logo", "violation")},
    "old.pdf": {("outdated-logo", "violation")},
    "dark.pdf": {("low-contrast-logo", "violation"), ("wrong-variant", "violation")},
}
_judged: dict[str, dict[str, Any]] = {}


@pytest.fixture
def judged(
    command: Command, living_starter: Path, starter: Path, tmp_path: Path, root: Path
) -> dict[str, dict[str, Any]]:
    """The reports of all pages by name, from one run."""
    if _judged:
        return _judged
    logos = starter / "logos" / "vung-tau"
    master = logos / "horizontal-full-color-vi.svg"
    pages = [
        vector_page(tmp_path / "vector.pdf", master),
        rewritten(tmp_path / "rewritten.pdf", tmp_path / "vector.pdf"),
        raster_page(tmp_path / "raster.pdf", master),
        raster_page(tmp_path / "reversed.pdf", logos / "horizontal-reversed-vi.svg", ground="#0A2A4A"),
        vector_page(tmp_path / "official-cmyk.pdf", master, paint=official_cmyk),
        *(vector_page(tmp_path / f"{pose}.pdf", master, pose=pose) for pose in ("stretched", "turned", "mirrored")),
        vector_page(tmp_path / "cropped.pdf", master, cut=0.85),
        vector_page(tmp_path / "old.pdf", logos / "v1" / "horizontal-full-color-vi.svg"),
        raster_page(tmp_path / "dark.pdf", master, ground="#0A2A4A"),
    ]
    answer = command(living_starter, "check", *pages, tmp_path / "absent.pdf", "--json")
    assert answer.status == 2  # one could not be read, the batch went on
    schema = (root / "brandkit" / "reports" / "report-1.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(answer.document, json.loads(schema))
    _judged.update({report["material"]["name"]: report for report in answer.document["reports"]})
    return _judged


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gets_its_findings_and_no_other(judged: dict[str, dict[str, Any]], name: str) -> None:
    assert accusations(judged[name]) == EXPECTED[name]


def test_stretch_and_turn_are_measured_to_the_contracts_bars(judged: dict[str, dict[str, Any]]) -> None:
    (stretched,) = (s for s in judged["stretched.pdf"]["sightings"] if s["kind"] == "logo")
    (turned,) = (s for s in judged["turned.pdf"]["sightings"] if s["kind"] == "logo")
    assert stretched["stretch"] == pytest.approx(1.05, abs=0.001)
    assert abs(turned["rotation_deg"]) == pytest.approx(2.0, abs=0.01)


def test_a_cmyk_picture_without_a_profile_is_never_a_violation(
    command: Command, living_starter: Path, starter: Path, tmp_path: Path
) -> None:
    master = starter / "logos" / "vung-tau" / "horizontal-full-color-vi.svg"
    with Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_path=str(master), width=400)))) as logo:
        sheet = Image.new("RGB", (560, 270), "#FFFFFF")
        sheet.paste(logo, (80, 80), logo.convert("RGBA"))
    sheet.convert("CMYK").save(tmp_path / "sheet.tif", dpi=(150, 150))
    (report,) = command(living_starter, "check", tmp_path / "sheet.tif", "--json").document["reports"]
    assert report["verdict"] != "violation", accusations(report)


@pytest.mark.parametrize("command_name", ["check", "identify"])
def test_nothing_to_read_is_one_line_and_status_2(
    command: Command, living_starter: Path, tmp_path: Path, command_name: str
) -> None:
    answer = command(living_starter, command_name, tmp_path / "absent.pdf")
    assert answer.status == 2
    assert len(answer.err.strip().splitlines()) == 1


def test_unknown_rules_and_profiles_are_refused(command: Command, living_starter: Path, starter: Path) -> None:
    letter = starter / "samples" / "pass-letter.pdf"
    assert command(living_starter, "check", letter, "--rule", "no-such-rule").status == 2
    assert command(living_starter, "check", letter, "--profile", "no-such-profile").status == 2
