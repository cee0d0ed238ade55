"""Slogans in a picture's pixels: OCR says where one may stand, drawing it in the brand's faces says what stands there.

Nothing is right or wrong by OCR alone. A line that no face of the catalog fits, or a letter that goes with neither
form, leaves the passage undecided, and a person decides.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brandkit.assets import Asset
from brandkit.findings import LetterMatch
from brandkit.geometry import Affine, Box, Point, Quad, apply, box_of, invert, polygon_area, quad_of, rotation
from brandkit.sightings.slogans import program
from brandkit.sightings.slogans.alignment import Alignment, Place, aligned
from brandkit.sightings.slogans.drawing import BASE, SCALE, ink_columns
from brandkit.sightings.slogans.faces import Face
from brandkit.sightings.slogans.lettering import Run, middle_of, runs_of
from brandkit.sightings.slogans.letters import LetterSeen, letters_of
from brandkit.sightings.slogans.lines import ReadLine, lines_of
from brandkit.sightings.slogans.live_text import Word
from brandkit.sightings.slogans.matching import Claim, bare, claims_of
from brandkit.sightings.slogans.reading import Reading, readings_of
from brandkit.sightings.slogans.stacking import blocks_of
from brandkit.text import nfc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

log = logging.getLogger(__name__)

# A line that correlates less, or fits only stretched or with its letters moved, may be in another face.
LEAST_ALIGNMENT = 0.95
WELL_LAID = 0.88  # from here on no other place would fit better: it is the face or the letters that differ
MOST_STRETCH = 0.045
MOST_UNEVEN_EM, MOST_UNEVEN_SURE_EM = 0.013, 0.022  # pair kerning alone reaches the second in a short line
SURE_ALIGNMENT = 0.985
SIMILAR = 0.72  # of folded letters as OCR reads them; it only decides where to draw
SHARED_WORDS = 0.3
MOST_WRONG = 0.5  # of a line's letters; beyond, it is rather another line
MISSING, STOPPED = "missing-tesseract", "reading-stopped"
_ABOVE, _BELOW = 0.95, 0.25  # of the em about the baseline: what a line's box holds


@dataclass(frozen=True)
class PixelPassage:
    """A slogan in a picture. text : as it stands there, or as OCR read it when that could not be decided.

    quad : TL TR BR BL of the passage in the picture's pixels. height : of its box, px. letters : those that are wrong.
    """

    asset: Asset
    language: str
    text: str
    quad: Quad
    height: float
    rotation_deg: float
    certain: bool
    score: float
    letters: tuple[LetterMatch, ...] = ()


@dataclass(frozen=True)
class Written:
    """The slogans in a picture; `unread` names why its lettering was not read, None when it was."""

    passages: tuple[PixelPassage, ...] = ()
    unread: str | None = None


@dataclass(frozen=True)
class _DrawnLine:
    """A line after drawing. text : as it stands there, None when undecided."""

    read: ReadLine
    fit: Alignment | None
    text: str | None
    letters: tuple[LetterMatch, ...] = field(default=())


def slogans_in(
    picture: Pixels, slogans: Sequence[Asset], faces: Sequence[Face], *, beside: Sequence[Quad] = ()
) -> Written:
    """Slogans in an (H, W, 3) uint8 sRGB picture; lettering in the quads of `beside` (logos) is not looked at."""
    if not any(text for asset in slogans for text in asset.text.values()):
        return Written()
    runs = [run for run in runs_of(picture) if not any(_within(middle_of(run), quad) for quad in beside)]
    runs = _of_some_length(runs, slogans)
    if not runs:
        return Written()
    if not program.available():
        return Written(unread=MISSING)
    try:
        readings, left = readings_of(picture, runs)
    except program.ReadingStopped as stopped:
        log.warning("lettering was not read: %s", stopped)
        return Written(unread=STOPPED)
    if left:
        log.info("%d runs of lettering were not read", left)
    found = [passage for reading in readings for passage in _passages(picture, reading, slogans, faces)]
    return Written(_without_doubles(found))


def _of_some_length(runs: Sequence[Run], slogans: Sequence[Asset]) -> list[Run]:
    """Runs that, with the other lines of their size, hold about as many letters as the shortest slogan."""
    least = min(sum(c.isalpha() for c in text) for asset in slogans for text in asset.text.values() if text)
    kept = []
    for run in runs:
        # Letters that touch are one component: a run's length tells as much as its count.
        lettered = [max(r.letters, r.length / r.height) for r in runs
                    if r.family == run.family and 0.6 < r.height / run.height < 1.7]  # fmt: skip
        if sum(lettered) >= 0.4 * least:
            kept.append(run)
    return kept


def _passages(
    picture: Pixels, reading: Reading, slogans: Sequence[Asset], faces: Sequence[Face]
) -> Iterable[PixelPassage]:
    for block in blocks_of(reading.by_run()):
        for claim in claims_of([word.text for word in block], slogans, SIMILAR, SHARED_WORDS):
            yield _passage(picture, _trimmed([block[i] for i in claim.span]), claim, reading.runs, faces)


def _trimmed(words: list[Word]) -> list[Word]:
    """Words without those at either end that hold no letter: specks of the ground beside a line."""
    lettered = [i for i, word in enumerate(words) if bare(word.text)]
    return words[lettered[0] : lettered[-1] + 1]


def _passage(
    picture: Pixels, words: Sequence[Word], claim: Claim, runs: Sequence[Run], faces: Sequence[Face]
) -> PixelPassage:
    lines = lines_of(words, runs, nfc(claim.asset.text[claim.language]))
    drawn = [_drawn(picture, line, faces) for line in lines]
    certain = bool(drawn) and all(line.text is not None for line in drawn)
    family = _turn(drawn, runs[words[0].order].family) if certain else runs[words[0].order].family
    places = [line.read.places[0] for line in drawn] or [_whole(words, runs[words[0].order])]
    quad = _quad([line.fit for line in drawn if line.fit], places, family) if certain else _quad((), places, family)
    read = [line.text or "" for line in drawn] if certain else [line.read for line in lines] or [w.text for w in words]
    return PixelPassage(
        asset=claim.asset,
        language=claim.language,
        text=nfc("\n".join(read)),
        quad=quad,
        height=math.dist(quad[0], quad[3]),
        rotation_deg=family if certain else places[0].angle_deg,
        certain=certain,
        score=min([line.fit.ncc for line in drawn if line.fit] or [0.0]) if certain else claim.similarity / 2,
        letters=tuple(letter for line in drawn for letter in line.letters) if certain else (),
    )


def _drawn(picture: Pixels, line: ReadLine, faces: Sequence[Face]) -> _DrawnLine:
    """The line with what stands there, as far as drawing it can tell."""
    best: _DrawnLine | None = None
    for text in _forms(line):
        for place in line.places:
            fit = aligned(picture, place, text, faces)
            if fit is None or (best and best.fit and fit.ncc <= best.fit.ncc):
                continue
            best = _DrawnLine(line, fit, None)
            if in_that_face(fit):
                written, wrong = _written(fit, letters_of(fit))
                best = _DrawnLine(line, fit, written, wrong)
            if best.text is not None or fit.ncc >= WELL_LAID:
                return best
    return best or _DrawnLine(line, None, None)


def in_that_face(fit: Alignment) -> bool:
    """Whether a line is set in the face that it was drawn in."""
    uneven = MOST_UNEVEN_SURE_EM if fit.ncc >= SURE_ALIGNMENT else MOST_UNEVEN_EM
    return fit.ncc >= LEAST_ALIGNMENT and abs(fit.stretch - 1) <= MOST_STRETCH and fit.unevenness <= uneven


def _forms(line: ReadLine) -> tuple[str, ...]:
    """The approved words as written, in capitals first where OCR saw capitals; nothing to draw where there are none."""
    text = line.approved
    if not text:
        return ()
    cased = [c for c in line.read if c.isalpha()]
    capitals = sum(c.isupper() for c in cased) > 0.7 * len(cased)
    return tuple(dict.fromkeys((text.upper(), text) if capitals else (text,)))


def _written(fit: Alignment, letters: Sequence[LetterSeen]) -> tuple[str | None, tuple[LetterMatch, ...]]:
    """What stands there and its wrong letters; None for the text when any letter is undecided."""
    text, wrong, skip = list(fit.setting.text), [], -1
    for letter in letters:
        if letter.index == skip or letter.verdict == "right":
            continue
        if letter.verdict == "undecided":
            return None, ()
        if len(letter.found) > 1:  # two letters in each other's place
            skip = letter.index + 1
            text[skip] = ""
        text[letter.index] = letter.found
        wrong.append(_match(fit, letter))
    if len(wrong) > MOST_WRONG * len(letters):
        return None, ()
    return "".join(text), tuple(wrong)


def _match(fit: Alignment, letter: LetterSeen) -> LetterMatch:
    box = Box(letter.left, BASE - _ABOVE * SCALE, letter.right - letter.left, (_ABOVE + _BELOW) * SCALE)
    corners = tuple(apply(fit.matrix, p) for p in ((box.x, box.y), (box.right, box.y), (box.right, box.bottom),
                                                    (box.x, box.bottom)))  # fmt: skip
    return LetterMatch(letter.expected, letter.found, round(letter.gain, 4), round(letter.share, 3),
                       fit.setting.face.name, corners)  # type: ignore[arg-type]  # fmt: skip


def _turn(drawn: Sequence[_DrawnLine], family: float) -> float:
    fit = next((line.fit for line in drawn if line.fit), None)
    if fit is None:
        return family
    return (math.degrees(math.atan2(fit.matrix.b, fit.matrix.a)) + 180) % 360 - 180


def _quad(fits: Sequence[Alignment], places: Sequence[Place], family: float) -> Quad:
    """The box about all lines in their direction's frame, as a quad of the picture."""
    turn = rotation(family)
    points: list[Point] = []
    for fit in fits:
        left, right = ink_columns(fit.setting)
        frame = quad_of(Affine(right - left, 0, 0, (_ABOVE + _BELOW) * SCALE, left, BASE - _ABOVE * SCALE), 1, 1)
        points += [apply(fit.matrix, corner) for corner in frame]
    if not fits:
        for place in places:
            points += _ends(place)
    box = box_of(apply(invert(turn), point) for point in points)
    return quad_of(Affine(*_scaled_to(turn, box)), 1, 1)


def _scaled_to(turn: Affine, box: Box) -> tuple[float, ...]:
    x, y = apply(turn, (box.x, box.y))
    return (turn.a * box.w, turn.b * box.w, turn.c * box.h, turn.d * box.h, x, y)


def _ends(place: Place) -> Iterable[Point]:
    """Corners about a line whose letters' size is not known but by its length: a tenth of it, at least 12 px."""
    half = max(6.0, place.length / 24)
    turn = math.radians(place.angle_deg)
    c, s = math.cos(turn), math.sin(turn)
    for along in (0.0, place.length):
        for down in (-half, half):
            yield (place.start[0] + c * along - s * down, place.start[1] + s * along + c * down)


def _whole(words: Sequence[Word], run: Run) -> Place:
    return Place(run.start, run.angle_deg, run.length, run.ink)


def _within(point: Point, quad: Quad) -> bool:
    """Whether a point lies in a convex quad: on the same side of all its edges."""
    sides = [polygon_area((a, b, point)) for a, b in zip(quad, (*quad[1:], quad[0]), strict=True)]
    return all(side >= 0 for side in sides) or all(side <= 0 for side in sides)


def _without_doubles(found: Sequence[PixelPassage]) -> tuple[PixelPassage, ...]:
    """Each place once, the surest first."""
    kept: list[PixelPassage] = []
    for passage in sorted(found, key=lambda p: (not p.certain, -p.score, p.quad)):
        x, y = (sum(corner[i] for corner in passage.quad) / 4 for i in (0, 1))
        if not any(_within((x, y), other.quad) and other.asset.slug == passage.asset.slug for other in kept):
            kept.append(passage)
    return tuple(sorted(kept, key=lambda p: (round(p.quad[0][1], 1), round(p.quad[0][0], 1))))
