"""EXIF read: descriptions, makers, dates, the camera, the place. Vietnamese is looked for in every encoding in use.

The format's own texts are ASCII; programs write UTF-8 there, Windows writes UTF-16 in tags of its own, and a comment
names its encoding.

Source: CIPA DC-008 (EXIF 3.0), 4.6.4 (types), 4.6.6 (UserComment, offsets of time), 4.6.7 (GPS).
"""

from __future__ import annotations

import logging
import re
import struct
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from brandkit.catalog.metadata.carriers import directory
from brandkit.catalog.metadata.iptc import PROPERTIES
from brandkit.catalog.metadata.xmp import clean

_MOST_READS = 50_000  # 0.1 s; a camera's file takes some 2,000
_HEAD_BYTES = 8  # before them no value can lie
_USER_COMMENT, _TEXT_BYTES = 0x9286, 1 << 16
_DATE = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)\Z")
_ZONE = re.compile(r"[+-]\d\d:\d\d\Z")
_DIRECTIONS = {"N": 1, "S": -1, "E": 1, "W": -1}
# Windows' own tags, UTF-16 little endian: our key and whether it is in two languages.
_WINDOWS = (
    ("title", "Image XPTitle"),
    ("caption", "Image XPSubject"),
    ("caption", "Image XPComment"),
    ("creator", "Image XPAuthor"),
    ("tags", "Image XPKeywords"),
)
_PLAIN = (("camera_make", "Image Make"), ("camera", "Image Model"), ("lens", "EXIF LensModel"),
          ("software", "Image Software"))  # fmt: skip


class _TooMuch(ValueError):
    """More reads than a sound block takes."""


class _Bounded(BytesIO):
    """A file that ends the reading of directories that run over one another; each read costs time."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > _MOST_READS:
            raise _TooMuch
        return super().read(size)


def said_by(block: bytes, *, gps: bool = True) -> dict[str, Any]:
    """What a block that starts with a TIFF header says, by our keys; {} when it is damaged. With `gps` off, no place.

    Source: IPTC's table for what it maps; the keys comment, camera, camera_make, lens, software and gps are beside it.
    """
    tags = _tags(block)
    found: dict[str, Any] = {}
    for prop in PROPERTIES:
        if prop.exif and (text := _text(tags, prop.exif, block)):
            found[prop.key] = {"vi": text} if prop.form == "pair" else text
    for key, name in _WINDOWS:
        if (text := _utf16(tags, name, block)) and key not in found:
            words = [word.strip() for word in text.split(";") if word.strip()]
            found[key] = words if key == "tags" else ", ".join(words) if key == "creator" else {"vi": text}
    for key, name in _PLAIN:
        if text := _text(tags, name, block):
            found[key] = text
    if comment := _comment(tags, block):
        found["comment"] = comment
    _put_date(found, tags, block)
    if gps and (place := _place(tags)):
        found["gps"] = place
    return found


def _tags(block: bytes) -> Mapping[str, Any]:
    import exifread
    from exifread.core.exceptions import ExifError

    if block[:4] not in (b"II*\0", b"MM\0*"):
        return {}
    # Without a handler of its own it tells every picture without EXIF on stderr.
    logging.getLogger("exifread").addHandler(logging.NullHandler())
    try:
        tags: Mapping[str, Any] = exifread.process_file(_Bounded(block), details=False, extract_thumbnail=False)
    except (ExifError, struct.error, ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return {}  # damaged EXIF is common and says nothing about the picture itself
    return tags


def _bytes(tags: Mapping[str, Any], name: str, block: bytes) -> bytes:
    """A tag's bytes as they stand: exifread gives up texts of 1,000 bytes and more, and guesses at encodings."""
    tag = tags.get(name)
    if tag is None or tag.field_offset < _HEAD_BYTES or tag.field_offset + tag.field_length > len(block):
        return b""
    return block[tag.field_offset : tag.field_offset + min(tag.field_length, _TEXT_BYTES)]


def _text(tags: Mapping[str, Any], name: str, block: bytes) -> str:
    written = _bytes(tags, name, block).split(b"\0", 1)[0]
    try:
        return clean(written.decode("utf-8"))
    except UnicodeDecodeError:
        return clean(written.decode("cp1252", "replace"))


def _utf16(tags: Mapping[str, Any], name: str, block: bytes) -> str:
    return clean(_bytes(tags, name, block).decode("utf-16-le", "ignore").split("\0", 1)[0])


def _comment(tags: Mapping[str, Any], block: bytes) -> str:
    # exifread passes comments over together with makers' notes, whose parsers nobody bounds.
    pointer = getattr(tags.get("Image ExifOffset"), "values", None)
    place = pointer[0] if isinstance(pointer, list) and pointer and isinstance(pointer[0], int) else len(block)
    written = directory(block, place).get(_USER_COMMENT, b"")[:_TEXT_BYTES]
    code, text = written[:8], written[8:]
    if code.startswith(b"UNICODE"):
        return _of_unicode(text, little=block.startswith(b"II"))
    if code.startswith(b"JIS"):
        return clean(text.decode("iso2022_jp", "ignore").strip("\0"))
    if not code.strip(b"\0") or code.startswith(b"ASCII"):
        try:
            return clean(text.strip(b"\0 ").decode("utf-8"))
        except UnicodeDecodeError:
            return clean(text.strip(b"\0 ").decode("cp1252", "replace"))
    return ""


def _of_unicode(text: bytes, *, little: bool) -> str:
    """UTF-16 by its mark or in the block's order, or in the other where that reads better; UTF-8 is met too."""
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return clean(text.decode("utf-16", "ignore").strip("\0"))
    orders = ("utf-16-le", "utf-16-be") if little else ("utf-16-be", "utf-16-le")
    readings = [text.decode(order, "ignore").split("\0", 1)[0] for order in orders]
    if b"\0" not in text.strip(b"\0"):
        readings.insert(0, text.strip(b"\0").decode("utf-8", "ignore"))
    # Letters of Vietnamese lie below U+2000; in the wrong order nearly none do.
    return clean(max(readings, key=lambda said: sum(c < "\u2000" for c in said) - sum(c >= "\u2000" for c in said)))


def _put_date(found: dict[str, Any], tags: Mapping[str, Any], block: bytes) -> None:
    """EXIF's 2022:05:01 09:30:00 as ISO 8601, with the offset where there is one; a date that is none is left out."""
    found.pop("created", None)
    for name, zone in (("DateTimeOriginal", "OffsetTimeOriginal"), ("DateTimeDigitized", "OffsetTimeDigitized")):
        if match := _DATE.match(_text(tags, f"EXIF {name}", block)):
            offset = _text(tags, f"EXIF {zone}", block)
            year, month, day, time = match.groups()
            if year != "0000":
                found["created"] = f"{year}-{month}-{day}T{time}{offset if _ZONE.match(offset) else ''}"
                return


def _place(tags: Mapping[str, Any]) -> dict[str, float]:
    """Degrees north and east, meters above the sea; {} when it is not wholly there."""
    latitude = _degrees(tags, "Latitude", 90.0)
    longitude = _degrees(tags, "Longitude", 180.0)
    if latitude is None or longitude is None:
        return {}
    place = {"latitude": latitude, "longitude": longitude}
    height = _numbers(tags.get("GPS GPSAltitude"))
    if height:
        below = _numbers(tags.get("GPS GPSAltitudeRef")) == [1.0]
        place["altitude_m"] = round(-height[0] if below else height[0], 1)
    return place


def _degrees(tags: Mapping[str, Any], name: str, most: float) -> float | None:
    parts = _numbers(tags.get(f"GPS GPS{name}"))
    reference = tags.get(f"GPS GPS{name}Ref")
    sign = _DIRECTIONS.get(str(getattr(reference, "values", "")).strip("\0 ").upper()[:1])
    if sign is None or len(parts) != 3:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return round(sign * degrees, 6) if 0 <= degrees <= most else None


def _numbers(tag: Any) -> list[float]:
    """A tag's numbers; [] when one of them is none, as a ratio over nothing."""
    values = getattr(tag, "values", None)
    if not isinstance(values, list):
        return []
    try:
        return [float(value.num) / value.den if hasattr(value, "num") else float(value) for value in values]
    except (ZeroDivisionError, TypeError, ValueError, AttributeError):
        return []
