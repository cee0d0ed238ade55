"""Fits the weights of the decision on drawn pages of tune brands; prints them to be pasted into its module.

`python -m benchmarks.locating.fit --logos PATH [--brands 40:160] [--repeats 20]`. Brands of the table are left out.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating import brands, pages, run
from benchmarks.locating.finders import Found, shape_of
from benchmarks.locating.scores import aligned
from brandkit.sightings.pixels.decision.claims import strength_of
from brandkit.sightings.pixels.decision.model import FEATURES, features_of
from brandkit.sightings.pixels.locate import claims_on

Array = NDArray[np.float64]

FOLDS = 5
RIDGE = 2.0


def examples(
    known: Sequence[brands.Brand], strangers: Sequence[brands.Brand], repeats: int, empty: int
) -> Iterator[tuple[str, bool, Array]]:
    """Brand, whether it is there, features: the strongest claim on each target, all claims of absent brands."""
    for seed, brand, alteration, size, ground, catalog in run.plan(known, repeats, empty):
        foreign = tuple(random.Random(seed).sample(list(strangers), 3))
        page = pages.page_of(50_000 + seed, brand, alteration, size, ground, foreign)
        names = {shape_of(b).lead.key: b for b in catalog}
        there = {target.brand: target for target in page.targets}
        claims = sorted(claims_on(page.picture, [shape_of(b) for b in catalog]), key=strength_of, reverse=True)
        for claim in claims:
            owner = names[claim.shape.lead.key]
            if owner.name not in there:
                yield owner.name, False, np.array(features_of(claim.evidence))
        for name, target in there.items():
            owner = next(b for b in catalog if b.name == name)
            own = (c for c in claims if names[c.shape.lead.key] is owner)
            right = next((c for c in own if aligned(Found(name, c.pose, True), target, owner) is not None), None)
            if right:
                yield name, True, np.array(features_of(right.evidence))


def fitted(features: Array, right: Array) -> Array:
    """Weights and, last, the constant of a logistic with a small ridge, by Newton's method."""
    design = np.column_stack([features, np.ones(len(features))])
    ridge = np.diag([RIDGE] * features.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(60):
        share = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (right - share) - ridge @ weights
        bend = (design * (share * (1 - share))[:, None]).T @ design + ridge + np.eye(design.shape[1]) * 1e-6
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def held_out(features: Array, right: Array, owners: Sequence[str]) -> Array:
    """The value of every example by weights fitted without its brand's fold."""
    names = sorted(set(owners))
    fold = np.array([names.index(owner) % FOLDS for owner in owners])
    values = np.zeros(len(right))
    for number in range(FOLDS):
        weights = fitted(features[fold != number], right[fold != number])
        part = fold == number
        values[part] = 1 / (1 + np.exp(-(features[part] @ weights[:-1] + weights[-1])))
    return values


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locating.fit", description=__doc__)
    parser.add_argument("--logos")
    parser.add_argument("--brands", default="40:160", help="slice of the tune brands")
    parser.add_argument("--repeats", type=int, default=20)
    options = parser.parse_args(words)
    file = brands.icons_file(options.logos)
    if file is None:
        print("no logos: name the folder of @iconify-json/logos with --logos or BRANDKIT_FOREIGN", file=sys.stderr)
        return 2
    tune = brands.load(file)["tune"]
    first, last = map(int, options.brands.split(":"))
    rows = list(examples(tune[first:last], tune[500:700], options.repeats, 5 * options.repeats))
    names, right, features = zip(*rows, strict=True)
    report(np.array(features), np.array(right, float), names)
    return 0


def report(features: Array, right: Array, owners: Sequence[str]) -> None:
    """Prints weights and what thresholds would do on held-out brands."""
    for name, weight in zip([*FEATURES, "constant"], fitted(features, right), strict=True):
        print(f"    {name:16} {weight:8.3f}")
    values = held_out(features, right, owners)
    print(f"claims {len(right)}, right {int(right.sum())}")
    for threshold in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99):
        over = values >= threshold
        kept, wrong = right[over].sum() / right.sum(), int((1 - right)[over].sum())
        print(f"  ≥ {threshold:.2f}: right kept {kept:.3f}, wrong {wrong}")


if __name__ == "__main__":
    sys.exit(main())
