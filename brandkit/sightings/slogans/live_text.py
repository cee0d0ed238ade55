"""Slogans in a document's live text: the approved words, or words so near that they were meant to be them.

Text runs are joined to lines as they stand on the page, lines to blocks; a slogan may break over lines. What differs
is not judged here: the sighting carries the text as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from brandkit.assets import Asset
from brandkit.document import Page, TextRun
from brandkit.geometry import Box, box_of, corners
from brandkit.sightings.slogans.matching import Claim, claims_of
from brandkit.text import nfc

WORD_GAP_EM, LINE_GAP_EM = 0.12, 1.6  # from these gaps on, it is another word, or another column
LEADING_EM = 2.2  # greatest distance of two baselines of one block
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Word:
    """One word where it stands; `line` counts lines within the block."""

    text: str
    box: Box
    line: int
    order: int
    rotation_deg: float


@dataclass(frozen=True)
class Passage:
    """A slogan's words as found. `text` has a line feed where lines of its own end."""

    asset: Asset
    language: str
    text: str
    box: Box
    similarity: float
    order: int
    rotation_deg: float


def find_slogans(page: Page, slogans: Sequence[Asset]) -> list[Passage]:
    """Every slogan in the page's text, in reading order; each stretch of text is claimed once."""
    found = [
        _passage(block, claim)
        for block in blocks_of(page.texts)
        for claim in claims_of([word.text for word in block], slogans)
    ]
    return sorted(found, key=lambda p: (p.box.y, p.box.x))


def blocks_of(texts: Sequence[TextRun]) -> list[list[Word]]:
    """Words of each block of lines, in reading order. Runs of other angles are blocks of their own."""
    blocks = []
    for angle in sorted({round(run.rotation_deg) for run in texts}):
        lines = _lines([run for run in texts if round(run.rotation_deg) == angle and run.text.strip()])
        blocks += [list(_words(block)) for block in _stacked(lines)]
    return [block for block in blocks if block]


def _passage(block: list[Word], claim: Claim) -> Passage:
    span = claim.span
    words = [block[i] for i in span]
    # A stretch that fills its lines was set on lines of its own; inside a paragraph the break means nothing.
    begins = span.start == 0 or block[span.start - 1].line != words[0].line
    ends = span.stop == len(block) or block[span.stop].line != words[-1].line
    glue = "\n" if begins and ends else " "
    text = words[0].text
    for before, word in pairwise(words):
        text += (glue if word.line != before.line else " ") + word.text
    box = box_of(corner for word in words for corner in corners(word.box))
    order = max(word.order for word in words)
    turn = words[0].rotation_deg
    return Passage(claim.asset, claim.language, nfc(text), box, claim.similarity, order, turn)


def _lines(runs: list[TextRun]) -> list[list[TextRun]]:
    """Runs that stand side by side on one line, left to right; a wide gap parts columns."""
    lines: list[list[TextRun]] = []
    for run in sorted(runs, key=lambda r: (r.box.y + r.box.h / 2, r.box.x)):
        home = next((line for line in reversed(lines[-40:]) if _continues(line[-1], run)), None)
        if home is None:
            lines.append([run])
        else:
            home.append(run)
            home.sort(key=lambda r: r.box.x)
    return lines


def _em(run: TextRun) -> float:
    return run.size or run.box.h or 1.0


def _continues(left: TextRun, run: TextRun) -> bool:
    em = max(_em(left), _em(run))
    level = abs((left.box.y + left.box.h / 2) - (run.box.y + run.box.h / 2)) < 0.4 * em
    gap = max(run.box.x - left.box.right, left.box.x - run.box.right)
    return level and -0.6 * em < gap < LINE_GAP_EM * em


def _stacked(lines: list[list[TextRun]]) -> list[list[list[TextRun]]]:
    """Lines under each other that overlap sideways and are of about one size."""
    blocks: list[list[list[TextRun]]] = []
    for line in sorted(lines, key=lambda runs: min(r.box.y for r in runs)):
        home = next((block for block in reversed(blocks[-12:]) if _follows(block[-1], line)), None)
        if home is None:
            blocks.append([line])
        else:
            home.append(line)
    return blocks


def _follows(above: list[TextRun], line: list[TextRun]) -> bool:
    upper, lower = (box_of(c for run in runs for c in corners(run.box)) for runs in (above, line))
    sizes = sorted((max(map(_em, above)), max(map(_em, line))))
    beside = min(upper.right, lower.right) - max(upper.x, lower.x)
    below = lower.y + lower.h / 2 - (upper.y + upper.h / 2)
    return sizes[1] < 1.35 * sizes[0] and beside > 0 and 0.3 * sizes[0] < below < LEADING_EM * sizes[1]


def _words(block: list[list[TextRun]]) -> Iterator[Word]:
    """Words of a block. Runs that touch go on with a word; within a run, letters are taken to be equally wide."""
    for number, line in enumerate(block):
        pending: Word | None = None
        reach = None
        for run in line:
            joined = reach is not None and run.box.x - reach < WORD_GAP_EM * _em(run) and not run.text[:1].isspace()
            for index, match in enumerate(_WORD.finditer(run.text)):
                word = Word(match[0], _part(run, match.start(), match.end()), number, run.order, run.rotation_deg)
                if pending is not None and index == 0 and joined:
                    pending = _merged(pending, word)
                    continue
                if pending is not None:
                    yield pending
                pending = word
            reach = None if run.text[-1:].isspace() else run.box.right
        if pending is not None:
            yield pending


def _merged(one: Word, other: Word) -> Word:
    box = box_of((*corners(one.box), *corners(other.box)))
    return Word(one.text + other.text, box, one.line, max(one.order, other.order), one.rotation_deg)


def _part(run: TextRun, start: int, end: int) -> Box:
    share = run.box.w / max(1, len(run.text))
    return Box(run.box.x + start * share, run.box.y, (end - start) * share, run.box.h)
