"""Vector logos among a page's shapes: every master laid on the page, and of those that claim the same contours the one
that explains most of them. Paint decides between variants of one drawing, then the plainer pose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from brandkit.assets import Asset, File, Version
from brandkit.color import delta_e_hex
from brandkit.document import Page, Shape
from brandkit.findings import ColorMatch
from brandkit.geometry import Affine, pose_of
from brandkit.sightings.structure.outlines_contours import Contours, contours_of
from brandkit.sightings.structure.outlines_fit import Fit, fits, placed
from brandkit.sightings.structure.outlines_master import Outline
from brandkit.sightings.structure.outlines_poses import proposals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

# Share of the ink that may be missing (not clipped away) before a sighting is only possible, and before it is none.
MISSING_CERTAIN, MISSING_AT_ALL = 0.02, 0.4
LEAST_PRESENT = 0.3  # share of the ink that must be on the page, clipped or not
RESIDUAL_CERTAIN = 0.006  # of the diagonal; two flattenings of one curve stay under 0.002
DISTINCTIVE_SHARE = 0.15  # of the ink, in contours that are no plain forms
PLAIN_PARTS = 4  # plain forms that together, complete and in place, are as good as a distinctive one
PLAIN_PAINT = 3.0  # mean ΔE00 up to which two or three plain forms are taken for the logo
SAME_EXPLANATION = 0.005  # difference of explained area that paint may outweigh
NOISE = 2e-4  # residual that flattening alone may cause; beyond it one pose of a nearly symmetric mark is the truer
CLAIMED = 0.2  # of a candidate's area already explained by a better one
SHADES, OPAQUE = ("gradient", "pattern"), 0.99  # paints that two programs write differently; from here a part is solid
PAINT_CAP = 25.0  # ΔE00 beyond which a colour is simply another


@dataclass(frozen=True)
class Master:
    """A vector file of the catalog, prepared."""

    asset: Asset
    version: Version
    file: File
    outline: Outline


@dataclass(frozen=True, eq=False)
class Seen:
    """A master found among shapes.

    matrix : artboard to page.  missing, clipped : shares of the ink that is absent, and that a clip or the page's edge
    hides.  parts : indices of the page's shapes that show it.  shaded : (K, 2) ink points, in artboard units, of parts
    whose colour only pixels tell, and shaded_share of the ink they are.
    """

    master: Master
    matrix: Affine
    missing: float
    clipped: float
    residual: float
    colors: tuple[ColorMatch, ...]
    certain: bool
    reason: str | None
    parts: frozenset[int]
    shaded: Array
    shaded_share: float


@dataclass(frozen=True, eq=False)
class _Candidate:
    seen: Seen
    contours: frozenset[int]
    explained: float
    lost: float
    paint: float

    @property
    def score(self) -> float:
        return self.explained - self.lost / 2


def locate(page: Page, masters: Sequence[Master]) -> list[Seen]:
    """Every master that stands on the page as shapes, best explanation of each place only."""
    from scipy.spatial import cKDTree  # a tenth of a second, which pages without shapes need not spend

    shapes = _seen_shapes(page)
    drawing = contours_of([shape for _, shape in shapes])
    if not len(drawing):
        return []
    forms, centers = cKDTree(drawing.signature), cKDTree(drawing.center)
    candidates = []
    found: dict[bytes, list[Fit]] = {}
    for master in masters:
        outline = master.outline
        if not searchable(outline):
            continue
        if outline.form not in found:
            poses = proposals(outline.contours, outline.distinctive, drawing, forms)
            found[outline.form] = fits(outline, drawing, centers, poses)
        for fit in found[outline.form]:
            candidate = _candidate(master, fit, drawing, shapes, page)
            if candidate is not None:
                candidates.append(candidate)
    return [candidate.seen for candidate in _best_explanations(candidates, drawing)]


def searchable(outline: Outline) -> bool:
    """Whether a drawing can be told from any other: a lone disc or box cannot."""
    return bool(outline.distinctive.any()) or len(outline.contours) >= 2


def _seen_shapes(page: Page) -> list[tuple[int, Shape]]:
    """Shapes with their place in the page, in the order of preference for equals: outlines first, then as painted."""
    shown = [(i, s) for i, s in enumerate(page.shapes) if s.opacity > 0.01]
    return sorted(shown, key=lambda item: (item[1].fill is not None, item[1].order))


def _candidate(
    master: Master, fit: Fit, drawing: Contours, shapes: list[tuple[int, Shape]], page: Page
) -> _Candidate | None:
    outline = master.outline
    if not len(outline.painting.points):
        return None
    present, inside = _presence(outline, fit, drawing, shapes, page)
    clipped = float(np.mean(~inside))
    missing = float(np.mean(inside & ~present))
    if missing > MISSING_AT_ALL or float(np.mean(present)) < LEAST_PRESENT:
        return None
    matrix = Affine(*(float(v) for v in fit.matrix.T.ravel()))
    if abs(matrix.determinant) < 1e-12:
        return None
    colors, shaded, paint = _colors(outline, fit, drawing, shapes)
    if not _recognisable(outline, fit, missing, paint):
        return None
    certain = missing <= MISSING_CERTAIN and fit.residual <= RESIDUAL_CERTAIN and _count_agrees(outline, fit, inside)
    reason = None if certain else "low-confidence"
    matched = fit.matched[fit.matched >= 0]
    parts = frozenset(shapes[drawing.owner[i]][0] for i in matched)
    scale = abs(matrix.determinant)
    solid = outline.painting.solid & (fit.matched >= 0)
    explained = float(drawing.area[fit.matched[solid]].sum())
    lost = float(outline.contours.area[outline.painting.solid & (fit.matched < 0)].sum()) * scale
    hidden = lost * clipped / max(clipped + missing, 1e-9)
    points = outline.painting.of(shaded)
    share = len(points) / len(outline.painting.points)
    seen = Seen(master, matrix, missing, clipped, fit.residual, colors, certain, reason, parts, points, share)
    return _Candidate(seen, frozenset(int(i) for i in matched), explained, lost - hidden, paint)


def _presence(
    outline: Outline, fit: Fit, drawing: Contours, shapes: list[tuple[int, Shape]], page: Page
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(K,) whether each ink point's contour is on the page, and whether neither clip nor page edge hides the point."""
    ink = outline.painting
    points = placed(fit.matrix, ink.points)
    counterpart = fit.matched[ink.contour]
    edge = 1e-3 * max(page.width, page.height)
    far = (page.width + edge, page.height + edge)
    inside: NDArray[np.bool_] = np.all((points >= -edge) & (points <= far), axis=1)
    owners = np.where(counterpart >= 0, drawing.owner[counterpart], -1)
    clips = {shape.clip for _, shape in (shapes[o] for o in np.unique(owners[owners >= 0]))}
    for owner in np.unique(owners):
        # A part that is not there at all is judged by the clip that all parts share, where they share one.
        clip = shapes[owner][1].clip if owner >= 0 else (next(iter(clips)) if len(clips) == 1 else None)
        if clip is not None:
            mine = owners == owner
            inside[mine] &= within(points[mine], np.asarray(clip))
    return (counterpart >= 0) & inside, inside


def within(points: Array, window: Array, slack: float = 1e-3) -> NDArray[np.bool_]:
    """(K,) which points lie in a convex polygon, `slack` page units over its edges allowed."""
    following = np.roll(window, -1, axis=0)
    run = following - window
    area = float(np.sum(window[:, 0] * following[:, 1] - following[:, 0] * window[:, 1]))
    length = np.maximum(np.hypot(*run.T), 1e-12)
    relative = points[:, None] - window
    side = (run[:, 0] * relative[..., 1] - run[:, 1] * relative[..., 0]) / length * np.sign(area or 1.0)
    return (side >= -slack).all(axis=1)


def _colors(
    outline: Outline, fit: Fit, drawing: Contours, shapes: list[tuple[int, Shape]]
) -> tuple[tuple[ColorMatch, ...], set[tuple[int, int]], float]:
    """Colours of the plain parts that are there, largest first; the (shape, contour) of shaded ones; the mean
    difference by area, of the plain parts where there are any."""
    shares: dict[tuple[str, str], float] = {}
    rough: dict[tuple[str, str], float] = {}
    shaded: set[tuple[int, int]] = set()
    for shape, contour, share in outline.painting.parts:
        if fit.matched[contour] < 0:
            continue
        own, other = outline.shapes[shape], shapes[drawing.owner[fit.matched[contour]]][1]
        expected = own.fill or own.stroke
        measured = other.fill or other.stroke if own.fill is not None else other.stroke or other.fill
        if expected is not None and measured is not None:
            pair = (expected.hex, measured.hex)
            plain = expected.space not in SHADES and measured.space not in SHADES and own.opacity > OPAQUE
            kept = shares if plain else rough
            kept[pair] = kept.get(pair, 0.0) + share
            if not plain:
                shaded.add((shape, contour))
    matches = [ColorMatch(e, m, round(difference(e, m), 2), round(share, 4)) for (e, m), share in shares.items()]
    told = shares or rough
    total = sum(told.values())
    cost = sum(min(difference(*pair), PAINT_CAP) * share for pair, share in told.items())
    return tuple(sorted(matches, key=lambda c: -c.share)), shaded, cost / total if total else PAINT_CAP


@lru_cache(maxsize=4096)
def difference(one: str, other: str) -> float:
    """CIEDE2000 of two hex colours, remembered."""
    return delta_e_hex(one, other)


def _recognisable(outline: Outline, fit: Fit, missing: float, paint: float) -> bool:
    """Whether it can only be this drawing: by a form of its own, or by plain forms that are all in place."""
    own = outline.distinctive & (fit.matched >= 0)
    if sum(share for _, contour, share in outline.painting.parts if own[contour]) >= DISTINCTIVE_SHARE:
        return True
    places = len(np.unique(fit.matched[fit.matched >= 0]))
    if missing > MISSING_CERTAIN or places < 2 or fit.residual > RESIDUAL_CERTAIN:
        return False
    # Four centroids overdetermine a map; two or three discs fit many, so they must stand upright in their own colours.
    return places >= PLAIN_PARTS or (paint <= PLAIN_PAINT and _keeps_proportions(fit.matrix))


def _keeps_proportions(matrix: Array) -> bool:
    large, small = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(large / max(small, 1e-12) < 1.02)


def _count_agrees(outline: Outline, fit: Fit, inside: NDArray[np.bool_]) -> bool:
    """Whether nearly all contours that can be seen are there, small ones and holes included."""
    hidden = np.unique(outline.painting.contour[~inside])
    expected = np.ones(len(outline.contours), dtype=bool)
    expected[hidden] = False
    return not expected.any() or float((fit.matched[expected] >= 0).mean()) >= 0.9


def _best_explanations(candidates: list[_Candidate], drawing: Contours) -> list[_Candidate]:
    """One candidate for each set of contours, those that explain most first."""
    left, chosen = sorted(candidates, key=lambda c: -c.score), []
    while left:
        best = left[0]
        rivals = [c for c in left if c.score >= (1 - SAME_EXPLANATION) * best.score and _shared(c, best, drawing) > 0.5]
        sharpest = min(c.seen.residual for c in rivals)
        winner = min((c for c in rivals if c.seen.residual <= 2 * sharpest + NOISE), key=_preference)
        chosen.append(winner)
        left = [c for c in left if c not in rivals and _shared(c, winner, drawing) <= CLAIMED]
    return chosen


def _shared(one: _Candidate, other: _Candidate, drawing: Contours) -> float:
    """Share of `one`'s contours, by area, that `other` claims too."""
    own = drawing.area[list(one.contours)].sum()
    both = drawing.area[list(one.contours & other.contours)].sum()
    return float(both / own) if own > 0 else 1.0


def _preference(candidate: _Candidate) -> tuple[float, ...]:
    """Paint, then the current version, then a plain pose, then the catalog's order."""
    seen = candidate.seen
    pose = pose_of(seen.matrix, seen.master.outline.width, seen.master.outline.height)
    files = [f.sha256 for f in seen.master.version.files]
    return (
        round(candidate.paint),
        seen.master.version.status != "approved",
        -seen.master.version.number,
        pose.mirrored,
        round(abs(pose.rotation_deg)),
        candidate.paint,
        files.index(seen.master.file.sha256) if seen.master.file.sha256 in files else len(files),
    )
