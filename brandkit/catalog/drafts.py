"""An asset as a file and a person describe it: a new draft, or the draft that follows what is there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from brandkit.assets import TRAITS, Asset, File, Kind, Release, Rights, Version, traits_of
from brandkit.catalog.folder import ORIGINAL
from brandkit.catalog.inspection import Inspected
from brandkit.catalog.probe import suffix_of
from brandkit.text import nfc, slug_of


@dataclass(frozen=True)
class Wishes:
    """What the person who adds a file says of it; empty: what the file says, or a default."""

    kind: Kind
    slug: str = ""
    title: str = ""
    title_en: str = ""
    alt: str = ""
    variant: str = ""
    tags: tuple[str, ...] = ()
    credit: str = ""
    license: str = ""
    unit: str = ""


def new_asset(slug: str, found: Inspected, wishes: Wishes) -> Asset:
    """A draft of what the file says and the wishes override."""
    said = found.said
    title = _pair(wishes.title, wishes.title_en) or said.get("title") or {"vi": nfc(stem_of(found.name)) or slug}
    suffix = suffix_of(found.media_type)
    variant = variant_of(found, wishes)
    file = _file(found, variant, f"{slug if wishes.kind == 'photo' else variant}{suffix}")
    return Asset(
        slug=slug,
        kind=wishes.kind,
        title=title,
        alt={"vi": nfc(wishes.alt)} if wishes.alt else said.get("alt", {}),
        caption=said.get("caption", {}),
        creator=said.get("creator", ""),
        location={"vi": said["location"]} if said.get("location") else {},
        created=_day(said.get("created", "")),
        unit=wishes.unit,
        tags=tuple(dict.fromkeys(tag for told in wishes.tags or said.get("tags", ()) if (tag := nfc(told)))),
        rights=_rights(said, wishes),
        releases=_releases(said),
        versions=(Version(1, files=(file,)),),
    )


def with_file(asset: Asset, found: Inspected, variant: str) -> Asset:
    """The asset with the file in a draft: its newest one when that lacks the variant, else a new version.

    A new version holds all other files of the one before, so that approving it takes nothing away.
    """
    newest = asset.versions[-1]
    there = any(file.variant == variant for file in newest.files)
    if newest.status == "draft" and not there:
        name = "" if newest.number == 1 else f"v{newest.number}/"
        draft = replace(newest, files=(*newest.files, _named(asset, found, variant, name)))
        return replace(asset, versions=(*asset.versions[:-1], draft))
    number = newest.number + 1
    file = _named(asset, found, variant, f"v{number}/")
    place = next((n for n, old in enumerate(newest.files) if old.variant == variant), len(newest.files))
    others = [old for old in newest.files if old.variant != variant]
    files = (*others[:place], file, *others[place:])
    return replace(asset, versions=(*asset.versions, Version(number, files=files)))


def _named(asset: Asset, found: Inspected, variant: str, folder: str) -> File:
    own = f"{asset.slug}/" if asset.kind == "photo" else ""
    return _file(found, variant, f"{own}{folder}{variant}{suffix_of(found.media_type)}")


def _file(found: Inspected, variant: str, name: str) -> File:
    return File(
        variant=variant,
        name=name,
        sha256=found.sha256,
        media_type=found.media_type,
        size_bytes=len(found.data),
        width=found.width,
        height=found.height,
        metadata=found.said,
    )


def variant_of(found: Inspected, wishes: Wishes) -> str:
    """As wished, else what the file's name says in traits, else the plain one."""
    if wishes.variant:
        return wishes.variant
    if wishes.kind == "photo":
        return ORIGINAL
    return named_variant(found.name)


def named_variant(name: str) -> str:
    """The variant of a logo that its file's name tells, else the plain one."""
    said = traits_of(slug_of(stem_of(name)))
    return "-".join(trait for trait in TRAITS if trait in said) or "full-color"


def _rights(said: Mapping[str, Any], wishes: Wishes) -> Rights:
    return Rights(
        credit=nfc(wishes.credit) or said.get("credit", ""),
        license=nfc(wishes.license),
        license_url=said.get("license_url", ""),
        usage_terms=said.get("usage_terms") or said.get("rights", {}),
    )


def _releases(said: Mapping[str, Any]) -> tuple[Release, ...]:
    models = [Release("model", reference) for reference in said.get("model_releases", ())]
    return (*models, *(Release("property", reference) for reference in said.get("property_releases", ())))


def _pair(vietnamese: str, english: str) -> dict[str, str]:
    words = {"vi": nfc(vietnamese) or nfc(english), "en": nfc(english)}
    return {lang: said for lang, said in words.items() if said}


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def stem_of(name: str) -> str:
    return PurePath(name).stem
