"""PostgreSQL: a server that many machines share. Passwords come from PGPASSWORD or PGPASSFILE, never from a file of
the catalog.

Writers take one lock, as on SQLite, and only then look: what a change is based on cannot be changed under it, and the
history stays one chain. Readers see one moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from brandkit.errors import InvalidCatalog, StoreFailure

LOCK_TIMEOUT_S = 30  # a writer waits this long for another before it gives up
STATEMENT_TIMEOUT_S = 120
CONNECT_TIMEOUT_S = 5
_LOCK = 0x6272616E646B6974  # "brandkit"; an advisory lock holds within one database
_SETTINGS = {
    "lock_timeout": f"{LOCK_TIMEOUT_S}s",
    "statement_timeout": f"{STATEMENT_TIMEOUT_S}s",
    "idle_in_transaction_session_timeout": "600s",  # a writer whose machine is gone must not lock others out
    "synchronous_commit": "on",
    "jit": "off",  # compiling costs more than it saves on pages of fifty rows
}
_KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 30_000}

_AWAY = "See whether the server runs and can be reached; nothing was lost, and work goes on as soon as it is back."
_REFUSED = "See that the user, the database and the password are right: in PGPASSWORD, or in the file PGPASSFILE names."
_DAMAGED = "Leave it as it is and restore the database from a backup; the files in the blob store are not affected."
_BUSY = "Try again; nothing was changed."
_FULL = "Make room on the server's disk; nothing was changed."


class Dialect:
    """What only PostgreSQL does. address : "postgresql://USER@HOST:PORT/NAME", as libpq writes it."""

    read_only = False

    def __init__(self, address: str, _folder: Path):
        try:
            self._url = make_url(address)
        except (ArgumentError, ValueError) as error:
            raise InvalidCatalog("catalog.toml", "names a database in a way that cannot be read") from error
        if self._url.password is not None or "password" in self._url.query:
            advice = "Take it out, and put it into PGPASSWORD or into the file that PGPASSFILE names."
            raise InvalidCatalog("catalog.toml", "holds the password of a database", advice)
        if not self._url.database:
            raise InvalidCatalog("catalog.toml", "names a server, but no database on it: {address}", None,
                                 address=address)  # fmt: skip
        self.name = self._url.database

    def engine(self) -> Engine:
        """Connections that are looked at before they are used again, so that a server that was away is found back."""
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        connect = {"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "brandkit", "options": options,
                   "client_encoding": "utf8"}  # fmt: skip
        try:
            engine = create_engine(
                self._url.set(drivername="postgresql+psycopg"),
                # Every query is planned for its own words: "festival" is rare, "biển" is everywhere.
                connect_args={**connect, **_KEEPALIVE, "prepare_threshold": None},
                pool_pre_ping=True,
            )
        except ModuleNotFoundError as error:
            advice = "Install it: pip install 'brandkit[postgresql]'."
            problem = "names a PostgreSQL database, whose driver is missing"
            raise InvalidCatalog("catalog.toml", problem, advice) from error
        event.listen(engine, "begin", _begin)
        return engine

    def require(self) -> None:
        """The server tells on the first connection."""

    def require_safe(self, connection: Connection) -> None:
        """Sees that it holds every letter and acknowledges only what it keeps; raises InvalidCatalog, StoreFailure."""
        encoding = connection.execute(text("SHOW server_encoding")).scalar()
        if encoding != "UTF8":
            advice = "Make the database anew with ENCODING 'UTF8'."
            raise InvalidCatalog(self.name, "keeps text as {encoding}, not as UTF-8", advice, encoding=encoding)
        if connection.execute(text("SHOW synchronous_commit")).scalar() in ("off", "local"):
            raise StoreFailure(self.name, "cannot be set to keep rows through a power cut")

    def faults(self, connection: Connection) -> Iterator[tuple[str, str, str]]:
        """Code, subject and reason of each fault of the database itself: what the server noticed of its own pages."""
        noticed = text("SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()")
        if count := connection.execute(noticed).scalar():
            yield "damaged-database", self.name, f"checksum_failures = {count}"
        unfit = text("SELECT CAST(CAST(indexrelid AS regclass) AS text) FROM pg_index WHERE NOT indisvalid")
        for index in connection.execute(unfit).scalars():
            yield "damaged-database", self.name, f"{index}: invalid"
        unproven = text("SELECT CAST(CAST(conrelid AS regclass) AS text) FROM pg_constraint WHERE NOT convalidated")
        for table in connection.execute(unproven).scalars():
            yield "broken-reference", table, ""

    def failure(self, error: BaseException | None) -> StoreFailure:
        """The driver's error as what it means."""
        state = getattr(error, "sqlstate", None) or ""
        why = " ".join(str(error).split("\n")[0].split())
        if state.startswith("28") or "authentication failed" in str(error) or "no password supplied" in str(error):
            return StoreFailure(self.name, "does not let this user in: {why}", _REFUSED, why=why)
        # The driver gives no code to what a server says before it lets one in.
        if state.startswith("3D") or 'FATAL:  database "' in str(error):
            return StoreFailure(self.name, "is no database of the server: {why}", _REFUSED, why=why)
        if state.startswith("XX00"):
            return StoreFailure(self.name, "is damaged and can no longer be read: {why}", _DAMAGED, why=why)
        if state in ("57014", "55P03", "40001", "40P01"):
            return StoreFailure(self.name, "was busy for too long: {why}", _BUSY, why=why)
        if state.startswith("53"):
            return StoreFailure(self.name, "has no room left: {why}", _FULL, why=why)
        if _is_away(error, state):
            return StoreFailure(self.name, "cannot be reached: {why}", _AWAY, why=why)
        return StoreFailure(self.name, "failed: {why}", None, why=why)


def _is_away(error: BaseException | None, state: str) -> bool:
    unsaid = not state and type(error).__name__ in ("OperationalError", "InterfaceError")
    return unsaid or state.startswith(("08", "57P"))


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        # Not a repeatable read: its one moment would be that before the lock was had.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
