"""Files in and out of commands: `-` for stdin and stdout, folders walked, results written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from brandkit import limits
from brandkit.errors import (
    InvalidValue,
    MaterialTooLarge,
    NotFound,
    StoreFailure,
    UnreadableMaterial,
)

STREAM = Path("-")
_HEAD_BYTES = 4096


@contextmanager
def laid(path: Path, *, name: str = "stdin") -> Iterator[Path]:
    """A path to read from: `path` itself, or for `-` a temporary file of what stdin gives, named by its type.

    Raises
    ------
    UnreadableMaterial, UnsupportedFormat, MaterialTooLarge : when stdin gives nothing, nothing known, or too much.
    """
    if path != STREAM:
        yield path
        return
    data = sys.stdin.buffer.read(limits.MATERIAL_BYTES + 1)
    if not data:
        raise UnreadableMaterial(name, "is empty")
    if len(data) > limits.MATERIAL_BYTES:
        raise MaterialTooLarge(name, "has more than {limit} MB", None, limit=limits.MATERIAL_BYTES // 2**20)
    from brandkit.sandbox_admission import suffix_for

    with TemporaryDirectory(prefix="brandkit-") as folder:
        laid_down = Path(folder) / f"{name}{suffix_for(data[:_HEAD_BYTES], name)}"
        laid_down.write_bytes(data)
        yield laid_down


def files_in(paths: tuple[Path, ...], *, recursive: bool, suffixes: frozenset[str]) -> list[Path]:
    """The files named; with `recursive` a folder stands for all its files with one of the suffixes, sorted."""
    found: list[Path] = []
    for path in paths:
        if recursive and path.is_dir():
            inside = (file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith("."))
            found.extend(file for file in inside if file.suffix.lower() in suffixes)
            continue
        found.append(path)
    return found


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file that is there complete or not at all; `-` is stdout.

    Raises
    ------
    InvalidValue, NotFound : when the path is a folder, or lies in none.
    StoreFailure : when it cannot be written.
    """
    if path == STREAM:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise InvalidValue(str(path), "is a folder, not a file", "Name a file with -o.")
    if not path.parent.is_dir():
        raise NotFound(str(path.parent), "is no folder", "Make it first, or name another file with -o.")
    part = path.with_name(f".{path.name[:64]}-{os.getpid()}.part")
    try:
        with part.open("xb") as sink:
            sink.write(data)
            sink.flush()
            os.fsync(sink.fileno())
        part.replace(path)
    except OSError as error:
        raise StoreFailure(str(path), "could not be written: {why}", None, why=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)
