"""Every photograph of a set altered by every attack and asked for, a line of a file each; may be stopped."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.near_duplicates.attacks import attacked
from benchmarks.near_duplicates.methods import FAR, Distances, Hashed, Image, Ours
from benchmarks.near_duplicates.photographs import Photograph, pixels

OTHERS_KEPT = 5  # nearest wrong photographs that a line tells of
OTHERS_BESIDE = 6  # photographs of no catalog that collages are filled with


@dataclass(frozen=True)
class Answer:
    """What a method said to one query.

    Attributes
    ----------
    right : float
        Distance of the photograph that was altered; FAR when it was not found.
    wrong : list of (float, int)
        The nearest other ones, with their numbers in the set.
    seconds : float
        CPU time.
    """

    right: float
    wrong: list[tuple[float, int]]
    seconds: float


@dataclass(frozen=True)
class Line:
    """One query: attack and photograph by its number in the set, and each method's answer."""

    of: str
    photograph: int
    attack: str
    answers: dict[str, Answer]


def asked(
    name: str, photographs: Sequence[Photograph], beside: Sequence[Photograph], attacks: Sequence[str],
    results: Path, scratch: Path, tell: Callable[[str], None], may_go_on: Callable[[], bool],
) -> Iterator[Line]:  # fmt: skip
    """The lines of a set, those that the file has already and new ones as they are made.

    Parameters
    ----------
    beside : photographs that are in no catalog, for collages.
    may_go_on : asked before each query; the rest is left for another run when it says no.
    """
    lines = {(line.photograph, line.attack): line for line in read(results) if line.of == name}
    wanted = {(number, attack) for number in range(len(photographs)) for attack in attacks}
    yield from (line for key, line in lines.items() if key in wanted)
    if wanted <= lines.keys():
        return
    pictures = [pixels(photograph) for photograph in photographs]
    others = [pixels(photograph) for photograph in beside[:OTHERS_BESIDE]]
    with _methods(name, pictures, scratch, tell) as methods:
        for number, attack in sorted(wanted - lines.keys(), key=_shuffled):
            if not may_go_on():
                return
            query = attacked(attack, pictures[number], photographs[number].name, others)
            answers = {method: _answer(ask, query, number) for method, ask in methods.items()}
            line = Line(name, number, attack, answers)
            with results.open("a", encoding="utf-8") as sink:
                sink.write(json.dumps(asdict(line)) + "\n")
            yield line


def _shuffled(key: tuple[int, str]) -> bytes:
    """Sorts queries so that what was asked when a run stops is a fair sample of all photographs and attacks."""
    return hashlib.sha256(repr(key).encode()).digest()


def read(results: Path) -> list[Line]:
    """The lines of a file; a last one that was cut off by a stop is left out."""
    if not results.is_file():
        return []
    found = []
    for text in results.read_text("utf-8").splitlines():
        try:
            row = json.loads(text)
        except ValueError:
            continue
        answers = {name: Answer(a["right"], [(d, n) for d, n in a["wrong"]], a["seconds"])
                   for name, a in row["answers"].items()}  # fmt: skip
        found.append(Line(row["of"], row["photograph"], row["attack"], answers))
    return found


@contextmanager
def _methods(
    name: str, pictures: Sequence[Image], scratch: Path, tell: Callable[[str], None]
) -> Iterator[dict[str, Callable[[Image], Distances]]]:
    ours = Ours(scratch / name)
    with ours.catalog:
        ours.register(pictures)
        hashed = [Hashed(hash_name) for hash_name in ("pdq", "phash", "dhash")]
        for method in hashed:
            method.register(pictures)
        # The first question makes the index of parts.
        ours.by_parts(pictures[0])
        tell(
            f"{name}: {len(pictures)} photographs registered; {ours.feature_bytes() / 1000:.1f} kB of local features "
            f"and {ours.index_bytes() / len(pictures) / 1000:.1f} kB of index for each"
        )
        yield {"hashes": ours.by_hashes, "parts": ours.by_parts} | {each.name: each.distances for each in hashed}


def _answer(ask: Callable[[Image], Distances], query: Image, number: int) -> Answer:
    start = time.process_time()
    distances = ask(query)
    seconds = time.process_time() - start
    wrong = sorted((distance, other) for other, distance in distances.items() if other != number)
    return Answer(distances.get(number, FAR), wrong[:OTHERS_KEPT], round(seconds, 5))
