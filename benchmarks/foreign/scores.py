"""What was found beside what was placed: recall, wrong assets, strays, errors of pose."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.foreign.poses import Target
from brandkit.findings import Sighting
from brandkit.geometry import Affine, Pose, Quad, clipped, compose, overlap_share, polygon_area, pose_of, quad_of

HIT = 0.7  # intersection over union of the two artboards
SAME_PLACE = 0.5  # common share of the smaller one: another asset said to be here


@dataclass(frozen=True)
class Found:
    """A logo said to be somewhere. matrix : artboard units to page units. quad : its artboard's corners there."""

    slug: str
    matrix: Affine
    quad: Quad
    certain: bool
    page: int = 1


@dataclass
class Tally:
    """Counts of one row. Errors of the hits: degrees; stretch and height as shares."""

    targets: int = 0
    hits: int = 0
    certain: int = 0
    wrong: int = 0
    turned_over: int = 0  # hits whose mirroring was told wrongly
    turns: list[float] = field(default_factory=list)
    stretches: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)


@dataclass
class Alarms:
    """Finds where nothing of the catalog is. brands : pages × brands that could have been accused."""

    pages: int = 0
    brands: int = 0
    certain: int = 0
    possible: int = 0
    cpu_s: float = 0.0

    def count(self, found: Iterable[Found], *, pages: int, brands: int, cpu_s: float) -> None:
        """Adds pages on which every find is false."""
        self.pages += pages
        self.brands += pages * brands
        self.cpu_s += cpu_s
        for item in found:
            self.certain += item.certain
            self.possible += not item.certain


def found_in(sightings: Iterable[Sighting]) -> list[Found]:
    """The logos among sightings."""
    logos = [s for s in sightings if s.kind == "logo" and s.matrix is not None]
    return [Found(s.asset, s.matrix, s.quad, s.certainty == "certain", s.page) for s in logos]


Row = tuple[Target, Found | None, bool]


def scored(targets: Sequence[Target], found: Sequence[Found]) -> tuple[list[Row], list[Found]]:
    """Each target with its find, if any, and whether another asset was said to be there; and the finds left over."""
    left, rows = list(found), []
    for target in targets:
        here = [item for item in left if item.page == target.page and item.slug == target.art.slug]
        hit = next((item for item in here if _nearest(item, target)[0] >= HIT), None)
        if hit:
            left.remove(hit)
        rows.append((target, hit))
    others = [[item for item in left if item.page == t.page and _share(item, t) > SAME_PLACE] for t, _ in rows]
    accused = {id(item) for items in others for item in items}
    strays = [item for item in left if id(item) not in accused]
    return [
        (target, hit, any(item.slug != target.art.slug for item in items))
        for (target, hit), items in zip(rows, others, strict=True)
    ], strays


def count(tally: Tally, target: Target, hit: Found | None, wrong: bool) -> None:
    """Adds one target to a row."""
    tally.targets += 1
    tally.wrong += wrong
    if hit is None:
        return
    tally.hits += 1
    tally.certain += hit.certain
    _, seen, truth = _nearest(hit, target)
    tally.turned_over += seen.mirrored != truth.mirrored
    tally.turns.append(abs((seen.rotation_deg - truth.rotation_deg + 180) % 360 - 180))
    tally.stretches.append(abs(seen.stretch / truth.stretch - 1))
    tally.heights.append(abs(seen.height / truth.height - 1))


def _nearest(found: Found, target: Target) -> tuple[float, Pose, Pose]:
    """Overlap, the found pose and the true one, turned within the logo's own symmetries to the find's side."""
    size = target.art.size
    looks_so = [compose(target.matrix, symmetry) for symmetry in target.art.symmetries(target.coloring)]
    match = min(looks_so, key=lambda matrix: math.dist(matrix[:4], found.matrix[:4]))
    return overlap_share(found.quad, quad_of(match, *size)), pose_of(found.matrix, *size), pose_of(match, *size)


def _share(found: Found, target: Target) -> float:
    """Common area as a share of the smaller artboard."""
    other = quad_of(target.matrix, *target.art.size)
    common = clipped(found.quad, other)
    smaller = min(abs(polygon_area(found.quad)), abs(polygon_area(other)))
    return abs(polygon_area(common)) / smaller if len(common) > 2 and smaller else 0.0
