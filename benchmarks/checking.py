"""What one `brandkit check` takes, all in: a 2 MP page as PNG and as PDF against catalogs of several sizes, a
photograph of 12 MP, and each starter sample.

Further shapes come from npm icon sets of brands (`--foreign FOLDER`, else BRANDKIT_FOREIGN); without them those rows
are left out. `--small` leaves out the samples. A catalog with slogans has pictures read by tesseract, which counts; one
of the four shapes has none. CPU seconds grow when others use the machine: the fixed work tells how much.
"""

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
LIMIT_CPU_S, FURTHER_CPU_S, LIMIT_MIB = 2.5, 0.25, 600
PHOTO_CPU_S, PHOTO_PX = 10.0, (4000, 3000)
FURTHER = (16, 56)  # shapes of other brands beside the four
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
    """Prints the tables."""
    print(_usage.machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pdf = drawn_page(folder / "page.pdf")
        png = rendered(pdf, folder / "page.png")
        four, starter = folder / "four", folder / "starter"
        make_catalog(four_shapes(folder / "plain"), four)
        make_catalog(STARTER, starter)
        masters = [str(STARTER / "logos" / f"{name}.svg") for name in shape_names("full-color")]
        photo = photographed(png, folder / "photo.jpg")
        print(f"\n{'':46}{'CPU s':>7}{'wall s':>8}{'peak MiB':>10}")
        first = tell("check, 2 MP PNG, 4 shapes", checking(png, four), limit=LIMIT_CPU_S)
        tell("check, the same page as PDF, 4 shapes", checking(pdf, four), limit=LIMIT_CPU_S)
        for count in FURTHER:
            if not further_shapes(folder / f"plain-{count}", count, _foreign(words)):
                print(f"check, 2 MP PNG, {4 + count} shapes: no icon sets are there")
                continue
            make_catalog(folder / f"plain-{count}", folder / f"further-{count}")
            taken = tell(f"check, 2 MP PNG, {4 + count} shapes", checking(png, folder / f"further-{count}"))
            if first is not None and taken is not None:
                each = (taken - first) / count
                print(f"{'  for each further shape':46}{each:>7.3f}{_mark(each, FURTHER_CPU_S)}")
        tell("check, 2 MP PNG, whole starter catalog", checking(png, starter))
        tell("check, 12 MP JPEG photograph, 4 shapes", checking(photo, four), limit=PHOTO_CPU_S)
        tell("check, the same, whole starter catalog", checking(photo, starter), limit=PHOTO_CPU_S)
        peer = [sys.executable, "-m", "benchmarks.foreign.peer", str(png), *masters]
        tell("SIFT + RANSAC, the 2 MP PNG and 4 masters", peer)
        if "--small" not in words:
            tell_samples()


def checking(material: Path, catalog: Path) -> list[str]:
    """The command line of a check."""
    command = ["--catalog", str(catalog), "check", str(material), "--date", DAY.isoformat()]
    return [sys.executable, "-m", "brandkit", *command]


def tell(title: str, words: list[str], *, limit: float | None = None) -> float | None:
    """Runs a program a few times, the first one not counted; prints and returns the median of its CPU seconds."""
    runs = [_usage.usage_of(words, folder=ROOT, programs=["tesseract"]) for _ in range(RUNS + 1)][1:]
    if any(run.status not in (0, 1) for run in runs):
        print(f"{title:46} failed: {runs[-1].output.strip().splitlines()[-1]}")
        return None
    cpu = statistics.median(run.cpu_s for run in runs)
    wall, peak = statistics.median(run.wall_s for run in runs), max(run.peak_mib for run in runs)
    mark = "" if limit is None else _mark(cpu, limit) + ("" if peak <= LIMIT_MIB else f"   over {LIMIT_MIB} MiB")
    print(f"{title:46}{cpu:>7.2f}{wall:>8.2f}{peak:>10.0f}{mark}", flush=True)
    return cpu


def _mark(cpu: float, limit: float) -> str:
    return f"   limit {limit:g} CPU s: {'kept' if cpu <= limit else 'MISSED'}"


def _foreign(words: Sequence[str]) -> str | None:
    return words[words.index("--foreign") + 1] if "--foreign" in words[:-1] else None


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


def further_shapes(folder: Path, count: int, foreign: str | None) -> bool:
    """A catalog folder with the four shapes and so many logos of brands to tune on; False when there are none."""
    from benchmarks.locating.brands import load, sets_folder

    sets = sets_folder(foreign)
    if sets is None:
        return False
    four_shapes(folder)
    for number, brand in enumerate(load(sets)["tune"].registered[:count]):
        place = folder / "logos" / f"further-{number}"
        place.mkdir()
        (place / "logo.svg").write_bytes(brand.svg())
        lines = [f'title = {{ vi = "{number}" }}\nstatus = "approved"\n[[versions]]\nnumber = 1\nstatus = "approved"']
        lines.append('[[versions.files]]\nvariant = "full-color"\nfile = "logo.svg"')
        (place / "asset.toml").write_text("\n".join(lines), "utf-8")
    return True


def photographed(page: Path, path: Path) -> Path:
    """A photograph of 12 MP that shows the page, small and a little turned, on a lively ground of fine grain."""
    import cv2
    import numpy as np
    from PIL import Image

    ground = Image.open(STARTER / "photos" / "hon-ba-at-low-tide.jpg").convert("RGB").resize(PHOTO_PX)
    shown = Image.open(page).convert("RGB").resize((952, 1347))
    (x, y), turn = (1500, 700), cv2.getRotationMatrix2D((476, 673), 4, 1)
    turn[:, 2] += x, y
    picture = np.asarray(ground, np.float32).copy()
    cover = cv2.warpAffine(np.ones((1347, 952), np.float32), turn, PHOTO_PX)[..., None]
    picture += cover * (cv2.warpAffine(np.asarray(shown, np.float32), turn, PHOTO_PX) - picture)
    grain = np.random.default_rng(12).normal(0, 6, (*PHOTO_PX[::-1], 1))
    Image.fromarray(np.clip(picture + grain, 0, 255).astype(np.uint8)).save(path, quality=88, dpi=(300, 300))
    return path


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
