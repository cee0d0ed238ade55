"""A logo at 5° and 4 % stretch is measured to 0.01° and 0.001 where structure tells, to 0.2° and 1 % in pixels."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.foreign.outlines import draw_outlines
from brandkit import linter, svg
from brandkit.catalog.folder import FolderLibrary
from brandkit.findings import MaterialReport, Sighting
from brandkit.geometry import Affine

TURN_DEG, STRETCH = 5.0, 1.04
A4_PT = (595.276, 841.89)
POINTS = 72 / 25.4
ON = date(2024, 6, 1)
DPI = 150
RASTER_PPI = 300
STARTER_LOGO = "logos/vung-tau/horizontal-full-color-vi.svg"
BRAND = """
name = { vi = "Thử", en = "Trial" }
profile = "trial"
version = "1"
[[colors]]
key = "ink"
name = { vi = "Mực", en = "Ink" }
hex = "#263D81"
[logo]
allowed = ["webplatform"]
"""
ASSET = """
title = { vi = "WebPlatform" }
status = "approved"
[[versions]]
number = 1
status = "approved"
  [[versions.files]]
  variant = "full-color"
  file = "webplatform.svg"
"""


@dataclass(frozen=True)
class Case:
    """A registered logo: its catalog folder, slug and master."""

    catalog: Path
    slug: str
    master: Path


@pytest.fixture(scope="session", params=["starter", "foreign"])
def case(request: pytest.FixtureRequest, starter: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    if request.param == "starter":
        return Case(starter, "vung-tau", starter / STARTER_LOGO)
    catalog = tmp_path_factory.mktemp("catalog")
    folder = catalog / "logos" / "webplatform"
    folder.mkdir(parents=True)
    master = folder / "webplatform.svg"
    master.write_bytes((root / "tests/material/webplatform.svg").read_bytes())
    (folder / "asset.toml").write_text(ASSET, "utf-8")
    (catalog / "brand.toml").write_text(BRAND, "utf-8")
    return Case(catalog, "webplatform", master)


@pytest.fixture(scope="session", params=[40.0, 60.0], ids=["40 mm wide", "60 mm wide"])
def pages(request: pytest.FixtureRequest, case: Case, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same page with the logo as outlines, with the logo as an embedded PNG, and the first as a 150 dpi PNG."""
    folder = tmp_path_factory.mktemp("pages")
    width, height = svg.size(case.master.read_bytes())
    width_mm = request.param if width > 2 * height else request.param / 2
    matrix = placed(width, width_mm, (120.0, 150.0))
    found = {kind: folder / f"{kind}.pdf" for kind in ("outlines", "picture")}
    for kind, path in found.items():
        page = Canvas(str(path), pagesize=A4_PT, invariant=True)
        letter(page)
        page.transform(1, 0, 0, -1, 0, A4_PT[1])
        page.transform(*matrix)
        draw_outlines(page, case.master) if kind == "outlines" else draw_picture(page, case.master, matrix)
        page.save()
    found["pixels"] = rendered(found["outlines"], folder / "pixels.png")
    return found


@pytest.mark.parametrize("kind", ["outlines", "picture"])
def test_structure_measures_turn_and_stretch_to_a_hundredth_degree_and_a_thousandth(
    case: Case, pages: dict[str, Path], kind: str
) -> None:
    seen = the_logo(checked(case, pages[kind]), case.slug)
    assert (seen.certainty, seen.method, seen.mirrored) == ("certain", "structure", False)
    assert seen.vector is (kind == "outlines")
    assert seen.rotation_deg == pytest.approx(TURN_DEG, abs=0.01)
    assert seen.stretch == pytest.approx(STRETCH, abs=0.001)


def test_pixels_at_150_dpi_measure_turn_and_stretch_to_a_fifth_degree_and_a_hundredth(
    case: Case, pages: dict[str, Path]
) -> None:
    seen = the_logo(checked(case, pages["pixels"]), case.slug)
    assert (seen.certainty, seen.method, seen.mirrored) == ("certain", "pixels", False)
    assert seen.rotation_deg == pytest.approx(TURN_DEG, abs=0.2)
    assert seen.stretch == pytest.approx(STRETCH, rel=0.01)


@pytest.mark.parametrize("kind", ["outlines", "picture", "pixels"])
def test_both_faults_are_violations_on_either_road(case: Case, pages: dict[str, Path], kind: str) -> None:
    report = checked(case, pages[kind])
    outcomes = {f.rule: f.outcome for f in report.findings if f.rule in ("rotated-logo", "stretched-logo")}
    assert outcomes == {"rotated-logo": "violation", "stretched-logo": "violation"}


@cache  # each page is judged once, whatever is asserted of it
def checked(case: Case, material: Path) -> MaterialReport:
    library = FolderLibrary(case.catalog)
    return linter.check(material, library, library.brand(), on=ON)


def the_logo(report: MaterialReport, slug: str) -> Sighting:
    seen = [s for s in report.sightings if s.kind == "logo"]
    assert [s.asset for s in seen] == [slug]
    return seen[0]


def placed(width: float, width_mm: float, place: tuple[float, float]) -> Affine:
    """Artboard units to points, y down: `width_mm` wide, stretched, then turned clockwise about its top left corner."""
    down = width_mm * POINTS / width / math.sqrt(STRETCH)
    across, cosine, sine = down * STRETCH, math.cos(math.radians(TURN_DEG)), math.sin(math.radians(TURN_DEG))
    return Affine(across * cosine, across * sine, -down * sine, down * cosine, *place)


def letter(page: Canvas) -> None:
    """What stands on the page besides: a band of color, a heading, lines of text."""
    page.setFillColorRGB(0.96, 0.62, 0.2)
    page.rect(0, 0, A4_PT[0], 60, stroke=0, fill=1)
    page.setFillColorRGB(0.1, 0.1, 0.1)
    page.setFont("Helvetica-Bold", 20)
    page.drawString(72, 520, "Summer by the sea")
    page.setFont("Helvetica", 11)
    for line in range(14):
        page.drawString(72, 490 - 16 * line, "The harbor opens at six; boats leave every half hour until dusk.")


def draw_picture(page: Canvas, master: Path, matrix: Affine) -> None:
    """The drawing as a PNG with transparency, RASTER_PPI when placed, in artboard units, y down."""
    from PIL import Image

    width, height = svg.size(master.read_bytes())
    pixels = width * math.hypot(matrix.a, matrix.b) / 72 * RASTER_PPI
    rgba = svg.raster(master.read_bytes(), round(pixels), round(pixels * height / width))
    png = io.BytesIO()
    Image.fromarray(rgba).save(png, "PNG")
    page.transform(1, 0, 0, -1, 0, height)
    page.drawImage(ImageReader(png), 0, 0, width, height, mask="auto")


def rendered(pdf: Path, path: Path) -> Path:
    """Page 1 as a PNG at 150 dpi that says so."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        document[0].render(scale=DPI / 72).to_pil().save(path, dpi=(DPI, DPI))
    finally:
        document.close()
    return path
