"""How surely copies of photographs are found, altered in many ways, and how seldom others are taken for them.

    python -m benchmarks.near_duplicates [--quick | --photos N] [--cache FOLDER] [--results FILE]

Thresholds are fixed on photographs other than those of the report: every eighth is for tuning, the others are reported.
Photographs are fetched from Debian packages into the cache folder when they are not there. One process; what was asked
before is read from the results file, so that a run may be stopped at any time and started again.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

DEFAULT_CACHE = Path("~/.cache/brandkit-near-duplicates").expanduser()
QUICK_PHOTOS, QUICK_EVERY = 6, 4
TUNING_SHARE = 0.2  # of --minutes


def main() -> int:
    """Runs or resumes it and prints the tables; 0 when the goal is reached, 1 when not, 2 when it could not be run."""
    parser = argparse.ArgumentParser(prog="benchmarks.near_duplicates", description=(__doc__ or "").splitlines()[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a few photographs and every fourth attack: a minute")
    size.add_argument("--photos", type=int, metavar="N", help="at most so many photographs of each set")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="where photographs are kept")
    parser.add_argument("--results", type=Path, help="JSON lines of earlier answers (in the cache folder)")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="stop after so long and report what there is"
    )
    options = parser.parse_args()
    started = time.monotonic()
    os.environ.setdefault("OMP_NUM_THREADS", "1")

    import cv2
    import faiss

    from benchmarks._usage import machine
    from benchmarks.near_duplicates import run, tables
    from benchmarks.near_duplicates.attacks import ATTACKS
    from benchmarks.near_duplicates.packages import Unavailable
    from benchmarks.near_duplicates.photographs import SAME_EXPOSURE, described, gathered, split

    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    most = QUICK_PHOTOS if options.quick else options.photos
    attacks = list(ATTACKS)[:: QUICK_EVERY if options.quick else 1]
    try:
        photographs = gathered(options.cache)
    except (Unavailable, OSError) as problem:
        print(f"near_duplicates: {problem}", file=sys.stderr)
        return 2
    tuning, reported = split(photographs)
    name = "quick" if options.quick else f"all-{most or len(photographs)}"
    results = options.results or options.cache / f"answers-{name}.jsonl"
    print(machine())
    print(f"{len(photographs)} photographs: {described(photographs)}")
    print(f"{len(SAME_EXPOSURE)} left out that show what another one shows; {len(ATTACKS)} attacks, {len(attacks)} run")
    reached = True
    for title, some, beside in (("tuning", tuning, reported), ("reported", reported, tuning)):
        chosen = some[:most] if most else some
        minutes = options.minutes * (TUNING_SHARE if title == "tuning" else 1)

        def may_go_on(until: float = started + 60 * minutes) -> bool:
            return time.monotonic() < until

        with tempfile.TemporaryDirectory() as scratch:
            asked = run.asked(title, chosen, beside[::-1], attacks, results, Path(scratch), print, may_go_on)
            lines = list(asked)
        print(f"\n{title}: {len(chosen)} photographs, {len(lines)} of {len(chosen) * len(attacks)} queries asked")
        if title == "tuning":
            print(tables.chosen_surprise(lines))
        print(tables.recall_table(lines, attacks))
        print(tables.false_table(lines, len(chosen)))
        print(f"most often taken for each other by ours:\n{tables.worst_pairs(lines, chosen)}")
        print(tables.time_table(lines))
        reached = tables.reaches_goal(lines, len(chosen))
    verdict = "reached" if reached else "missed"
    print(f"\ngoal (recall {tables.GOAL_RECALL} at {tables.GOAL_FALSE:g} false pairs): {verdict}")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
