"""Many files read one after the other, each in a fork of a program that has its libraries loaded already.

A child of its own costs a start of Python and of its libraries, some 150 ms of processor time, before it looks at the
file; a fork costs a few. Programs are started as they are needed, kept while the process lives, and used by one thread
at a time. The file's bytes are handed over as a sealed copy in memory: what was read here is what the fork sees.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brandkit import limits, sandbox_process
from brandkit.errors import BrandkitError, StoreFailure
from brandkit.sandbox_process import death, environment, import_roots, no_sense, too_slow, understood
from brandkit.sandbox_walls import command

_PROGRAM = Path(__file__).with_name("sandbox_forks.py")
_MOST_ANSWER_BYTES = 32 * 2**20
_CHUNK_BYTES = 1 << 20
_SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
_KEPT_IDLE = max(2, os.cpu_count() or 1)


@dataclass(frozen=True)
class Request:
    """What a fork does with its file: `module.function(path, **options)` gives words for JSON, and named bytes.

    load : modules that the program imports before it forks, once for all files.
    """

    module: str
    function: str
    options: Mapping[str, Any] = field(default_factory=dict)
    load: Sequence[str] = ()
    cpu_s: float = limits.READ_CPU_S


Answer = tuple[Any, dict[str, bytes]]


class _Dead(Exception):
    """The program is gone, and not by what its fork did."""


def asked(name: str, data: bytes, request: Request) -> Answer:
    """What a fork makes of the bytes of a file; `name` is for errors alone.

    Raises
    ------
    UnreadableMaterial, UnsafeMaterial, UnsupportedFormat, MaterialTooLarge
    StoreFailure : when no program can be started.
    """
    with _sealed(data) as material:
        for _ in range(2):  # a program may have gone with the thread that started it: then another one
            program = _taken()
            try:
                answer = program.asked(name, material, request)
            except _Dead:
                program.end()
            except BrandkitError:
                _given_back(program)
                raise
            except BaseException:
                program.end()
                raise
            else:
                _given_back(program)
                return answer
    raise no_sense(name)


def idle() -> list[int]:
    """Process ids of the programs that wait for a file."""
    with _lock:
        return [program.pid for program in _idle]


def close() -> None:
    """Ends every idle program; the next file starts a new one."""
    with _lock:
        ended = [*_idle]
        _idle.clear()
    for program in ended:
        program.end()


class _Program:
    """One running program, spoken to by one thread at a time."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [sys.executable, "-I", "-B", str(_PROGRAM), str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command(words, [*import_roots()], sandbox_process.isolation()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=environment(),
                cwd="/",
                start_new_session=True,
            )
        with contextlib.suppress(OSError):  # told by the first request
            self._control.send(json.dumps({"import_from": import_roots()}).encode())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Ends the program and everything it may have started."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._control.close()

    def leave(self) -> None:
        """Lets go of a program that another process uses."""
        self._process.returncode = 0
        self._control.close()

    def asked(self, name: str, material: int, request: Request) -> Answer:
        """What a fork answers; raises what it tells of its file, and _Dead."""
        deadline = time.monotonic() + limits.REQUEST_WALL_S
        reading, writing = os.pipe2(os.O_CLOEXEC)
        try:
            words = vars(request) | {"memory_bytes": limits.CHILD_MEMORY_BYTES}
            try:
                socket.send_fds(self._control, [json.dumps(words).encode()], [material, writing])
            except OSError as error:
                raise _Dead from error
            finally:
                os.close(writing)
            heard = self._heard(name, reading, deadline)
        finally:
            os.close(reading)
        status, peak_bytes = self._ended(name, deadline)
        line, told, rest = heard.partition(b"\n")
        if not told:
            raise death(name, status, peak_bytes)
        answer = understood(name, line)
        return answer.get("told"), _cut(name, rest, answer.get("parts"))

    def _heard(self, name: str, answers: int, deadline: float) -> bytes:
        """All that the fork says, up to its end."""
        heard = bytearray()
        while True:
            self._wait(answers, name, deadline)
            chunk = os.read(answers, _CHUNK_BYTES)
            if not chunk:
                return bytes(heard)
            heard += chunk
            if len(heard) > _MOST_ANSWER_BYTES:
                self.end()
                raise no_sense(name)

    def _ended(self, name: str, deadline: float) -> tuple[int, int]:
        """Wait status and peak bytes of the fork."""
        self._wait(self._control.fileno(), name, deadline)
        try:
            ended = json.loads(self._control.recv(4096))
            return int(ended["status"]), int(ended["peak_bytes"])
        except (OSError, ValueError) as error:
            raise _Dead from error

    def _wait(self, descriptor: int, name: str, deadline: float) -> None:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN | select.POLLHUP)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            self.end()
            raise too_slow(name)


def _cut(name: str, rest: bytes, sizes: object) -> dict[str, bytes]:
    """The named bytes after a line that told their sizes."""
    if not isinstance(sizes, dict) or not all(type(size) is int and size >= 0 for size in sizes.values()):
        raise no_sense(name)
    if sum(sizes.values()) != len(rest):
        raise no_sense(name)
    found, place = {}, 0
    for key, size in sizes.items():
        found[str(key)] = rest[place : place + size]
        place += size
    return found


@contextlib.contextmanager
def _sealed(data: bytes) -> Iterator[int]:
    """A descriptor of a file in memory with these bytes, which nobody can change any more."""
    descriptor = os.memfd_create("material", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        with open(descriptor, "wb", closefd=False, buffering=0) as sink:
            view = memoryview(data)
            while view:
                view = view[sink.write(view) :]
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, _SEALS)
        yield descriptor
    finally:
        os.close(descriptor)


def _taken() -> _Program:
    """An idle program, or a new one."""
    while True:
        with _lock:
            if not _idle:
                break
            program = _idle.pop()
        if program.is_alive:
            return program
        program.end()
    try:
        # A child of bubblewrap dies with the thread that started it: this one lives as long as the process.
        return _starter.submit(_Program).result()
    except OSError as error:
        raise StoreFailure("brandkit", "cannot start a reader of files: {why}", None, why=error.strerror) from error


def _given_back(program: _Program) -> None:
    with _lock:
        if program.is_alive and len(_idle) < _KEPT_IDLE:
            _idle.append(program)
            return
    program.end()


def _forget() -> None:
    """A fork of this process may not speak to its programs."""
    global _lock, _starter
    _lock, _starter = threading.Lock(), _new_starter()
    for program in _idle:
        program.leave()
    _idle.clear()


def _new_starter() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "sandbox-starter")


_lock, _starter = threading.Lock(), _new_starter()
_idle: list[_Program] = []
atexit.register(close)
os.register_at_fork(after_in_child=_forget)
