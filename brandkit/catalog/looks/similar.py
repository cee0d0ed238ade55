"""Near-duplicates: the files of the catalog that look like a picture, nearest first.

A long hash finds: every row of the catalog is asked. Short ones collide on flat pictures, so they count only for what
it found, and only as far as all of them agree: then they may tell a smaller distance. Only what the rows themselves say
is believed, see `look_index`. Parts of pictures are found by `parts`, where hashes find nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, insert, select

from brandkit.catalog import schema
from brandkit.catalog.looks.fingerprinting import RELATED, Print, distances
from brandkit.catalog.looks.index import HASH, LookIndex

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.database import Database
    from brandkit.catalog.inspection import Inspected

LONG_BITS = 128
SHORT_RELATED = 10 / 64  # short hashes of unrelated flat pictures came as near as 18 of 64 bits
CACHE = ("cache", "looks")  # folders below the catalog's
_AT_ONCE = 500  # files asked for in one statement

Queries = Mapping[tuple[str, str], Sequence[bytes]]
Evidence = tuple[float, int, str]  # share of differing bits, bits, method


@dataclass(frozen=True)
class Match:
    """A file that looks like the query; `share` of differing bits, 0 for equal looks.

    quad : corners TL TR BR BL of what was found, in pixels of the query; None where it is all of the query.
    """

    slug: str
    sha256: str
    distance: int
    method: str
    share: float
    quad: tuple[tuple[float, float], ...] | None = None


@dataclass(frozen=True)
class Known:
    """Stored hashes of one name and view, with the files they belong to."""

    files: tuple[str, ...]
    bits: tuple[bytes, ...]


@dataclass(frozen=True)
class Looks:
    """How the files of a catalog look: its rows, and the index that finds the few of them that matter."""

    database: Database
    index: LookIndex


def looks_of(catalog: Catalog) -> Looks:
    """The looks of a catalog."""
    return Looks(catalog.database, LookIndex(catalog.folder.joinpath(*CACHE)))


def remember(connection: Connection, sha256: str, prints: Sequence[Print]) -> None:
    """Keeps the hashes of a file; those that it has already stay."""
    table = schema.fingerprints
    found = connection.execute(select(table.c.name, table.c.view).where(table.c.sha256 == sha256))
    there = {(row.name, row.view) for row in found}
    rows = [vars(p) | {"sha256": sha256} for p in prints if (p.name, p.view) not in there]
    if rows:
        connection.execute(insert(table), rows)


def remember_features(connection: Connection, found: Inspected) -> None:
    """Keeps what was computed of a file once; what is there already stays."""
    table = schema.features
    there = set(connection.execute(select(table.c.name).where(table.c.sha256 == found.sha256)).scalars())
    rows = [{"sha256": found.sha256, "name": n, "data": data} for n, data in found.features.items() if n not in there]
    if rows:
        connection.execute(insert(table), rows)


def near(looks: Looks, queries: Queries, *, most: float = RELATED) -> list[Match]:
    """The files within a share of differing bits, nearest first; one match for each asset that has the file."""
    with looks.database.reading() as connection:
        looks.index.follow(connection)
        found: set[str] = set()
        for (name, view), asked in queries.items():
            if name == HASH and asked:
                codes = np.frombuffer(b"".join(asked), np.uint8).reshape(len(asked), -1)
                found |= looks.index.near(codes, view, int(max(most, RELATED) * 8 * codes.shape[1])).keys()
        if not found:
            return []
        known, owners = _known(connection, found), owners_of(connection, found)
    best: dict[str, Evidence] = {}
    for view in {view for _, view in queries}:
        for sha256, evidence in _judged(known, queries, view).items():
            best[sha256] = min(best.get(sha256, evidence), evidence)
    matches = [
        Match(slug, sha256, distance, method, share)
        for sha256, (share, distance, method) in best.items()
        if share <= most
        for slug in owners.get(sha256, ())
    ]
    return sorted(matches, key=lambda match: (match.share, match.slug, match.sha256))


def owners_of(connection: Connection, files: set[str]) -> Mapping[str, list[str]]:
    """The slugs of the assets that have each of the files, sorted; none for a file that no asset has."""
    query = select(schema.files.c.sha256, schema.assets.c.slug).distinct()
    joined = query.join(schema.assets, schema.assets.c.key == schema.files.c.asset).order_by(schema.assets.c.slug)
    owners: dict[str, list[str]] = defaultdict(list)
    for some in _some(files):
        for sha256, slug in connection.execute(joined.where(schema.files.c.sha256.in_(some))):
            owners[sha256].append(slug)
    return owners


def _some(files: set[str]) -> Iterator[list[str]]:
    """The files, as many at a time as one statement asks for."""
    ordered = sorted(files)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def _known(connection: Connection, files: set[str]) -> Mapping[tuple[str, str], Known]:
    """All stored hashes of some files by name and view."""
    table = schema.fingerprints
    gathered: dict[tuple[str, str], list[tuple[str, bytes]]] = defaultdict(list)
    for some in _some(files):
        for row in connection.execute(select(table).where(table.c.sha256.in_(some))):
            gathered[row.name, row.view].append((row.sha256, row.bits))
    return {key: Known(tuple(f for f, _ in rows), tuple(b for _, b in rows)) for key, rows in gathered.items()}


def _judged(known: Mapping[tuple[str, str], Known], queries: Queries, view: str) -> dict[str, Evidence]:
    """The best evidence that each file looks like the query in one view."""
    best: dict[str, Evidence] = {}
    short: dict[str, list[Evidence]] = defaultdict(list)
    for (name, seen), stored in known.items():
        asked = queries.get((name, view))
        if seen != view or not asked:
            continue
        size = 8 * len(asked[0])
        whole = [(f, b) for f, b in zip(stored.files, stored.bits, strict=True) if 8 * len(b) == size]
        if not whole:
            continue
        for (sha256, _), bits in zip(whole, distances(asked, [b for _, b in whole]), strict=True):
            evidence = (float(bits) / size, int(bits), name)
            if size >= LONG_BITS:
                best[sha256] = min(best.get(sha256, evidence), evidence)
            else:
                short[sha256].append(evidence)
    for sha256, found in short.items():
        share, bits, _ = max(found)
        if share > SHORT_RELATED or len(found) < 2:
            continue
        agreed = (share, bits, "+".join(sorted(name for *_, name in found)))
        if sha256 not in best or share < best[sha256][0]:
            best[sha256] = agreed
    return best
