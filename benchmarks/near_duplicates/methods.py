"""The ways of finding that are compared: each tells of a query how far every known photograph is.

Ours ask a real catalog, in which the photographs were registered as a user would; the others compare their own hashes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks._usage import require
from brandkit.catalog import parts
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.inspection import CLOSE_PX, LOOK_PX, inspected
from brandkit.catalog.looks import similar
from brandkit.catalog.looks.fingerprinting import RELATED, queries_of
from brandkit.catalog.registering import add

Image = NDArray[np.uint8]
Distances = Mapping[int, float]  # of known photographs by their number; what is not in it is farther than all

REGISTERED_QUALITY = 95
FAR = 1e9
LEAST_TOLD = 2.0


class Ours:
    """brandkit's own catalog: hashes of whole pictures, then parts."""

    def __init__(self, folder: Path):
        self.catalog = Catalog.create(folder, name="near-duplicates", actor="benchmark")
        self.parts = parts.parts_of(self.catalog)

    def register(self, pictures: Sequence[Image]) -> None:
        """Registers each picture as the file of a photo asset."""
        for number, picture in enumerate(pictures):
            _, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, REGISTERED_QUALITY])
            found = inspected(data.tobytes(), f"photo-{number}.jpg", "photo")
            add(self.catalog, found, Wishes(kind="photo", slug=f"photo-{number}"))
        self.looks = self.catalog.looks()

    def by_hashes(self, query: Image) -> Distances:
        """Share of differing bits, up to what the catalog calls related."""
        matches = similar.near(self.looks, queries_of(_rgba(_reduced(query, LOOK_PX))), most=RELATED)
        return {_number(match.slug): match.share for match in reversed(matches)}

    def by_parts(self, query: Image) -> Distances:
        """Minus the surprise at the pose, so that the nearest is the surest; those too that are not believed."""
        seen = parts.looked_for(self.parts, _rgba(_reduced(query, CLOSE_PX)), least=LEAST_TOLD)
        with self.catalog.database.reading() as connection:
            owners = similar.owners_of(connection, set(seen))
        return {_number(slug): -there.surprise for sha256, there in seen.items() for slug in owners[sha256]}

    def feature_bytes(self) -> float:
        """Bytes of local features in the mean row."""
        from sqlalchemy import func, select

        from brandkit.catalog import schema

        with self.catalog.database.reading() as connection:
            return float(connection.execute(select(func.avg(func.length(schema.features.c.data)))).scalar() or 0)

    def index_bytes(self) -> int:
        folder = self.catalog.folder.joinpath(*parts.CACHE)
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


class Hashed:
    """A hash of another library, compared with each known one's."""

    def __init__(self, name: str):
        if name == "pdq":
            require("pdqhash")
        self.name = name
        self.known = np.zeros((0, 1), np.uint8)

    def register(self, pictures: Sequence[Image]) -> None:
        self.known = np.stack([self._hash(picture) for picture in pictures])

    def distances(self, query: Image) -> Distances:
        apart = np.bitwise_count(self.known ^ self._hash(query)).sum(axis=1)
        return dict(enumerate(apart.tolist()))

    def _hash(self, picture: Image) -> Image:
        if self.name == "pdq":
            import pdqhash

            bits, _ = pdqhash.compute(np.ascontiguousarray(picture))
            return np.packbits(bits)
        import imagehash
        from PIL import Image as Pillow

        found = getattr(imagehash, self.name)(Pillow.fromarray(picture))
        return np.packbits(found.hash.ravel())


def _number(slug: str) -> int:
    return int(slug.removeprefix("photo-"))


def _reduced(picture: Image, longest_px: int) -> Image:
    scale = longest_px / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _rgba(picture: Image) -> Image:
    return np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
