"""Catalog photographs on pages: cropped, inset, mirrored, turned, lettered over, in collages and screenshots.

    python -m benchmarks.photos_on_pages [--quick] [--photos FOLDER] [--minutes N] [--workers N] [--results FILE]

Thresholds were chosen on every eighth photograph; the report is on the others, which nothing was chosen on. Without
`--photos` they come from Debian packages, as in benchmarks.near_duplicates, kept in the same cache folder; such a cache
may be named as the folder too. Pages asked before are read from the results file: a run may be stopped and started
again. How it grows with the catalog: python -m benchmarks.photos_on_pages.scale
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.near_duplicates.__main__ import DEFAULT_CACHE as DEFAULT_PHOTOS

if TYPE_CHECKING:
    from benchmarks.near_duplicates.photographs import Photograph

QUICK_PHOTOS = 12
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
PEER_EVERY = 12  # its brute force takes some seconds for a page


def main() -> int:
    """Runs or resumes it and prints the tables; 0 when the goal is reached, 1 when not, 2 when it could not be run."""
    options = _options()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    until = time.monotonic() + 60 * options.minutes

    import cv2
    import faiss

    from benchmarks._usage import machine
    from benchmarks.near_duplicates.packages import Unavailable
    from benchmarks.near_duplicates.photographs import split
    from benchmarks.photos_on_pages import run, tables
    from benchmarks.photos_on_pages.attacks import ATTACKS

    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    try:
        photographs = photographs_in(options.photos)
    except (Unavailable, OSError) as problem:
        print(f"photos_on_pages: {problem}", file=sys.stderr)
        return 2
    tuning, reported = split(photographs)
    some, beside = (tuning, reported[::7]) if options.tuning else (reported, tuning)
    name = "tuning" if options.tuning else "reported"
    some = some[:QUICK_PHOTOS] if options.quick else some
    name += "-quick" if options.quick else ""
    results = options.results or options.photos / f"on-pages-{name}.jsonl"
    attacks = [attack for attack in ATTACKS if not options.attacks or attack in options.attacks]
    which, workers = options.worker or 0, options.workers
    others = [] if options.worker is not None else [_worker(number, options) for number in range(1, workers)]
    peer_every = 4 if options.quick else PEER_EVERY
    lines = list(run.asked(name, some, beside, attacks, results, lambda: time.monotonic() < until,
                           peer_every=0 if options.no_peers else peer_every, share=(which, workers)))  # fmt: skip
    if options.worker is not None:
        return 0
    for other in others:
        other.wait()
    if others:
        wanted = set(attacks)
        lines = [line for line in run.read(results) if line.of == name and line.attack in wanted]
    print(machine())
    pages = len(some) * len(attacks)
    print(f"{name}: {len(some)} photographs in the catalog, {len(beside)} in none, {len(lines)} of {pages} pages")
    print(tables.recall_table(lines, attacks))
    print(tables.false_table(lines, len(some)))
    print(f"wrong photographs:\n{tables.worst_pairs(lines, some)}")
    reached = tables.recall(lines) >= tables.GOAL_RECALL and tables.false_share(lines, len(some)) <= tables.GOAL_FALSE
    verdict = "reached" if reached else "missed"
    print(f"goal (recall {tables.GOAL_RECALL} at {tables.GOAL_FALSE:g} wrong ones of all comparisons): {verdict}")
    return 0 if reached else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.photos_on_pages", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_PHOTOS} photographs: some minutes")
    parser.add_argument("--tuning", action="store_true", help="the photographs that thresholds were chosen on")
    parser.add_argument("--photos", type=Path, default=DEFAULT_PHOTOS, help="a folder of photographs, or such a cache")
    parser.add_argument("--results", type=Path, help="JSON lines of earlier answers (in that folder)")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so long and report")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--attacks", nargs="+", help="these alone")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def _worker(number: int, options: argparse.Namespace) -> subprocess.Popen[bytes]:
    words = sys.argv[1:]
    return subprocess.Popen([sys.executable, "-m", "benchmarks.photos_on_pages", *words, "--worker", str(number)])


def photographs_in(folder: Path) -> list[Photograph]:
    """The photographs of a folder of pictures, or those of the packages, in an order without meaning."""
    import hashlib

    from benchmarks.near_duplicates.photographs import Photograph, gathered

    own = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES) if folder.is_dir() else []
    if not own or (folder / "photographs.json").is_file():
        return gathered(folder)
    found = [Photograph(str(path.relative_to(folder)), path) for path in own]
    return sorted(found, key=lambda photograph: hashlib.sha256(photograph.name.encode()).digest())


if __name__ == "__main__":
    sys.exit(main())
