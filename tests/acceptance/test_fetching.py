"""`get`: every format is what it says, and what is served for a ground is right on that ground."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from .conftest import Command

RATIO = 2132.45 / 562.01  # of the starter's horizontal master
GROUNDS = ["#FFFFFF", "#0A2A4A", "#E25A0B", "#0A7E8C", "#FFB13B", "#56636F"]


@pytest.mark.parametrize(("ending", "form"), [("png", "PNG"), ("webp", "WEBP"), ("jpeg", "JPEG")])
def test_pixels_have_the_width_asked_for_and_the_masters_proportions(
    command: Command, living_starter: Path, tmp_path: Path, ending: str, form: str
) -> None:
    out = tmp_path / f"logo.{ending}"
    assert command(living_starter, "get", "vung-tau", "--format", ending, "--width", "400", "-o", out).status == 0
    with Image.open(out) as picture:
        assert picture.format == form
        assert picture.width == 400
        assert picture.height == pytest.approx(400 / RATIO, abs=1)


def test_a_pdf_is_one_page_in_the_masters_proportions(command: Command, living_starter: Path, tmp_path: Path) -> None:
    assert command(living_starter, "get", "vung-tau", "-o", tmp_path / "logo.pdf").status == 0
    document = pypdfium2.PdfDocument(tmp_path / "logo.pdf")
    assert len(document) == 1
    width, height = document[0].get_size()
    assert width / height == pytest.approx(RATIO, rel=1e-3)


@pytest.mark.parametrize("name", ["logo.gif", "logo.txt"])
def test_a_name_that_would_lie_is_refused(command: Command, living_starter: Path, tmp_path: Path, name: str) -> None:
    assert command(living_starter, "get", "vung-tau", "-o", tmp_path / name).status == 2


def test_a_format_that_the_name_contradicts_is_refused(command: Command, living_starter: Path, tmp_path: Path) -> None:
    out = tmp_path / "logo.svg"
    assert command(living_starter, "get", "vung-tau", "--format", "png", "-o", out).status == 2


def test_an_expired_photo_is_refused(command: Command, living_starter: Path, tmp_path: Path) -> None:
    answer = command(living_starter, "get", "sailing-regatta-2023", "-o", tmp_path / "photo.jpg")
    assert answer.status == 2
    assert not (tmp_path / "photo.jpg").exists()


def test_what_is_served_for_a_palette_ground_is_not_accused_on_it(
    command: Command, living_starter: Path, tmp_path: Path
) -> None:
    sheets = []
    for ground in GROUNDS:
        served = tmp_path / f"logo{ground[1:]}.png"
        assert command(
            living_starter, "get", "vung-tau", "--background", ground, "--width", "300", "-o", served
        ).status == 0
        sheet = Image.new("RGB", (460, 240), ground)
        with Image.open(served) as logo:
            sheet.paste(logo, (80, 80), logo.convert("RGBA"))
        sheets.append(tmp_path / f"on{ground[1:]}.png")
        sheet.save(sheets[-1])
    reports = command(living_starter, "check", *sheets, "--json").document["reports"]
    assert {report["material"]["name"]: report["verdict"] for report in reports} == {
        sheet.name: "pass" for sheet in sheets
    }
