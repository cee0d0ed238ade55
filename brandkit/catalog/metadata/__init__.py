"""What a file says of itself: title, caption, creator, credit, rights, alt text, keywords, dates, place, color profile.

XMP comes first: it is UTF-8 and has languages. IPTC-IIM fills what it leaves open, and comes before it where its digest
tells that a program changed the IIM and left the XMP as it was. EXIF fills the rest; it comes last, other than the
guidelines have it, because its ASCII has no Vietnamese and cameras write their own name there. A file can be hostile:
what is broken, too large or too deep says nothing, and never raises.

Source: Metadata Working Group Guidelines 2.0, 4.3 (reconciliation); IPTC Photo Metadata Standard 2025.1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from brandkit.catalog.metadata import drawings as metadata_drawings
from brandkit.catalog.metadata import exif as metadata_exif
from brandkit.catalog.metadata import icc as metadata_icc
from brandkit.catalog.metadata import iim as metadata_iim
from brandkit.catalog.metadata import xmp as metadata_xmp
from brandkit.catalog.metadata.carriers import Carried, carried
from brandkit.catalog.metadata.iptc import BY_KEY
from brandkit.catalog.metadata.xmp import MOST_ITEMS

# PNG's own texts, by keyword in lower case, and the key they fill.
_PNG_TEXTS = (("title", "title"), ("author", "creator"), ("description", "caption"), ("copyright", "rights"))
SAID_CHARACTERS = 80_000  # of all that a file says: it is kept with every version of every asset


def read(data: bytes, media_type: str, *, gps: bool = True) -> dict[str, Any]:
    """What the file's bytes say, by the keys of `iptc`; texts in NFC, those with languages as {"vi", "en"}.

    Beside the table's keys: location (the sublocation, else the city), licensor_url, gps {latitude, longitude,
    altitude_m}, icc {description, space}, comment, camera, camera_make, lens, software. Empty when nothing is said.

    Parameters
    ----------
    gps : whether coordinates are told; off, none are, wherever they stand.
    """
    if media_type == "image/svg+xml":
        found = metadata_drawings.svg(data)
    elif media_type == "application/pdf":
        found = metadata_drawings.pdf(data)
    else:
        found = _picture(carried(data, media_type), gps=gps)
    _derive(found)
    kept = _bounded(found)
    return kept if gps else _without_coordinates(kept)


def _picture(file: Carried, *, gps: bool) -> dict[str, Any]:
    values = metadata_xmp.values_of(file.xmp)
    if (guid := metadata_xmp.extension_of(values)) in file.more_xmp:
        values = metadata_xmp.values_of(file.more_xmp[guid]) | values
    xmp = metadata_xmp.said_by(values)
    iim = metadata_iim.said_by(file.resources.iim)
    first = _reconciled(xmp, iim) if metadata_iim.is_stale(file.resources) else {**iim, **xmp}
    found = {**_png_texts(file.texts), **metadata_exif.said_by(file.exif, gps=gps), **first}
    if icc := metadata_icc.said_by(file.icc):
        found["icc"] = icc
    return found


def _reconciled(xmp: Mapping[str, Any], iim: Mapping[str, Any]) -> dict[str, Any]:
    """Both, with the IIM before the XMP where it says something else; what is only cut off for its size does not."""
    changed = {key: value for key, value in iim.items() if not _is_same(xmp.get(key), value, BY_KEY[key].iim_bytes)}
    return {**iim, **xmp, **changed}


def _is_same(xmp: Any, iim: Any, most_bytes: int) -> bool:
    if isinstance(xmp, Mapping):
        return any(_is_same(text, iim["vi"], most_bytes) for text in xmp.values())
    if isinstance(xmp, list):
        return len(xmp) == len(iim) and all(_is_same(*both, most_bytes) for both in zip(xmp, iim, strict=True))
    if not isinstance(xmp, str):
        return False
    # Programs cut by bytes or by characters; a date of the IIM has less of the time.
    return xmp == iim or (xmp.startswith(iim) and len(iim.encode()) >= most_bytes - 4)


def _png_texts(texts: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for keyword, key in _PNG_TEXTS:
        if text := metadata_xmp.clean(texts.get(keyword, "")):
            found[key] = {"vi": text} if BY_KEY[key].form == "pair" else text
    return found


def _derive(found: dict[str, Any]) -> None:
    """Keys that stand for several others."""
    if location := found.get("sublocation") or found.get("city"):
        found["location"] = location
    licensors = found.get("licensors", [])
    if url := next((said["LicensorURL"] for said in licensors if isinstance(said.get("LicensorURL"), str)), ""):
        found["licensor_url"] = url
    written = found.pop("pdf_keywords", "")
    if written and "tags" not in found:
        found["tags"] = [tag for word in written.replace(";", ",").split(",")[:MOST_ITEMS] if (tag := word.strip())]


def _bounded(found: dict[str, Any]) -> dict[str, Any]:
    """What was found, without its longest values where it is too much together."""
    sizes = {key: len(json.dumps(value, ensure_ascii=False)) for key, value in found.items()}
    total = sum(sizes.values())
    for key in sorted(sizes, key=lambda key: -sizes[key]):
        if total <= SAID_CHARACTERS:
            break
        total -= sizes[key]
        del found[key]
    return found


def _without_coordinates(value: Any) -> Any:
    """Anything kept, without what names itself GPS at any depth."""
    if isinstance(value, Mapping):
        return {key: _without_coordinates(inner) for key, inner in value.items() if not key.lower().startswith("gps")}
    return [_without_coordinates(inner) for inner in value] if isinstance(value, list) else value
