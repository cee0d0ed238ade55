"""Small pictures of files, made as they are registered and kept in the catalog's cache; made again when they are gone.

The folder is bounded: each of its 256 folders holds so many, and the ones written longest ago go first.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from brandkit.catalog.probe import sniffed, suffix_of
from brandkit.errors import UnsupportedFormat

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

CACHE = ("cache", "thumbnails")  # folders below the catalog's
MEDIA_TYPE = "image/webp"
MOST_IN_A_FOLDER = 1000  # 256 folders of them at some 6 kB are 1.5 GB
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_HEAD_BYTES = 4096


def keep(catalog: Catalog, sha256: str, data: bytes) -> None:
    """Keeps the thumbnail of a file; where nothing can be written it is not kept, and made again when asked for."""
    path = _path(catalog, sha256)
    part = path.with_suffix(f".{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
        _bound(path.parent)
    except OSError:
        _drop(part)


def of(catalog: Catalog, sha256: str) -> bytes:
    """The thumbnail of a file of the catalog, a WebP at most one_pass.THUMBNAIL_PX long.

    Raises
    ------
    DamagedBlob, StoreFailure : when it has to be made and the file cannot be read.
    UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge : when the file is no picture of an asset.
    """
    path = _path(catalog, sha256)
    try:
        if data := path.read_bytes():
            return data
    except OSError:
        pass
    from brandkit.catalog.inspection import inspected

    content = catalog.read(sha256)
    media_type = sniffed(content[:_HEAD_BYTES])
    if media_type is None:
        raise UnsupportedFormat(sha256, "is no SVG, PDF, PNG, JPEG, WebP or TIFF")
    found = inspected(content, "file" + suffix_of(media_type), "logo")
    keep(catalog, sha256, found.thumbnail)
    return found.thumbnail


def _path(catalog: Catalog, sha256: str) -> Path:
    if not _SHA256.match(sha256):
        raise ValueError(sha256)
    return catalog.folder.joinpath(*CACHE, sha256[:2], f"{sha256}.webp")


def _bound(folder: Path) -> None:
    paths = list(folder.iterdir())
    if len(paths) <= MOST_IN_A_FOLDER:
        return
    for path in sorted(paths, key=_written)[: len(paths) - MOST_IN_A_FOLDER * 3 // 4]:
        _drop(path)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _drop(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return
