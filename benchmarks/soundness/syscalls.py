"""kill -9 at every call that changes a file, of every operation: whole or undone, and the operation can be repeated."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from signal import SIGKILL

from benchmarks.soundness import tracing
from benchmarks.soundness.operations import OPERATIONS
from benchmarks.soundness.rehearsing import laid_out, work_of
from benchmarks.soundness.workload import apart

QUICK_STEP = 9  # every ninth point


@dataclass(frozen=True)
class Killed:
    """Points of one operation, how many were tried and killed there, and what was broken afterwards."""

    points: int
    tried: int
    killed: int
    acknowledged: int
    broken: tuple[str, ...]
    calls: Counter[str]


def main(*, quick: bool = False) -> bool:
    """Prints the table; whether every promise was kept."""
    if not tracing.is_here():
        print("not shown here: strace is missing, or may not trace (apt-get install strace)")
        return True
    print(f"{'operation':<16}{'points':>8}{'tried':>8}{'killed':>8}{'after ack':>11}{'broken':>8}   calls")
    kept = True
    for name in OPERATIONS:
        done = killed_everywhere(name, step=QUICK_STEP if quick else 1)
        calls = ", ".join(f"{count} {call}" for call, count in done.calls.most_common())
        counts = f"{done.points:>8}{done.tried:>8}{done.killed:>8}{done.acknowledged:>11}{len(done.broken):>8}"
        print(f"{name:<16}{counts}   {calls}", flush=True)
        for line in done.broken[:5]:
            print(f"    {line}")
        kept = kept and not done.broken and done.killed == done.tried > 0
    return kept


def killed_everywhere(name: str, *, step: int = 1, most: int | None = None) -> Killed:
    """Kills an operation at every `step`-th of its points, or at `most` of them, each time from the same state."""
    with tempfile.TemporaryDirectory() as space:
        top, at = Path(space), Path(space) / "here"
        laid_out(name, top, at)
        points, undisturbed = tracing.points_of(work_of(name, top, at), at)
        if undisturbed.told != "+":
            raise RuntimeError(f"{name} does not work undisturbed: {undisturbed}")
        killed, acknowledged, broken = 0, 0, []
        tried = points[:: step if most is None else max(1, len(points) // most)][:most]
        for point in tried:
            laid_out(name, top, at)
            ended = tracing.killed_at(work_of(name, top, at), point)
            if ended.signal != SIGKILL or not ended.calls or str(at) not in ended.calls[-1][1]:
                last = ended.calls[-1] if ended.calls else None
                broken.append(f"{point}: was not killed there but by {ended.signal} at {last}")
                continue
            killed += 1
            acknowledged += "+" in ended.told
            if wrong := apart(partial(OPERATIONS[name].verify, at, "+" in ended.told)):
                broken.append(f"{point}: {wrong}")
    return Killed(len(points), len(tried), killed, acknowledged, tuple(broken), Counter(p.call for p in points))
