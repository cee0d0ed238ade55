"""The catalog's own font files: those of the folder `fonts` that was imported, for drawing approved text."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sqlalchemy import select

from brandkit.catalog import schema

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

FOLDER, SUFFIXES = "fonts", (".ttf", ".otf")


def fonts_of(catalog: Catalog) -> dict[str, bytes]:
    """The bytes of each font file by its path in the folder, in order.

    Raises
    ------
    DamagedBlob, StoreFailure
    """
    with catalog.database.reading() as connection:
        rows = connection.execute(select(schema.extras).order_by(schema.extras.c.path)).all()
    return {row.path: catalog.read(row.sha256) for row in rows if is_font(row.path)}


def is_font(path: str) -> bool:
    """Whether a path within a catalog folder is a font file in its folder of fonts."""
    parts = PurePosixPath(path)
    return parts.parts[0] == FOLDER and parts.suffix.lower() in SUFFIXES
