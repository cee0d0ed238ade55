"""Local features of a picture: corners over several scales with a binary descriptor each, to find a part of it again.

A picture of the catalog keeps few features, spread over the picture and over scales half an octave apart. A query is
looked at larger and at scales twice as dense, so that what is shown small or cut out meets a scale of the other.

Source: Rublee et al., ORB: an efficient alternative to SIFT or SURF, ICCV 2011 (corners, turning, descriptor).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from brandkit.errors import InvalidCatalog

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Gray = NDArray[np.uint8]

NAME = "orb-1"  # of the rows in the table `features`; another way of computing them is another name
DESCRIPTOR_BYTES = 32
LONGEST_PX, QUERY_LONGEST_PX = 512, 1400
MOST, QUERY_MOST = 500, 2400
SHORTEST_PX = 40  # of a level's shorter side: the descriptor looks at 31 px and its smoothing at a little more
_STEP, _QUERY_STEP = 2**0.5, 2**0.25
_LEVELS, _QUERY_LEVELS = 7, 16
_COARSER = 0.75  # how many features a level has beside the next finer one; by area alone it would be a half
_FAST_THRESHOLD = 7  # gray levels: dull pictures have corners too; the best by Harris's measure are kept
_GRID, _SPREAD = 10, 0.7  # cells along each side: that share of a level's features are the best of their cell
_EDGE_PX = 8  # of a level that has no corners: nearer to it descriptors see little but its mirror image
_SUBPIXELS = 64  # positions are kept to this fraction of a pixel
_HEAD = struct.Struct("<HHI")
_TURN = 256  # steps of a full turn that an angle is kept in


@dataclass(frozen=True)
class Features:
    """Corners of a picture; the same number in each array.

    Attributes
    ----------
    width, height : float
        Of the picture that `points` are in; an encoded one has that of LONGEST_PX.
    points : (n, 2) float32
        x and y in pixels, y down, centers of pixels at whole numbers.
    sizes : (n,) float32
        Of one descriptor pixel in pixels: 1 at the finest level, more at coarser ones.
    angles : (n,) float32
        Degrees, 0..360, clockwise as seen, from the corner to the middle of its brightness.
    descriptors : (n, 32) uint8
    """

    width: float
    height: float
    points: NDArray[np.float32]
    sizes: NDArray[np.float32]
    angles: NDArray[np.float32]
    descriptors: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.points)


def features_of(gray: Gray) -> Features:
    """The features that the catalog keeps of a picture; none of one that is flat or narrower than SHORTEST_PX.

    Parameters
    ----------
    gray : (H, W) uint8
        Any size; at 512 px and more the longer side is reduced to LONGEST_PX.
    """
    small = reduced(gray, LONGEST_PX)
    return _gathered(small, _detected(small, MOST, _STEP, _LEVELS))


def query_features_of(gray: Gray, most: int = QUERY_MOST) -> tuple[Features, Features]:
    """Features to ask with, of the (H, W) uint8 picture and of its mirror image, each with points in its own pixels.

    They are the same corners: a copy that was flipped has the descriptors of the second.
    """
    small = reduced(gray, QUERY_LONGEST_PX)
    levels = _detected(small, most, _QUERY_STEP, _QUERY_LEVELS)
    ratio = gray.shape[1] / small.shape[1], gray.shape[0] / small.shape[0]
    mirrored = [_mirrored(level) for level in levels]
    return _enlarged(_gathered(small, levels), ratio), _enlarged(_gathered(small, mirrored), ratio)


def encoded(features: Features) -> bytes:
    """The features of `features_of` as bytes for the table `features`: 38 for each and a head of 8.

    Points keep a 64th of a pixel, angles 1.4°.
    """
    head = _HEAD.pack(round(features.width), round(features.height), len(features))
    points = np.rint(features.points * _SUBPIXELS).clip(0, 65535).astype("<u2")
    levels = np.rint(np.log2(features.sizes) / np.log2(_STEP)).astype(np.uint8)
    angles = (np.rint(features.angles * (_TURN / 360)).astype(np.int64) % _TURN).astype(np.uint8)
    return b"".join([head, points.tobytes(), levels.tobytes(), angles.tobytes(), features.descriptors.tobytes()])


def decoded(data: bytes) -> Features:
    """What `encoded` made bytes of.

    Raises
    ------
    InvalidCatalog : when they are not of that form.
    """
    if len(data) < _HEAD.size:
        raise InvalidCatalog(NAME, "is cut off: a row of local features", None)
    width, height, count = _HEAD.unpack_from(data)
    if len(data) != _HEAD.size + count * (6 + DESCRIPTOR_BYTES) or not (width and height):
        raise InvalidCatalog(NAME, "is no row of local features", None)
    bounds = np.cumsum([_HEAD.size, 4 * count, count, count, DESCRIPTOR_BYTES * count])
    points, levels, angles, descriptors = (np.frombuffer(data[start:end], np.uint8) for start, end in pairwise(bounds))
    return Features(
        width,
        height,
        points.view("<u2").reshape(-1, 2).astype(np.float32) / np.float32(_SUBPIXELS),
        (_STEP ** levels.astype(np.float32)).astype(np.float32),
        angles.astype(np.float32) * np.float32(360 / _TURN),
        descriptors.reshape(-1, DESCRIPTOR_BYTES),
    )


def reduced(gray: Gray, longest_px: int) -> Gray:
    """The picture with its longer side at most `longest_px`, never enlarged."""
    import cv2

    height, width = gray.shape
    scale = longest_px / max(height, width, 1)
    if scale >= 1:
        return np.ascontiguousarray(gray)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True)
class _Level:
    """The corners of one level, as OpenCV's key points in its pixels; `scale` is the level's size to the picture's."""

    picture: Gray
    scale: tuple[float, float]
    size: float
    corners: Sequence[Any]


def _detected(small: Gray, most: int, step: float, levels: int) -> list[_Level]:
    pictures = [reduced(small, round(max(small.shape) / step**number)) for number in range(levels)]
    pictures = [picture for picture in pictures if min(picture.shape) >= SHORTEST_PX]
    sizes = step ** np.arange(len(pictures))
    shares = _COARSER ** (2 * np.log2(sizes))
    found = []
    for picture, size, share in zip(pictures, sizes.tolist(), shares / shares.sum(), strict=True):
        scale = picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0]
        found.append(_Level(picture, scale, size, _best(picture, max(1, round(most * share)))))
    return found


def _best(level: Gray, most: int) -> list[Any]:
    """The strongest corners of the level and, for a quarter of them, the strongest of each cell of a grid."""
    # Twice the wanted number by Harris's measure and all over: weaker ones serve only cells that have nothing better.
    import cv2

    corners = _orb(most * 8).detect(level, None)
    if not corners:
        return []
    at = cv2.KeyPoint_convert(corners)  # type: ignore[attr-defined]
    responses = np.array([corner.response for corner in corners])
    order = np.lexsort((at[:, 0], at[:, 1], -responses))
    height, width = level.shape
    each = max(1, round(most * _SPREAD / (_GRID * _GRID)))
    across, down = (at[order].astype(float) * _GRID / (width, height)).astype(int).T
    cells = down * (_GRID + 1) + across
    by_cell = np.argsort(cells, kind="stable")
    starts = np.searchsorted(cells[by_cell], cells[by_cell])
    ranks = np.empty(len(cells), int)
    ranks[by_cell] = np.arange(len(cells)) - starts
    chosen = np.concatenate([order[ranks < each], order[ranks >= each]])[:most]
    return [corners[place] for place in chosen.tolist()]


def _mirrored(level: _Level) -> _Level:
    import cv2

    width = level.picture.shape[1]
    turned = [
        cv2.KeyPoint(width - 1 - k.pt[0], k.pt[1], k.size, (180 - k.angle) % 360, k.response, k.octave)
        for k in level.corners
    ]
    return _Level(np.ascontiguousarray(level.picture[:, ::-1]), level.scale, level.size, turned)


def _gathered(small: Gray, levels: Sequence[_Level]) -> Features:
    points, sizes, angles, descriptors = [], [], [], []
    for level in levels:
        corners, described = _orb(1).compute(level.picture, level.corners)
        if described is None:
            continue
        # A level's pixel covers several of the picture: centers of pixels stay centers.
        at = np.array([corner.pt for corner in corners], np.float32)
        points.append((at + 0.5) / np.array(level.scale, np.float32) - 0.5)
        sizes.append(np.full(len(corners), level.size, np.float32))
        angles.append(np.array([corner.angle for corner in corners], np.float32))
        descriptors.append(described)
    height, width = small.shape
    if not points:
        nothing = np.zeros(0, np.float32)
        return Features(
            width, height, np.zeros((0, 2), np.float32), nothing, nothing, np.zeros((0, DESCRIPTOR_BYTES), np.uint8)
        )
    return Features(
        width,
        height,
        np.concatenate(points).astype(np.float32),
        np.concatenate(sizes),
        np.concatenate(angles),
        np.concatenate(descriptors),
    )


def _enlarged(features: Features, ratio: tuple[float, float]) -> Features:
    """The same features in a picture that is `ratio` times as wide and as high."""
    by = np.array(ratio, np.float32)
    return Features(
        features.width * ratio[0],
        features.height * ratio[1],
        (features.points + 0.5) * by - 0.5,
        features.sizes * np.float32(ratio[0] * ratio[1]) ** np.float32(0.5),
        features.angles,
        features.descriptors,
    )


@cache
def _orb(most: int) -> Any:
    import cv2

    return cv2.ORB_create(nfeatures=most, nlevels=1, edgeThreshold=_EDGE_PX, fastThreshold=_FAST_THRESHOLD)  # type: ignore[attr-defined]
