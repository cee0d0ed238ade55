"""The examples of a page, to be run: shell sessions, Python sessions, and the files that they need.

A fence `console` holds commands after `$ ` and what they print; a fence of `>>> ` is a Python session; a fence under
`<!-- file: NAME -->` is a file. In what is printed `…` stands for anything, alone on a line for any lines.
`[exit status N]` is the status of the command above when it is not 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<lang>\w*)\n(?P<body>.*?)\n?```", re.DOTALL)
_STATUS = re.compile(r"\[exit status (\d)\]\Z")
ANY = "…"


@dataclass(frozen=True)
class Laid:
    """A file that the page tells to write."""

    name: str
    text: str


@dataclass(frozen=True)
class Typed:
    """A command with what it prints, both streams together, and its exit status."""

    command: str
    printed: tuple[str, ...]
    status: int


@dataclass(frozen=True)
class Session:
    """A Python session, for doctest."""

    text: str
    line: int


def examples(page: str) -> Iterator[Laid | Typed | Session]:
    """Everything of a page that can be run, in its order."""
    for fence in _FENCE.finditer(page):
        body = fence["body"]
        if fence["file"]:
            yield Laid(fence["file"], body + "\n")
        elif fence["lang"] == "console":
            yield from _typed(body)
        elif body.startswith(">>> "):
            yield Session(body + "\n", page[: fence.start()].count("\n") + 1)


def _typed(body: str) -> Iterator[Typed]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, *printed = part.rstrip("\n").split("\n")
        while command.endswith("\\"):
            command = f"{command}\n{printed.pop(0).removeprefix('> ')}"
        status = _STATUS.match(printed[-1]) if printed else None
        yield Typed(command, tuple(printed[:-1] if status else printed), int(status[1]) if status else 0)


def is_printed(wanted: tuple[str, ...], found: list[str]) -> bool:
    """Whether lines are those that a page shows, white space aside."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == ANY else f"{_line(line)}\n" for line in wanted)
    return re.fullmatch(pattern, "".join(f"{' '.join(line.split())}\n" for line in found if line.strip())) is not None


def _line(line: str) -> str:
    return ".*".join(re.escape(part) for part in " ".join(line.split()).split(ANY))
