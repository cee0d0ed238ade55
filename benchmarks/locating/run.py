"""The runs and their table."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.locating import pages
from benchmarks.locating.brands import Brand
from benchmarks.locating.finders import Found, shape_of
from benchmarks.locating.grounds import GROUNDS
from benchmarks.locating.scores import Tally, count

Finder = Callable[[pages.Picture, Sequence[Brand]], list[Found]]
CATALOG = 4
Rows = dict[str, Tally]
Planned = tuple[int, Brand | None, str, int, str, list[Brand]]


def plan(brands: Sequence[Brand], repeats: int, empty: int) -> list[Planned]:
    """Seed, brand, alteration, size, ground and catalog of every page; brands, sizes and grounds take turns."""
    draw = random.Random(7)
    found: list[Planned] = []
    for number in range(repeats * len(pages.ALTERATIONS)):
        alteration = pages.ALTERATIONS[number % len(pages.ALTERATIONS)]
        brand = brands[number % len(brands)]
        others = draw.sample([other for other in brands if other is not brand], CATALOG - 1)
        size = pages.SIZES[(number // len(pages.ALTERATIONS) + number) % len(pages.SIZES)]
        found.append((1000 + number, brand, alteration, size, GROUNDS[draw.randrange(len(GROUNDS))], [brand, *others]))
    for number in range(empty):
        ground = GROUNDS[number % len(GROUNDS)]
        found.append((9000 + number, None, "absent", 0, ground, draw.sample(list(brands), CATALOG)))
    return found


def run(
    finders: dict[str, Finder], brands: Sequence[Brand], strangers: Sequence[Brand], repeats: int, empty: int
) -> dict[str, Rows]:
    """Rows by finder: per alteration, per size, per ground, and all."""
    results: dict[str, Rows] = {name: defaultdict(Tally) for name in finders}
    for seed, brand, alteration, size, ground, catalog in plan(brands, repeats, empty):
        foreign = random.Random(seed).sample(list(strangers), 3)
        page = pages.page_of(seed, brand, alteration, size, ground, tuple(foreign))
        for known in catalog:
            shape_of(known)
        for name, finder in finders.items():
            start = time.process_time()
            found = finder(page.picture, catalog)
            seconds = time.process_time() - start
            labels = ["all", alteration, f"on {ground}"] + ([f"{size} px"] if size else [])
            for label in labels:
                count(results[name][label], page.targets, found, catalog, seconds)
    return results


def table(results: dict[str, Rows]) -> str:
    """The rows as text; recall and false alarms always beside each other."""
    head = (
        f"{'':12} {'targets':>7} {'found':>6} {'certain':>7} {'false certain':>13} {'possible':>8} "
        f"{'stretch p50':>11} {'p95 %':>6} {'turn p50':>8} {'p95 °':>6} {'mirror':>6} {'CPU s':>6}"
    )
    lines = []
    for name, rows in results.items():
        lines += ["", f"{name}   (false alarms per 100 pages)", head]
        lines += [_line(label, rows[label]) for label in _order(rows)]
    return "\n".join(lines)


def _order(rows: Rows) -> list[str]:
    first = [*pages.ALTERATIONS, "absent"]
    sizes = [f"{size} px" for size in pages.SIZES]
    return [label for label in [*first, *sizes, *(f"on {g}" for g in GROUNDS), "all"] if label in rows]


def _line(label: str, row: Tally) -> str:
    n = max(1, row.targets)
    stretch = np.percentile(row.stretch, [50, 95]) * 100 if row.stretch else (np.nan, np.nan)
    turn = np.percentile(row.turn, [50, 95]) if row.turn else (np.nan, np.nan)
    recall = f"{row.hits / n:6.2f} {row.certain / n:7.2f}" if row.targets else f"{'–':>6} {'–':>7}"
    mirror = f"{row.mirror_right / max(1, row.hits):6.2f}" if row.hits else f"{'–':>6}"
    return (
        f"{label:12} {row.targets:7} {recall} {100 * row.false_certain / row.pages:13.1f} "
        f"{100 * row.false_possible / row.pages:8.1f} {stretch[0]:11.2f} {stretch[1]:6.2f} {turn[0]:8.2f} "
        f"{turn[1]:6.2f} {mirror} {row.seconds / row.pages:6.2f}"
    )
