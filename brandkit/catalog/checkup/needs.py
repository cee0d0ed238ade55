"""What the rows need of the store, and the rows in parts that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from brandkit.catalog import rows, schema

_AT_ONCE = 2_000  # assets


def needed(connection: Connection) -> dict[str, int | None]:
    """Every SHA-256 that a row names, with its size where the row says it."""
    wanted: dict[str, int | None] = dict.fromkeys(connection.execute(select(schema.extras.c.sha256)).scalars())
    wanted |= dict.fromkeys(connection.execute(select(schema.profiles.c.sha256)).scalars())
    for row in connection.execute(select(schema.files.c.sha256, schema.files.c.size_bytes).distinct()):
        wanted[row.sha256] = row.size_bytes
    return wanted


def batches(connection: Connection) -> Iterator[list[rows.Stored]]:
    """Every asset, some thousands at a time, by row number."""
    last = 0
    while True:
        keys = select(schema.assets.c.key).where(schema.assets.c.key > last).order_by(schema.assets.c.key)
        part = list(connection.execute(keys.limit(_AT_ONCE)).scalars())
        if not part:
            return
        within = schema.assets.c.key.between(part[0], part[-1])
        yield sorted(rows.load(connection, within), key=lambda one: one.key)
        last = part[-1]
