"""Which pictures of the catalog may be in a query, whole or in part: those that share words with it in one pose.

Not exact, unlike the search by hashes: a few of a hundred corners that are alike share no word, but a picture has many,
and what is found is then laid over the query by `parts_geometry`. A corner of the query is looked up by its word in
each table and by those that differ in one bit.

Pictures are told by the SHA-256 of their file, and what is computed of a file never changes: an entry is true as long
as it is there, and a row without one is added. Whether an asset still has the file is for the caller to ask. Segments
are merged with those up to twice their size, so that there are few and none is written often.

Source: Norouzi et al., Fast search in Hamming space with multi-index hashing, CVPR 2012 (tables of parts of the code).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, func, select

from brandkit.catalog import schema
from brandkit.catalog.looks.local_features import NAME, Features, decoded
from brandkit.catalog.parts import index_files as files
from brandkit.catalog.parts.index_files import Segment, words_of
from brandkit.errors import InvalidCatalog

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_FEW = 200  # pictures that are not worth a segment on disk: they stay in memory
_MOST_DEAD = 1.33  # entries for each row that is there; above it all is made anew
_AT_ONCE = 500  # rows read in one statement
_CLOSE_BITS = 52  # of 256: three quarters of the corners of altered copies differ less
_CROWD = 64  # times as many corners as a word has on average: such a word tells nothing
_LOOKED_UP = 1 << 20  # corners compared at a time: bounds the memory
_NOTHING = decoded(b"\1\0\1\0" + bytes(4))  # of a picture of one pixel
_POSES = 64  # that votes of chance spread over: eight turns, some eight sizes
_CELLS = 40  # along the longer side of a query
_TURN_STEP, _SIZE_STEP = 32, 2  # of a vote: an eighth of a turn, an octave


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
        votes = [vote for segment in segments for vote in _votes(segment, query, most)]
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
            return files.in_memory(_rows(connection, hashes))
        try:
            return files.written(self._folder, _rows(connection, hashes))
        except (OSError, InvalidCatalog):
            return files.in_memory(_rows(connection, hashes))  # a read-only folder, a full disk


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


def _votes(segment: Segment, query: Features, most: int) -> list[tuple[str, float]]:
    if not len(query) or not len(segment.descriptors):
        return []
    found = np.concatenate([_like(segment, query, table) for table in range(files.TABLES)])
    # Numbers instead of pairs of them: sorting rows of an array takes ten times as long.
    pairs = np.unique(found[:, 0] * len(segment.descriptors) + found[:, 1])
    asked, corners = np.divmod(pairs, len(segment.descriptors))
    turns = segment.turns[corners].astype(np.int64)
    turned = np.rint(query.angles[asked] * (256 / 360)).astype(np.int64) - turns[:, 1]
    sized = np.rint(2 * np.log2(query.sizes[asked])).astype(np.int64) - turns[:, 0]
    pictures = np.searchsorted(segment.starts, corners, side="right") - 1
    cells = _cells(query)[asked]
    best = np.zeros(len(segment), np.int64)
    # A pose at the edge of a step has its votes in two of them, unless the steps are shifted by a half.
    for turn_shift in (0, _TURN_STEP // 2):
        for size_shift in (0, _SIZE_STEP // 2):
            turn = (turned + turn_shift) % 256 // _TURN_STEP
            pose = (sized + size_shift) // _SIZE_STEP % 16 * 16 + turn
            poses, votes = _distinct(pictures << 8 | pose, corners, len(segment.descriptors), cells)
            np.maximum.at(best, poses >> 8, votes)
    # As many as any pose of this picture has by chance: of one with a straight edge, like much else, that is a lot.
    usual = np.maximum(0.5, np.bincount(pictures, minlength=len(segment)) / _POSES)
    surprise = np.where(best > usual, best * np.log(np.maximum(best, 1) / usual) - (best - usual), 0)
    chosen = np.argsort(-surprise, kind="stable")[:most]
    return [(segment.files[at].tobytes().hex(), float(surprise[at])) for at in chosen if best[at] > 1]


def _distinct(poses: Numbers, corners: Numbers, all_corners: int, cells: Numbers) -> tuple[Numbers, Numbers]:
    """Each pose, and how many corners of the picture and how many cells of the query speak for it, the fewer of both.

    A page of text has a hundred places that are like one corner, and a thing before a plain ground a hundred corners.
    """
    named, numbers = np.unique(poses, return_inverse=True)
    by_corner = np.unique(numbers * all_corners + corners) // all_corners
    by_cell = np.unique(numbers * _CELLS**2 + cells) // _CELLS**2
    size = len(named)
    return named, np.minimum(np.bincount(by_corner, minlength=size), np.bincount(by_cell, minlength=size))


def _cells(query: Features) -> Numbers:
    """Which cell of a grid over the query each of its corners is in."""
    across = np.array([query.width, query.height]).max() / _CELLS
    at = np.clip(query.points / across, 0, _CELLS - 1).astype(np.int64)
    return at[:, 0] * _CELLS + at[:, 1]


def _like(segment: Segment, query: Features, table: int) -> Numbers:
    """(k, 2): rows of the query and corners of the segment that share a word, or nearly, and are alike."""
    order, offsets, bits = segment.orders[table], segment.offsets[table], segment.bits
    flips = np.concatenate([[0], 1 << np.arange(bits)]).astype(np.uint32)
    words = (words_of(query.descriptors, table, bits)[:, None] ^ flips).ravel()
    asked = np.repeat(np.arange(len(query)), len(flips))
    starts, ends = offsets[words].astype(np.int64), offsets[words + 1].astype(np.int64)
    # A damaged file may say anything.
    ends = np.minimum(ends, len(order))
    lengths = np.maximum(ends - starts, 0)
    lengths[lengths > _CROWD * max(2, len(order) >> bits)] = 0
    known = segment.descriptors.view(np.uint64)
    own = np.ascontiguousarray(query.descriptors).view(np.uint64)
    found = [np.zeros((0, 2), np.int64)]
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    begin = 0
    while begin < len(words):
        end = max(begin + 1, int(np.searchsorted(bounds, bounds[begin] + _LOOKED_UP, side="right")) - 1)
        some = lengths[begin:end]
        places = np.arange(some.sum()) + np.repeat(starts[begin:end] - (bounds[begin:end] - bounds[begin]), some)
        corners = order[places].astype(np.int64)
        rows = np.repeat(asked[begin:end], some)
        inside = corners < len(known)
        corners, rows = corners[inside], rows[inside]
        apart = np.bitwise_count(known[corners] ^ own[rows]).sum(axis=1)
        close = apart <= _CLOSE_BITS
        found.append(np.stack([rows[close], corners[close]], axis=1))
        begin = end
    return np.concatenate(found)
