"""A claim that fits only so well, seen in the mirror: nearly symmetric logos draw the search into the wrong hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.decision.claims import Claim
from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.refinement.adjustment import polished
from brandkit.sightings.pixels.refinement.outline import refined
from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.pixels.verification.synthesis import explained_share, into, out_of

Array = NDArray[Any]

_GOOD_SUPPORT, _GOOD_EXPLAINED = 0.93, 0.985
_LARGEST_TURN_DEG = 30.0  # a mirrored logo stands about upright; what is turned further was laid there on purpose


def mirrored_claim(claim: Claim) -> Claim | None:
    """The claim of the other hand on its place, when what was found leaves much to explain and this leaves less."""
    seen = claim.evidence
    if seen.support > _GOOD_SUPPORT or seen.explained > _GOOD_EXPLAINED or abs(seen.turn_deg) > _LARGEST_TURN_DEG:
        return None
    page = PageSignal(claim.window.picture)
    best, least = None, explained_share(claim.drawn)
    for turn_deg in (0.0, 2 * seen.turn_deg):
        start = into(claim.window.to_window, into(claim.pose, _flip(claim.shape.lead, turn_deg - seen.turn_deg)))
        pose = refined(page, claim.view.contour, start)
        drawn = None if pose is None else polished(claim.window, claim.shape.lead, pose)
        if drawn is not None and explained_share(drawn) > least:
            best, least = drawn, explained_share(drawn)
    return None if best is None else replace(claim, pose=out_of(claim.window, best.pose), drawn=best)


def _flip(template: Template, turn_deg: float) -> Array:
    """(2, 3) flip of the artboard from left to right about the middle of its drawing, then a turn about it."""
    left, top, right, bottom = template.ink_box
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    linear = np.array([[c, -s], [s, c]]) @ np.diag([-1.0, 1.0])
    return np.column_stack([linear, middle - linear @ middle])
