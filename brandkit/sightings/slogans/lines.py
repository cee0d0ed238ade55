"""A slogan's words as they were read, put in lines: where each line stands and which approved words it should hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from brandkit.geometry import Point
from brandkit.sightings.slogans.alignment import Place
from brandkit.sightings.slogans.lettering import Run
from brandkit.sightings.slogans.live_text import Word
from brandkit.sightings.slogans.matching import bare
from brandkit.text import squeezed

MOST_LINES = 5
_SHORT = 0.93  # share of the meant letters below which some were not read
_WHOLE_RUN_EM = 0.9  # words that begin and end this near to their run's ends are the whole run


@dataclass(frozen=True)
class ReadLine:
    """One line: the approved words that it should hold, the words as read, and where it may stand, likest first."""

    approved: str
    read: str
    places: tuple[Place, ...]


def lines_of(words: Sequence[Word], runs: Sequence[Run], text: str) -> tuple[ReadLine, ...]:
    """The lines of a claim; `runs[word.order]` is where a word was read. None when there are more than MOST_LINES."""
    numbers = list(dict.fromkeys(word.line for word in words))
    if len(numbers) > MOST_LINES:
        return ()
    lines = [[word for word in words if word.line == number] for number in numbers]
    read = [" ".join(word.text for word in line) for line in lines]
    approved = parted(text, read)
    return tuple(
        ReadLine(meant, as_read, _places(line, [runs[word.order] for word in line], meant, as_read))
        for meant, as_read, line in zip(approved, read, lines, strict=True)
    )


def parted(text: str, read: Sequence[str]) -> list[str]:
    """The text's words given to lines so that each is as like as can be to what was read there."""
    words = squeezed(text).split()
    if len(read) == 1 or len(words) < len(read):
        return [" ".join(words), *[""] * (len(read) - 1)]
    letters = [bare(line) for line in read]
    best, found = -1.0, [0, len(words)]
    for breaks in combinations(range(1, len(words)), len(read) - 1):
        ends = [0, *breaks, len(words)]
        alike = sum(
            _common(bare("".join(words[a:b])), line) for a, b, line in zip(ends, ends[1:], letters, strict=False)
        )
        if alike > best:
            best, found = alike, ends
    return [" ".join(words[a:b]) for a, b in pairwise(found)]


def _common(one: str, other: str) -> float:
    """Letters that two texts share in order, less those that they do not."""
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return 2.0 * same - 0.5 * (len(one) + len(other))


def _places(line: Sequence[Word], runs: Sequence[Run], meant: str, read: str) -> tuple[Place, ...]:
    """By the words' own ends, and by the run's where the words fill it: of the two the run's are the finer.

    Where fewer letters were read than are meant, the rest may lie beyond either end.
    """
    run = max(runs, key=lambda r: (sum(r is other for other in runs), r.letters))
    left, right = min(word.box.x for word in line), max(word.box.right for word in line)
    turn = math.radians(run.angle_deg - run.family)
    family = math.radians(run.family)
    first = run.start[0] * math.cos(family) + run.start[1] * math.sin(family)
    by_words = _place(run, (left - first) / math.cos(turn), (right - left) / math.cos(turn))
    last = first + run.length * math.cos(turn)
    near = _WHOLE_RUN_EM * 1.75 * run.height
    whole = Place(run.start, run.angle_deg, run.length, run.ink)
    fills = abs(left - first) < near and abs(right - last) < near
    likely = (whole, by_words) if fills else (by_words,)
    return (*likely, *_longer(by_words, meant, read))


def _longer(place: Place, meant: str, read: str) -> tuple[Place, ...]:
    """The place with its line completed at the end that lacks letters."""
    wanted, had = bare(meant), bare(read)
    same = [b for b in SequenceMatcher(None, wanted, had, autojunk=False).get_matching_blocks() if b.size > 1]
    if not same or len(had) > _SHORT * len(wanted):
        return ()
    missing_first, missing_last = same[0].a - same[0].b, len(wanted) - same[-1].a - (len(had) - same[-1].b)
    letter = place.length / max(1, len(had))
    before, after = (max(0, count) * letter for count in (missing_first, missing_last))
    turn = math.radians(place.angle_deg)
    start = (place.start[0] - before * math.cos(turn), place.start[1] - before * math.sin(turn))
    return (Place(start, place.angle_deg, place.length + before + after, place.ink),)


def _place(run: Run, along: float, length: float) -> Place:
    turn = math.radians(run.angle_deg)
    start: Point = (run.start[0] + along * math.cos(turn), run.start[1] + along * math.sin(turn))
    return Place(start, run.angle_deg, length, run.ink)
