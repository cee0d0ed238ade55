"""The figures as text: recall of each method and attack, false pairs, time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.near_duplicates.photographs import Photograph
from benchmarks.near_duplicates.run import Line
from brandkit.catalog.looks.fingerprinting import RELATED
from brandkit.catalog.parts import LEAST_SURPRISE

GOAL_RECALL, GOAL_FALSE = 0.95, 1e-5


@dataclass(frozen=True)
class Column:
    """One method as it is used: `near` are the (answer's name, largest distance) of which one suffices."""

    title: str
    near: tuple[tuple[str, float], ...]


COLUMNS = (
    Column("ours: hashes", (("hashes", RELATED),)),
    Column("ours: hashes + parts", (("hashes", RELATED), ("parts", -LEAST_SURPRISE))),
    Column("PDQ at 31", (("pdq", 31),)),
    Column("phash at 10", (("phash", 10),)),
    Column("dhash at 10", (("dhash", 10),)),
)
STAGES = ("hashes", "parts", "pdq", "phash", "dhash")


def is_found(line: Line, column: Column) -> bool:
    return any(line.answers[name].right <= most for name, most in column.near)


def wrong_ones(line: Line, column: Column) -> set[int]:
    """Numbers of other photographs that the method says are in the query."""
    return {other for name, most in column.near for distance, other in line.answers[name].wrong if distance <= most}


def recall_table(lines: Sequence[Line], attacks: Sequence[str]) -> str:
    rows = [["attack", *(column.title for column in COLUMNS)]]
    for attack in attacks:
        some = [line for line in lines if line.attack == attack]
        if some:
            rows.append([attack, *(_share(sum(is_found(line, c) for line in some), len(some)) for c in COLUMNS)])
    rows.append(["all", *(_share(sum(is_found(line, c) for line in lines), len(lines)) for c in COLUMNS)])
    return _aligned(rows)


def false_table(lines: Sequence[Line], photographs: int) -> str:
    """False pairs of each method over all pairs of a query and another photograph."""
    pairs = max(1, len(lines) * (photographs - 1))
    rows = [["", "false pairs", f"of {pairs:,}", "recall"]]
    for column in COLUMNS:
        wrong = sum(len(wrong_ones(line, column)) for line in lines)
        recall = sum(is_found(line, column) for line in lines) / max(1, len(lines))
        rows.append([column.title, str(wrong), f"{wrong / pairs:.1e}", f"{recall:.4f}"])
    return _aligned(rows)


def time_table(lines: Sequence[Line]) -> str:
    rows = [["CPU ms per query", "p50", "p95"]]
    for name in STAGES:
        taken = [1000 * line.answers[name].seconds for line in lines]
        rows.append([name, f"{np.quantile(taken, 0.5):.1f}", f"{np.quantile(taken, 0.95):.1f}"])
    return _aligned(rows)


def worst_pairs(lines: Sequence[Line], photographs: Sequence[Photograph], most: int = 12) -> str:
    """The pairs of photographs that our own method takes for each other most, to be looked at by eye."""
    counted: dict[tuple[str, str], int] = {}
    for line in lines:
        for other in wrong_ones(line, COLUMNS[1]):
            one, two = sorted((photographs[line.photograph].name, photographs[other].name))
            counted[one, two] = counted.get((one, two), 0) + 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]
    return "\n".join(f"  {count:4}  {one}  ~  {two}" for (one, two), count in ordered) or "  none"


def chosen_surprise(lines: Sequence[Line]) -> str:
    """What other thresholds of the parts would give, on the photographs that thresholds are chosen on."""
    rows = [["surprise of parts at least", "recall", "false"]]
    for least in (2, 4, 6, 8, 10, 15, 20):
        column = Column("", (("hashes", RELATED), ("parts", -float(least))))
        recall = _mean(is_found(line, column) for line in lines)
        rows.append([str(least), f"{recall:.4f}", str(sum(len(wrong_ones(line, column)) for line in lines))])
    return _aligned(rows)


def reaches_goal(lines: Sequence[Line], photographs: int) -> bool:
    pairs = max(1, len(lines) * (photographs - 1))
    wrong = sum(len(wrong_ones(line, COLUMNS[1])) for line in lines)
    return _mean(is_found(line, COLUMNS[1]) for line in lines) >= GOAL_RECALL and wrong / pairs <= GOAL_FALSE


def _mean(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / max(1, len(found))


def _share(count: int, of: int) -> str:
    return f"{count / of:.3f}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    pad: Callable[[str, int], str] = str.rjust
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(pad(cell, width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )
