"""A PostgreSQL server of the tests' own: made in a temporary folder, reached on one port of this machine, gone at the
end. Skipped where its programs are not installed.

What is kept is lost with the folder, so it need not reach the disk; a server that is killed (`restart`) keeps all it
acknowledged all the same, for only the machine's own death would lose what the kernel still holds.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

USER, GUARDED = "brandkit", "guarded"
_PLACES = "/usr/lib/postgresql/*/bin"


@cache
def programs() -> Path | None:
    """The folder of initdb and pg_ctl: the one on the path, else the newest that Debian installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = sorted(Path("/").glob(f"{_PLACES.lstrip('/')}/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


def missing() -> str:
    """Why no server can be started here, "" when one can."""
    if programs() is None:
        return "PostgreSQL's server programs are not installed (Debian: postgresql)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and setpriv is not there to change the user"
    return ""


class Server:
    """A running server; `address(name)` is that of a database on it, for catalog.toml."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            self.port: int = asked.getsockname()[1]
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        # One user who needs a password; the first rule that fits counts.
        rules = folder / "pg_hba.conf"
        rules.write_text(f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        self._made = 0

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Ends the server; "immediate" is as if it had been killed."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def address(self, name: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        """Runs one statement outside of any catalog."""
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def database(self) -> str:
        """The address of a new empty database."""
        return self._make("")

    def encoded(self, encoding: str) -> str:
        """The address of a new empty database of another encoding."""
        return self._make(f"TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")

    def copy(self, address: str) -> str:
        """The address of a copy of a database that nobody has open."""
        return self._make(f"TEMPLATE {address.rpartition('/')[2]}")

    def _make(self, of: str) -> str:
        self._made += 1
        name = f"catalog_{self._made}"
        self.run(f"CREATE DATABASE {name} {of}")
        return self.address(name)

    def _run(self, program: str, *words: str) -> None:
        user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.geteuid() == 0 else []
        folder = programs()
        assert folder is not None
        told = subprocess.run([*user, str(folder / program), "-D", str(self.folder), *words], cwd="/",
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip
        assert told.returncode == 0, told.stderr.decode()


@contextmanager
def running() -> Iterator[Server]:
    """A new server until the end of the block."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if why := missing():
        pytest.skip(why)
    folder = Path(tempfile.mkdtemp(prefix="brandkit-postgresql-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
