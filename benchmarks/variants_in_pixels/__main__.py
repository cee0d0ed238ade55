"""Prints the tables: variants of the starter catalog and of drawn brands, look-alike versions, alterations."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.variants_in_pixels import alterations, confusion, look_alikes
from benchmarks.variants_in_pixels.jobs import jobs_of, rows_of

TABLES = {
    "variants": confusion.table, "drawn variants": confusion.table, "versions": look_alikes.table,
    "alterations": alterations.table,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variants_in_pixels", description=__doc__)
    parser.add_argument("--logos", help="folder with @iconify-json sets, else BRANDKIT_FOREIGN")
    parser.add_argument("--quick", action="store_true", help="a quarter of the pages")
    parser.add_argument("--part", choices=tuple(TABLES), help="only this table")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="file of rows measured so far; a run goes on where it ended")
    options = parser.parse_args()
    jobs = [j for j in jobs_of(options.logos, options.quick) if options.part in (None, j.part)]
    for part, rows in rows_of(jobs, options.keep, options.workers).items():
        if rows:
            print(f"\n== {part}: {len(rows)} pages\n{TABLES[part](rows)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
