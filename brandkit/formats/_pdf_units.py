"""UserUnit: how many points one unit of a page is. PDFium does not tell; without it a billboard is read too small.

Source: ISO 32000-1, table 30 (UserUnit, PDF 1.6).
"""

from __future__ import annotations

import re
import zlib

_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_BYTES = 4096
_MOST_BYTES = 8 * 1024 * 1024  # of one object stream as unpacked; they are cut into some hundred objects each
_MOST_STREAMS = 2000
_LEAST, _MOST = 0.01, 1000.0


def user_units(data: bytes) -> dict[int, float]:
    """Page number to points a unit, for the pages that state one; {} for nearly every file, at little cost."""
    if not _mentioned(data):
        return {}
    import io

    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            stated = {number: float(page.obj.get("/UserUnit", 1)) for number, page in enumerate(opened.pages, start=1)}
    except (pikepdf.PdfError, ValueError, TypeError, ArithmeticError, RuntimeError):
        return {}
    return {number: unit for number, unit in stated.items() if unit != 1 and _LEAST <= unit <= _MOST}


def _mentioned(data: bytes) -> bool:
    """Whether the word stands anywhere in the file, packed objects included: pages may be packed, streams never are."""
    if b"/UserUnit" in data:
        return True
    for number, match in enumerate(_OBJECT_STREAM.finditer(data)):
        if number >= _MOST_STREAMS:
            return False
        start = _STREAM.search(data, match.end(), match.end() + _DICTIONARY_BYTES)
        if start and b"/UserUnit" in _unpacked(data, start.end()):
            return True
    return False


def _unpacked(data: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data[start : start + _MOST_BYTES], _MOST_BYTES)
    except zlib.error:
        return b""
