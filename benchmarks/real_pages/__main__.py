"""Agreement of pixels with structure on documents from Debian packages: see README.md here."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.real_pages import packages
from benchmarks.real_pages.run import Plan, run
from benchmarks.real_pages.tables import told


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_pages", description=__doc__)
    parser.add_argument("--pdfs", type=Path, required=True, help="folder of the packages and their PDFs")
    parser.add_argument("--download", action="store_true", help="fetch what is missing there with apt-get download")
    parser.add_argument("--quick", action="store_true", help="12 documents, 2 pages with and 1 without a logo each")
    parser.add_argument("--documents", type=int, help="at most so many documents that have a logo")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, help="folder of the results; --pdfs/results unless told")
    options = parser.parse_args(arguments)
    if options.download:
        packages.download(options.pdfs)
    quick = options.quick
    plan = Plan(str(options.pdfs), 2 if quick else 4, 1 if quick else 2, options.documents or (12 if quick else None))
    rows = run(plan, options.output or options.pdfs / "results", options.workers)
    if not rows:
        print(f"no document with a logo lies in {options.pdfs}; see --download")
        return 2
    print("\n".join(told(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
