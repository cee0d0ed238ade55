"""The full road in this process: foreign files registered in a live catalog, materials read and searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from benchmarks import _usage
from benchmarks.foreign.artwork import Artwork
from brandkit import sandbox
from brandkit.assets import Kind
from brandkit.catalog import inspection, registering
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.drafts import Wishes
from brandkit.errors import BrandkitError
from brandkit.findings import Sighting
from brandkit.sightings.find import find

DAY = date(2026, 3, 2)


def catalog_of_logos(arts: Iterable[Artwork], folder: Path) -> Catalog:
    """A new live catalog with the logos registered and approved."""
    masters = folder.with_name(f"{folder.name}-masters")
    masters.mkdir()
    files = {}
    for art in arts:
        files[art.slug] = masters / f"{art.slug}.svg"
        files[art.slug].write_text(art.svg(), "utf-8")
    return catalog_of(files, "logo", folder)


def catalog_of(files: dict[str, Path], kind: Kind, folder: Path) -> Catalog:
    """A new live catalog with files registered and approved, by slug; one that is refused is told and left out."""
    catalog = Catalog.create(folder)
    for slug, path in files.items():
        try:
            registering.add(catalog, inspection.inspect(path, kind), Wishes(kind, slug=slug))
        except BrandkitError as error:
            print(f"not registered: {error}")
            continue
        catalog.move(slug, "submit")
        catalog.move(slug, "approve")
    return catalog


def seen_in(material: Path, catalog: Catalog) -> tuple[Sequence[Sighting], float]:
    """Sightings in a file, and the CPU seconds that reading and searching it took.

    A material on which the program fails is told on stdout and counts as one in which nothing was seen.
    """
    start = _usage.cpu_s()
    sightings: Sequence[Sighting] = ()
    try:
        with sandbox.opened(material) as opened:
            sightings = find(opened, catalog, on=DAY)
    except Exception as error:  # noqa: BLE001  one crash must not cost the figures of all others
        print(f"failed on {material.name}: {type(error).__name__}: {error}")
    return sightings, _usage.cpu_s() - start
