"""What is known of each asset, written beside its blobs, so that the catalog can be rebuilt without its database.

A sidecar is named `<id>.<revision>.json`: two writers may end in any order, the highest revision holds. It has the
asset's values and its part of the history, so that all sidecars together hold the whole chain. What concerns the whole
catalog (profiles, units, other files) is the sidecar `catalog`, its revision the number of its newest row of history.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import Connection, func, select

from brandkit.assets import Asset
from brandkit.catalog import rows, schema
from brandkit.catalog.documents import asset_document, asset_of
from brandkit.catalog.rows import Stored, told
from brandkit.errors import StoreFailure

SCHEMA = "brandkit-sidecar/2"
WHOLE = "catalog"  # stands for an id in the name of the sidecar about profiles, units and extras
_NAME = re.compile(r"(?P<id>[a-z0-9]+)\.(?P<revision>[0-9]+)\.json\Z")
_AT_ONCE = 1_000  # ids in one statement


@dataclass(frozen=True)
class Sidecar:
    """One document: whose (an asset's id, or WHOLE), of which revision, and what it says."""

    owner: str
    revision: int
    body: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.owner}.{self.revision}.json"

    @cached_property
    def data(self) -> bytes:
        """The document as it is written."""
        return json.dumps(_document(self), ensure_ascii=False, indent=1).encode("utf-8")


class SidecarStore(Protocol):
    """The part of a store that sidecars need."""

    def write_sidecar(self, name: str, data: bytes) -> None: ...
    def read_sidecar(self, name: str) -> bytes: ...
    def sidecars(self) -> Any: ...
    def delete_sidecar(self, name: str) -> None: ...


def of_assets(connection: Connection, stored: Sequence[Stored]) -> Iterator[Sidecar]:
    """The sidecars of assets as the rows have them."""
    for start in range(0, len(stored), _AT_ONCE):
        part = stored[start : start + _AT_ONCE]
        events = _events(connection, [one.asset.id for one in part])
        for one in part:
            body = {"asset": asset_document(one.asset), "history": events[one.asset.id]}
            yield Sidecar(one.asset.id, one.revision, body)


def of_whole(connection: Connection) -> Sidecar | None:
    """The sidecar of the whole catalog as the rows have it; None while nothing concerns the whole."""
    revision = whole_revision(connection)
    if not revision:
        return None
    profiles = connection.execute(select(schema.profiles).order_by(schema.profiles.c.key))
    names = ("name", "version", "sha256", "added_at", "retired_at")
    extras = connection.execute(select(schema.extras).order_by(schema.extras.c.path))
    body = {
        "profiles": [{name: row._mapping[name] for name in names} for row in profiles],
        "units": [told(asdict(unit)) for unit in rows.load_units(connection)],
        "extras": {row.path: row.sha256 for row in extras},
        "history": _events(connection, [""])[""],
    }
    return Sidecar(WHOLE, revision, body)


def whole_revision(connection: Connection) -> int:
    """The number of the newest row of history that concerns the whole catalog; 0 when there is none."""
    table = schema.history
    return int(connection.execute(select(func.max(table.c.number)).where(table.c.asset == "")).scalar() or 0)


def write(store: SidecarStore, sidecar: Sidecar) -> None:
    """Writes a sidecar and removes the one it follows."""
    store.write_sidecar(sidecar.name, sidecar.data)
    store.delete_sidecar(f"{sidecar.owner}.{sidecar.revision - 1}.json")


def newest(store: SidecarStore) -> dict[str, int]:
    """The highest revision beside the blobs, by asset id (and WHOLE)."""
    return _highest(_named(store))


def outdated(store: SidecarStore) -> list[str]:
    """Names of sidecars that a higher revision has replaced."""
    there = _named(store)  # once: an upload may add more while we look
    highest = _highest(there)
    return [name for name, (asset_id, revision) in there.items() if revision < highest[asset_id]]


def revisions(store: SidecarStore) -> dict[str, list[int]]:
    """Every revision beside the blobs, the highest first, by asset id (and WHOLE)."""
    found: dict[str, list[int]] = defaultdict(list)
    for owner, revision in _named(store).values():
        found[owner].append(revision)
    return {owner: sorted(numbers, reverse=True) for owner, numbers in found.items()}


def body(store: SidecarStore, owner: str, revision: int) -> dict[str, Any]:
    """What a sidecar says.

    Raises
    ------
    StoreFailure : it cannot be read.
    ValueError : it is no sidecar of that revision.
    """
    document = json.loads(store.read_sidecar(f"{owner}.{revision}.json"))
    if not isinstance(document, dict) or document.get("revision") != revision:
        raise ValueError(f"{owner}.{revision}.json says another revision")
    return document


def differences(store: SidecarStore, sidecar: Sidecar) -> frozenset[str]:
    """The keys in which what lies beside the blobs is not this sidecar; all of them when it cannot be read."""
    wanted = json.loads(json.dumps(_document(sidecar)))
    try:
        found = body(store, sidecar.owner, sidecar.revision)
    except (StoreFailure, ValueError):
        return frozenset(wanted)
    return frozenset(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))


def read(store: SidecarStore, asset_id: str, revision: int) -> Asset:
    """The asset as its sidecar of that revision has it; raises as `body`, and KeyError or TypeError."""
    return asset_of(body(store, asset_id, revision)["asset"])


def _document(sidecar: Sidecar) -> dict[str, Any]:
    return {"schema": SCHEMA, "revision": sidecar.revision, **sidecar.body}


def _named(store: SidecarStore) -> dict[str, tuple[str, int]]:
    matches = (match for name in store.sidecars() if (match := _NAME.match(name)))
    return {match[0]: (match["id"], int(match["revision"])) for match in matches}


def _highest(there: dict[str, tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for asset_id, revision in there.values():
        found[asset_id] = max(found.get(asset_id, 0), revision)
    return found


def _events(connection: Connection, owners: Sequence[str]) -> Mapping[str, list[dict[str, Any]]]:
    """The rows of history of each owner, oldest first."""
    table = schema.history
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(select(table).where(table.c.asset.in_(owners)).order_by(table.c.number)):
        values = dict(row._mapping)
        found[values.pop("asset")].append(values)
    return found
