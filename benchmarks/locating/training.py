"""Fits the decision on drawn pages of train brands and writes its weights file.

`python -m benchmarks.locating.training --logos PATH [--photos PATH] [--batches 300] [--workers 2] --out FILE`

Examples are kept as JSON lines in `--cache` (one line a batch of pages): a killed run goes on where it was, and fitting
anew takes seconds. Thresholds and tables come from brands held out of the fit. No brand of tune or test is looked at.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.locating import brands, fitting, grounds

WEIGHTS = Path("brandkit/sightings/pixels/decision/weights.toml")


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locating.training", description=__doc__)
    parser.add_argument("--logos", help="folder of @iconify-json or above; default: BRANDKIT_FOREIGN")
    parser.add_argument("--photos", type=Path, help="folder of photographs to lie behind logos")
    parser.add_argument("--batches", type=int, default=300)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--cache", type=Path, default=Path("training-examples.jsonl"))
    parser.add_argument("--fit-only", action="store_true", help="of the examples that are there")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args(words)
    folder = brands.sets_folder(options.logos)
    if folder is None and not options.fit_only:
        print("no logos: name the folder of @iconify-json with --logos or BRANDKIT_FOREIGN", file=sys.stderr)
        return 2
    if folder is not None and not options.fit_only:
        _draw(folder, options.photos, options.batches, options.workers, options.cache)
    pages = [page for line in _lines(options.cache) for page in line["pages"] if line["batch"] < options.batches]
    command = f"python -m benchmarks.locating.training --batches {options.batches}"
    fitted = fitting.fit(pages)
    options.out.write_text(fitting.weights_file(fitted, command), "utf-8")
    print(fitted.report)
    return 0


def _draw(folder: Path, photographs: Path | None, batches: int, workers: int, cache: Path) -> None:
    """Adds the batches that the cache lacks; lines come in any order and are read in order of their numbers."""
    done = {line["batch"] for line in _lines(cache)}
    wanted = [(folder, photographs, number) for number in range(batches) if number not in done]
    context = multiprocessing.get_context("spawn")
    cut_short = cache.is_file() and not cache.read_bytes().endswith(b"\n")
    with cache.open("a", encoding="utf-8") as file, context.Pool(workers, _alone) as pool:
        file.write("\n" if cut_short else "")
        for count, line in enumerate(pool.imap_unordered(_batch, wanted), 1):
            file.write(line + "\n")
            file.flush()
            if count % 20 == 0:
                print(f"{count} of {len(wanted)} batches", file=sys.stderr)


def _alone() -> None:
    """A worker keeps to one thread."""
    os.environ["OMP_NUM_THREADS"] = "1"
    import cv2

    cv2.setNumThreads(1)


def _batch(job: tuple[Path, Path | None, int]) -> str:
    from benchmarks.locating.examples import pages_of_batch

    folder, photographs, number = job
    split = brands.load(folder)["train"]
    pages = pages_of_batch(split, number, grounds.photographs_of(photographs, "train"))
    return json.dumps({"batch": number, "pages": pages}, separators=(",", ":"))


def _lines(cache: Path) -> Iterator[dict[str, Any]]:
    """Whole lines of the cache by batch number; one that a kill cut short is left out."""
    found: dict[int, dict[str, Any]] = {}
    for text in cache.read_text("utf-8").splitlines() if cache.is_file() else ():
        try:
            line = json.loads(text)
        except json.JSONDecodeError:
            continue
        found[line["batch"]] = line
    yield from (found[number] for number in sorted(found))


if __name__ == "__main__":
    sys.exit(main())
