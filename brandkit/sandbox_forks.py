"""The child that reads many files, each in a fork of its own. Run as a program by `brandkit.sandbox_pool`.

It imports libraries once and never looks at a file itself. For each request a fork binds itself to its limits, calls
one function on one file, writes its answer to a pipe of its own and is gone before the next request is taken. What a
file does to its fork, the next file never meets: no memory is shared back, the program cannot be traced by its forks,
and one that leaves a process behind ends the program, and with it everything behind the same walls.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

_MOST_REQUEST_BYTES = 1 << 16
# Source: linux/prctl.h.
_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 4, 36


def main() -> None:
    """Serves requests on the socket whose number is the one argument, until its other end is closed."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    # Not to be traced or written to through /proc by a fork that a file has in its hands; orphans come back to us.
    prctl = ctypes.CDLL(None).prctl
    if prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) or prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        return
    settings = json.loads(control.recv(_MOST_REQUEST_BYTES))
    sys.path[:0] = settings["import_from"]
    while True:
        line, descriptors, *_ = socket.recv_fds(control, _MOST_REQUEST_BYTES, 2)
        if not line:
            return
        request = json.loads(line)
        _load(request["load"], request["module"])
        pid = os.fork()
        if pid == 0:
            _serve(request, control, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        _, status, usage = os.wait4(pid, 0)
        control.send(json.dumps({"status": status, "peak_bytes": usage.ru_maxrss * 1024}).encode())
        if _something_is_left():
            return


def _load(names: list[str], module: str) -> None:
    """Imports what forks will need, once; what is missing is the fork's to tell.

    A module with `warm()` is given the chance to fill its caches: every fork would have to do it again.
    """
    new = [name for name in names if name not in sys.modules]
    for name in new:
        try:
            found = import_module(name)
            if name == module and hasattr(found, "warm"):
                found.warm()
        except ImportError:
            continue
    if new:
        gc.collect()
        gc.freeze()  # forks then do not touch, and so not copy, what was loaded


def _something_is_left() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False


def _serve(request: dict[str, Any], control: socket.socket, material: int, answer: int) -> None:
    """The life of a fork; it ends here, whatever happens."""
    try:
        control.close()
        gc.disable()
        _bind(request["memory_bytes"])
        from brandkit.formats._cpu_limit import arm

        arm()
        with os.fdopen(answer, "wb") as answers:
            _answer(request, Path(f"/proc/self/fd/{material}"), answers)
    except BaseException:  # noqa: BLE001 - a fork must never return into the loop of the program
        os._exit(1)
    os._exit(0)


def _bind(memory_bytes: int) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(kind)[1]  # nobody may raise his own: `ulimit -n 32` is no fault of a file
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))
    sys.setrecursionlimit(2000)
    signal.set_wakeup_fd(-1)


def _answer(request: dict[str, Any], path: Path, answers: BinaryIO) -> None:
    from brandkit.errors import BrandkitError
    from brandkit.formats._cpu_limit import cpu_limit

    parts: dict[str, bytes] = {}
    try:
        with cpu_limit(request["cpu_s"]):
            told, parts = getattr(import_module(request["module"]), request["function"])(path, **request["options"])
        line = json.dumps({"told": told, "parts": {key: len(part) for key, part in parts.items()}}, allow_nan=False)
    except BrandkitError as error:
        line = json.dumps(
            {"error": type(error).__name__, "problem": error.problem, "advice": error.advice, "values": error.values},
            default=str,
        )
    except (MemoryError, RecursionError):
        parts, line = {}, json.dumps({"crash": "memory"})
    except Exception as error:  # noqa: BLE001 - any crash of a parser is told, and is the file's fault
        parts, line = {}, json.dumps({"crash": type(error).__name__})
    answers.write(line.encode() + b"\n")
    for part in parts.values():
        answers.write(part)


if __name__ == "__main__":
    main()
