"""SQLite: one file, its log beside it, every commit on the disk before it is acknowledged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from brandkit.errors import InvalidCatalog, StoreFailure

BUSY_TIMEOUT_MS = 30_000  # a writer waits this long for another before it gives up
_FULL = 2  # PRAGMA synchronous
_PRIMARY_CODE = 0xFF  # SQLite's extended result codes carry the primary one in their low byte


class Dialect:
    """What only SQLite does. address : "sqlite:PATH", PATH relative to `folder`."""

    def __init__(self, address: str, folder: Path):
        rest = address.partition(":")[2]
        if not rest:
            raise InvalidCatalog("catalog.toml", "names a database of unknown kind, {address}", None, address=address)
        self.path = folder / rest
        self.name = self.path.name
        self.read_only = self.path.is_file() and not _writable(self.path)

    def engine(self) -> Engine:
        """Connections set to lose nothing, that begin their transactions as `writes` tells."""
        if self.read_only:
            # Every connection looks anew at what lies beside the database, so none is kept.
            engine = create_engine("sqlite://", creator=lambda: _reader(self.path), poolclass=NullPool)
        else:
            engine = create_engine(f"sqlite:///{self.path}")
            event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def require(self) -> None:
        """Sees that there is a database; raises InvalidCatalog."""
        if not self.path.is_file():
            raise InvalidCatalog(self.name, "is missing", "Make it anew with `brandkit rebuild`, or restore a backup.")

    def require_safe(self, connection: Connection) -> None:
        """Sees that it is set to lose nothing; raises StoreFailure."""
        synchronous = connection.execute(text("PRAGMA synchronous")).scalar()
        journal = connection.execute(text("PRAGMA journal_mode")).scalar()
        if not self.read_only and (synchronous != _FULL or journal != "wal"):
            raise StoreFailure(self.name, "cannot be set to keep rows through a power cut")

    def faults(self, connection: Connection) -> Iterator[tuple[str, str, str]]:
        """Code, subject and reason of each fault of the database itself."""
        for line in connection.execute(text("PRAGMA integrity_check")).scalars():
            if line != "ok":
                yield "damaged-database", self.name, line
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield "broken-reference", f"{row[0]}:{row[1]}", ""

    def failure(self, error: BaseException | None) -> StoreFailure:
        """The driver's error as what it means."""
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            advice = (
                "Leave it as it is and restore catalog.db from a backup; the files in the blob store are not affected."
            )
            return StoreFailure(self.name, "is damaged and can no longer be read: {why}", advice, why=str(error))
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            advice = "See whether the folder is there and this user may read it and write in it; nothing was lost."
            return StoreFailure(self.name, "cannot be opened: {why}", advice, why=str(error))
        return StoreFailure(self.name, "failed: {why}", None, why=str(error))


def _writable(path: Path) -> bool:
    """Whether SQLite can write: into the file, and its log into the folder."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that needs no right to write.

    Without a log beside it nobody has the database open, and it may be read as it lies; SQLite could not make the
    files by which it locks. With a log it must be able to read that too, or what it gives would be old.
    """
    log = path.with_name(f"{path.name}-wal")
    as_it_lies = "" if log.exists() and log.stat().st_size else "&immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{as_it_lies}", uri=True, check_same_thread=False)
    connection.isolation_level = None
    return connection


def _prepare(connection: Any, _record: Any) -> None:
    # Transactions are begun by _begin: the driver's own late BEGIN would let two writers read before either locks.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
