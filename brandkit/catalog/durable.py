"""Small files written so that after a power cut either the old or the new one is there, whole."""

from __future__ import annotations

import os
from pathlib import Path


def write_durably(path: Path, data: bytes) -> None:
    """Replaces a file: temporary file, fsync, rename, fsync of the folder.

    Raises
    ------
    OSError
    """
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as sink:
        sink.write(data)
        sink.flush()
        os.fsync(sink.fileno())
    temporary.replace(path)
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
