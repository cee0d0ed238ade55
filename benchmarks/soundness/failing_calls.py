"""A disk that fails (EIO) or is full (ENOSPC) at every call: no false success, a clear refusal, and then it works."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.soundness import tracing
from benchmarks.soundness.operations import OPERATIONS
from benchmarks.soundness.rehearsing import laid_out, work_of
from benchmarks.soundness.workload import apart

# What a disk can refuse; taking a name away and asking a lock do not fail for want of room.
FAILING = {
    "EIO": ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "link", "unlink", "mkdir", "openat"),
    "ENOSPC": ("write", "pwrite64", "ftruncate", "rename", "link", "mkdir", "openat"),
}
QUICK_STEP = 17
TRIES = 2  # the same open catalog is asked again: it recovers without a restart


@dataclass(frozen=True)
class Failed:
    """Points of one operation, how many were tried, how often it was refused, and what was broken afterwards."""

    points: int
    tried: int
    refused: int
    recovered: int
    broken: tuple[str, ...]


def main(*, quick: bool = False) -> bool:
    """Prints the table; whether every promise was kept."""
    if not tracing.is_here():
        print("not shown here: strace is missing, or may not trace (apt-get install strace)")
        return True
    print(f"{'operation':<16}{'error':<8}{'points':>8}{'tried':>8}{'refused':>9}{'then done':>11}{'broken':>8}")
    kept = True
    for name in OPERATIONS:
        for error in FAILING:
            done = failed_everywhere(name, error, step=QUICK_STEP if quick else 1)
            counts = f"{done.points:>8}{done.tried:>8}{done.refused:>9}{done.recovered:>11}{len(done.broken):>8}"
            print(f"{name:<16}{error:<8}{counts}", flush=True)
            for line in done.broken[:5]:
                print(f"    {line}")
            kept = kept and not done.broken and done.tried > 0
    return kept


def failed_everywhere(name: str, error: str, *, step: int = 1, most: int | None = None) -> Failed:
    """Has an operation fail at every `step`-th of its points, or at `most`, and asks again in the same process."""
    with tempfile.TemporaryDirectory() as space:
        top, at = Path(space), Path(space) / "here"
        laid_out(name, top, at)
        every, _ = tracing.points_of(work_of(name, top, at), at)
        points = [point for point in every if point.call in FAILING[error]]
        tried = points[:: step if most is None else max(1, len(points) // most)][:most]
        refused, recovered, broken = 0, 0, []
        for point in tried:
            laid_out(name, top, at)
            ended = tracing.failed_at(work_of(name, top, at, tries=TRIES), point, error)
            refused += "-" in ended.told
            recovered += "-" in ended.told and ended.told.endswith("+")
            wrong = _wrong(ended) or apart(partial(OPERATIONS[name].verify, at, "+" in ended.told))
            if wrong:
                broken.append(f"{point}: {ended.told!r} {wrong}")
    return Failed(len(points), len(tried), refused, recovered, tuple(broken))


def _wrong(ended: tracing.Ended) -> str:
    """What is wrong with how the child ended, whatever is left on the disk."""
    if not any("(INJECTED)" in words for _, words in ended.calls):
        return "nothing was injected"
    if ended.signal or ended.status not in (0, 2):
        return f"it was no clear refusal: signal {ended.signal}, status {ended.status}"
    return "" if ended.status == 0 or ended.told == "-" * len(ended.told) else "a refusal after it was acknowledged"
