"""Templates of a library's files: read from what it keeps, computed where that is missing or makes no sense.

Both give the same, so nothing found depends on what was kept. A process reads each file's row once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from brandkit.assets import File, Library, features, keep_features
from brandkit.errors import BrandkitError, InvalidCatalog
from brandkit.sightings.pixels.templates.template import NAME, Template, row_of, template_in

log = logging.getLogger(__name__)

MEDIA_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/tiff", "image/gif")
KEPT = 1024  # of a process; packed they take about 50 kB each

_known: dict[str, Template | None] = {}


def templates_of(library: Library, files: Sequence[File]) -> dict[str, Template]:
    """Templates by SHA-256, in the order of the files; those in which nothing can be looked for are left out.

    What the library does not have, or has damaged, is computed and given to it to keep.
    """
    wanted = {file.sha256: file.media_type for file in files if file.media_type in MEDIA_TYPES}
    found = {sha256: _known[sha256] for sha256 in wanted if sha256 in _known}
    found |= _read(library, {sha256: media_type for sha256, media_type in wanted.items() if sha256 not in found})
    return {sha256: template for sha256 in wanted if (template := found.get(sha256)) is not None}


def _read(library: Library, wanted: Mapping[str, str]) -> dict[str, Template | None]:
    """Templates of files of these media types; None for those in which nothing can be looked for."""
    found: dict[str, Template | None] = {}
    rows, fresh = features(library, wanted, NAME), dict[str, bytes]()
    for sha256, media_type in wanted.items():
        try:
            found[sha256] = template_in(sha256, rows[sha256])
        except (KeyError, InvalidCatalog):
            try:
                data = library.read(sha256)
            except BrandkitError as error:  # damaged or away: `fsck` speaks of it, and the next try may be better
                log.info("%s cannot be read and is not looked for: %s", sha256, error)
                continue
            fresh[sha256] = row_of(data, media_type)
            found[sha256] = template_in(sha256, fresh[sha256])
        _remember(sha256, found[sha256])
    keep_features(library, NAME, fresh)
    return found


def _remember(sha256: str, template: Template | None) -> None:
    while len(_known) >= KEPT:
        _known.pop(next(iter(_known)), None)
    _known[sha256] = template
