"""The photographs of a library: their pixels when they are needed, and which few of them a query may show.

A catalog has an index and answers without looking at each photograph; a folder of files has few, and all are looked at
once. What is made of one file depends on its bytes alone and is kept, by SHA-256, as long as there is room.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from brandkit.assets import Library
from brandkit.errors import BrandkitError
from brandkit.fingerprints import pdq
from brandkit.sightings.photos.local_features import Features, features_of
from brandkit.sightings.photos.segment import Segment, in_memory, votes_of
from brandkit.sightings.photos.verification import gray_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

DECODED_PX = 800
_FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "GIF"]
_KEPT_PIXELS, _KEPT_LOOKS = 48, 4096  # a megabyte each; twenty kilobytes each


class PhotoIndex(Protocol):
    """Which few photographs of a library a picture may show, told without looking at each."""

    def alike(self, codes: Sequence[bytes], most_bits: int) -> Mapping[str, int]:
        """SHA-256 of files whose PDQ is at most so many bits from one of the codes, and the least distance."""
        ...

    def sharing(self, queries: Sequence[Features], most: int) -> Sequence[Mapping[str, Features]]:
        """For each query the features of at most so many files that may share a part with it, likeliest first."""
        ...


@dataclass(frozen=True)
class Known:
    """A photograph. width, height : its own pixels, upright; small : (h, w, 3) uint8 sRGB, at most DECODED_PX long."""

    width: int
    height: int
    small: Pixels


@dataclass(frozen=True)
class Look:
    """What a photograph is found by."""

    code: bytes
    features: Features


class FewPhotos:
    """A `PhotoIndex` that looks at every photograph once: for libraries of some hundreds."""

    def __init__(self, library: Library, files: Sequence[str]):
        self._library = library
        self._files = tuple(sorted(set(files)))

    @cached_property
    def _looks(self) -> Mapping[str, Look]:
        found = {}
        for sha256 in self._files:
            look = look_of(sha256, Source(self._library))
            if look is not None:
                found[sha256] = look
        return found

    def alike(self, codes: Sequence[bytes], most_bits: int) -> Mapping[str, int]:
        """As in `PhotoIndex`."""
        asked = np.frombuffer(b"".join(codes), np.uint8).reshape(len(codes), -1)
        found = {}
        for sha256, look in self._looks.items():
            far = int(np.bitwise_count(asked ^ np.frombuffer(look.code, np.uint8)).sum(axis=1).min())
            if far <= most_bits:
                found[sha256] = far
        return found

    @cached_property
    def _segment(self) -> Segment:
        return in_memory((sha256, look.features) for sha256, look in self._looks.items())

    def sharing(self, queries: Sequence[Features], most: int) -> Sequence[Mapping[str, Features]]:
        """As in `PhotoIndex`; all of them when there are no more."""
        looks = self._looks
        if len(looks) <= most:
            return [{sha256: look.features for sha256, look in looks.items()} for _ in queries]
        return [{s: looks[s].features for s, _ in votes_of(self._segment, query, most)} for query in queries]


class Source:
    """A library that a cache passes through without making it part of the key."""

    def __init__(self, library: Library):
        self.library = library

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source)


@lru_cache(maxsize=_KEPT_PIXELS)
def known_of(sha256: str, source: Source) -> Known | None:
    """A photograph of a library, None when it cannot be decoded: `fsck` speaks of it."""
    from PIL import Image, ImageOps

    try:
        data = source.library.read(sha256)
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            width, height = opened.size
            if opened.getexif().get(0x0112, 1) >= 5:
                width, height = height, width
            opened.draft("RGB", (DECODED_PX, DECODED_PX))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((DECODED_PX, DECODED_PX), Image.Resampling.BOX)
            small = over_white(np.asarray(upright.convert("RGBA")))
    except (BrandkitError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):  # Pillow's errors
        return None
    return Known(width, height, small)


@lru_cache(maxsize=_KEPT_LOOKS)
def look_of(sha256: str, source: Source) -> Look | None:
    """What a photograph of a library is found by, None when it cannot be decoded."""
    known = known_of(sha256, source)
    return None if known is None else Look(pdq.fingerprint(known.small), features_of(gray_of(known.small)))


def over_white(rgba: Pixels) -> Pixels:
    """(H, W, 3) of an (H, W, 4) picture with straight alpha, laid on white."""
    if rgba[..., 3].min() == 255:
        return np.ascontiguousarray(rgba[..., :3])
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.rint(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
