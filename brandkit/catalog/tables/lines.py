"""One line of a table as texts, and how texts stand in cells without becoming formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brandkit.errors import BrandkitError

# Excel, LibreOffice and Google Sheets run a cell that begins with one of these.
_RUNS = r"=+\-@\t\r"
_GUARD = "'"
_TO_GUARD = re.compile(rf"{_GUARD}*[{_RUNS}]")
_GUARDED = re.compile(rf"{_GUARD}+[{_RUNS}]")


@dataclass(frozen=True)
class Line:
    """`number` as a spreadsheet counts rows, the header's among them; `problem` is why it cannot be understood."""

    number: int
    cells: tuple[str, ...]
    problem: BrandkitError | None = None


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it; `unguarded` takes exactly that away."""
    return _GUARD + text if _TO_GUARD.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text.removeprefix(_GUARD) if _GUARDED.match(text) else text
