"""Tesseract, called as a program: pixels on its standard input, words with their boxes on its standard output.

It sees decoded gray pixels only, never a file of a stranger; it has a time limit and a limit on what it may answer.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

PROGRAM, LANGUAGES = "tesseract", ("vie", "eng")
SECONDS = 20.0  # for one call; a call on what we hand it takes under two
MOST_ANSWER = 4_000_000  # bytes of TSV
_COLUMNS = 12


class ReadingStopped(Exception):
    """The program ran out of its time, or answered more than it may, or failed; caught where slogans are looked for."""


@dataclass(frozen=True)
class Read:
    """A word as read: its box in the sheet's pixels, which of the sheet's lines it is on, 0..100 confidence."""

    text: str
    x: float
    y: float
    w: float
    h: float
    line: tuple[int, int, int]
    confidence: float


def available() -> bool:
    """Whether the program and its Vietnamese and English data are there."""
    path = shutil.which(PROGRAM)
    return path is not None and set(LANGUAGES) <= _languages(path)


def read(sheet: NDArray[np.uint8], mode: int = 6) -> tuple[Read, ...]:
    """Words on an (H, W) uint8 sheet of dark ink on white; `mode` is Tesseract's page segmentation mode.

    Raises
    ------
    ReadingStopped
    """
    header = f"P5\n{sheet.shape[1]} {sheet.shape[0]}\n255\n".encode()
    command = [shutil.which(PROGRAM) or PROGRAM, "-", "-", "-l", "+".join(LANGUAGES), "--psm", str(mode),
               "--dpi", "150", "tsv"]  # fmt: skip
    return tuple(_words(_answer(command, header + sheet.tobytes())))


def _answer(command: list[str], data: bytes) -> str:
    # One thread: with more, the order of sums and so a box may depend on the machine.
    environment = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    if "TESSDATA_PREFIX" in os.environ:
        environment["TESSDATA_PREFIX"] = os.environ["TESSDATA_PREFIX"]
    # A flood goes to a file of limited length instead of into memory.
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                command, input=data, stdout=out, stderr=subprocess.DEVNULL, timeout=SECONDS, env=environment,
                check=False, preexec_fn=_limited,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise ReadingStopped("it took longer than its time limit") from error
        except OSError as error:
            raise ReadingStopped("it could not be started") from error
        out.seek(0)
        answer = out.read(MOST_ANSWER)
    if done.returncode:
        raise ReadingStopped("it failed")
    return answer.decode("utf-8", "replace")


def _limited() -> None:
    """In the child: no file beyond the answer's limit, no more processor time than the clock allows."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_ANSWER, MOST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS) + 1, int(SECONDS) + 1))


def _words(answer: str) -> Iterator[Read]:
    for row in answer.splitlines()[1:]:
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != "5" or not cells[11].strip():
            continue
        try:
            block, paragraph, line = int(cells[2]), int(cells[3]), int(cells[4])
            x, y, w, h, confidence = (float(cell) for cell in cells[6:11])
        except ValueError:
            continue
        yield Read(cells[11].strip(), x, y, w, h, (block, paragraph, line), confidence)


@lru_cache(maxsize=8)
def _languages(path: str) -> frozenset[str]:
    """Languages the program has data for; asked once, a catalog's worth of checks needs no more."""
    try:
        told = subprocess.run(
            [path, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False
        ).stdout  # fmt: skip
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        log.warning("%s cannot be asked for its languages", PROGRAM)
        return frozenset()
    return frozenset(told.split())
