"""The database of a catalog: the only ways into its rows, and its migrations. What differs from one kind of database
to another is in database_sqlite and database_postgresql."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from brandkit.catalog import database_postgresql, database_sqlite, search
from brandkit.catalog.schema import VERSION, metadata
from brandkit.errors import AssetExists, InvalidCatalog, StoreFailure

_DIALECTS: dict[str, Any] = {"sqlite": database_sqlite.Dialect, "postgresql": database_postgresql.Dialect}
_MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """One engine; `reading` and `writing` are the only ways in. A writer holds the write lock from its first word.

    Parameters
    ----------
    address : "sqlite:PATH", PATH relative to `folder`, or "postgresql://USER@HOST:PORT/NAME".

    A database on a medium or in a folder that cannot be written to is `read_only`: reading works, writing is refused.
    """

    engine: Engine

    def __init__(self, address: str, folder: Path):
        scheme = address.partition(":")[0]
        if scheme not in _DIALECTS:
            raise InvalidCatalog("catalog.toml", "names a database of unknown kind, {address}", None, address=address)
        self.dialect = _DIALECTS[scheme](address, folder)
        self.name: str = self.dialect.name
        self.read_only: bool = self.dialect.read_only
        self.engine = self.dialect.engine()

    @property
    def path(self) -> Path:
        """The file of an SQLite database; AttributeError for one on a server."""
        path: Path = self.dialect.path
        return path

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the rows."""
        with self._failures(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock; committed durably at its end, undone when it raises.

        Raises
        ------
        StoreFailure : disk full, database damaged, away, read-only or busy for too long; nothing was changed. When a
            server goes away during the commit itself nobody can tell: the same change may then be asked for again.
        """
        if self.read_only:
            advice = "It can be read; to change it, give this user the right to write in its folder."
            raise StoreFailure(self.name, "lies in a folder that cannot be written to", advice)
        with self._failures(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def founded(self, *, to: str = VERSION) -> Iterator[None]:
        """Makes the tables of a version in an empty database; takes them away when the block raises.

        Raises
        ------
        AssetExists : the database holds tables already, of a catalog or of another program.
        StoreFailure
        """
        with self.reading() as connection:
            if inspect(connection).get_table_names():
                raise AssetExists(self.name, "holds tables already", "Name an empty database.")
            self.dialect.require_safe(connection)
        self.migrate(to=to)
        try:
            yield
        except BaseException:
            self._clear()
            raise

    def migrate(self, *, to: str = VERSION) -> None:
        """Brings the tables to a version, the newest unless told."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            if _version(connection) == VERSION and search.is_unwritten(connection):
                search.rebuild(connection)

    def check(self) -> None:
        """Sees that the database is there, of this program's version, and set to lose nothing.

        Raises
        ------
        InvalidCatalog, StoreFailure
        """
        self.dialect.require()
        with self.reading() as connection:
            found = _version(connection)
            if found != VERSION:
                problem = "has tables of version {found}, this program needs {needed}"
                raise InvalidCatalog(self.name, problem, "Run `brandkit migrate`.", found=found or "—", needed=VERSION)
            self.dialect.require_safe(connection)

    def version(self) -> str | None:
        """The version of the tables, None when there are none; raises InvalidCatalog, StoreFailure."""
        self.dialect.require()
        with self.reading() as connection:
            return _version(connection)

    def faults(self, connection: Connection) -> Iterator[tuple[str, str, str]]:
        """Code, subject and reason of each fault of the database itself, for a check-up."""
        faults: Iterator[tuple[str, str, str]] = self.dialect.faults(connection)
        return faults

    def close(self) -> None:
        self.engine.dispose()

    def _clear(self) -> None:
        """Removes the tables of a catalog that could not be finished, unless the server just went away."""
        with suppress(StoreFailure), self.writing() as connection:
            for name in ("words", "alembic_version"):
                connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
            metadata.drop_all(connection)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self.dialect.failure(error.orig) from error
        except sqlite3.Error as error:
            raise self.dialect.failure(error) from error
        except SQLAlchemyError as error:
            raise StoreFailure(self.name, "failed: {why}", None, why=str(error)) from error


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
