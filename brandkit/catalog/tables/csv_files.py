"""CSV as spreadsheets and editors write it: UTF-8 or UTF-16, with comma, semicolon or tab, streamed.

Other encodings are refused before a row is taken: a letter read wrongly is a name spelled wrongly for years.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from brandkit.catalog.tables.lines import Line, unguarded
from brandkit.errors import InvalidValue, UnreadableMaterial

SEPARATORS = "\t;,"  # a header rarely holds the first two, so they win where counts are equal
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD_BYTES, _CHUNK_BYTES = 4096, 1 << 20
_ZEROS = 0.2  # share of every second byte that is 0 in UTF-16 of a Latin script; UTF-8 has none
_SEP_LINE = re.compile(r"sep=(.)\r?\n\Z", re.IGNORECASE)  # Excel's own way to name the separator
# Where TCVN3 has đ, â, ê, ô, ơ, ư, ă and a with its tones, Windows-1258 has signs that Vietnamese hardly uses.
_TCVN3 = frozenset(range(0xA7, 0xBF))
_TCVN3_SHARE = 0.15


@contextmanager
def opened(path: Path) -> Iterator[tuple[Iterator[Line], tuple[str, ...]]]:
    """The lines of a CSV file, the header first; raises UnreadableMaterial for another encoding."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as stream:
        separator = _separator(stream)
        yield _lines(path.name, csv.reader(stream, delimiter=separator, strict=True)), ()


def encoding_of(path: Path) -> str:
    """The encoding in which all of the file can be read.

    Raises
    ------
    UnreadableMaterial : naming the first byte that is wrong, and what it looks like instead.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        encoding = _named(head)
        stream.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        seen = 0
        try:
            while chunk := stream.read(_CHUNK_BYTES):
                if "\0" in decoder.decode(chunk):
                    raise UnreadableMaterial(path.name, "is no text: it holds zero bytes")
                seen += len(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            advice = "Save it once more as “CSV UTF-8”, or as .xlsx."
            problem = "is no {encoding} at byte {at}; it looks like {guess}"
            wrong = _guess(error.object)
            raise UnreadableMaterial(path.name, problem, advice, encoding=encoding.removesuffix("-sig").upper(),
                                     at=seen + error.start, guess=wrong) from error  # fmt: skip
    return encoding


def _named(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        every_second = head[start::2]
        if len(head) > 1 and every_second.count(0) > _ZEROS * len(every_second):
            return encoding
    return "utf-8"


def _guess(data: bytes) -> str:
    """What bytes that are no UTF-8 look like."""
    high = [byte for byte in data if byte >= 0x80]
    if sum(byte in _TCVN3 for byte in high) > _TCVN3_SHARE * len(high):
        return "TCVN3 (ABC)"
    return "Windows-1258"


def _separator(stream: TextIO) -> str:
    """The separator of the table, the stream left at its header."""
    first = stream.readline()
    if named := _SEP_LINE.match(first):
        return named[1]
    stream.seek(0)
    try:
        counts = {separator: len(next(csv.reader(_while_quoted(first, stream), delimiter=separator), ()))
                  for separator in SEPARATORS}  # fmt: skip
    except csv.Error:
        return ","
    finally:
        stream.seek(0)
    return max(counts, key=lambda separator: counts[separator])


def _while_quoted(first: str, stream: TextIO) -> Iterator[str]:
    """The header's lines: a heading between quotation marks may hold line breaks."""
    stream.seek(0)
    yield from iter(stream.readline, "") if first.count('"') % 2 else [first]


def _lines(name: str, reader: Iterator[list[str]]) -> Iterator[Line]:
    number = 0
    while True:
        number += 1
        first = reader.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, (), _damage(name, first, reader.line_num))  # type: ignore[attr-defined]
            continue
        except UnicodeError as error:
            raise UnreadableMaterial(name, "changed while it was being read", "Try once more.") from error
        if any(cell.strip() for cell in cells):
            yield Line(number, tuple(unguarded(cell) for cell in cells))


def _damage(name: str, first: int, last: int) -> InvalidValue:
    problem = "is damaged at a quotation mark, in the lines {first} to {last} of the file"
    advice = "Write a quotation mark within quotation marks twice, and see that each is closed."
    return InvalidValue(name, problem, advice, first=first, last=last)
