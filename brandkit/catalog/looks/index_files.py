"""The index of looks on disk: flat files of codes to be mapped into memory, and a small file that tells what they hold.

    state.json                what the others hold, with their checksums; replaced as a whole
    <name>-<view>.codes       the hash of each row, one after the other
    <name>-<view>.files       SHA-256 of the file that each row is of
    lock                      held by the one process that writes

Codes are only appended, so that a process that mapped what was there before sees what it saw. All of it can be made
again from the rows, and may be deleted at any moment: what cannot be read or written is as good as not there.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

FORM = 1  # of the files; another one is made anew
CODE_BYTES = FILE_BYTES = 32
_STATE, _LOCK = "state.json", "lock"
_KINDS = ("codes", "files")


@dataclass(frozen=True)
class Held:
    """Rows of one view: how many, and the CRC-32 of their codes and files."""

    count: int = 0
    codes: int = 0
    files: int = 0


@dataclass(frozen=True)
class State:
    """What the files hold.

    number : of the newest row that was looked at; rows above it are not held.
    last : number, file and code of the newest row that is held; it tells whether the database is still the same.
    history : number and hash of the newest entry of the audit log then, for the same reason.
    """

    name: str
    number: int = 0
    last: tuple[int, str, str] | None = None
    history: tuple[int, str] | None = None
    views: Mapping[str, Held] = field(default_factory=dict)


@dataclass(frozen=True)
class Rows:
    """Codes and files, (n, 32) uint8 each; the same row in both."""

    codes: Bytes
    files: Bytes

    def __len__(self) -> int:
        return len(self.codes)


NONE = Rows(np.zeros((0, CODE_BYTES), np.uint8), np.zeros((0, FILE_BYTES), np.uint8))


def fresh() -> State:
    """The state of an index that holds nothing yet."""
    return State(secrets.token_hex(8))


def signature(folder: Path) -> tuple[int, int, int] | None:
    """Changes whenever the state is replaced; None when there is none."""
    try:
        found = (folder / _STATE).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def load(folder: Path, known: State | None = None) -> tuple[State, dict[str, Rows]] | None:
    """What is kept, mapped into memory; None when there is nothing, or any of it is damaged.

    known : what the caller has mapped already; where it was only added to, what was added is checked alone.
    """
    try:
        state = _state_of((folder / _STATE).read_bytes())
        rows = {view: _mapped(folder, state, view) for view in state.views}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    checked = known.views if known and known.name == state.name else {}
    for view, held in state.views.items():
        old = checked.get(view, Held())
        old = old if old.count <= held.count else Held()
        new = Rows(rows[view].codes[old.count :], rows[view].files[old.count :])
        if (zlib.crc32(new.codes.data, old.codes), zlib.crc32(new.files.data, old.files)) != (held.codes, held.files):
            return None
    return state, rows


def append(folder: Path, state: State, new: Mapping[str, Rows]) -> tuple[State, dict[str, Rows]]:
    """Adds rows to what `state` holds and keeps it; returns the state and all rows, mapped.

    Raises
    ------
    OSError : nothing was changed that anybody relies on.
    """
    views = dict(state.views)
    for view, rows in new.items():
        held = views.get(view, Held())
        _write(_path(folder, state, view, "codes"), held.count * CODE_BYTES, rows.codes)
        _write(_path(folder, state, view, "files"), held.count * FILE_BYTES, rows.files)
        views[view] = Held(
            held.count + len(rows),
            zlib.crc32(rows.codes.data, held.codes),
            zlib.crc32(rows.files.data, held.files),
        )
    after = replace(state, views=views)
    part = folder / f"{_STATE}.{secrets.token_hex(4)}"
    try:
        part.write_bytes(_bytes_of(after))
        part.replace(folder / _STATE)
    finally:
        part.unlink(missing_ok=True)
    _clean(folder, after)
    return after, {view: _mapped(folder, after, view) for view in views}


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[bool]:
    """Whether this process may write now: not while another does, nor where nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def _path(folder: Path, state: State, view: str, kind: str) -> Path:
    return folder / f"{state.name}-{view}.{kind}"


def _mapped(folder: Path, state: State, view: str) -> Rows:
    """Raises ValueError when a file is shorter than it should be."""
    count = state.views[view].count
    if count == 0:
        return NONE
    return Rows(*(
        np.memmap(_path(folder, state, view, kind), np.uint8, "r", shape=(count, width))
        for kind, width in zip(_KINDS, (CODE_BYTES, FILE_BYTES), strict=True)
    ))  # fmt: skip


def _write(path: Path, place: int, rows: Bytes) -> None:
    # What lies behind `place` was begun by one who never came to tell of it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        view = memoryview(rows.tobytes())
        while view:
            written = os.pwrite(descriptor, view, place)
            view, place = view[written:], place + written
    finally:
        os.close(descriptor)


def _bytes_of(state: State) -> bytes:
    told = json.dumps({**vars(state), "views": {view: vars(held) for view, held in state.views.items()}})
    return json.dumps({"form": FORM, "state": told, "crc": zlib.crc32(told.encode())}).encode()


def _state_of(data: bytes) -> State:
    """Raises ValueError, KeyError or TypeError when it is damaged or of another form."""
    document: dict[str, Any] = json.loads(data)
    if document["form"] != FORM or zlib.crc32(str(document["state"]).encode()) != document["crc"]:
        raise ValueError("damaged")
    told = json.loads(document["state"])
    last, history = told["last"], told["history"]
    return State(
        told["name"],
        told["number"],
        (int(last[0]), str(last[1]), str(last[2])) if last else None,
        (int(history[0]), str(history[1])) if history else None,
        {view: Held(**held) for view, held in told["views"].items()},
    )


def _clean(folder: Path, state: State) -> None:
    """Deletes what an older index left; who has it mapped keeps it."""
    for path in folder.iterdir():
        if path.suffix[1:] in _KINDS and not path.name.startswith(f"{state.name}-"):
            path.unlink(missing_ok=True)
