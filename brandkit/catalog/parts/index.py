"""Which pictures of the catalog may be in a query, whole or in part: those that share words with it in one pose.

How they are laid so that this needs no scan, see `brandkit.sightings.photos.segment`; what is found is then laid over
the query by `poses` there.

Pictures are told by the SHA-256 of their file, and what is computed of a file never changes: an entry is true as long
as it is there, and a row without one is added. Whether an asset still has the file is for the caller to ask. Segments
are merged with those up to twice their size, so that there are few and none is written often.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, func, select

from brandkit.catalog import schema
from brandkit.catalog.parts import index_files as files
from brandkit.errors import InvalidCatalog
from brandkit.sightings.photos.local_features import NAME, Features, decoded
from brandkit.sightings.photos.segment import Segment, in_memory, votes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_FEW = 200  # pictures that are not worth a segment on disk: they stay in memory
_MOST_DEAD = 1.33  # entries for each row that is there; above it all is made anew
_AT_ONCE = 500  # rows read in one statement
_NOTHING = decoded(b"\1\0\1\0" + bytes(4))  # of a picture of one pixel


class PartIndex:
    """The corners of the pictures of a catalog. Safe for threads, and for processes that share the folder.

    Parameters
    ----------
    folder : where its files are kept; made when it is not there. Where nothing can be written all stays in memory.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._lock = threading.Lock()
        self._segments: list[Segment] = []
        self._seen: tuple[int, int, str] | None = None

    def __len__(self) -> int:
        return sum(len(segment) for segment in self._segments)

    def follow(self, connection: Connection) -> None:
        """Takes in what was added to the table `features` since the last call."""
        with self._lock:
            now = _newest(connection)
            if now == self._seen and all(s.path is None or s.path.is_dir() for s in self._segments):
                return
            self._segments = [s for s in self._segments if s.path is None] + list(files.all_loaded(self._folder))
            self._bring_up(connection)
            self._seen = now

    def candidates(self, query: Features, most: int) -> list[tuple[str, float]]:
        """SHA-256 of the files for which corners of the query speak most in one turn and size, and how much they do."""
        with self._lock:
            segments = list(self._segments)
        votes = [vote for segment in segments for vote in votes_of(segment, query, most)]
        return sorted(votes, key=lambda vote: (-vote[1], vote[0]))[:most]

    def _bring_up(self, connection: Connection) -> None:
        table = schema.features
        there = set(connection.execute(select(table.c.sha256).where(table.c.name == NAME)).scalars())
        indexed = {sha256 for segment in self._segments for sha256 in _hashes(segment)}
        if len(self) > _MOST_DEAD * len(there) + _FEW:
            self._segments, indexed = [], set()
        missing = there - indexed
        if not missing:
            return
        self._segments.sort(key=len, reverse=True)
        while self._segments and len(self._segments[-1]) <= 2 * len(missing):
            missing |= there & set(_hashes(self._segments.pop()))
        self._segments.append(self._made(connection, sorted(missing)))
        files.discarded(self._folder, self._segments)

    def _made(self, connection: Connection, hashes: Sequence[str]) -> Segment:
        if len(hashes) < _FEW:
            return in_memory(_rows(connection, hashes))
        try:
            return files.written(self._folder, _rows(connection, hashes))
        except (OSError, InvalidCatalog):
            return in_memory(_rows(connection, hashes))  # a read-only folder, a full disk


def features_of(connection: Connection, hashes: Sequence[str]) -> dict[str, Features]:
    """What the table `features` has of some files; a damaged row is none."""
    return {sha256: features for sha256, features in _rows(connection, hashes) if len(features)}


def _newest(connection: Connection) -> tuple[int, int, str]:
    """How many rows there are, the highest number, and whose it is: changes when a row is added or deleted."""
    table = schema.features
    counted = select(func.count(), func.max(table.c.number)).where(table.c.name == NAME)
    count, number = connection.execute(counted).one()
    last = connection.execute(select(table.c.sha256).where(table.c.number == number)).scalar()
    return count, number or 0, last or ""


def _rows(connection: Connection, hashes: Sequence[str]) -> Iterator[tuple[str, Features]]:
    """Files and their features; none of a damaged row, which is so not read again and again."""
    table = schema.features
    for start in range(0, len(hashes), _AT_ONCE):
        query = select(table.c.sha256, table.c.data).where(
            table.c.name == NAME, table.c.sha256.in_(hashes[start : start + _AT_ONCE])
        )
        for sha256, data in connection.execute(query.order_by(table.c.sha256)):
            try:
                yield sha256, decoded(bytes(data))
            except InvalidCatalog:
                yield sha256, _NOTHING


def _hashes(segment: Segment) -> list[str]:
    return [row.tobytes().hex() for row in segment.files]
