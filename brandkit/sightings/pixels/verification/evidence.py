"""What speaks for and against a logo at a pose: edges where its outline is, and how well its drawing explains the page.

Only what can be seen is judged: outline on the page, between colours that differ there. A white part on a white ground
speaks neither for nor against.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.color import delta_e, lab_of_rgb
from brandkit.geometry import Affine, pose_of
from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.refinement.outline import on_page, placed
from brandkit.sightings.pixels.templates.contours import Contour
from brandkit.sightings.pixels.templates.template import Shape, Template, View
from brandkit.sightings.pixels.verification.synthesis import Drawn, Window, explained, explained_share, into, painted

Array = NDArray[Any]

_TOLERANCE_PX = 1.25
_OFFSETS = np.arange(-4, 5) * 0.5
_FACING = 0.86  # cosine between an edge and the outline from which they agree
_LEAST_STRENGTH = 0.4  # of the edge that the drawing has there
_LEAST_EDGE = 3.0  # 8-bit sRGB step per pixel below which noise makes edges too
_LEAST_POINTS = 16
_EDGE_SLACK_PX = 1.0  # a master that hugs its drawing touches the edge of its own picture
_PATCH_SHARE, _LEAST_PATCH_PX = 1 / 10, 6
_RESTLESS_LEVEL = 3.0  # 8-bit, mean over 5 × 5 pixels
_PATCH_INK = 0.25  # of the mean energy; a patch with less shows too little
_NOISE_ALLOWED = 6.0  # 8-bit
_SUM = np.ones(3, np.float32)
_GRID = 3  # cells each way in which the outline is judged by itself
_CELL_POINTS = 8
_MOST_TURNS = 8
_RIM = 0.1  # cover from which a pixel shows ink
_CELL_ENERGY = 0.25  # of the mean cell's; one with less shows too little


class Evidence(NamedTuple):
    """What was seen at a pose.

    support : share 0..1 of the visible outline that has its edge.
    weakest : the same in the worst cell of the drawing's box, of those with enough outline.
    seen : share of the visible outline that shows in the drawing itself.
    visible : share of the outline that lies on the page with nothing over it; `hidden` the share that something covers.
    explained : 1 - left-over energy / energy of ink against ground; `worst` the same in the worst patch of the drawing.
    agreeing : -1..1 correlation of the slopes of page and drawing, by which neither ground nor shade counts;
        `least_agreeing` the same in the worst cell.
    uneven : left-over inside the ink, 8-bit rms, over its contrast.
    contrast : 8-bit sRGB distance of ink and ground, weighted by area.
    restless : whether the ground changes where it had to be guessed.
    offset_px : mean distance of the supporting edges from the outline, page pixels.
    length_px : supported outline in page pixels; distinct_px : what of it no plain figure explains, at
        the least; inner_px : the part of it between inks.
    color_away : delta E of the fitted colours from the nearest master's, by area.
    stretch, turn_deg, skew_deg, mirrored, smaller_px, larger_px : the pose, and the drawing's sides in page pixels.
    """

    support: float
    weakest: float
    seen: float
    visible: float
    hidden: float
    explained: float
    worst: float
    agreeing: float
    least_agreeing: float
    uneven: float
    contrast: float
    restless: bool
    offset_px: float
    length_px: float
    distinct_px: float
    inner_px: float
    color_away: float
    stretch: float
    turn_deg: float
    skew_deg: float
    mirrored: bool
    smaller_px: float
    larger_px: float


def outline_support(page: PageSignal, contour: Contour, pose: Array, level: int = 0) -> float:
    """Quick share of the outline on the page that has a facing edge near it, whatever its colours."""
    there, facing = placed(pose, contour.points[::2], contour.normals[::2])
    inside = on_page(page, there)
    if inside.sum() < 12:
        return 0.0
    edge, any_edge = page.across(level, there, facing, np.arange(-3, 4) * 0.5)
    best = edge.argmax(axis=1)
    rows = np.arange(len(best))
    strength = edge[rows, best]
    floor = max(1.2, 0.15 * float(np.percentile(strength[inside], 75)))
    good = (strength > floor) & (strength > _FACING * any_edge[rows, best])
    return float(good[inside].mean())


def evidence_of(shape: Shape, view: View, window: Window, drawn: Drawn, pose: Array) -> Evidence:
    """The evidence for a shape drawn in a window; `pose` is the same pose in page pixels.

    The drawing is looked at in the same way as the page: outline that it does not show itself, because strokes run
    together at its size and blur or because its colours are those of the ground, is not asked of the page.
    """
    contour = view.contour
    there, facing = placed(drawn.pose, contour.points, contour.normals)
    page, model = PageSignal(window.picture), PageSignal(painted(drawn))
    strength, offset, faces = _edges(page, there, facing)
    expected, expected_offset, expected_faces = _edges(model, there, facing)
    shows = (expected > max(_LEAST_EDGE, 0.1 * float(np.percentile(expected, 80)))) & expected_faces
    shows &= np.abs(expected_offset) <= _TOLERANCE_PX
    under = _covered(window, there)
    inside = on_page(page, there, 0.5) & ~under
    seen = inside & shows
    good = (strength > _LEAST_STRENGTH * expected) & faces & (np.abs(offset - expected_offset) <= _TOLERANCE_PX)
    weights, per_pixel = contour.weights, math.sqrt(abs(float(np.linalg.det(pose[:, :2]))))
    shown = float(weights[seen].sum())
    length = float(weights[seen & good].sum()) * per_pixel
    stretch, turn, skew, mirrored, width, height = pose_facts(pose, shape.lead)
    away = np.abs(offset - expected_offset)[seen & good]
    on_the_page = on_page(page, there, -_EDGE_SLACK_PX)
    restless = _restless(drawn, window)
    agreeing, least_agreeing = _agreement(page, model, drawn, shape.lead, restless)
    share, uneven, contrast = _leftover(drawn, restless)
    plain = float(weights.sum()) * (1 - view.distinctiveness) * shown / max(float(weights[inside].sum()), 1e-9)
    return Evidence(
        support=length / max(1e-9, shown * per_pixel) if seen.sum() >= _LEAST_POINTS else 0.0,
        weakest=_weakest_cell(contour, shape.lead, seen, good),
        seen=shown / max(float(weights[inside].sum()), 1e-9),
        visible=float(weights[on_the_page & ~under].sum() / weights.sum()),
        hidden=float(weights[on_the_page & under].sum() / weights.sum()),
        explained=share,
        worst=_worst_patch(drawn, restless),
        agreeing=agreeing,
        least_agreeing=least_agreeing,
        uneven=uneven,
        contrast=contrast,
        restless=restless,
        offset_px=float(away.mean()) / window.scale if len(away) else 9.0,
        length_px=length,
        # What hides part of the logo may leave just its plain figures to be seen.
        distinct_px=max(0.0, length - plain * per_pixel),
        inner_px=float(weights[seen & good & (contour.outer > 0)].sum()) * per_pixel,
        color_away=min(_color_away(shape, way) for way in _ways_round(shape, window, drawn)),
        stretch=stretch,
        turn_deg=turn,
        skew_deg=skew,
        mirrored=mirrored,
        smaller_px=min(width, height),
        larger_px=max(width, height),
    )


def pose_facts(pose: Array, template: Template) -> tuple[float, float, float, bool, float, float]:
    """Stretch, turn and skew in degrees, mirrored, and the drawing's width and height in pixels."""
    (a, c, e), (b, d, f) = pose.tolist()
    facts = pose_of(Affine(a, b, c, d, e, f), template.width, template.height)
    left, top, right, bottom = template.ink_box
    width, height = facts.width * (right - left) / template.width, facts.height * (bottom - top) / template.height
    return facts.stretch, facts.rotation_deg, facts.skew_deg, facts.mirrored, width, height


def _edges(picture: PageSignal, there: Array, facing: Array) -> tuple[Array, Array, Array]:
    """Strength and offset of the strongest edge near each outline point, and whether it runs along the outline."""
    edge, any_edge = picture.across(0, there, facing, _OFFSETS)
    best = edge.argmax(axis=1)
    rows = np.arange(len(best))
    inner = np.clip(best, 1, len(_OFFSETS) - 2)
    before, at, after = edge[rows, inner - 1], edge[rows, inner], edge[rows, inner + 1]
    bend = before - 2 * at + after
    shift = np.where(bend < -1e-6, 0.5 * (before - after) / np.where(bend < -1e-6, bend, -1), 0).clip(-1, 1)
    strength = edge[rows, best]
    return strength, _OFFSETS[inner] + shift * 0.5, strength > _FACING * any_edge[rows, best]


def _covered(window: Window, there: Array) -> Array:
    """Which outline points lie under something else."""
    if window.hidden is None:
        return np.zeros(len(there), bool)
    height, width = window.hidden.shape
    column, row = np.floor(there[:, 0]).astype(int), np.floor(there[:, 1]).astype(int)
    found: Array = window.hidden[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)]
    return found


def _cells(template: Template) -> tuple[int, int]:
    left, top, right, bottom = template.ink_box
    return (2 * _GRID, 1) if right - left > 2.5 * (bottom - top) else (_GRID, _GRID)


def _weakest_cell(contour: Contour, template: Template, seen: Array, good: Array) -> float:
    across, down = _cells(template)
    cell = _cell_of(contour.points, template)
    counts = np.bincount(cell[seen], minlength=across * down)
    supported = np.bincount(cell[seen & good], minlength=across * down)
    enough = counts >= _CELL_POINTS
    return float((supported[enough] / counts[enough]).min()) if enough.any() else 0.0


def _cell_of(points: Array, template: Template) -> Array:
    """The cell of the drawing's box that each artboard point lies in, row by row."""
    left, top, right, bottom = template.ink_box
    across, down = _cells(template)
    column = np.clip((points[:, 0] - left) / (right - left) * across, 0, across - 1e-6).astype(int)
    row = np.clip((points[:, 1] - top) / (bottom - top) * down, 0, down - 1e-6).astype(int)
    cell: Array = row * across + column
    return cell


def _agreement(
    page: PageSignal, model: PageSignal, drawn: Drawn, template: Template, restless: bool
) -> tuple[float, float]:
    """Correlation of the slopes of page and drawing where ink may be, and in the worst cell with enough of them.

    On a restless ground, whose own slopes are no one's fault, only where ink is.
    """
    judged = drawn.judged & (drawn.total > _RIM) if restless else drawn.judged
    rows, columns = np.nonzero(judged)
    across, down = _cells(template)
    if not len(rows):
        return 0.0, 0.0
    there = np.column_stack([columns + 0.5, rows + 0.5]) - drawn.pose[:, 2]
    cell = _cell_of(there @ np.linalg.inv(drawn.pose[:, :2]).T, template)
    products = np.zeros((3, len(rows)))
    for one, other in zip(page.gradients(0), model.gradients(0), strict=True):
        seen, drawn_there = one[judged], other[judged]
        for index, (p, q) in enumerate(((seen, drawn_there), (seen, seen), (drawn_there, drawn_there))):
            products[index] += (p * q) @ _SUM
    sums = np.array([np.bincount(cell, weights=row, minlength=across * down) for row in products])
    every = sums.sum(axis=1)
    enough = sums[2] > _CELL_ENERGY * every[2] / (across * down)
    by_cell = sums[0][enough] / np.sqrt(sums[1][enough] * sums[2][enough] + 1e-6)
    whole = float(every[0] / math.sqrt(every[1] * every[2] + 1e-6))
    return whole, float(by_cell.min()) if len(by_cell) else 0.0


def _ways_round(shape: Shape, window: Window, drawn: Drawn) -> list[Drawn]:
    """The drawing, and, where its outline is symmetric and its inks are not one, the drawing as it may lie as well."""
    if len(shape.lead.inks) == 1 or len(shape.symmetries) == 1:
        return [drawn]
    poses = [into(drawn.pose, turn[:2]) for turn in shape.symmetries[:_MOST_TURNS]]
    return [drawn, *(explained(window, shape.lead, pose, drawn.variance, drawn.ground) for pose in poses)]


def _color_away(shape: Shape, drawn: Drawn) -> float:
    """Delta E of the fitted colours from the inks of the nearest master with as many inks, or with one, by area."""
    measured = lab_of_rgb(drawn.colors.clip(0, 255))
    share = drawn.cover[drawn.judged].sum(axis=0).astype(np.float64) + 1e-6
    comparable = [t for t in shape.templates if len(t.inks) in (1, len(shape.lead.inks))]
    away = [delta_e(measured, np.array([ink.lab for ink in template.inks])) for template in comparable]
    return min(float((each * share).sum() / share.sum()) for each in away)


def _restless(drawn: Drawn, window: Window) -> bool:
    """Whether the page around the ink changes over the distance from which the ground is carried inwards."""
    import cv2

    bare = ~drawn.near if window.hidden is None else ~(drawn.near | window.hidden)
    if not bare.any():
        return True
    known = bare.astype(np.float32)
    weighted = np.dstack([window.picture * known[..., None], known])
    side = max(5, min(window.picture.shape[:2]) // 4) | 1
    near, far = cv2.blur(weighted, (5, 5))[bare], cv2.blur(weighted, (side, side))[bare]
    return float(np.abs(near[:, :3] / near[:, 3:] - far[:, :3] / far[:, 3:]).mean()) > _RESTLESS_LEVEL


def _worst_patch(drawn: Drawn, restless: bool) -> float:
    """Share explained in the patch, a tenth of the drawing's smaller side, where it is least, of those with ink.

    On a restless ground only what lies under the ink counts: between the strokes the ground is a guess there.
    """
    import cv2

    ink = painted(drawn) - drawn.ground
    rows, columns = np.nonzero(drawn.total > 0.5)
    if not len(rows):
        return 0.0
    side = max(_LEAST_PATCH_PX, round(min(np.ptp(rows), np.ptp(columns)) * _PATCH_SHARE))
    counted = drawn.total * drawn.judged if restless else drawn.judged.astype(np.float32)
    energy = cv2.blur((ink * ink) @ _SUM * counted, (side, side))
    left = cv2.blur((drawn.residual * drawn.residual) @ _SUM * counted, (side, side))
    inked = energy > _PATCH_INK * float(energy[rows, columns].mean())
    share = 1 - left / (energy + 3 * _NOISE_ALLOWED**2)
    return float(share[inked].min()) if inked.any() else 0.0


def _leftover(drawn: Drawn, restless: bool) -> tuple[float, float, float]:
    """Share explained, left-over inside the ink over its contrast, and that contrast.

    On a restless ground pixels count by their ink: what lies between the strokes was guessed.
    """
    ink = (painted(drawn) - drawn.ground) * drawn.judged[..., None]
    share = explained_share(drawn)
    if restless:
        energy, left = (ink * ink) @ _SUM, (drawn.residual * drawn.residual) @ _SUM
        share = 1 - float(np.vdot(left, drawn.total)) / (float(np.vdot(energy, drawn.total)) + 1.0)
    inside = (drawn.total > 0.95) & drawn.judged
    if not inside.any():
        return share, 0.0, math.sqrt(float(np.vdot(ink, ink)) / max(1.0, float(drawn.total.sum())))
    contrast = float(np.sqrt((ink[inside] ** 2).sum(axis=1)).mean())
    uneven = math.sqrt(float((drawn.residual[inside] ** 2).sum(axis=1).mean()))
    return share, uneven / max(contrast, 1e-6), contrast
