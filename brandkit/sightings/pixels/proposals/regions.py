"""Shape of a connected region, free of where it lies and of any affine map: whitened polar profiles.

A region of pixels is described by its centroid, the square root of its covariance (its size, stretch and slant) and a
polar profile: how much of each ring and spoke it covers once the covariance is taken out. What is left of an affine map
is a turn, perhaps mirrored: magnitudes of the angular spectrum ignore it, its phases tell it.

Coordinates are pixel edges: the centre of the first pixel is (0.5, 0.5). Profiles are (n, RINGS, SPOKES) float32, 0..1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

RINGS, SPOKES, HARMONICS = 14, 64, 16
_RADII = np.linspace(0.15, 2.5, RINGS)  # in standard deviations: a disc ends at 2, a square's corner at 2.45
_ANGLES = np.arange(SPOKES) * (2 * math.pi / SPOKES)
_GRID = np.stack([np.outer(_RADII, np.cos(_ANGLES)).ravel(), np.outer(_RADII, np.sin(_ANGLES)).ravel()])
_RING_WEIGHT = np.sqrt(_RADII)[:, None]  # outer rings stand for more area
_PIXEL_VARIANCE = 1 / 12


@dataclass(frozen=True, eq=False)
class Regions:
    """n regions of one picture: (n, 2) centroids, (n, 2, 2) roots of covariance, (n,) areas, (n, 4) boxes, spectra.

    boxes are x0, y0, x1, y1; `spectra` (n, RINGS, HARMONICS) complex; `signatures` (n, RINGS * HARMONICS), unit length.
    """

    centroids: Array
    roots: Array
    areas: Array
    boxes: Array
    spectra: Array
    signatures: Array

    def __len__(self) -> int:
        return self.centroids.shape[0]


def root_of_covariance(xx: float, xy: float, yy: float) -> Array:
    """The symmetric square root of [[xx, xy], [xy, yy]], positive definite."""
    product = math.sqrt(max(xx * yy - xy * xy, 1e-9))
    trace = math.sqrt(xx + yy + 2 * product)
    return np.array([[(xx + product) / trace, xy / trace], [xy / trace, (yy + product) / trace]])


def moments_of(mask: Array, x: float, y: float) -> tuple[float, Array, Array]:
    """Area, centroid and root of covariance of a 0/1 mask whose first pixel is at column x, row y of the picture."""
    import cv2

    m = cv2.moments(mask, True)
    area = m["m00"]
    centroid = np.array([m["m10"] / area + x + 0.5, m["m01"] / area + y + 0.5])
    root = root_of_covariance(m["mu20"] / area + _PIXEL_VARIANCE, m["mu11"] / area, m["mu02"] / area + _PIXEL_VARIANCE)
    return area, centroid, root


def profiles_of(
    labels: Array, ids: Array, centroids: Array, roots: Array
) -> Array:
    """(n, RINGS, SPOKES) share of each polar sample covered by its own region, bilinear, 0 outside the picture."""
    height, width = labels.shape
    places = np.einsum("nij,jk->nik", roots, _GRID) + (centroids - 0.5)[:, :, None]
    left, top = np.floor(places[:, 0]).astype(np.int32), np.floor(places[:, 1]).astype(np.int32)
    fx, fy = (places[:, 0] - left).astype(np.float32), (places[:, 1] - top).astype(np.float32)
    flat, own = labels.ravel(), ids[:, None].astype(labels.dtype)
    covered = np.zeros(left.shape, np.float32)
    for dx, wx in ((0, 1 - fx), (1, fx)):
        column = left + dx
        for dy, wy in ((0, 1 - fy), (1, fy)):
            row = top + dy
            inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
            hit = flat[np.where(inside, row * width + column, 0)] == own
            covered += np.where(hit & inside, wx * wy, np.float32(0))
    return covered.reshape(-1, RINGS, SPOKES)


def described(
    centroids: Array, roots: Array, areas: Array, boxes: Array, profiles: Array
) -> Regions:
    """The regions with the angular spectra of their profiles."""
    spectra = np.fft.rfft(profiles * _RING_WEIGHT, axis=-1)[..., :HARMONICS].astype(np.complex64)
    size = np.abs(spectra).reshape(len(profiles), RINGS * HARMONICS)
    signatures = size / (np.linalg.norm(size, axis=1, keepdims=True) + 1e-9)
    return Regions(centroids, roots, areas, boxes, spectra, signatures.astype(np.float32))


def regions_of_masks(masks: list[Array]) -> Regions:
    """The regions that one mask each covers, in that order."""
    found = []
    for covered in masks:
        mask = covered.astype(np.uint8)
        area, centroid, root = moments_of(mask, 0, 0)
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        box = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], float)
        profile = profiles_of(mask.astype(np.int32), np.array([1]), centroid[None], root[None])[0]
        found.append((area, centroid, root, box, profile))
    areas, centroids, roots, boxes, profiles = zip(*found, strict=True)
    return described(np.array(centroids), np.array(roots), np.array(areas), np.array(boxes), np.array(profiles))


def turns_between(
    seen: Array, known: Array, mirrored: bool, peaks: int = 2
) -> tuple[list[Array], list[Array]]:
    """Best turns of the known whitened profiles onto the seen ones: per peak (n,) radians and (n,) correlation 0..1.

    Both are (n, RINGS, HARMONICS). A mirrored known profile is flipped about its x axis before the turn. Further
    peaks are at least 34 degrees from the earlier ones.
    """
    other = np.conj(known) if mirrored else known
    cross = np.zeros((len(seen), SPOKES // 2 + 1), np.complex64)
    cross[:, :HARMONICS] = (seen * np.conj(other)).sum(1)
    score = np.fft.irfft(cross, SPOKES, axis=1)
    power = _energy(seen) * _energy(other) + 1e-9
    rows, turns, scores = np.arange(len(seen)), [], []
    for _ in range(peaks):
        best = score.argmax(1)
        before, at, after = score[rows, best - 1], score[rows, best], score[rows, (best + 1) % SPOKES]
        turns.append((best + _peak_shift(before, at, after)) * (2 * math.pi / SPOKES))
        scores.append(at / power)
        for near in range(-6, 7):
            score[rows, (best + near) % SPOKES] = -1e9
    return turns, scores


def _peak_shift(before: Array, at: Array, after: Array) -> Array:
    """Where between its neighbours the top of a parabola through three samples lies, -0.5..0.5."""
    bend = before - 2 * at + after
    peaked = bend < -1e-12
    return np.where(peaked, 0.5 * (before - after) / np.where(peaked, bend, -1.0), 0.0).clip(-0.5, 0.5)


def _energy(spectra: Array) -> Array:
    power = np.abs(spectra) ** 2
    total = power[..., 0].sum(-1) + 2 * power[..., 1:].sum((-1, -2))
    return np.sqrt(total / SPOKES)
