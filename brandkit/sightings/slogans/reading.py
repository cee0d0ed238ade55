"""Runs of lettering read by OCR: set straight, dark on white, together on few sheets, and back as text on the page.

What comes back are words in the frame of their direction, so that the same matching serves them as serves live text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brandkit.geometry import Box
from brandkit.sightings.slogans.coverage import coverage_of, sampled
from brandkit.sightings.slogans.lettering import Run, middle_of
from brandkit.sightings.slogans.live_text import Word
from brandkit.sightings.slogans.program import Read, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Matrix = NDArray[np.float64]

LETTER_PX = 24  # height of middling letters on a sheet
ABOVE, BELOW = 1.75, 1.35  # of that height, from a line's middle: marks of two storeys, descenders
MARGIN = 20
BESIDE = 2.5  # of that height, beyond a run's ends: letters that were lost in the ground
MOST_BRIDGED, MOST_LETTERS = 8.0, 60
MOST_RUNS = 60
SHEET_WIDTH, SHEET_HEIGHT = 2400, 1800
MOST_SHEETS = 2


@dataclass(frozen=True)
class Strip:
    """A run on a sheet. matrix : strip's pixels to the picture's."""

    run: Run
    image: Pixels
    matrix: Matrix


@dataclass(frozen=True)
class Reading:
    """Words of one direction, their boxes in the picture turned back by the runs' `family`.

    runs : the run of lettering that each word was read from, by the word's `order`.
    """

    words: tuple[Word, ...]
    runs: tuple[Run, ...]

    def by_run(self) -> list[tuple[list[Word], float]]:
        """The words of each run with the height of its letters."""
        found: dict[int, list[Word]] = {}
        for word in self.words:
            found.setdefault(id(self.runs[word.order]), []).append(word)
        return [(words, self.runs[words[0].order].height) for words in found.values()]


def readings_of(picture: Pixels, runs: Sequence[Run], reader=read) -> tuple[tuple[Reading, ...], int]:
    """What is written in the runs, a reading for each direction, and how many runs were left unread.

    Raises
    ------
    ReadingStopped
    """
    wanted = [turned for run in (*runs, *bridged(runs)) for turned in _directions(run)]
    strips = [strip for run in wanted[:MOST_RUNS] if (strip := _strip(picture, run)) is not None]
    sheets = list(_sheets(strips))
    left = len(wanted) - min(len(wanted), MOST_RUNS) + sum(len(sheet) for sheet in sheets[MOST_SHEETS:])
    found: dict[float, list[tuple[Word, Run]]] = {}
    for sheet in sheets[:MOST_SHEETS]:
        image, tops = _mounted(sheet)
        for word in reader(image):
            strip, top = _home(word, sheet, tops)
            if strip is not None:
                same = found.setdefault(strip.run.family, [])
                same.append((_word(word, strip, top, len(same)), strip.run))
    readings = [Reading(tuple(w for w, _ in same), tuple(r for _, r in same)) for _, same in sorted(found.items())]
    return tuple(readings), left


def bridged(runs: Sequence[Run]) -> list[Run]:
    """Runs on one level with a gap between them, as one: what stands in the gap may have been lost in the ground."""
    found = []
    for one in runs:
        turn = math.radians(one.family)
        c, s = math.cos(turn), math.sin(turn)
        for other in runs:
            mids = [(x * c + y * s, -x * s + y * c) for x, y in (middle_of(one), middle_of(other))]
            gap = mids[1][0] - mids[0][0] - (one.length + other.length) / 2
            tall = max(one.height, other.height)
            level = other.family == one.family and abs(mids[1][1] - mids[0][1]) < 0.6 * tall
            alike = other.light == one.light and np.abs(one.ink - other.ink).sum() < 110
            alike = alike and tall < 1.9 * min(one.height, other.height)
            if level and alike and 0 < gap < MOST_BRIDGED * tall and one.letters + other.letters < MOST_LETTERS:
                length = one.length + gap + other.length
                found.append(replace(one, length=length, height=tall, letters=one.letters + other.letters))
    return found


def _directions(run: Run) -> Iterator[Run]:
    """The run as it is, and the other way up where that cannot be known."""
    yield run
    if abs(run.angle_deg) > 45:
        turn = math.radians(run.angle_deg)
        end = (run.start[0] + math.cos(turn) * run.length, run.start[1] + math.sin(turn) * run.length)
        other = 180.0 if run.angle_deg < 0 else -180.0
        yield replace(run, start=end, angle_deg=run.angle_deg + other, family=run.family + other)


def _strip(picture: Pixels, run: Run) -> Strip | None:
    step = run.height / LETTER_PX
    margin = MARGIN + round(BESIDE * run.height / step)
    width = math.ceil(run.length / step) + 2 * margin
    if width > SHEET_WIDTH:
        step *= width / SHEET_WIDTH
        width = SHEET_WIDTH
    high = round((ABOVE + BELOW) * run.height / step)
    turn = math.radians(run.angle_deg)
    along, down = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    x = run.start[0] - step * margin * along[0] - ABOVE * run.height * down[0]
    y = run.start[1] - step * margin * along[1] - ABOVE * run.height * down[1]
    matrix = np.array([[along[0] * step, down[0] * step, x], [along[1] * step, down[1] * step, y]])
    covered = coverage_of(sampled(picture, matrix, (width, high)), run.ink, em=2 * LETTER_PX)
    if covered is None:
        return None
    return Strip(run, (255 * (1 - np.clip(covered, 0, 1))).astype(np.uint8), matrix)


def _sheets(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    sheet: list[Strip] = []
    high = MARGIN
    for strip in strips:
        needed = strip.image.shape[0] + MARGIN
        if sheet and high + needed > SHEET_HEIGHT:
            yield sheet
            sheet, high = [], MARGIN
        sheet.append(strip)
        high += needed
    if sheet:
        yield sheet


def _mounted(sheet: Sequence[Strip]) -> tuple[Pixels, list[int]]:
    width = max(strip.image.shape[1] for strip in sheet) + 2 * MARGIN
    height = sum(strip.image.shape[0] + MARGIN for strip in sheet) + MARGIN
    image, tops, y = np.full((height, width), 255, np.uint8), [], MARGIN
    for strip in sheet:
        h, w = strip.image.shape
        image[y : y + h, MARGIN : MARGIN + w] = strip.image
        tops.append(y)
        y += h + MARGIN
    return image, tops


def _home(word: Read, sheet: Sequence[Strip], tops: Sequence[int]) -> tuple[Strip | None, int]:
    middle = word.y + word.h / 2
    for strip, top in zip(sheet, tops, strict=True):
        # Away from its middle a strip shows the lines above and below, which have strips of their own.
        center = top + strip.image.shape[0] * ABOVE / (ABOVE + BELOW)
        if abs(middle - center) < 0.85 * LETTER_PX:
            return strip, top
    return None, 0


def _word(word: Read, strip: Strip, top: int, order: int) -> Word:
    """The word with its box in the picture turned back by the run's family."""
    run = strip.run
    turn = math.radians(run.family)
    x, y = strip.matrix @ (word.x - MARGIN, word.y + word.h / 2 - top, 1)
    step = float(np.hypot(strip.matrix[0, 0], strip.matrix[1, 0]))
    along = x * math.cos(turn) + y * math.sin(turn)
    # One height and one level for all words of a run: a word's own depend on its letters, and lines are told by them.
    mid_x, mid_y = middle_of(run)
    down = -mid_x * math.sin(turn) + mid_y * math.cos(turn)
    width, em = word.w * step, 1.75 * run.height
    return Word(word.text, Box(along, down - em / 2, width, em), 0, order, run.family)
