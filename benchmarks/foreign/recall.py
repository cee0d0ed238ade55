"""Logos of one catalog placed by every road, searched, and compared with where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.foreign import flat, sheets
from benchmarks.foreign.artwork import Artwork
from benchmarks.foreign.poses import Target
from benchmarks.foreign.scores import Alarms, Found, scored

A4_FRAME_PT = (50.0, 80.0, 545.0, 780.0)
A4_FRAME_CSS = (60.0, 90.0, 730.0, 1020.0)
SVG_FRAME = (30.0, 30.0, 970.0, 620.0)
SIZES_PT, SIZES_CSS, SIZES_SVG = (24.0, 40.0, 70.0), (32.0, 54.0, 94.0), (48.0, 80.0, 120.0)
VECTOR_PDF, VECTOR_SVG = "outlines, PDF by Chromium", "outlines, SVG"
FLAT = ("flat PNG", "flat JPEG")
PIXELS = frozenset(FLAT)


@dataclass(frozen=True)
class Record:
    """One target of a split on a road, and what became of it."""

    split: str
    road: str
    target: Target
    hit: Found | None
    wrong: bool


@dataclass(frozen=True)
class Sheet:
    """A material with known logos, by one road."""

    path: Path
    road: str
    targets: tuple[Target, ...]


def drawn_sheets(
    arts: Sequence[Artwork], folder: Path, grounds: flat.Grounds, *, seed: int, pages: int, flat_pages: int
) -> Iterator[Sheet]:
    """Materials by every road; `pages` of each kind of document, each with every logo."""
    rng = np.random.default_rng(seed)
    # Every catalog starts its few pages with other alterations, so that all are met.
    start = seed * pages % len(sheets.PLAIN)
    alterations = (sheets.PLAIN * 2)[start : start + pages]
    if sheets.chromium():
        targets = sheets.targets_on_pages(rng, arts, alterations, A4_FRAME_CSS, SIZES_CSS)
        path = folder / f"{seed}-chromium.pdf"
        yield Sheet(path, VECTOR_PDF, tuple(sheets.printed(targets, path)))
    for road, form in sheets.PICTURES.items():
        targets = sheets.targets_on_pages(rng, arts, alterations, A4_FRAME_PT, SIZES_PT)
        path = folder / f"{seed}-{form}.pdf"
        yield Sheet(path, road, tuple(sheets.pasted(targets, path, form)))
    targets = sheets.targets_on_pages(rng, arts, alterations, SVG_FRAME, SIZES_SVG)
    for page in range(1, len(alterations) + 1):
        path = folder / f"{seed}-{page}.svg"
        here = [replace(target, page=1) for target in targets if target.page == page]
        yield Sheet(path, VECTOR_SVG, tuple(sheets.svg_sheet(here, path)))
    for number in range(flat_pages):
        page, painted = flat.painted(rng, arts, seed * flat_pages + number, grounds)
        road = FLAT[number % 2]
        path = flat.saved(page, folder / f"{seed}-{number}.{'png' if road == FLAT[0] else 'jpg'}", rng)
        yield Sheet(path, road, tuple(painted))


def compared(sheet: Sheet, found: Sequence[Found], split: str, cpu_s: float, strays: Alarms) -> Iterator[Record]:
    """A record for each target; finds that belong to none go to the alarms."""
    rows, left = scored(sheet.targets, found)
    pages = max(target.page for target in sheet.targets)
    strays.count(left, pages=pages, brands=len({t.art.slug for t in sheet.targets}), cpu_s=cpu_s)
    for target, hit, wrong in rows:
        yield Record(split, sheet.road, target, hit, wrong)


def on_picture(path: Path, arts: Sequence[Artwork]) -> list[Found]:
    """What SIFT finds on a picture file."""
    from PIL import Image

    from benchmarks.foreign.peer import found_by_sift

    return found_by_sift(np.asarray(Image.open(path).convert("RGB")), arts)
