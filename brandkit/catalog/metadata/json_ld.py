"""An asset as schema.org's ImageObject in JSON-LD, as search engines read it for a picture's license and credit.

Texts are in both languages, each with its tag; where a page shows the picture is left to the caller.

Source: schema.org 29 (ImageObject, CreativeWork); JSON-LD 1.1, 4.2.4 (language-tagged strings); IPTC Photo Metadata
Mapping to schema.org.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from brandkit.assets import Asset, File, version_of
from brandkit.catalog.metadata.credits import said_of
from brandkit.errors import UnknownAsset

if TYPE_CHECKING:
    from brandkit.catalog.handing_out import Handed

CONTEXT = "https://schema.org"
# What a URL of the IPTC's vocabulary says of a digital source is one in schema.org's list of the same names.
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def described(handed: Handed, *, content_url: str = "") -> dict[str, Any]:
    """What was handed out as a JSON-LD document: the rendition's own size and type, the asset's words.

    Raises
    ------
    UnknownAsset : for a slogan, which is no picture.
    """
    from brandkit.catalog import probe

    asset, file = handed.asset, handed.file
    if file is None:
        raise UnknownAsset(asset.slug, "is words, not a picture that could be described")
    facts = probe.facts_of(handed.data, f"rendition{probe.suffix_of(handed.media_type)}")
    size = len(handed.data)
    return image_object(asset, handed.version, file, media_type=facts.media_type, width=facts.width,
                        height=facts.height, content_url=content_url, size_bytes=size)  # fmt: skip


def image_object(
    asset: Asset,
    version: int,
    file: File,
    *,
    media_type: str = "",
    width: float | None = None,
    height: float | None = None,
    content_url: str = "",
    size_bytes: int | None = None,
) -> dict[str, Any]:
    """One file of an asset as a JSON-LD document; what is not known is left out.

    Parameters
    ----------
    media_type, width, height, size_bytes : of a rendition; of the master, unless told.
    content_url : where the bytes can be had.
    """
    said = said_of(asset, file)
    rights = asset.rights
    number = version_of(asset, version)
    rendered = bool(media_type)
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "ImageObject",
        "identifier": asset.id,
        "contentUrl": content_url,
        "name": in_languages(asset.title),
        "caption": in_languages(asset.caption),
        "description": in_languages(asset.description or asset.alt),
        "creator": _agent("Person", said.get("creator", "")),
        "creditText": said.get("credit", ""),
        "copyrightNotice": in_languages(said.get("rights", {})),
        "copyrightHolder": _agent("Person" if _names(rights.holder, asset.creator) else "Organization", rights.holder),
        "license": said.get("license_url") or rights.license,
        "acquireLicensePage": file.metadata.get("licensor_url", ""),
        "usageInfo": in_languages(rights.usage_terms),
        "keywords": list(asset.tags),
        "contentLocation": _place(asset.location),
        "dateCreated": asset.created.isoformat() if asset.created else "",
        "datePublished": _day(number.valid_from if number else None),
        "expires": _day(_earliest(rights.valid_to, number.valid_to if number else None)),
        "version": str(version),
        "encodingFormat": media_type or file.media_type,
        "width": _pixels(width if rendered else file.width),
        "height": _pixels(height if rendered else file.height),
        "contentSize": f"{size_bytes if rendered else file.size_bytes} B" if size_bytes or not rendered else "",
        "digitalSourceType": _source_type(file.metadata.get("digital_source_type", "")),
    }
    return {key: value for key, value in document.items() if value not in ("", None, [], {})}


def in_languages(pair: Mapping[str, str]) -> Any:
    """A text with its language, a list of them where there are several; "" for none."""
    values = [{"@language": lang, "@value": pair[lang]} for lang in ("vi", "en") if pair.get(lang)]
    return values[0] if len(values) == 1 else values or ""


def _agent(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _names(holder: str, creator: str) -> bool:
    """Whether the holder is the person who made it, as in "Nguyễn Thị Ảnh, 2018"."""
    return bool(creator) and holder.startswith(creator)


def _place(location: Mapping[str, str]) -> dict[str, Any] | None:
    return {"@type": "Place", "name": in_languages(location)} if location else None


def _pixels(value: float | None) -> dict[str, Any] | None:
    """schema.org wants a quantity where the unit is not plain: E37 is the pixel in UN/CEFACT's list."""
    return {"@type": "QuantitativeValue", "value": round(value), "unitCode": "E37"} if value else None


def _source_type(written: Any) -> str:
    if not isinstance(written, str) or not written.startswith(_SOURCE_TYPES):
        return ""
    name = written.removeprefix(_SOURCE_TYPES)
    return f"{CONTEXT}/{name[:1].upper()}{name[1:]}DigitalSource" if name.isalnum() else ""


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
