"""Which master of a shape stands on a page, and which way round; and which other masters it may be as well.

The palette decides first: the colours as they are, seen through at half opacity, or painted over but in the same
arrangement of inks. What the palette leaves open, the drawings decide where they differ; what they leave open too,
is kept as an alternative, for those who know which version is in force.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.color import delta_e, lab_of_rgb, to_hex
from brandkit.findings import ColorMatch
from brandkit.sightings.pixels.decision.alteration import Altered, alteration_of
from brandkit.sightings.pixels.decision.apart import decided, lean_between
from brandkit.sightings.pixels.decision.claims import Claim
from brandkit.sightings.pixels.decision.mirrors import mirrored_claim
from brandkit.sightings.pixels.decision.palettes import in_own_colors, likeness, measured_colors, palettes_of
from brandkit.sightings.pixels.refinement.adjustment import polished
from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.pixels.verification.evidence import pose_facts
from brandkit.sightings.pixels.verification.synthesis import Drawn, Window, explained, into, out_of

Array = NDArray[Any]

_FULL = 0.98  # cover at which a pixel shows the ink alone
_ENOUGH_PX = 12
_LEFTOVER_COST = 0.25  # delta E per 8-bit level of what the master's inks leave unexplained
_UPRIGHT_COST = 0.02  # per degree of turn: among equals the upright one
_MIRROR_COST = 3.0
_AS_GOOD = 2.5  # delta E by which palettes must differ to settle how a symmetric outline stands
_MOST_TURNS = 4
_STRETCH_SLACK, _STRETCH_SLACK_PX = 0.003, 0.4  # a drawing so near its master's proportions is in them
_SAME_COVER, _SAME_LEVEL = 0.3, 6.0  # two files of one drawing: share of a pixel, and 8-bit
_JPEG_DELTA_E = 1.5  # what compression shifts a colour by, beside its own error


class Alternative(NamedTuple):
    """Another master that the page does not tell from the one that was read, at its pose in page pixels.

    identical : whether it looks the same at any size.
    """

    template: Template
    pose: Array
    colors: tuple[ColorMatch, ...]
    identical: bool = False


class Reading(NamedTuple):
    """A master read off the page: pose (page pixels), drawing, colours, and their uncertainty in delta E.

    opacity : share of ink in the colours, below 1 when the ground shows through.
    cost : delta E by which the page is off the master, with what its inks leave over.
    alternatives : masters that cannot be told from it here, nearest first.
    altered : what of the drawing is otherwise than in the master; None where that cannot be told.
    """

    template: Template
    pose: Array
    drawn: Drawn
    colors: tuple[ColorMatch, ...]
    delta_e_error: float
    opacity: float = 1.0
    cost: float = 0.0
    alternatives: tuple[Alternative, ...] = ()
    altered: Altered | None = None


class _Way(NamedTuple):
    """One way round, with the cost of each master there (by place in the shape) and the opacity that goes with it."""

    pose: Array
    lead: Drawn
    costs: tuple[float, ...]
    opacities: tuple[float, ...]

    @property
    def cost(self) -> float:
        return min(self.costs)


def reading_of(claim: Claim, rivals: Sequence[Claim] = ()) -> Reading:
    """The master and orientation that come closest; `rivals` are claims of other shapes on the same place."""
    own, mirrored = _own_reading(claim), mirrored_claim(claim)
    for rival in (*rivals, *([mirrored] if mirrored else [])):
        own = _against(claim.window, own, _own_reading(rival))
    return own._replace(altered=alteration_of(claim.window, own.template, own.drawn, own.opacity))


def _own_reading(claim: Claim) -> Reading:
    way = _way_round(claim)
    templates = claim.shape.templates
    best = min(range(len(templates)), key=lambda i: way.costs[i])
    drawn = _drawn(claim, templates[best], way.pose)
    colors, error = _colors(templates[best], drawn, claim.window.picture)
    read = Reading(templates[best], way.pose, drawn, colors, error, way.opacities[best], way.cost)
    return read._replace(alternatives=tuple(_look_alikes(claim, way, read)))


def _way_round(claim: Claim) -> _Way:
    """How the outline stands: by palette, else by what of the drawing is not symmetric, else upright."""
    ways = [_way(claim, into(claim.pose, turn[:2])) for turn in _turns(claim)]
    if len(ways) == 1:
        return ways[0]
    least = min(way.cost for way in ways)
    equal = [way for way in ways if way.cost <= least + _AS_GOOD]
    equal.sort(key=lambda way: _turn_cost(way.pose, claim.shape.lead))
    if len(equal) == 1:
        return equal[0]
    best = _settled(claim, equal[0])
    for way in equal[1:_MOST_TURNS]:
        other = _settled(claim, way)
        if decided(lean_between(claim.window.picture, best.lead, other.lead)) > 0:
            best = other
    return best


def _turns(claim: Claim) -> list[Array]:
    """Symmetries of the silhouette, the most upright first."""
    turns = list(claim.shape.symmetries)
    turns.sort(key=lambda turn: _turn_cost(into(claim.pose, turn[:2]), claim.shape.lead))
    if all(len(t.inks) == 1 for t in claim.shape.templates):
        return turns[:_MOST_TURNS]
    return turns


def _way(claim: Claim, pose: Array) -> _Way:
    shape = claim.shape
    lead = _drawn(claim, shape.lead, pose)
    measured = measured_colors(lead, claim.window.picture)
    alike = [likeness(shape, template, lead, measured) for template in shape.templates]
    left = [_leftover(lead if t is shape.lead else _drawn(claim, t, pose)) for t in shape.templates]
    costs = tuple(found.cost + _LEFTOVER_COST * more for found, more in zip(alike, left, strict=True))
    return _Way(pose, lead, costs, tuple(found.opacity for found in alike))


def _settled(claim: Claim, way: _Way) -> _Way:
    """The same way round with its pose made exact: a symmetry is known to a pixel, its small parts need better."""
    windowed = into(claim.window.to_window, way.pose)
    lead = polished(claim.window, claim.shape.lead, windowed, rounds=2, variance=claim.drawn.variance)
    if lead is None:
        return way
    return way._replace(pose=out_of(claim.window, lead.pose), lead=lead)


def _turn_cost(pose: Array, template: Template) -> float:
    stretch, turn, _, mirrored, _, _ = pose_facts(pose, template)
    return _UPRIGHT_COST * abs(turn) + _MIRROR_COST * mirrored + 2 * abs(math.log(max(stretch, 1e-6)))


def _look_alikes(claim: Claim, way: _Way, read: Reading) -> list[Alternative]:
    """Masters of the shape that neither colours nor drawing rule out."""
    shape, picture = claim.shape, claim.window.picture
    palettes = palettes_of(shape)
    measured = measured_colors(way.lead, picture)
    as_read = in_own_colors(read.template, read.drawn, read.opacity)
    found = []
    for template, cost in sorted(zip(shape.templates, way.costs, strict=True), key=lambda pair: pair[1]):
        if template is read.template:
            continue
        drawn = _drawn(claim, template, way.pose)
        identical = same_look(template, read.template)
        if not identical:
            apart = _palette_lead(measured, palettes[read.template.key], palettes[template.key])
            if apart > read.delta_e_error + _JPEG_DELTA_E or cost > way.cost + _AS_GOOD + read.delta_e_error:
                continue
            if decided(lean_between(picture, as_read, in_own_colors(template, drawn, read.opacity))) < 0:
                continue
        found.append(Alternative(template, way.pose, _colors(template, drawn, picture)[0], identical))
    return found


def same_look(one: Template, other: Template) -> bool:
    """Whether two masters show the same, to what rendering them costs."""
    if one.planes.shape[:2] != other.planes.shape[:2]:
        return False
    cover, test = (t.planes.sum(axis=2, keepdims=True) for t in (one, other))
    if float(np.abs(cover - test).max()) > _SAME_COVER:
        return False
    step = (one.picture.astype(np.float32) - other.picture) * np.minimum(cover, test)
    return float(np.abs(step).max()) < _SAME_LEVEL


def _palette_lead(measured: Array, own: Array, other: Array) -> float:
    """Delta E by which the page is nearer to the first palette, at the ink where that shows most."""
    page = lab_of_rgb(measured)
    return float((delta_e(page, lab_of_rgb(other)) - delta_e(page, lab_of_rgb(own))).max())


def _against(window: Window, read: Reading, rival: Reading) -> Reading:
    """What holds of two readings of one place: the one that the page shows where they differ, or both."""
    one, other = _fitted(window, read), _fitted(window, rival)
    lean = lean_between(window.picture, *(in_own_colors(r.template, r.drawn, r.opacity) for r in (one, other)))
    same = one.template is other.template
    verdict = decided(lean) or _nearer(one, other) or (_plainer(one, other) if same else _less_bent(one, other))
    if verdict < 0:
        return read
    if verdict > 0:
        return other
    also = Alternative(other.template, other.pose, other.colors)
    return read._replace(alternatives=(*read.alternatives, also, *other.alternatives))


def _fitted(window: Window, read: Reading) -> Reading:
    """The reading at the pose that fits this window best: two explanations are compared at their best."""
    drawn = polished(window, read.template, into(window.to_window, read.pose), rounds=3, variance=read.drawn.variance)
    return read if drawn is None else read._replace(drawn=drawn, pose=out_of(window, drawn.pose))


def _plainer(read: Reading, rival: Reading) -> int:
    """-1 for the way that is not mirrored, or turned less: what nobody can see, nobody is told of."""
    return -1 if _turn_cost(read.pose, read.template) <= _turn_cost(rival.pose, rival.template) else 1


def _nearer(read: Reading, rival: Reading) -> int:
    """-1 or 1 where the palette is clearly nearer to one."""
    clear = 2 * _AS_GOOD + read.delta_e_error
    if abs(read.cost - rival.cost) < clear:
        return 0
    return -1 if read.cost < rival.cost else 1


def _less_bent(read: Reading, rival: Reading) -> int:
    """-1 or 1 where one reading, and it alone, stands in its master's proportions; 0 when that does not tell."""
    bent = []
    for one in (read, rival):
        stretch, _, skew, _, width, height = pose_facts(one.pose, one.template)
        slack = _STRETCH_SLACK + _STRETCH_SLACK_PX / max(1.0, min(width, height))
        bent.append((abs(math.log(max(stretch, 1e-6))) + math.radians(abs(skew))) / slack)
    if min(bent) > 1 or max(bent) < 2:
        return 0
    return -1 if bent[0] < bent[1] else 1


def _drawn(claim: Claim, template: Template, pose: Array) -> Drawn:
    windowed = into(claim.window.to_window, pose)
    return explained(claim.window, template, windowed, claim.drawn.variance, claim.drawn.ground)


def _leftover(drawn: Drawn) -> float:
    """8-bit rms of what the master's own inks leave of the page, over the ink."""
    inked = drawn.total > 0.5
    return math.sqrt(float((drawn.residual[inked] ** 2).mean())) if inked.any() else 0.0


def _colors(template: Template, drawn: Drawn, picture: Array) -> tuple[tuple[ColorMatch, ...], float]:
    matches, errors = [], []
    for index, ink in enumerate(template.inks):
        full = (drawn.cover[..., index] > _FULL) & drawn.judged
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
