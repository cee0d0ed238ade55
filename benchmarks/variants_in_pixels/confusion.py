"""Variants told from each other: what each page of a known variant was read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import cv2
import numpy as np

from benchmarks.variants_in_pixels.marks import Family, Mark
from benchmarks.variants_in_pixels.pages import TREATMENTS, page_of, raster

GROUNDS = ("light", "dark", "navy", "photo-light", "photo-dark")
SIZES = (32, 48, 80, 140, 200)
SAME_SHARE = 0.02  # of the ink: with less that differs a logo is its own mirror image


@dataclass(frozen=True)
class Case:
    """A mark to be shown: its family, itself, size, ground and treatment."""

    family: Family
    mark: Mark
    size: int
    ground: str
    treatment: str


@dataclass(frozen=True)
class Outcome:
    """What a mark was read as: "" when nothing was found. `right` also counts the way round."""

    family: str
    mark: str
    size: int
    ground: str
    treatment: str
    told: str
    certain: bool
    right: bool


def cases_of(family: Family, mark: Mark, repeats: int) -> list[Case]:
    """The mark under each treatment that changes it, on sizes and grounds that have no pattern."""
    rng = np.random.default_rng(crc32(f"{family.name} {mark.name}".encode()))
    found: list[Case] = []
    for treatment in TREATMENTS:
        if treatment in ("one-color", "gray", "hue-turned") and mark.coloring != "full-color":
            continue
        for _ in range(repeats):
            size, ground = int(rng.choice(SIZES)), str(rng.choice(_suited(mark, treatment)))
            found.append(Case(family, mark, size, ground, treatment))
    return found


def outcomes_of(cases: Sequence[Case]) -> Iterator[Outcome]:
    from brandkit.sightings.pixels.locate import locate
    from brandkit.sightings.pixels.templates.template import shapes_of, template_of

    for seed, case in enumerate(cases):
        templates = {template_of(m.svg, "image/svg+xml").key: m for m in case.family.marks}
        shapes = shapes_of([template_of(m.svg, "image/svg+xml") for m in case.family.marks])
        placed = page_of(case.mark, case.size, case.ground, case.treatment, seed)
        found = locate(placed.picture, shapes)
        best = found[0] if found else None
        told = templates[best.template.key] if best else None
        way = best is not None and (best.mirrored == (case.treatment == "mirrored") or is_its_own_mirror(case.mark))
        right = told is not None and way and is_right(case, told)
        certain = best is not None and best.certainty == "certain"
        if best is not None and any(other.template not in best.shape.templates for other in best.alternatives):
            certain = False  # as `in_force.settled` has it
        shown = (case.family.name, case.mark.name, case.size, case.ground, case.treatment)
        yield Outcome(*shown, told.name if told else "", certain, right)


def is_right(case: Case, told: Mark) -> bool:
    """One other color is a mono variant recolored; every other treatment leaves the variant what it is."""
    if told.lockup != case.mark.lockup:
        return False
    if case.treatment == "one-color":
        return told.coloring.startswith("mono") or (told.coloring == "reversed" and _is_plain(told))
    return told.coloring == case.mark.coloring


def is_its_own_mirror(mark: Mark) -> bool:
    """Whether some flip leaves the drawing as it is, to the eye at 200 pixels: then nobody can tell."""
    unit = 200 / max(mark.width, mark.height)
    width, height = round(mark.width * unit), round(mark.height * unit)
    drawn = raster(mark.svg, np.array([[unit, 0, 0], [0, unit, 0]]), width, height).astype(np.float32)
    drawn[..., :3] *= drawn[..., 3:] / 255
    rows, columns = np.flatnonzero(drawn[..., 3].any(axis=1)), np.flatnonzero(drawn[..., 3].any(axis=0))
    drawn = drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    square = cv2.resize(drawn, (160, 160), interpolation=cv2.INTER_AREA)
    others = [turned[:, ::-1] for turned in (np.rot90(square, quarter) for quarter in range(4))]
    ink = float((square[..., 3] > 127).mean())
    return any(float((np.abs(square - other).max(axis=2) > 60).mean()) < SAME_SHARE * ink for other in others)


def table(outcomes: Sequence[Outcome]) -> str:
    lines = [f"{'':<16}  pages  found  right of found  certain and wrong"]
    for key in ("treatment", "ground", "size"):
        for value in sorted({getattr(o, key) for o in outcomes}):
            lines.append(_line(f"{value}", [o for o in outcomes if getattr(o, key) == value]))
    lines.append(_line("all", outcomes))
    wrong = Counter(_described(o) for o in outcomes if o.told and not o.right)
    lines += [f"  {count} × {what}" for what, count in wrong.most_common(40)]
    return "\n".join(lines)


def _described(o: Outcome) -> str:
    return f"{o.family} {o.mark} {o.size} px {o.ground} {o.treatment} as {o.told}"


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    found = [o for o in outcomes if o.told]
    right = sum(o.right for o in found) / len(found) if found else float("nan")
    accused = sum(o.certain and not o.right for o in found)
    return f"{name:<16} {len(outcomes):6d} {len(found) / len(outcomes):6.3f} {right:15.3f} {accused:18d}"


def _suited(mark: Mark, treatment: str) -> tuple[str, ...]:
    if treatment == "one-color":
        return "light", "photo-light"
    if mark.coloring == "reversed":
        return "dark", "navy", "photo-dark"
    return ("light", "photo-light") if mark.coloring == "mono-black" else ("light", "photo-light", "navy")


def _is_plain(mark: Mark) -> bool:
    return mark.svg.count(b"#ffffff") > 0 and b"#FFB13B" not in mark.svg
