"""What is drawn for one finding, as shapes in the drawing's own units: outline, zone, ghost, arc, dimension lines.

Evidence keys: docs/reference/evidence.md. Nothing here covers the object: zones are cut out, lines run beside.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from brandkit.geometry import Box, Point, box_of, corners, grown

Json = dict[str, Any]
Placer = Callable[[Point], Point]
Role = Literal["outline", "zone", "edge", "ghost", "line", "arc", "base"]

OUTSET = 4.5  # of the outline from the object: half of stroke and halo, and air also where a drawing is shown smaller
TICK = 5.0  # half length of a dimension line's end
FOOT = 4.0  # of the line under an object's foot from its outline
# A turn beyond this is told by the foot alone: its arc would run through what lies around.
LARGEST_ARC_DEG = 45.0
# Nobody sees a smaller turn, nor draws its arc.
LEAST_TURN_DEG = 0.2
SIDES = ("left", "top", "right", "bottom")


@dataclass(frozen=True)
class Stroke:
    """One path of a mark; `path` is SVG path data."""

    role: Role
    path: str


@dataclass(frozen=True)
class Mark:
    """A finding's drawing: its object's outline box (None: the page as a whole), its paths, and what they reach."""

    target: Box | None
    strokes: tuple[Stroke, ...]
    extent: Box | None


def mark_of(finding: Json, sighting: Json | None, at: Placer) -> Mark:
    """The drawing of one finding; `at` maps page units to the drawing's."""
    quad = _object(finding, sighting, at)
    if quad is None:
        return Mark(None, (), None)
    evidence = finding["evidence"]
    outline = _outset(quad, OUTSET)
    parts: list[tuple[Stroke, Sequence[Point]]] = [(Stroke("outline", _closed(outline)), outline)]
    parts += _zone(evidence, quad, at)
    parts += _ghost(evidence, at)
    parts += _arc(evidence, sighting, at)
    parts += _height(evidence, sighting, at)
    extent = box_of([point for _, points in parts for point in points])
    return Mark(box_of(outline), tuple(stroke for stroke, _ in parts), extent)


def mark_of_sighting(sighting: Json, at: Placer) -> Mark:
    """The drawing of something seen and not judged: its outline, the line under its foot, its turn off the level."""
    quad = [at((x, y)) for x, y in sighting["ink"] or sighting["quad"]]
    outline, foot = _outset(quad, OUTSET), _outset(quad, OUTSET + FOOT)[2:]
    parts: list[tuple[Stroke, Sequence[Point]]] = [
        (Stroke("outline", _closed(outline)), outline),
        (Stroke("base", f"M{_xy(foot[1])} L{_xy(foot[0])}"), foot),
    ]
    if is_turned(sighting) and abs(sighting["rotation_deg"]) <= LARGEST_ARC_DEG and not sighting["mirrored"]:
        parts += _arc({"angle_deg": sighting["rotation_deg"]}, sighting, at)
    extent = box_of([point for _, points in parts for point in points])
    return Mark(box_of(outline), tuple(stroke for stroke, _ in parts), extent)


def is_turned(sighting: Json) -> bool:
    """Whether something stands off the level by more than its error and more than can be seen."""
    return abs(sighting["rotation_deg"]) > max(LEAST_TURN_DEG, sighting["errors"]["rotation_deg"] or 0.0)


def outline_of(quad: Iterable[Sequence[float]], at: Placer) -> tuple[str, Box]:
    """Path data and box of a plain outline around something that was found right."""
    outline = _outset([at((x, y)) for x, y in quad], OUTSET)
    return _closed(outline), box_of(outline)


def _object(finding: Json, sighting: Json | None, at: Placer) -> list[Point] | None:
    if sighting is not None:
        return [at((x, y)) for x, y in sighting["ink"] or sighting["quad"]]
    if finding["box"] is not None:
        return [at(point) for point in corners(Box(*finding["box"]))]
    return None


def _zone(evidence: Mapping[str, Any], quad: list[Point], at: Placer) -> Iterator[tuple[Stroke, Sequence[Point]]]:
    zone = _polygon(evidence.get("zone"), at)
    if zone is None:
        return
    hole = _outset(_polygon(evidence.get("ink"), at) or quad, OUTSET)
    # Even-odd: the object itself stays free of the hatching.
    yield Stroke("zone", f"{_closed(zone)} {_closed(hole)}"), zone
    yield Stroke("edge", _closed(zone)), zone
    intruder = _polygon(evidence.get("intruder"), at)
    if intruder is not None:
        yield Stroke("ghost", _closed(corners(grown(box_of(intruder), 2.0)))), hole
    yield from _narrow_sides(evidence, _polygon(evidence.get("ink"), at) or quad, at)


def _narrow_sides(
    evidence: Mapping[str, Any], ink: list[Point], at: Placer
) -> Iterator[tuple[Stroke, Sequence[Point]]]:
    """A dimension line on each side that is nearer than needed, from the ink to what stands there."""
    sides, needed = evidence.get("sides"), evidence.get("needed")
    if not isinstance(sides, Mapping) or not isinstance(needed, int | float):
        return
    unit = math.dist(at((0.0, 0.0)), at((1.0, 0.0)))
    middle = (sum(x for x, _ in ink) / 4, sum(y for _, y in ink) / 4)
    for index, side in enumerate(SIDES):
        free = sides.get(side)
        if not isinstance(free, int | float) or free >= needed or free * unit < 2.0:
            continue
        one, other = ink[(index + 3) % 4], ink[index]
        start = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        away = math.dist(middle, start) or 1.0
        direction = ((start[0] - middle[0]) / away, (start[1] - middle[1]) / away)
        end = (start[0] + direction[0] * free * unit, start[1] + direction[1] * free * unit)
        yield Stroke("line", _dimension(start, end)), (start, end)


def _ghost(evidence: Mapping[str, Any], at: Placer) -> Iterator[tuple[Stroke, Sequence[Point]]]:
    ghost = _polygon(evidence.get("ghost"), at)
    if ghost is not None:
        yield Stroke("ghost", _closed(ghost)), ghost


def _arc(
    evidence: Mapping[str, Any], sighting: Json | None, at: Placer
) -> Iterator[tuple[Stroke, Sequence[Point]]]:
    """The level line and the arc to the edge that turned away from it, on the side where the level line is outside."""
    angle = evidence.get("angle_deg")
    if sighting is None or not isinstance(angle, int | float) or abs(angle) < 0.05:
        return
    quad = _outset([at((x, y)) for x, y in sighting["quad"]], OUTSET)
    start, end = (quad[0], quad[1]) if angle > 0 else (quad[3], quad[2])
    reach = math.dist(start, end) + 14.0
    heading = math.atan2(end[1] - start[1], end[0] - start[0])
    level = heading - math.radians(angle)
    first = (start[0] + reach * math.cos(level), start[1] + reach * math.sin(level))
    last = (start[0] + reach * math.cos(heading), start[1] + reach * math.sin(heading))
    yield Stroke("ghost", f"M{_xy(start)} L{_xy(first)}"), (start, first)
    radius, sweep = _n(reach - 7.0), 1 if angle > 0 else 0
    near = (reach - 7.0) / reach
    begin = _between(start, first, near)
    finish = _between(start, last, near)
    yield Stroke("arc", f"M{_xy(begin)} A{radius} {radius} 0 0 {sweep} {_xy(finish)}"), (begin, finish)
    yield Stroke("line", f"M{_xy(end)} L{_xy(last)}"), (end, last)


def _height(
    evidence: Mapping[str, Any], sighting: Json | None, at: Placer
) -> Iterator[tuple[Stroke, Sequence[Point]]]:
    """A dimension line beside the left edge where the height is what is meant."""
    if sighting is None or not {"height_mm", "height_px"} & set(evidence):
        return
    quad = _outset([at((x, y)) for x, y in sighting["quad"]], 12.0)
    base = [at((x, y)) for x, y in sighting["quad"]]
    down = (base[3][0] - base[0][0], base[3][1] - base[0][1])
    start = _between(quad[0], quad[3], 12.0 / (math.hypot(*down) + 24.0))
    end = (start[0] + down[0], start[1] + down[1])
    yield Stroke("line", _dimension(start, end)), (start, end)


def _dimension(start: Point, end: Point) -> str:
    """A line with a tick across each end."""
    length = math.dist(start, end) or 1.0
    across = (-(end[1] - start[1]) / length * TICK, (end[0] - start[0]) / length * TICK)
    ticks = " ".join(
        f"M{_xy((x - across[0], y - across[1]))} L{_xy((x + across[0], y + across[1]))}" for x, y in (start, end)
    )
    return f"M{_xy(start)} L{_xy(end)} {ticks}"


def _polygon(value: object, at: Placer) -> list[Point] | None:
    """A quad [[x, y] × 4] or a box [x, y, w, h] of evidence, mapped; None when it is neither."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 4:
        return None
    if all(isinstance(v, int | float) for v in value):
        return [at(point) for point in corners(Box(*value))]
    if all(isinstance(p, Sequence) and len(p) == 2 and all(isinstance(v, int | float) for v in p) for p in value):
        return [at((x, y)) for x, y in value]
    return None


def _outset(quad: Sequence[Point], by: float) -> list[Point]:
    """The quad with each corner moved out by `by` along both of its edges."""
    across = (quad[1][0] - quad[0][0], quad[1][1] - quad[0][1])
    down = (quad[3][0] - quad[0][0], quad[3][1] - quad[0][1])
    u = [by * c / (math.hypot(*across) or 1.0) for c in across]
    v = [by * c / (math.hypot(*down) or 1.0) for c in down]
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return [(x + s * u[0] + t * v[0], y + s * u[1] + t * v[1]) for (x, y), (s, t) in zip(quad, signs, strict=True)]


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])


def _closed(points: Iterable[Point]) -> str:
    return "M" + " L".join(_xy(point) for point in points) + " Z"


def _xy(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    return f"{value + 0.0:.1f}".removesuffix(".0")
