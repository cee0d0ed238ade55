"""`python -m benchmarks.locating table|curves|speed|misses …`: see README.md in this folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.locating import brands

QUICK, PEERS_OF_QUICK = 60, 12


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locating", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    for name, about in (("table", "recall and false alarms"), ("curves", "what rules say"), ("speed", "time, memory")):
        task = tasks.add_parser(name, help=about)
        task.add_argument("--logos", help="node_modules with @iconify-json; default: BRANDKIT_FOREIGN")
        task.add_argument("--photos", type=Path, help="folder of photographs, as grounds; drawn ones without it")
        task.add_argument("--split", choices=brands.SPLITS, default="tune", help="test is for reports alone")
        task.add_argument("--quick", action="store_true")
        if name == "table":
            task.add_argument("--targets", type=int, default=2000, help="pages with targets")
            task.add_argument("--empty", type=int, default=2000, help="pages without")
            task.add_argument("--peers", type=int, default=0, help="pages for the peers, which are slow")
            task.add_argument("--workers", type=int, default=1)
            task.add_argument("--out", type=Path, required=True, help="folder of results; a killed run goes on")
            task.add_argument("--seed", type=int, default=0)
    task = tasks.add_parser("misses", help="what went wrong, page by page, in a folder of results")
    task.add_argument("--out", type=Path, required=True)
    task.add_argument("--draw", type=Path, help="folder for those pages as PNG")
    options = parser.parse_args(words)
    if options.task == "misses":
        from benchmarks.locating import misses

        print(misses.listed(options.out, options.draw))
        return 0
    folder = brands.sets_folder(options.logos)
    if folder is None:
        print("no logos: name the folder of @iconify-json with --logos or BRANDKIT_FOREIGN", file=sys.stderr)
        return 2
    if options.task == "table":
        return _table(options, folder)
    if options.task == "curves":
        from benchmarks.locating import curves

        for line in curves.table(brands.load(folder)[options.split], options.photos, 4 if options.quick else 12):
            print(line, flush=True)
        return 0
    from benchmarks.locating import speed

    print(speed.table(brands.load(folder)[options.split], options.photos))
    return 0


def _table(options: argparse.Namespace, folder: Path) -> int:
    from benchmarks.locating import run, tables

    targets, empty, peers = (QUICK, QUICK, PEERS_OF_QUICK) if options.quick else (
        options.targets, options.empty, options.peers,
    )  # fmt: skip
    photographs = str(options.photos) if options.photos else None
    plan = run.Plan(str(folder), photographs, options.split, targets, empty, peers, options.seed)
    try:
        rows = run.run(plan, options.out, options.workers)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(tables.report(rows))
    print(f"\nSHA-256 of the results without their times: {run.digest(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
