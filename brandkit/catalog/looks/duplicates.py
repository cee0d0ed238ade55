"""Assets that hold files of the same look, in groups, and the one of each group to keep.

Every two files are compared, block by block, by the long hash, and by the short ones where that is near: 100,000
take seconds, a million minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, func, select

from brandkit.assets import Asset
from brandkit.catalog import schema
from brandkit.catalog.looks.fingerprinting import RELATED, SAME
from brandkit.catalog.looks.index import HASH, pairs_within
from brandkit.catalog.looks.similar import SHORT_RELATED, Looks, owners_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORT = ("dhash", "phash")
_VECTORS = ("image/svg+xml", "application/pdf")
# Of a block of rows against a block of rows: bounds what flat pictures, of which many are alike, take in memory.
_ASKED, _BLOCK = 256, 1 << 17
_CHUNK = 20_000


@dataclass(frozen=True)
class View:
    """The hashes of one view of many files.

    nodes : (n,) int64
        Places of the files among all files.
    long : (n, 32) uint8
    short : (n, 16) uint8
        The two short hashes one after the other; of no meaning where `has_short` is False.
    """

    nodes: NDArray[np.int64]
    long: NDArray[np.uint8]
    short: NDArray[np.uint8]
    has_short: NDArray[np.bool_]


def clusters(looks: Looks, *, most: float = SAME) -> list[tuple[str, ...]]:
    """Groups of assets, by slug, that hold files of the same look, or the same file."""
    with looks.database.reading() as connection:
        names, views = _read(connection)
        group = np.arange(len(names))
        for view in views:
            for one, other in _alike(view, most):
                group = _merged(group, one, other)
        shared = _shared(connection)
        sizes = np.bincount(group, minlength=len(names))
        alike = {names[place] for place in np.flatnonzero(sizes[group] > 1).tolist()}
        owners = owners_of(connection, alike | shared)
    place_of = {name: place for place, name in enumerate(names)}
    leader: dict[str, str] = {}

    def first(slug: str) -> str:
        while leader.setdefault(slug, slug) != slug:
            slug = leader[slug]
        return slug

    seen: dict[object, str] = {}
    for sha256, slugs in owners.items():
        key = int(group[place_of[sha256]]) if sha256 in place_of else sha256
        for slug in slugs:
            low, high = sorted((first(seen.setdefault(key, slug)), first(slug)))
            leader[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for slug in sorted(leader):
        groups[first(slug)].append(slug)
    return [tuple(members) for members in groups.values() if len(members) > 1]


def best_master(assets: Sequence[Asset]) -> Asset:
    """The asset of a group to keep: approved first, then vectors, more pixels, more bytes, and last by slug."""

    def worth(asset: Asset) -> tuple[bool, bool, float, int]:
        files = [file for version in asset.versions for file in version.files]
        vector = any(file.media_type in _VECTORS for file in files)
        area, size = max(((f.width or 0) * (f.height or 0), f.size_bytes) for f in files)
        return asset.status == "approved", vector, area, size

    return max(sorted(assets, key=lambda asset: asset.slug), key=worth)


def _read(connection: Connection) -> tuple[list[str], list[View]]:
    """Every file that an asset has and that has a long hash; and its hashes in each view."""
    table = schema.fingerprints
    query = select(table.c.sha256, table.c.view, table.c.name, table.c.bits).where(
        table.c.name.in_((HASH, *SHORT)), table.c.sha256.in_(select(schema.files.c.sha256))
    )
    sizes = {HASH: 32} | dict.fromkeys(SHORT, 8)
    found: dict[str, dict[str, dict[str, bytes]]] = {name: defaultdict(dict) for name in sizes}
    for row in connection.execution_options(yield_per=_CHUNK).execute(query):
        if len(row.bits) == sizes[row.name]:
            found[row.name][row.view][row.sha256] = row.bits
    files = list(dict.fromkeys(sha256 for view in found[HASH].values() for sha256 in view))
    places = {sha256: place for place, sha256 in enumerate(files)}
    views = []
    for name, long in found[HASH].items():
        short = [found[hashed][name] for hashed in SHORT]
        both = [b"".join(bits.get(sha256, b"") for bits in short) for sha256 in long]
        views.append(
            View(
                np.array([places[sha256] for sha256 in long], np.int64),
                np.frombuffer(b"".join(long.values()), np.uint8).reshape(-1, 32),
                np.frombuffer(b"".join(bits.ljust(16) for bits in both), np.uint8).reshape(-1, 16),
                np.array([len(bits) == 16 for bits in both], bool),
            )
        )
    return files, views


def _alike(view: View, most: float) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Files that look the same, as places of pairs; not every pair, but each file with one of its group at least."""
    rows = np.concatenate([view.long, view.short * view.has_short[:, None], view.has_short[:, None]], axis=1)
    keys = np.ascontiguousarray(rows, np.uint8).view(f"V{rows.shape[1]}").ravel()
    _, heads, which = np.unique(keys, return_index=True, return_inverse=True)
    yield view.nodes, view.nodes[heads[which.ravel()]]
    long, short, has_short = view.long[heads], view.short[heads], view.has_short[heads]
    for one, other, bits in _pairs(long, int(max(most, RELATED) * 256)):
        apart = np.bitwise_count(short[one] ^ short[other]).reshape(-1, 2, 8).sum(axis=2).max(axis=1)
        agreed = has_short[one] & has_short[other] & (apart <= int(min(most, SHORT_RELATED) * 64))
        same = (bits <= int(most * 256)) | agreed
        if same.any():
            yield view.nodes[heads[one[same]]], view.nodes[heads[other[same]]]


def _merged(group: NDArray[np.int64], one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Groups numbered anew after each of `one` was joined with its like in `other`."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    apart = group[one] != group[other]
    if not apart.any():
        return group
    edges = coo_array((np.ones(int(apart.sum()), bool), (group[one][apart], group[other][apart])), (len(group),) * 2)
    _, parts = connected_components(edges, directed=False)
    return np.asarray(parts[group], np.int64)


def _pairs(
    codes: NDArray[np.uint8], most_bits: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Places of codes that are near each other, each pair once, with their distance; some at a time."""
    for start in range(0, len(codes), _ASKED):
        asked = codes[start : start + _ASKED]
        for block in range(start, len(codes), _BLOCK):
            one, other, bits = pairs_within(asked, codes[block : block + _BLOCK], most_bits)
            one, other = one + start, other + block
            once = one < other
            if once.any():
                yield one[once], other[once], bits[once]


def _shared(connection: Connection) -> set[str]:
    """The files that several assets have."""
    files = schema.files
    query = select(files.c.sha256).group_by(files.c.sha256)
    return set(connection.execute(query.having(func.count(files.c.asset.distinct()) > 1)).scalars())
