"""`python -m benchmarks.locating --logos PATH [--small] [--split tune|test|both]`."""

from __future__ import annotations

import argparse
import sys

from benchmarks.locating import brands, finders, run, speed

TUNE_BRANDS, TEST_BRANDS, STRANGERS = 40, 40, 60


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locating", description=__doc__)
    parser.add_argument("--logos", help="folder of @iconify-json/logos; default: BRANDKIT_FOREIGN")
    parser.add_argument("--small", action="store_true", help="a quarter of the pages")
    parser.add_argument("--split", choices=(*brands.SPLITS, "both"), default="both")
    parser.add_argument("--repeats", type=int, default=8, help="pages per alteration")
    parser.add_argument("--alone", action="store_true", help="without SIFT")
    options = parser.parse_args(words)
    file = brands.icons_file(options.logos)
    if file is None:
        print("no logos: name the folder of @iconify-json/logos with --logos or BRANDKIT_FOREIGN", file=sys.stderr)
        return 2
    splits = brands.load(file)
    repeats = max(1, options.repeats // 4) if options.small else options.repeats
    wanted = brands.SPLITS if options.split == "both" else (options.split,)
    measured: dict[str, run.Finder] = {"brandkit": finders.brandkit}
    if not options.alone:
        measured["SIFT + RANSAC"] = finders.sift_ransac
    for split in wanted:
        known = splits[split][: TUNE_BRANDS if split == "tune" else TEST_BRANDS]
        strangers = splits[split][len(known) : len(known) + STRANGERS]
        results = run.run(measured, known, strangers, repeats, empty=4 * repeats)
        size = f"{run.pages.WIDTH} × {run.pages.HEIGHT}"
        print(f"\n== {split}: {len(known)} brands, catalogs of {run.CATALOG}, pages of {size} pixels")
        print(run.table(results))
    print(speed.table(splits["tune"][: run.CATALOG]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
