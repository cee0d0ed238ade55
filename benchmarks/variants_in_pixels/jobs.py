"""What is measured, mark by mark, so that a run goes on where it was ended: variants, look-alikes, alterations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.variants_in_pixels import alterations, confusion, look_alikes
from benchmarks.variants_in_pixels.marks import Family, Mark, drawn_families, starter_families

QUICK_FAMILIES, FAMILIES = 6, 40
QUICK_SIZES = (48, 140)
ROWS: dict[str, Any] = {
    "variants": confusion.Outcome, "drawn variants": confusion.Outcome, "versions": look_alikes.Verdict,
    "alterations": alterations.Outcome,
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """One part of the benchmark on one mark."""

    part: str
    family: Family
    mark: Mark
    quick: bool

    @property
    def key(self) -> str:
        return f"{self.part}/{self.family.name}/{self.mark.name}/{'quick' if self.quick else 'full'}"


def jobs_of(logos: str | None, quick: bool) -> list[Job]:
    """All jobs, in order."""
    starter, drawn = starter_families(), drawn_families(logos, QUICK_FAMILIES if quick else FAMILIES)
    found = [Job("variants", family, mark, quick) for family in starter for mark in family.marks]
    found += [Job("drawn variants", family, mark, quick) for family in drawn for mark in family.marks]
    telling = [(f, m) for f in starter for m in f.marks if m.coloring == "full-color" and not m.lockup.endswith("en")]
    for part in ("versions", "alterations"):
        found += [Job(part, family, mark, quick) for family, mark in telling]
    return found


def done(job: Job) -> tuple[str, list[dict[str, Any]]]:
    """A job's key and its rows."""
    import cv2

    cv2.setNumThreads(1)
    return job.key, [asdict(row) for row in _rows(job)]


def rows_of(jobs: Sequence[Job], keep: Path | None, workers: int) -> dict[str, list[Any]]:
    """The rows of each part; what `keep` holds already is not measured again."""
    known: dict[str, list[dict[str, Any]]] = {}
    if keep is not None and keep.exists():
        known = dict(json.loads(line) for line in keep.read_text("utf-8").splitlines())
    todo = [job for job in jobs if job.key not in known]
    for key, rows in _measured(todo, workers):
        known[key] = rows
        if keep is not None:
            with keep.open("a", encoding="utf-8") as file:
                file.write(json.dumps([key, rows]) + "\n")
    found: dict[str, list[Any]] = {part: [] for part in ROWS}
    for job in jobs:
        found[job.part] += [ROWS[job.part](**row) for row in known[job.key]]
    return found


def _measured(jobs: Sequence[Job], workers: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if workers <= 1:
        yield from map(done, jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(done, jobs)


def _rows(job: Job) -> Iterator[Any]:
    if job.part in ("variants", "drawn variants"):
        return confusion.outcomes_of(confusion.cases_of(job.family, job.mark, 1 if job.quick else 4))
    if job.part == "versions":
        return look_alikes.verdicts_of(job.mark, QUICK_SIZES if job.quick else look_alikes.SIZES)
    return alterations.outcomes_of(job.mark, QUICK_SIZES if job.quick else alterations.SIZES)
