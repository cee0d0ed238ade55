"""Where a new catalog is made: a folder that is new or empty, and is so again when the making fails.

`.unfinished` lies in the folder until the catalog is whole, locked by whoever makes it. What a crash leaves with it is
cleared by the next try; a folder without it is never cleared, whatever it holds.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brandkit.catalog.settings import FILE_NAME
from brandkit.durable import make_folder
from brandkit.errors import AssetExists, StoreFailure

MARK = ".unfinished"


@contextmanager
def founded(folder: Path) -> Iterator[None]:
    """A folder in which the block makes a catalog; cleared of everything when the block raises.

    Raises
    ------
    AssetExists : when the folder holds anything but the remains of a catalog that was never finished.
    StoreFailure : when it cannot be made.
    """
    was_there = folder.is_dir()
    try:
        with _claimed(folder):
            try:
                _clear(folder)
                yield
                (folder / MARK).unlink()
            except BaseException:
                abandon(folder, keep_folder=was_there)
                raise
    except OSError as error:
        raise StoreFailure(str(folder), "cannot be made: {why}", None, why=error.strerror) from error


def abandon(folder: Path, *, keep_folder: bool) -> None:
    """Removes a catalog that could not be finished; the folder itself too, unless it was there before."""
    if not keep_folder:
        shutil.rmtree(folder, ignore_errors=True)
        return
    _clear(folder)
    (folder / MARK).unlink(missing_ok=True)


@contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    """The folder with a mark in it that is this process's until the block ends."""
    _refuse_taken(folder)
    make_folder(folder)
    with (folder / MARK).open("ab") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AssetExists(str(folder), "is being made by another process", "Name a new folder.") from error
        # Another process may have finished it between the look and the lock.
        _refuse_taken(folder)
        yield


def _refuse_taken(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and (not any(folder.iterdir()) or _is_remains(folder))):
        return
    advice = "Name a new folder."
    if (folder / FILE_NAME).is_file():
        advice = "It is a catalog already: take a folder in with `brandkit import`, or name a new folder."
    raise AssetExists(str(folder), "is there and not empty", advice)


def _is_remains(folder: Path) -> bool:
    return (folder / MARK).is_file() and not (folder / FILE_NAME).exists()


def _clear(folder: Path) -> None:
    """Removes everything but the mark."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != MARK:
            path.unlink(missing_ok=True)
