"""Rows of any database as lines of JSON, and back: the same lines for SQLite and PostgreSQL, of every version."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, Connection, Date, LargeBinary, MetaData, Table, func, insert, select, text

# Not kept: written anew from the others.
_DERIVED = ("words", "alembic")
_ROWS_AT_ONCE = 1_000
LONGEST_LINE = 64 << 20  # bytes of one row; local features of a file take some 100 kB


def tables(connection: Connection) -> list[Table]:
    """The tables of the database as they are in it, those first that others refer to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: _is_kept(name))
    return [table for table in found.sorted_tables if _is_kept(table.name)]


def _is_kept(name: str) -> bool:
    return not name.startswith((*_DERIVED, "sqlite_"))


def dumped(connection: Connection, table: Table) -> Iterator[bytes]:
    """The table's rows, one line each, by primary key; bytes as base64, dates as ISO texts."""
    ordered = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(ordered):
        values = {key: _told(value) for key, value in row._mapping.items()}
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Puts rows into an empty table; returns how many.

    Raises
    ------
    ValueError : a line that is no row of this table.
    """
    count, waiting = 0, []
    for line in lines:
        waiting.append(_row(table, line))
        count += 1
        if len(waiting) >= _ROWS_AT_ONCE:
            connection.execute(insert(table), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table), waiting)
    go_on_counting(connection, table)
    return count


def _row(table: Table, line: bytes) -> dict[str, Any]:
    values = json.loads(line)
    if not isinstance(values, dict) or set(values) != set(table.columns.keys()):
        raise ValueError(f"a row of {table.name} has other columns")
    return {name: _read(table.columns[name].type, value) for name, value in values.items()}


def _told(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: Any, value: Any) -> Any:
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def go_on_counting(connection: Connection, table: Table) -> None:
    """Has PostgreSQL number new rows after those that brought their numbers along; SQLite does by itself."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(keys) != 1:
        return
    asked = text("SELECT pg_get_serial_sequence(:table, :column)")
    sequence = connection.execute(asked, {"table": table.name, "column": keys[0].name}).scalar()
    highest = connection.execute(select(func.max(keys[0]))).scalar()
    if sequence and highest:
        connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
