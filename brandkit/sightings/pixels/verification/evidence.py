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
from brandkit.sightings.pixels.verification.synthesis import Drawn, Window, explained_share, painted

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


class Evidence(NamedTuple):
    """What was seen at a pose.

    support : share 0..1 of the visible outline that has its edge.
    weakest : the same in the worst cell of the drawing's box, of those with enough outline.
    seen : share of the outline on the page that shows in the drawing itself.
    visible : share of the outline that lies on the page.
    explained : 1 - left-over energy / energy of ink against ground; `worst` the same in the worst patch of the drawing.
    uneven : left-over inside the ink, 8-bit rms, over its contrast.
    contrast : 8-bit sRGB distance of ink and ground, weighted by area.
    offset_px : mean distance of the supporting edges from the outline, page pixels.
    length_px : supported outline in page pixels; distinct_px : the part of it that no plain figure explains.
    color_away : delta E of the fitted colours from the nearest master's, by area.
    stretch, turn_deg, skew_deg, mirrored, smaller_px : the pose, and the drawing's smaller side in page pixels.
    """

    support: float
    weakest: float
    seen: float
    visible: float
    explained: float
    worst: float
    uneven: float
    contrast: float
    offset_px: float
    length_px: float
    distinct_px: float
    color_away: float
    stretch: float
    turn_deg: float
    skew_deg: float
    mirrored: bool
    smaller_px: float


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
    inside = on_page(page, there, 0.5)
    seen = inside & shows
    good = (strength > _LEAST_STRENGTH * expected) & faces & (np.abs(offset - expected_offset) <= _TOLERANCE_PX)
    weights, per_pixel = contour.weights, math.sqrt(abs(float(np.linalg.det(pose[:, :2]))))
    shown = float(weights[seen].sum())
    length = float(weights[seen & good].sum()) * per_pixel
    explained, uneven, contrast = _leftover(drawn)
    stretch, turn, skew, mirrored, width, height = pose_facts(pose, shape.lead)
    away = np.abs(offset - expected_offset)[seen & good]
    return Evidence(
        support=length / max(1e-9, shown * per_pixel) if seen.sum() >= _LEAST_POINTS else 0.0,
        weakest=_weakest_cell(contour, shape.lead, seen, good),
        seen=shown / max(float(weights[inside].sum()), 1e-9),
        visible=float(weights[on_page(page, there, -_EDGE_SLACK_PX)].sum() / weights.sum()),
        explained=explained,
        worst=_worst_patch(drawn, window.picture),
        uneven=uneven,
        contrast=contrast,
        offset_px=float(away.mean()) / window.scale if len(away) else 9.0,
        length_px=length,
        distinct_px=length * view.distinctiveness,
        color_away=_color_away(shape, drawn),
        stretch=stretch,
        turn_deg=turn,
        skew_deg=skew,
        mirrored=mirrored,
        smaller_px=min(width, height),
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


def _weakest_cell(contour: Contour, template: Template, seen: Array, good: Array) -> float:
    left, top, right, bottom = template.ink_box
    across, down = (2 * _GRID, 1) if right - left > 2.5 * (bottom - top) else (_GRID, _GRID)
    column = np.clip((contour.points[:, 0] - left) / (right - left) * across, 0, across - 1e-6).astype(int)
    row = np.clip((contour.points[:, 1] - top) / (bottom - top) * down, 0, down - 1e-6).astype(int)
    cell = row * across + column
    counts = np.bincount(cell[seen], minlength=across * down)
    supported = np.bincount(cell[seen & good], minlength=across * down)
    enough = counts >= _CELL_POINTS
    return float((supported[enough] / counts[enough]).min()) if enough.any() else 0.0


def _color_away(shape: Shape, drawn: Drawn) -> float:
    """Delta E of the fitted colours from the inks of the nearest master with as many inks, or with one, by area."""
    measured = lab_of_rgb(drawn.colors.clip(0, 255))
    share = np.array([ink.share for ink in shape.lead.inks])
    comparable = [t for t in shape.templates if len(t.inks) in (1, len(shape.lead.inks))]
    away = [delta_e(measured, np.array([ink.lab for ink in template.inks])) for template in comparable]
    return min(float((each * share).sum() / share.sum()) for each in away)


def _restless(drawn: Drawn, picture: Array) -> bool:
    """Whether the page around the ink changes over the distance from which the ground is carried inwards."""
    import cv2

    bare = ~drawn.near
    if not bare.any():
        return True
    known = bare.astype(np.float32)
    weighted = np.dstack([picture * known[..., None], known])
    side = max(5, min(picture.shape[:2]) // 4) | 1
    near, far = cv2.blur(weighted, (5, 5))[bare], cv2.blur(weighted, (side, side))[bare]
    return float(np.abs(near[:, :3] / near[:, 3:] - far[:, :3] / far[:, 3:]).mean()) > _RESTLESS_LEVEL


def _worst_patch(drawn: Drawn, picture: Array) -> float:
    """Share explained in the patch, a tenth of the drawing's smaller side, where it is least, of those with ink.

    On a restless ground only what lies under the ink counts: between the strokes the ground is a guess there.
    """
    import cv2

    ink = painted(drawn) - drawn.ground
    rows, columns = np.nonzero(drawn.total > 0.5)
    if not len(rows):
        return 0.0
    side = max(_LEAST_PATCH_PX, round(min(np.ptp(rows), np.ptp(columns)) * _PATCH_SHARE))
    counted = drawn.total if _restless(drawn, picture) else np.float32(1)
    energy = cv2.blur((ink * ink) @ _SUM * counted, (side, side))
    left = cv2.blur((drawn.residual * drawn.residual) @ _SUM * counted, (side, side))
    inked = energy > _PATCH_INK * float(energy[rows, columns].mean())
    share = 1 - left / (energy + 3 * _NOISE_ALLOWED**2)
    return float(share[inked].min())


def _leftover(drawn: Drawn) -> tuple[float, float, float]:
    ink = painted(drawn) - drawn.ground
    inside = drawn.total > 0.95
    if not inside.any():
        return explained_share(drawn), 0.0, math.sqrt(float(np.vdot(ink, ink)) / max(1.0, float(drawn.total.sum())))
    contrast = float(np.sqrt((ink[inside] ** 2).sum(axis=1)).mean())
    uneven = math.sqrt(float((drawn.residual[inside] ** 2).sum(axis=1).mean()))
    return explained_share(drawn), uneven / max(contrast, 1e-6), contrast
