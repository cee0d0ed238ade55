"""The whole catalog in one file, taken while it is in use: rows of one moment, every file they name, the checkpoints.

The checkpoints are read first, then the rows in one transaction, then the blobs: so the rows reach every checkpoint,
and no file is missing that a row names, since what rows name is never cleaned away. Nothing is kept in memory that
grows with the catalog but the hashes.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from brandkit import __version__
from brandkit.catalog.backup import rows as backup_rows
from brandkit.catalog.backup.archive import HEADER, Writer
from brandkit.catalog.checkpoints import KEYS, LINES, Checkpoints
from brandkit.catalog.checkup.needs import needed
from brandkit.catalog.schema import VERSION
from brandkit.durable import sync_folder
from brandkit.errors import AssetExists, DamagedBlob, InvalidProfile, StoreFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from brandkit.catalog.catalog import Catalog

SCHEMA = "brandkit-backup/1"


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds; `missing` are blobs that were damaged or gone and left out because that was asked for."""

    path: Path
    size_bytes: int
    assets: int
    blobs: int
    missing: tuple[str, ...]


def backup(
    catalog: Catalog,
    path: Path,
    *,
    skip_damaged: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BackedUp:
    """Writes the catalog to a new file, which is there whole or not at all.

    Raises
    ------
    AssetExists : when the file is there; a backup never overwrites another.
    DamagedBlob : when a file of the catalog is damaged or gone, unless `skip_damaged`.
    StoreFailure
    """
    with suppress(InvalidProfile, StoreFailure):  # a profile that is being edited, or a catalog that is only read
        catalog.take_up_profiles()
    with landing(path) as sink:
        writer = Writer(sink)
        _write_header(catalog, writer)
        _write_checkpoints(catalog, writer)
        with catalog.database.reading() as connection:
            assets = 0
            for table in backup_rows.tables(connection):
                count = _write_rows(writer, table.name, backup_rows.dumped(connection, table))
                assets = count if table.name == "assets" else assets
            wanted = sorted(needed(connection))
        missing = []
        for number, sha256 in enumerate(wanted, start=1):
            try:
                _write_blob(catalog, writer, sha256)
            except DamagedBlob:
                if not skip_damaged:
                    raise
                missing.append(sha256)
            if progress is not None:
                progress(number, len(wanted))
        if missing:
            writer.add_bytes("missing.txt", "".join(f"{sha256}\n" for sha256 in missing).encode("ascii"))
        writer.finish()
        size = sink.tell()
    return BackedUp(path, size, assets, len(wanted) - len(missing), tuple(missing))


def _write_header(catalog: Catalog, writer: Writer) -> None:
    settings = asdict(catalog.settings)
    header = {
        "schema": SCHEMA,
        "brandkit": __version__,
        "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "tables": VERSION,
        # Where it lies is told anew when it is restored; addresses may hold names of machines.
        "catalog": {key: value for key, value in settings.items() if key not in ("database", "blobs")},
    }
    writer.add_bytes(HEADER, json.dumps(header, ensure_ascii=False, indent=1).encode("utf-8"))


def _write_checkpoints(catalog: Catalog, writer: Writer) -> None:
    folder = Checkpoints(catalog.folder).folder
    for name in (KEYS, LINES):
        try:
            data = (folder / name).read_bytes()
        except FileNotFoundError:
            continue  # `fsck` tells of it
        writer.add_bytes(f"checkpoints/{name}", data[: data.rfind(b"\n") + 1])


def _write_rows(writer: Writer, table: str, lines: Iterator[bytes]) -> int:
    count = 0
    with TemporaryFile() as spool:
        for line in lines:
            spool.write(line)
            count += 1
        size = spool.tell()
        spool.seek(0)
        writer.add(f"rows/{table}.jsonl", size, spool)
    return count


def _write_blob(catalog: Catalog, writer: Writer, sha256: str) -> None:
    with catalog.store.open(sha256) as source:  # verified before it is handed out, and again while it is written
        try:
            writer.add(f"blobs/{sha256}", catalog.store.size(sha256), source)
        except ValueError as error:
            raise StoreFailure(sha256, "changed while it was being read", "Run the command again.") from error


@contextmanager
def landing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which gets its name when the block ends: whole, durable, and over nothing that is there.

    Raises
    ------
    AssetExists, StoreFailure
    """
    _refuse_taken(path)
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("ab+") as sink:
            fcntl.flock(sink, fcntl.LOCK_EX | fcntl.LOCK_NB)
            sink.truncate(0)  # what a crash left
            try:
                yield sink
                sink.flush()
                os.fsync(sink.fileno())
                _name(partial, path)
                sync_folder(path.absolute().parent)
            finally:
                partial.unlink(missing_ok=True)
    except BlockingIOError as error:
        raise AssetExists(str(path), "is being written by another process", "Name a new file.") from error
    except OSError as error:
        why = error.strerror or os.strerror(error.errno or errno.EIO)
        raise StoreFailure(str(path), "could not be written: {why}", None, why=why) from error


def _refuse_taken(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise AssetExists(str(path), "is there already", "Name a new file: a backup never overwrites another.")


def _name(partial: Path, path: Path) -> None:
    """Gives the file its name, unless that was taken meanwhile."""
    try:
        os.link(partial, path)
    except FileExistsError:
        _refuse_taken(path)
        raise
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        _refuse_taken(path)  # a file system without links, such as FAT: between the look and the rename is a moment
        partial.replace(path)
