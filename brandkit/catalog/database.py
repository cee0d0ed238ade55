"""The database of a catalog: connecting with the settings that keep rows safe, and its migrations."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from brandkit.catalog import search
from brandkit.catalog.schema import VERSION
from brandkit.errors import InvalidCatalog, StoreFailure

BUSY_TIMEOUT_MS = 30_000  # a writer waits this long for another before it gives up
_FULL = 2  # PRAGMA synchronous
_PRIMARY_CODE = 0xFF  # SQLite's extended result codes carry the primary one in their low byte
_MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """One engine; `reading` and `writing` are the only ways in. A writer holds the write lock from its first word.

    Parameters
    ----------
    address : "sqlite:PATH", PATH relative to `folder`.

    A database on a medium or in a folder that cannot be written to is `read_only`: reading works, writing is refused.
    """

    engine: Engine

    def __init__(self, address: str, folder: Path):
        scheme, _, rest = address.partition(":")
        if scheme != "sqlite" or not rest:
            raise InvalidCatalog("catalog.toml", "names a database of unknown kind, {address}", None, address=address)
        self.path = folder / rest
        self.read_only = self.path.is_file() and not _writable(self.path)
        if self.read_only:
            # Every connection looks anew at what lies beside the database, so none is kept.
            self.engine = create_engine("sqlite://", creator=lambda: _reader(self.path), poolclass=NullPool)
        else:
            self.engine = create_engine(f"sqlite:///{self.path}")
            event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the rows."""
        with _failures(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock; committed durably at its end, undone when it raises.

        Raises
        ------
        StoreFailure : disk full, database damaged, read-only or busy for too long; nothing was changed.
        """
        if self.read_only:
            advice = "It can be read; to change it, give this user the right to write in its folder."
            raise StoreFailure(self.path.name, "lies in a folder that cannot be written to", advice)
        with _failures(self.path), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def create(self) -> None:
        """Makes the tables of the newest version in an empty database."""
        self.migrate()

    def migrate(self, to: str = "head") -> None:
        """Brings the tables to the newest version, or to an older one that a new database is to begin with."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            if to == "head" and search.is_unwritten(connection):
                search.rebuild(connection)

    def check(self) -> None:
        """Sees that the database is there, of this program's version, and set to lose nothing.

        Raises
        ------
        InvalidCatalog, StoreFailure
        """
        if not self.path.is_file():
            raise InvalidCatalog(self.path.name, "is missing", "Restore it from a backup.")
        with self.reading() as connection:
            found = _version(connection)
            synchronous = connection.execute(text("PRAGMA synchronous")).scalar()
            journal = connection.execute(text("PRAGMA journal_mode")).scalar()
        if found != VERSION:
            problem = "has tables of version {found}, this program needs {needed}"
            raise InvalidCatalog(
                self.path.name, problem, "Run `brandkit migrate`.", found=found or "—", needed=VERSION
            )
        if not self.read_only and (synchronous != _FULL or journal != "wal"):
            raise StoreFailure(self.path.name, "cannot be set to keep rows through a power cut")

    def version(self) -> str | None:
        """The version of the tables, None when there are none; raises StoreFailure."""
        with self.reading() as connection:
            return _version(connection)

    def close(self) -> None:
        self.engine.dispose()


def _version(connection: Connection) -> str | None:
    there = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).scalar()
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if there else None


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


@contextmanager
def _failures(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _failure(path, error.orig) from error
    except sqlite3.Error as error:
        raise _failure(path, error) from error
    except SQLAlchemyError as error:
        raise StoreFailure(path.name, "failed: {why}", None, why=str(error)) from error


def _failure(path: Path, error: BaseException | None) -> StoreFailure:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        advice = "Leave it as it is and restore catalog.db from a backup; the files in the blob store are not affected."
        return StoreFailure(path.name, "is damaged and can no longer be read: {why}", advice, why=str(error))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        advice = "See whether the folder is there and this user may read it and write in it; nothing was lost."
        return StoreFailure(path.name, "cannot be opened: {why}", advice, why=str(error))
    return StoreFailure(path.name, "failed: {why}", None, why=str(error))
