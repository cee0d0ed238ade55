"""Versions that differ in one detail: which of the two a page was read as, or that it could not be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.variants_in_pixels.marks import Mark, mark_of
from benchmarks.variants_in_pixels.pages import page_of

SIZES = (32, 48, 80, 140)
DETAILS = ("none", "stroke", "color", "letter", "proportions")
_WAVE = b'<path fill="#0A7E8C"'


@dataclass(frozen=True)
class Verdict:
    """What a page of version 1 or 2 was said to be. told : version number, None when nothing was found."""

    detail: str
    size: int
    treatment: str
    shown: int
    told: int | None
    certain: bool


def old_version(mark: Mark, detail: str) -> Mark:
    """The superseded version of a mark: `mark` with one detail otherwise."""
    svg = mark.svg
    if detail == "color":
        svg = svg.replace(b"#E25A0B", b"#E24A1B")
    elif detail == "stroke":
        svg = _without(svg, svg.index(_WAVE))
    elif detail == "letter":
        svg = _without(svg, svg.rindex(b"<path"))
    elif detail == "proportions":
        head, body = svg.split(b">", 1)
        head = head.replace(f"{mark.width:g} ".encode(), f"{mark.width * 1.03:g} ".encode(), 1)
        inner = body.rsplit(b"</svg>", 1)[0]
        svg = head + b'><g transform="scale(1.03 1)">' + inner + b"</g></svg>"
        return mark_of(mark.lockup, mark.coloring, svg)
    return mark_of(mark.lockup, mark.coloring, svg + b"<!-- before -->")


def verdicts_of(mark: Mark, sizes: Sequence[int] = SIZES) -> Iterator[Verdict]:
    """A mark as version 2, with each detail changed as version 1, either shown."""
    turn = 0
    for detail in DETAILS:
        library = Shelf(old_version(mark, detail), mark)
        for size in sizes:
            for shown in (1, 2):
                turn += 1
                treatment = ("none", "jpeg", "turned")[turn % 3]
                ground = ("light", "photo-light")[turn // 3 % 2]
                page = page_of(library.marks[shown - 1], size, ground, treatment, turn)
                told, certain = library.told(page.picture)
                yield Verdict(detail, size, treatment, shown, told, certain)


def table(verdicts: Sequence[Verdict]) -> str:
    lines = ["detail        size  shown  pages  certain right  possible right  possible current  WRONG"]
    for detail in DETAILS:
        for size in SIZES:
            for shown in (1, 2):
                here = [v for v in verdicts if (v.detail, v.size, v.shown) == (detail, size, shown)]
                if here:
                    lines.append(_line(f"{detail:<12} {size:5d} {shown:6d}", here))
    lines.append(_line(f"{'all':<12} {'':5} {'':6}", verdicts))
    return "\n".join(lines)


def _line(name: str, here: Sequence[Verdict]) -> str:
    right = sum(v.told == _truth(v) and v.certain for v in here)
    doubted = sum(v.told == _truth(v) and not v.certain for v in here)
    current = sum(v.told == 2 and _truth(v) == 1 and not v.certain for v in here)
    wrong = sum(v.told is not None and v.told != _truth(v) and (v.certain or v.told == 1) for v in here)
    return f"{name} {len(here):6d} {right:14d} {doubted:15d} {current:17d} {wrong:6d}"


def _truth(verdict: Verdict) -> int:
    """The version to be told: of two that look the same at any size, the one in force."""
    return verdict.shown if verdict.detail != "none" else 2


def _without(svg: bytes, start: int) -> bytes:
    return svg[:start] + svg[svg.index(b"/>", start) + 2 :]


class Shelf:
    """A catalog of one logo in two versions."""

    def __init__(self, old: Mark, new: Mark):
        import hashlib

        from brandkit.assets import Asset, File, Version
        from brandkit.sightings.structure.masters import Masters

        self.marks = (old, new)
        self._bytes = {hashlib.sha256(m.svg).hexdigest(): m.svg for m in self.marks}
        files = [File("icon", "icon.svg", key, "image/svg+xml", len(svg)) for key, svg in self._bytes.items()]
        versions = (Version(1, "superseded", files=(files[0],)), Version(2, "approved", files=(files[1],)))
        asset = Asset("mark", "logo", {"vi": "Biểu trưng"}, "approved", versions=versions)
        self._masters = Masters(self, [asset])

    def assets(self):
        return ()

    def read(self, sha256: str) -> bytes:
        return self._bytes[sha256]

    def told(self, picture: NDArray[np.uint8]) -> tuple[int | None, bool]:
        """The version that a page is said to show."""
        from brandkit.sightings.structure.embedded import logos_in

        rgba = np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
        found = logos_in(rgba, self._masters)
        return (found[0].entry.version.number, found[0].certain) if found else (None, False)
