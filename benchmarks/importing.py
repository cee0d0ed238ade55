"""Importing a table: rows a second and how memory grows, for a first import, its repetition, and a dry run.

Pictures are small and all different, so what is measured is the import itself. Memory is what this process holds for
itself in RAM (mapped files, which the system may drop, are no part of it) after a tenth of the rows and after all.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from benchmarks._usage import machine
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.tables.importing import importing

ROWS, QUICK_ROWS = 10_000, 400
WIDTH_PX, HEIGHT_PX = 96, 64
PARTS = 10  # memory is read after each tenth
PAGE_KIB = 4


def main(words: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS, help="of the table")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROWS} rows")
    options = parser.parse_args(words)
    rows = QUICK_ROWS if options.quick else options.rows
    print(machine())
    with TemporaryDirectory(prefix="brandkit-importing-") as name:
        folder = Path(name)
        table = made(folder, rows)
        print(f"{'':<22}{'rows':>8}{'rows/s':>9}{'RAM at 10 %':>14}{'RAM at end':>13}{'growth a row':>15}")
        for what in ("first import", "the same again", "dry run, new catalog"):
            dry = what.startswith("dry")
            place = folder / ("dry" if dry else "catalog")
            if not (place / "catalog.toml").exists():
                Catalog.create(place, actor="benchmark").close()
            with Catalog.open(place, actor="benchmark") as catalog:
                print(line(what, measured(catalog, table, rows, dry_run=dry), rows))


def made(folder: Path, rows: int) -> Path:
    """A table of `rows` photos, each another picture."""
    pick = np.random.default_rng(20261123)
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "kind", "slug", "title", "tags", "credit", "valid_to"])
        for number in range(rows):
            coarse = pick.integers(0, 256, (6, 9, 3), dtype=np.uint8)
            sink = io.BytesIO()
            size = (WIDTH_PX, HEIGHT_PX)
            Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC).save(sink, "JPEG", quality=88)
            (folder / f"{number}.jpg").write_bytes(sink.getvalue())
            title = f"Bãi Sau, buổi sáng thứ {number}"
            writer.writerow([f"{number}.jpg", "photo", f"p{number}", title, "biển; sóng", "Ảnh: An", "2030-12-31"])
    return folder / "table.csv"


def measured(catalog: Catalog, table: Path, rows: int, *, dry_run: bool) -> list[tuple[int, float, float]]:
    """(rows done, seconds, MiB resident) after each tenth."""
    start, marks = time.perf_counter(), []
    with importing(catalog, table, dry_run=dry_run) as found:
        for done, row in enumerate(found.rows, start=1):
            assert row.error is None, row.error
            if done % max(1, rows // PARTS) == 0:
                marks.append((done, time.perf_counter() - start, resident_mib()))
    return marks


def line(what: str, marks: list[tuple[int, float, float]], rows: int) -> str:
    (first_rows, _, first), (last_rows, seconds, last) = marks[0], marks[-1]
    growth = (last - first) * 2**20 / max(1, last_rows - first_rows)
    rate = last_rows / seconds
    return f"{what:<22}{rows:>8,}{rate:>9.1f}{first:>10.1f} MiB{last:>9.1f} MiB{growth:>13,.0f} B"


def resident_mib() -> float:
    """Memory of this process alone that is in RAM; the children that read pictures are no part of it."""
    _, resident, shared, *_ = Path("/proc/self/statm").read_text().split()
    return (int(resident) - int(shared)) * PAGE_KIB / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
