"""What the folder store asks of a file system, and what it makes of the answers."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brandkit.errors import StoreFailure


def opened(path: str, flags: int) -> int:
    """Opened without waiting for the other end of what is a pipe in place of a file."""
    return os.open(path, flags | os.O_NONBLOCK)


def modified(path: Path) -> float:
    """When a file was last written, in seconds; never, for what is gone or no file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return float("inf")
    return status.st_mtime if stat.S_ISREG(status.st_mode) else float("inf")


def is_being_written(path: Path) -> bool:
    """Whether a writer is at a file, or it cannot be told."""
    try:
        with path.open("rb") as stream, without_locks():
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError, PermissionError):
        return True
    return False


@contextmanager
def without_locks() -> Iterator[None]:
    """Goes on where the file system knows no locks, as some network drives; age alone tells then who is at work."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
            raise


@contextmanager
def failures(problem: str, subject: object) -> Iterator[None]:
    """Turns an error of the system into a StoreFailure that names the subject."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else errno.errorcode.get(errno.EIO, "")
        raise StoreFailure(subject, problem, None, why=why) from error
