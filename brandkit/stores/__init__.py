"""Blob stores: one file each, named by the scheme of its address.

`Store(location)` of such a file keeps the promises of `BlobStore`; one conformance suite holds them all to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Protocol


class BlobStore(Protocol):
    """Blobs named by their SHA-256, and beside them small documents (sidecars) named by us.

    Safe for any number of writers. What was acknowledged is durable; what is handed out was verified. A store that
    fails says so within ten seconds after the last byte moved, and works again by itself once it can.
    """

    def put(self, content: bytes | BinaryIO) -> str:
        """Keeps the bytes durably and returns their SHA-256; the same bytes again are the same blob, young again.

        A stream is read from where it stands to its end. A blob whose stored bytes are damaged is replaced.

        Raises
        ------
        StoreFailure : nothing was acknowledged; at worst an unreferenced blob is left.
        """

    def get(self, sha256: str) -> bytes:
        """The blob's bytes, verified.

        Raises
        ------
        DamagedBlob : when it is missing or its bytes no longer have that hash.
        StoreFailure : when it cannot be read.
        """

    def open(self, sha256: str) -> BinaryIO:
        """The blob as a stream at its start, verified before it is handed out; raises as `get`."""

    def exists(self, sha256: str) -> bool:
        """Whether the blob is there; its bytes are not read."""

    def delete(self, sha256: str) -> None:
        """Removes the blob durably; nothing happens when it is not there."""

    def iterate(self) -> Iterator[str]:
        """The SHA-256 of every blob, sorted; what is put or deleted meanwhile may or may not be among them."""

    def size(self, sha256: str) -> int:
        """The blob's length in bytes; raises as `get`, its bytes are not read."""

    def modified(self, sha256: str) -> datetime:
        """When the blob was last put, to the second at least; the beginning of time when it is not there."""

    def address(self, sha256: str, *, seconds: int, filename: str = "", media_type: str = "") -> str | None:
        """An address that hands out the blob without us for that long; None where the store has no such thing.

        What is fetched there was not verified by us: whoever needs that compares the SHA-256.
        """

    def unfinished(self, before: datetime) -> tuple[str, ...]:
        """Names of writes that were begun before that time and never ended: what a crash leaves."""

    def discard(self, name: str) -> None:
        """Removes one of `unfinished`."""

    def write_sidecar(self, name: str, data: bytes) -> None:
        """Keeps a small document durably under a name, in place of what was there."""

    def read_sidecar(self, name: str) -> bytes:
        """The document of that name.

        Raises
        ------
        StoreFailure : when it is missing or cannot be read.
        """

    def sidecars(self) -> Iterator[str]:
        """The names of all documents, sorted."""

    def delete_sidecar(self, name: str) -> None:
        """Removes the document; nothing happens when it is not there."""
