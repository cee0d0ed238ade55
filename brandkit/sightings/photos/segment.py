"""The corners of many pictures, so laid that like ones are found without a scan; and which pictures a query shares
corners with in one pose.

A word is a few bits of a descriptor; each of TABLES tables takes others. A corner of the query is looked up by its word
in each table and by those that differ in one bit: a few of a hundred corners that are alike share no word, but a
picture has many, and what is found is then laid over the query by `poses`.

Source: Norouzi et al., Fast search in Hamming space with multi-index hashing, CVPR 2012 (tables of parts of the code).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brandkit.sightings.photos.local_features import DESCRIPTOR_BYTES, Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

TABLES = 2
FILE_BYTES = 32
_WORD_BYTES, _FEWEST_BITS, _MOST_BITS = 3, 8, 24
_CLOSE_BITS = 52  # of 256: three quarters of the corners of altered copies differ less
_CROWD = 64  # times as many corners as a word has on average: such a word tells nothing
_LOOKED_UP = 1 << 20  # corners compared at a time: bounds the memory
_POSES = 64  # that votes of chance spread over: eight turns, some eight sizes
_CELLS = 40  # along the longer side of a query
_TURN_STEP, _SIZE_STEP = 32, 2  # of a vote: an eighth of a turn, an octave


@dataclass(frozen=True)
class Segment:
    """The corners of many pictures, mapped or in memory; `path` None: in memory.

    Attributes
    ----------
    descriptors : (n, 32) uint8
        Picture after picture.
    turns : (n, 2) uint8
        Level and angle of each, as `local_features.encoded` keeps them.
    files : (m, 32) uint8
        SHA-256 of the file of each picture.
    starts : (m + 1) int64
        Where the corners of each picture begin.
    orders : (n) uint32 for each table
        Corners in the order of their word.
    offsets : (2^bits + 1) uint32 for each table
        Where each word begins in it.
    """

    descriptors: Bytes
    turns: Bytes
    files: Bytes
    starts: NDArray[np.int64]
    orders: tuple[NDArray[np.uint32], ...]
    offsets: tuple[NDArray[np.uint32], ...]
    path: Path | None = None

    def __len__(self) -> int:
        return len(self.files)

    @property
    def bits(self) -> int:
        """How many bits a word has: a word then has two corners, if all were equally frequent."""
        return (len(self.offsets[0]) - 1).bit_length() - 1


def words_of(descriptors: Bytes, table: int, bits: int) -> NDArray[np.uint32]:
    """The word of each (n, 32) descriptor in one table: its first bits for table 0, the next 24 for table 1."""
    start = table * _WORD_BYTES
    three = descriptors[:, start : start + _WORD_BYTES].astype(np.uint32)
    words: NDArray[np.uint32] = three @ np.array([1, 1 << 8, 1 << 16], np.uint32) & np.uint32((1 << bits) - 1)
    return words


def in_memory(rows: Iterable[tuple[str, Features]]) -> Segment:
    """A segment of pictures, each with the SHA-256 of its file."""
    parts = [(sha256, *packed(features)) for sha256, features in rows]
    descriptors = np.concatenate([np.zeros((0, DESCRIPTOR_BYTES), np.uint8), *(part[1] for part in parts)])
    turns = np.concatenate([np.zeros((0, 2), np.uint8), *(part[2] for part in parts)])
    files, starts = pictures_of([part[0] for part in parts], [len(part[1]) for part in parts])
    orders, offsets = tables_of(descriptors)
    return Segment(descriptors, turns, files, starts, orders, offsets)


def votes_of(segment: Segment, query: Features, most: int) -> list[tuple[str, float]]:
    """At most so many files for which corners of the query speak most in one turn and size, and how much they do."""
    if not len(query) or not len(segment.descriptors):
        return []
    found = np.concatenate([_like(segment, query, table) for table in range(TABLES)])
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


def packed(features: Features) -> tuple[Bytes, Bytes]:
    levels = np.rint(2 * np.log2(features.sizes)).astype(np.uint8)
    angles = (np.rint(features.angles * (256 / 360)).astype(np.int64) % 256).astype(np.uint8)
    return np.ascontiguousarray(features.descriptors), np.stack([levels, angles], axis=1)


def pictures_of(hashes: Sequence[str], counts: Sequence[int]) -> tuple[Bytes, NDArray[np.int64]]:
    files = np.frombuffer(bytes.fromhex("".join(hashes)), np.uint8).reshape(len(hashes), FILE_BYTES)
    return files, np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)


def tables_of(
    descriptors: Bytes,
) -> tuple[tuple[NDArray[np.uint32], ...], tuple[NDArray[np.uint32], ...]]:
    bits = min(_MOST_BITS, max(_FEWEST_BITS, (len(descriptors) // 2).bit_length()))
    orders, offsets = [], []
    for table in range(TABLES):
        words = words_of(descriptors, table, bits)
        orders.append(np.argsort(words, kind="stable").astype(np.uint32))
        counted = np.bincount(words, minlength=1 << bits)
        offsets.append(np.concatenate([[0], np.cumsum(counted)]).astype(np.uint32))
    return tuple(orders), tuple(offsets)
