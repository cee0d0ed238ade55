"""Whether the right pose is among those that the decision chooses from, before anything is decided.

`python -m benchmarks.locating.hypotheses --logos PATH [--photos PATH] [--split tune] [--targets 200] [--only faded]`.
Recall can never be better than this; what is lost after it, the decision has lost. Of a logo in perspective the
first-order map at its middle is enough: the bend is looked for from there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.locating import brands, grounds, scenes
from benchmarks.locating.finders import Found, shape_of
from benchmarks.locating.matching import aligned
from benchmarks.locating.pages import Page, Target, page_of
from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.refinement.poses import rough_poses


@dataclass(frozen=True)
class Tried:
    """A target, whether a pose was right, how many there were, and the CPU seconds for page and shape."""

    target: Target
    right: bool
    poses: int
    page_s: float
    shape_s: float


def pages(split: brands.Split, photographs: Sequence[Path], targets: int, only: str, seed: int) -> Iterator[Page]:
    """Pages with about that many targets, of one alteration when it is named."""
    found, number = 0, 0
    while found < targets:
        for scene in scenes.batch_of(split, number, scenes.BATCH, 0, seed).scenes:
            if only and scene.alteration != only:
                continue
            page = page_of(scene, photographs)
            found += len(page.targets)
            yield page
        number += 1


def tried(page: Page, split: brands.Split) -> list[Tried]:
    """What the search of a page gives for each of its targets."""
    by_name = {brand.name: brand for brand in split.registered}
    shapes = [shape_of(by_name[target.brand]) for target in page.targets]
    start = time.process_time()
    signal = PageSignal(page.picture)
    _ = signal.regions, signal.responses
    page_s = time.process_time() - start
    rows = []
    for target, shape in zip(page.targets, shapes, strict=True):
        start = time.process_time()
        poses = [pose for view in shape.views for pose in rough_poses(signal, shape, view)]
        shape_s = time.process_time() - start
        brand = by_name[target.brand]
        straight = replace(target, homography=np.vstack([target.pose, [0, 0, 1]]))
        found = [Found(target.brand, pose, False) for pose in poses]
        right = any(aligned(one, sought, brand) is not None for one in found for sought in (target, straight))
        rows.append(Tried(target, right, len(poses), page_s, shape_s))
    return rows


def table(rows: Sequence[Tried]) -> str:
    """Shares per alteration, size and ground."""
    groups: dict[str, list[Tried]] = defaultdict(list)
    for row in rows:
        target = row.target
        for label in (f"1 {target.alteration}", f"2 {target.nominal:3} px", f"3 on {target.ground}", "4 all"):
            groups[label].append(row)
    head = f"{'':16} {'targets':>7} {'right pose':>10} {'poses':>6} {'page CPU s':>10} {'shape CPU s':>11}"
    lines = [head]
    for label in sorted(groups):
        own = groups[label]
        share, poses = np.mean([row.right for row in own]), np.mean([row.poses for row in own])
        page_s, shape_s = np.mean([row.page_s for row in own]), np.mean([row.shape_s for row in own])
        lines.append(f"{label[2:]:16} {len(own):7} {share:10.3f} {poses:6.1f} {page_s:10.3f} {shape_s:11.3f}")
    return "\n".join(lines)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locating.hypotheses", description=__doc__)
    parser.add_argument("--logos")
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--split", choices=brands.SPLITS, default="tune")
    parser.add_argument("--targets", type=int, default=200)
    parser.add_argument("--only", default="", help="one alteration")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(words)
    folder = brands.sets_folder(options.logos)
    if folder is None:
        print("no logos: name the folder of @iconify-json with --logos or BRANDKIT_FOREIGN", file=sys.stderr)
        return 2
    split = brands.load(folder)[options.split]
    photographs = grounds.photographs_of(options.photos, options.split)
    found = pages(split, photographs, options.targets, options.only, options.seed)
    print(table([row for page in found for row in tried(page, split)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
