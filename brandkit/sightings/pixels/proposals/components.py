"""Connected regions of a page: of thresholds on L, a and b, both ways, and of flat fields; no near-copies.

Each mask is labelled once; areas, moments and boxes are summed over its runs (stretches of a row), of which there are
far fewer than pixels. A page of much text has more regions than are worth describing: the largest are kept, since a
logo's parts are larger than the letters of running text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.proposals.regions import RINGS, SPOKES, Regions, described, profiles_of

Array = NDArray[Any]

LIGHTNESS_LEVELS, HUE_LEVELS = 12, 6
MAX_REGIONS = 3000
_LARGE_PAGE_PX = 1_000_000  # a larger page's colours are looked at by half its size, as pictures mostly store them
_MIN_AREA_PX, _MIN_SIDE_PX = 20, 4
_MAX_SHARE = 0.5  # of the page; larger regions are grounds
_FLAT_STEP = 14  # 8-bit step between neighbours below which two pixels belong to one flat field
_LEAST_RANGE = 8  # 8-bit levels of a channel; with fewer there is nothing to part
_PIXEL_VARIANCE = 1 / 12


class _Found(NamedTuple):
    """Regions of one mask: labels, areas, (n, 2) centroids, (n, 3) covariances xx, xy, yy, (n, 4) boxes."""

    ids: Array
    areas: Array
    centroids: Array
    covariances: Array
    boxes: Array


def regions_of(image: Array) -> Regions:
    """The regions of an (H, W, 3) uint8 sRGB picture, in order of its masks."""
    batches = [_enlarged(_measured(mask, connectivity), shrunk) for mask, connectivity, shrunk in _masks(image)]
    kept = _distinct(batches)
    if not any(len(rows) for rows in kept):
        profiles = np.zeros((0, RINGS, SPOKES), np.float32)
        return described(np.zeros((0, 2)), np.zeros((0, 2, 2)), np.zeros(0), np.zeros((0, 4)), profiles)
    columns: list[tuple[Array, ...]] = []
    for (mask, connectivity, shrunk), found, rows in zip(_masks(image), batches, kept, strict=True):
        if not len(rows):
            continue
        labels = _labels(mask, connectivity)
        roots = _roots(found.covariances[rows])
        profiles = profiles_of(labels, found.ids[rows], found.centroids[rows] / shrunk, roots / shrunk)
        columns.append((found.centroids[rows], roots, found.areas[rows], found.boxes[rows], profiles))
    return described(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _masks(image: Array) -> Iterator[tuple[Array, int, int]]:
    """Masks 0/255 with the connectivity of their regions, and how many pixels of the picture make one of theirs."""
    import cv2

    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
    step = cv2.morphologyEx(image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    step = cv2.max(cv2.max(cv2.extractChannel(step, 0), cv2.extractChannel(step, 1)), cv2.extractChannel(step, 2))
    for channel, most in ((0, LIGHTNESS_LEVELS), (1, HUE_LEVELS), (2, HUE_LEVELS)):
        plane = cv2.extractChannel(lab, channel)
        shrunk = 2 if channel and plane.size > _LARGE_PAGE_PX else 1
        if shrunk > 1:
            plane = cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        share = np.cumsum(cv2.calcHist([plane], [0], None, [256], [0, 256]).ravel()) / plane.size
        low, high = int(np.searchsorted(share, 0.0003)), int(np.searchsorted(share, 0.9997))
        if high - low < _LEAST_RANGE:
            continue
        levels = min(most, max(2, (high - low) // 6))
        for threshold in np.linspace(low, high, levels + 2)[1:-1]:
            yield cv2.threshold(plane, int(threshold), 255, cv2.THRESH_BINARY)[1], 8, shrunk
            yield cv2.threshold(plane, int(threshold), 255, cv2.THRESH_BINARY_INV)[1], 8, shrunk
    # Last: flat fields lack their rims, and of near-copies the first is kept.
    yield cv2.threshold(step, _FLAT_STEP - 1, 255, cv2.THRESH_BINARY_INV)[1], 4, 1


def _enlarged(found: _Found, shrunk: int) -> _Found:
    """What was measured on a mask of larger pixels, in the picture's own."""
    if shrunk == 1:
        return found
    covariances = found.covariances * shrunk**2
    return _Found(found.ids, found.areas * shrunk**2, found.centroids * shrunk, covariances, found.boxes * shrunk)


def _labels(mask: Array, connectivity: int) -> Array:
    import cv2

    return cv2.connectedComponents(mask, connectivity=connectivity, ltype=cv2.CV_32S)[1]


def _measured(mask: Array, connectivity: int) -> _Found:
    """The regions of a 0/255 mask that are neither specks nor grounds."""
    width, flat = mask.shape[1], mask.ravel()
    turns = np.empty(flat.size, bool)
    np.not_equal(flat[1:], flat[:-1], out=turns[1:])
    turns[::width] = True  # a row's end ends its runs
    first = np.flatnonzero(turns)
    past = np.append(first[1:], flat.size)
    inked = flat[first] > 0
    first, past = first[inked], past[inked]
    if not len(first):
        return _none()
    labels = _labels(mask, connectivity)
    own = labels.ravel()[first]
    row, x0 = np.divmod(first, width)
    length = (past - first).astype(np.float64)
    count = int(own.max()) + 1
    areas = np.bincount(own, length, count)
    fit = (areas >= _MIN_AREA_PX) & (areas < _MAX_SHARE * mask.size)
    kept = fit[own]
    if not kept.any():
        return _none()
    own, row, x0, length = own[kept], row[kept].astype(np.float64), x0[kept].astype(np.float64), length[kept]
    order = np.argsort(own, kind="stable")
    own, row, x0, length = own[order], row[order], x0[order], length[order]
    starts = np.flatnonzero(np.concatenate([[True], own[1:] != own[:-1]]))
    boxes = np.column_stack([
        np.minimum.reduceat(x0, starts), row[starts],
        np.maximum.reduceat(x0 + length, starts), np.maximum.reduceat(row, starts) + 1,
    ])  # fmt: skip
    return _summed(own[starts], starts, (row, x0, length), boxes)


def _summed(ids: Array, starts: Array, runs: tuple[Array, Array, Array], boxes: Array) -> _Found:
    row, x0, length = runs
    counts = np.diff(np.append(starts, len(row)))
    # About each region's own corner, so that squares stay small and exact.
    x = x0 - np.repeat(boxes[:, 0], counts) + length / 2
    y = row - np.repeat(boxes[:, 1], counts) + 0.5
    area = np.add.reduceat(length, starts)
    mx, my = np.add.reduceat(length * x, starts) / area, np.add.reduceat(length * y, starts) / area
    # A run of n pixels about its middle has n (n^2 - 1) / 12 to add; each pixel's own extent 1/12 comes to it.
    xx = np.add.reduceat(length * (x * x + (length * length - 1) / 12), starts) / area - mx * mx
    xy = np.add.reduceat(length * x * y, starts) / area - mx * my
    yy = np.add.reduceat(length * y * y, starts) / area - my * my
    centroids = np.column_stack([mx + boxes[:, 0], my + boxes[:, 1]])
    found = _Found(ids, area, centroids, np.column_stack([xx + _PIXEL_VARIANCE, xy, yy + _PIXEL_VARIANCE]), boxes)
    large = (boxes[:, 2:] - boxes[:, :2]).min(axis=1) >= _MIN_SIDE_PX
    return _Found(*(column[large] for column in found))


def _distinct(batches: list[_Found]) -> list[Array]:
    """Per mask, the rows of regions that no earlier mask has nearly the same, at most MAX_REGIONS, largest ones."""
    sizes = [len(batch.ids) for batch in batches]
    if not sum(sizes):
        return [np.zeros(0, np.int64) for _ in batches]
    centroids = np.concatenate([batch.centroids for batch in batches])
    areas = np.concatenate([batch.areas for batch in batches])
    boxes = np.concatenate([batch.boxes for batch in batches])
    extent = np.column_stack([areas, boxes[:, 2:] - boxes[:, :2]])
    key = np.column_stack([np.round(centroids / 2), np.round(np.log(extent) * 7)]).astype(np.int64)
    packed = (((key[:, 0] << 13 | key[:, 1]) << 8 | key[:, 2]) << 7 | key[:, 3]) << 7 | key[:, 4]
    first = np.sort(np.unique(packed, return_index=True)[1])
    if len(first) > MAX_REGIONS:
        first = np.sort(first[np.argsort(-areas[first], kind="stable")[:MAX_REGIONS]])
    borders = np.searchsorted(first, np.concatenate([[0], np.cumsum(sizes)]))
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    return [first[borders[k] : borders[k + 1]] - offsets[k] for k in range(len(batches))]


def _roots(covariances: Array) -> Array:
    """(n, 2, 2) symmetric square roots of covariances given as xx, xy, yy."""
    xx, xy, yy = covariances.T
    product = np.sqrt(np.maximum(xx * yy - xy * xy, 1e-9))
    trace = np.sqrt(xx + yy + 2 * product)
    off = xy / trace
    return np.stack([np.stack([(xx + product) / trace, off], 1), np.stack([off, (yy + product) / trace], 1)], 1)


def _none() -> _Found:
    nothing = np.zeros(0)
    return _Found(np.zeros(0, np.int32), nothing, np.zeros((0, 2)), np.zeros((0, 3)), np.zeros((0, 4)))
