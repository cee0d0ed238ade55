"""Letter by letter: does the page show the approved letter, or another one drawn in the same place?

For each letter its likely wrong forms are drawn (another mark on the same base, another case, a neighbor's place
exchanged, nothing at all). Where such a form differs from the approved letter, the page must go with one of the two:
`share` is how far it goes to the other form, 0 the approved one, 1 the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from brandkit.sightings.slogans.alignment import Alignment, blurred, correlation
from brandkit.sightings.slogans.drawing import HEIGHT, SCALE, drawn_letters, pens
from brandkit.text import without_marks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Coverage = NDArray[np.float32]

_BASES = (
    "aàáảãạăằắẳẵặâầấẩẫậ", "eèéẻẽẹêềếểễệ", "iìíỉĩị", "oòóỏõọôồốổỗộơờớởỡợ", "uùúủũụưừứửữự", "yỳýỷỹỵ", "dđ",
)  # fmt: skip
_POINTS = ",.;:!?-–'’"
# Bars, chosen by benchmarks/slogans_in_pixels on its tuning sentences.
RIGHT_BELOW = 0.38  # share of every other form below which the approved letter stands
RIVAL_BELOW = 0.5  # share from the found form to any other, below which it is the nearest
WRONG_ABOVE = 0.68  # share of one form above which it stands there instead
LEAST_LETTER = 0.72  # correlation of a letter's cell with what is said to stand there
LEAST_DIFFERENCE = 0.9  # squared coverage, frame pixels, that two forms must differ by to be told apart

Verdict = Literal["right", "wrong", "undecided"]


@dataclass(frozen=True)
class LetterSeen:
    """One letter's outcome. index : in the line's text. found : what stands there, "" for nothing.

    share : how far the page goes to `found`, or to the likest other form where the letter is right.
    gain : by how much the correlation of the cell grows when `found` is drawn instead. ncc : of the cell as told.
    left, right : the cell's columns in the frame.
    """

    index: int
    expected: str
    found: str
    verdict: Verdict
    share: float
    gain: float
    ncc: float
    left: int
    right: int


def letters_of(fit: Alignment) -> tuple[LetterSeen, ...]:
    """Every letter of an aligned line that is not a space."""
    places = pens(fit.setting)
    return tuple(
        _letter(fit, places, index) for index, letter in enumerate(fit.setting.text) if not letter.isspace()
    )


def others_of(letter: str) -> tuple[str, ...]:
    """Forms that may stand in a letter's place by mistake: other marks, no mark, the other case; "" for a point."""
    low = letter.lower()
    base = next((base for base in _BASES if low in base), low)
    same = [c.upper() if letter.isupper() else c for c in base]
    if letter in _POINTS:
        return ("", *(c for c in _POINTS[:2] if c != letter))
    return tuple(dict.fromkeys(c for c in (*same, letter.swapcase()) if c != letter))


def _letter(fit: Alignment, places: list[float], index: int) -> LetterSeen:
    text = fit.setting.text
    left, right = _cell(fit, places, index)
    seen = fit.seen[:, left:right]
    approved = _drawn(fit, places, index, text[index], left, right)
    # Light and dark of this letter by itself: a photograph under it changes both.
    rest = seen - approved
    forms = [(form, _drawn(fit, places, index, form, left, right)) for form in others_of(text[index])]
    forms += list(_exchanged(fit, places, index, left, right))
    best, share, lead = "", 0.0, 0.0
    likest, instead = 0.0, approved
    for form, other in forms:
        step = other - approved
        size = float((step * step).sum())
        if size < LEAST_DIFFERENCE:
            continue
        to = float((rest * step).sum()) / size
        drop = (2 * to - 1) * size  # by how much the squared rest shrinks with this form
        likest = max(likest, to)
        if drop > lead:
            best, share, lead, instead = form, to, drop, other
    as_approved = correlation(seen, approved)
    if not lead:
        return _told(index, text[index], text[index], likest, 0.0, as_approved, left, right)
    told = correlation(seen, instead)
    rival = _rival(seen, instead, [approved, *(other for form, other in forms if form != best)])
    seen_letter = _told(index, text[index], best, share, told - as_approved, told, left, right)
    if rival >= RIVAL_BELOW:
        return LetterSeen(index, text[index], best, "undecided", share, told - as_approved, told, left, right)
    return seen_letter


def _told(
    index: int, expected: str, found: str, share: float, gain: float, ncc: float, left: int, right: int
) -> LetterSeen:
    verdict: Verdict = "undecided"
    if found == expected and share < RIGHT_BELOW and ncc >= LEAST_LETTER:
        verdict = "right"
    if found != expected and share > WRONG_ABOVE and ncc >= LEAST_LETTER:
        verdict = "wrong"
    return LetterSeen(index, expected, found, verdict, share, gain, ncc, left, right)


def _rival(seen: Coverage, chosen: Coverage, others: list[Coverage]) -> float:
    """How far the page goes from the chosen form to the likest of all others."""
    rest, most = seen - chosen, 0.0
    for other in others:
        step = other - chosen
        size = float((step * step).sum())
        if size >= LEAST_DIFFERENCE:
            most = max(most, float((rest * step).sum()) / size)
    return most


def _cell(fit: Alignment, places: list[float], index: int) -> tuple[int, int]:
    """Columns of a letter and what its marks may need beside it."""
    beside = 0.09 * SCALE
    left = max(0, math.floor(places[index] - beside))
    return left, min(fit.seen.shape[1], math.ceil(places[index + 1] + beside))


def _drawn(fit: Alignment, places: list[float], index: int, form: str, left: int, right: int) -> Coverage:
    """The cell with `form` in the letter's place and its neighbors as approved, blurred as the page is."""
    letters = _neighbors(fit, places, index)
    letters[index] = (form, _pen(fit, places, index, form))
    return _rendered(fit, letters, left, right)


def _exchanged(
    fit: Alignment, places: list[float], index: int, left: int, right: int
) -> Iterator[tuple[str, Coverage]]:
    """The letter and the next one in each other's place."""
    text = fit.setting.text
    if index + 1 >= len(text) or text[index + 1].isspace() or text[index] == text[index + 1]:
        return
    if without_marks(text[index]).lower() == without_marks(text[index + 1]).lower():
        return
    letters = _neighbors(fit, places, index)
    one, other = text[index], text[index + 1]
    between = places[index] + places[index + 2] - places[index + 1] if index + 2 < len(places) else places[index + 1]
    letters[index] = (other, places[index])
    letters[index + 1] = (one, between)
    yield other + one, _rendered(fit, letters, left, right)


def _neighbors(fit: Alignment, places: list[float], index: int) -> dict[int, tuple[str, float]]:
    text = fit.setting.text
    return {i: (text[i], places[i]) for i in range(max(0, index - 2), min(len(text), index + 3))}


def _pen(fit: Alignment, places: list[float], index: int, form: str) -> float:
    """Where the form's pen stands: on the letter's own, moved so that a wider or narrower form keeps its left edge."""
    return places[index]


def _rendered(fit: Alignment, letters: dict[int, tuple[str, float]], left: int, right: int) -> Coverage:
    margin = math.ceil(3 * fit.sigma) + 2
    a, b = max(0, left - margin), right + margin
    line = drawn_letters(fit.setting.face, [pair for pair in letters.values() if pair[0]], a, b)
    shown = blurred(line, fit.sigma)[:, left - a : left - a + (right - left)]
    assert shown.shape[0] == HEIGHT
    return shown
