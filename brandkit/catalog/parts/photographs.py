"""The catalog's two indexes as one, for finding its photographs on pages: no photograph is touched to ask them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from brandkit.catalog.parts import parts_of
from brandkit.catalog.parts.index import features_of

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.sightings.photos.local_features import Features

WHOLE = "whole"  # the view of a file that its hash is of


class CatalogPhotos:
    """A `brandkit.sightings.photos.known.PhotoIndex` of all pictures of a catalog, its logos among them."""

    def __init__(self, catalog: Catalog):
        self._looks = catalog.looks()
        self._parts = parts_of(catalog)

    def alike(self, codes: Sequence[bytes], most_bits: int) -> Mapping[str, int]:
        """SHA-256 of files whose PDQ is at most so many bits from one of the codes, and the least distance."""
        asked = np.frombuffer(b"".join(codes), np.uint8).reshape(len(codes), -1)
        with self._looks.database.reading() as connection:
            self._looks.index.follow(connection)
        return self._looks.index.near(asked, WHOLE, most_bits)

    def sharing(self, queries: Sequence[Features], most: int) -> Sequence[Mapping[str, Features]]:
        """For each query the features of at most so many files that may share a part with it, likeliest first."""
        index = self._parts.index
        with self._parts.database.reading() as connection:
            index.follow(connection)
            near = [[sha256 for sha256, _ in index.candidates(query, most)] for query in queries]
            known = features_of(connection, sorted({sha256 for some in near for sha256 in some}))
        return [{sha256: known[sha256] for sha256 in some if sha256 in known} for some in near]
