"""IPTC-IIM and the Photoshop resources that carry it, read and written. What is broken ends the reading, quietly.

Source: IPTC-IIM 4.2, chapter 3 (datasets) and 1:90 (coded character set); Adobe Photoshop File Formats, image
resource blocks; Metadata Working Group Guidelines 2.0, 3.3 (text without a declared encoding).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brandkit.catalog.metadata.iptc import BY_KEY, PROPERTIES, Property
from brandkit.catalog.metadata.xmp import MOST_ITEMS, clean, in_form

IIM, DIGEST, ICC, XMP = 0x0404, 0x0425, 0x040F, 0x0424
_MOST_RESOURCES = 1000
_MOST_DATASETS = 5000
_UTF8 = b"\x1b%G"
_LONG = 0x8000  # a size that tells how many bytes the true size has
_TIME = 60  # dataset of the time that goes with 2:55
_LISTED = ("list", "joined")


@dataclass(frozen=True)
class Resources:
    """What Photoshop's block holds for us; empty where it holds none. `digest` is the MD5 of the IIM when XMP was
    written to match it."""

    iim: bytes = b""
    digest: bytes = b""
    icc: bytes = b""
    xmp: bytes = b""


def resources_of(block: bytes) -> Resources:
    """The resources of a Photoshop block, after its "Photoshop 3.0" head; the first of each kind."""
    found: dict[int, bytes] = {}
    for number, data in _resources(block):
        found.setdefault(number, data)
    return Resources(found.get(IIM, b""), found.get(DIGEST, b""), found.get(ICC, b""), found.get(XMP, b""))


def _resources(block: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    for _ in range(_MOST_RESOURCES):
        if block[at : at + 4] != b"8BIM" or at + 7 > len(block):
            return
        number, name_bytes = struct.unpack_from(">HB", block, at + 4)
        at += 7 + name_bytes + (name_bytes + 1) % 2
        if at + 4 > len(block):
            return
        (size,) = struct.unpack_from(">I", block, at)
        data = block[at + 4 : at + 4 + size]
        if len(data) < size:
            return
        yield number, data
        at += 4 + size + size % 2


def is_stale(resources: Resources) -> bool:
    """Whether the IIM was changed by a program that left the XMP as it was."""
    return len(resources.digest) == 16 and hashlib.md5(resources.iim).digest() != resources.digest


def said_by(iim: bytes) -> dict[str, Any]:
    """What the datasets say, by our keys; {} for what is no IIM."""
    written: dict[int, list[bytes]] = {}
    declared = b""
    for record, number, data in datasets(iim):
        if (record, number) == (1, 90):
            declared = data
        elif record == 2 and len(written.setdefault(number, [])) < MOST_ITEMS:
            written[number].append(data)
    utf8 = declared == _UTF8
    found: dict[str, Any] = {}
    for prop in PROPERTIES:
        texts = [clean(_text(data, utf8)) for data in written.get(prop.iim or -1, [])]
        if kept := in_form([text for text in texts if text], prop):
            found[prop.key] = kept
    if "created" in found:
        found["created"] = _date(found["created"], _text(written.get(_TIME, [b""])[0], utf8))
    return {key: value for key, value in found.items() if value}


def datasets(iim: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, number and bytes of each dataset, up to the first fault."""
    at = 0
    for _ in range(_MOST_DATASETS):
        if at + 5 > len(iim) or iim[at] != 0x1C:
            return
        _, record, number, size = struct.unpack_from(">BBBH", iim, at)
        at += 5
        if size & _LONG:
            width = size & ~_LONG
            if width > 4 or at + width > len(iim):
                return
            size = int.from_bytes(iim[at : at + width], "big")
            at += width
        if at + size > len(iim):
            return
        yield record, number, iim[at : at + size]
        at += size


def _text(data: bytes, utf8: bool) -> str:
    """UTF-8 where it is declared or where the bytes are that; else Windows' Latin, which holds ISO 8859-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # A dataset cut within a letter by its size limit is still UTF-8.
        return data.decode("utf-8", "ignore") if utf8 else data.decode("cp1252", "replace")


def _date(day: str, time: str) -> str:
    """20220501 and 093000+0700 as ISO 8601; "" for no date."""
    if len(day) != 8 or not day.isascii() or not day.isdigit():
        return ""
    parts = [day[:4]] + [part for part in (day[4:6], day[6:]) if part != "00"]
    clock = "".join(c for c in time if c.isascii() and c.isdigit())
    if len(parts) < 3 or len(clock) < 6:
        return "-".join(parts)
    zone = f"{time[6]}{time[7:9]}:{time[9:11]}" if len(time) == 11 and time[6] in "+-" and len(clock) == 10 else ""
    return f"{'-'.join(parts)}T{clock[:2]}:{clock[2:4]}:{clock[4:6]}{zone}"


def block_of(said: Mapping[str, Any]) -> bytes:
    """A Photoshop block of the IIM that says this, in UTF-8, with the digest that ties it to the XMP beside it."""
    iim = iim_of(said)
    return _resource(IIM, iim) + _resource(DIGEST, hashlib.md5(iim).digest())


def iim_of(said: Mapping[str, Any]) -> bytes:
    """Datasets in order of their numbers; a text too long for its dataset is cut between letters."""
    parts = [_dataset(1, 90, _UTF8), _dataset(2, 0, b"\x00\x04")]
    for key, prop in sorted(BY_KEY.items(), key=lambda item: item[1].iim or 0):
        if prop.iim is not None and said.get(key):
            parts += [_dataset(2, prop.iim, _cut(text, prop.iim_bytes)) for text in _texts(said[key], prop)]
    return b"".join(parts)


def _texts(value: Any, prop: Property) -> Iterable[str]:
    if prop.key == "created":
        day = str(value)[:10].replace("-", "")
        return [day] if len(day) == 8 and day.isascii() and day.isdigit() else []
    if prop.form in _LISTED:
        return [clean(text) for text in (value if isinstance(value, list | tuple) else [value])]
    text = value.get("vi") or next(iter(value.values()), "") if isinstance(value, Mapping) else value
    return [clean(str(text))] if text else []


def _cut(text: str, most_bytes: int) -> bytes:
    return text.encode("utf-8", "ignore")[:most_bytes].decode("utf-8", "ignore").encode("utf-8")


def _dataset(record: int, number: int, data: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(data)) + data


def _resource(number: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) % 2)
