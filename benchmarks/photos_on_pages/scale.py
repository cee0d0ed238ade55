"""How finding photographs on pages grows with the catalog: time and memory of a page, and whether it still is found.

    python -m benchmarks.photos_on_pages.scale [--quick | --pictures N] [--photos FOLDER]

A few photographs lie in a catalog among made-up ones, see benchmarks.near_duplicates.scale, with hashes of their own.
The index is made by one process; the pages are asked by another, whose memory is told: all of it, and without files
that are mapped and may be dropped at any time.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

QUICK, FULL = (1_000,), (1_000, 10_000, 100_000)
ATTACKS = ("inset of 15 %", "inset of 5 %", "quarter of it, inset of 8 %", "part of 25 %", "collage of 4", "screenshot",
           "mirrored half, inset of 15 %", "none: a page")  # fmt: skip
KNOWN, STRANGERS, SPEAKING = 24, 8, 200  # photographs in the catalog; beside it; whose corners made-up ones take
_ROWS_AT_ONCE = 1000


def main() -> int:
    """Prints the table; 0, or 2 when the photographs cannot be had."""
    from benchmarks._usage import machine
    from benchmarks.near_duplicates.packages import Unavailable
    from benchmarks.photos_on_pages.__main__ import DEFAULT_PHOTOS, photographs_in

    parser = argparse.ArgumentParser(prog="benchmarks.photos_on_pages.scale")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a thousand photographs alone")
    size.add_argument("--pictures", type=int, metavar="N", help="this many photographs alone")
    parser.add_argument("--photos", type=Path, default=DEFAULT_PHOTOS, help="a folder of photographs, or such a cache")
    parser.add_argument("--step", choices=("make", "ask"), help=argparse.SUPPRESS)
    parser.add_argument("--catalog", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        photographs = photographs_in(options.photos)
    except (Unavailable, OSError) as problem:
        print(f"photos_on_pages: {problem}", file=sys.stderr)
        return 2
    if options.step:
        step = _make if options.step == "make" else _ask
        print(step(photographs, options.pictures, options.catalog))
        return 0
    print(machine())
    print(f"{KNOWN} photographs on pages of {len(ATTACKS)} kinds; the rest of the catalog is made up")
    print("  catalog  index s  p50 CPU ms  p95 CPU ms  peak MiB  without mapped     found")
    for count in [options.pictures] if options.pictures else QUICK if options.quick else FULL:
        with tempfile.TemporaryDirectory() as scratch:
            made, asked = (_step(name, count, options.photos, Path(scratch) / "catalog") for name in ("make", "ask"))
        print(f"{count:>9,} {made:>8} {asked}", flush=True)
    return 0


def _step(name: str, count: int, photos: Path, catalog: Path) -> str:
    words = ["--step", name, "--pictures", str(count), "--photos", str(photos), "--catalog", str(catalog)]
    command = [sys.executable, "-m", "benchmarks.photos_on_pages.scale", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip("\n")


def _make(photographs: Sequence, count: int, folder: Path) -> str:
    """Fills a catalog and makes its indexes; CPU seconds of the latter."""
    from sqlalchemy import insert

    from benchmarks.near_duplicates.photographs import pixels
    from benchmarks.near_duplicates.scale import _pictures
    from brandkit.catalog import schema
    from brandkit.catalog.catalog import Catalog
    from brandkit.fingerprints import pdq
    from brandkit.sightings.photos.local_features import NAME, encoded, features_of
    from brandkit.sightings.photos.verification import gray_of

    shown = [pixels(photograph) for photograph in photographs[:SPEAKING]]
    known = [features_of(gray_of(picture)) for picture in shown]
    codes = [pdq.fingerprint(picture) for picture in shown[:KNOWN]]
    rng = np.random.default_rng(11)
    hashes = [hashlib.sha256(photograph.path.read_bytes()).hexdigest() for photograph in photographs[:KNOWN]]
    with Catalog.create(folder, actor="benchmark") as catalog, catalog.database.writing() as connection:
        some: list[dict] = []
        prints: list[dict] = []
        for number, features in enumerate(_pictures(known, count + SPEAKING)):
            if KNOWN <= number < SPEAKING:
                continue  # photographs themselves are found; the made-up ones alone are many
            sha256 = hashes[number] if number < KNOWN else f"{number:064x}"
            code = codes[number] if number < KNOWN else rng.bytes(32)
            some.append({"sha256": sha256, "name": NAME, "data": encoded(features)})
            prints.append({"sha256": sha256, "name": "pdq", "view": "whole", "bits": code})
            if len(some) == _ROWS_AT_ONCE:
                connection.execute(insert(schema.features), some)
                connection.execute(insert(schema.fingerprints), prints)
                some, prints = [], []
        if some:
            connection.execute(insert(schema.features), some)
            connection.execute(insert(schema.fingerprints), prints)
    with Catalog.open(folder) as catalog:
        start = time.process_time()
        _asked_once(catalog, known[0], codes[0])
        return f"{time.process_time() - start:.1f}"


def _asked_once(catalog: Catalog, features, code: bytes) -> None:
    index = catalog.photo_index()
    index.alike([code], 40)
    index.sharing([features], 1)


def _ask(photographs: Sequence, count: int, folder: Path) -> str:
    """Asks for each photograph on a page; the rest of a row of the table."""
    import cv2

    from benchmarks.near_duplicates.photographs import pixels
    from benchmarks.photos_on_pages.attacks import made
    from benchmarks.photos_on_pages.run import Shelf
    from brandkit.catalog.catalog import Catalog
    from brandkit.sightings.photos.match import Photos

    cv2.setNumThreads(1)
    chosen, beside = photographs[:KNOWN], photographs[SPEAKING : SPEAKING + STRANGERS]
    pictures, strangers = [pixels(p) for p in chosen], [pixels(p) for p in beside]
    taken, hits, wanted = [], 0, 0
    with Catalog.open(folder) as catalog:
        shelf = Shelf(chosen)
        shelf.photo_index = catalog.photo_index  # type: ignore[attr-defined]
        photos = Photos(shelf, shelf.assets())
        for number, photograph in enumerate(chosen):
            page = made(ATTACKS[number % len(ATTACKS)], number, pictures, strangers, photograph.name)
            start = time.process_time()
            found = {match.entry.asset.slug for match in photos.found_in(page.pixels)}
            taken.append(1000 * (time.process_time() - start))
            there = {f"photo-{laid.number}" for laid in page.laid if laid.number >= 0}
            hits, wanted = hits + len(found & there), wanted + len(there)
    half, most = np.quantile(taken[1:], [0.5, 0.95])  # the first one opens the index
    memory = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    peak, own = (int(memory[key].split()[0]) // 1024 for key in ("VmHWM", "RssAnon"))
    return f"{half:>11.0f} {most:>11.0f} {peak:>9} {own:>15} {f'{hits} of {wanted}':>9}"


if __name__ == "__main__":
    sys.exit(main())
