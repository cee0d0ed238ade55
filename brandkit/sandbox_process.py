"""The child process: started bound, spoken to with a deadline, killed with all that it started."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import errors, limits
from brandkit.document import Document
from brandkit.errors import BrandkitError, MaterialTooLarge, UnreadableMaterial
from brandkit.sandbox_walls import command

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Reader", "isolation"]

_CHILD = Path(__file__).with_name("sandbox_child.py")
_LIBRARIES = ("numpy", "PIL", "cv2", "pypdfium2", "pypdfium2_raw", "lxml", "resvg_py", "pikepdf", "exifread")
_MOST_ANSWER_BYTES = 256 * 1024 * 1024
_LONGEST_WORDS = 1000
_PLAIN_PROBLEM = re.compile(r"(?:[^{}\n]|\{[a-z_]+(?::,?(?:\.\d)?f?)?\}){1,300}")
_CHUNK_BYTES = 1 << 20
# A child that came this near to its memory before it died of a signal died of memory.
_NEAR = 0.5


class Reader:
    """One child that reads one file. Use as a context manager: it is gone when the block ends, however it ends."""

    def __init__(self, name: str, descriptor: int, module: str):
        self._name = name
        self._buffer = bytearray()
        self._process = subprocess.Popen(
            command([sys.executable, "-I", "-B", str(_CHILD)], [*import_roots()], isolation()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(descriptor,),
            env=environment(),
            cwd="/",
            start_new_session=True,
        )
        self._send(
            {
                "path": f"/proc/self/fd/{descriptor}",
                "module": module,
                "import_from": import_roots(),
                "memory_bytes": limits.CHILD_MEMORY_BYTES,
            }
        )

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def kill(self) -> None:
        """Ends the child and everything it may have started."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def document(self) -> Document:
        """The material as the child read it, checked against the document's own types.

        Raises
        ------
        UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
        """
        from dataclasses import replace

        from pydantic import ValidationError

        answer = self._asked({"do": "read", "cpu_s": limits.READ_CPU_S})
        try:
            found: Document = _schema().validate_python(answer["document"])
        except (ValidationError, KeyError) as error:
            raise UnreadableMaterial(self._name, "cannot be read: its reader gave no sense") from error
        return replace(found, name=self._name)

    def pixels(self, request: dict[str, Any], *, channels: int) -> NDArray[np.uint8]:
        """(H, W, channels) uint8, read-only.

        Raises
        ------
        UnreadableMaterial, MaterialTooLarge
        """
        import numpy as np

        deadline = time.monotonic() + limits.REQUEST_WALL_S
        shape = self._asked(request | {"cpu_s": limits.DRAW_CPU_S}, deadline)["shape"]
        if len(shape) != 3 or shape[2] != channels or not 0 < shape[0] * shape[1] <= 2 * limits.PICTURE_PIXELS:
            raise UnreadableMaterial(self._name, "cannot be read: its reader gave no sense")
        pixels = np.empty(shape, np.uint8)
        self._read_into(memoryview(pixels.data).cast("B"), deadline)
        pixels.flags.writeable = False
        return pixels

    def _asked(self, request: dict[str, Any], deadline: float | None = None) -> dict[str, Any]:
        deadline = deadline or time.monotonic() + limits.REQUEST_WALL_S
        self._send(request)
        return understood(self._name, self._line(deadline))

    def _send(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._death() from None

    def _line(self, deadline: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _MOST_ANSWER_BYTES:
                raise MaterialTooLarge(self._name, "has more structure than can be taken in")
            self._fill(deadline)
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _read_into(self, target: memoryview, deadline: float) -> None:
        """Fills `target` from the pipe without a copy beside it: forty megapixels are 160 MB."""
        place = min(len(self._buffer), len(target))
        target[:place] = self._buffer[:place]
        del self._buffer[:place]
        while place < len(target):
            count = os.readv(self._ready(deadline), [target[place : place + _CHUNK_BYTES]])
            if not count:
                raise self._death()
            place += count

    def _fill(self, deadline: float) -> None:
        chunk = os.read(self._ready(deadline), _CHUNK_BYTES)
        if not chunk:
            raise self._death()
        self._buffer += chunk

    def _ready(self, deadline: float) -> int:
        """The pipe's descriptor once there is something to read."""
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        poll = select.poll()
        poll.register(descriptor, select.POLLIN | select.POLLHUP)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            self.kill()
            raise too_slow(self._name)
        return descriptor

    def _death(self) -> BrandkitError:
        """Why the child ended in the middle of its work."""
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return death(self._name, status, usage.ru_maxrss * 1024)


def understood(name: str, line: bytes) -> dict[str, Any]:
    """A child's answer of one line.

    Raises
    ------
    UnreadableMaterial, UnsafeMaterial, MaterialTooLarge : whatever the child tells of its file.
    """
    try:
        answer: dict[str, Any] = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise no_sense(name) from error
    if not isinstance(answer, dict):
        raise no_sense(name)
    if "error" in answer:
        raise told(name, answer)
    if answer.get("crash") == "memory":
        raise _too_much_memory(name)
    if "crash" in answer:
        raise UnreadableMaterial(name, "is damaged: reading it failed ({error})", None, error=str(answer["crash"])[:99])
    return answer


def death(name: str, status: int, peak_bytes: int) -> BrandkitError:
    """Why a child ended in the middle of its work, by its wait status and the memory it came to."""
    code = os.waitstatus_to_exitcode(status)
    number = -code if code < 0 else code - 128  # bubblewrap hands a signal on as 128 + its number
    if number == signal.SIGPROF:
        return too_slow(name)
    # C++ and Rust abort when an allocation fails; a broken file shows as a segmentation fault.
    out_of_memory = number in (signal.SIGKILL, signal.SIGABRT)
    if out_of_memory or peak_bytes > limits.CHILD_MEMORY_BYTES * _NEAR:
        return _too_much_memory(name)
    why = _signal_name(number)
    return UnreadableMaterial(name, "is damaged: reading it failed ({error})", None, error=why)


def too_slow(name: str) -> BrandkitError:
    """The error of a file that takes too long."""
    return MaterialTooLarge(name, "takes too long to read: it is too intricate")


def no_sense(name: str) -> BrandkitError:
    """The error of a file whose child answers out of turn."""
    return UnreadableMaterial(name, "cannot be read: its reader gave no sense")


def environment() -> dict[str, str]:
    """The variables that a child starts with: nothing of the caller's."""
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "RAYON")}
    return {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **threads}


def _too_much_memory(name: str) -> BrandkitError:
    limit = limits.CHILD_MEMORY_BYTES // 2**20
    return MaterialTooLarge(name, "needs more than {limit} MB of memory to read", None, limit=limit)


def told(name: str, answer: dict[str, Any]) -> BrandkitError:
    """The child's error as ours. A hostile file may have the child in its hands: only plain words are formatted."""
    kind = getattr(errors, str(answer.get("error")), None)
    problem, values = answer.get("problem"), answer.get("values")
    if not (isinstance(kind, type) and issubclass(kind, BrandkitError) and isinstance(values, dict)):
        return no_sense(name)
    if not isinstance(problem, str) or not _PLAIN_PROBLEM.fullmatch(problem) or len(str(values)) > _LONGEST_WORDS:
        return no_sense(name)
    try:
        return kind(name, problem, str(answer.get("advice"))[:_LONGEST_WORDS], **values)
    except (KeyError, ValueError, TypeError):
        return no_sense(name)


@cache
def import_roots() -> list[str]:
    """Folders from which the child imports: the package's own parent, and wherever the libraries lie."""
    found = [str(Path(__file__).resolve().parents[1])]
    for library in _LIBRARIES:
        spec = find_spec(library)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            found.append(str(Path(folder).parent))
    return list(dict.fromkeys(found))


@cache
def isolation() -> str:
    """How children are held: "bubblewrap" where it is installed and permitted, else "rlimits" alone."""
    wrapped = command([sys.executable, "-I", "-c", ""], [*import_roots()], "bubblewrap")
    try:
        done = subprocess.run(wrapped, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "rlimits"
    return "bubblewrap" if done.returncode == 0 else "rlimits"


@cache
def _schema() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} in an answer")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
