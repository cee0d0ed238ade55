"""The tables as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from benchmarks.foreign.photographs import Count
from benchmarks.foreign.recall import Record
from benchmarks.foreign.scores import Alarms, Tally, count

_FIRST = 38


def recall_table(title: str, records: Iterable[Record], key: Callable[[Record], str], order: Sequence[str]) -> str:
    """A row for each value of `key` that occurs, in the given order, and one for all."""
    rows: dict[str, Tally] = {name: Tally() for name in [*order, "all"]}
    for record in records:
        for name in (key(record), "all"):
            count(rows[name], record.target, record.hit, record.wrong)
    head = (
        f"{title:{_FIRST}}{'targets':>8}{'found':>7}{'certain':>8}{'wrong':>6}"
        f"{'turn° p50':>10}{'p95':>7}{'stretch% p50':>13}{'p95':>7}{'height% p95':>12}{'mirror right':>13}"
    )
    return "\n".join([head, *(_recall_line(name, row) for name, row in rows.items() if row.targets)])


def _recall_line(name: str, row: Tally) -> str:
    start = (
        f"{name:{_FIRST}}{row.targets:>8}{row.hits / row.targets:>7.3f}{row.certain / row.targets:>8.3f}{row.wrong:>6}"
    )
    if not row.hits:
        return start
    turn, stretch = np.percentile(row.turns, [50, 95]), 100 * np.percentile(row.stretches, [50, 95])
    height = 100 * np.percentile(row.heights, 95)
    mirror = 1 - row.turned_over / row.hits
    return f"{start}{turn[0]:>10.3f}{turn[1]:>7.2f}{stretch[0]:>13.3f}{stretch[1]:>7.2f}{height:>12.2f}{mirror:>13.3f}"


def missed_table(records: Iterable[Record]) -> str:
    """Which logos were missed, and how often of how often, by road."""
    missed: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        missed.setdefault((record.target.art.slug, record.road), []).append(record)
    lines = [f"{'missed':{_FIRST}}{'times':>8}"]
    for (slug, road), rows in sorted(missed.items()):
        lost = [row.target.alteration for row in rows if row.hit is None]
        if lost:
            share = f"{len(lost)}/{len(rows)}"
            lines.append(f"{f'{slug}, {road}':{_FIRST}}{share:>8}   {'; '.join(sorted(set(lost)))}")
    return "\n".join(lines)


def alarm_table(title: str, rows: Mapping[str, Alarms]) -> str:
    """False alarms as counts, and certain ones as a share of pages × brands."""
    counts = f"{'pages':>7}{'× brands':>9}{'certain':>8}{'possible':>9}{'certain %':>10}{'CPU s/page':>11}"
    head = f"{title:{_FIRST + 14}}{counts}"
    lines = [head]
    for name, row in rows.items():
        if row.pages:
            share = 100 * row.certain / row.brands
            lines.append(
                f"{name:{_FIRST + 14}}{row.pages:>7}{row.brands:>9}{row.certain:>8}{row.possible:>9}{share:>10.2f}"
                f"{row.cpu_s / row.pages:>11.2f}"
            )
    return "\n".join(lines)


def photo_table(rows: Mapping[str, Count]) -> str:
    """Photographs found again, and strangers taken for them."""
    head = (
        f"{'photographs':{_FIRST}}{'placed':>8}{'certain':>8}{'possible':>9}{'wrong':>6}"
        f"{'strangers':>10}{'certain':>8}{'possible':>9}{'CPU s':>7}"
    )
    every = Count()
    for row in rows.values():
        for name, value in vars(row).items():
            setattr(every, name, getattr(every, name) + value)
    lines = [head]
    for name, row in {**rows, "all": every}.items():
        lines.append(
            f"{name:{_FIRST}}{row.placed:>8}{row.certain:>8}{row.possible:>9}{row.wrong:>6}"
            f"{row.strangers:>10}{row.false_certain:>8}{row.false_possible:>9}"
            f"{row.cpu_s / max(1, row.placed + row.strangers):>7.2f}"
        )
    return "\n".join(lines)
