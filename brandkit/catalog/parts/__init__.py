"""Parts of pictures: the photographs of the catalog that are in a picture, or that it is a part of.

Finds what hashes do not: parts cut out, insets on a page, screenshots, collages (each photograph of them), turned by
any angle, mirrored, lettered, printed and scanned. Logos and flat drawings have too few corners for it.

    matches = parts.found(catalog, rgba)                    # after similar.near, which is exact for whole pictures
    matches = parts.found(catalog, rgba, parts=kept)        # many queries: `kept = parts_of(catalog)` made once

A query may have any size; up to QUERY_LONGEST_PX of its longer side help, for what is shown small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brandkit.catalog.looks.fingerprinting import over
from brandkit.catalog.looks.similar import Match, owners_of
from brandkit.catalog.parts.index import PartIndex, features_of
from brandkit.sightings.photos import local_features, poses
from brandkit.sightings.photos.local_features import Features
from brandkit.sightings.photos.poses import Placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.database import Database

    Pixels = NDArray[np.uint8]

METHOD = "parts"
CACHE = ("cache", "parts")  # folders below the catalog's
CANDIDATES = 16  # pictures that are laid over each of both sides of the query
LEAST_SURPRISE = 15.0  # of `Placed`; unrelated photographs of the tuning set of benchmarks/near_duplicates stayed below
_WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Parts:
    """What is asked for parts: the rows, and the index that finds the few of them that matter."""

    database: Database
    index: PartIndex


@dataclass(frozen=True)
class Seen:
    """A known picture in a query: `quad` TL TR BR BL in the query's pixels; `surprise` and `inliers` as in `Placed`."""

    quad: tuple[tuple[float, float], ...]
    surprise: float
    inliers: int
    bits: int


def parts_of(catalog: Catalog) -> Parts:
    """The parts of a catalog, to be asked more than once."""
    return Parts(catalog.database, PartIndex(catalog.folder.joinpath(*CACHE)))


def found(catalog: Catalog, rgba: Pixels, *, limit: int = 10, parts: Parts | None = None) -> list[Match]:
    """The files whose picture is in the query, whole or in part, or of which the query is a part; surest first.

    Parameters
    ----------
    rgba : (H, W, 4) uint8 sRGB with straight alpha, or (H, W, 3).
    limit : at most so many matches; one for each asset that has the file.

    Returns
    -------
    list of Match
        `method` is METHOD; `distance` the median of differing bits of corners that agree, of 256, and `share` the same
        as a share; `quad` the corners of the known picture TL TR BR BL in pixels of the query, partly outside of it
        when the query is a part.
    """
    asked = parts or parts_of(catalog)
    there = looked_for(asked, rgba)
    if not there:
        return []
    with asked.database.reading() as connection:
        owners = owners_of(connection, set(there))
    matches = [
        Match(slug, sha256, seen.bits, METHOD, seen.bits / 256, seen.quad)
        for sha256, seen in there.items()
        for slug in owners.get(sha256, ())
    ]
    return matches[:limit]


def looked_for(parts: Parts, rgba: Pixels, *, least: float = LEAST_SURPRISE) -> dict[str, Seen]:
    """What is seen of the files of the rows, by SHA-256, surest first; also of files that no asset has any more."""
    queries = local_features.query_features_of(gray_of(rgba))
    with parts.database.reading() as connection:
        parts.index.follow(connection)
        near = [[sha256 for sha256, _ in parts.index.candidates(query, CANDIDATES)] for query in queries]
        known = features_of(connection, sorted({sha256 for some in near for sha256 in some}))
    plain, mirrored = ({sha256: known[sha256] for sha256 in some if sha256 in known} for some in near)
    there = seen_in(queries[0], plain, least)
    for sha256, seen in seen_in(queries[1], mirrored, least, is_mirrored=True).items():
        if sha256 not in there or seen.surprise > there[sha256].surprise:
            there[sha256] = seen
    return dict(sorted(there.items(), key=lambda item: (-item[1].surprise, item[0])))


def seen_in(
    query: Features, known: Mapping[str, Features], least: float, *, is_mirrored: bool = False
) -> dict[str, Seen]:
    """Those of the known pictures that are in the query; `is_mirrored`: its features are those of its mirror image."""
    there: dict[str, Seen] = {}
    for sha256, features in known.items():
        placed, bits = laid(features, query)
        if placed is None or placed.surprise < least:
            continue
        corners = poses.quad_of(placed, features)
        quad = tuple((query.width - x if is_mirrored else x, y) for x, y in corners)
        there[sha256] = Seen(quad, placed.surprise, placed.inliers, bits)
    return there


def laid(known: Features, query: Features) -> tuple[Placed | None, int]:
    """Where a known picture lies in a query, and the median of differing bits of the corners that agree."""
    pairs = poses.like_pairs(known, query)
    placed = poses.placed(known, query, pairs)
    if placed is None:
        return None, 0
    fitting = pairs[placed.fitting]
    apart = np.bitwise_count(known.descriptors[fitting[:, 0]] ^ query.descriptors[fitting[:, 1]]).sum(axis=1)
    return placed, int(np.median(apart))


def gray_of(pixels: Pixels) -> Pixels:
    """(H, W) uint8 of an sRGB picture over white."""
    import cv2

    rgb = over(pixels, _WHITE) if pixels.shape[2] == 4 else pixels
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY), np.uint8)
