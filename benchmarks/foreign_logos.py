"""Logos, photographs and documents that others made, registered, placed and searched: recall and false alarms."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks import _usage
from benchmarks.foreign import brands, fetch, flat, photographs, recall, road, sheets, tables
from benchmarks.foreign.artwork import Artwork
from benchmarks.foreign.poses import ALTERATIONS
from benchmarks.foreign.scores import Alarms, Found, found_in
from brandkit.catalog.catalog import Catalog

DOCUMENT_DPI = 110
PHOTOGRAPH_PX = 1280
SIZES = (("48 to 63 px", 48), ("64 to 95 px", 64), ("96 px and more", 96))


@dataclass(frozen=True)
class Amounts:
    """How much is measured. pages : of each document road a catalog; alarm_pages : first pages of each PDF."""

    held_out: int = 24
    tuned_on: int = 8
    pages: int = 3
    flat_pages: int = 8
    alarm_pages: int = 7
    photographs: int = 18
    strangers: int = 24


FULL = Amounts()
SMALL = Amounts(held_out=8, tuned_on=4, pages=2, flat_pages=2, alarm_pages=1, photographs=6, strangers=4)


@dataclass
class Measured:
    """What came out; alarms by what was looked at, of brandkit and of the peer."""

    records: list[recall.Record] = field(default_factory=list)
    peer_records: list[recall.Record] = field(default_factory=list)
    alarms: dict[str, Alarms] = field(default_factory=dict)
    peer_alarms: dict[str, Alarms] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """A live catalog with the logos in it."""

    split: brands.Split
    arts: tuple[Artwork, ...]
    catalog: Catalog


def main(words: Sequence[str] = ()) -> None:
    """Prints the tables; `--small` measures little, to see that it runs."""
    try:
        folder = brands.gathered()
    except (fetch.Unavailable, OSError) as problem:
        print(f"not measured: {problem}")
        return
    if not sheets.chromium():
        print("chromium is missing: outlines printed by another program are not measured")
    amounts = SMALL if "--small" in words else FULL
    print(_usage.machine())
    _usage.count_readers()
    start, started = _usage.cpu_s(), time.perf_counter()
    measured = Measured()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        place = Path(scratch)
        opened = [stack.enter_context(item.catalog) and item for item in _catalogs(folder, place, amounts)]
        grounds = _grounds(folder)
        for number, item in enumerate(opened):
            _place_and_look(measured, item, grounds, place, number, amounts)
            found = sum(record.hit is not None for record in measured.records)
            print(f"catalog {number + 1} of {len(opened)}: {found} of {len(measured.records)} found", file=sys.stderr)
        strangers = _empty_materials(opened[0].split, grounds, folder, place, amounts)
        _look_where_nothing_is(measured, [o for o in opened if o.split.name == "held-out"], strangers)
        rows = photographs.measured(folder / "photos", place, amounts.photographs)
    print(told(measured))
    print(f"\n{tables.photo_table(rows)}")
    print(f"\n{_usage.cpu_s() - start:.0f} CPU s, {time.perf_counter() - started:.0f} s")


def told(measured: Measured) -> str:
    """All tables about logos."""
    roads = [recall.VECTOR_PDF, recall.VECTOR_SVG, *sheets.PICTURES, *recall.FLAT]
    by_split = [f"{split}: {name}" for split in ("held-out", "tuned on") for name in roads]
    held_out = [r for r in measured.records if r.split == "held-out"]
    in_pixels = [r for r in held_out if r.road in recall.PIXELS]
    in_structure = [r for r in held_out if r.road not in recall.PIXELS]
    peer = [r for r in measured.peer_records if r.split == "held-out"]
    every_ground = [name + plate for name in flat.GROUNDS for plate in ("", ", plate")]
    sizes = [name for name, _ in SIZES]
    parts = [
        tables.recall_table("by road", measured.records, lambda r: f"{r.split}: {r.road}", by_split),
        tables.recall_table("held-out, documents", in_structure, lambda r: r.target.alteration, list(ALTERATIONS)),
        tables.recall_table("held-out, flat pages", in_pixels, lambda r: r.target.alteration, list(ALTERATIONS)),
        tables.recall_table("held-out, flat pages", in_pixels, lambda r: r.target.ground, every_ground),
        tables.recall_table("held-out, flat pages", in_pixels, _size_of, sizes),
        tables.recall_table("SIFT + RANSAC, same flat pages", peer, lambda r: r.target.alteration, list(ALTERATIONS)),
        tables.missed_table(measured.records),
        tables.alarm_table("false alarms", measured.alarms),
        tables.alarm_table("false alarms of SIFT + RANSAC", measured.peer_alarms),
    ]
    return "\n" + "\n\n".join(parts)


def _size_of(record: recall.Record) -> str:
    return next((name for name, least in reversed(SIZES) if record.target.size >= least - 0.01), SIZES[0][0])


def _catalogs(folder: Path, place: Path, amounts: Amounts) -> Iterator[Opened]:
    for split in brands.splits(folder, amounts.held_out, amounts.tuned_on):
        for number, arts in enumerate(split.catalogs):
            name = f"{split.name.replace(' ', '-')}-{number}"
            yield Opened(split, arts, road.catalog_of_logos(arts, place / name))


def _grounds(folder: Path) -> flat.Grounds:
    documents = [
        flat.rendered_page(folder / "documents" / name, page, width_px=flat.WIDTH)
        for name, page in flat.document_pages(folder / "documents", 4)
        if page > 0
    ]
    return flat.Grounds(documents, [photographs.pixels(path) for path in sorted((folder / "photos").glob("*.jpg"))])


def _place_and_look(
    measured: Measured, item: Opened, grounds: flat.Grounds, place: Path, number: int, amounts: Amounts
) -> None:
    materials = recall.drawn_sheets(
        item.arts, place, grounds, seed=number, pages=amounts.pages, flat_pages=amounts.flat_pages
    )
    for sheet in materials:
        is_flat = sheet.road in recall.PIXELS
        row = "the catalog's own logos, " + ("flat pages" if is_flat else "documents")
        found, cpu_s = _looked(sheet.path, item.catalog)
        strays = measured.alarms.setdefault(row, Alarms())
        measured.records += recall.compared(sheet, found, item.split.name, cpu_s, strays)
        if is_flat:
            found, cpu_s = _peer(sheet.path, item.arts)
            strays = measured.peer_alarms.setdefault(row, Alarms())
            measured.peer_records += recall.compared(sheet, found, item.split.name, cpu_s, strays)


def _look_where_nothing_is(
    measured: Measured, opened: Sequence[Opened], materials: Iterable[tuple[str, Path, int]]
) -> None:
    """Materials without any of the logos, each beside one catalog in turn."""
    for turn, (row, path, pages) in enumerate(materials):
        item = opened[turn % len(opened)]
        found, cpu_s = _looked(path, item.catalog)
        measured.alarms.setdefault(row, Alarms()).count(found, pages=pages, brands=len(item.arts), cpu_s=cpu_s)
        if path.suffix != ".pdf":
            found, cpu_s = _peer(path, item.arts)
            measured.peer_alarms.setdefault(row, Alarms()).count(found, pages=1, brands=len(item.arts), cpu_s=cpu_s)


def _empty_materials(
    split: brands.Split, grounds: flat.Grounds, folder: Path, place: Path, amounts: Amounts
) -> Iterator[tuple[str, Path, int]]:
    """Row, file and number of pages of materials that show none of the registered logos."""
    import pikepdf

    rng = np.random.default_rng(7)
    for path in sorted((folder / "documents").glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            pages = min(amounts.alarm_pages, len(pdf.pages))
            del pdf.pages[pages:]
            pdf.save(place / path.name)
        yield "foreign documents, as they are", place / path.name, pages
    for name, page in flat.document_pages(folder / "documents", amounts.alarm_pages):
        picture = flat.rendered_page(folder / "documents" / name, page, dpi=DOCUMENT_DPI)
        yield f"foreign documents, {DOCUMENT_DPI} dpi", flat.saved(picture, place / f"{name}-{page}.png", rng), 1
    for path in sorted((folder / "photos").glob("*.jpg"))[: amounts.photographs]:
        picture = photographs.pixels(path, PHOTOGRAPH_PX)
        yield "foreign photographs", flat.saved(picture, place / f"alone-{path.name}", rng), 1
    for number in range(amounts.strangers):
        arts = [split.strangers[index] for index in rng.choice(len(split.strangers), 4, replace=False)]
        page = flat.strangers_page(rng, arts, number, grounds)
        yield "pages with four other logos", flat.saved(page, place / f"strangers-{number}.png", rng), 1


def _looked(path: Path, catalog: Catalog) -> tuple[list[Found], float]:
    sightings, cpu_s = road.seen_in(path, catalog)
    return found_in(sightings), cpu_s


def _peer(path: Path, arts: Sequence[Artwork]) -> tuple[list[Found], float]:
    start = time.process_time()
    found = recall.on_picture(path, arts)
    return found, time.process_time() - start


if __name__ == "__main__":
    main(sys.argv[1:])
