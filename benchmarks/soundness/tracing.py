"""Stopping or failing one chosen system call of a child, by strace's injection.

The child warms up (imports come lazily, and would be counted), waits until strace has attached to it, and then does its
work: so its calls are counted from the first of the work, and are the same from run to run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.soundness.workload import compute_alone

# Every call by which a file system changes; of openat only those that may make a file.
CALLS = (
    "write", "pwrite64", "writev", "pwritev", "pwritev2", "copy_file_range", "sendfile", "ftruncate", "truncate",
    "fallocate", "fsync", "fdatasync", "sync_file_range", "msync", "rename", "renameat", "renameat2", "link", "linkat",
    "symlink", "symlinkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "utimensat", "chmod", "fchmod", "openat",
    "open", "creat",
)  # fmt: skip
_LINE = re.compile(r"(?:\d+ +)?(?P<call>\w+)\((?P<words>.*)")
_OPENING = ("openat", "open", "creat")


@dataclass(frozen=True)
class Work:
    """What a child does: `warm_up` untraced, then `act`, with the writing end of a pipe, which gives its status."""

    warm_up: Callable[[], None]
    act: Callable[[int], int]


@dataclass(frozen=True)
class Point:
    """The `number`-th call of that name in the work, and what it was about."""

    call: str
    number: int
    words: str


@dataclass(frozen=True)
class Ended:
    """How the child ended: by which signal (0: none), with which status, what it told, and its traced calls."""

    signal: int
    status: int
    told: str
    calls: tuple[tuple[str, str], ...]


def is_here() -> bool:
    """Whether strace is installed and may trace."""
    if shutil.which("strace") is None:
        return False
    ended = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return ended.returncode == 0


def points_of(work: Work, folder: Path) -> tuple[list[Point], Ended]:
    """Every call of the work that changes something in a folder, in order; and how the work ended undisturbed."""
    ended = run(work, ["-e", f"trace={','.join(CALLS)}"])
    counted: Counter[str] = Counter()
    found = []
    for call, words in ended.calls:
        counted[call] += 1
        if str(folder) in words and (call not in _OPENING or "O_CREAT" in words):
            found.append(Point(call, counted[call], words))
    return found, ended


def killed_at(work: Work, point: Point) -> Ended:
    """The work, killed as it enters the call."""
    return _injected(work, point, "signal=SIGKILL")


def failed_at(work: Work, point: Point, error: str) -> Ended:
    """The work, of which one call fails with an error, such as EIO, without being done."""
    return _injected(work, point, f"error={error}")


def _injected(work: Work, point: Point, what: str) -> Ended:
    return run(work, ["-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}:when={point.number}"])


def run(work: Work, options: list[str]) -> Ended:
    """Forks a child, has strace attach to it, and lets it do the work with the writing end of a pipe."""
    go_reading, go_writing = os.pipe()
    ready_reading, ready_writing = os.pipe()
    telling, told = os.pipe()
    child = os.fork()
    if child == 0:
        status = 99
        try:
            os.close(go_writing)
            os.close(telling)
            compute_alone()
            work.warm_up()
            os.write(ready_writing, b"!")
            os.read(go_reading, 1)
            status = work.act(told)
        finally:
            os._exit(status)
    os.close(go_reading)
    os.close(told)
    os.close(ready_writing)
    os.read(ready_reading, 1)
    os.close(ready_reading)
    with tempfile.NamedTemporaryFile("r") as log, os.fdopen(telling, "rb") as pipe:
        words = ["strace", "-y", "-s", "0", "-o", log.name, *options, "-p", str(child)]
        with subprocess.Popen(words, stderr=subprocess.PIPE) as tracer:
            assert tracer.stderr is not None
            attached = tracer.stderr.readline()
            os.write(go_writing, b"!")
            os.close(go_writing)
            said = pipe.read().decode("utf-8", "replace")
            _, status = os.waitpid(child, 0)
            rest = tracer.stderr.read()
        if b"attached" not in attached:
            raise RuntimeError(f"strace could not attach: {(attached + rest).decode()}")
        found = [match for line in log if (match := _LINE.match(line))]
    calls = tuple((match["call"], match["words"]) for match in found)
    signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return Ended(signal, os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1, said, calls)
