"""A PostgreSQL server that is killed again and again under writers: what they were promised is there, work goes on.

`pg_ctl -m immediate` ends the server as a kill does: no checkpoint, no farewell. Two writers register slogans all the
time through one open catalog each, and are never restarted. Healed: from the moment the server takes connections until
the next acknowledged change.

    python -m benchmarks.database_restarts [--restarts 100]
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks._usage import machine
from brandkit.assets import Asset, Version
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.errors import AssetExists, StoreFailure
from tests.postgresql import Server, missing, running

WRITERS = 2
HEALS_WITHIN_S = 5.0
_BETWEEN = 10  # acknowledged changes between two deaths


class Writer(threading.Thread):
    """Registers slogans until told to stop; `acknowledged` are their slugs with the moment of each."""

    def __init__(self, folder: Path, first: int):
        super().__init__(daemon=True)
        self.folder, self.first = folder, first
        self.acknowledged: list[tuple[float, str]] = []
        self.refused = 0
        self.ends = threading.Event()

    def run(self) -> None:
        with Catalog.open(self.folder, actor=f"writer {self.first}") as catalog:
            for number in itertools.count(self.first):
                if self.ends.is_set():
                    return
                words = {"vi": f"Biển gọi {number}"}
                one = Asset(f"bien-goi-{number}", "slogan", words, text=words, versions=(Version(1),))
                try:
                    catalog.insert([one])
                except (StoreFailure, AssetExists):
                    self.refused += 1
                    time.sleep(0.02)
                    continue
                self.acknowledged.append((time.monotonic(), one.slug))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--restarts", type=int, default=10)
    wanted, _ = parser.parse_known_args()
    if why := missing():
        print(f"not measured: {why}")
        return
    print(machine())
    with running() as server, tempfile.TemporaryDirectory(prefix="brandkit-restarts-") as place:
        folder = Path(place) / "c"
        Catalog.create(folder, actor="bench", database=server.database()).close()
        writers = [Writer(folder, 1_000_000 * (1 + number)) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        healed = [_death(server, writers) for _ in range(wanted.restarts)]
        for writer in writers:
            writer.ends.set()
            writer.join()
        _tell(folder, writers, healed)


def _death(server: Server, writers: list[Writer]) -> float:
    """Seconds from the server's return until every writer had a change acknowledged."""
    _await(writers, [len(writer.acknowledged) + _BETWEEN for writer in writers])
    server.stop()
    before = [len(writer.acknowledged) for writer in writers]
    server.start()
    back = time.monotonic()
    _await(writers, [count + 1 for count in before])
    return max(writer.acknowledged[count][0] for writer, count in zip(writers, before, strict=True)) - back


def _await(writers: list[Writer], counts: list[int]) -> None:
    while any(len(writer.acknowledged) < count for writer, count in zip(writers, counts, strict=True)):
        if not all(writer.is_alive() for writer in writers):
            sys.exit("a writer died of the server's death")
        time.sleep(0.005)


def _tell(folder: Path, writers: list[Writer], healed: list[float]) -> None:
    promised = {slug for writer in writers for _, slug in writer.acknowledged}
    with Catalog.open(folder) as catalog:
        there = {asset.slug for asset in catalog.assets()}
        faults = check(catalog).faults
    lost, slowest = promised - there, max(healed)
    print(f"{'restarts':<34}{len(healed):>10}")
    print(f"{'changes acknowledged':<34}{len(promised):>10}")
    print(f"{'changes refused meanwhile':<34}{sum(writer.refused for writer in writers):>10}")
    print(f"{'acknowledged and lost':<34}{len(lost):>10}   limit 0: {'kept' if not lost else 'MISSED'}")
    print(f"{'faults at the end (fsck)':<34}{len(faults):>10}   limit 0: {'kept' if not faults else 'MISSED'}")
    print(f"{'healed within, median s':<34}{statistics.median(healed):>10.2f}")
    verdict = "kept" if slowest <= HEALS_WITHIN_S else "MISSED"
    print(f"{'healed within, slowest s':<34}{slowest:>10.2f}   limit {HEALS_WITHIN_S:.0f} s: {verdict}")


if __name__ == "__main__":
    main()
