"""Writes docs/reference/curves.md: how often each rule speaks as a fault grows, from structure and from pixels.

Every magnitude is drawn several times at places that no grid shares, as a PDF and as that page in pixels, and judged by
the full road. `python tools/curves.py [RULE …]` prints and writes the tables of those rules, or of all of them.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from brandkit import linter  # noqa: E402
from brandkit.catalog.folder import FolderLibrary  # noqa: E402
from brandkit.color import contrast_hex, delta_e_hex, lab_of_rgb, parse_hex, rgb_of_lab, to_hex  # noqa: E402
from brandkit.findings import Finding, Sighting  # noqa: E402
from tests.corpus.drawing import PT_PER_MM, STARTER, Field, Logo, Sheet, master, pdf, placed, png  # noqa: E402

PAGE = ROOT / "docs" / "reference" / "curves.md"
DAY = date(2026, 11, 23)
A4 = (210.0, 297.0)
COLUMNS, ROWS = 2, 3
TRIALS = 6
DPI = 150
NAVY = "#0A2A4A"
OUTCOMES = ("pass", "needs_review", "violation", "not found")

Drawing = tuple[list[Field], Logo]


@dataclass(frozen=True)
class Sweep:
    """One rule's fault at several magnitudes; `draw` makes it at a place, by turns the other way round."""

    rule: str
    what: str
    magnitudes: Sequence[float]
    draw: Callable[[float, Logo, int], Drawing]


def stretched(percent: float, logo: Logo, trial: int) -> Drawing:
    return [], replace(logo, stretch=1 + (-1) ** trial * percent / 100)


def rotated(degrees: float, logo: Logo, trial: int) -> Drawing:
    return [], replace(logo, rotation_deg=(-1) ** trial * degrees)


def sized(millimeters: float, logo: Logo, trial: int) -> Drawing:
    return [], replace(logo, height=millimeters)


def crowded(heights: float, logo: Logo, trial: int) -> Drawing:
    distance = heights * logo.height
    if trial % 2:
        return [Field((logo.x, logo.y + logo.height + distance, 40, 3), "#0A7E8C")], logo
    return [Field((logo.x - distance - 3, logo.y, 3, logo.height), "#0A7E8C")], logo


def cut(percent: float, logo: Logo, trial: int) -> Drawing:
    return [], replace(logo, cut=percent / 100)


def recolored(delta_e: float, logo: Logo, trial: int) -> Drawing:
    return [], replace(logo, recolor={NAVY: shifted(NAVY, delta_e, trial)})


def on_gray(contrast: float, logo: Logo, trial: int) -> Drawing:
    ground = gray_of(NAVY, contrast)
    return [Field((logo.x - 10, logo.y - 20, 90, 58), ground)], logo


def coarse(ppi: float, logo: Logo, trial: int) -> Drawing:
    return [], replace(logo, ppi=ppi)


SWEEPS = (
    Sweep("stretched-logo", "stretch, %", (0, 0.5, 1, 1.5, 2, 3, 5, 10), stretched),
    Sweep("rotated-logo", "turn, °", (0, 0.25, 0.5, 0.75, 1, 2, 3, 5), rotated),
    Sweep("undersized-logo", "height, mm", (8, 10, 12, 14, 14.8, 15, 16, 18), sized),
    Sweep("crowded-logo", "free, logo heights", (0.05, 0.1, 0.15, 0.2, 0.23, 0.25, 0.27, 0.3), crowded),
    Sweep("cropped-logo", "cut off its right side, %", (0, 0.5, 1, 2, 5, 10, 20), cut),
    Sweep("recolored-logo", "ΔE00 of its darkest color", (0, 1, 2, 3, 4, 6, 8, 12), recolored),
    Sweep(
        "low-contrast-logo", "contrast of its darkest color to the ground", (1.5, 2, 2.5, 2.9, 3, 3.2, 4, 6), on_gray
    ),
    Sweep("blurry-logo", "pixels per inch of a placed picture", (48, 72, 100, 150, 200, 290, 300, 360), coarse),
)


def shifted(hex_: str, delta_e: float, trial: int) -> str:
    """A color that far from `hex_`, lighter or redder by turns."""
    lab = lab_of_rgb(parse_hex(hex_))
    way = (1.0, 0.0, 0.0) if trial % 2 else (0.3, 1.0, 0.0)
    steps = (step / 10 for step in range(600))
    tried = (to_hex(rgb_of_lab([lab[i] + step * way[i] for i in range(3)])) for step in steps)
    return next(found for found in tried if delta_e_hex(hex_, found) >= delta_e)


def gray_of(ink: str, contrast: float) -> str:
    """The neutral ground that has that contrast to the ink."""
    return min((f"#{v:02X}{v:02X}{v:02X}" for v in range(256)), key=lambda g: abs(contrast_hex(ink, g) - contrast))


def trials(sweep: Sweep) -> Iterator[tuple[float, Drawing]]:
    """Every magnitude, drawn at places that differ by parts of a pixel."""
    chance = random.Random(sweep.rule)
    slots = len(sweep.magnitudes) * TRIALS
    for slot in range(slots):
        magnitude = sweep.magnitudes[slot % len(sweep.magnitudes)]
        place = slot % (COLUMNS * ROWS)
        x = 20 + 100 * (place % COLUMNS) + chance.uniform(-1, 1)
        y = 35 + 88 * (place // COLUMNS) + chance.uniform(-1, 1)
        yield magnitude, sweep.draw(magnitude, Logo(x=x, y=y), slot // len(sweep.magnitudes))


def judged(sweep: Sweep, medium: str, library: FolderLibrary) -> dict[float, Counter[str]]:
    """Outcomes by magnitude in one medium."""
    told: dict[float, Counter[str]] = {magnitude: Counter() for magnitude in sweep.magnitudes}
    drawn = list(trials(sweep))
    for start in range(0, len(drawn), COLUMNS * ROWS):
        sheet_of = drawn[start : start + COLUMNS * ROWS]
        items = [item for _, (fields, logo) in sheet_of for item in (*fields, logo)]
        report = check(Sheet(items, A4), medium, sweep.rule, library)
        for magnitude, (_, logo) in sheet_of:
            told[magnitude][outcome_of(logo, medium, *report)] += 1
    return told


def check(sheet: Sheet, medium: str, rule: str, library: FolderLibrary) -> tuple[Sequence[Sighting], Sequence[Finding]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet.{medium}"
        path.write_bytes(pdf(sheet) if medium == "pdf" else png(sheet, DPI))
        report = linter.check(path, library, library.brand(), only=[rule], on=DAY)
    return report.sightings, report.findings


def outcome_of(logo: Logo, medium: str, sightings: Iterable[Sighting], findings: Iterable[Finding]) -> str:
    """What was said of the sighting that lies where the logo was drawn."""
    scale = PT_PER_MM if medium == "pdf" else DPI / 25.4
    (wide, high), _ = master(logo.slug, logo.variant)
    matrix = placed(logo, (wide, high))
    middle = [scale * value for value in (matrix.a * wide / 2 + matrix.c * high / 2 + matrix.e,
                                          matrix.b * wide / 2 + matrix.d * high / 2 + matrix.f)]  # fmt: skip
    near = [s for s in sightings if s.kind == "logo" and math.dist(middle, center(s)) < 0.5 * scale * logo.height]
    if not near:
        return "not found"
    found = [f.outcome for f in findings if f.sighting == near[0].id]
    return next((outcome for outcome in ("violation", "needs_review", "pass") if outcome in found), "not found")


def center(sighting: Sighting) -> tuple[float, float]:
    xs, ys = zip(*sighting.quad, strict=True)
    return sum(xs) / 4, sum(ys) / 4


def table(sweep: Sweep, library: FolderLibrary) -> Iterator[str]:
    """One rule's curve as a Markdown table: counts of passes, reviews, violations and misses of `TRIALS`."""
    structure, pixels = (judged(sweep, medium, library) for medium in ("pdf", "png"))
    yield from (f"## {sweep.rule}", "")
    yield f"| {sweep.what} | " + " | ".join(f"{m:g}" for m in sweep.magnitudes) + " |"
    yield "|---|" + "---|" * len(sweep.magnitudes)
    for name, told in (("structure", structure), (f"pixels, {DPI} dpi", pixels)):
        for outcome in OUTCOMES[1:]:
            counts = [told[magnitude][outcome] for magnitude in sweep.magnitudes]
            if any(counts):
                yield f"| {name}: {outcome.replace('_', ' ')} | " + " | ".join(str(n or "·") for n in counts) + " |"
    yield ""


HEAD = f"""# Detection curves

<!-- Written by tools/curves.py. -->

Each fault at growing magnitudes, {TRIALS} drawings each, at places that differ by parts of a pixel: as a PDF with
outlines (structure) and as that page at {DPI} dpi (pixels). A figure is how many of them were called a violation,
left to a person, or not found; the rest passed. Logos are 18 mm high (106 px) unless their size is what grows.
"""


def kept() -> dict[str, str]:
    """The tables that the page has, by rule."""
    text = PAGE.read_text("utf-8") if PAGE.is_file() else ""
    parts = text.split("\n## ")[1:]
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in parts}


def main(arguments: Sequence[str]) -> int:
    library = FolderLibrary(STARTER)
    for sweep in SWEEPS:
        if arguments and sweep.rule not in arguments:
            continue
        told = "\n".join(table(sweep, library))
        print(told, flush=True)
        tables = {**kept(), sweep.rule: told}
        ordered = [tables[each.rule] for each in SWEEPS if each.rule in tables]
        PAGE.write_text("\n".join([HEAD, *ordered]).rstrip() + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
