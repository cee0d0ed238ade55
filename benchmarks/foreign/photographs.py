"""Foreign photographs registered, altered as layouts alter them, and looked for; others must not be taken for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.foreign import road
from brandkit.findings import Sighting

PAGE_PT = (595.276, 841.89)
FLAT_PX = (1240, 877)
LONGEST_PX = 1400
REGISTERED_SHARE = 2  # every second one, in the order of their names, is registered


@dataclass
class Count:
    """One row: placed pictures of the catalog found, or pictures of no catalog taken for one."""

    placed: int = 0
    certain: int = 0
    possible: int = 0
    wrong: int = 0
    strangers: int = 0
    false_certain: int = 0
    false_possible: int = 0
    cpu_s: float = 0.0


def measured(folder: Path, scratch: Path, most: int) -> dict[str, Count]:
    """A row for each alteration, on `most` photographs of which half are registered."""
    photographs = sorted(folder.glob("*.jpg"))[:most]
    registered = photographs[::REGISTERED_SHARE]
    slugs = {path: f"photo-{number}" for number, path in enumerate(registered)}
    rows = {name: Count() for name in [*ALTERATIONS, "on a flat page"]}
    with road.catalog_of({slug: path for path, slug in slugs.items()}, "photo", scratch / "photographs") as catalog:
        for path in photographs:
            for flat in (False, True):
                material, names = _flat_page(path, scratch) if flat else _document(path, scratch)
                sightings, cpu_s = road.seen_in(material, catalog)
                for page, name in enumerate(names, 1):
                    here = [s for s in sightings if s.kind == "photo" and s.page == page]
                    _count(rows[name], here, slugs.get(path), cpu_s / len(names))
    return rows


def _count(row: Count, seen: Sequence[Sighting], slug: str | None, cpu_s: float) -> None:
    row.cpu_s += cpu_s
    right = [s for s in seen if s.asset == slug]
    other = [s for s in seen if s.asset != slug]
    if slug is None:
        row.strangers += 1
        row.false_certain += any(s.certainty == "certain" for s in other)
        row.false_possible += any(s.certainty != "certain" for s in other)
        return
    row.placed += 1
    row.certain += any(s.certainty == "certain" for s in right)
    row.possible += bool(right) and all(s.certainty != "certain" for s in right)
    row.wrong += bool(other)


def pixels(path: Path, longest_px: int = LONGEST_PX) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 of a photograph, at most that long."""
    return np.asarray(_opened(path, longest_px))


def _opened(path: Path, longest_px: int = LONGEST_PX) -> Any:
    from PIL import Image

    picture = Image.open(path).convert("RGB")
    picture.thumbnail((longest_px, longest_px))
    return picture


def _cropped(picture: Any, share: float) -> Any:
    """The middle part that keeps a share of the area, a little off center."""
    width, height = (round(side * share**0.5) for side in picture.size)
    left, top = round((picture.width - width) * 0.6), round((picture.height - height) * 0.35)
    return picture.crop((left, top, left + width, top + height))


def _framed(picture: Any) -> Any:
    from PIL import ImageOps

    return ImageOps.expand(picture, border=round(min(picture.size) * 0.06), fill="white")


def _lettered(picture: Any) -> Any:
    from PIL import ImageDraw, ImageFont

    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, picture.height * 0.75, picture.width, picture.height), fill="#0b3c5d")
    font = ImageFont.load_default(size=picture.height // 9)
    draw.text((picture.width * 0.05, picture.height * 0.8), "Summer by the sea", fill="white", font=font)
    return picture


def _brighter(picture: Any) -> Any:
    from PIL import ImageEnhance

    return ImageEnhance.Color(ImageEnhance.Brightness(picture).enhance(1.25)).enhance(1.3)


def _mirrored(picture: Any) -> Any:
    from PIL import ImageOps

    return ImageOps.mirror(picture)


ALTERATIONS: dict[str, Callable[[Any], Any]] = {
    "600 px, JPEG 60": lambda picture: picture.resize((600, round(600 * picture.height / picture.width))),
    "cropped to 60 %": lambda picture: _cropped(picture, 0.6),
    "cropped to 30 %": lambda picture: _cropped(picture, 0.3),
    "mirrored": _mirrored,
    "turned by 90°": lambda picture: picture.rotate(90, expand=True),
    "gray": lambda picture: picture.convert("L").convert("RGB"),
    "brighter, stronger": _brighter,
    "framed": _framed,
    "a headline over it": _lettered,
}


def _document(path: Path, scratch: Path) -> tuple[Path, list[str]]:
    """A PDF with one altered picture a page."""
    from reportlab.pdfgen.canvas import Canvas

    original = _opened(path)
    target = scratch / f"{path.stem}.pdf"
    canvas = Canvas(str(target), pagesize=PAGE_PT, invariant=True)
    for number, alter in enumerate(ALTERATIONS.values()):
        picture = alter(original)
        file = scratch / f"{path.stem}-{number}.jpg"
        picture.save(file, quality=60 if number == 0 else 80)
        unit = min(480 / picture.width, 600 / picture.height)
        canvas.drawString(60, 770, "Summer by the sea")
        canvas.drawImage(str(file), 60, 120, picture.width * unit, picture.height * unit)
        canvas.showPage()
    canvas.save()
    return target, list(ALTERATIONS)


def _flat_page(path: Path, scratch: Path) -> tuple[Path, list[str]]:
    """A JPEG of a layout: the picture at a third of the page, a band of color, a headline."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", FLAT_PX, "#f3efe6")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 760, FLAT_PX[0], FLAT_PX[1]), fill="#e2a04a")
    draw.text((80, 60), "Summer by the sea", fill="#0a2a4a", font=ImageFont.load_default(size=48))
    picture = _opened(path)
    picture.thumbnail((700, 560))
    page.paste(picture, (80, 160))
    target = scratch / f"{path.stem}-flat.jpg"
    page.save(target, quality=80)
    return target, ["on a flat page"]
