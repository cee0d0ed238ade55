"""Files inside a compiled Qt resource file (.rcc).

Source: Qt 5, `rcc` of qtbase: a header of offsets, a tree of nodes sorted by hash, names in UTF-16, data by length.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_HEADER = struct.Struct(">4sIIII")
_COMPRESSED, _FOLDER, _ZSTANDARD = 1, 2, 4
_NODE_BYTES = {1: 14, 2: 22, 3: 22}


def files_in(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file that is stored as it is or with zlib.

    Raises
    ------
    ValueError : when this is no resource file.
    """
    magic, version, tree, content, names = _HEADER.unpack_from(data)
    if magic != b"qres" or version not in _NODE_BYTES:
        raise ValueError("not a Qt resource file of a known version")

    def walk(index: int, above: str) -> Iterator[tuple[str, bytes]]:
        at = tree + index * _NODE_BYTES[version]
        name_offset, flags = struct.unpack_from(">IH", data, at)
        path = f"{above}/{_name(data, names + name_offset)}" if index else ""
        if flags & _FOLDER:
            count, first = struct.unpack_from(">II", data, at + 6)
            for child in range(first, first + count):
                yield from walk(child, path)
        elif not flags & _ZSTANDARD:
            start = content + struct.unpack_from(">I", data, at + 10)[0]
            length = struct.unpack_from(">I", data, start)[0]
            stored = data[start + 4 : start + 4 + length]
            yield path.removeprefix("/"), zlib.decompress(stored[4:]) if flags & _COMPRESSED else stored

    return walk(0, "")


def _name(data: bytes, at: int) -> str:
    length = struct.unpack_from(">H", data, at)[0]
    return data[at + 6 : at + 6 + 2 * length].decode("utf-16-be")
