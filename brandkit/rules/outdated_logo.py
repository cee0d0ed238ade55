"""Logos of a version that is no longer, or not yet, in force.

Why                     Two marks in use at once tell people that two offices exist; the old one must leave everything
                        that still goes out.
Measured as             Status and dates of the version that was seen, on the day of judgement. The same bytes kept in
                        a newer version are of the newer version.
Not found by this rule  Versions that look the same; whether a printed stock may be used up.
Options                 None.
Source                  A common clause of published brand decisions and manuals, such as Quảng Nam 622/QĐ-UBND
                        (2022): earlier marks cease with the decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from brandkit.assets import Asset, Version, approved_form, current_version, version_of
from brandkit.brand import Identity
from brandkit.document import Document
from brandkit.findings import Finding, Measure, Sighting, between, logos, passed, violation
from brandkit.messages import Message, say
from brandkit.text import dated

severity = "critical"


def judge(document: Document, sightings: Sequence[Sighting], brand: Identity) -> Iterator[Finding]:
    for logo in logos(sightings):
        asset = brand.assets.get(logo.asset)
        version = version_of(asset, logo.version) if asset else None
        if asset is None or version is None:
            continue
        version = same_file_in_force(asset, version, logo.file)
        details: dict[str, Any] = {
            "measured": Measure(brand.on.isoformat(), "date"),
            "allowed": between(iso(version.valid_from), iso(version.valid_to)),
            "evidence": {"version": version.number, "status": version.status},
        }
        told = fault_of(logo, asset, version, brand.on)
        if told is None:
            now = say("{title} is the version in force, number {version}.", title=logo.title, version=version.number)
            yield passed(logo, now, **details)
            continue
        yield violation(
            logo,
            told,
            remedy=say("Take the version in force."),
            use_instead=approved_form(brand.assets, logo.asset, logo.variant),
            **details,
        )


def fault_of(logo: Sighting, asset: Asset, version: Version, on: date) -> Message | None:
    """What is wrong with a version on a day, None when nothing is."""
    if asset.status == "withdrawn":
        return say("{title} was withdrawn.", title=logo.title)
    if version.valid_to and version.valid_to < on:
        return say(
            "{title} is version {version}, in force until {day}.",
            title=logo.title,
            version=version.number,
            day=dated(version.valid_to),
        )
    if version.status != "approved" or asset.status in ("superseded", "expired"):
        if version.status in ("draft", "submitted"):
            return say("{title} is version {version}, which is not approved.", title=logo.title, version=version.number)
        return say("{title} is version {version}, which was replaced.", title=logo.title, version=version.number)
    if version.valid_from and version.valid_from > on:
        return say(
            "{title} is version {version}, in force only from {day}.",
            title=logo.title,
            version=version.number,
            day=dated(version.valid_from),
        )
    return None


def same_file_in_force(asset: Asset, version: Version, sha256: str) -> Version:
    """The version in force when it holds the very file that was seen, else the version itself."""
    current = current_version(asset)
    if current and sha256 and any(file.sha256 == sha256 for file in current.files):
        return current
    return version


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
