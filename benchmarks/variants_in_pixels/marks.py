"""Families of variants to be told apart: the starter catalog's logos, and logos of icon sets in three colorings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from benchmarks.locating.brands import Brand, kind_of, load, sets_folder

LANGUAGES = ("vi", "en")
STARTER = Path(__file__).resolve().parents[2] / "assets_catalog" / "logos"


@dataclass(frozen=True)
class Mark:
    """One master: its name as lock-up and coloring, its SVG, and its artboard."""

    lockup: str
    coloring: str
    svg: bytes
    width: float
    height: float

    @property
    def name(self) -> str:
        return f"{self.lockup} {self.coloring}"


@dataclass(frozen=True)
class Family:
    """The masters of one logo."""

    name: str
    marks: tuple[Mark, ...]


def starter_families() -> tuple[Family, ...]:
    """The starter catalog's logos in their version in force."""
    return tuple(_starter(folder) for folder in sorted(STARTER.iterdir()))


def drawn_families(logos: str | None, count: int) -> tuple[Family, ...]:
    """Logos of several colors out of the icon sets' split for tuning, each as it is, all black and all white."""
    folder = sets_folder(logos)
    if folder is None:
        return ()
    brands = load(folder)["tune"].registered
    found = [_colorings(brand) for brand in brands if kind_of(brand) == "drawn" and _is_colored(brand)]
    return tuple(found[:count])


def mark_of(lockup: str, coloring: str, svg: bytes) -> Mark:
    from brandkit import svg as drawing

    return Mark(lockup, coloring, svg, *drawing.size(svg))




def _starter(folder: Path) -> Family:
    described = tomllib.loads((folder / "asset.toml").read_text("utf-8"))
    files = described["versions"][-1]["files"]
    marks = []
    for file in files:
        words = file["variant"].split("-")
        lockup = "-".join([words[0], *(w for w in words if w in LANGUAGES)])
        coloring = "-".join(w for w in words[1:] if w not in LANGUAGES)
        marks.append(mark_of(lockup, coloring, (folder / file["file"]).read_bytes()))
    return Family(folder.name, tuple(marks))


def _is_colored(brand: Brand) -> bool:
    inks = {m.lower() for m in re.findall(r"#[0-9a-fA-F]{3,6}\b", brand.body)}
    return 2 <= len(inks) <= 5 and "Gradient" not in brand.body and brand.width < 3 * brand.height


def _colorings(brand: Brand) -> Family:
    plain = brand.svg()
    marks = [mark_of("icon", "full-color", plain)]
    for coloring, fill in (("mono-black", b"#000000"), ("reversed", b"#ffffff")):
        painted = re.sub(rb'(fill|stroke|stop-color)="(?!none|url)[^"]*"', rb'\1="' + fill + b'"', plain)
        painted = painted.replace(b"<svg ", b'<svg fill="' + fill + b'" ', 1)
        marks.append(mark_of("icon", coloring, painted))
    return Family(brand.name, tuple(marks))
