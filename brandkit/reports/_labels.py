"""Where the numbered tags of a drawing lie: outside every object, on no other tag, as near to their own as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandkit.geometry import Box, contains, grown, intersection

GAP = 6.0  # between an object and its tags
APART = 3.0  # between tags
STEP = 8.0  # of the search for a free place


@dataclass(frozen=True)
class Request:
    """Tags that belong to one object.

    size : width and height of the block.
    target : the object's outline, None for what concerns the page as a whole.
    extent : the outline with what is drawn around it (zone, ghost, arc).
    """

    size: tuple[float, float]
    target: Box | None
    extent: Box | None = None


@dataclass(frozen=True)
class Placed:
    """A block's place; `leader` is a line from the object to the block when they do not touch."""

    box: Box
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


def placed(
    requests: Sequence[Request], obstacles: Sequence[Box], canvas: Box
) -> tuple[tuple[Placed, ...], Box]:
    """A place for each request, in order, and the canvas, grown downwards when there was no room left in it."""
    taken: list[Box] = []
    found: list[Placed] = []
    for request in requests:
        box = _first_free(request, [o for o in obstacles if not _holds(o, request.target)], taken, canvas)
        if box is None:
            width, height = request.size
            box = Box(canvas.x + GAP, canvas.bottom, width, height)
            canvas = Box(canvas.x, canvas.y, max(canvas.w, width + 2 * GAP), canvas.h + height + GAP)
        taken.append(box)
        found.append(Placed(box, _leader(request.target, box)))
    return tuple(found), canvas


def _holds(obstacle: Box, target: Box | None) -> bool:
    """Whether the obstacle is a ground on which the target lies: a photo under a logo."""
    return target is not None and obstacle != target and contains(obstacle, target)


def _first_free(request: Request, obstacles: Sequence[Box], taken: Sequence[Box], canvas: Box) -> Box | None:
    for box in _candidates(request, canvas):
        if not contains(canvas, box, slack=0.01):
            continue
        if any(intersection(grown(box, APART), other) for other in taken):
            continue
        if not any(intersection(grown(box, 1.0), other) for other in obstacles):
            return box
    return None


def _candidates(request: Request, canvas: Box) -> Iterator[Box]:
    width, height = request.size
    if request.target is None:
        yield from _along_the_top(width, height, canvas)
        near = Box(canvas.x, canvas.y, 1.0, 1.0)
    else:
        for around in (request.extent or request.target, request.target):
            yield from _beside(around, width, height)
        near = request.target
    yield from sorted(_grid(width, height, canvas), key=lambda box: _distance(near, box))


def _along_the_top(width: float, height: float, canvas: Box) -> Iterator[Box]:
    x = canvas.x + GAP
    while x + width <= canvas.right:
        yield Box(x, canvas.y + GAP, width, height)
        x += STEP


def _beside(around: Box, width: float, height: float) -> Iterator[Box]:
    above, below = around.y - GAP - height, around.bottom + GAP
    left, right = around.x - GAP - width, around.right + GAP
    flush_right, flush_bottom = around.right - width, around.bottom - height
    for x, y in (
        (around.x, above),
        (flush_right, above),
        (around.x, below),
        (flush_right, below),
        (right, around.y),
        (left, around.y),
        (right, flush_bottom),
        (left, flush_bottom),
    ):
        yield Box(x, y, width, height)


def _grid(width: float, height: float, canvas: Box) -> Iterator[Box]:
    for row in range(int((canvas.h - height) // STEP) + 1):
        for column in range(int((canvas.w - width) // STEP) + 1):
            yield Box(canvas.x + column * STEP, canvas.y + row * STEP, width, height)


def _distance(one: Box, other: Box) -> float:
    """From edge to edge, 0 when they touch."""
    across = max(one.x - other.right, other.x - one.right, 0.0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0.0)
    return float((across * across + down * down) ** 0.5)


def _leader(target: Box | None, box: Box) -> tuple[tuple[float, float], tuple[float, float]] | None:
    if target is None or _distance(target, box) <= 3 * GAP:
        return None
    middle = (box.x + box.w / 2, box.y + box.h / 2)
    start = _nearest(target, middle)
    return start, _nearest(box, start)


def _nearest(box: Box, point: tuple[float, float]) -> tuple[float, float]:
    x, y = point
    return min(max(x, box.x), box.right), min(max(y, box.y), box.bottom)
