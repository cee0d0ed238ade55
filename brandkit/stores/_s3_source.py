"""Bytes on their way into S3: their SHA-256 is their key, so it is known before the first byte is sent."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from brandkit.errors import StoreFailure

# What is kept in memory of one blob, either way; more is in a temporary file.
MEMORY_BYTES = 8 << 20
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Source:
    """Bytes from `start` of a stream to its end, readable any number of times."""

    stream: BinaryIO
    start: int
    size: int
    sha256: str

    def whole(self) -> bytes:
        """All of it, for what is small."""
        self.stream.seek(self.start)
        return self.stream.read(self.size)

    def parts(self, part_bytes: int) -> Iterator[bytes]:
        """It in pieces of that length, the last one shorter."""
        self.stream.seek(self.start)
        left = self.size
        while left and (part := self.stream.read(min(left, part_bytes))):
            left -= len(part)
            yield part


@contextmanager
def held(content: bytes | BinaryIO, subject: object) -> Iterator[Source]:
    """The content hashed, and kept in a temporary file where it cannot be read twice.

    Raises
    ------
    StoreFailure : when it cannot be read, or the temporary file cannot be written.
    """
    try:
        if isinstance(content, bytes):
            yield _hashed(BytesIO(content))
        elif _is_seekable(content):
            yield _hashed(content)
        else:
            with SpooledTemporaryFile(MEMORY_BYTES) as copy:
                while chunk := content.read(_CHUNK_BYTES):
                    copy.write(chunk)
                copy.seek(0)
                yield _hashed(cast(BinaryIO, copy))
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else type(error).__name__
        raise StoreFailure(subject, "could not be written: {why}", None, why=why) from error


def _is_seekable(content: BinaryIO) -> bool:
    """Whether it can be read twice; what has `read` alone, as members of archives do, cannot."""
    ask = getattr(content, "seekable", None)
    return ask is not None and ask()


def _hashed(stream: BinaryIO) -> Source:
    start, size, digest = stream.tell(), 0, hashlib.sha256()
    while chunk := stream.read(_CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
    return Source(stream, start, size, digest.hexdigest())
