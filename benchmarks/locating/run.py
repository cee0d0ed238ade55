"""The run: one file of results to a batch, written whole or not at all, so that a killed run goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.locating import brands, grounds, scenes
from benchmarks.locating.finders import PEERS, Finder, brandkit, shapes_for
from benchmarks.locating.matching import judged
from benchmarks.locating.pages import page_of

OWN = "brandkit"
Row = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What is run; kept beside the results, which belong to no other plan.

    targets, empty : pages with targets and without. peers : pages that the peers look at as well.
    """

    logos: str
    photographs: str | None
    split: str
    targets: int
    empty: int
    peers: int = 0
    seed: int = 0


def run(plan: Plan, folder: Path, workers: int) -> list[Row]:
    """Every row of a plan, what lies in the folder already left as it is.

    Raises
    ------
    ValueError : when the folder holds the results of another plan.
    """
    _claim(plan, folder)
    split = brands.load(Path(plan.logos))[plan.split]
    counts = counts_of(plan)
    wanted = [number for number in range(len(counts)) if not _file(folder, number).is_file()]
    assert split.registered, "the split has no logos"
    work = partial(_done, plan, folder)
    if workers == 1:
        _told(map(work, wanted), len(wanted))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=8) as pool:
            _told(pool.map(work, wanted), len(wanted))
    return list(rows_of(folder, len(counts)))


def _told(done: Iterable[int], wanted: int) -> None:
    """Waits for batches, and tells every eighth on stderr."""
    for count, _ in enumerate(done, 1):
        if count % 8 == 0:
            print(f"{count} of {wanted} batches", file=sys.stderr, flush=True)


def rows_of(folder: Path, batches: int) -> Iterator[Row]:
    """The rows of finished batches, in the order of the batches."""
    for number in range(batches):
        for line in _file(folder, number).read_text("utf-8").splitlines():
            yield json.loads(line)


def digest(rows: Iterable[Row]) -> str:
    """SHA-256 over everything but the times."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update(json.dumps({**row, "seconds": None}, sort_keys=True).encode() + b"\n")
    return whole.hexdigest()


def counts_of(plan: Plan) -> list[tuple[int, int]]:
    """Pages with targets, and without, of each batch."""
    found, at = [], 0
    while at < max(plan.targets, plan.empty):
        found.append(tuple(max(0, min(at + scenes.BATCH, most) - at) for most in (plan.targets, plan.empty)))
        at += scenes.BATCH
    return [(shown, blank) for shown, blank in found]


def _done(plan: Plan, folder: Path, number: int) -> int:
    """Runs one batch into its file."""
    os.environ["OMP_NUM_THREADS"] = "1"
    import cv2

    cv2.setNumThreads(1)
    shown, blank = counts_of(plan)[number]
    split = brands.load(Path(plan.logos))[plan.split]
    batch = scenes.batch_of(split, number, shown, blank, plan.seed)
    photographs = grounds.photographs_of(Path(plan.photographs) if plan.photographs else None, plan.split)
    lines = [json.dumps(row, sort_keys=True) for row in _rows(plan, batch, photographs)]
    part = _file(folder, number).with_suffix(".part")
    part.write_text("".join(line + "\n" for line in lines), "utf-8")
    part.replace(_file(folder, number))
    return number


def _rows(plan: Plan, batch: scenes.Batch, photographs: tuple[Path, ...]) -> Iterator[Row]:
    shapes_for(batch.catalog)  # templates belong to registering, not to looking
    stride = max(1, (plan.targets + plan.empty) // plan.peers) if plan.peers else 0
    for index, scene in enumerate(batch.scenes):
        page = page_of(scene, photographs)
        about = {
            "batch": batch.number,
            "page": index,
            "ground": scene.ground,
            "alteration": scene.alteration if scene.shown else "empty",
            "catalog": len(batch.catalog),
            "strangers": list(page.strangers),
        }
        finders: dict[str, Finder] = {OWN: brandkit}
        # 37 is prime to the pages of a batch: the peers see every kind of page.
        if stride and (batch.number * len(batch.scenes) + index * 37) % stride == 0:
            finders |= PEERS
        for name, finder in finders.items():
            start = time.process_time()
            found = finder(page.picture, batch.catalog)
            seconds = round(time.process_time() - start, 4)
            compared = len(finders) > 1
            yield {**about, "finder": name, "compared": compared, **judged(page, found, batch.catalog),
                   "seconds": seconds}  # fmt: skip


def _claim(plan: Plan, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(asdict(plan), indent=1, sort_keys=True) + "\n"
    kept = folder / "plan.json"
    if kept.is_file() and kept.read_text("utf-8") != told:
        raise ValueError(f"{folder} holds the results of another plan: name another folder, or remove it")
    kept.write_text(told, "utf-8")


def _file(folder: Path, number: int) -> Path:
    return folder / f"batch-{number:05}.jsonl"
