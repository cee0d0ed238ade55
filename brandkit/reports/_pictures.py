"""Pictures of a report as data addresses, each kept once: pages by report and number, approved files by slug."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brandkit.assets import traits_of

if TYPE_CHECKING:
    from brandkit.reports import Illustrations

Json = dict[str, Any]

_MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"RIFF", "image/webp"))
SHOWABLE = ("image/png", "image/jpeg", "image/webp", "image/svg+xml")
# Larger files are shown but not offered for taking out of the report: each would double its size in it.
DOWNLOAD_BYTES = 400_000
ON_DARK = ("reversed", "mono-white")
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/svg+xml": "svg"}


@dataclass(frozen=True)
class Approved:
    """An approved file to take: its address in the report, and whether it is drawn for a dark ground."""

    key: str
    slug: str
    variant: str
    address: str
    on_dark: bool
    file_name: str
    downloadable: bool


def page_addresses(document: Json, illustrations: Illustrations | None) -> dict[tuple[int, int], str]:
    """Data addresses by (report, page number), of pages that can be shown."""
    found: dict[tuple[int, int], str] = {}
    if illustrations is None:
        return found
    for index, report in enumerate(document["reports"]):
        for page in report["pages"]:
            data = illustrations.page(index, page["number"])
            media_type = _media_type(data) if data else None
            if data and media_type:
                found[index, page["number"]] = _address(data, media_type)
    return found


def approved_files(document: Json, illustrations: Illustrations | None) -> dict[str, Approved]:
    """Approved files that findings name, by the name they are called in `use_instead`; those of what was seen."""
    found: dict[str, Approved] = {}
    if illustrations is None:
        return found
    named = {name for report in document["reports"] for name in _named_in(report)}
    for name in sorted(name for name in named if name):
        slug, _, variant = name.partition(":")
        file = illustrations.asset(slug, variant or None)
        if file is None or file[1] not in SHOWABLE:
            continue
        data, media_type = file
        found[name] = Approved(
            key=f"asset-{len(found)}",
            slug=slug,
            variant=variant,
            address=_address(data, media_type),
            on_dark=bool(traits_of(variant) & set(ON_DARK)),
            file_name=f"{slug}-{variant}".rstrip("-") + f".{_SUFFIXES[media_type]}",
            downloadable=len(data) <= DOWNLOAD_BYTES,
        )
    return found


def approved_name(sighting: Json) -> str:
    """What the approved file for something seen is called: in its place stands what superseded it."""
    if sighting["kind"] == "slogan":
        return ""
    slug = (sighting["superseded_by"] or sighting["asset"]).partition("@")[0]
    return f"{slug}:{sighting['variant']}" if sighting["variant"] else str(slug)


def _named_in(report: Json) -> list[str]:
    if "findings" in report:
        return [f["use_instead"] for f in report["findings"]]
    return [approved_name(sighting) for sighting in report["sightings"]]


def _media_type(data: bytes) -> str | None:
    return next((media_type for magic, media_type in _MAGIC if data.startswith(magic)), None)


def _address(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
