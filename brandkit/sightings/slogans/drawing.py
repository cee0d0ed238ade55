"""A line of text drawn in a face: where each letter's pen stands, and the coverage of the whole line or of one letter.

The frame: SCALE pixels an em, baseline BASE pixels below the top, pen of the first letter at MARGIN.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brandkit.sightings.slogans.faces import EM_PX, Face

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Coverage = NDArray[np.float32]

FINER = 3  # letters are set on a grid this much finer than the frame
SCALE = EM_PX // FINER
BASE = 60  # room for capitals with two marks: 1.25 em
HEIGHT = 84
MARGIN = 24


@dataclass(frozen=True)
class Setting:
    """A line as it is to be set.

    tracking : added after each letter, em. shifts : of each letter against its pen, em; empty means none.
    """

    face: Face
    text: str
    tracking: float = 0.0
    shifts: tuple[float, ...] = ()

    def shift(self, index: int) -> float:
        return self.shifts[index] if self.shifts else 0.0


def pens(setting: Setting) -> list[float]:
    """Where each letter begins, and last where the next would, in frame pixels."""
    at, found = float(MARGIN), []
    for index, letter in enumerate(setting.text):
        found.append(at + setting.shift(index) * SCALE)
        at += setting.face.glyph(letter).advance / FINER + setting.tracking * SCALE
    return [*found, at]


def drawn(setting: Setting) -> Coverage:
    """(HEIGHT, W) float32 coverage of the line, 0 ground … 1 ink."""
    places = pens(setting)
    width = int(places[-1]) + MARGIN
    sheet = np.zeros((HEIGHT * FINER, width * FINER), np.float32)
    for letter, pen in zip(setting.text, places, strict=False):
        _stamp(sheet, setting.face, letter, pen, 0)
    return _reduced(sheet)


def drawn_letters(face: Face, letters: Sequence[tuple[str, float]], x0: int, x1: int) -> Coverage:
    """(HEIGHT, x1 - x0) coverage of some letters at their pens, within columns x0 … x1 of the frame."""
    sheet = np.zeros((HEIGHT * FINER, (x1 - x0) * FINER), np.float32)
    for letter, pen in letters:
        _stamp(sheet, face, letter, pen, x0)
    return _reduced(sheet)


def ink_columns(setting: Setting) -> tuple[float, float]:
    """Left and right edge of the line's ink, frame pixels."""
    places = pens(setting)
    edges = []
    for letter, pen in zip(setting.text, places, strict=False):
        glyph = setting.face.glyph(letter)
        if glyph.mask.size:
            edges += [pen + glyph.left / FINER, pen + (glyph.left + glyph.mask.shape[1]) / FINER]
    return (min(edges), max(edges)) if edges else (places[0], places[-1])


def _stamp(sheet: Coverage, face: Face, letter: str, pen: float, x0: int) -> None:
    glyph = face.glyph(letter)
    height, width = glyph.mask.shape
    x, y = round((pen - x0) * FINER) + glyph.left, BASE * FINER + glyph.top
    left, top = max(0, x), max(0, y)
    right, bottom = min(sheet.shape[1], x + width), min(sheet.shape[0], y + height)
    if left >= right or top >= bottom:
        return
    part = sheet[top:bottom, left:right]
    np.maximum(part, glyph.mask[top - y : bottom - y, left - x : right - x], out=part)


def _reduced(sheet: Coverage) -> Coverage:
    import cv2

    size = (sheet.shape[1] // FINER, sheet.shape[0] // FINER)
    return np.asarray(cv2.resize(sheet, size, interpolation=cv2.INTER_AREA), np.float32)
