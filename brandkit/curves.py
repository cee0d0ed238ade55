"""Curves turned into points. Pure arithmetic; the deviation from the true curve is bounded, not guessed.

A cubic cut into n equal steps of its parameter lies within max|B''| / (8 n²) of the chords, and |B''| is at most
6 times the larger second difference of its control points.

Source: Wang, Shen; Filip, Magedson, Markot, Surface algorithms using bounds on derivatives, CAGD 3(4), 1986.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from brandkit.geometry import Point

FLATNESS = 0.0004  # of the shape's size; the values promise 0.001
MAX_STEPS = 256


def cubic(start: Point, control: Point, other: Point, end: Point, tolerance: float) -> list[Point]:
    """Points after `start` up to and with `end`, nowhere further than `tolerance` from the curve."""
    bend = max(_second(start, control, other), _second(control, other, end))
    steps = steps_for(6 * bend, tolerance)
    points = []
    for step in range(1, steps):
        t = step / steps
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        points.append(
            (
                a * start[0] + b * control[0] + c * other[0] + d * end[0],
                a * start[1] + b * control[1] + c * other[1] + d * end[1],
            )
        )
    return [*points, end]


def quadratic(start: Point, control: Point, end: Point, tolerance: float) -> list[Point]:
    """Points after `start` up to and with `end`, nowhere further than `tolerance` from the curve."""
    one = (start[0] + (control[0] - start[0]) * 2 / 3, start[1] + (control[1] - start[1]) * 2 / 3)
    two = (end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3)
    return cubic(start, one, two, end, tolerance)


def steps_for(second_derivative: float, tolerance: float) -> int:
    """How many chords keep a curve of that bound on its second derivative within `tolerance`."""
    if second_derivative <= 0 or tolerance <= 0 or not math.isfinite(second_derivative):
        return 1
    return min(MAX_STEPS, max(1, math.ceil(math.sqrt(second_derivative / (8 * tolerance)))))


def _second(one: Point, two: Point, three: Point) -> float:
    return math.hypot(one[0] - 2 * two[0] + three[0], one[1] - 2 * two[1] + three[1])


def arc(center: Point, rx: float, ry: float, start_rad: float, sweep_rad: float, tolerance: float) -> list[Point]:
    """Points after the start up to and with the end of an upright ellipse's arc, angles clockwise as seen (y down)."""
    steps = steps_for(max(rx, ry) * sweep_rad * sweep_rad, tolerance)
    angles = (start_rad + sweep_rad * step / steps for step in range(1, steps + 1))
    return [(center[0] + rx * math.cos(angle), center[1] + ry * math.sin(angle)) for angle in angles]


def is_convex(points: Sequence[Point]) -> bool:
    """Whether a closed polygon turns one way only and once around; straight corners allowed."""
    turns, total = set(), 0.0
    around = [point for point, before in zip(points, (points[-1], *points[:-1]), strict=True) if point != before]
    if len(around) < 3:
        return False
    for before, point, after in zip((around[-1], *around[:-1]), around, (*around[1:], around[0]), strict=True):
        one = (point[0] - before[0], point[1] - before[1])
        two = (after[0] - point[0], after[1] - point[1])
        cross = one[0] * two[1] - one[1] * two[0]
        total += math.atan2(cross, one[0] * two[0] + one[1] * two[1])
        if abs(cross) > 1e-9 * math.hypot(*one) * math.hypot(*two):
            turns.add(cross > 0)
    return len(turns) == 1 and abs(abs(total) - 2 * math.pi) < 1e-3
