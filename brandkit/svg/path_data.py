"""The `d` attribute of a path as flattened contours.

Own code, measured: svgelements takes 20 µs a point and 1 kB of memory, which makes a large drawing a bomb. A fault ends
the path where it stands, as in browsers.

Source: SVG 2, section 9.3 (path data grammar), appendix B.2.4 (arcs from end points to centre).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from brandkit import limits
from brandkit.curves import FLATNESS, arc, cubic, quadratic
from brandkit.document import Contour
from brandkit.geometry import Point

_FLAG = re.compile(r"[\s,]*([01])")
_NUMBER = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_COMMAND = re.compile(r"[\s,]*([MmLlHhVvCcSsQqTtAaZz])")
_COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
# Of an arc's seven numbers the fourth and fifth are flags, which may be written without a space: "a1 1 0 01.5.5".
_LARGE, _SWEEP = 3, 4

Step = tuple[str, tuple[float, ...]]


def contours_of(data: str) -> list[Contour]:
    """Flattened subpaths in user units, nowhere further from the curve than FLATNESS of the path's size.

    A path of more points than the limit is not finished, but has more points than the limit.
    """
    steps = list(absolute(steps_of(data)))
    ends = [pair for kind, values in steps for pair in _points(kind, values)]
    if not ends or not all(math.isfinite(v) for _, values in steps for v in values):
        return []
    xs, ys = zip(*ends, strict=True)
    tolerance = FLATNESS * max(max(xs) - min(xs), max(ys) - min(ys))
    return _flattened(steps, tolerance)


def _points(kind: str, values: tuple[float, ...]) -> list[Point]:
    """End and control points of an absolute step."""
    flat = values[-2:] if kind == "A" else values
    return list(zip(flat[0::2], flat[1::2], strict=True))


def steps_of(data: str) -> Iterator[Step]:
    """Commands with their numbers, repeated ones written out, up to the first fault or one step over the limit."""
    place, command = 0, ""
    for _ in range(limits.PAGE_POINTS + 2):
        match = _COMMAND.match(data, place)
        if match:
            first, command, place = not command, match[1], match.end()
            if first and command not in "Mm":
                return
        elif not command or command in "Zz" or not _NUMBER.match(data, place):
            return
        values, place = _values(data, place, command.upper())
        if len(values) < _COUNT[command.upper()]:
            return
        yield command, values
        command = {"M": "L", "m": "l"}.get(command, command)


def _values(data: str, place: int, command: str) -> tuple[tuple[float, ...], int]:
    values = []
    for index in range(_COUNT[command]):
        form = _FLAG if command == "A" and index in (_LARGE, _SWEEP) else _NUMBER
        match = form.match(data, place)
        if not match:
            break
        values.append(float(match[1]))
        place = match.end()
    return tuple(values), place


def absolute(steps: Iterable[Step]) -> Iterator[Step]:
    """The same path in M, L, C, Q, A and Z with absolute coordinates, smooth controls written out."""
    kind_before = ""
    x = y = start_x = start_y = 0.0
    control: Point | None = None  # of the curve before, for S and T
    for command, v in steps:
        kind, dx, dy = command.upper(), x if command.islower() else 0.0, y if command.islower() else 0.0
        before, control = control, None
        if kind == "Z":
            yield "Z", ()
            x, y = start_x, start_y
            continue
        if kind in "HV":
            end = (v[0] + dx, y) if kind == "H" else (x, v[0] + dy)
            yield "L", end
        elif kind in "CSQT":
            pairs = [(v[i] + dx, v[i + 1] + dy) for i in range(0, len(v), 2)]
            if kind in "ST":
                smooth = before if before and kind_before in ("CS" if kind == "S" else "QT") else (x, y)
                pairs.insert(0, (2 * x - smooth[0], 2 * y - smooth[1]))
            control, end = pairs[-2], pairs[-1]
            yield "C" if kind in "CS" else "Q", tuple(n for pair in pairs for n in pair)
        else:
            end = (v[-2] + dx, v[-1] + dy)
            yield kind, (*v[:-2], *end)
        x, y = end
        kind_before = kind
        if kind == "M":
            start_x, start_y = x, y


def _flattened(steps: list[Step], tolerance: float) -> list[Contour]:
    found: list[Contour] = []
    current: list[Point] = []
    for kind, v in steps:
        if len(current) > limits.PAGE_POINTS:
            break  # whoever counts the points refuses the drawing
        if kind == "Z":
            _finish(current, True, found)
            current = current[:1]
        elif kind == "M":
            _finish(current, False, found)
            current = [(v[0], v[1])]
        elif kind == "L":
            current.append((v[0], v[1]))
        elif kind == "C":
            current.extend(cubic(current[-1], (v[0], v[1]), (v[2], v[3]), (v[4], v[5]), tolerance))
        elif kind == "Q":
            current.extend(quadratic(current[-1], (v[0], v[1]), (v[2], v[3]), tolerance))
        else:
            current.extend(elliptic(current[-1], v, tolerance))
    _finish(current, False, found)
    return found


def _finish(points: list[Point], closed: bool, found: list[Contour]) -> None:
    if closed and len(points) > 2 and points[0] == points[-1]:
        points = points[:-1]
    if len(points) > 1:
        found.append(Contour(tuple(points), closed))


def elliptic(start: Point, values: tuple[float, ...], tolerance: float) -> list[Point]:
    """Points after `start` of an arc given as rx, ry, turn in degrees, large, sweep, x, y."""
    rx, ry, degrees, large, sweep, x, y = values
    rx, ry = abs(rx), abs(ry)
    if (x, y) == start:
        return []
    if rx == 0 or ry == 0:
        return [(x, y)]
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    half_x, half_y = (start[0] - x) / 2, (start[1] - y) / 2
    ux, uy = cos * half_x + sin * half_y, -sin * half_x + cos * half_y
    too_small = (ux / rx) ** 2 + (uy / ry) ** 2
    if too_small > 1:
        rx, ry = rx * math.sqrt(too_small), ry * math.sqrt(too_small)
    reach = (ux / rx) ** 2 + (uy / ry) ** 2
    factor = math.sqrt(max(0.0, 1 / reach - 1)) * (1 if large != sweep else -1)
    cx, cy = factor * rx * uy / ry, -factor * ry * ux / rx
    first = math.atan2((uy - cy) / ry, (ux - cx) / rx)
    last = math.atan2((-uy - cy) / ry, (-ux - cx) / rx)
    turn = (last - first) % (2 * math.pi)
    if not sweep and turn > 0:
        turn -= 2 * math.pi
    middle = (cos * cx - sin * cy + (start[0] + x) / 2, sin * cx + cos * cy + (start[1] + y) / 2)
    flat = arc((0.0, 0.0), rx, ry, first, turn, tolerance)
    turned = [(middle[0] + cos * u - sin * v, middle[1] + sin * u + cos * v) for u, v in flat]
    return [*turned[:-1], (x, y)]
