"""What must be shown, line by line: the figure, its limit, and whether it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.locating.scores import MEASURES, Row, Tally, share_right, tally

# Not counted where the issue says "unoccluded": something lies over the logo, or two fifths of it are off the page.
UNCOVERED = ("occluded", "half-cropped")
FEWEST = 2000


class Line(NamedTuple):
    """A figure beside its limit; `at_least` says on which side of the limit it has to be."""

    label: str
    figure: float
    limit: float
    at_least: bool
    unit: str
    count: int

    @property
    def kept(self) -> bool | None:
        """None when nothing was measured."""
        if self.count == 0 or self.figure != self.figure:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def lines(own: Sequence[Row]) -> list[Line]:
    """Each line of the limits, from brandkit's rows."""
    clear = tally(own, lambda t: t["nominal"] >= 32 and t["alteration"] not in UNCOVERED)
    small = tally(own, lambda t: t["nominal"] < 32 and t["alteration"] not in UNCOVERED)
    covered = tally(own, lambda t: t["nominal"] >= 32 and t["alteration"] == "occluded")
    large = tally(own, lambda t: t["nominal"] >= 48)
    at_32 = tally(own, lambda t: t["nominal"] == 32)
    from_32 = tally(own, lambda t: t["nominal"] >= 32)
    pages = tally(own, pages=lambda row: True)
    variants = [v == "right" for v in from_32.variants]
    per_pair, possible = pages.false_certain / max(1, pages.pairs), pages.pages_with_possible / max(1, pages.pages)
    return [
        Line("recall from 32 px, unoccluded", 100 * clear.recall, 98, True, "%", clear.targets),
        Line("recall at 24 to 31 px", 100 * small.recall, 90, True, "%", small.targets),
        Line("recall, 15 to 30 % occluded, from 32 px", 100 * covered.recall, 90, True, "%", covered.targets),
        Line("false certain per page and brand (under)", 100 * per_pair, 0.1, False, "%", pages.pairs),
        Line("possible where nothing is, of pages", 100 * possible, 2, False, "%", pages.pages),
        *_errors("from 48 px", large, 1),
        *_errors("at 32 px", at_32, 2),
        Line("turn error p95 from 32 px", from_32.percentile("turn", 0.95), 0.5, False, "°", len(from_32.mirror)),
        Line("variant right from 32 px", 100 * share_right(variants), 99, True, "%", len(variants)),
        Line("mirroring right from 32 px", 100 * share_right(from_32.mirror), 99, True, "%", len(from_32.mirror)),
        *(
            Line(f"errors of {name} inside the 95 % bar", 100 * from_32.coverage(name), 95, True, "%", count)
            for name, count in ((name, len(from_32.held[name])) for name in MEASURES)
        ),
    ]


def limits_table(own: Sequence[Row], targets: int, empty: int, strangers: int) -> str:
    """The limits as a table; a run too small to show them says so."""
    found = [f"{'':44}{'measured':>10}{'limit':>10}{'of':>8}"]
    for line in lines(own):
        sign = "≥" if line.at_least else "≤"
        verdict = {True: "kept", False: "missed", None: "not measured"}[line.kept]
        figure = f"{line.figure:.2f} {line.unit}".replace("nan", "–")
        found.append(f"{line.label:44}{figure:>10}{f'{sign} {line.limit:g} {line.unit}':>10}{line.count:8}  {verdict}")
    if min(targets, empty, strangers) < FEWEST:
        found.append(f"Too few to show anything: {FEWEST} targets, pages without, and other logos are asked for.")
    return "\n".join(found)


def _errors(where: str, row: Tally, limit: float) -> list[Line]:
    named = (("size", "height"), ("aspect", "stretch"))
    return [
        Line(f"{name} error p95 {where}", 100 * row.percentile(key, 0.95), limit, False, "%", len(row.errors[key]))
        for name, key in named
    ]
