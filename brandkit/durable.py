"""Small files written so that after a power cut either the old or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from brandkit.errors import StoreFailure


def write_durably(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Replaces a file: temporary file, fsync, rename, fsync of the folder; `mode` is that of the file, less the umask.

    Raises
    ------
    OSError : the old one is there as it was.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as sink:
            sink.write(data)
            sink.flush()
            os.fsync(sink.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """The folder and those above it, each durably entered in its parent; raises OSError."""
    missing = [folder]
    while not missing[-1].parent.is_dir():
        missing.append(missing[-1].parent)
    for path in reversed(missing):
        if not path.is_dir():
            path.mkdir(exist_ok=True)
            sync_folder(path.parent)


@contextmanager
def failures(subject: object) -> Iterator[None]:
    """Turns an error of the system into a StoreFailure that names its file, or else the subject."""
    try:
        yield
    except OSError as error:
        why = error.strerror or os.strerror(error.errno or errno.EIO)
        raise StoreFailure(str(error.filename or subject), "cannot be used: {why}", None, why=why) from error


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable; raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
