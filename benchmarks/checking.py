"""What one `brandkit check` takes: a 2 MP page with four logo shapes as PNG and as PDF, and each starter sample."""

from __future__ import annotations

import math
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks import _usage
from benchmarks.foreign.outlines import artboard_of, draw_outlines
from brandkit.geometry import Affine, compose, rotation, scaling, translation

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "assets_catalog"
LIMIT_CPU_S = 4.0
RUNS = 3
DAY = date(2026, 3, 2)
# A4 at 144 pixels to the inch: 1190 × 1684, two megapixels.
PAGE_PT, DPI = (595.0, 842.0), 144
# Four lock-ups in three colorings each: twelve files, four shapes.
SHAPES = {
    "vung-tau": ("horizontal-{}-vi", "stacked-{}-vi", "icon-{}"),
    "vung-tau-tourism": ("horizontal-{}-vi",),
}
COLORINGS = ("full-color", "reversed", "mono-black")
# Left and top in points, width in points, turn in degrees of each shape on the page.
PLACES = ((60, 60, 190, 0), (400, 70, 110, 0), (430, 640, 70, 8), (60, 690, 150, 0))
PROFILE = """
name = { vi = "Đo", en = "Measuring" }
profile = "city"
version = "1"
[[colors]]
key = "deep-sea"
name = { vi = "Biển sâu", en = "Deep sea" }
hex = "#0A2A4A"
"""


def main(words: Sequence[str] = ()) -> None:
    """Prints the tables; `--small` leaves out the samples."""
    print(_usage.machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pdf = drawn_page(folder / "page.pdf")
        png = rendered(pdf, folder / "page.png")
        four, starter = folder / "four", folder / "starter"
        make_catalog(four_shapes(folder / "plain"), four)
        make_catalog(STARTER, starter)
        masters = [str(STARTER / "logos" / f"{name}.svg") for name in shape_names("full-color")]
        print(f"\n{'':46}{'CPU s':>7}{'wall s':>8}{'peak MiB':>10}")
        for title, material, catalog in (
            ("check, 2 MP PNG, 4 shapes", png, four),
            ("check, the same page as PDF, 4 shapes", pdf, four),
            ("check, 2 MP PNG, whole starter catalog", png, starter),
        ):
            command = ["--catalog", str(catalog), "check", str(material), "--date", DAY.isoformat()]
            tell(title, [sys.executable, "-m", "brandkit", *command], limit=catalog == four)
        peer = [sys.executable, "-m", "benchmarks.foreign.peer", str(png), *masters]
        tell("SIFT + RANSAC, the same PNG and 4 masters", peer)
        if "--small" not in words:
            tell_samples()


def tell(title: str, words: list[str], *, limit: bool = False) -> None:
    """Runs a program a few times, the first one not counted, and prints the median of what it took."""
    runs = [_usage.usage_of(words, folder=ROOT) for _ in range(RUNS + 1)][1:]
    if any(run.status not in (0, 1) for run in runs):
        print(f"{title:46} failed: {runs[-1].output.strip().splitlines()[-1]}")
        return
    cpu = statistics.median(run.cpu_s for run in runs)
    mark = f"   limit {LIMIT_CPU_S:.0f} CPU s: {'kept' if cpu <= LIMIT_CPU_S else 'MISSED'}" if limit else ""
    wall, peak = statistics.median(run.wall_s for run in runs), max(run.peak_mib for run in runs)
    print(f"{title:46}{cpu:>7.2f}{wall:>8.2f}{peak:>10.0f}{mark}")


def tell_samples() -> None:
    """Prints CPU seconds of each sample, checked one after the other in one process with the starter catalog."""
    from brandkit import linter
    from brandkit.catalog.folder import FolderLibrary

    _usage.count_readers()
    library = FolderLibrary(STARTER)
    materials = [p for p in sorted((STARTER / "samples").iterdir()) if not p.name.endswith(".toml")]
    linter.check(materials[0], library, library.brand(), on=DAY)
    taken = {}
    for material in materials:
        start = _usage.cpu_s()
        linter.check(material, library, library.brand(), on=DAY)
        taken[material.name] = _usage.cpu_s() - start
    print(f"\n{'sample, catalog prepared already':46}{'CPU s':>7}")
    for name, seconds in taken.items():
        print(f"{name:46}{seconds:>7.2f}")
    print(f"{'median':46}{statistics.median(taken.values()):>7.2f}")


def shape_names(coloring: str) -> list[str]:
    """Paths below logos/, without suffix, of the four shapes in one coloring."""
    return [f"{slug}/{name.format(coloring)}" for slug, names in SHAPES.items() for name in names]


def four_shapes(folder: Path) -> Path:
    """A catalog folder with the four shapes only."""
    for slug, names in SHAPES.items():
        place = folder / "logos" / slug
        place.mkdir(parents=True)
        lines = [f'title = {{ vi = "{slug}" }}\nstatus = "approved"\n[[versions]]\nnumber = 1\nstatus = "approved"']
        for coloring in COLORINGS:
            for name in (name.format(coloring) for name in names):
                shutil.copy(STARTER / "logos" / slug / f"{name}.svg", place)
                lines.append(f'[[versions.files]]\nvariant = "{name}"\nfile = "{name}.svg"')
        (place / "asset.toml").write_text("\n".join(lines), "utf-8")
    (folder / "brand.toml").write_text(PROFILE, "utf-8")
    return folder


def make_catalog(folder: Path, target: Path) -> None:
    """A live catalog from a folder, through the command line."""
    done = _usage.usage_of([sys.executable, "-m", "brandkit", "init", str(target), "--from", str(folder)], folder=ROOT)
    if done.status:
        raise RuntimeError(done.output)


def drawn_page(path: Path) -> Path:
    """A notice with a photograph, text and the four logos, as a PDF."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=PAGE_PT, invariant=True)
    canvas.setFillColorRGB(0.95, 0.93, 0.88)
    canvas.rect(0, 0, PAGE_PT[0], 180, stroke=0, fill=1)
    canvas.drawImage(str(STARTER / "photos" / "hon-ba-at-low-tide.jpg"), 60, 400, 475, 240)
    canvas.setFillColorRGB(0.04, 0.16, 0.29)
    canvas.setFont("Helvetica-Bold", 26)
    canvas.drawString(60, 655, "Summer by the sea")
    canvas.setFont("Helvetica", 11)
    for line in range(12):
        canvas.drawString(60, 375 - 15 * line, "The harbor opens at six; boats leave every half hour until dusk.")
    for name, (x, y, width, turn) in zip(shape_names("full-color"), PLACES, strict=True):
        master = STARTER / "logos" / f"{name}.svg"
        matrix = compose(translation(x, y), compose(rotation(turn), scaling(width / artboard_of(master)[0])))
        canvas.saveState()
        canvas.transform(*compose(Affine(1, 0, 0, -1, 0, PAGE_PT[1]), matrix))
        draw_outlines(canvas, master)
        canvas.restoreState()
    canvas.save()
    return path


def rendered(pdf: Path, path: Path) -> Path:
    """Its first page as a PNG of two megapixels that states its density."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=DPI / 72).to_pil()
    finally:
        document.close()
    assert math.isclose(picture.width * picture.height, 2e6, rel_tol=0.01)
    picture.save(path, dpi=(DPI, DPI))
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
