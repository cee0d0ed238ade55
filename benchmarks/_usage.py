"""CPU seconds and peak memory of a program and of everything it started.

Readers run behind bubblewrap where it is installed. What it holds is killed together with its namespace, and the
kernel then adds its time to nobody's account (its init's children are reaped unseen). So programs are measured where
bubblewrap is not on the path: readers then are plain children under the same limits, and every second of theirs counts.
Bytecode is kept from run to run, as on a machine where brandkit was installed.
"""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NO_PROGRAMS = "/nonexistent"


@dataclass(frozen=True)
class Usage:
    """What one run took. peak_mib : of its largest process."""

    cpu_s: float
    wall_s: float
    peak_mib: float
    status: int
    output: str


def usage_of(words: Sequence[str], *, folder: Path) -> Usage:
    """Runs a program, with nothing on its path, to its end and tells what it and its descendants took."""
    start = time.perf_counter()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PATH": NO_PROGRAMS, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    return Usage(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode, output)


def cpu_s() -> float:
    """CPU seconds of this process and of its children that have ended."""
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def count_readers() -> None:
    """Lets this process start its readers as plain children, so that `cpu_s` counts them."""
    from brandkit import sandbox

    path = os.environ.get("PATH", "")
    os.environ["PATH"] = NO_PROGRAMS
    try:
        sandbox.isolation()
    finally:
        os.environ["PATH"] = path


def machine() -> str:
    """The machine's class, one line."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "an unnamed processor",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB; the load of others at the start was {load:.1f}"
