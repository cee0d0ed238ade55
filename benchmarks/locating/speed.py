"""What a page of two megapixels with four shapes costs: CPU seconds and memory, on each kind of ground."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.locating import grounds, pages
from benchmarks.locating.brands import Brand
from brandkit.sightings.pixels.locate import locate
from brandkit.sightings.pixels.templates.template import shapes_of, template_of

WIDTH, HEIGHT = 1240, 1640
LIMIT_CPU_S, LIMIT_MB = 4.0, 600


def table(known: Sequence[Brand]) -> str:
    """One line a ground; every brand of the catalog stands on the page once."""
    start = time.process_time()
    shapes = shapes_of([template_of(brand.svg(), "image/svg+xml") for brand in known])
    spent = time.process_time() - start
    lines = [f"\n{WIDTH} × {HEIGHT}, {len(shapes)} shapes; their templates took {spent:.2f} CPU s"]
    for number, kind in enumerate(grounds.GROUNDS):
        page = _page(known, kind, number)
        start = time.process_time()
        found = locate(page, shapes)
        spent = time.process_time() - start
        lines.append(f"  {kind:10} {spent:5.2f} CPU s (limit {LIMIT_CPU_S:.0f}), {len(found)} found")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(f"  most memory {memory:.0f} MB (limit {LIMIT_MB}), the benchmark's own pages and shapes included")
    return "\n".join(lines)


def _page(known: Sequence[Brand], kind: str, seed: int) -> pages.Picture:
    rng = np.random.default_rng(seed)
    page = grounds.drawn(kind, rng, WIDTH, HEIGHT, False)
    for row, brand in enumerate(known):
        left, top, right, bottom = pages.ink_box(brand)
        unit = min(110 / (bottom - top), 700 / (right - left))
        pose = np.array([[unit, 0, 120 - unit * left], [0, unit, 120 + 360 * row - unit * top]])
        page = pages.painted(pages.plate(page, brand, pose), pages.raster(brand, pose, WIDTH, HEIGHT))
    return page
