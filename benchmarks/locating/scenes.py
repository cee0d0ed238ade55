"""Which pages are drawn: catalogs of four brands, for each a batch of pages with targets and one of pages without.

A batch depends on its number, the split and the seed only: batches may be done in any order, by any worker.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.locating.alterations import ALTERATIONS
from benchmarks.locating.brands import Brand, Split
from benchmarks.locating.drawing import drawable, same_drawing
from benchmarks.locating.grounds import GROUNDS
from benchmarks.locating.pages import SIZES, Scene
from benchmarks.locating.variants import FULL, MONO, REVERSED, Variant, variants_of

CATALOG = 4
BATCH = 16  # pages with targets, and as many without, to a catalog
# Of the pages with targets, by alteration; what is not named has weight 2.
_WEIGHTS = {"none": 6, "occluded": 5, "stretched": 3, "turned": 3, "several": 3, "half-cropped": 1}
_SIZE_WEIGHTS = {24: 3, 28: 2, 32: 4, 48: 4, 72: 3, 110: 3, 200: 2, 400: 1, 600: 1}
_STRANGERS, _MANY_STRANGERS, _EMPTY_STRANGERS = 2, 9, 5


@dataclass(frozen=True)
class Batch:
    """A catalog of brands (with all their variants) and the scenes that are looked through for it."""

    number: int
    catalog: tuple[Brand, ...]
    scenes: tuple[Scene, ...]

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Every registered variant."""
        return tuple(variant for brand in self.catalog for variant in variants_of(brand))


def batches(split: Split, targets: int, empty: int, seed: int = 0) -> list[Batch]:
    """Batches of so many pages with targets and so many without, all in all."""
    pages = max(targets, empty)
    found = []
    for number in range((pages + BATCH - 1) // BATCH):
        first, last = number * BATCH, (number + 1) * BATCH
        shown, blank = min(last, targets) - first, min(last, empty) - first
        found.append(batch_of(split, number, max(0, shown), max(0, blank), seed))
    return found


def batch_of(split: Split, number: int, shown: int = BATCH, blank: int = BATCH, seed: int = 0) -> Batch:
    """One batch: `shown` pages with targets, `blank` ones without."""
    draw = random.Random(f"{split.name} {seed} {number}")
    catalog = catalog_of(split, number)
    strangers = _Strangers(split, number, catalog)
    order = _alterations(split.name, seed)
    scenes = []
    for page in range(shown):
        alteration = order[(number * BATCH + page) % len(order)]
        scenes.append(_scene(draw, alteration, catalog, strangers))
    for page in range(blank):
        ground = GROUNDS[(number + page) % len(GROUNDS)]
        foreign = strangers.next(draw.randrange(_EMPTY_STRANGERS * 2 - 1))
        scenes.append(Scene(draw.getrandbits(48), (), "none", 0, ground, foreign))
    return Batch(number, catalog, tuple(scenes))


def catalog_of(split: Split, number: int) -> tuple[Brand, ...]:
    """Four brands in turn, no two of one drawing."""
    brands, found = split.registered, []
    at = number * CATALOG % len(brands)
    for offset in range(len(brands)):
        brand = brands[(at + offset) % len(brands)]
        if drawable(brand) and not any(same_drawing(brand, other) for other in found):
            found.append(brand)
        if len(found) == CATALOG:
            break
    return tuple(found)


def shown_form(draw: random.Random, alteration: str, catalog: Sequence[Brand]) -> tuple[str, Variant]:
    """The alteration and a variant for it: one-colour variants of brands that have them, else grays."""
    brand = catalog[draw.randrange(len(catalog))]
    forms = variants_of(brand)
    if alteration == "mono" and draw.random() < 0.5:
        return alteration, next((v for v in forms if v.form == MONO), forms[0])
    if alteration == "reversed":
        able = [v for other in catalog for v in variants_of(other) if v.form == REVERSED]
        return (alteration, able[draw.randrange(len(able))]) if able else ("mono", forms[0])
    if alteration in ("mono", "recolored") or draw.random() < 0.7:
        return alteration, forms[0]
    return alteration, forms[draw.randrange(len(forms))]


def strangers_of(split: Split, number: int, catalog: Sequence[Brand], count: int) -> tuple[Brand, ...]:
    """So many logos of the split that are not the catalog's."""
    return _Strangers(split, number, catalog).next(count)


def _scene(draw: random.Random, alteration: str, catalog: Sequence[Brand], strangers: _Strangers) -> Scene:
    alteration, first = shown_form(draw, alteration, catalog)
    shown = [first]
    if alteration == "several":
        others = [brand for brand in catalog if brand != first.brand]
        chosen = draw.sample(others, draw.randint(1, min(3, len(others))))
        shown += [Variant(brand, FULL) for brand in chosen]
    size = draw.choices(SIZES, [_SIZE_WEIGHTS[size] for size in SIZES])[0]
    foreign = strangers.next(_MANY_STRANGERS if alteration == "distractors" else draw.randint(0, 2 * _STRANGERS))
    ground = GROUNDS[draw.randrange(len(GROUNDS))]
    return Scene(draw.getrandbits(48), tuple(shown), alteration, size, ground, foreign)


@lru_cache(maxsize=8)
def _alterations(split: str, seed: int) -> tuple[str, ...]:
    order = [name for name in ALTERATIONS for _ in range(_WEIGHTS.get(name, 2))]
    random.Random(f"order {split} {seed}").shuffle(order)
    return tuple(order)


class _Strangers:
    """Logos of the split that are not the catalog's, every one in its turn over the batches."""

    def __init__(self, split: Split, number: int, catalog: Sequence[Brand]) -> None:
        self._all = split.strangers
        self._at = number * 7919 % len(self._all)
        self._catalog = catalog
        self._families = {brand.family for brand in catalog}

    def next(self, count: int) -> tuple[Brand, ...]:
        found: list[Brand] = []
        for _ in range(len(self._all)):
            if len(found) == count:
                break
            brand = self._all[self._at]
            self._at = (self._at + 1) % len(self._all)
            if brand.family not in self._families and drawable(brand) and not self._registered(brand):
                found.append(brand)
        return tuple(found)

    def _registered(self, brand: Brand) -> bool:
        return any(same_drawing(brand, own) for own in self._catalog)
