"""The parts of a drawing that a page may show as one connected region: its pieces, its counters, the whole.

Which inks run together into one region depends on the ground and on the threshold, so unions of neighbouring inks in
order of lightness and of hue count as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.regions import Regions, regions_of_masks

Array = NDArray[Any]

MAX_PARTS = 28
_FILLED, _MIN_FILLED = 4, 0.1  # pieces that are looked at filled; the least share of the filled drawing
_MIN_PIECE = 0.004  # of the inked area; smaller pieces place nothing
_MIN_SIDE_PX = 5


def parts_of(planes: Array, labs: Array) -> Regions:
    """Largest parts first, in pixels of the planes; the whole drawing is always the first."""
    whole = planes.sum(axis=2) > 0.5
    total = max(1, int(whole.sum()))
    masks, seen = [whole], _key(whole)[None]
    pieces: list[tuple[int, Array, int]] = []
    for mask in [whole, *_unions(planes, labs)]:
        pieces += _pieces(mask, total, hole=False)
    pieces += _pieces(np.pad(~whole, 1, constant_values=True), total, hole=True)
    for _, picture, label in sorted(pieces, key=lambda piece: -piece[0]):
        mask = picture == label
        key = _key(mask)
        if (np.abs(key - seen) < 1.5 + 0.05 * np.abs(seen)).all(axis=1).any():
            continue
        seen = np.vstack([seen, key])
        masks.append(mask)
        if len(masks) == MAX_PARTS:
            break
    return regions_of_masks(masks)


def filled_parts(planes: Array) -> Regions:
    """The drawing with its counters filled, and its largest separate pieces so: what its outer outline alone shows."""
    import cv2

    whole = (planes.sum(axis=2) > 0.5).astype(np.uint8)
    outlines, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    sized = sorted(outlines, key=lambda line: (-cv2.contourArea(line), *line[0, 0].tolist()))
    masks = [cv2.drawContours(np.zeros_like(whole), outlines, -1, 1, cv2.FILLED) > 0]
    if len(sized) > 1:
        large = [line for line in sized[:_FILLED] if cv2.contourArea(line) > _MIN_FILLED * masks[0].sum()]
        masks += [cv2.drawContours(np.zeros_like(whole), [line], -1, 1, cv2.FILLED) > 0 for line in large]
    return regions_of_masks(masks)


def _unions(planes: Array, labs: Array) -> list[Array]:
    count = planes.shape[2]
    if count == 1:
        return []
    groups = {frozenset([k]) for k in range(count)}
    for channel in range(3):
        order = np.argsort(labs[:, channel], kind="stable")
        groups |= {frozenset(order[:cut].tolist()) for cut in range(1, count)}
        groups |= {frozenset(order[cut:].tolist()) for cut in range(1, count)}
    return [planes[..., sorted(group)].sum(axis=2) > 0.5 for group in sorted(groups, key=sorted)]


def _pieces(mask: Array, total: int, *, hole: bool) -> list[tuple[int, Array, int]]:
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4 if hole else 8)
    outside = int(labels[0, 0]) if hole else 0
    if hole:
        labels = labels[1:-1, 1:-1]
    return [
        (int(stats[k, cv2.CC_STAT_AREA]), labels, k)
        for k in range(1, count)
        if k != outside
        and stats[k, cv2.CC_STAT_AREA] > _MIN_PIECE * total
        and min(stats[k, cv2.CC_STAT_WIDTH], stats[k, cv2.CC_STAT_HEIGHT]) >= _MIN_SIDE_PX
    ]


def _key(mask: Array) -> Array:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return np.array([np.sqrt(mask.sum()), columns[0], rows[0], columns[-1], rows[-1]])
