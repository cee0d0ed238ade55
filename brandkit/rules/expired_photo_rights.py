"""Cataloged photographs whose rights or consents do not cover this use.

Why                     A photograph used without rights costs money; one used against the will of the person in it
                        costs trust.
Measured as             The day of judgement against the license's dates and the releases' dates; the asset's status;
                        territory and medium where the profile states them.
Not found by this rule  Commercial use; what a license forbids in words; photographs that are not in the catalog.
Options                 territory: where the material appears, as ISO 3166; empty means that it is not judged.
                        media: what it appears in, of print, web, social, video, outdoor; empty means not judged.
Source                  PLUS and IPTC Photo Metadata 2025.1: license dates and releases. Decree 13/2023/NĐ-CP: consent
                        may be withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from brandkit.assets import Asset, approved_form
from brandkit.brand import Identity
from brandkit.document import Document
from brandkit.findings import Finding, Limits, Measure, Sighting, needs_review, passed, photos, violation
from brandkit.messages import Message, say
from brandkit.text import dated

severity = "critical"


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    territory: Sequence[str] = (),
    media: Sequence[str] = (),
) -> Iterator[Finding]:
    for photo in photos(sightings):
        asset = brand.assets.get(photo.asset)
        if asset is None:
            continue
        remedy = say("Take it out, or use another photograph from the catalog.")
        instead = approved_form(brand.assets, asset.replaced_by) if asset.replaced_by else None
        faults = list(faults_of(photo, asset, brand.on, territory, media))
        for told, limits in faults:
            details: dict[str, Any] = {"measured": Measure(brand.on.isoformat(), "date"), "allowed": limits}
            yield violation(photo, told, remedy=remedy, use_instead=instead, **details)
        if not faults:
            yield cleared(photo, asset, brand.on)


def cleared(photo: Sighting, asset: Asset, on: date) -> Finding:
    """What is said of a photograph without a fault."""
    ends = (d for d in (asset.rights.valid_to, *(r.valid_to for r in asset.releases)) if d)
    details: dict[str, Any] = {
        "measured": Measure(on.isoformat(), "date"),
        "allowed": Limits(iso(asset.rights.valid_from), iso(min(ends, default=None))),
    }
    if asset.status in ("draft", "submitted"):
        told = say("{title} is in the catalog but not approved yet.", title=photo.title)
        remedy = say("Have it approved first, or use another photograph.")
        return needs_review(photo, told, reason="missing-approval", remedy=remedy, **details)
    return passed(photo, say("{title} has the rights for this use.", title=photo.title), **details)


def faults_of(
    photo: Sighting, asset: Asset, on: date, territory: Sequence[str], media: Sequence[str]
) -> Iterator[tuple[Message, Limits | None]]:
    """What forbids the use, each with the range of days that would be right."""
    rights = asset.rights
    if asset.status in ("withdrawn", "expired"):
        yield say("{title} was withdrawn from the catalog.", title=photo.title), None
    if rights.valid_to and rights.valid_to < on:
        told = say("{title} had rights until {day}.", title=photo.title, day=dated(rights.valid_to))
        yield told, Limits(iso(rights.valid_from), iso(rights.valid_to))
    if rights.valid_from and rights.valid_from > on:
        told = say("{title} may be used only from {day}.", title=photo.title, day=dated(rights.valid_from))
        yield told, Limits(iso(rights.valid_from), iso(rights.valid_to))
    yield from release_faults(photo, asset, on)
    for place in outside(territory, rights.territory):
        told = say(
            "{title} may not be used in {place}; it may be in {allowed}.",
            title=photo.title,
            place=place,
            allowed=", ".join(rights.territory),
        )
        yield told, None
    for medium in outside(media, rights.media):
        told = say(
            "{title} may not be used for {medium}; it may be for {allowed}.",
            title=photo.title,
            medium=medium,
            allowed=", ".join(rights.media),
        )
        yield told, None


def release_faults(photo: Sighting, asset: Asset, on: date) -> Iterator[tuple[Message, Limits | None]]:
    """Releases that ended, or whose consent was withdrawn, by the day."""
    for release in asset.releases:
        limits = Limits(iso(release.date), iso(release.withdrawn or release.valid_to))
        if release.withdrawn and release.withdrawn <= on:
            yield (
                say(
                    "{title}: consent {reference} was withdrawn on {day}.",
                    reference=release.reference,
                    title=photo.title,
                    day=dated(release.withdrawn),
                ),
                limits,
            )
        elif release.valid_to and release.valid_to < on:
            yield (
                say(
                    "{title}: consent {reference} ended on {day}.",
                    reference=release.reference,
                    title=photo.title,
                    day=dated(release.valid_to),
                ),
                limits,
            )


def outside(asked: Sequence[str], granted: Sequence[str]) -> list[str]:
    """What is asked for and not granted; an empty grant has no limit."""
    return [one for one in asked if one not in granted] if granted else []


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
