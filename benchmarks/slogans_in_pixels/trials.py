"""One drawn line looked at: by the program, and by Tesseract alone as peer."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.slogans_in_pixels.lines import Line, drawn
from brandkit.assets import Asset
from brandkit.sightings.slogans.faces import faces_of
from brandkit.sightings.slogans.in_pixels import Written, slogans_in
from brandkit.sightings.slogans.program import read
from brandkit.text import squeezed


@dataclass(frozen=True)
class Outcome:
    """What came of a line. told : right, found, misread, let-through, accused, undecided, missed or nothing.

    peer : the same by exact comparison of what Tesseract reads on the page as it is. cpu_s : processor seconds, with
    those of the program that was called.
    """

    told: str
    peer: str
    cpu_s: float
    text: str
    score: float


class Fonts:
    """Font files as a library keeps them."""

    def __init__(self, files: Sequence[Path]):
        self._files = files

    def fonts(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self._files}


def tried(line: Line, catalog: Sequence[str], brand: tuple[Path, ...], photographs: Sequence[Path]) -> Outcome:
    """A line on its page, looked at with the catalog's sentences and the brand's fonts."""
    page = drawn(line, photographs)
    slogans = [Asset(f"slogan-{i}", "slogan", {"vi": text}, text={"vi": text}) for i, text in enumerate(catalog)]
    faces = _faces(brand)
    began = _cpu()
    written = slogans_in(page, slogans, faces)
    spent = _cpu() - began
    if written.unread:
        raise SystemExit("Tesseract with Vietnamese data is missing: apt-get install tesseract-ocr tesseract-ocr-vie")
    first = max(written.passages, key=lambda p: (p.certain, p.score), default=None)
    return Outcome(
        outcome_of(line, written), _peer(line, page), spent, first.text if first else "", first.score if first else 0.0
    )


def outcome_of(line: Line, written: Written) -> str:
    """In one word: what the program says of the line, held against what was drawn."""
    if not line.approved:
        return "sighted" if written.passages else "nothing"
    if not written.passages:
        return "missed"
    passage = max(written.passages, key=lambda p: (p.certain, p.score))
    if not passage.certain:
        return "undecided"
    return _judged(line, squeezed(passage.text))


def _judged(line: Line, text: str) -> str:
    if line.written == line.approved:
        return "right" if text == line.approved else "accused"
    if text == line.approved:
        return "let-through"
    return "found" if text == line.written else "misread"


def _peer(line: Line, page) -> str:
    """Tesseract on the gray page, sparse text, its words joined: exact or not."""
    gray = (page @ (0.299, 0.587, 0.114)).astype("uint8")
    text = squeezed(" ".join(word.text for word in read(gray, mode=11)))
    if not line.approved:
        return "nothing"
    if line.approved in text:
        return "right" if line.written == line.approved else "let-through"
    if line.written == line.approved:
        return "accused"
    return "found" if line.written in text else "misread"


@lru_cache(maxsize=2)
def _faces(brand: tuple[Path, ...]):
    return faces_of(Fonts(brand))


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
