"""Which rows have a hash near to one that is asked for: all of them are looked at, so that none is missed.

The codes lie in flat files that are mapped into memory and kept in step with the table `fingerprints` by its growing
numbers: only rows above the highest one seen are read. Rows that were deleted since, or are of files that no asset has
any more, are still found here; who asks looks at the rows themselves before he believes it. When the database is
another one than before (restored, rebuilt), a file is damaged, or many rows are gone, all is read anew.

Approximate indexes lose a few of a hundred neighbors and so can never say that there are none.

Source: faiss, hamming_range_search: what its IndexBinaryFlat does, here on memory that it does not own.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Connection, func, select

from brandkit.catalog import schema
from brandkit.catalog.looks import index_files as files
from brandkit.catalog.looks.index_files import CODE_BYTES, NONE, Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

HASH = "pdq"
_BLOCK = 1 << 20  # rows at a time: bounds what a query of a flat picture, which is like many, takes in memory
_CHUNK = 20_000  # rows read from the database at a time
_MOST_DEAD = 1.33  # entries for each row that is there; above it all is read anew
_FEW = 1000


class LookIndex:
    """The hashes of a catalog by view. Safe for threads, and for processes that share the folder.

    Parameters
    ----------
    folder : where its files are kept; made when it is not there. Where nothing can be written all stays in memory.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._lock = threading.Lock()
        self._state = files.fresh()
        self._kept: dict[str, Rows] = {}
        self._tail: dict[str, Rows] = {}
        self._signature: tuple[int, int, int] | None = None
        self._counted = 0

    def __len__(self) -> int:
        return sum(map(len, self._kept.values())) + sum(map(len, self._tail.values()))

    def follow(self, connection: Connection) -> None:
        """Takes in what was written to the database, or to the files by another process, since the last call."""
        with self._lock:
            self._adopt()
            highest = connection.execute(select(func.max(schema.fingerprints.c.number))).scalar() or 0
            if not self._is_of(connection):
                self._forget()
            if highest <= self._state.number:
                return
            self._read(connection, highest)
            if self._has_many_dead(connection):
                self._forget()
                self._read(connection, highest)
            self._keep()

    def near(self, queries: Bytes, view: str, most_bits: int) -> dict[str, int]:
        """Files with a code at most so many bits from one of the (n, 32) uint8 queries, with their least distance."""
        with self._lock:
            parts = [rows for rows in (self._kept.get(view, NONE), self._tail.get(view, NONE)) if len(rows)]
        best: dict[str, int] = {}
        for rows in parts:
            for start in range(0, len(rows), _BLOCK):
                places, bits = within(queries, rows.codes[start : start + _BLOCK], most_bits)
                for place, distance in zip((places + start).tolist(), bits.tolist(), strict=True):
                    sha256 = rows.files[place].tobytes().hex()
                    best[sha256] = min(distance, best.get(sha256, distance))
        return best

    def _adopt(self) -> None:
        """Takes the files as another process left them."""
        found = files.signature(self._folder)
        if found == self._signature:
            return
        self._signature = found
        loaded = files.load(self._folder, self._state) if found else None
        if loaded is None:
            return
        if loaded[0].name == self._state.name and loaded[0].number <= self._state.number:
            return
        self._state, self._kept = loaded
        self._tail = {}

    def _is_of(self, connection: Connection) -> bool:
        """Whether the database is the one that was read: its newest row and log entry then are still as they were."""
        state, rows, log = self._state, schema.fingerprints, schema.history
        if state.last:
            number, sha256, bits = state.last
            found = connection.execute(select(rows.c.sha256, rows.c.bits).where(rows.c.number == number)).first()
            if found is None or (found.sha256, bytes(found.bits).hex()) != (sha256, bits):
                return False
        if state.history:
            number, expected = state.history
            return connection.execute(select(log.c.sha256).where(log.c.number == number)).scalar() == expected
        return True

    def _forget(self) -> None:
        self._state, self._kept, self._tail, self._counted = files.fresh(), {}, {}, 0

    def _read(self, connection: Connection, highest: int) -> None:
        """Puts the rows above the last number at the tail."""
        table, log = schema.fingerprints, schema.history
        query = select(table.c.number, table.c.sha256, table.c.view, table.c.bits)
        query = query.where(table.c.number > self._state.number, table.c.number <= highest, table.c.name == HASH)
        found = connection.execution_options(yield_per=_CHUNK).execute(query.order_by(table.c.number))
        gathered: dict[str, list[Rows]] = {view: [rows] for view, rows in self._tail.items()}
        last = self._state.last
        for chunk in found.partitions():
            last = chunk[-1].number, chunk[-1].sha256, bytes(chunk[-1].bits).hex()
            for view, rows in _by_view(chunk).items():
                gathered.setdefault(view, []).append(rows)
        self._tail = {
            view: Rows(np.concatenate([r.codes for r in parts]), np.concatenate([r.files for r in parts]))
            for view, parts in gathered.items()
        }
        newest = connection.execute(select(log.c.number, log.c.sha256).order_by(log.c.number.desc()).limit(1)).first()
        history = (newest.number, newest.sha256) if newest else None
        self._state = replace(self._state, number=highest, last=last, history=history)

    def _has_many_dead(self, connection: Connection) -> bool:
        if len(self) < max(_FEW, self._counted * 1.1):
            return False
        self._counted = len(self)
        table = schema.fingerprints
        there = connection.execute(select(func.count()).select_from(table).where(table.c.name == HASH)).scalar() or 0
        return len(self) > _MOST_DEAD * there + _FEW

    def _keep(self) -> None:
        """Writes the tail to the files when nobody else does and they are as they were; else it stays in memory."""
        with files.writing(self._folder) as may_write:
            if not may_write or files.signature(self._folder) != self._signature:
                return
            try:
                self._state, self._kept = files.append(self._folder, self._state, self._tail)
            except (OSError, ValueError):
                return  # disk full: what is in memory answers
            self._tail = {}
            self._signature = files.signature(self._folder)


def within(queries: Bytes, codes: Bytes, most_bits: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the (n, 32) codes at most so many bits from one of the (q, 32) queries, and their least distance."""
    _, places, bits = pairs_within(queries, codes, most_bits)
    order = np.lexsort((bits, places))
    places, bits = places[order], bits[order]
    first = np.ones(len(places), bool)
    first[1:] = places[1:] != places[:-1]
    return places[first], bits[first]


def pairs_within(
    queries: Bytes, codes: Bytes, most_bits: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every pair of a (q, 32) query and an (n, 32) code at most so many bits apart: both places and the distance."""
    import faiss

    asked, known = np.ascontiguousarray(queries, np.uint8), np.ascontiguousarray(codes)
    found = faiss.RangeSearchResult(len(asked))
    one, other = faiss.swig_ptr(asked), faiss.swig_ptr(known)
    search = faiss.hamming_range_search  # type: ignore[attr-defined]
    search(one, other, len(asked), len(known), most_bits + 1, CODE_BYTES, found)
    ends = np.array(faiss.rev_swig_ptr(found.lims, len(asked) + 1)).astype(np.int64)
    count = int(ends[-1])
    places = np.array(faiss.rev_swig_ptr(found.labels, count), np.int64)
    bits = np.array(faiss.rev_swig_ptr(found.distances, count)).astype(np.int64)
    return np.repeat(np.arange(len(asked)), np.diff(ends)), places, bits


def _by_view(chunk: Any) -> dict[str, Rows]:
    """Rows of the database as arrays; a row with a hash of another length is none that can be asked for."""
    sorted_out: dict[str, tuple[list[bytes], list[str]]] = {}
    for row in chunk:
        if len(row.bits) == CODE_BYTES and len(row.sha256) == 2 * CODE_BYTES:
            codes, hashes = sorted_out.setdefault(row.view, ([], []))
            codes.append(row.bits)
            hashes.append(row.sha256)
    return {
        view: Rows(
            np.frombuffer(b"".join(codes), np.uint8).reshape(-1, CODE_BYTES),
            np.frombuffer(bytes.fromhex("".join(hashes)), np.uint8).reshape(-1, CODE_BYTES),
        )
        for view, (codes, hashes) in sorted_out.items()
    }
