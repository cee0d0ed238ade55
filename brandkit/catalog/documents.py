"""An asset as a JSON document that holds all of it, and back; `show --json` and the sidecars tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from brandkit.assets import Asset, File, Version, current_version
from brandkit.catalog.rows import consent_of, release_of, rights_of, told


def asset_document(asset: Asset) -> dict[str, Any]:
    """Every value of the asset, dates as ISO texts."""
    document: dict[str, Any] = told(asdict(asset))
    return document


def asset_of(document: Mapping[str, Any]) -> Asset:
    """The asset that `asset_document` wrote."""
    versions = tuple(_version(values) for values in document["versions"])
    created = date.fromisoformat(document["created"]) if document.get("created") else None
    return Asset(**{
        **document,
        "tags": tuple(document["tags"]),
        "created": created,
        "rights": rights_of(document["rights"]),
        "releases": tuple(release_of(values) for values in document["releases"]),
        "consents": tuple(consent_of(values) for values in document.get("consents", ())),  # 0.1 wrote none
        "breaks": {lang: tuple(lines) for lang, lines in document["breaks"].items()},
        "versions": versions,
    })  # fmt: skip


def listed(asset: Asset) -> dict[str, Any]:
    """The asset as one line of a list: the shape of `search --json`."""
    shown = current_version(asset) or (asset.versions[-1] if asset.versions else None)
    files = shown.files if shown else ()
    return {
        "id": asset.id,
        "slug": asset.slug,
        "kind": asset.kind,
        "status": asset.status,
        "title": asset.title.get("vi", ""),
        "title_en": asset.title.get("en", ""),
        "versions": [{"number": version.number, "status": version.status} for version in asset.versions],
        "variants": [file.variant for file in files],
        "sha256": files[0].sha256 if files else None,
        "tags": list(asset.tags),
        "unit": asset.unit,
    }


def shown_whole(asset: Asset, revision: int) -> dict[str, Any]:
    """All of the asset: the keys of `listed` with its values, then the rest; `versions` with their files."""
    brief, whole = listed(asset), asset_document(asset)
    rest = {key: value for key, value in whole.items() if key not in brief}
    return {**brief, "versions": whole["versions"], "revision": revision, **rest}


def same_values(one: Asset, other: Asset) -> bool:
    """Whether two assets say the same, their ids and what was read from their files aside."""
    return _bare(one) == _bare(other)


def _bare(asset: Asset) -> Asset:
    versions = tuple(
        replace(version, files=tuple(replace(file, metadata={}) for file in version.files))
        for version in asset.versions
    )
    return replace(asset, id="", versions=versions)


def _version(values: Mapping[str, Any]) -> Version:
    dates = {k: date.fromisoformat(values[k]) if values[k] else None for k in ("valid_from", "valid_to")}
    return Version(**{**values, **dates, "files": tuple(File(**file) for file in values["files"])})
