"""How assets, files and matches are told: as lines for people, and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from brandkit.cli import Console
from brandkit.messages import Message, say

if TYPE_CHECKING:
    from brandkit.assets import Asset, Version
    from brandkit.catalog.inspection import Inspected
    from brandkit.catalog.looks.similar import Match
    from brandkit.catalog.registering import Added

_OUTCOMES = {
    "new": "{name} → {slug}: a new asset, version {version}, draft",
    "variant": "{name} → {slug}: another variant, version {version}, draft",
    "version": "{name} → {slug}: a new version {version}, draft",
    "known": "{name} → {slug}: registered already, in version {version}",
}
# What a file says of itself, in the order in which it is told.
_SAID = {
    "title": "Title: {said}",
    "caption": "Caption: {said}",
    "alt": "Alt text: {said}",
    "creator": "Creator: {said}",
    "credit": "Credit: {said}",
    "rights": "Rights: {said}",
    "usage_terms": "Terms of use: {said}",
    "license_url": "License: {said}",
    "location": "Place: {said}",
    "created": "Created: {said}",
    "tags": "Tags: {said}",
    "model_releases": "Model releases: {said}",
    "property_releases": "Property releases: {said}",
}
INDENT = "  "
PARTS = "parts"  # method of a match that is found by a part of the picture


def tell_added(console: Console, found: Inspected, result: Added, *, taken: str, dry_run: bool) -> None:
    """What became of a file, what was read from it, and what looks the same; `taken` is the slug it could not have."""
    values = {"name": found.name, "slug": result.asset.slug, "version": result.version}
    console.show(say(_OUTCOMES[result.outcome], **values))
    if taken:
        told = "Another asset is called {taken} already; with --slug {taken} this file would join it."
        _indented(console, say(told, taken=taken))
    _indented(console, say("{type}, {width:,.0f} × {height:,.0f}, {size}", type=found.media_type, width=found.width,
                           height=found.height, size=size_of(len(found.data))))  # fmt: skip
    for key, template in _SAID.items():
        if said := found.said.get(key):
            _indented(console, say(template, said=", ".join(said) if isinstance(said, list) else said))
    for match in result.near:
        if match.method == PARTS:
            _indented(console, say("Shares a part with {other}", other=match.slug))
            continue
        _indented(console, say("Looks the same as {other} ({bits} bits apart by {method})", other=match.slug,
                               bits=match.distance, method=match.method))  # fmt: skip
    carried = _carried(result)
    if carried:
        _indented(console, say("Taken over from the version before: {variants}", variants=", ".join(carried)))
    if dry_run:
        console.note(say("Nothing was changed: --dry-run."))


def size_of(count: int) -> Message:
    """A number of bytes for people: in bytes while it is small, else in kB."""
    return say("{count:,.0f} bytes", count=count) if count < 1000 else say("{kilo:,.0f} kB", kilo=count / 1000)


def added_document(path: str, found: Inspected, result: Added) -> dict[str, Any]:
    """The same as JSON values."""
    from brandkit.catalog.documents import listed

    file = next(f for v in result.asset.versions for f in v.files if f.sha256 == found.sha256)
    return {
        "path": path,
        "slug": result.asset.slug,
        "outcome": result.outcome,
        "version": result.version,
        "variant": file.variant,
        "sha256": found.sha256,
        "media_type": found.media_type,
        "width": found.width,
        "height": found.height,
        "read": dict(found.said),
        "near": [match_document(match) for match in result.near],
        "asset": listed(result.asset),
    }


def match_document(match: Match, quad: Sequence[Sequence[float]] | None = None) -> dict[str, Any]:
    """A match in the contract's shape."""
    return {
        "slug": match.slug,
        "sha256": match.sha256,
        "distance": match.distance,
        "method": match.method,
        "quad": quad,
    }


def line_of(asset: Asset) -> Message:
    """An asset as one line of a list."""
    return say("{slug}  {kind}  {status}  {title}", slug=asset.slug, kind=say(asset.kind), status=say(asset.status),
               title=asset.title)  # fmt: skip


def lines_of(asset: Asset) -> Iterator[Message | str]:
    """All of an asset, for people."""
    yield line_of(asset)
    pairs = (("alt", asset.alt or asset.title), ("caption", asset.caption), ("location", asset.location))
    for key, pair in pairs:
        if pair:
            yield say(_SAID[key], said=pair)
    if asset.description:
        yield say("Description: {said}", said=asset.description)
    if asset.text:
        yield say("Words: {said}", said=asset.text)
    if asset.creator:
        yield say(_SAID["creator"], said=asset.creator)
    if asset.unit:
        yield say("Unit: {said}", said=asset.unit)
    if asset.tags:
        yield say(_SAID["tags"], said=", ".join(asset.tags))
    if asset.replaced_by:
        yield say("Replaced by: {said}", said=asset.replaced_by)
    yield from _rights_lines(asset)
    for version in asset.versions:
        yield from _version_lines(version)


def _rights_lines(asset: Asset) -> Iterator[Message]:
    from brandkit.catalog.consents import named_media

    rights = asset.rights
    texts: tuple[tuple[str, Any], ...] = (
        ("Holder: {said}", rights.holder),
        ("Credit: {said}", rights.credit),
        ("License: {said}", " ".join(part for part in (rights.license, rights.license_url) if part)),
        ("Terms of use: {said}", rights.usage_terms),
        ("Territory: {said}", ", ".join(rights.territory)),
        ("Media: {said}", named_media(rights.media) if rights.media else ""),
    )
    for template, said in texts:
        if said:
            yield say(template, said=said)
    if rights.valid_from or rights.valid_to:
        yield say("Usable: {first} to {last}", first=rights.valid_from or "…", last=rights.valid_to or "…")
    for release in asset.releases:
        ended = release.withdrawn
        told = "Release {reference}: consent withdrawn on {day}" if ended else "Release {reference}: {subject}"
        yield say(told, reference=release.reference, subject=release.subject or release.type, day=ended)
    if asset.consents:
        from brandkit.catalog.days import today
        from brandkit.commands._consents import lines_of as consent_lines

        for consent in asset.consents:
            yield from consent_lines(consent, today())


def _version_lines(version: Version) -> Iterator[Message]:
    yield say("Version {number}: {status}", number=version.number, status=say(version.status))
    if version.valid_from or version.valid_to:
        yield say("  In use: {first} to {last}", first=version.valid_from or "…", last=version.valid_to or "…")
    for file in version.files:
        yield say("  {variant}  {type}  {sha256}", variant=file.variant, type=file.media_type, sha256=file.sha256)


def _carried(result: Added) -> list[str]:
    """Variants that a new version has from the one before it."""
    if result.outcome != "version" or len(result.asset.versions) < 2:
        return []
    newest, before = result.asset.versions[-1], result.asset.versions[-2]
    old = {file.sha256 for file in before.files}
    return [file.variant for file in newest.files if file.sha256 in old]


def _indented(console: Console, message: Message) -> None:
    from brandkit.messages import shown

    console.show(INDENT + shown(message, console.lang))
