"""What is known of each asset, written beside its blobs, so that the catalog can be rebuilt without its database.

A sidecar is named `<id>.<revision>.json`: two writers may end in any order, the highest revision holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

from brandkit.assets import Asset, Unit
from brandkit.catalog.documents import asset_document, asset_of
from brandkit.catalog.folder import Profile
from brandkit.catalog.rows import Stored, told

SCHEMA = "brandkit-sidecar/1"
WHOLE = "catalog"  # stands for an id in the name of the sidecar about profiles, units and extras
_NAME = re.compile(r"(?P<id>[a-z0-9]+)\.(?P<revision>[0-9]+)\.json\Z")


class SidecarStore(Protocol):
    """The part of a store that sidecars need."""

    def write_sidecar(self, name: str, data: bytes) -> None: ...
    def read_sidecar(self, name: str) -> bytes: ...
    def sidecars(self) -> Any: ...
    def delete_sidecar(self, name: str) -> None: ...


def write(store: SidecarStore, stored: Stored) -> None:
    """Writes the asset's sidecar and removes the one it follows."""
    _write(store, stored.asset.id, stored.revision, {"asset": asset_document(stored.asset)})


def write_whole(
    store: SidecarStore,
    revision: int,
    profiles: Mapping[str, Profile],
    units: tuple[Unit, ...],
    extras: Mapping[str, str],
) -> None:
    """Writes what concerns the whole catalog: profiles by the SHA-256 of their bytes, units, extra files."""
    body = {
        "profiles": [{"name": profile.name, "sha256": sha256} for sha256, profile in profiles.items()],
        "units": [told(asdict(unit)) for unit in units],
        "extras": dict(extras),
    }
    _write(store, WHOLE, revision, body)


def newest(store: SidecarStore) -> dict[str, int]:
    """The highest revision beside the blobs, by asset id (and WHOLE)."""
    return _highest(_named(store))


def outdated(store: SidecarStore) -> list[str]:
    """Names of sidecars that a higher revision has replaced."""
    there = _named(store)  # once: an upload may add more while we look
    highest = _highest(there)
    return [name for name, (asset_id, revision) in there.items() if revision < highest[asset_id]]


def _named(store: SidecarStore) -> dict[str, tuple[str, int]]:
    matches = (match for name in store.sidecars() if (match := _NAME.match(name)))
    return {match[0]: (match["id"], int(match["revision"])) for match in matches}


def _highest(there: dict[str, tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for asset_id, revision in there.values():
        found[asset_id] = max(found.get(asset_id, 0), revision)
    return found


def read(store: SidecarStore, asset_id: str, revision: int) -> Asset:
    """The asset as its sidecar of that revision has it."""
    return asset_of(json.loads(store.read_sidecar(f"{asset_id}.{revision}.json"))["asset"])


def _write(store: SidecarStore, name: str, revision: int, body: dict[str, Any]) -> None:
    document = {"schema": SCHEMA, "revision": revision, **body}
    store.write_sidecar(f"{name}.{revision}.json", json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8"))
    store.delete_sidecar(f"{name}.{revision - 1}.json")
