"""Logos that somebody changed: whether they are found, as what, and whether the change is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.variants_in_pixels.marks import Mark
from benchmarks.variants_in_pixels.pages import ground_of, laid_over, raster, worn

Picture = NDArray[np.uint8]
CHANGES = (
    "none", "jpeg", "part left out", "part moved", "line through it", "ink added", "cut right", "cut below", "outline",
    "glow", "shadow", "other name",
)  # fmt: skip
SIZES = (48, 80, 140)


@dataclass(frozen=True)
class Outcome:
    """What a page with a changed logo was said to show; shares as measured, None where they could not be."""

    change: str
    size: int
    found: bool
    certain: bool
    visible: float
    missing: float | None
    added: float | None
    effect: str


def outcomes_of(mark: Mark, sizes: Sequence[int] = SIZES) -> Iterator[Outcome]:
    """A mark in every change."""
    from brandkit.sightings.pixels.locate import locate
    from brandkit.sightings.pixels.templates.template import shapes_of, template_of

    shapes = shapes_of([template_of(mark.svg, "image/svg+xml")])
    for change in CHANGES:
        for size in sizes:
            found = locate(changed(mark, size, change), shapes)
            if not found:
                yield Outcome(change, size, False, False, 0.0, None, None, "")
                continue
            best = found[0]
            told = best.altered
            missing, added = (told.missing, told.added) if told else (None, None)
            effect = told.effect if told else ""
            yield Outcome(change, size, True, best.certainty == "certain", best.visible, missing, added, effect)


def changed(mark: Mark, size: int, change: str) -> Picture:
    """A light page with the mark in one change."""
    unit = size / min(mark.width, mark.height)
    width, height = round(mark.width * unit) + 120, round(mark.height * unit) + 120
    page = ground_of("light", np.random.default_rng(0), width, height)
    left, top = (width - mark.width * unit) / 2 + 0.3, (height - mark.height * unit) / 2 - 0.2
    pose = np.array([[unit, 0, left], [0, unit, top]])
    svg, pieces = mark.svg, mark.svg.count(b"<path")
    start = [i for i in range(len(svg)) if svg.startswith(b"<path", i)][pieces // 2]
    end = svg.index(b"/>", start) + 2
    if change == "part left out":
        svg = svg[:start] + svg[end:]
    elif change == "part moved":
        move = f'<g transform="translate(0 {0.12 * mark.height:g})">'.encode()
        svg = svg[:start] + move + svg[start:end] + b"</g>" + svg[end:]
    elif change == "ink added":
        spot = f'<circle cx="{0.93 * mark.width:g}" cy="{0.09 * mark.height:g}" r="{0.06 * mark.height:g}"/>'
        svg = svg.replace(b"</svg>", spot.encode() + b"</svg>")
    elif change == "line through it":
        bar = f'<rect x="0" y="{0.55 * mark.height:g}" width="{mark.width:g}" height="{0.08 * mark.height:g}"/>'
        svg = svg.replace(b"</svg>", bar.replace("<rect", '<rect fill="#C00000"').encode() + b"</svg>")
    elif change == "other name":
        first = svg.index(b"<path", svg.index(b"<path", svg.index(b"<path") + 1) + 1)
        svg = svg[:first] + _squares(mark) + b"</svg>"
    drawn = raster(svg, pose, width, height)
    if change == "cut right":
        drawn[:, round(left + 0.8 * mark.width * unit) :] = 0
    elif change == "cut below":
        drawn[round(top + 0.8 * mark.height * unit) :] = 0
    elif change in ("outline", "glow", "shadow"):
        page = _with_effect(page, drawn, change, size)
    picture = laid_over(page, drawn)
    return worn(picture) if change == "jpeg" else picture


def table(outcomes: Sequence[Outcome]) -> str:
    lines = ["change           size  pages  found  certain  visible  missing   added  effect"]
    for change in CHANGES:
        for size in SIZES:
            here = [o for o in outcomes if (o.change, o.size) == (change, size)]
            if here:
                lines.append(_line(f"{change:<16} {size:4d}", here))
    return "\n".join(lines)


def _line(name: str, here: Sequence[Outcome]) -> str:
    found = [o for o in here if o.found]
    certain = sum(o.certain for o in found)
    if not found:
        return f"{name} {len(here):6d} {0:6d}"
    visible = float(np.mean([o.visible for o in found]))
    missing = np.mean([np.nan if o.missing is None else o.missing for o in found])
    added = np.mean([np.nan if o.added is None else o.added for o in found])
    effects = ",".join(sorted({o.effect for o in found if o.effect})) or "-"
    return f"{name} {len(here):6d} {len(found):6d} {certain:8d} {visible:8.2f} {missing:8.3f} {added:7.3f}  {effects}"


def _squares(mark: Mark) -> bytes:
    """Figures that stand for another name, right of the middle."""
    side = 0.5 * mark.height
    wide = mark.width > 2 * mark.height
    xs = np.arange(0.36 * mark.width, mark.width - side, 1.3 * side) if wide else [0.3 * mark.width]
    boxes = (f'<rect x="{x:g}" y="{0.2 * mark.height:g}" width="{side:g}" height="{side:g}"/>' for x in xs)
    return "".join(boxes).encode()


def _with_effect(page: Picture, drawn: Picture, change: str, size: int) -> Picture:
    alpha = drawn[..., 3].astype(np.float32) / 255
    reach = max(3, round(size * 0.06))
    if change == "outline":
        grown = cv2.dilate(alpha, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1,) * 2))
        return np.round(page * (1 - grown[..., None]) + np.array([200, 160, 0]) * grown[..., None]).astype(np.uint8)
    if change == "glow":
        grown = cv2.GaussianBlur(cv2.dilate(alpha, np.ones((reach, reach))), (0, 0), reach)[..., None] * 0.7
        return np.round(page * (1 - grown) + np.array([255, 190, 60]) * grown).astype(np.uint8)
    moved = np.roll(np.roll(alpha, reach, axis=0), reach, axis=1)
    soft = cv2.GaussianBlur(moved, (0, 0), reach / 2)[..., None] * 0.5
    return np.round(page * (1 - soft)).astype(np.uint8)
