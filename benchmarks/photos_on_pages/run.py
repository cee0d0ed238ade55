"""Every photograph of a set laid on every kind of page and asked for, a line of a file each; may be stopped."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.near_duplicates.photographs import Photograph, pixels
from benchmarks.photos_on_pages.attacks import ATTACKS, made
from benchmarks.photos_on_pages.layouts import Laid, Sheet
from benchmarks.photos_on_pages.peer import Orb, Phash
from brandkit.assets import Asset, File, Version
from brandkit.sightings.photos.match import PhotoMatch, Photos
from brandkit.sightings.structure.embedded import photos_in
from brandkit.sightings.structure.embedded_character import photographic

PICTURES = ("part", "turned 90°", "mirrored", "blurred", "none: a photograph")  # not a page: those whose name begins so
_MEDIA = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@dataclass(frozen=True)
class Target:
    """A photograph that lies on a page. told : "certain", "possible" or "" for not found.

    error : largest distance of a corner of the shown part, of its longer side. visible_error : of the visible share.
    """

    number: int
    told: str
    error: float = 0.0
    visible_error: float = 0.0
    mirrored: bool = True  # told rightly


@dataclass(frozen=True)
class Line:
    """One page: what lies on it, and which wrong photographs were told, each with whether it was certain."""

    of: str
    photograph: int
    attack: str
    targets: list[Target]
    wrong: list[tuple[int, bool]]
    seconds: float
    peers: dict[str, tuple[list[int], float]] = field(default_factory=dict)  # numbers, CPU seconds


class Shelf:
    """The photographs as a library of files."""

    def __init__(self, photographs: Sequence[Photograph]):
        self._paths: dict[str, Path] = {}
        self._assets = []
        for number, photograph in enumerate(photographs):
            data = photograph.path.read_bytes()
            sha256 = hashlib.sha256(data).hexdigest()
            self._paths[sha256] = photograph.path
            file = File("original", photograph.path.name, sha256, _MEDIA[photograph.path.suffix.lower()], len(data))
            version = Version(1, "approved", files=(file,))
            self._assets.append(
                Asset(f"photo-{number}", "photo", {"vi": photograph.name}, "approved", versions=(version,))
            )

    def assets(self) -> Sequence[Asset]:
        """One for each photograph."""
        return self._assets

    def read(self, sha256: str) -> bytes:
        """The bytes of a file."""
        return self._paths[sha256].read_bytes()


def asked(
    name: str, photographs: Sequence[Photograph], beside: Sequence[Photograph], attacks: Sequence[str],
    results: Path, may_go_on: Callable[[], bool], *, peer_every: int, share: tuple[int, int] = (0, 1),
) -> Iterator[Line]:  # fmt: skip
    """The lines of a set, those that the file has already and new ones as they are made.

    Parameters
    ----------
    beside : photographs of no catalog.
    may_go_on : asked before each page; the rest is left for another run when it says no.
    peer_every : one page of so many is shown to the peers too; 0 for none.
    share : (which, of how many) workers; each does its own part of the pages.
    """
    lines = {(line.photograph, line.attack): line for line in read(results) if line.of == name}
    wanted = {(number, attack) for number in range(len(photographs)) for attack in attacks}
    yield from (line for key, line in lines.items() if key in wanted)
    rest = [
        key for at, key in enumerate(sorted(wanted, key=_shuffled)) if at % share[1] == share[0] and key not in lines
    ]
    if not rest:
        return
    pictures, strangers = [pixels(p) for p in photographs], [pixels(p) for p in beside]
    shelf = Shelf(photographs)
    photos = Photos(shelf, shelf.assets())
    photos.found_in(pictures[0])  # looks at every photograph, once
    peers = {"phash": Phash(pictures), "ORB": Orb(pictures)} if peer_every else {}
    for number, attack in rest:
        if not may_go_on():
            return
        page = made(attack, number, pictures, strangers, photographs[number].name)
        line = _line(name, number, attack, page, photos, {})
        if peer_every and _shuffled((number, attack))[-1] % peer_every == 0:
            line = _line(name, number, attack, page, photos, peers)
        with results.open("a", encoding="utf-8") as sink:
            sink.write(json.dumps(asdict(line)) + "\n")
        yield line


def read(results: Path) -> list[Line]:
    """The lines of a file; a last one that was cut off by a stop is left out."""
    found = []
    for text in results.read_text("utf-8").splitlines() if results.is_file() else []:
        try:
            row = json.loads(text)
        except ValueError:
            continue
        row["targets"] = [Target(**target) for target in row["targets"]]
        row["wrong"] = [(number, certain) for number, certain in row["wrong"]]
        found.append(Line(**row))
    return found


def _line(of: str, number: int, attack: str, page: Sheet, photos: Photos, peers: dict[str, Phash | Orb]) -> Line:
    rgba = np.dstack([page.pixels, np.full(page.pixels.shape[:2], 255, np.uint8)])
    start = time.process_time()
    found = list(photos_in(page.pixels, photos, photographic(rgba), not attack.startswith(PICTURES)))
    seconds = time.process_time() - start
    answers = {}
    for name, peer in peers.items():
        start = time.process_time()
        told = peer.asked(page.pixels)
        answers[name] = (told, round(time.process_time() - start, 4))
    targets = _judged([laid for laid in page.laid if laid.number >= 0], found)
    right = {laid.number for laid in page.laid}
    wrong = [(_number(m), m.certain) for m in found if _number(m) not in right]
    return Line(of, number, attack, targets, wrong, round(seconds, 4), answers)


def _judged(laid: Sequence[Laid], found: Sequence[PhotoMatch]) -> list[Target]:
    """Each photograph of a page with the match that lies nearest, each match used once."""
    left, targets = list(found), []
    for one in laid:
        own = sorted((m for m in left if _number(m) == one.number), key=lambda m: error_of(one, m))
        if not own:
            targets.append(Target(one.number, ""))
            continue
        match = own[0]
        left.remove(match)
        x0, y0, x1, y1 = one.part
        flipped = bool(np.linalg.det(one.matrix[:2, :2]) < 0)
        told = "certain" if match.certain else "possible"
        error, visible = error_of(one, match), match.visible - (x1 - x0) * (y1 - y0)
        targets.append(
            Target(one.number, told, round(error, 5), round(visible, 4), flipped == (match.matrix.determinant < 0))
        )
    return targets


def error_of(laid: Laid, match: PhotoMatch) -> float:
    """Largest distance between a corner of the shown part and where the match has it, of that part's longer side."""
    x0, y0, x1, y1 = laid.part
    unit = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1.0]])
    there = unit @ laid.matrix.T
    there = there[:, :2] / there[:, 2:]
    m, (width, height) = match.matrix, match.size
    x, y = unit[:, 0] * width, unit[:, 1] * height
    told = np.stack([m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f], axis=1)
    sides = np.linalg.norm(there - np.roll(there, 1, axis=0), axis=1)
    return float(np.linalg.norm(there - told, axis=1).max() / sides.max())


def _number(match: PhotoMatch) -> int:
    return int(match.entry.asset.slug.removeprefix("photo-"))


def _shuffled(key: tuple[int, str]) -> bytes:
    """Sorts pages so that what was asked when a run stops is a fair sample of all photographs and attacks."""
    return hashlib.sha256(repr(key).encode()).digest()


assert all(any(name.startswith(p) for name in ATTACKS) for p in PICTURES)
