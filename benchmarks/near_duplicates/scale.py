"""How the index of parts grows: time to follow, time and memory of a query, and whether the right one is a candidate.

    python -m benchmarks.near_duplicates.scale [--quick | --pictures N] [--cache FOLDER]

The photographs of the benchmark lie among made-up pictures: each takes its corners from all photographs at random, a
few bits changed, at random places. So words are as unevenly frequent as in photographs, and no made-up picture is one.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from brandkit.catalog.parts.index import PartIndex
    from brandkit.sightings.photos.local_features import Features

QUICK, FULL = (300, 1_000), (300, 1_000, 10_000, 100_000)
ATTACKS = ("a part of 33 %", "a part of 10 %", "inset of 15 %", "inset of 10 %", "collage of 4", "printed and scanned",
           "mirrored, turned 8°", "9:16, headline, JPEG 60")  # fmt: skip
QUERIED = 24  # photographs asked for
CHANGED_BITS = 12
_ROWS_AT_ONCE = 1000


def main() -> int:
    """Prints the table; 0, or 2 when the photographs cannot be had."""
    from benchmarks.near_duplicates.__main__ import DEFAULT_CACHE

    parser = argparse.ArgumentParser(prog="benchmarks.near_duplicates.scale")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="up to a thousand pictures")
    size.add_argument("--pictures", type=int, metavar="N", help="this many pictures alone")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="where photographs are kept")
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")

    import cv2
    import faiss

    from benchmarks._usage import machine
    from benchmarks.near_duplicates.packages import Unavailable
    from benchmarks.near_duplicates.photographs import gathered, pixels
    from brandkit.catalog.parts import gray_of
    from brandkit.sightings.photos.local_features import features_of

    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    try:
        photographs = gathered(options.cache)
    except (Unavailable, OSError) as problem:
        print(f"scale: {problem}", file=sys.stderr)
        return 2
    print(machine())
    known = [features_of(gray_of(pixels(photograph))) for photograph in photographs]
    queries = list(_queries(photographs))
    print(f"{'pictures':>9} {'follow s':>9} {'index kB each':>14} {'p50 ms':>7} {'p95 ms':>7} {'peak MiB':>9} "
          f"{'first 16':>9} {'of those laying all finds':>26}")  # fmt: skip
    for count in [options.pictures] if options.pictures else QUICK if options.quick else FULL:
        with tempfile.TemporaryDirectory() as scratch:
            print(_measured(known[:count], count, queries, Path(scratch)), flush=True)
    return 0


def _queries(photographs: Sequence[Any]) -> Iterator[tuple[int, tuple[Features, Features]]]:
    """Number of the photograph and features of an altered copy of it and of its mirror image."""
    from benchmarks.near_duplicates.attacks import attacked
    from benchmarks.near_duplicates.photographs import pixels
    from brandkit.catalog.parts import gray_of
    from brandkit.sightings.photos.local_features import query_features_of

    beside = [pixels(photograph) for photograph in photographs[-6:]]
    for number in range(QUERIED):
        attack = ATTACKS[number % len(ATTACKS)]
        query = attacked(attack, pixels(photographs[number]), photographs[number].name, beside)
        yield number, query_features_of(gray_of(query))


def _measured(known: Sequence[Features], count: int, queries: Sequence[tuple[int, Any]], scratch: Path) -> str:
    from sqlalchemy import insert

    from brandkit.catalog import parts, schema
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.parts.index import PartIndex
    from brandkit.sightings.photos.local_features import NAME, encoded

    with Catalog.create(scratch / "catalog", actor="benchmark") as catalog:
        rows = ({"sha256": f"{number:064x}", "name": NAME, "data": encoded(features)}
                for number, features in enumerate(_pictures(known, count)))  # fmt: skip
        with catalog.database.writing() as connection:
            while some := [row for _, row in zip(range(_ROWS_AT_ONCE), rows, strict=False)]:
                connection.execute(insert(schema.features), some)
        folder = catalog.folder.joinpath(*parts.CACHE)
        index = PartIndex(folder)
        start = time.process_time()
        with catalog.database.reading() as connection:
            index.follow(connection)
        followed = time.process_time() - start
        kilobytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / count / 1000
        ranks, taken = _asked(index, queries)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    first = np.mean([rank < parts.CANDIDATES for rank in ranks])
    half, most = np.quantile(taken, [0.5, 0.95])
    return (
        f"{count:>9,} {followed:>9.1f} {kilobytes:>14.1f} {half:>7.0f} {most:>7.0f} "
        f"{peak:>9.0f} {first:>9.3f} {_beside_laying(known, queries, ranks, parts.laid):>26}"
    )


def _asked(index: PartIndex, queries: Sequence[tuple[int, Any]]) -> tuple[list[int], list[float]]:
    """The best place of the photograph among the candidates of both sides of each query, and CPU milliseconds."""
    ranks, taken = [], []
    for number, sides in queries:
        start = time.process_time()
        found = [[sha256 for sha256, _ in index.candidates(side, 100)] for side in sides]
        taken.append(1000 * (time.process_time() - start))
        ranks.append(min(side.index(f"{number:064x}") if f"{number:064x}" in side else 10**9 for side in found))
    return ranks, taken


def _beside_laying(
    known: Sequence[Features], queries: Sequence[tuple[int, Any]], ranks: Sequence[int], laid: Callable[..., Any]
) -> str:
    """Of the photographs that are believed when laid over their own query, how many are candidates."""
    from brandkit.catalog.parts import CANDIDATES, LEAST_SURPRISE

    seen = hits = 0
    for (number, sides), rank in zip(queries, ranks, strict=True):
        placed = [laid(known[number], side)[0] for side in sides]
        if any(pose is not None and pose.surprise >= LEAST_SURPRISE for pose in placed):
            seen += 1
            hits += rank < CANDIDATES
    return f"{hits} of {seen}"


def _pictures(known: Sequence[Features], count: int) -> Iterator[Features]:
    """The photographs, then made-up pictures."""
    from brandkit.sightings.photos.local_features import Features

    yield from known
    rng = np.random.default_rng(7)
    descriptors = np.concatenate([features.descriptors for features in known])
    angles = np.concatenate([features.angles for features in known])
    sizes = np.concatenate([features.sizes for features in known])
    for _ in range(len(known), count):
        rows = rng.integers(len(descriptors), size=500)
        flipped = np.zeros((500, 256), np.uint8)
        flipped[np.arange(500)[:, None], rng.integers(256, size=(500, CHANGED_BITS))] = 1
        points = (rng.random((500, 2)) * (511, 340)).astype(np.float32)
        changed = descriptors[rows] ^ np.packbits(flipped, axis=1)
        yield Features(512, 341, points, sizes[rows], angles[rows], changed)


if __name__ == "__main__":
    sys.exit(main())
