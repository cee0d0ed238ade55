"""Catalog photographs among pictures: by fingerprints where the picture is shown whole, by points where it is cropped,
turned, framed or one of several on a page.

Thresholds were set on photographs that are in no catalog, see tests/sightings/photos/test_match.py.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from brandkit.assets import Asset, Library
from brandkit.fingerprints import pdq, phash
from brandkit.geometry import Affine, compose
from brandkit.sightings.photos.alignment import Alignment, Features, aligned, features_of
from brandkit.sightings.structure.masters import RASTERS, Entry, entries_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

SAME_PDQ = 40  # of 256 bits: surely one picture. Others lie 128 ± 8 apart; of 8 × 2 views the nearest of them above 84.
LIKELY_PDQ, LIKELY_PHASH = 76, 14  # both together, of 256 and 64 bits
SMALLEST_PX = 32
_DECODED_PX = 800
_TRIM_LEVELS = 12  # how far a border pixel may be from the border's colour
_DIHEDRAL = 8


@dataclass(frozen=True)
class PhotoMatch:
    """A catalog photograph in a picture. matrix : its pixels to the picture's; size : its pixels."""

    entry: Entry
    matrix: Affine
    size: tuple[float, float]
    certain: bool
    score: float


@dataclass(frozen=True)
class _Known:
    width: int
    height: int
    pdq: bytes
    phash: bytes
    small: Pixels


class Photos:
    """All photographs of a library, every version."""

    def __init__(self, library: Library, assets: Sequence[Asset]):
        self._library = library
        every = entries_of(asset for asset in assets if asset.kind == "photo")
        self.entries = tuple(entry for entry in every if entry.file.media_type in RASTERS)

    def whole(self, picture: Pixels) -> PhotoMatch | None:
        """The photograph that an (H, W, 3) uint8 sRGB picture is: copied, resized, turned, flipped or framed."""
        if not self.entries or min(picture.shape[:2]) < SMALLEST_PX:
            return None
        views = list(_views(picture))
        best: tuple[float, Entry, int, tuple[int, int, int, int]] | None = None
        for entry in self.entries:
            known = self._known(entry)
            for box, bits, rough in views:
                far = [pdq.distance(known.pdq, b) for b in bits]
                turn = int(np.argmin(far))
                likely = far[turn] <= LIKELY_PDQ and phash.distance(known.phash, rough[turn]) <= LIKELY_PHASH
                if (far[turn] <= SAME_PDQ or likely) and (best is None or far[turn] < best[0]):
                    best = (float(far[turn]), entry, turn, box)
        if best is None:
            return None
        distance, entry, turn, box = best
        known = self._known(entry)
        size = (float(known.width), float(known.height))
        matrix = _laid_in(size, box, turn)
        exact = self._aligned_with(entry, picture, turn)
        if exact is not None:
            matrix = exact.matrix
        certain = distance <= SAME_PDQ or (exact is not None and exact.certain)
        return PhotoMatch(entry, matrix, size, certain, 1 - distance / 128)

    def parts(self, picture: Pixels, *, longest_px: int = 1000, most: int = 2500) -> list[PhotoMatch]:
        """Photographs of which a part lies in a picture, or that lie in it among other things; best first."""
        if not self.entries or min(picture.shape[:2]) < SMALLEST_PX:
            return []
        found: list[PhotoMatch] = []
        for flipped in (False, True):
            shown = np.ascontiguousarray(picture[:, ::-1]) if flipped else picture
            features = features_of(shown, longest_px=longest_px, most=most)
            for entry in self.entries:
                if any(match.entry == entry for match in found):
                    continue
                alignment = aligned(self._features(entry), features)
                if alignment is not None:
                    found.append(self._match(entry, alignment, picture.shape[1], flipped))
        return sorted(found, key=lambda match: -match.score)

    def small(self, entry: Entry) -> Pixels:
        """A photograph reduced, (H, W, 3) uint8, upright."""
        return self._known(entry).small

    def _match(self, entry: Entry, alignment: Alignment, width: int, flipped: bool) -> PhotoMatch:
        known = self._known(entry)
        matrix = alignment.matrix
        if flipped:
            matrix = compose(Affine(-1, 0, 0, 1, width, 0), matrix)
        return PhotoMatch(
            entry, matrix, (float(known.width), float(known.height)), alignment.certain, alignment.correlation
        )

    def _aligned_with(self, entry: Entry, picture: Pixels, turn: int) -> Alignment | None:
        """The exact map onto a picture of known turn; points do not survive a flip, so the picture is turned back."""
        features = features_of(_turned(picture, turn))
        alignment = aligned(self._features(entry), features)
        if alignment is None:
            return None
        height, width = picture.shape[:2]
        back = _laid_in((float(features.width), float(features.height)), (0, 0, width, height), turn)
        return Alignment(compose(back, alignment.matrix), alignment.inliers, alignment.correlation)

    def _known(self, entry: Entry) -> _Known:
        return _known_of(entry.file.sha256, _Source(self._library))

    def _features(self, entry: Entry) -> Features:
        return _features_of(entry.file.sha256, _Source(self._library))


def over_white(rgba: Pixels) -> Pixels:
    """(H, W, 3) of an (H, W, 4) picture with straight alpha, laid on white."""
    if rgba[..., 3].min() == 255:
        return np.ascontiguousarray(rgba[..., :3])
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.rint(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)


def untrimmed_box(picture: Pixels) -> tuple[int, int, int, int]:
    """x0, y0, x1, y1 of a picture within a border of one colour; all of it when there is none."""
    height, width = picture.shape[:2]
    ground = np.median(np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]), axis=0)
    content = (np.abs(picture.astype(np.int16) - ground.astype(np.int16)) > _TRIM_LEVELS).any(axis=2)
    # A row of a frame may carry specks; a row of the picture does not look like the frame almost throughout.
    rows, columns = np.flatnonzero(content.mean(axis=1) > 0.03), np.flatnonzero(content.mean(axis=0) > 0.03)
    if not len(rows) or not len(columns):
        return 0, 0, width, height
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _views(picture: Pixels) -> Iterator[tuple[tuple[int, int, int, int], tuple[bytes, ...], tuple[bytes, ...]]]:
    """(box, 8 PDQ, 8 DCT hashes) of the picture as it stands and, where it has one, without its border."""
    height, width = picture.shape[:2]
    whole = (0, 0, width, height)
    inner = untrimmed_box(picture)
    boxes = [whole]
    if inner != whole and min(inner[2] - inner[0], inner[3] - inner[1]) >= SMALLEST_PX:
        boxes.append(inner)
    for x0, y0, x1, y1 in boxes:
        cut = np.ascontiguousarray(picture[y0:y1, x0:x1])
        yield (x0, y0, x1, y1), pdq.dihedral(cut), phash.dihedral(cut)


def _turned(picture: Pixels, turn: int) -> Pixels:
    """The picture under one of the eight turns and flips, in the order of `dihedral`."""
    flipped = picture[:, ::-1] if turn >= _DIHEDRAL // 2 else picture
    return np.ascontiguousarray(np.rot90(flipped, turn % 4))


def _laid_in(size: tuple[float, float], box: tuple[int, int, int, int], turn: int) -> Affine:
    """The map of a master onto a box of the picture, when turning the box's content by `turn` gives the master."""
    x0, y0, x1, y1 = box
    probe = np.array([[0, 0], [1, 0], [0, 1]], dtype=np.float64)
    for _ in range(turn % 4):
        # np.rot90 turns counterclockwise: what is at (x, y) after it was at (1 - y, x) before.
        probe = np.column_stack([1 - probe[:, 1], probe[:, 0]])
    if turn >= _DIHEDRAL // 2:
        probe[:, 0] = 1 - probe[:, 0]
    (ox, oy), (ax, ay), (bx, by) = (probe * (x1 - x0, y1 - y0) + (x0, y0)).tolist()
    width, height = size
    return Affine((ax - ox) / width, (ay - oy) / width, (bx - ox) / height, (by - oy) / height, ox, oy)


class _Source:
    """A library that a cache passes through without making it part of the key."""

    def __init__(self, library: Library):
        self.library = library

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source)


@lru_cache(maxsize=4096)
def _known_of(sha256: str, source: _Source) -> _Known:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(source.library.read(sha256)), formats=["JPEG", "PNG", "WEBP", "TIFF", "GIF"]) as opened:
        width, height = opened.size
        if opened.getexif().get(0x0112, 1) >= 5:
            width, height = height, width
        opened.draft("RGB", (_DECODED_PX, _DECODED_PX))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((_DECODED_PX, _DECODED_PX), Image.Resampling.BOX)
        small = over_white(np.asarray(upright.convert("RGBA")))
    return _Known(width, height, pdq.fingerprint(small), phash.fingerprint(small), small)


@lru_cache(maxsize=1024)
def _features_of(sha256: str, source: _Source) -> Features:
    known = _known_of(sha256, source)
    found = features_of(known.small)
    factor = known.width / found.width
    return Features(
        known.width, known.height, found.points * factor, found.descriptors, found.luma, found.scale / factor
    )
