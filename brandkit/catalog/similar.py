"""Near-duplicates: the files of the catalog that look like a picture, and the pairs that look like each other.

A long hash decides alone. Short ones collide on flat pictures, so they count only as far as all of them agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection, insert, select

from brandkit.assets import Asset
from brandkit.catalog import schema
from brandkit.catalog.fingerprinting import RELATED, SAME, Print, distances

LONG_BITS = 128
SHORT_RELATED = 10 / 64  # short hashes of unrelated flat pictures came as near as 18 of 64 bits
_VECTORS = ("image/svg+xml", "application/pdf")

Queries = Mapping[tuple[str, str], Sequence[bytes]]


@dataclass(frozen=True)
class Match:
    """A file that looks like the query; `share` of differing bits, 0 for equal looks."""

    slug: str
    sha256: str
    distance: int
    method: str
    share: float


@dataclass(frozen=True)
class Known:
    """Every stored hash of one name and view, with the files it belongs to."""

    files: tuple[str, ...]
    bits: tuple[bytes, ...]


@dataclass(frozen=True)
class Looks:
    """All that is needed to ask what looks alike: stored hashes by name and view, and assets by file."""

    known: Mapping[tuple[str, str], Known]
    owners: Mapping[str, Sequence[str]]


def remember(connection: Connection, sha256: str, prints: Sequence[Print]) -> None:
    """Keeps the hashes of a file; those that it has already stay."""
    table = schema.fingerprints
    found = connection.execute(select(table.c.name, table.c.view).where(table.c.sha256 == sha256))
    there = {(row.name, row.view) for row in found}
    rows = [vars(p) | {"sha256": sha256} for p in prints if (p.name, p.view) not in there]
    if rows:
        connection.execute(insert(table), rows)


def load(connection: Connection) -> Looks:
    """The looks of every file of the catalog."""
    gathered: dict[tuple[str, str], list[tuple[str, bytes]]] = defaultdict(list)
    for row in connection.execute(select(schema.fingerprints).order_by(schema.fingerprints.c.sha256)):
        gathered[row.name, row.view].append((row.sha256, row.bits))
    known = {key: Known(tuple(f for f, _ in rows), tuple(b for _, b in rows)) for key, rows in gathered.items()}
    return Looks(known, _owners(connection))


def near(looks: Looks, queries: Queries, *, most: float = RELATED) -> list[Match]:
    """The files within a share of differing bits, nearest first; one match for each asset that has the file."""
    best: dict[str, tuple[float, int, str]] = {}
    for view in {view for _, view in queries}:
        for sha256, found in _judged(looks, queries, view).items():
            if found[0] <= most:
                best[sha256] = min(best.get(sha256, found), found)
    matches = [
        Match(slug, sha256, distance, method, share)
        for sha256, (share, distance, method) in best.items()
        for slug in looks.owners.get(sha256, ())
    ]
    return sorted(matches, key=lambda match: (match.share, match.slug, match.sha256))


def clusters(looks: Looks, *, most: float = SAME) -> list[tuple[str, ...]]:
    """Groups of assets, by slug, that hold files of the same look."""
    leader = {slug: slug for slugs in looks.owners.values() for slug in slugs}

    def first(slug: str) -> str:
        while leader[slug] != slug:
            slug = leader[slug]
        return slug

    for one, other in _pairs(looks, most):
        low, high = sorted((first(one), first(other)))
        leader[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for slug in sorted(leader):
        groups[first(slug)].append(slug)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def best_master(assets: Sequence[Asset]) -> Asset:
    """The asset of a group to keep: approved first, then vectors, more pixels, more bytes, and last by slug."""

    def worth(asset: Asset) -> tuple[bool, bool, float, int]:
        files = [file for version in asset.versions for file in version.files]
        vector = any(file.media_type in _VECTORS for file in files)
        area, size = max(((f.width or 0) * (f.height or 0), f.size_bytes) for f in files)
        return asset.status == "approved", vector, area, size

    return max(sorted(assets, key=lambda asset: asset.slug), key=worth)


def _pairs(looks: Looks, most: float) -> set[tuple[str, str]]:
    """Pairs of assets with a file in common or two that look the same."""
    pairs = {pair for slugs in looks.owners.values() for pair in combinations(sorted(slugs), 2)}
    own: dict[str, dict[tuple[str, str], list[bytes]]] = defaultdict(dict)
    for key, known in looks.known.items():
        for sha256, bits in zip(known.files, known.bits, strict=True):
            own[sha256][key] = [bits]
    for sha256, slugs in looks.owners.items():
        for match in near(looks, own[sha256], most=most):
            pairs |= {(slug, match.slug) for slug in slugs if slug != match.slug}
    return pairs


def _judged(looks: Looks, queries: Queries, view: str) -> dict[str, tuple[float, int, str]]:
    """Share, bits and method of the best evidence that each file looks like the query in one view."""
    best: dict[str, tuple[float, int, str]] = {}
    short: dict[str, list[tuple[float, int, str]]] = defaultdict(list)
    for (name, seen), known in looks.known.items():
        if seen != view or not queries.get((name, view)):
            continue
        size = 8 * len(known.bits[0])
        for sha256, bits in zip(known.files, distances(queries[name, view], known.bits), strict=True):
            evidence = (float(bits) / size, int(bits), name)
            if size >= LONG_BITS:
                best[sha256] = min(best.get(sha256, evidence), evidence)
            else:
                short[sha256].append(evidence)
    for sha256, found in short.items():
        share, bits, _ = max(found)
        if share > SHORT_RELATED:
            continue
        agreed = (share, bits, "+".join(sorted(name for *_, name in found)))
        best[sha256] = min(best.get(sha256, agreed), agreed)
    return best


def _owners(connection: Connection) -> Mapping[str, list[str]]:
    query = select(schema.files.c.sha256, schema.assets.c.slug).distinct()
    joined = query.join(schema.assets, schema.assets.c.key == schema.files.c.asset).order_by(schema.assets.c.slug)
    owners: dict[str, list[str]] = defaultdict(list)
    for sha256, slug in connection.execute(joined):
        owners[sha256].append(slug)
    return owners
