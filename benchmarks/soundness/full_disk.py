"""A disk of 8 MB filled to its end: an error and no row, and with room again it works in the same process."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.soundness.workload import judged, register
from brandkit.catalog.catalog import Catalog
from brandkit.errors import StoreFailure

ROUNDS, QUICK_ROUNDS = 20, 3
SIZES = (300_000, 40_000, 5_000, 700)
_AT_ONCE = 5  # rounds on one disk: what was acknowledged stays, and must not fill it for good


@contextmanager
def small_disk(folder: Path, size: str = "8m") -> Iterator[bool]:
    """A file system of its own in a folder; False where this user may not mount one."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def main(*, quick: bool = False) -> bool:
    """Prints the table; whether every promise was kept."""
    kept = True
    names = f"{'acknowledged':>14}{'refused':>9}{'lost':>6}{'dangling':>10}{'faults':>8}"
    print(f"{'bytes a file':>14}{'rounds':>8}{names}")
    for size in SIZES:
        rounds = QUICK_ROUNDS if quick else ROUNDS
        acknowledged, refused, lost, dangling, faults, sound = 0, 0, 0, 0, 0, True
        for start in range(0, rounds, _AT_ONCE):
            with tempfile.TemporaryDirectory() as space, small_disk(Path(space)) as mounted:
                if not mounted:
                    print("not shown here: mounting a tmpfs needs root")
                    return True
                told, times = filled(Path(space), size, range(start, min(start + _AT_ONCE, rounds)))
                verdict = judged(Path(space) / "c", told)
            acknowledged, refused = acknowledged + len(told), refused + times
            lost, dangling = lost + verdict.lost, dangling + verdict.dangling
            faults, sound = faults + len(verdict.faults), sound and verdict.is_sound
        print(f"{size:>14,}{rounds:>8}{acknowledged:>14}{refused:>9}{lost:>6}{dangling:>10}{faults:>8}", flush=True)
        kept = kept and sound and refused == rounds
    return kept


def filled(disk: Path, size: int, rounds: range) -> tuple[dict[str, str], int]:
    """Registers until it is refused, makes room, and goes on; what was acknowledged, and how often it was refused."""
    told: dict[str, str] = {}
    refused = 0
    with Catalog.create(disk / "c", actor="full") as catalog:
        for number in rounds:
            room = os.statvfs(disk)
            ballast = disk / "ballast"
            # From round to round the end comes at another place: in the blob, the log, the sidecar.
            ballast.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - 500_000 - 4096 * (number % 40))))
            try:
                for count in range(10_000):
                    slug = f"f{number}-{count}"
                    told[slug] = register(catalog, os.urandom(size), slug)
            except StoreFailure:
                refused += 1
            ballast.unlink()
            told[f"again-{number}"] = register(catalog, os.urandom(200), f"again-{number}")
    return told, refused
