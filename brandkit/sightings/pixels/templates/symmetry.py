"""Turns and flips that leave a drawing as it is: what of a pose cannot be told from its outline or its inks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_SIDE_PX = 96
_SAME = 0.955  # share of the drawing that must fall on itself
_TURNS_DEG = tuple(sorted({*range(0, 360, 15), *range(0, 360, 36)}))


def symmetries_of(labels: Array) -> tuple[Array, ...]:
    """(3, 3) maps in pixel-edge coordinates of the label picture under which it stays nearly the same; identity first.

    labels : (H, W), 0 for ground. Only turns by multiples of 15 and 36 degrees, and flips with them, are tried.
    """
    import cv2

    scale = min(1.0, _SIDE_PX / max(labels.shape))
    size = (max(8, round(labels.shape[1] * scale)), max(8, round(labels.shape[0] * scale)))
    small = cv2.resize(labels.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    small = np.pad(small, max(size) // 4)
    rows, columns = np.nonzero(small)
    if not len(rows):
        return (np.eye(3),)
    center = np.array([(columns.min() + columns.max() + 1) / 2, (rows.min() + rows.max() + 1) / 2])
    to_small = np.diag([size[0] / labels.shape[1], size[1] / labels.shape[0], 1.0])
    to_small[:2, 2] = max(size) // 4
    found = [np.eye(3)]
    for mirrored in (False, True):
        for degrees in _TURNS_DEG:
            if not mirrored and degrees == 0:
                continue
            turn = _about(center, degrees, mirrored)
            if _kept(small, turn):
                found.append(np.linalg.inv(to_small) @ turn @ to_small)
    return tuple(found)


def _about(center: Array, degrees: float, mirrored: bool) -> Array:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    linear = np.array([[c, -s], [s, c]]) @ np.diag([-1.0 if mirrored else 1.0, 1.0])
    result = np.eye(3)
    result[:2, :2], result[:2, 2] = linear, center - linear @ center
    return result


def _kept(labels: Array, turn: Array) -> bool:
    import cv2

    half = turn[:2].copy()
    half[:, 2] += half[:, :2] @ np.array([0.5, 0.5]) - 0.5
    turned = cv2.warpAffine(labels, half, labels.shape[::-1], flags=cv2.INTER_NEAREST)
    drawn = (labels > 0) | (turned > 0)
    return bool(((turned == labels) & drawn).sum() > _SAME * drawn.sum())
