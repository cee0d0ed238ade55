"""CPU seconds and peak memory of a program and of everything it started.

Readers run behind bubblewrap where it is installed. What it holds is killed together with its namespace, and the
kernel then adds its time to nobody's account (its init's children are reaped unseen). So programs are measured where
bubblewrap is not on the path: readers then are plain children under the same limits, and every second of theirs counts.
Bytecode is kept from run to run, as on a machine where brandkit was installed.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
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


def usage_of(words: Sequence[str], *, folder: Path, programs: Sequence[str] = ()) -> Usage:
    """Runs a program to its end and tells what it and its descendants took.

    programs : those on its path, where they are installed; there is nothing else on it.
    """
    with tempfile.TemporaryDirectory() as path:
        for program in programs:
            if place := shutil.which(program):
                Path(path, program).symlink_to(place)
        return _usage_of(words, folder, path if programs else NO_PROGRAMS)


def _usage_of(words: Sequence[str], folder: Path, path: str) -> Usage:
    start = time.perf_counter()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PATH": path, "OMP_NUM_THREADS": "1"}
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
    """The machine's class, how busy others keep it, and what a fixed piece of work takes on it, in two lines.

    CPU seconds grow when others share caches and memory: figures of two runs compare as their fixed work does.
    """
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "an unnamed processor")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB; load of others {os.getloadavg()[0]:.1f}\n"
        f"fixed work for comparison (numpy and Python, one thread): {_fixed_work():.2f} CPU s"
    )


def _fixed_work() -> float:
    """Median CPU seconds of three runs of work that never changes: sorts and sums of 16 MB, and a loop of Python."""
    import numpy as np

    numbers = np.random.default_rng(1).random(2_000_000)
    taken = []
    for _ in range(3):
        start = time.process_time()
        np.sort(numbers)
        for shift in range(20):
            np.abs(numbers - np.roll(numbers, shift)).sum()
        sum(number * number for number in range(1_500_000))
        taken.append(time.process_time() - start)
    return sorted(taken)[1]


if __name__ == "__main__":
    print(machine())


def require(peer: str) -> None:
    """Ends the run, told in one line, when a library that is measured beside us is not installed."""
    from importlib.util import find_spec

    if find_spec(peer) is None:
        raise SystemExit(f"{peer} is missing: .venv/bin/pip install {peer} (it may need a C++ compiler)")
