"""The file that a row of a table names: it must lie in the folder given for the files, however it is reached."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from brandkit import limits
from brandkit.catalog.tables.rows import Entry
from brandkit.errors import InvalidValue, MaterialTooLarge, NotFound, UnreadableMaterial

_CHUNK_BYTES = 1 << 20


def found_in(folder: Path, entry: Entry) -> Path:
    """The path of a row's file; `folder` is resolved.

    Raises
    ------
    InvalidValue : when it lies outside of the folder, by its name or behind a link.
    NotFound, UnreadableMaterial : when it is not there or is no file.
    """
    named = entry.file.replace("\\", "/")
    pure = PurePosixPath(named)
    if "\0" in named or pure.is_absolute() or ".." in pure.parts or PureWindowsPath(entry.file).drive:
        raise _outside(entry)
    for name in _spellings(pure, entry.resource_id):
        path = folder / name
        try:
            resolved = path.resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, RuntimeError) as error:
            raise UnreadableMaterial(entry.file, "cannot be reached") from error
        if not resolved.is_relative_to(folder):
            raise _outside(entry)
        if not resolved.is_file():
            raise UnreadableMaterial(entry.file, "is no file")
        return path
    raise NotFound(entry.file, "is not in the folder {folder}", "Name the folder of the files with --files.",
                   folder=folder.name)  # fmt: skip


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    digest, seen = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
                seen += len(chunk)
                if seen > limits.MATERIAL_BYTES:
                    limit = limits.MATERIAL_BYTES // 2**20
                    raise MaterialTooLarge(path.name, "has more than {limit} MB", None, limit=limit)
    except OSError as error:
        raise UnreadableMaterial(path.name, "cannot be read: {why}", None, why=error.strerror) from error
    return digest.hexdigest()


def _spellings(pure: PurePosixPath, resource_id: str) -> Iterator[PurePosixPath]:
    """The name as a file system may have it: macOS divides letters from their marks, and ResourceSpace writes its id
    before the names of files that are fetched together."""
    yield PurePosixPath(unicodedata.normalize("NFC", str(pure)))
    yield PurePosixPath(unicodedata.normalize("NFD", str(pure)))
    if resource_id:
        yield pure.with_name(f"RS{resource_id}_{pure.name}")


def _outside(entry: Entry) -> InvalidValue:
    advice = "Name files by their path within the folder given with --files."
    return InvalidValue(entry.file, "lies outside of the folder of the files", advice)
