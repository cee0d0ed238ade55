"""The catalog's files prepared for finding: vector outlines, pixel templates, and which asset a file belongs to.

What is made from one file depends on its bytes alone and is kept for the life of the process, by SHA-256.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from brandkit import svg
from brandkit.assets import Asset, File, Library, Version, current_version
from brandkit.sightings.pixels.templates.artwork import without_ground
from brandkit.sightings.pixels.templates.stored import templates_of
from brandkit.sightings.pixels.templates.template import Shape, Template, shapes_of
from brandkit.sightings.structure.outlines import Master
from brandkit.sightings.structure.stored_outlines import PDF, SVG, opened_master, outlines_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

RASTERS = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/gif")
DRAWN_PX = 640  # longer side of a drawn master


@dataclass(frozen=True)
class Entry:
    """One file of one version of one asset."""

    asset: Asset
    version: Version
    file: File


class Masters:
    """All logos of a library, every version of them, so that an outdated one is recognized as what it is."""

    def __init__(self, library: Library, assets: Sequence[Asset]):
        self._library = library
        self.entries = tuple(entries_of(asset for asset in assets if asset.kind == "logo"))

    def read(self, entry: Entry) -> bytes:
        return self._library.read(entry.file.sha256)

    @cached_property
    def outlines(self) -> tuple[Master, ...]:
        """Vector files with an area; broken ones are left out, `fsck` and registration speak of them."""
        known = outlines_of(self._library, [entry.file for entry in self.entries])
        return tuple(
            Master(entry.asset, entry.version, entry.file, known[entry.file.sha256])
            for entry in self.entries
            if entry.file.sha256 in known
        )

    @cached_property
    def templates(self) -> dict[str, Template]:
        """By SHA-256, as the library keeps them; files that show nothing, or are broken, are left out.

        What the library does not have, or has damaged, is computed and given to it to keep.
        """
        return templates_of(self._library, [entry.file for entry in self.entries])

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The distinct geometries among the templates."""
        return shapes_of(list(self.templates.values()))

    def cover(self, sha256: str) -> NDArray[np.float32]:
        """(h, w) 0..1 of a master's ink over its whole artboard; its template has it, others are drawn."""
        if template := templates_of(self._library, [self.entry_of(sha256).file]).get(sha256):
            return np.asarray(template.planes.sum(axis=2).clip(0, 1), np.float32)
        return (self.drawn(sha256)[..., 3] / np.float32(255)).astype(np.float32)

    def drawn(self, sha256: str) -> NDArray[np.uint8]:
        """(h, w, 4) uint8 straight alpha of a master's whole artboard, a plain ground made transparent."""
        entry = self.entry_of(sha256)
        return _drawn(sha256, _Bytes(self.read(entry)), entry.file.media_type)

    def entry_of(self, sha256: str) -> Entry:
        """The entry that a file stands for: of several with the same bytes, the newest approved version's."""
        same = [entry for entry in self.entries if entry.file.sha256 == sha256]
        return max(same, key=lambda e: (e.asset.status == "approved", e.version.status == "approved", e.version.number))


def entries_of(assets: Iterable[Asset]) -> Iterable[Entry]:
    """Every file of every version, in the catalog's order."""
    for asset in assets:
        for version in asset.versions:
            for file in version.files:
                yield Entry(asset, version, file)


def superseded_by(asset: Asset, version: Version, assets: Sequence[Asset], on: Date) -> str | None:
    """"slug@n" of what is to be used instead of a version on a day, None when it is the current one or nothing is."""
    newest = current_version(asset)
    if newest is not None and newest.number > version.number and (newest.valid_from is None or newest.valid_from <= on):
        return f"{asset.slug}@{newest.number}"
    if not asset.replaced_by:
        return None
    heir = next((other for other in assets if other.slug == asset.replaced_by), None)
    current = current_version(heir) if heir else None
    return f"{heir.slug}@{current.number}" if heir and current else None


class _Bytes:
    """Bytes that a cache passes through without making them part of the key."""

    def __init__(self, data: bytes):
        self.data = data

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes)


@lru_cache(maxsize=32)
def _drawn(sha256: str, content: _Bytes, media_type: str) -> NDArray[np.uint8]:
    if media_type == SVG:
        width, height = svg.size(content.data)
        scale = DRAWN_PX / max(width, height)
        return svg.raster(content.data, max(1, round(width * scale)), max(1, round(height * scale)))
    if media_type == PDF:
        with opened_master(content.data) as material:
            page = material.document.pages[0]
            shown = material.pixels(1, DRAWN_PX / max(page.width, page.height))
            return without_ground(np.dstack([shown, np.full(shown.shape[:2], 255, np.uint8)]))
    with Image.open(io.BytesIO(content.data), formats=["PNG", "JPEG", "WEBP", "TIFF", "GIF"]) as opened:
        return without_ground(np.asarray(ImageOps.exif_transpose(opened).convert("RGBA")))
