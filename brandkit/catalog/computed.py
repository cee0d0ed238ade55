"""What was computed of files once, as rows: handed out to whoever finds assets, and taken back when it was missing.

Nothing here is worth failing for: it all comes from the blobs and can come from them again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from brandkit.catalog import schema
from brandkit.errors import StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

log = logging.getLogger(__name__)

_AT_ONCE = 500  # files asked for in one statement


def features(catalog: Catalog, files: Collection[str], name: str) -> dict[str, bytes]:
    """Rows of the table `features` of one name, by SHA-256."""
    table = schema.features
    found: dict[str, bytes] = {}
    with catalog.database.reading() as connection:
        for some in _some(files):
            query = select(table.c.sha256, table.c.data).where(table.c.name == name, table.c.sha256.in_(some))
            found.update((row.sha256, row.data) for row in connection.execute(query))
    return found


def prints(catalog: Catalog, files: Collection[str], name: str, view: str) -> dict[str, bytes]:
    """Rows of the table `fingerprints` of one hash and view, by SHA-256."""
    table = schema.fingerprints
    found: dict[str, bytes] = {}
    with catalog.database.reading() as connection:
        for some in _some(files):
            of_these = (table.c.name == name, table.c.view == view, table.c.sha256.in_(some))
            query = select(table.c.sha256, table.c.bits).where(*of_these)
            found.update((row.sha256, row.bits) for row in connection.execute(query))
    return found


def keep(catalog: Catalog, name: str, found: Mapping[str, bytes]) -> None:
    """Puts rows of one name, in place of those that are there, for files that the catalog has; or does nothing."""
    if catalog.database.read_only:
        return
    table = schema.features
    try:
        with catalog.database.writing() as connection:
            for some in _some(found):
                query = select(schema.files.c.sha256).where(schema.files.c.sha256.in_(some)).distinct()
                owned = sorted(connection.execute(query).scalars())
                rows = [{"sha256": sha256, "name": name, "data": found[sha256]} for sha256 in owned]
                connection.execute(delete(table).where(table.c.name == name, table.c.sha256.in_(some)))
                if rows:
                    connection.execute(insert(table), rows)
    except StoreFailure as error:  # busy, full or away: it is computed again next time
        log.info("what was computed of %d files was not kept: %s", len(found), error)


def _some(files: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(files)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
