"""What looking at a page costs: CPU seconds for 2 megapixels and 4, 8 and 16 shapes, for a 12 megapixel photograph, and
the most memory, each in a process of its own. Templates are there before: they belong to registering.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.locating import grounds
from benchmarks.locating.alterations import painted
from benchmarks.locating.brands import Brand, Split
from benchmarks.locating.drawing import drawable, ink_box, raster

PAGE, PHOTOGRAPH = (1240, 1640), (4000, 3000)
COUNTS = (4, 8, 16)
SHOWN = 4
LIMIT_CPU_S, LIMIT_SHAPE_S, LIMIT_PHOTOGRAPH_S, LIMIT_MB = 2.5, 0.25, 10.0, 600


def table(split: Split, folder: Path | None) -> str:
    """One line per ground and count of shapes; four logos stand on every page."""
    brands = [brand for brand in split.registered[: 2 * COUNTS[-1]] if drawable(brand)][: COUNTS[-1]]
    photographs = grounds.photographs_of(folder, split.name)
    lines = [f"{PAGE[0]} × {PAGE[1]} pixels; CPU seconds (limit {LIMIT_CPU_S} with 4 shapes), found, most MB"]
    spent: dict[int, list[float]] = {count: [] for count in COUNTS}
    most = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for number, kind in enumerate(grounds.GROUNDS):
            page = _page(brands[:SHOWN], kind, number, PAGE, photographs)
            told = [_measured(page, brands[:count], Path(scratch)) for count in COUNTS]
            for count, one in zip(COUNTS, told, strict=True):
                spent[count].append(one["cpu_s"])
                most = max(most, one["peak_mb"])
            columns = (f"{n} shapes {o['cpu_s']:5.2f} s {o['found']:2} {o['peak_mb']:4.0f} MB"
                       for n, o in zip(COUNTS, told, strict=True))  # fmt: skip
            lines.append(f"  {kind:10} " + "   ".join(columns))
        large = _page(brands[:SHOWN], "photo", 9, PHOTOGRAPH, photographs)
        photograph = _measured(large, brands[:SHOWN], Path(scratch))
    slope = (np.mean(spent[COUNTS[-1]]) - np.mean(spent[COUNTS[0]])) / (COUNTS[-1] - COUNTS[0])
    lines += [
        _limit("2 megapixels, 4 shapes, the slowest ground", max(spent[COUNTS[0]]), LIMIT_CPU_S, "s"),
        _limit("each further shape, mean of the grounds", float(slope), LIMIT_SHAPE_S, "s"),
        _limit("12 megapixels, 4 shapes", photograph["cpu_s"], LIMIT_PHOTOGRAPH_S, "s"),
        _limit("most memory, 2 megapixels", most, LIMIT_MB, "MB"),
        _limit("most memory, 12 megapixels", photograph["peak_mb"], LIMIT_MB, "MB"),
    ]
    return "\n".join(lines)


def _limit(label: str, figure: float, limit: float, unit: str) -> str:
    return f"{label:44}{figure:9.2f} {unit:2}  ≤ {limit:g}  {'kept' if figure <= limit else 'missed'}"


def _page(known: Sequence[Brand], kind: str, seed: int, size: tuple[int, int], photographs: Sequence[Path]) -> Any:
    """A page with each logo once, 110 pixels high at most, on a white field."""
    import cv2

    rng = np.random.default_rng(seed)
    page = grounds.drawn(kind, rng, *size, False, photographs).copy()
    for row, brand in enumerate(known):
        left, top, right, bottom = ink_box(brand)
        unit = min(110 / (bottom - top), 700 / (right - left))
        x, y = 120, 120 + size[1] * row // 5
        far = (round(x + unit * (right - left)) + 24, round(y + unit * (bottom - top)) + 24)
        cv2.rectangle(page, (x - 24, y - 24), far, (255, 255, 255), -1)
        pose = np.array([[unit, 0, x - unit * left], [0, unit, y - unit * top]])
        painted(page, raster(brand, pose, *far), 0, 0)
    return page


def _measured(page: Any, brands: Sequence[Brand], scratch: Path) -> dict[str, float]:
    """CPU seconds, count of found logos and peak memory of a fresh process that looks at a page."""
    np.save(scratch / "page.npy", page)
    (scratch / "masters.json").write_text(json.dumps([brand.svg().decode() for brand in brands]), "utf-8")
    words = [sys.executable, "-m", "benchmarks.locating.speed", str(scratch)]
    done = subprocess.run(words, capture_output=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    return json.loads(done.stdout)


def _look(scratch: Path) -> None:
    """The fresh process: templates read, or made by a process before, then one page."""
    import cv2

    from brandkit.sightings.pixels.locate import locate
    from brandkit.sightings.pixels.templates.template import row_of, shapes_of, template_in

    cv2.setNumThreads(1)
    kept = scratch / "templates"
    kept.mkdir(exist_ok=True)
    templates = []
    for text in json.loads((scratch / "masters.json").read_text("utf-8")):
        key = hashlib.sha256(text.encode()).hexdigest()
        file = kept / key
        if not file.is_file():
            file.write_bytes(row_of(text.encode(), "image/svg+xml"))
            os.execv(sys.executable, [sys.executable, "-m", "benchmarks.locating.speed", str(scratch)])
        templates.append(template_in(key, file.read_bytes()))
    shapes = shapes_of([template for template in templates if template is not None])
    page = np.load(scratch / "page.npy")
    locate(np.full((64, 64, 3), 255, np.uint8), shapes)
    start = time.process_time()
    found = locate(page, shapes)
    spent = time.process_time() - start
    print(json.dumps({"cpu_s": spent, "found": len(found), "peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    """Most memory since this program began; getrusage would tell of the parent that it was forked from."""
    told = Path("/proc/self/status").read_text("ascii").split()
    return int(told[told.index("VmHWM:") + 1]) / 1024


if __name__ == "__main__":
    _look(Path(sys.argv[1]))
