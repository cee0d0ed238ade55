"""Rows of results counted: recall, false alarms, errors, and whether the error bars hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Row = dict[str, Any]
Chosen = Callable[[Row], bool]

MEASURES = ("height", "stretch", "turn")


@dataclass
class Tally:
    """Counts over some targets and pages.

    pairs : pages × brands of the catalog. errors : absolute, of hits not seen from the side; height and stretch as
    shares, turn in degrees. held : per measure, hits inside their 95 % bar and hits with a bar.
    """

    targets: int = 0
    found: int = 0
    certain: int = 0
    pages: int = 0
    pairs: int = 0
    false_certain: int = 0
    false_possible: int = 0
    pages_with_certain: int = 0
    pages_with_possible: int = 0
    misplaced: int = 0
    seconds: float = 0.0
    errors: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in MEASURES})
    held: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in MEASURES})
    mirror: list[bool] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.targets if self.targets else float("nan")

    def percentile(self, measure: str, share: float) -> float:
        """The size of error below which that share of the hits lies; nan without hits."""
        return float(np.percentile(self.errors[measure], 100 * share)) if self.errors[measure] else float("nan")

    def coverage(self, measure: str) -> float:
        """Share of the hits whose error lies inside the bar; nan without bars."""
        return float(np.mean(self.held[measure])) if self.held[measure] else float("nan")


def tally(rows: Iterable[Row], chosen: Chosen = lambda target: True, pages: Chosen | None = None) -> Tally:
    """Counts over the targets that are chosen; false alarms over `pages`, by default those with a chosen target."""
    total = Tally()
    for row in rows:
        targets = [target for target in row["targets"] if chosen(target)]
        for target in targets:
            _add(total, target)
        if pages(row) if pages else targets:
            _add_page(total, row)
    return total


def _add(total: Tally, target: Row) -> None:
    total.targets += 1
    if not target["found"]:
        return
    total.found += 1
    total.certain += target["certain"]
    total.visible.append(abs(target["visible_error"]))
    if target["variant"]:
        total.variants.append(target["variant"])
    total.mirror.append(target["mirror_right"])
    if target["alteration"] == "perspective" or not target["mirror_right"]:
        return
    for measure in MEASURES:
        error = abs(target[f"{measure}_error"])
        total.errors[measure].append(error)
        if "bars" in target:
            total.held[measure].append(error <= target["bars"][measure])


def _add_page(total: Tally, row: Row) -> None:
    false = [one for one in row["false"] if not one["misplaced"]]
    certain = {one["brand"] for one in false if one["certain"]}
    possible = {one["brand"] for one in false if not one["certain"]} - certain
    total.pages += 1
    total.pairs += row["catalog"]
    total.seconds += row["seconds"]
    total.false_certain += len(certain)
    total.false_possible += len(possible)
    total.pages_with_certain += bool(certain)
    total.pages_with_possible += bool(possible)
    total.misplaced += len(row["false"]) - len(false)


def share_right(values: Sequence[bool]) -> float:
    """Share of True; nan of nothing."""
    return float(np.mean(values)) if values else float("nan")
