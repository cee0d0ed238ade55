"""How near the colours on a page come to a master's palette: as they are, seen through, in gray, or painted over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from brandkit.color import delta_e, lab_of_rgb, rgb_of_lab
from brandkit.sightings.pixels.templates.template import Shape, Template
from brandkit.sightings.pixels.verification.synthesis import Drawn

Array = NDArray[Any]

_FULL = 0.98  # cover at which a pixel shows the ink alone
_ENOUGH_PX = 12
_FAR = 40.0  # a colour further away than this is simply another one
# Delta E by which an alteration must bring the palette nearer.
_FADED_COST, _GRAY_COST, _REPAINTED_COST = 4.0, 5.0, 10.0
_REPAINTED_SHARE = 0.15  # of the distance still counts: of two repainted palettes the nearer one
_LEAST_OPACITY = 0.15
_PLAIN_OPACITY = 0.97
_CONTRAST_COST = 0.6  # delta E for one of difference between inks that the page has otherwise
_OWN_COLOR = 12.0  # delta E within which an ink is its own, if worn
_MOSTLY = 0.5  # of the ink by area: with less of it in its own colours a logo is repainted
_LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601, by which most programs make gray
_SETTLED_PX = 8.0  # pixels of ink from which its colour counts half

_palettes: WeakKeyDictionary[Shape, dict[str, Array]] = WeakKeyDictionary()


class Likeness(NamedTuple):
    """Cost in delta E of taking the page's colours for a master's; `opacity` at which its inks come nearest."""

    cost: float
    opacity: float


def measured_colors(drawn: Drawn, picture: Array) -> Array:
    """(n, 3) sRGB of each ink: the median where it stands alone, else what its rims imply."""
    found = drawn.colors.clip(0, 255).astype(np.float64)
    for index in range(len(found)):
        pixels = picture[(drawn.cover[..., index] > _FULL) & drawn.judged]
        if len(pixels) >= _ENOUGH_PX:
            found[index] = np.median(pixels, axis=0)
    return found


def likeness(shape: Shape, template: Template, lead: Drawn, measured: Array) -> Likeness:
    """How a master of the shape fits the colours measured under the inks of the shape's first one.

    lead : the first master drawn at the pose; measured : (n, 3) sRGB of its inks on the page.
    """
    expected = palettes_of(shape)[template.key]
    weights = _weights(shape.lead, lead)
    plain = _away(measured, expected, weights)
    grounds = _grounds_under(lead)
    opacity = _opacity(measured, expected, grounds, weights)
    faded = _FADED_COST + _away(measured, opacity * expected + (1 - opacity) * grounds, weights)
    contrast = _CONTRAST_COST * _contrast_gap(measured, expected, weights)
    # A part of the logo that nobody painted over keeps a repainted palette near.
    repainted = _REPAINTED_COST + _REPAINTED_SHARE * plain + contrast
    gray = _GRAY_COST + _away(measured, np.repeat(expected @ _LUMA, 3).reshape(-1, 3), weights)
    solid = min(plain, gray, repainted)
    return Likeness(faded, opacity) if opacity < _PLAIN_OPACITY and faded < solid else Likeness(solid, 1.0)


def palettes_of(shape: Shape) -> dict[str, Array]:
    """For each master by key, the (n, 3) sRGB that it has under each of the n inks of the shape's first one."""
    if shape in _palettes:
        return _palettes[shape]
    planes = shape.lead.planes
    found: dict[str, Array] = {}
    for template in shape.templates:
        colors = []
        for index in range(planes.shape[2]):
            inside = planes[..., index] > 0.9
            if not inside.any():
                inside = planes[..., index] > 0.5 * planes[..., index].max()
            pixels = template.picture[inside].astype(np.float64)
            varies = shape.lead.inks[index].varies
            colors.append(pixels.mean(axis=0) if varies else np.median(pixels, axis=0))
        found[template.key] = np.array(colors)
    _palettes[shape] = found
    return found


def in_own_colors(template: Template, drawn: Drawn, opacity: float) -> Drawn:
    """The drawing with its inks as they should be where the page has others; as it is when most of it is repainted.

    An ink that the page shows in the colour of its ground is not there: drawn in that colour it would explain a
    master that has the part as well as one that has not.
    """
    expected = rgb_of_lab(np.array([ink.lab for ink in template.inks]))
    share = np.array([ink.share for ink in template.inks])
    expected = opacity * expected + (1 - opacity) * _grounds_under(drawn)
    own = delta_e(lab_of_rgb(drawn.colors.clip(0, 255)), lab_of_rgb(expected)) < _OWN_COLOR
    if own.all() or share[own].sum() < _MOSTLY * share.sum():
        return drawn
    return replace(drawn, colors=np.where(own[:, None], drawn.colors, expected))


def _weights(lead: Template, drawn: Drawn) -> Array:
    """Small inks tell as much as large ones as long as enough of them is seen; steps of a gradient tell less."""
    share = np.sqrt(np.array([ink.share for ink in lead.inks]))
    seen = (drawn.cover.astype(np.float64) ** 2).sum(axis=(0, 1))
    steady = np.array([0.5 if ink.varies else 1.0 for ink in lead.inks])
    weights = share * seen / (seen + _SETTLED_PX) * steady
    return weights / max(1e-9, float(weights.sum()))


def _grounds_under(drawn: Drawn) -> Array:
    cover = drawn.cover.reshape(-1, drawn.cover.shape[2]).astype(np.float64)
    return cover.T @ drawn.ground.reshape(-1, 3) / np.maximum(cover.sum(axis=0), 1e-6)[:, None]


def _opacity(measured: Array, expected: Array, grounds: Array, weights: Array) -> float:
    """The share of ink in measured = share · expected + (1 - share) · ground that comes nearest by squares."""
    ink, seen = expected - grounds, measured - grounds
    power = float((weights[:, None] * ink * ink).sum())
    share = float((weights[:, None] * ink * seen).sum()) / power if power > 1 else 1.0
    return min(1.0, max(_LEAST_OPACITY, share))


def _away(measured: Array, expected: Array, weights: Array) -> float:
    away = np.minimum(delta_e(lab_of_rgb(measured), lab_of_rgb(expected.clip(0, 255))), _FAR)
    return float((away * weights).sum())


def _contrast_gap(measured: Array, expected: Array, weights: Array) -> float:
    """Mean difference between how far inks lie apart on the page and in the master, over pairs of inks."""
    if len(measured) < 2:
        return 0.0
    seen, wanted = lab_of_rgb(measured), lab_of_rgb(expected)
    pairs = np.outer(weights, weights)
    np.fill_diagonal(pairs, 0)
    apart, should = (np.minimum(np.linalg.norm(v[:, None] - v, axis=2), 2 * _FAR) for v in (seen, wanted))
    return float((pairs * np.abs(apart - should)).sum() / max(1e-9, float(pairs.sum())))
