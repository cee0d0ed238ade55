"""Which foreign logos are registered, which are strangers: picked by hash, split by brand, never by how they do.

The split is that of `benchmarks.locating`: what was tuned on logos was tuned on "tune". Of the other half, this module
leaves out the first LOOKED_AT brands, whose figures that benchmark prints while it is being worked on: held-out brands
here are in nobody's sight.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.foreign import fetch
from benchmarks.foreign.artwork import Artwork

LOOKED_AT = 100
CATALOG = 4  # logos to a catalog
_TEST_DIGITS = "012345"  # of sixteen: first hexadecimal digit of the family's hash


@dataclass(frozen=True)
class Split:
    """Logos to register, and others of the same set that no catalog has."""

    name: str
    registered: tuple[Artwork, ...]
    strangers: tuple[Artwork, ...]

    @property
    def catalogs(self) -> list[tuple[Artwork, ...]]:
        return [self.registered[at : at + CATALOG] for at in range(0, len(self.registered), CATALOG)]


def cache_folder() -> Path:
    """Where foreign material lies: BRANDKIT_FOREIGN, else the user's cache."""
    named = os.environ.get("BRANDKIT_FOREIGN")
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "brandkit-foreign"


def gathered() -> Path:
    """The folder with all foreign material in it, fetched when it is not.

    Raises
    ------
    fetch.Unavailable
    """
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    fetch.gather(folder)
    return folder


def splits(folder: Path, held_out: int, tuned_on: int) -> tuple[Split, Split]:
    """Held-out logos and logos of the tuning half, one of a brand."""
    data = json.loads((folder / "logos" / "icons.json").read_text("utf-8"))
    halves: dict[bool, list[Artwork]] = {True: [], False: []}
    seen: set[str] = set()
    for name in sorted(data["icons"], key=_hash):
        family = name.removesuffix("-icon").split("-")[0]
        art = _artwork(name, data)
        if art is None or family in seen:
            continue
        seen.add(family)
        halves[_hash("split " + family)[0] in _TEST_DIGITS].append(art)
    unseen, known = halves[True][LOOKED_AT:], halves[False]
    return (
        Split("held-out", tuple(unseen[:held_out]), tuple(unseen[held_out : held_out + 100])),
        Split("tuned on", tuple(known[:tuned_on]), tuple(known[tuned_on : tuned_on + 100])),
    )


def _artwork(name: str, data: dict) -> Artwork | None:
    """A logo of the set; None for hidden ones, pictures in SVG's clothes and strips longer than nine to one."""
    icon = data["icons"][name]
    width, height = (icon.get(side, data.get(side, 16)) for side in ("width", "height"))
    if icon.get("hidden") or not 1 / 3 < width / height < 9 or "<image" in icon["body"]:
        return None
    return Artwork(name, icon["body"], (icon.get("left", 0), icon.get("top", 0), width, height))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
