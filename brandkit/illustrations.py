"""Pictures for reports: pages of the materials as they were looked at, and approved files of the catalog."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from brandkit import sandbox
from brandkit.assets import Asset, File, Library
from brandkit.catalog.availability import fitting_files, version_in_force
from brandkit.errors import BrandkitError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from brandkit.findings import MaterialReport

LONGEST_SIDE_PX = 1600
# Pages pictured while a material is open, before it is known which of them matter; and of one material in all.
FIRST_PAGES, MOST_PAGES = 12, 60
# Drawn pages have few colours: kept without loss they are smaller and sharper than as a photograph.
DRAWN_COLORS = 4096
ASSET_PX = 640


class CatalogIllustrations:
    """Illustrations of a report over several materials; see `brandkit.reports.Illustrations`.

    Parameters
    ----------
    library : where approved files come from.
    on : the day on which a file must be in force to be shown.
    """

    def __init__(self, library: Library, on: date):
        self._library = library
        self._on = on
        self._pages: dict[tuple[int, int], bytes] = {}
        self._assets: dict[str, Asset] = {}

    def take(self, report: int, material: sandbox.Material) -> None:
        """Pictures the first pages of an open material, which becomes the report of that index."""
        for page in material.document.pages[:FIRST_PAGES]:
            self._pages[report, page.number] = encoded(material.pixels(page.number))

    def take_pages(self, report: int, material: sandbox.Material, numbers: Iterable[int]) -> None:
        """Pictures these pages of an open material, MOST_PAGES at the most."""
        for number in [*numbers][:MOST_PAGES]:
            self._pages[report, number] = encoded(material.pixels(number))

    def complete(self, report: int, path: Path, told: MaterialReport) -> None:
        """Pictures the pages with findings that lie further back; the file must still be the one that was checked."""
        listed = {f.page for f in told.findings if f.outcome in ("violation", "needs_review") and f.page}
        wanted = sorted(number for number in listed if (report, number) not in self._pages)[:MOST_PAGES]
        if not wanted:
            return
        with sandbox.opened(path) as material:
            if material.document.sha256 != told.sha256:
                return
            for number in wanted:
                self._pages[report, number] = encoded(material.pixels(number))

    def page(self, report: int, number: int) -> bytes | None:
        """WebP of one page, its longer side at most LONGEST_SIDE_PX; None when it was not pictured."""
        return self._pages.get((report, number))

    def asset(self, slug: str, variant: str | None) -> tuple[bytes, str] | None:
        """The file to hand out on the day and its media type, an SVG cleaned; None when there is none to hand out."""
        if not self._assets:
            self._assets = {asset.slug: asset for asset in self._library.assets()}
        asset = self._assets.get(slug)
        if asset is None:
            return None
        try:
            files = fitting_files(asset, version_in_force(asset, self._on), variant or "")
            return self._shown(files[0]) if files else None
        except BrandkitError:
            # A report is told without the picture: the finding names the file all the same.
            return None

    def _shown(self, file: File) -> tuple[bytes, str] | None:
        data = self._library.read(file.sha256)
        if file.media_type == "image/svg+xml":
            from brandkit import svg

            return svg.clean(data, file.name), file.media_type
        if file.media_type.startswith("image/"):
            return thumbnail(data), "image/webp"
        return None


def encoded(pixels: NDArray[np.uint8]) -> bytes:
    """WebP of (H, W, 3) uint8 sRGB, shrunk to LONGEST_SIDE_PX; without loss when it is drawn, else of high quality."""
    from PIL import Image

    picture = Image.fromarray(pixels)
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    sample = picture.resize((256, 256), Image.Resampling.NEAREST)
    drawn = sample.getcolors(DRAWN_COLORS) is not None
    stream = io.BytesIO()
    picture.save(stream, "WEBP", lossless=drawn, quality=60 if drawn else 88, method=4)
    return stream.getvalue()


def thumbnail(data: bytes) -> bytes:
    """WebP of a catalog's own raster file, its longer side at most ASSET_PX."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (ASSET_PX, ASSET_PX))
        shown = picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "P") else "RGB")
    shown.thumbnail((ASSET_PX, ASSET_PX), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    shown.save(stream, "WEBP", quality=86, method=4)
    return stream.getvalue()
