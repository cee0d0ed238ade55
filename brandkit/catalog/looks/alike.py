"""What of the catalog is like a picture, by all that can tell: hashes for whole pictures, local features for parts.

Hashes come first: they are exact and cheap. Where they say no more than that two pictures are related, a part that is
found says it better, and says where.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from brandkit.catalog import parts
from brandkit.catalog.looks.fingerprinting import RELATED, SAME, queries_of
from brandkit.catalog.looks.similar import Match, near, owners_of
from brandkit.catalog.parts import index as part_index
from brandkit.sightings.photos import local_features

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.inspection import Inspected, Seen

# A warning may miss what `similar` finds: laying one picture over another takes some milliseconds.
CANDIDATES_AT_ADDING = 8
WHOLE = 0.02  # of a side: corners that near to those of the query are the query's own

_kept: WeakKeyDictionary[Catalog, parts.Parts] = WeakKeyDictionary()


def to_picture(catalog: Catalog, page: Seen, *, limit: int = 10) -> list[Match]:
    """The files that look like the picture or share a part with it: the same look, then parts, then related looks.

    Each file is told once for each asset that has it; `quad`, where its place is known, is in the picture's own unit.
    """
    whole = near(catalog.looks(), queries_of(page.rgba), most=RELATED)
    part = [_in_units(match, page) for match in parts.found(catalog, page.close, limit=limit, parts=_parts(catalog))]
    places = {(match.slug, match.sha256): match.quad for match in part}
    same = [replace(m, quad=places.get((m.slug, m.sha256))) for m in whole if m.share <= SAME]
    found: dict[tuple[str, str], Match] = {}
    for match in (*same, *part, *whole):
        found.setdefault((match.slug, match.sha256), match)
    return list(found.values())[:limit]


def to_file(catalog: Catalog, found: Inspected) -> tuple[Match, ...]:
    """Files that look the same as one to be registered, or share a part with it; one for each asset, nearest first."""
    matches = near(catalog.looks(), {(p.name, p.view): [p.bits] for p in found.prints}, most=SAME)
    if all(match.sha256 == found.sha256 for match in matches) and local_features.NAME in found.features:
        matches += _sharing(catalog, found)
    first = {match.slug: match for match in reversed(matches)}
    return tuple(match for match in matches if first[match.slug] is match)


def _sharing(catalog: Catalog, found: Inspected) -> list[Match]:
    """Files that share a part with one to be registered, by the features that are kept of it; surest first."""
    asked = _parts(catalog)
    query = local_features.decoded(found.features[local_features.NAME])
    with asked.database.reading() as connection:
        asked.index.follow(connection)
        candidates = {sha256 for sha256, _ in asked.index.candidates(query, CANDIDATES_AT_ADDING)} - {found.sha256}
        known = part_index.features_of(connection, sorted(candidates))
        owners = owners_of(connection, candidates)
    surest: list[tuple[float, Match]] = []
    for sha256, features in known.items():
        placed, bits = parts.laid(features, query)
        if placed is not None and placed.surprise >= parts.LEAST_SURPRISE:
            told = [Match(slug, sha256, bits, parts.METHOD, bits / 256) for slug in owners.get(sha256, ())]
            surest += [(placed.surprise, match) for match in told]
    return [match for _, match in sorted(surest, key=lambda one: (-one[0], one[1].slug, one[1].sha256))]


def _in_units(match: Match, page: Seen) -> Match:
    height, width = page.close.shape[:2]
    corners = tuple((x / width, y / height) for x, y in match.quad or ())
    whole = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    apart = [abs(a - b) for one, other in zip(corners, whole, strict=False) for a, b in zip(one, other, strict=True)]
    if not corners or max(apart) <= WHOLE:
        return replace(match, quad=None)
    return replace(match, quad=tuple((x * page.width, y * page.height) for x, y in corners))


def _parts(catalog: Catalog) -> parts.Parts:
    """The parts of a catalog, opened once."""
    if catalog not in _kept:
        _kept[catalog] = parts.parts_of(catalog)
    return _kept[catalog]
