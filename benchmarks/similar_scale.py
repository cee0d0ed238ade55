"""How long asking what looks alike takes at 10,000, 100,000 and a million files, beside a bare faiss scan of the same.

A catalog is filled with rows: per file one PDQ, phash and dhash of random bits, and its place in an asset; no files are
needed, for `similar` looks at rows alone once the query is hashed. Queries are eight codes each, as the turns and flips
of a picture are; half of them hold a known code with up to 40 of its 256 bits changed.

bare      faiss.IndexBinaryFlat.range_search of the eight codes, in memory, in this process, by as many threads.
similar   similar.near: rows that are new, the scan, the rows and hashes of what it found, the assets that have it.
one code  the same two for a single code, which is what `add` asks for each view.
from rows, from files: the first query of a catalog whose index is not there yet, and of another process later.
duplicates  every file compared with every other; up to 100,000 files unless asked for with --duplicates.

By the clock in milliseconds, p50 and p95; both ratios are those of the medians, the second by processor time, which the
machine's other work disturbs less. Twenty answers are held against a scan by numpy of every code: the same files at the
same distances.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._usage import machine

SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (2_000, 10_000)
QUERIES, CHECKED = 60, 20
RATIO_LIMIT = 1.5
MOST_BITS = 80
_CHUNK = 50_000

Codes = NDArray[np.uint8]


@dataclass(frozen=True)
class Query:
    """Eight codes of each hash; `near` is the place of the code that one of them was made from, -1 for none."""

    codes: dict[tuple[str, str], list[bytes]]
    near: int

    def pdq(self) -> Codes:
        return np.frombuffer(b"".join(self.codes["pdq", "whole"]), np.uint8).reshape(-1, 32)


def main(words: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="2,000 and 10,000 files")
    parser.add_argument("--sizes", type=int, nargs="*", help="numbers of files")
    parser.add_argument("--duplicates", action="store_true", help="compare all files also where that takes minutes")
    parser.add_argument("--threads", type=int, default=1, help="of both scans")
    options = parser.parse_args(words)
    import faiss

    faiss.omp_set_num_threads(options.threads)
    print(machine())
    print(f"{QUERIES} queries, {options.threads} thread(s)\n")
    print(f"{'':>9}  {'eight codes':^45}  {'one code':^45}")
    both = f"{'bare':>15} {'similar':>15} {'ratio':>6} {'CPU':>6}"
    print(f"{'files':>9}  {both}  {both}  {'from rows':>9} {'from files':>10} {'duplicates':>10}  identical")
    for size in options.sizes or (QUICK_SIZES if options.quick else SIZES):
        with tempfile.TemporaryDirectory(prefix="brandkit-") as folder:
            print(line_of(size, Path(folder), pairs=size <= 100_000 or options.duplicates), flush=True)


def line_of(size: int, folder: Path, *, pairs: bool) -> str:
    """One line of the table."""
    import faiss

    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.looks.duplicates import clusters
    from brandkit.catalog.looks.similar import near

    rng = np.random.default_rng(size)
    codes = rng.integers(0, 256, (size, 32), dtype=np.uint8)
    queries = [query_of(codes, rng, known=number % 2 == 0) for number in range(QUERIES)]
    single = [Query({key: bits[:1] for key, bits in q.codes.items()}, -1) for q in queries]
    with Catalog.create(folder / "catalog", actor="benchmark") as catalog:
        fill(catalog, codes)
        from_rows = seconds(lambda: near(catalog.looks(), queries[0].codes))
    bare = faiss.IndexBinaryFlat(256)
    bare.add(codes)  # type: ignore[call-arg]
    with Catalog.open(folder / "catalog", actor="benchmark") as catalog:
        from_files = seconds(lambda: near(catalog.looks(), queries[0].codes))
        looks = catalog.looks()
        taken = {
            # Both by turns, so that what else the machine does falls on both.
            name: by_turns(
                [lambda q=q: bare.range_search(q.pdq(), MOST_BITS + 1) for q in asked],
                [lambda q=q: near(looks, q.codes) for q in asked],
            )
            for name, asked in (("eight", queries), ("one", single))
        }
        every = f"{seconds(lambda: clusters(looks)):>8.1f} s" if pairs else f"{'—':>10}"
        wrong = sum(answer(near(looks, q.codes)) != scanned(codes, q) for q in queries[:CHECKED])
    parts = [f"{size:>9,} "]
    for name in ("eight", "one"):
        (theirs, their_cpu), (ours, our_cpu) = taken[name]
        ratios = f"{np.median(ours) / np.median(theirs):>6.2f} {np.median(our_cpu) / np.median(their_cpu):>6.2f}"
        parts.append(f" {told(theirs):>15} {told(ours):>15} {ratios} ")
    ratio = float(np.median(taken["eight"][1][0]) / np.median(taken["eight"][0][0]))
    kept = "" if size < 1_000_000 else f"   limit {RATIO_LIMIT} ×: {'kept' if ratio <= RATIO_LIMIT else 'MISSED'}"
    same = f"{CHECKED - wrong} of {CHECKED}"
    return "".join(parts) + f" {from_rows:>7.2f} s {from_files:>8.2f} s {every}  {same}{kept}"


def query_of(codes: Codes, rng: np.random.Generator, *, known: bool) -> Query:
    """Eight unrelated codes, or seven and one that is near a known one."""
    asked = rng.integers(0, 256, (8, 32), dtype=np.uint8)
    place = -1
    if known:
        place = int(rng.integers(len(codes)))
        bits = np.unpackbits(codes[place])
        bits[rng.choice(256, rng.integers(0, 41), replace=False)] ^= 1
        asked[rng.integers(8)] = np.packbits(bits)
    # Short hashes of nothing that is stored: where they agree, a smaller distance is told than that of the long one.
    parts = {"pdq": slice(0, 32), "phash": slice(0, 8), "dhash": slice(0, 8)}
    return Query({(n, "whole"): [code[part].tobytes() for code in asked] for n, part in parts.items()}, place)


def fill(catalog: object, codes: Codes) -> None:
    """Rows of so many files in assets of a thousand files each, written as the database takes them fastest."""
    from sqlalchemy import insert

    from brandkit.assets import Asset, Version
    from brandkit.catalog import schema

    with catalog.database.writing() as connection:  # type: ignore[attr-defined]
        for start in range(0, len(codes), _CHUNK):
            some = [(name_of(start + n), code.tobytes()) for n, code in enumerate(codes[start : start + _CHUNK])]
            connection.exec_driver_sql(
                "INSERT INTO fingerprints (sha256, name, view, bits) VALUES (?, ?, 'whole', ?)",
                [(sha256, n, c[at:]) for sha256, c in some for n, at in (("dhash", 24), ("pdq", 0), ("phash", 24))],
            )
    slugs = [f"a-{number}" for number in range(max(1, len(codes) // 1000))]
    catalog.insert(Asset(slug, "photo", {"vi": slug}, versions=(Version(1),)) for slug in slugs)  # type: ignore[attr-defined]
    with catalog.database.writing() as connection:  # type: ignore[attr-defined]
        keys = [row.key for row in connection.execute(schema.assets.select().with_only_columns(schema.assets.c.key))]
        blank = {"version": 1, "variant": "original", "media_type": "image/jpeg", "size_bytes": 1, "metadata": {}}
        for start in range(0, len(codes), _CHUNK):
            rows = [
                blank | {"asset": keys[n % len(keys)], "position": n, "name": f"{n}.jpg", "sha256": name_of(n)}
                for n in range(start, min(start + _CHUNK, len(codes)))
            ]
            connection.execute(insert(schema.files), rows)


def name_of(place: int) -> str:
    """A SHA-256 for the file at a place: spread as hashes are, and told from the place."""
    return f"{place * 0x9E3779B97F4A7C15 % 2**64:016x}{place:048x}"


def answer(matches: Sequence[object]) -> set[tuple[str, int]]:
    return {(match.sha256, match.distance) for match in matches}  # type: ignore[attr-defined]


def scanned(codes: Codes, query: Query) -> set[tuple[str, int]]:
    """What is within reach of the query's long codes, by looking at every code with numpy alone."""
    wide = codes.view(np.uint64)
    asked = query.pdq().view(np.uint64)
    least = np.min([np.bitwise_count(wide ^ q).sum(axis=1, dtype=np.int64) for q in asked], axis=0)
    return {(name_of(place), int(least[place])) for place in np.flatnonzero(least <= MOST_BITS).tolist()}


Times = tuple[list[float], list[float]]


def by_turns(one: list[Callable[[], object]], other: list[Callable[[], object]]) -> tuple[Times, Times]:
    """Seconds of each call by the clock and of the processor, taken alternately."""
    both: tuple[Times, Times] = (([], []), ([], []))
    for pair in zip(one, other, strict=True):
        for call, (walls, cpus) in zip(pair, both, strict=True):
            cpu = time.process_time()
            walls.append(seconds(call))
            cpus.append(time.process_time() - cpu)
    return both


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def told(taken: Sequence[float]) -> str:
    return f"{np.median(taken) * 1000:.2f} / {np.quantile(taken, 0.95) * 1000:.2f}"


if __name__ == "__main__":
    main(sys.argv[1:])
