"""How much of a logo's ink can be seen: what lies on the page, less what something covers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.pixels.verification.occlusion import RIM_PX
from brandkit.sightings.pixels.verification.synthesis import Drawn, Window

Array = NDArray[Any]

_SIDE_PX = 160  # of the planes that are looked at
_EDGE_SLACK_PX = 1.0  # a master that hugs its drawing touches the edge of its own picture


def shown_ink(
    template: Template, to_page: Array, page: tuple[int, int], window: Window, drawn: Drawn
) -> tuple[float, float]:
    """Shares 0..1 of the ink: what lies on the page with nothing over it, and what something covers there.

    Parameters
    ----------
    to_page : (3, 3) artboard units to page pixels.
    page : its height and width in pixels.
    window, drawn : where the logo was drawn again, with what lies over it.
    """
    there, covered = _on_page(template, to_page, page), _covered(window, drawn)
    return there * (1 - covered), there * covered


def _on_page(template: Template, to_page: Array, page: tuple[int, int]) -> float:
    level = 0
    while max(template.halvings[level].shape[:2]) > _SIDE_PX and level + 1 < len(template.halvings):
        level += 1
    cover = template.halvings[level].sum(axis=2)
    row, column = np.nonzero(cover > 0)
    per_unit = np.array(template.scale) / 2.0**level
    there = to_page @ np.stack([(column + 0.5) / per_unit[0], (row + 0.5) / per_unit[1], np.ones(len(row))])
    x, y = there[:2] / there[2]
    ink, height, width = cover[row, column], page[0], page[1]
    beyond = np.maximum(np.maximum(-x, x - width), np.maximum(-y, y - height))
    if beyond.max() < _EDGE_SLACK_PX:
        return 1.0
    return float(ink[beyond < 0].sum() / ink.sum())


def _covered(window: Window, drawn: Drawn) -> float:
    """Share of the ink in the window that something lies over; the mask's own margin is taken off."""
    import cv2

    if window.hidden is None:
        return 0.0
    kernel = np.ones((2 * RIM_PX + 1,) * 2, np.uint8)
    over = cv2.erode(window.hidden.astype(np.uint8), kernel, borderValue=1) > 0
    return float(drawn.total[over].sum() / max(float(drawn.total.sum()), 1e-9))
