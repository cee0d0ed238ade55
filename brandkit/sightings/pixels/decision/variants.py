"""Which master of a shape stands on a page, and which way round, told by its colours."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.color import delta_e, lab_of_rgb, to_hex
from brandkit.findings import ColorMatch
from brandkit.sightings.pixels.decision.claims import Claim
from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.pixels.verification.evidence import pose_facts
from brandkit.sightings.pixels.verification.synthesis import Drawn, explained, into

Array = NDArray[Any]

_FULL = 0.98  # cover at which a pixel shows the ink alone
_ENOUGH_PX = 12
_FAR = 40.0  # a colour further away than this is simply another one
_ONE_COLOR = 5.0  # delta E within which a page's inks are one
_UNSHOWN = 8.0  # cost of inks that differ in the master and are one on the page
_LEFTOVER_COST = 0.25  # delta E per 8-bit level of what the master's inks leave unexplained
_UPRIGHT_COST = 0.02  # per degree of turn: among equals the upright one
_MIRROR_COST = 3.0


class Reading(NamedTuple):
    """A master read off the page: pose (page pixels), drawing, colours, and their uncertainty in delta E."""

    template: Template
    pose: Array
    drawn: Drawn
    colors: tuple[ColorMatch, ...]
    delta_e_error: float


def reading_of(claim: Claim) -> Reading:
    """The master and orientation whose colours come closest."""
    best: tuple[float, Template, Array, Drawn] | None = None
    for turn in _turns(claim):
        pose = into(claim.pose, turn[:2])
        windowed = into(claim.window.to_window, pose)
        for template in claim.shape.templates:
            drawn = explained(claim.window, template, windowed, claim.drawn.variance, claim.drawn.ground)
            cost = _cost(template, drawn) + _turn_cost(pose, template)
            if best is None or cost < best[0] - 1e-6:
                best = (cost, template, pose, drawn)
    assert best is not None
    _, template, pose, drawn = best
    colors, error = _colors(template, drawn, claim.window.picture)
    return Reading(template, pose, drawn, colors, error)


def _turns(claim: Claim) -> list[Array]:
    """Symmetries worth reading: all when inks tell them apart, else the most upright one."""
    turns = list(claim.shape.symmetries)
    if len(turns) == 1:
        return turns
    order = sorted(turns, key=lambda turn: _turn_cost(into(claim.pose, turn[:2]), claim.shape.lead))
    return order if any(len(t.inks) > 1 for t in claim.shape.templates) else order[:1]


def _turn_cost(pose: Array, template: Template) -> float:
    stretch, turn, _, mirrored, _, _ = pose_facts(pose, template)
    return _UPRIGHT_COST * abs(turn) + _MIRROR_COST * mirrored + 2 * abs(math.log(max(stretch, 1e-6)))


def _cost(template: Template, drawn: Drawn) -> float:
    measured = lab_of_rgb(drawn.colors.clip(0, 255))
    expected = np.array([ink.lab for ink in template.inks])
    share = np.array([ink.share for ink in template.inks])
    away = np.minimum(delta_e(measured, expected), _FAR)
    cost = float((away * share).sum() / share.sum())
    spread = float(np.abs(delta_e(measured, measured[:1])).max()) if len(measured) > 1 else 0.0
    if len(measured) > 1 and spread < _ONE_COLOR:
        cost += _UNSHOWN
    return cost + _LEFTOVER_COST * math.sqrt(float((drawn.residual**2).mean()))


def _colors(template: Template, drawn: Drawn, picture: Array) -> tuple[tuple[ColorMatch, ...], float]:
    matches, errors = [], []
    for index, ink in enumerate(template.inks):
        full = drawn.cover[..., index] > _FULL
        pixels = picture[full]
        enough = len(pixels) >= _ENOUGH_PX
        rgb = np.median(pixels, axis=0) if enough and not ink.varies else drawn.colors[index].clip(0, 255)
        if enough and ink.varies:
            rgb = pixels.mean(axis=0)
        away = float(delta_e(lab_of_rgb(rgb), np.array(ink.lab)))
        matches.append(ColorMatch(ink.hex, to_hex(rgb), away, ink.share))
        # Without a single full pixel the colour is what the rims imply, good to a few steps.
        spread = float(lab_of_rgb(pixels).std(axis=0).max()) if enough else 6.0
        errors.append(0.3 + 2 * spread * 3 / math.sqrt(len(pixels)) if enough else 6.0)
    return tuple(matches), max(errors)
