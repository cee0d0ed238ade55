"""Who did what when. Each row holds the hash of itself and of the row before: a change in the middle shows."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from brandkit.catalog.rows import told
from brandkit.catalog.schema import history
from brandkit.text import sayable


@dataclass(frozen=True)
class Event:
    """One thing done: `move` is the command's name, `details` are JSON values."""

    at: str  # ISO 8601 with offset
    actor: str
    move: str
    slug: str
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def default_actor() -> str:
    """BRANDKIT_ACTOR, else the login name."""
    named = os.environ.get("BRANDKIT_ACTOR")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in many containers; Python 3.13 raises OSError
        return f"uid {os.getuid()}"


def now() -> str:
    """This moment, ISO 8601 with offset."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def record(connection: Connection, event: Event, *, asset: str) -> None:
    """Adds one row to the chain; `asset` is the asset's id, "" for the whole catalog."""
    newest = select(history.c.sha256).order_by(history.c.number.desc()).limit(1)
    previous = connection.execute(newest).scalar() or ""
    said = {"actor": sayable(event.actor), "note": sayable(event.note)}
    row = {**asdict(event), **said, "details": told(event.details), "asset": asset}
    connection.execute(insert(history).values(**row, previous=previous, sha256=_digest(row, previous)))


def events_of(connection: Connection, asset: str) -> tuple[Event, ...]:
    """What was done to one asset, oldest first."""
    found = connection.execute(select(history).where(history.c.asset == asset).order_by(history.c.number))
    names = Event.__dataclass_fields__
    return tuple(Event(**{name: row._mapping[name] for name in names}) for row in found)


def broken_links(connection: Connection) -> list[int]:
    """Numbers of the rows that were changed, or whose predecessor is gone."""
    broken, previous = [], ""
    for row in connection.execute(select(history).order_by(history.c.number)):
        values = {name: row._mapping[name] for name in (*Event.__dataclass_fields__, "asset")}
        if row.previous != previous or row.sha256 != _digest(values, row.previous):
            broken.append(row.number)
        previous = row.sha256
    return broken


def _digest(row: Mapping[str, Any], previous: str) -> str:
    written = json.dumps([previous, row], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8")).hexdigest()
