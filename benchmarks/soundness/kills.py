"""kill -9 at random moments of registering: nothing acknowledged is lost, nothing dangles, after gc fsck is content."""

from __future__ import annotations

import os
import random
import select
import signal
import tempfile
from pathlib import Path

from benchmarks.soundness.workload import acknowledged, endless, forked, judged, was_killed
from brandkit.catalog.catalog import Catalog

KILLS, QUICK_KILLS = 1_000, 25
MOST_S = 0.06  # about ten registrations


def main(*, quick: bool = False) -> bool:
    """Prints the table; whether every promise was kept."""
    kills = QUICK_KILLS if quick else KILLS
    pick = random.Random(20260301)
    told: dict[str, str] = {}
    landed = 0
    with tempfile.TemporaryDirectory() as space:
        folder = Path(space) / "catalog"
        Catalog.create(folder, actor="kills").close()
        for attempt in range(kills):
            child, pipe = forked(endless(folder, f"k{attempt}"))
            select.select([pipe], [], [], 30)  # the first one acknowledged: from here on any moment is one of work
            select.select([], [], [], pick.uniform(0, MOST_S))
            os.kill(child, signal.SIGKILL)
            landed += was_killed(os.waitpid(child, 0)[1])
            told |= acknowledged(pipe)
        verdict = judged(folder, told)
    print(f"{'kills':>8}{'landed':>8}{'acknowledged':>14}{'lost':>6}{'dangling':>10}{'faults after gc':>17}")
    print(f"{kills:>8}{landed:>8}{len(told):>14}{verdict.lost:>6}{verdict.dangling:>10}{len(verdict.faults):>17}")
    return verdict.is_sound and landed == kills and len(told) >= kills
