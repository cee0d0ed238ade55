"""Kits as ZIP files: written the same byte for byte, and read as what they are, files from outside.

A hostile archive is refused whole and before anything of it is used: paths that leave it, names that collide, links,
passwords, entries that overlap, more bytes than it says or than anyone needs.
"""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, BinaryIO

from brandkit.errors import MaterialTooLarge, UnreadableMaterial, UnsafeMaterial

ENTRIES = 20_000
UNPACKED_BYTES = 4 * 1024**3
ENTRY_BYTES = 1024**3
RATIO = 200  # unpacked to packed, of an entry above RATIO_FROM_BYTES; flat SVG and JSON come near 30
RATIO_FROM_BYTES = 4 * 1024**2
NAME_LENGTH = 240
# The first moment that a ZIP can tell: what was made when must not change the bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _FILE_MODE = 3, (stat.S_IFREG | 0o644) << 16
_PACKED = frozenset({".svg", ".html", ".txt", ".json", ".css"})
_BLOCK = 1024 * 1024
_ENCRYPTED = 0x1 | 0x40
_LOCAL_HEADER_BYTES = 30
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError)


def write_kit(sink: BinaryIO, folder: Path) -> None:
    """Writes every file of a folder as a ZIP, by name, at one fixed time: the same files give the same bytes."""
    paths = sorted(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda p: p.relative_to(folder).as_posix()
    )
    with zipfile.ZipFile(sink, "w") as archive:
        for path in paths:
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            packed = path.suffix.lower() in _PACKED
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            entry.create_system, entry.external_attr = _UNIX, _FILE_MODE
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=entry.file_size > 2**31) as target:
                while block := source.read(_BLOCK):
                    target.write(block)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A folder with the files of a ZIP, until the end of the block.

    Raises
    ------
    UnreadableMaterial : for what is no ZIP, is damaged, or needs a password.
    UnsafeMaterial : for paths that leave it, names that collide, links and overlapping entries.
    MaterialTooLarge : for more entries or bytes than the limits here.
    """
    with TemporaryDirectory(prefix="brandkit-") as place:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, path, Path(place))
        except _BROKEN as error:
            raise UnreadableMaterial(path.name, "is no ZIP file, or a damaged one", _AGAIN) from error
        yield Path(place)


_AGAIN = "Take the kit once more from where it came from."


def _unpack(archive: zipfile.ZipFile, path: Path, place: Path) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _refuse_many(entries, path)
    for entry in archive.infolist():
        _refuse_entry(entry, path)
    _refuse_collisions(entries, path)
    _refuse_overlaps(entries, path, archive.start_dir)
    left = UNPACKED_BYTES
    for entry in entries:
        target = place / entry.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, target.open("xb") as sink:
            left -= _copied(source, sink, min(left, entry.file_size), path)


def _copied(source: IO[bytes], sink: BinaryIO, most: int, path: Path) -> int:
    """Copies a stream that may hold that many bytes and no more: a header says what it likes."""
    count = 0
    while block := source.read(_BLOCK):
        count += len(block)
        if count > most:
            raise MaterialTooLarge(path.name, "unpacks to more than it says", _AGAIN)
        sink.write(block)
    return count


def _refuse_many(entries: list[zipfile.ZipInfo], path: Path) -> None:
    if len(entries) > ENTRIES:
        raise MaterialTooLarge(path.name, "has more than {limit:,} files", None, limit=ENTRIES)
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED_BYTES or any(entry.file_size > ENTRY_BYTES for entry in entries):
        raise MaterialTooLarge(path.name, "would unpack to {size:,.0f} MB", None, size=total / 2**20)
    for entry in entries:
        if entry.file_size > RATIO_FROM_BYTES and entry.file_size > RATIO * max(1, entry.compress_size):
            raise MaterialTooLarge(path.name, "is packed more tightly than files of a kit can be", _AGAIN)


def _refuse_entry(entry: zipfile.ZipInfo, path: Path) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableMaterial(path.name, "is encrypted", "Unpack it with its password and verify the folder.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableMaterial(path.name, "is packed in a way that is not read", "Pack it again as a plain ZIP.")
    mode = entry.external_attr >> 16
    if entry.create_system == _UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnsafeMaterial(path.name, "holds a link or a device, not only files", _AGAIN)
    # The name as it is stored: zipfile cuts it at a NUL and turns backslashes on Windows.
    name = entry.orig_filename.removesuffix("/")
    parts = PurePosixPath(name).parts
    odd = not name or "\\" in name or ":" in name or any(unicodedata.category(c) in ("Cc", "Cs") for c in name)
    if odd or name.startswith("/") or ".." in parts or "/".join(parts) != name:
        raise UnsafeMaterial(path.name, "holds a name that leads outside it", _AGAIN)
    if len(name.encode("utf-8", "replace")) > NAME_LENGTH:
        raise UnsafeMaterial(path.name, "holds a name of more than {limit} bytes", _AGAIN, limit=NAME_LENGTH)


def _refuse_collisions(entries: list[zipfile.ZipInfo], path: Path) -> None:
    """Two names that are one on some disk, or a file where another needs a folder."""
    seen: set[str] = set()
    for entry in entries:
        name = unicodedata.normalize("NFC", entry.filename).casefold()
        if name in seen:
            raise UnsafeMaterial(path.name, "holds a name twice", _AGAIN)
        seen.add(name)
    folders = {str(parent) for name in seen for parent in PurePosixPath(name).parents}
    if seen & folders:
        raise UnsafeMaterial(path.name, "holds a name twice", _AGAIN)


def _refuse_overlaps(entries: list[zipfile.ZipInfo], path: Path, end: int) -> None:
    """Entries that share bytes: the zip bombs without nesting of David Fifield, 2019, are made so."""
    spans = sorted(
        (entry.header_offset, entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size) for entry in entries
    )
    ends = [*(start for start, _ in spans[1:]), end]
    if any(last > following for (_, last), following in zip(spans, ends, strict=True)):
        raise UnsafeMaterial(path.name, "holds files that share their bytes", _AGAIN)


def is_archive(path: Path) -> bool:
    """Whether a file begins like a ZIP; the end of its name is not asked."""
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def fsynced(sink: BinaryIO) -> None:
    """Sees that what was written is on the disk."""
    sink.flush()
    os.fsync(sink.fileno())
