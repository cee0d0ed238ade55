"""Free space around a logo: from structure by what is placed near it, else from what stands out from its ground.

A thing is text, a drawn shape or a picture that is not the logo's own. What the ink lies on is its ground and no thing,
nor is the ground's end, be it another field or the edge of the page: whether that ground is approved is another rule.
Distances are the larger of across and down, so that a side of `least` means a free box of that margin.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from brandkit.document import Page, Shape
from brandkit.findings import Clearance, Method
from brandkit.geometry import Box, Point, apply, box_of, clipped, corners, intersection, quad_of
from brandkit.sightings.surroundings.frame import Frame, Neighborhood, page_box, polygon_in
from brandkit.sightings.surroundings.ground import Backdrop, parts_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDES = ("left", "top", "right", "bottom")
_STEPS = 160  # points along the zone's side at which an outline is looked at
_INSIDE_SLACK = 0.02  # of the ink's size: a thing that lies wholly in the ink box is decoration, not a neighbor
_LEAST_PART_PX, _LEAST_PART = 6, 0.012  # smallest part that counts, in pixels of area and of the logo's height squared
_CLEARLY = 16.0  # Lab distance that some pixel of a part must reach: noise and ringing stay below
_RIM = 25.0  # Lab distance that is no soft rim any more, however much more the thing has
_SPANS = 0.95  # of the zone's edge
_CALM_FIELD = 4.0  # Lab deviation within a field that is a band and no picture
_SEEN = 6.0  # Lab distance from the ground below which a placed thing cannot be seen


@dataclass(frozen=True)
class Near:
    """Something close by, as points in the frame; `box` is what of it lies in the searched zone."""

    points: NDArray[np.float64]
    box: Box


def clearance_by_structure(
    page: Page, frame: Frame, reach: float, own_shapes: frozenset[int], own_placement: int | None,
    look: tuple[Neighborhood, Backdrop] | None,
) -> Clearance:  # fmt: skip
    """Free space by texts, shapes and placements; `look` lets things that cannot be seen be passed over."""
    zone = _zone(frame, reach)
    things = _things(page, frame, zone, own_shapes, own_placement)
    return _clearance(frame, reach, (t for t in things if look is None or _is_seen(t, *look)), "structure")


def clearance_by_pixels(near: Neighborhood, backdrop: Backdrop, reach: float) -> Clearance:
    """Free space by what stands out from the ground around the ink."""
    across, down = near.beyond()
    outside = (across != 0) | (down != 0)
    foreign = backdrop.stands_out & near.on_page & ~near.own & outside
    foreign = cv2.morphologyEx(foreign.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)) > 0
    count, labels, stats = parts_of(foreign)
    least = max(_LEAST_PART_PX, (_LEAST_PART * near.frame.height * near.scale) ** 2)
    things = []
    for part in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[part])
        here = labels[y : y + h, x : x + w] == part
        if area < least or _is_field(near, backdrop, here, (x, y, w, h)):
            continue
        distance = backdrop.distance[y : y + h, x : x + w]
        most = float(distance[here].max())
        if most < _CLEARLY:
            continue
        # An edge lies where half of the difference is reached; below that is its soft rim.
        rows, columns = np.nonzero(here & (distance >= min(_RIM, most / 2)))
        points = np.column_stack([columns + x + 0.5, rows + y + 0.5]) / near.scale + (near.zone.x, near.zone.y)
        box = Box(x / near.scale + near.zone.x, y / near.scale + near.zone.y, w / near.scale, h / near.scale)
        things.append(Near(points, box))
    return _clearance(near.frame, reach, things, "pixels", slack=0.5 / near.scale)


def _clearance(
    frame: Frame, reach: float, things: Iterator[Near] | list[Near], method: Method, slack: float = 0.0
) -> Clearance:
    free = dict.fromkeys(SIDES, reach)
    nearest: tuple[float, Box] | None = None
    for thing in things:
        for side, away in _distances(frame.ink, thing.points).items():
            distance = max(0.0, away - slack)
            free[side] = min(free[side], distance)
            if distance < reach and (nearest is None or distance < nearest[0]):
                nearest = (distance, thing.box)
    box = page_box(frame, nearest[1]) if nearest else None
    return Clearance(free["left"], free["top"], free["right"], free["bottom"], reach, box, method)


def _distances(ink: Box, points: NDArray[np.float64]) -> dict[str, float]:
    """Distances by side: of the closest point, the larger of across and down; and of points straight beside a side."""
    left, right = ink.x - points[:, 0], points[:, 0] - ink.right
    top, bottom = ink.y - points[:, 1], points[:, 1] - ink.bottom
    gaps = np.stack([left, top, right, bottom], axis=1)
    away = gaps.max(axis=1)
    closest = int(away.argmin())
    found = {SIDES[int(gaps[closest].argmax())]: max(0.0, float(away[closest]))}
    level, below = np.maximum(top, bottom) <= 0, np.maximum(left, right) <= 0
    for index, side in enumerate(SIDES):
        beside = (below if index % 2 else level) & (gaps[:, index] > 0)
        if beside.any():
            found[side] = min(found.get(side, math.inf), float(gaps[beside, index].min()))
    return found


def _things(
    page: Page, frame: Frame, zone: Box, own_shapes: frozenset[int], own_placement: int | None
) -> Iterator[Near]:
    for run in page.texts:
        if run.text.strip() and run.opacity > 0.02:
            yield from _polygon(frame, zone, corners(run.box))
    for index, shape in enumerate(page.shapes):
        if index not in own_shapes and shape.opacity > 0.02:
            yield from _outline(frame, zone, shape)
    for index, placement in enumerate(page.placements):
        if index == own_placement or placement.opacity <= 0.02:
            continue
        seen = list(quad_of(placement.matrix, 1, 1))
        seen = clipped(seen, placement.clip) if placement.clip is not None else seen
        if len(seen) > 2 and not _holds(polygon_in(frame, tuple(seen)), frame.ink):
            yield from _polygon(frame, zone, tuple(seen))


def _polygon(frame: Frame, zone: Box, polygon: tuple[Point, ...]) -> Iterator[Near]:
    inside = clipped(polygon_in(frame, polygon), corners(zone))
    if len(inside) > 2:
        ring = _dense(np.array(inside), _step(zone))
        # The ink's own corners stand for what covers it from side to side.
        held = [corner for corner in corners(frame.ink) if _inside(inside, corner)]
        points = np.concatenate([ring, np.array(held)]) if held else ring
        yield Near(points, box_of(inside))


def _outline(frame: Frame, zone: Box, shape: Shape) -> Iterator[Near]:
    """A shape's outline, where it is seen in the zone; none when the ink lies on the shape, or the shape in the ink."""
    box = box_of(polygon_in(frame, corners(shape.box)))
    if intersection(box, zone) is None:
        return
    back = frame.from_page
    drawn = [contour.points for contour in shape.contours if len(contour.points) > 1]
    loops = [np.array([apply(back, point) for point in points]) for points in drawn]
    if not loops:
        return
    if shape.fill is not None and _on(loops, shape.even_odd, frame.ink):
        return
    points = np.concatenate([_dense(loop, _step(zone)) for loop in loops])
    low, high = points.min(axis=0), points.max(axis=0)
    ink, slack = frame.ink, _INSIDE_SLACK * max(frame.ink.w, frame.ink.h)
    if (low >= (ink.x - slack, ink.y - slack)).all() and (high <= (ink.right + slack, ink.bottom + slack)).all():
        return
    window = [(zone.x, zone.y), (zone.right, zone.bottom)]
    seen = ((points >= window[0]) & (points <= window[1])).all(axis=1)
    if shape.clip is not None:
        seen &= _within_clip(frame, points, shape.clip)
    if seen.any():
        points = points[seen]
        grown = shape.stroke_width / 2 if shape.stroke is not None else 0.0
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        yield Near(_toward(points, ink, grown), Box(float(x0), float(y0), float(x1 - x0), float(y1 - y0)))


def _within_clip(frame: Frame, points: NDArray[np.float64], clip: tuple[Point, ...]) -> NDArray[np.bool_]:
    from brandkit.sightings.structure.outlines import within

    if len(clip) < 3:
        return np.zeros(len(points), dtype=bool)
    return within(points, np.array(polygon_in(frame, clip)))


def _toward(points: NDArray[np.float64], ink: Box, by: float) -> NDArray[np.float64]:
    """Points moved toward the ink by half a stroke's width."""
    if by <= 0:
        return points
    aim = np.clip(points, (ink.x, ink.y), (ink.right, ink.bottom)) - points
    length = np.maximum(np.hypot(*aim.T), 1e-9)[:, None]
    return points + aim / length * np.minimum(by, length)


def _on(loops: list[NDArray[np.float64]], even_odd: bool, ink: Box) -> bool:
    """Whether a filled shape lies under most of the ink box."""
    grid = [(ink.x + ink.w * i / 8, ink.y + ink.h * j / 8) for i in range(1, 8) for j in range(1, 8)]
    winding = np.array([[_winding(loop, point) for loop in loops] for point in grid])
    filled = (np.abs(winding).sum(axis=1) % 2 if even_odd else winding.sum(axis=1)) != 0
    return float(filled.mean()) > 0.5


def _winding(loop: NDArray[np.float64], point: Point) -> int:
    """How often a closed loop goes around a point."""
    x, y = loop[:, 0] - point[0], loop[:, 1] - point[1]
    x1, y1 = np.roll(x, -1), np.roll(y, -1)
    left = x * y1 - x1 * y
    return int(((y <= 0) & (y1 > 0) & (left > 0)).sum() - ((y > 0) & (y1 <= 0) & (left < 0)).sum())


def _holds(polygon: list[Point], ink: Box) -> bool:
    return all(_inside(polygon, corner) for corner in corners(ink))


def _inside(polygon: list[Point], point: Point) -> bool:
    return _winding(np.array(polygon), point) != 0


def _dense(loop: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Points along a closed loop, no further apart than `step` as far as that is sensible."""
    start, end = loop, np.roll(loop, -1, axis=0)
    counts = np.clip(np.ceil(np.hypot(*(end - start).T) / step).astype(int), 1, 4000)
    index = np.repeat(np.arange(len(loop)), counts)
    share = (np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[index]
    return start[index] + share[:, None] * (end - start)[index]


def _step(zone: Box) -> float:
    return math.hypot(zone.w, zone.h) / _STEPS / 2


def _zone(frame: Frame, reach: float) -> Box:
    ink = frame.ink
    return Box(ink.x - reach, ink.y - reach, ink.w + 2 * reach, ink.h + 2 * reach)


def _is_seen(thing: Near, near: Neighborhood, backdrop: Backdrop) -> bool:
    """Whether anything shows where a thing is placed; on a lively ground that cannot be told, so it counts."""
    if backdrop.ground.kind == "busy":
        return True
    rows, columns = near.rows_columns(thing.box)
    window = (backdrop.distance > _SEEN)[rows, columns] & ~near.own[rows, columns]
    return bool(window.any()) or bool(near.own[rows, columns].all())


def _is_field(
    near: Neighborhood, backdrop: Backdrop, here: NDArray[np.bool_], place: tuple[int, int, int, int]
) -> bool:
    """Whether a part is where the ground ends: it fills an edge of the zone, and is calm or all around."""
    x, y, w, h = place
    height, width = near.own.shape
    filled = (
        h and x == 0 and here[:, 0].sum() >= _SPANS * height,
        w and y == 0 and here[0].sum() >= _SPANS * width,
        h and x + w == width and here[:, -1].sum() >= _SPANS * height,
        w and y + h == height and here[-1].sum() >= _SPANS * width,
    )
    if not any(filled):
        return False
    if backdrop.ground.plate is not None:
        return True
    colors = near.lab[y : y + h, x : x + w][here]
    return float(np.median(np.linalg.norm(colors - np.median(colors, axis=0), axis=1))) <= _CALM_FIELD
