"""One segment of the index of parts: the corners of many pictures, so laid that like ones are found without a scan.

    descriptors   (n, 32) uint8, picture after picture
    turns         (n, 2) uint8: level and angle of each, as `local_features.encoded` keeps them
    files         (m, 32) uint8: SHA-256 of the file of each picture
    starts        (m + 1) int64: where the corners of each picture begin
    order-T       (n) uint32: corners in the order of their word in table T
    offsets-T     (2^bits + 1) uint32: where each word begins in it
    held.json     how many, and the CRC-32 of the small files; written last

A word is a few bits of the descriptor; each table takes others. A segment is written into a folder of its own, which
then gets its name, and never changes. All of it can be made again from the rows and may be deleted at any moment.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from brandkit.errors import InvalidCatalog
from brandkit.sightings.photos.local_features import DESCRIPTOR_BYTES, NAME, Features
from brandkit.sightings.photos.segment import FILE_BYTES, TABLES, Segment, packed, pictures_of, tables_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

FORM = 1  # of the files; another one is made anew
_HELD, _PART = "held.json", "part"
_TABLE_FILES = tuple(f"{kind}-{table}" for kind in ("order", "offsets") for table in range(TABLES))


def written(folder: Path, rows: Iterable[tuple[str, Features]]) -> Segment:
    """A segment as `in_memory`, on disk and mapped; what memory it takes does not grow with the descriptors.

    Raises
    ------
    OSError : nothing is left behind that anybody relies on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{NAME}-{secrets.token_hex(8)}"
    part = folder / f"{name}.{_PART}"
    part.mkdir()
    try:
        hashes: list[str] = []
        counts: list[int] = []
        with (part / "descriptors").open("wb") as descriptors, (part / "turns").open("wb") as turns:
            for sha256, features in rows:
                described, turned = packed(features)
                descriptors.write(described.tobytes())
                turns.write(turned.tobytes())
                hashes.append(sha256)
                counts.append(len(described))
        files, starts = pictures_of(hashes, counts)
        orders, offsets = tables_of(_mapped(part / "descriptors", np.uint8, (int(starts[-1]), DESCRIPTOR_BYTES)))
        for file, array in zip(_TABLE_FILES, (*orders, *offsets), strict=True):
            array.tofile(part / file)
        files.tofile(part / "files")
        starts.tofile(part / "starts")
        held = {"form": FORM, "pictures": len(files), "corners": int(starts[-1]), "words": len(offsets[0])}
        held["crc"] = zlib.crc32(starts.tobytes(), zlib.crc32(files.tobytes()))
        (part / _HELD).write_text(json.dumps(held), "utf-8")
        part.rename(folder / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return loaded(folder / name)


def all_loaded(folder: Path) -> Iterator[Segment]:
    """Every whole segment of a folder, in the order of their names; damaged ones are deleted if they can be."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.suffix == f".{_PART}":
                continue
            try:
                yield loaded(path)
            except (OSError, InvalidCatalog):
                shutil.rmtree(path, ignore_errors=True)


def loaded(path: Path) -> Segment:
    """A segment, mapped.

    Raises
    ------
    OSError, InvalidCatalog : when it is gone, or not whole.
    """
    try:
        held: dict[str, Any] = json.loads((path / _HELD).read_text("utf-8"))
        form, pictures, corners, words = (int(held[key]) for key in ("form", "pictures", "corners", "words"))
        files = np.array(_mapped(path / "files", np.uint8, (pictures, FILE_BYTES)))
        starts = np.array(_mapped(path / "starts", np.int64, (pictures + 1,)))
        whole = form == FORM and zlib.crc32(starts.tobytes(), zlib.crc32(files.tobytes())) == held["crc"]
        if not whole or starts[0] != 0 or starts[-1] != corners or (np.diff(starts) < 0).any():
            raise ValueError("damaged")
        shapes = [(corners,)] * TABLES + [(words,)] * TABLES
        tables = [_mapped(path / name, np.uint32, shape) for name, shape in zip(_TABLE_FILES, shapes, strict=True)]
        descriptors = _mapped(path / "descriptors", np.uint8, (corners, DESCRIPTOR_BYTES))
        turns = _mapped(path / "turns", np.uint8, (corners, 2))
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidCatalog(path.name, "is damaged: a segment of the index of parts", None) from error
    return Segment(descriptors, turns, files, starts, tuple(tables[:TABLES]), tuple(tables[TABLES:]), path)


def discarded(folder: Path, kept: Sequence[Segment]) -> None:
    """Deletes what is not kept; who has it mapped keeps it. Folders that somebody fills just now are left alone."""
    names = {segment.path.name for segment in kept if segment.path}
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name not in names and path.suffix != f".{_PART}":
                shutil.rmtree(path, ignore_errors=True)


def _mapped(path: Path, kind: Any, shape: tuple[int, ...]) -> Any:
    """Raises ValueError when the file is not as long as it should be."""
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    if path.stat().st_size != size:
        raise ValueError(f"{path.name} is of another length")
    return np.memmap(path, kind, "r", shape=shape) if size else np.zeros(shape, kind)
