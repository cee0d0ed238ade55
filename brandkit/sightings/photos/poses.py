"""Where a known picture lies in a query, from pairs of like corners; and how hardly chance would lay them so.

Each pair of corners proposes a pose on its own (place, size, turn). Pairs that agree with one of them are fitted, and
what fits is counted against what would fit by chance among as many pairs, so that neither a busy query nor a busy
picture is taken for another: nothing is drawn at random, the same question has the same answer.

Source: Lowe, Distinctive image features from scale-invariant keypoints, IJCV 2004, section 7 (poses from one pair);
Moisan & Stival, A probabilistic criterion to detect rigid point matches between two images, IJCV 2004 (the count).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import lgamma, log
from typing import TYPE_CHECKING

import numpy as np

from brandkit.sightings.photos.local_features import DESCRIPTOR_BYTES, Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

LIKE_BITS = 64  # of 256: corners of the same thing seldom differ more, of other things seldom less
MOST_PAIRS = 500
_RIVALS = 5  # next likest corners looked at
_RIVAL_PX = 6.0  # of a level: a corner farther off is another place, which must look less alike
_DISTINCT = 0.85
_FEWEST = 5  # pairs: fewer are no evidence, whatever the picture
_SEEDS = 4  # poses that are fitted, of those that most pairs agree with
_OCTAVES, _TURN_DEG = 0.6, 25.0  # how far a pair's scale and turn may be off those of a pose
_REACH = 0.22  # how far off, as a share of the distance, the pose of one pair may put another
_TIGHT_PX = 2.5  # of the coarser of both levels: how far off a fitted pose may put a pair
_OWN_PX = 6.0  # of the coarser of both levels: descriptors look at 31 px, and nearer ones say the same of one thing
_LEAST_SUPPORT = 0.05  # altered copies have at least 0.07; other photographs of the same building often less
_NEXT_LEVEL = 1.25  # beyond the finest and coarsest level of the query, corners still meet one
_ROUNDS = 6
_MOST_STRETCH, _MOST_SHEAR_DEG = 1.7, 25.0
_SCALES = (1 / 12, 12.0)
_WIDEST_LINE = 2.0  # rooms: corners along a line say nothing of what lies beside it


@dataclass(frozen=True)
class Placed:
    """A known picture found in a query.

    Attributes
    ----------
    matrix : (2, 3) float64
        From pixels of the known features' picture to pixels of the query.
    inliers : int
        Different corners that fit.
    surprise : float
        Minus the decimal logarithm of how many such fits chance would give: 0 or less is nothing.
    fitting : (m,) bool
        Which of the pairs fit.
    """

    matrix: Floats
    inliers: int
    surprise: float
    fitting: NDArray[np.bool_]


def like_pairs(known: Features, query: Features) -> Rows:
    """(m, 2) rows of `known` and `query` whose descriptors are alike, likest first: the nearest known one of each."""
    import faiss

    if len(known) < 4 or len(query) < 4:
        return np.zeros((0, 2), np.int64)
    index = faiss.IndexBinaryFlat(8 * DESCRIPTOR_BYTES)
    index.add(known.descriptors)
    bits, rows = index.search(np.ascontiguousarray(query.descriptors), min(_RIVALS, len(known)))
    close = np.flatnonzero(bits[:, 0] <= LIKE_BITS)
    bits, rows = bits[close], rows[close]
    at, room = known.points[rows], _RIVAL_PX * known.sizes[rows]
    elsewhere = np.linalg.norm(at - at[:, :1], axis=2) > np.maximum(room, room[:, :1])
    rival = np.where(elsewhere, bits, 256).min(axis=1)
    kept = np.flatnonzero(bits[:, 0] <= _DISTINCT * rival)
    kept = kept[np.argsort(bits[kept, 0], kind="stable")][:MOST_PAIRS]
    return np.stack([rows[kept, 0], close[kept]], axis=1)


def placed(known: Features, query: Features, pairs: Rows) -> Placed | None:
    """The pose that pairs of `like_pairs` speak for most, None where fewer than five agree on any."""
    if len(pairs) < _FEWEST:
        return None
    at, there = _complex(known.points[pairs[:, 0]]), _complex(query.points[pairs[:, 1]])
    sizes, sizes_there = known.sizes[pairs[:, 0]].astype(float), query.sizes[pairs[:, 1]].astype(float)
    turns = np.deg2rad(query.angles[pairs[:, 1]].astype(float) - known.angles[pairs[:, 0]])
    poses = sizes_there / sizes * np.exp(1j * turns)
    agree = _agreeing(at, there, poses, sizes_there)
    best: Placed | None = None
    left = agree.sum(axis=1)
    for _ in range(_SEEDS):
        seed = int(left.argmax())
        if left[seed] < _FEWEST:
            break
        found = _fitted(at, there, poses, sizes, sizes_there, agree[seed], query)
        left = np.where(agree[seed], 0, left)
        if found is not None and (best is None or found.surprise > best.surprise):
            best = found
    if best is not None and _support(best, known, query, pairs) < _LEAST_SUPPORT:
        return replace(best, surprise=0.0)
    return best


def quad_of(found: Placed, known: Features) -> list[list[float]]:
    """Corners TL TR BR BL of the known picture in the query's pixels, edges of pixels at whole numbers."""
    width, height = known.width, known.height
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float) - 0.5
    there = corners @ found.matrix[:, :2].T + found.matrix[:, 2] + 0.5
    return [[float(x), float(y)] for x, y in there]


def _support(found: Placed, known: Features, query: Features, pairs: Rows) -> float:
    """Of the corners of the known picture that the query would show, the share that it does show."""
    scale = abs(np.linalg.det(found.matrix[:, :2])) ** 0.5
    there = known.points @ found.matrix[:, :2].T + found.matrix[:, 2]
    inside = ((there >= 0) & (there <= (query.width, query.height))).all(axis=1)
    sizes = known.sizes * scale
    inside &= (sizes >= query.sizes.min() / _NEXT_LEVEL) & (sizes <= query.sizes.max() * _NEXT_LEVEL)
    return len(np.unique(pairs[found.fitting, 0])) / max(1, int(inside.sum()))


def surprise_of(pairs: int, inliers: int, chance: float) -> float:
    """Minus log10 of the expected number of poses that as many of so many pairs fit by chance.

    Parameters
    ----------
    chance : float
        That one pair fits a given pose.
    """
    if inliers <= 3:
        return 0.0
    ways = _log_choose(pairs, inliers) + _log_choose(inliers, 3) + log(max(1, pairs - 3))
    return -(ways + (inliers - 3) * log(chance)) / log(10)


def _agreeing(at: Floats, there: Floats, poses: Floats, sizes_there: Floats) -> NDArray[np.bool_]:
    """(m, m): whether the pose of a row's pair puts a column's pair where it is, in its size and turn."""
    apart = at[None, :] - at[:, None]
    off = np.abs(there[:, None] + poses[:, None] * apart - there[None, :])
    room = _REACH * np.abs(poses[:, None] * apart) + 2 * _TIGHT_PX * sizes_there[None, :]
    return (off <= room) & _like_poses(poses[:, None], poses[None, :])


def _like_poses(one: Floats, other: Floats) -> NDArray[np.bool_]:
    quotient = other / one
    size = np.abs(quotient)
    near = (size <= 2**_OCTAVES) & (size >= 2**-_OCTAVES)
    return near & (quotient.real >= size * np.cos(np.deg2rad(_TURN_DEG)))


def _fitted(
    at: Floats,
    there: Floats,
    poses: Floats,
    sizes: Floats,
    sizes_there: Floats,
    chosen: NDArray[np.bool_],
    query: Features,
) -> Placed | None:
    """The pose fitted to the chosen pairs, then to those that fit it, until they stay the same; a turn and scale, then
    with stretch and shear too."""
    best: Placed | None = None
    for fit, least in ((_similarity, 3), (_affine, 5)):
        matrix = None
        for _ in range(_ROUNDS):
            if chosen.sum() < least:
                break
            matrix = fit(at[chosen], there[chosen])
            if matrix is None or not _is_plausible(matrix):
                matrix = None
                break
            scale = abs(np.linalg.det(matrix[:, :2])) ** 0.5
            off = np.abs(_moved(matrix, at) - there)
            room = _TIGHT_PX * np.maximum(sizes_there, scale * sizes)
            pose = complex(matrix[0, 0] + matrix[1, 1], matrix[1, 0] - matrix[0, 1]) / 2
            fits = (off <= room) & _like_poses(np.array(pose), poses)
            if (fits == chosen).all():
                break
            chosen = fits
        if matrix is None or chosen.sum() < least:
            break
        found = _judged(matrix, at, there, chosen, room, query)
        if best is None or found.surprise > best.surprise:
            best = found
    return best


def _judged(
    matrix: Floats, at: Floats, there: Floats, chosen: NDArray[np.bool_], room: Floats, query: Features
) -> Placed:
    own = room * (_OWN_PX / _TIGHT_PX)
    spread = _apart(there, chosen, own)
    inliers = int(spread.sum())
    every = inliers + _places(there[~chosen], float(np.median(own)))
    if inliers < 4 or _narrowness(there[spread]) < _WIDEST_LINE * float(np.median(room[spread])):
        return Placed(matrix, inliers, 0.0, chosen)
    area = max(1.0, query.width * query.height)
    radius = float(np.median(room[spread]))
    # Of a turn, 50° fit; of some six octaves of scale, a fifth.
    chance = min(0.5, np.pi * radius**2 / area) * (2 * _TURN_DEG / 360) * (2 * _OCTAVES / 6)
    return Placed(matrix, inliers, surprise_of(every, inliers, chance), chosen)


def _apart(points: Floats, chosen: NDArray[np.bool_], room: Floats) -> NDArray[np.bool_]:
    """Those of the chosen that lie in no room of another one: a thing seen by many corners around it counts once."""
    rows = np.flatnonzero(chosen)
    rows = rows[np.argsort(room[rows], kind="stable")]
    near = np.abs(points[rows, None] - points[None, rows]) < room[rows, None]
    kept = np.zeros(len(points), bool)
    taken = np.zeros(len(rows), bool)
    for at, row in enumerate(rows):
        if not (near[at] & taken).any():
            taken[at] = kept[row] = True
    return kept


def _places(points: Floats, apart: float) -> int:
    """How many cells of a grid have points."""
    cells = np.floor(points.real / apart).astype(np.int64) << 32 | np.floor(points.imag / apart).astype(np.int64)
    return len(np.unique(cells))


def _narrowness(points: Floats) -> float:
    """Standard deviation across the line along which points lie most."""
    spread = np.cov(np.stack([points.real, points.imag]))
    return float(np.sqrt(max(0.0, np.linalg.eigvalsh(spread)[0])))


def _similarity(at: Floats, there: Floats) -> Floats | None:
    middle, middle_there = at.mean(), there.mean()
    spread = (np.abs(at - middle) ** 2).sum()
    if spread == 0:
        return None
    pose = ((at - middle).conj() * (there - middle_there)).sum() / spread
    offset = middle_there - pose * middle
    return np.array([[pose.real, -pose.imag, offset.real], [pose.imag, pose.real, offset.imag]])


def _affine(at: Floats, there: Floats) -> Floats | None:
    equations = np.stack([at.real, at.imag, np.ones(len(at))], axis=1)
    solution, _, rank, _ = np.linalg.lstsq(equations, np.stack([there.real, there.imag], axis=1), rcond=1e-6)
    return None if rank < 3 else solution.T


def _is_plausible(matrix: Floats) -> bool:
    """Whether a picture is shown so: not flipped, not hugely or hardly scaled, stretched and sheared but a little."""
    linear = matrix[:, :2]
    if np.linalg.det(linear) <= 0:
        return False
    across, down = linear[:, 0], linear[:, 1]
    width, height = np.hypot(*across), np.hypot(*down)
    if not _SCALES[0] < min(width, height) <= max(width, height) < _SCALES[1]:
        return False
    shear = abs(np.rad2deg(np.arcsin(np.clip(across @ down / (width * height), -1, 1))))
    return max(width, height) / min(width, height) <= _MOST_STRETCH and bool(shear <= _MOST_SHEAR_DEG)


def _moved(matrix: Floats, points: Floats) -> Floats:
    x, y = points.real, points.imag
    moved: Floats = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) + 1j * (
        matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]
    )
    return moved


def _complex(points: NDArray[np.float32]) -> Floats:
    joined: Floats = points[:, 0].astype(float) + 1j * points[:, 1]
    return joined


def _log_choose(many: int, few: int) -> float:
    return lgamma(many + 1) - lgamma(few + 1) - lgamma(many - few + 1)
