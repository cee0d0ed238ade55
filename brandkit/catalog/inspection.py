"""One file looked at before it is registered: whole and safe, of which type and size, what it says, how it looks.

The file is parsed by `sandbox` first; what is read here afterwards are bytes that it has accepted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import sandbox
from brandkit.assets import Kind
from brandkit.catalog import metadata, probe
from brandkit.catalog.fingerprinting import Print, prints_of
from brandkit.errors import UnreadableMaterial, UnsupportedFormat

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

# Hashes look at 256 px and less; a little more keeps thin lines while it is reduced.
LOOK_PX = 512


@dataclass(frozen=True)
class Inspected:
    """What is known of a file before it is registered; `said` is what it says of itself, see `metadata`."""

    name: str
    data: bytes
    sha256: str
    media_type: str
    width: float
    height: float
    said: Mapping[str, Any]
    prints: tuple[Print, ...]


def inspect(path: Path, kind: Kind) -> Inspected:
    """A file as it would be registered.

    Raises
    ------
    NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    with sandbox.opened(path) as material:
        document = material.document
        if document.media_type not in probe.SUFFIXES:
            raise UnsupportedFormat(path.name, "is no SVG, PDF, PNG, JPEG, WebP or TIFF", "Export it as one of them.")
        if kind == "photo":
            probe.require_picture(document.media_type, path.name)
        if len(document.pages) != 1:
            problem = "has {count} pages; an asset is one"
            raise UnreadableMaterial(path.name, problem, "Export the page alone.", count=len(document.pages))
        rgba = pixels_of(material)
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != document.sha256:
        raise UnreadableMaterial(path.name, "changed while it was being read", "Try once more when it is complete.")
    facts = probe.facts_of(data, path.name)
    page = document.pages[0]
    return Inspected(
        name=path.name,
        data=data,
        sha256=sha256,
        media_type=facts.media_type,
        width=facts.width or page.width,
        height=facts.height or page.height,
        said=metadata.read(data, facts.media_type),
        prints=prints_of(rgba, is_logo=kind == "logo"),
    )


def pixels_of(material: sandbox.Material) -> Pixels:
    """The first page, (H, W, 4) uint8 sRGB with straight alpha where the file has any, about LOOK_PX long."""
    import cv2
    import numpy as np

    page = material.document.pages[0]
    scale = LOOK_PX / max(page.width, page.height)
    if material.document.media_type == "image/svg+xml":
        from brandkit import svg

        width_px, height_px = max(1, round(page.width * scale)), max(1, round(page.height * scale))
        return svg.raster(material.path.read_bytes(), width_px, height_px, name=material.path.name)
    if page.unit == "px" and page.raster_only and material.document.pictures:
        rgba = material.picture(next(iter(material.document.pictures)))
        size = max(1, round(rgba.shape[1] * scale)), max(1, round(rgba.shape[0] * scale))
        return rgba if scale >= 1 else np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_AREA), np.uint8)
    rgb = material.pixels(1, scale)
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
