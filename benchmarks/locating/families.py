"""Which logos are one brand's: joined by name across icon sets, and by drawing where names differ.

Two logos of one family never lie in two splits. The joins err towards one family: everything of one maker whose names
begin alike ("google", "google-play", "googleplay") is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

_FORM_WORDS = (
    "icon wordmark plain original line dark light background inverse alt square circle round logo logotype logomark "
    "mark symbol horizontal vertical stacked color colored mono white black old new legacy full official"
)
_FORMS = frozenset(_FORM_WORDS.split())
_TAILS = ("dotjs", "dotio", "dotcom", "dotdev", "dotnet", "lang", "js")
_HOUSE_LETTERS, _HOUSE_MEMBERS = 5, 4
_SAME = Path(__file__).with_name("same_drawings.txt")


def compact(name: str) -> str:
    """A name without forms ("-icon", "-wordmark", "-dark" …), punctuation and version: "html-5-wordmark" is "html"."""
    words = [word for word in name.lower().split("-") if word]
    kept = [word for word in words if word not in _FORMS] or words
    bare = "".join(kept)
    for tail in _TAILS:
        if bare.endswith(tail) and len(bare) >= len(tail) + 2:
            bare = bare.removesuffix(tail)
            break
    return re.sub(r"\d+$", "", bare) if re.match(r".*[a-z]{2}\d+$", bare) else bare


def families(names: Iterable[str], joined: Sequence[tuple[str, str]] | None = None) -> dict[str, str]:
    """The family of each name; `joined` are compact names known to be one brand's (default: same_drawings.txt)."""
    listed = sorted(set(names))
    groups = _Groups()
    houses = _houses(listed)
    for name in listed:
        short, first = compact(name), name.lower().split("-")[0]
        groups.join("name " + name, short)
        if "-" in name and len(first) > 2 and first not in _FORMS:
            groups.join(short, compact(first))
        house = next((house for house in houses if short.startswith(house)), None)
        if house:
            groups.join(short, house)
    for one, other in same_drawings() if joined is None else joined:
        groups.join(one, other)
    return {name: groups.of("name " + name) for name in listed}


def same_drawings() -> list[tuple[str, str]]:
    """Compact names whose logos are one drawing under two names."""
    lines = _SAME.read_text("utf-8").splitlines() if _SAME.is_file() else []
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return [(one, other) for one, other in pairs]


def _houses(names: Sequence[str]) -> list[str]:
    """First words that begin several names with hyphens: makers with many products."""
    firsts = Counter(name.lower().split("-")[0] for name in names if compact(name) != compact(name.split("-")[0]))
    return sorted(word for word, count in firsts.items() if count >= _HOUSE_MEMBERS and len(word) >= _HOUSE_LETTERS)


class _Groups:
    """Joined names; a group is called by its first compact name in order of the alphabet."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def of(self, name: str) -> str:
        self._up.setdefault(name, name)
        while self._up[name] != name:
            self._up[name] = self._up[self._up[name]]
            name = self._up[name]
        return name

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.of(one), self.of(other)), key=lambda name: (name.startswith("name "), name))
        self._up[second] = first
