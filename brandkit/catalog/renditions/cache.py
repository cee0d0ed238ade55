"""Renditions kept by what they are made of, so that the next request need not draw: a folder that may vanish any time.

A file is named by the key and holds the SHA-256 of its content before the content: what is damaged is not served but
made anew. Writers replace whole files, so several processes may share the folder. It never holds more than its bound
and one sixteenth for each process; what was read longest ago goes first. Where the folder cannot be written, nothing
is kept and nothing fails.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from brandkit import __version__

FOLDER = Path("cache") / "renditions"
MOST_BYTES = 512 << 20
_SLACK = 16  # a process looks through the folder again after each sixteenth of the bound that it wrote
_FULL_TO = 0.9  # how much is left after a clearing, so that the next file does not clear again
_DIGEST_BYTES = 32
_SUFFIX = ".rendition"


def key_of(**parts: Any) -> str:
    """The name, 64 hex digits, of what is made of these parts by this version of the program; JSON values only."""
    written = json.dumps({"brandkit": __version__, **parts}, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def cache_of(catalog_folder: Path) -> RenditionCache:
    """The cache of a catalog, one for all of a process."""
    return RenditionCache(catalog_folder / FOLDER)


class RenditionCache:
    """The cache in a folder; one object may be used by several threads."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES):
        self.folder = folder
        self.most_bytes = most_bytes
        self._unseen = most_bytes  # bytes written since the folder was looked through: at first, it never was

    def made(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under a key, or what `make` gives, which is then kept."""
        kept = self.get(key)
        if kept is not None:
            return kept
        data = make()
        self.put(key, data)
        return data

    def get(self, key: str) -> bytes | None:
        """The bytes as they were put; None when there are none, or when they are damaged."""
        path = self._path(key)
        try:
            written = path.read_bytes()
        except OSError:
            return None
        data = written[_DIGEST_BYTES:]
        if hashlib.sha256(data).digest() != written[:_DIGEST_BYTES]:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        # Reading times are often switched off where a disk is mounted: what is in use is told by the file's date.
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keeps bytes under a key, if the folder allows it and the bound has room for them."""
        if len(data) + _DIGEST_BYTES > self.most_bytes // _SLACK:
            return
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
            try:
                with os.fdopen(handle, "wb") as sink:
                    sink.write(hashlib.sha256(data).digest() + data)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError:
            return  # read-only, full, or not ours: the rendition is handed out all the same
        self._unseen += len(data) + _DIGEST_BYTES
        if self._unseen > self.most_bytes // _SLACK:
            self.clear_to_bound()

    def clear_to_bound(self) -> None:
        """Deletes what was used longest ago until the bound is kept; what others delete meanwhile is no fault."""
        self._unseen = 0
        found = sorted(self._files())
        size = sum(size_bytes for _, _, size_bytes in found)
        if size <= self.most_bytes:
            return
        for _, path, size_bytes in found:
            if size <= self.most_bytes * _FULL_TO:
                return
            with contextlib.suppress(OSError):
                Path(path).unlink()
            size -= size_bytes

    def _files(self) -> Iterator[tuple[int, str, int]]:
        """When it was used last, in ns, path, and size of each file, also of those that a stopped writer left."""
        for folder in self._listed(self.folder):
            for entry in self._listed(Path(folder.path)):
                with contextlib.suppress(OSError):
                    told = entry.stat(follow_symlinks=False)
                    yield told.st_mtime_ns, entry.path, told.st_size

    def _listed(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError:
            return []

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)
