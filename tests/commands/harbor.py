"""A small catalog with one drawn logo, and drawings that carry it: quick to read, for the commands' tests."""

from __future__ import annotations

from pathlib import Path

from brandkit import cli

# An L with a disc and a bar: not symmetric under any turn or reflection.
MARK = (
    '<path fill="#0B3C5D" d="M0 0H24V76H90V100H0Z"/><circle cx="70" cy="30" r="22" fill="#E4572E"/>'
    '<path fill="#0B3C5D" d="M110 12H250V34H110ZM110 50H210V68H110ZM110 84H280L300 100H110Z"/>'
)
BRAND = """
name = { vi = "Cảng", en = "Harbor" }
profile = "harbor"
version = "1"
[decision]
number = "7/QĐ"
title = { vi = "Quy chế", en = "Rules" }
date = 2020-01-01
valid_from = 2020-01-01
[[colors]]
key = "sea"
name = { vi = "Biển", en = "Sea" }
hex = "#0B3C5D"
role = "primary"
[[colors]]
key = "buoy"
name = { vi = "Phao", en = "Buoy" }
hex = "#E4572E"
role = "accent"
[[colors]]
key = "paper"
name = { vi = "Giấy", en = "Paper" }
hex = "#FFFFFF"
role = "ground"
[logo]
required = ["harbor"]
[rules.stretched-logo]
clause = { vi = "điều 6", en = "article 6" }
"""
ASSET = """
title = { vi = "Biểu trưng cảng", en = "Harbor logo" }
status = "approved"
[[versions]]
number = 1
status = "approved"
valid_from = 2020-01-01
  [[versions.files]]
  variant = "horizontal-full-color"
  file = "harbor.svg"
"""


def catalog(folder: Path) -> Path:
    """A live catalog made from a catalog folder, through the command that does so."""
    source = folder / "source"
    (source / "logos" / "harbor").mkdir(parents=True)
    (source / "brand.toml").write_text(BRAND, "utf-8")
    (source / "logos" / "harbor" / "asset.toml").write_text(ASSET, "utf-8")
    logo = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">{MARK}</svg>'
    (source / "logos" / "harbor" / "harbor.svg").write_text(logo, "utf-8")
    place = folder / "catalog"
    assert cli.run(["--quiet", "init", str(place), "--from", str(source)]) == 0
    return place


def material(path: Path, *, stretch: float) -> Path:
    """A page of 600 × 400 px with the logo, 80 px high, in its middle."""
    scale = 0.8
    placed = f'<g transform="translate(150 160) scale({scale * stretch} {scale})">{MARK}</g>'
    page = '<rect width="600" height="400" fill="#FFFFFF"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400" viewBox="0 0 600 400">{page}{placed}</svg>'
    path.write_text(svg, "utf-8")
    return path
