"""Catalog photographs in pictures: proposed by hashes where one is shown whole, by corners where it is cropped, turned
or one of several, of the picture and of each photographic area in it; believed when its pixels agree.

Thresholds were chosen on the tuning photographs of benchmarks/photos_on_pages, which reports on others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brandkit.assets import Asset, Library, photo_index
from brandkit.fingerprints import pdq
from brandkit.geometry import Affine, Box, Quad, clipped, corners, polygon_area
from brandkit.sightings.photos import rivals
from brandkit.sightings.photos.areas import Area, areas_of
from brandkit.sightings.photos.believing import Proposal, Seen, is_likely, is_sure, is_told
from brandkit.sightings.photos.blocks import Pyramid
from brandkit.sightings.photos.framing import framed
from brandkit.sightings.photos.known import FewPhotos, Known, PhotoIndex, Source, known_of
from brandkit.sightings.photos.laying import laid
from brandkit.sightings.photos.local_features import QUERY_MOST, Features, query_features_of
from brandkit.sightings.photos.placing import SMALLEST_PX, boxes_of, laid_in, nearest_affine, square
from brandkit.sightings.photos.rivals import Verdict
from brandkit.sightings.photos.verification import gray_of, verified
from brandkit.sightings.structure.masters import RASTERS, Entry, entries_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    Box4 = tuple[int, int, int, int]

ALIKE_PDQ = 80  # of 256 bits: proposes, no more. Others lie 128 ± 8 apart
CANDIDATES, AREA_CANDIDATES = 16, 6  # photographs that are laid over each side of a picture; of an area of it
AREA_FEATURES = 1300
LAID_OUT = 4.0  # surprise of corners from which pixels are asked
MOST_ALIKE, MOST_VERIFIED = 32, 40
MOST_AREAS = 7  # that are asked for corners
_COVERS = 0.85  # of an area: nothing else is looked for in it
_HARDLY_LARGER = 0.3
_ALL_OF_IT = 0.97  # of a photograph: it is no part of another one that hashes do not find


@dataclass(frozen=True)
class PhotoMatch:
    """A catalog photograph in a picture.

    Attributes
    ----------
    matrix : its pixels to the picture's; affine, the nearest one where it is seen in perspective.
    size : its pixels.
    shown : TL TR BR BL of the part that is shown, in the picture's pixels.
    visible : share of its area that is shown, 0..1.
    score : share of what it would show there that agrees, 0..1.
    """

    entry: Entry
    matrix: Affine
    size: tuple[float, float]
    certain: bool
    score: float
    shown: Quad
    visible: float


class Photos:
    """All photographs of a library, every version."""

    def __init__(self, library: Library, assets: Sequence[Asset]):
        self._source = Source(library)
        every = entries_of(asset for asset in assets if asset.kind == "photo")
        self.entries = tuple(entry for entry in every if entry.file.media_type in RASTERS)
        self._by_file: dict[str, Entry] = {}
        for entry in self.entries:
            held = self._by_file.get(entry.file.sha256)
            if held is None or _preference(entry) > _preference(held):
                self._by_file[entry.file.sha256] = entry
        index = photo_index(library) if self.entries else None
        self._index: PhotoIndex = index or FewPhotos(library, list(self._by_file))

    def found_in(self, picture: Pixels) -> list[PhotoMatch]:
        """Every catalog photograph that an (H, W, 3) uint8 sRGB picture is, or shows, whole or in part; best first."""
        if not self.entries or min(picture.shape[:2]) < SMALLEST_PX:
            return []
        query = Pyramid(gray_of(picture))
        whole = Area(0, 0, picture.shape[1], picture.shape[0])
        seen = self._more(query, [], self._alike(picture, [whole]), [whole])
        if not _is_explained(whole, seen):
            seen = self._shared(query, picture, whole, seen, CANDIDATES // 2, [whole])
        if _is_explained(whole, seen):
            return [self._match(each) for each in seen]
        frames = [whole, *areas_of(picture)]
        seen = self._settled(query, [_in_frame(each, frames) for each in seen])
        areas = [area for area in frames[1:] if not _is_explained(area, seen)]
        seen = self._more(query, seen, self._alike(picture, areas), frames)
        asked: list[Area] = []
        for area in areas:
            if (
                len(asked) < MOST_AREAS
                and not _is_explained(area, seen)
                and not any(_says_little(area, a) for a in asked)
            ):
                asked.append(area)
                seen = self._shared(query, picture, area, seen, AREA_CANDIDATES // 2, frames)
        return [self._match(each) for each in seen]

    def alike(self, picture: Pixels) -> list[PhotoMatch]:
        """The catalog photograph that the picture is as a whole, if it is one; as `found_in`, without parts."""
        if not self.entries or min(picture.shape[:2]) < SMALLEST_PX:
            return []
        query, whole = Pyramid(gray_of(picture)), Area(0, 0, picture.shape[1], picture.shape[0])
        return [self._match(each) for each in self._more(query, [], self._alike(picture, [whole]), [whole])]

    def small(self, entry: Entry) -> Pixels:
        """A photograph reduced, (H, W, 3) uint8, upright; of one pixel when it cannot be decoded."""
        known = known_of(entry.file.sha256, self._source)
        return known.small if known else np.zeros((1, 1, 3), np.uint8)

    def _alike(self, picture: Pixels, areas: Sequence[Area]) -> list[Proposal]:
        """Photographs whose hash is near that of an area, as it stands or within its border, turned or flipped."""
        asked: list[tuple[Box4, int, bytes]] = []
        for area in areas:
            cut = np.ascontiguousarray(picture[area.y0 : area.y1, area.x0 : area.x1])
            for x0, y0, x1, y1 in boxes_of(cut) if min(cut.shape[:2]) >= SMALLEST_PX else ():
                box = (area.x0 + x0, area.y0 + y0, area.x0 + x1, area.y0 + y1)
                codes = pdq.dihedral(np.ascontiguousarray(cut[y0:y1, x0:x1]))
                asked += [(box, turn, code) for turn, code in enumerate(codes)]
        near = self._index.alike([code for *_, code in asked], ALIKE_PDQ) if asked else {}
        own = [(bits, sha256) for sha256, bits in near.items() if sha256 in self._by_file]
        found: list[Proposal] = []
        for _, sha256 in sorted(own)[:MOST_ALIKE]:
            known = self._known(sha256)
            if known is None:
                continue
            code, size = pdq.fingerprint(known.small), (known.small.shape[1], known.small.shape[0])
            for box, turn, other in asked:
                # The index has it of other pixels: reduced in another way.
                bits = pdq.distance(code, other)
                if bits <= ALIKE_PDQ:
                    found.append(Proposal(sha256, square(laid_in(size, box, turn)), None, 1000.0 - bits))
        return found

    def _shared(
        self, query: Pyramid, picture: Pixels, area: Area, seen: list[Seen], some: int, frames: Sequence[Area]
    ) -> list[Seen]:
        """What was seen with the photographs that share corners with an area in one pose; the likeliest of them alone
        where those explain it."""
        cut = picture[area.y0 : area.y1, area.x0 : area.x1]
        is_whole = area.size == picture.shape[0] * picture.shape[1]
        sides = query_features_of(gray_of(cut), QUERY_MOST if is_whole else AREA_FEATURES)
        near = [list(each.items()) for each in self._index.sharing(sides, CANDIDATES if is_whole else AREA_CANDIDATES)]
        for start in range(0, max(map(len, near)), some):
            proposals = [
                proposal
                for flipped, (side, candidates) in enumerate(zip(sides, near, strict=True))
                for sha256, features in candidates[start : start + some]
                for proposal in self._laid(sha256, features, side, area, flipped=bool(flipped))
            ]
            seen = [replace(each, is_compared=True) for each in self._more(query, seen, proposals, frames)]
            if _is_explained(area, seen):
                break
        return seen

    def _laid(
        self, sha256: str, features: Features, side: Features, area: Area, *, flipped: bool
    ) -> Iterator[Proposal]:
        for lying in laid(features, side, LAID_OUT):
            known = self._known(sha256)
            if known is None:
                return
            # Features are in the middles of pixels, all else is at their edges.
            half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])
            onto = half @ np.vstack([lying.matrix, [0, 0, 1]]) @ np.linalg.inv(half)
            turned = np.array([[-1, 0, side.width], [0, 1, 0], [0, 0, 1.0]]) if flipped else np.eye(3)
            moved = np.array([[1, 0, area.x0], [0, 1, area.y0], [0, 0, 1.0]])
            scale = features.width / known.small.shape[1], features.height / known.small.shape[0]
            matrix = moved @ turned @ onto @ np.diag([*scale, 1.0])
            x0, y0, x1, y1 = lying.focus
            focus = (x0 / scale[0], y0 / scale[1], x1 / scale[0], y1 / scale[1])
            yield Proposal(sha256, matrix, focus, lying.surprise)

    def _verified(self, query: Pyramid, proposals: Iterable[Proposal], told: Sequence[Seen] = ()) -> list[Seen]:
        """Those proposals that the pixels confirm, each place of a photograph once."""
        found: list[Seen] = []
        ordered = sorted(proposals, key=lambda p: (-p.rank, p.sha256, p.matrix.tobytes()))
        for proposal in ordered[:MOST_VERIFIED]:
            known = self._known(proposal.sha256)
            if known is None or any(is_told(proposal, known, other) for other in (*told, *found)):
                continue
            evidence = verified(gray_of(known.small), query, proposal.matrix, proposal.focus)
            if evidence is not None and is_likely(evidence):
                found.append(Seen(proposal.sha256, known, evidence, is_sure(evidence, known)))
        return found

    def _more(
        self, query: Pyramid, seen: list[Seen], proposals: Iterable[Proposal], frames: Sequence[Area]
    ) -> list[Seen]:
        """What was seen with what further proposals show."""
        more = [_in_frame(each, frames) for each in self._verified(query, proposals, seen)]
        return self._settled(query, [*seen, *more]) if more else seen

    def _settled(self, query: Pyramid, seen: Iterable[Seen]) -> list[Seen]:
        """One photograph for each place; certain only where no other may be shown."""
        kept: list[Seen] = []
        for each in sorted(seen, key=lambda s: (-s.evidence.surprise, s.sha256)):
            rest: list[Seen] = []
            winner: Seen | None = each
            for other in kept:
                if winner is None or rivals.overlap(winner.evidence, other.evidence) < rivals.SAME_PLACE:
                    rest.append(other)
                    continue
                winner, other_left = self._between(query, winner, other)
                if other_left is not None:
                    rest.append(other_left)
            kept = [*rest, winner] if winner is not None else rest
        return sorted(kept, key=lambda s: (not s.certain, -s.evidence.surprise, s.sha256))

    def _between(self, query: Pyramid, new: Seen, old: Seen) -> tuple[Seen | None, Seen | None]:
        """What is left of two that claim one place: (new, old), one of them None."""
        if new.sha256 == old.sha256:
            return (None, old) if old.evidence.surprise >= new.evidence.surprise else (new, None)
        sides = [(gray_of(each.known.small), each.evidence) for each in (new, old)]
        verdict = rivals.judged(query, sides[0], sides[1])
        if verdict is Verdict.FIRST:
            return new, None
        if verdict is Verdict.SECOND:
            return None, old
        one, two = self._by_file[new.sha256], self._by_file[old.sha256]
        is_one = verdict is Verdict.SAME or one.asset.slug == two.asset.slug
        first = max((new, old), key=lambda s: (_preference(self._by_file[s.sha256]), s.evidence.surprise, s.sha256))
        left = replace(first, certain=first.certain and is_one)
        return (left, None) if first is new else (None, left)

    def _known(self, sha256: str) -> Known | None:
        return known_of(sha256, self._source) if sha256 in self._by_file else None

    def _match(self, seen: Seen) -> PhotoMatch:
        known, evidence = seen.known, seen.evidence
        size = (float(known.width), float(known.height))
        to_small = np.diag([known.small.shape[1] / size[0], known.small.shape[0] / size[1], 1.0])
        a, b, c, d = rivals.shown_quad(evidence)
        matrix = nearest_affine(evidence.matrix @ to_small, *size)
        return PhotoMatch(
            self._by_file[seen.sha256], matrix, size, seen.certain, evidence.purity, (a, b, c, d), evidence.visible
        )


def _in_frame(seen: Seen, frames: Iterable[Area]) -> Seen:
    height, width = seen.known.small.shape[:2]
    return replace(seen, evidence=framed(seen.evidence, width, height, frames))


def _is_explained(area: Area, seen: Iterable[Seen]) -> bool:
    """Whether certain photographs cover nearly all of an area."""
    window = corners(Box(float(area.x0), float(area.y0), float(area.x1 - area.x0), float(area.y1 - area.y0)))
    covered = 0.0
    for each in seen:
        is_final = each.certain and (each.is_compared or each.evidence.visible >= _ALL_OF_IT)
        common = clipped(rivals.shown_quad(each.evidence), window) if is_final else []
        covered += abs(polygon_area(common)) if len(common) > 2 else 0.0
    return covered >= _COVERS * area.size


def _says_little(area: Area, other: Area) -> bool:
    """Whether an area lies in another that was asked and is hardly larger: nothing in it was too small there."""
    inside = other.x0 <= area.x0 + 8 and other.y0 <= area.y0 + 8 and area.x1 <= other.x1 + 8 and area.y1 <= other.y1 + 8
    return inside and area.size > _HARDLY_LARGER * other.size


def _preference(entry: Entry) -> tuple[bool, bool, int]:
    return entry.asset.status == "approved", entry.version.status == "approved", entry.version.number
