"""Words that were read in runs of lettering, put in lines and blocks of lines, in reading order.

Beside `live_text`, which does the same for text runs of known size: here a run's size is what its components suggest,
a line may have come in several runs, and two runs may have read the same word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brandkit.sightings.slogans.live_text import Word

ALIKE = 1.9  # sizes of two runs of one block; components with and without their marks differ by that much
LEVEL = 0.6  # of a letter's height: middles of two runs on one line
GAP, LEADING = 2.4, 4.6  # of a letter's height: widest gap within a line, furthest next line


@dataclass(frozen=True)
class _Line:
    words: tuple[Word, ...]
    height: float

    @property
    def left(self) -> float:
        return min(word.box.x for word in self.words)

    @property
    def right(self) -> float:
        return max(word.box.right for word in self.words)

    @property
    def down(self) -> float:
        return sum(word.box.y + word.box.h / 2 for word in self.words) / len(self.words)


def blocks_of(runs: Sequence[tuple[Sequence[Word], float]]) -> list[list[Word]]:
    """Words of each block of lines, numbered by line; `runs` are the words of each run with its letters' height."""
    blocks: list[list[_Line]] = []
    for line in sorted(_lines(runs), key=lambda line: (line.down, line.left)):
        above = [block for block in blocks if _follows(block[-1], line)]
        if above:
            # A line that was read twice, in pieces and as a whole, has its next line under both.
            nearest = max(block[-1].down for block in above)
            for block in above:
                if nearest - block[-1].down < LEVEL * line.height:
                    block.append(line)
        else:
            blocks.append([line])
    return [_numbered(block) for block in blocks]


def _lines(runs: Sequence[tuple[Sequence[Word], float]]) -> list[_Line]:
    """Runs joined where one goes on with the other."""
    lines: list[_Line] = []
    for words, height in sorted(runs, key=lambda run: min(word.box.x for word in run[0])):
        line = _Line(tuple(words), height)
        before = next((other for other in lines if _continues(other, line)), None)
        if before is None:
            lines.append(line)
        else:
            lines.remove(before)
            lines.append(_Line((*before.words, *line.words), max(before.height, height)))
    return [_Line(_once(line.words), line.height) for line in lines]


def _continues(before: _Line, line: _Line) -> bool:
    tall = max(before.height, line.height)
    gap = line.left - before.right
    return (
        _alike(before, line)
        and abs(before.down - line.down) < LEVEL * tall
        and -0.5 * (line.right - line.left) < gap < GAP * tall
    )


def _follows(above: _Line, line: _Line) -> bool:
    tall = max(above.height, line.height)
    beside = min(above.right, line.right) - max(above.left, line.left)
    return _alike(above, line) and beside > 0 and 0.7 * tall < line.down - above.down < LEADING * tall


def _alike(one: _Line, other: _Line) -> bool:
    return max(one.height, other.height) < ALIKE * min(one.height, other.height)


def _once(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words left to right; of two in one place the longer."""
    kept: list[Word] = []
    for word in sorted(words, key=lambda w: (-len(w.text), w.box.x)):
        if not any(_shared(word, other) > 0.5 * word.box.w for other in kept):
            kept.append(word)
    return tuple(sorted(kept, key=lambda w: w.box.x))


def _shared(one: Word, other: Word) -> float:
    return min(one.box.right, other.box.right) - max(one.box.x, other.box.x)


def _numbered(block: Sequence[_Line]) -> list[Word]:
    return [
        Word(word.text, word.box, number, word.order, word.rotation_deg)
        for number, line in enumerate(block)
        for word in line.words
    ]
