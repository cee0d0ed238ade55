"""An ICC profile's name and color space, read from its head and its description alone.

Source: ICC.1:2022 (profile version 4.4), 7.2 (header), 7.3 (tag table), 10.15 (multiLocalizedUnicodeType);
ICC.1:2001-04, 6.5.17 (textDescriptionType).
"""

from __future__ import annotations

import struct

from brandkit.catalog.metadata.xmp import clean

_MOST_TAGS = 200
_MOST_CHARACTERS = 200


def said_by(profile: bytes) -> dict[str, str]:
    """{"description", "space"}; {} for what is no profile. The space is as the profile writes it: RGB, CMYK, GRAY."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return {}
    space = profile[16:20].decode("ascii", "replace").strip()
    found = {"space": space} if space.isalnum() else {}
    if description := _description(profile):
        found["description"] = description
    return found


def _description(profile: bytes) -> str:
    (count,) = struct.unpack_from(">I", profile, 128)
    for place in range(132, min(132 + 12 * min(count, _MOST_TAGS), len(profile) - 11), 12):
        name, start, size = struct.unpack_from(">4sII", profile, place)
        if name == b"desc":
            return clean(_text(profile[start : start + size]))[:_MOST_CHARACTERS]
    return ""


def _text(tag: bytes) -> str:
    if tag.startswith(b"desc") and len(tag) > 12:
        (size,) = struct.unpack_from(">I", tag, 8)
        return tag[12 : 12 + size].split(b"\0", 1)[0].decode("latin-1")
    if tag.startswith(b"mluc") and len(tag) >= 28:
        _, _, _, size, start = struct.unpack_from(">II4sII", tag, 8)  # the first language is as good as any
        return tag[start : start + size].decode("utf-16-be", "ignore")
    return ""
