"""The brand's typefaces as drawable faces: glyph masks and advances, read from the catalog's own font files."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import ImageFont

log = logging.getLogger(__name__)

# Glyphs are drawn this large and reduced, so that hinting and whole-pixel pens do not show.
EM_PX = 144
MOST_FACES = 24
MOST_BYTES = 16_000_000
SUFFIXES = (".ttf", ".otf")


@runtime_checkable
class KeepsFonts(Protocol):
    """A library that also keeps font files."""

    def fonts(self) -> Mapping[str, bytes]:
        """The bytes of each font file by its name."""
        ...


@dataclass(frozen=True)
class Glyph:
    """A letter's coverage, (h, w) float32 0..1; left and top of its mask from the pen on the baseline, EM_PX pixels."""

    mask: NDArray[np.float32]
    left: int
    top: int
    advance: float


class Face:
    """One font file, drawn at EM_PX pixels an em."""

    def __init__(self, name: str, font: ImageFont.FreeTypeFont):
        self.name = name
        self._font = font
        self._glyphs: dict[str, Glyph] = {}

    def glyph(self, letter: str) -> Glyph:
        if letter not in self._glyphs:
            self._glyphs[letter] = self._drawn(letter)
        return self._glyphs[letter]

    @cached_property
    def _nothing(self) -> bytes:
        """What the font draws for a letter that it lacks."""
        return self._drawn("\U0010fffd").mask.tobytes()

    def has(self, text: str) -> bool:
        """Whether every letter of the text is in the font."""
        return all(c.isspace() or self.glyph(c).mask.tobytes() != self._nothing for c in set(text))

    def _drawn(self, letter: str) -> Glyph:
        advance = float(self._font.getlength(letter))
        mask, (left, top) = self._font.getmask2(letter, mode="L", anchor="ls")
        width, height = mask.size
        if not width or not height:
            return Glyph(np.zeros((0, 0), np.float32), 0, 0, advance)
        values = np.frombuffer(bytes(mask), np.uint8).reshape(height, width)
        pixels = np.asarray(values / 255, np.float32)
        return Glyph(pixels, int(left), int(top), advance)


def faces_of(library: object) -> tuple[Face, ...]:
    """Faces of the library's font files, by name; none where it keeps none."""
    if not isinstance(library, KeepsFonts):
        return ()
    files = sorted(library.fonts().items())
    return _opened(tuple(files[:MOST_FACES]))


@lru_cache(maxsize=4)
def _opened(files: Sequence[tuple[str, bytes]]) -> tuple[Face, ...]:
    from PIL import ImageFont

    faces = []
    for name, data in files:
        if len(data) > MOST_BYTES:
            log.warning("font %s is too large and was left out", name)
            continue
        try:
            font = ImageFont.truetype(io.BytesIO(data), EM_PX, layout_engine=ImageFont.Layout.BASIC)
        except (OSError, ValueError):
            log.warning("font %s cannot be read and was left out", name)
            continue
        faces.append(Face(name, font))
    return tuple(faces)
