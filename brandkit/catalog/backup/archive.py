"""The file that a backup is: a plain tar archive whose last member, SHA256SUMS, proves that all before it is whole.

Nothing in it is compressed, linked or sparse, so it unpacks to no more than its own length, and `tar xf` with
`sha256sum -c SHA256SUMS` reads it where brandkit is not at hand. Names come from a short list; any other is refused.
Source: POSIX.1-2017, pax, ustar Interchange Format; lengths beyond 8 GiB as GNU tar writes them.
"""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from brandkit.errors import UnreadableMaterial

SUMS = "SHA256SUMS"
HEADER = "backup.json"
_NAMES = re.compile(
    r"backup\.json|checkpoints/(history\.jsonl|keys\.txt)|rows/[a-z_]{1,60}\.jsonl|blobs/[0-9a-f]{64}|missing\.txt"
    r"|SHA256SUMS"
)
_BLOCK = 512
_END_BYTES = 2 * _BLOCK
_CHUNK_BYTES = 1 << 20


class Writer:
    """Writes members one after another; without `finish` the archive is not whole."""

    def __init__(self, sink: BinaryIO):
        self._sink = sink
        self._sums = TemporaryFile()  # noqa: SIM115 (closed by finish; a million blobs are 130 MB of lines)

    def add(self, name: str, size: int, source: BinaryIO) -> None:
        """One member of exactly `size` bytes.

        Raises
        ------
        ValueError : the source ends before, or its name says another hash.
        OSError
        """
        digest = self._write(name, size, source)
        if name.startswith("blobs/") and name != f"blobs/{digest}":
            raise ValueError(f"{name} has other bytes")
        self._sums.write(f"{digest}  {name}\n".encode("ascii"))

    def add_bytes(self, name: str, data: bytes) -> None:
        self.add(name, len(data), io.BytesIO(data))

    def finish(self) -> None:
        """The sums and the end mark."""
        with self._sums:
            size = self._sums.tell()
            self._sums.seek(0)
            self._write(SUMS, size, self._sums)
        self._sink.write(bytes(_END_BYTES))

    def _write(self, name: str, size: int, source: BinaryIO) -> str:
        member = tarfile.TarInfo(name)
        member.size = size
        member.mode = 0o600
        self._sink.write(member.tobuf(tarfile.GNU_FORMAT))
        digest, left = hashlib.sha256(), size
        while left:
            chunk = source.read(min(_CHUNK_BYTES, left))
            if not chunk:
                raise ValueError(f"{name} is shorter than {size} bytes")
            digest.update(chunk)
            self._sink.write(chunk)
            left -= len(chunk)
        self._sink.write(bytes(-size % _BLOCK))
        return digest.hexdigest()


class Reader:
    """Reads members in their order; whatever comes of them counts only once `members` has ended without an error."""

    def __init__(self, source: BinaryIO, name: str):
        self._source = source
        self._name = name
        self._own = hashlib.sha256()  # of the lines that SHA256SUMS must have
        self._seen: set[bytes] = set()

    def members(self) -> Iterator[tuple[str, Member]]:
        """Name and bytes of each member but the last; what the caller leaves of one is read past.

        Raises
        ------
        UnreadableMaterial : no backup, cut off, or damaged anywhere.
        """
        while True:
            name, member = self._next()
            if name == SUMS:
                self._prove(member)
                return
            if not self._seen and name != HEADER:
                raise self._refused("is no backup of a brandkit catalog")
            key = hashlib.sha256(name.encode("ascii")).digest()
            if key in self._seen:
                raise self._refused("holds {member} twice", member=name)
            self._seen.add(key)
            yield name, member
            digest = member.finish()
            if name.startswith("blobs/") and name != f"blobs/{digest}":
                raise self._refused("is damaged in {member}", member=name)
            self._own.update(f"{digest}  {name}\n".encode("ascii"))

    def _next(self) -> tuple[str, Member]:
        block = self._source.read(_BLOCK)
        if len(block) < _BLOCK:
            raise self._refused("ends in the middle" if self._seen else "is no backup of a brandkit catalog")
        try:
            found = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except (tarfile.HeaderError, UnicodeError) as error:
            raise self._refused(
                "is damaged or ends in the middle" if self._seen else "is no backup of a brandkit catalog"
            ) from error
        if found.type != tarfile.REGTYPE or not _NAMES.fullmatch(found.name) or found.size < 0:
            raise self._refused("holds what no backup holds, {member}", member=repr(found.name)[:80])
        return found.name, Member(self, self._source, found.size)

    def _prove(self, sums: Member) -> None:
        theirs = hashlib.sha256()
        while chunk := sums.read(_CHUNK_BYTES):
            theirs.update(chunk)
        sums.finish()
        if self._source.read(_END_BYTES) != bytes(_END_BYTES):
            raise self.cut_off()
        if theirs.digest() != self._own.digest():
            raise self._refused("does not have the bytes that its SHA256SUMS promises")

    def _refused(self, problem: str, **values: object) -> UnreadableMaterial:
        return UnreadableMaterial(self._name, problem, _ADVICE, **values)

    def cut_off(self) -> UnreadableMaterial:
        return self._refused("ends in the middle")


_ADVICE = "Take another backup; nothing was changed."


class Member:
    """The bytes of one member, to be read once; hashed as they are read."""

    def __init__(self, reader: Reader, source: BinaryIO, size: int):
        self.size = size
        self._reader = reader
        self._source = source
        self._left = size
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty at the end of the member."""
        wanted = min(self._left, _CHUNK_BYTES if size < 0 else size)
        chunk = self._source.read(wanted)
        if len(chunk) < wanted:
            raise self._reader.cut_off()
        self._left -= len(chunk)
        self._digest.update(chunk)
        return chunk

    def lines(self, longest: int) -> Iterator[bytes]:
        """Line by line without their ends; raises ValueError for one longer than `longest` bytes."""
        rest = b""
        while chunk := self.read(1 << 16):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
            if len(rest) > longest:
                raise ValueError("a line is too long")
        if rest:
            yield rest

    def finish(self) -> str:
        """Reads past what is left and the padding; the SHA-256 of all of it."""
        while self.read(_CHUNK_BYTES):
            pass
        padding = self._source.read(-self.size % _BLOCK)
        if len(padding) != -self.size % _BLOCK:
            raise self._reader.cut_off()
        return self._digest.hexdigest()


def blobs_in(path: Path, wanted: set[str]) -> Iterator[tuple[str, Member]]:
    """The wanted blobs that a backup holds; each is to be verified by its reader. Raises UnreadableMaterial."""
    with path.open("rb") as source:
        for name, member in Reader(source, path.name).members():
            sha256 = name.removeprefix("blobs/")
            if sha256 in wanted:
                yield sha256, member
