"""What one row of a table does to the catalog: decided and written in one transaction, the row's mark with it.

So a row is done whole or not at all, wherever the power fails, and importing the table again goes on after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import delete, insert, select

from brandkit.assets import Asset, Kind, Rights, Version
from brandkit.catalog import edits, history, schema
from brandkit.catalog.changing import Change, View
from brandkit.catalog.drafts import new_asset, variant_of, with_file
from brandkit.catalog.inspection import Inspected
from brandkit.catalog.looks import similar, thumbnails
from brandkit.catalog.registering import derived_slug
from brandkit.catalog.rows import Stored
from brandkit.catalog.tables.rows import Entry, applied, differing, wishes_of
from brandkit.errors import AssetExists, InvalidValue, WrongMove
from brandkit.messages import say

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

Outcome = Literal["new", "variant", "version", "updated", "known"]
_MOST_SAME_NAMES = 10_000


@dataclass(frozen=True)
class Settled:
    """What became of a row; `before` is what it changed, None for what is new or stays as it is."""

    outcome: Outcome
    asset: Asset
    before: Stored | None = None


class Planned(View):
    """The catalog as it would be after the rows of a dry run: they are remembered, not written."""

    def __init__(self, view: View, made: dict[str, Asset]):
        super().__init__(view.connection)
        self.made = made

    def find(self, slug: str) -> Stored | None:
        if slug in self.made:
            return Stored(0, 0, self.made[slug])
        return super().find(slug)

    def holders(self, sha256: str) -> list[Asset]:
        """Those of the catalog, as they would be, and those that are new."""
        there = [self.made.get(asset.slug, asset) for asset in super().holders(sha256)]
        new = [asset for asset in self.made.values() if _holds(asset, sha256) and asset not in there]
        return [*there, *new]


def settle(
    catalog: Catalog, source: str, entry: Entry, found: Inspected | None, sha256: str, *, update: bool
) -> Settled:
    """Registers what a row says, with its mark.

    Parameters
    ----------
    found : the row's file as inspected; None for a row without a file, or with one whose bytes are known (`sha256`).

    Raises
    ------
    InvalidValue, AssetExists, WrongMove : the row is refused, and nothing of it is kept.
    StoreFailure
    """
    if found is not None:
        catalog.store.put(found.data)
    with catalog.changing() as change:
        settled = decided(change, entry, found, sha256, update=update)
        if found is not None and settled.outcome != "known":
            keep(change, found)
        asset = _write(change, settled, found)
        _mark(change, source, entry, sha256, asset.slug)
    if found is not None and found.thumbnail:
        thumbnails.keep(catalog, found.sha256, found.thumbnail)
    return replace(settled, asset=asset)


def keep(change: Change, found: Inspected) -> None:
    """Sees that an inspected file's bytes are there to stay, and keeps what was computed of it."""
    change.hold(found.sha256, found.data)
    change.remember({found.sha256: found.prints})
    similar.remember_features(change.connection, found)


def decided(view: View, entry: Entry, found: Inspected | None, sha256: str, *, update: bool) -> Settled:
    """What a row would do; raises as `settle`."""
    if not sha256:
        return _without_file(view, entry, update)
    holders = view.holders(sha256)
    if holders:
        return _known(_holder(holders, entry), view, entry, update)
    kind = _kind_of(entry)
    if found is None:
        raise AssetExists(entry.file, "was registered a moment ago and is gone", "Import the table once more.")
    wishes = wishes_of(entry, kind)
    slug = entry.slug or _free(view, derived_slug(found))
    there = view.find(slug)
    if there is None:
        return Settled("new", applied(new_asset(slug, found, wishes), entry))
    _require_open(there.asset, kind)
    changed = _agreed(there.asset, entry, update)
    asset = with_file(changed, found, variant_of(found, wishes))
    grown = len(asset.versions) > len(there.asset.versions)
    return Settled("version" if grown else "variant", asset, there)


def marked(view: View, source: str, entry: Entry, sha256: str) -> str:
    """The slug that the same row, with the same file, was imported as before; "" when it was not."""
    table = schema.imported
    query = select(table.c.slug).where(table.c.source == source, table.c.item == entry.digest, table.c.sha256 == sha256)
    return str(view.connection.execute(query).scalar() or "")


def _mark(change: Change, source: str, entry: Entry, sha256: str, slug: str) -> None:
    table = schema.imported
    change.connection.execute(delete(table).where(table.c.source == source, table.c.item == entry.digest))
    row = {"source": source, "item": entry.digest, "sha256": sha256, "slug": slug, "at": history.now()}
    change.connection.execute(insert(table), [row])


def _write(change: Change, settled: Settled, found: Inspected | None) -> Asset:
    if settled.outcome == "known":
        return settled.asset
    if settled.before is None:
        return change.insert(settled.asset, move="add", note="")
    details: dict[str, Any] = dict(edits.differences(settled.before.asset, settled.asset))
    if found is not None:
        details = {"sha256": found.sha256, **{key: told for key, told in details.items() if key != "versions"}}
    move = "edit" if settled.outcome == "updated" else "add"
    return change.save(settled.before, settled.asset, move=move, details=details)


def _without_file(view: View, entry: Entry, update: bool) -> Settled:
    """A slogan, or metadata of an asset that is there."""
    there = view.find(entry.slug)
    if there is not None:
        if entry.kind not in (None, there.asset.kind):
            raise AssetExists(entry.slug, "is registered as a {kind}", None, kind=say(there.asset.kind))
        return _known(there.asset, view, entry, update)
    words = entry.changes.get("text", "")
    if entry.kind != "slogan" or not words:
        problem = "is no asset of this catalog, and the row has neither a file nor the words of a slogan"
        raise InvalidValue(entry.slug, problem, "Fill in file, or text.")
    title = {"vi": entry.changes.get("title", words)}
    draft = Asset(entry.slug, "slogan", title, rights=Rights(), versions=(Version(1),), text={"vi": words})
    return Settled("new", applied(draft, entry))


def _known(asset: Asset, view: View, entry: Entry, update: bool) -> Settled:
    changed = _agreed(asset, entry, update)
    if changed == asset:
        return Settled("known", asset)
    return Settled("updated", changed, view.one(asset.slug))


def _agreed(asset: Asset, entry: Entry, update: bool) -> Asset:
    """The asset with what the row says of it, which must be what it says already unless it is to be updated."""
    found = differing(asset, entry)
    if found and not update:
        advice = "With --update the table's values take their place."
        raise AssetExists(asset.slug, "is there and differs in: {fields}", advice, fields=", ".join(found))
    return applied(asset, entry) if found else asset


def _holder(holders: list[Asset], entry: Entry) -> Asset:
    """The asset that the row's file is known as."""
    alike = [asset for asset in holders if entry.kind in (None, asset.kind) and entry.slug in ("", asset.slug)]
    if alike:
        return alike[0]
    advice = "The same file is one asset: use that one, or leave the slug empty."
    raise AssetExists(entry.file, "is registered already, as the {kind} {slug}", advice, kind=say(holders[0].kind),
                      slug=holders[0].slug)  # fmt: skip


def _kind_of(entry: Entry) -> Kind:
    if entry.kind is None:
        raise InvalidValue("kind", "is empty", "Fill in logo or photo, or name it for all rows with --kind.")
    if entry.kind == "slogan":
        raise InvalidValue(entry.file, "is a file; a slogan is words, in the column text")
    return entry.kind


def _require_open(asset: Asset, kind: Kind) -> None:
    if asset.kind != kind:
        raise AssetExists(asset.slug, "is registered as a {kind}", None, kind=say(asset.kind))
    if asset.status == "withdrawn":
        raise WrongMove(asset.slug, "is withdrawn; nothing can be added to it", "Register it under another slug.")


def _free(view: View, slug: str) -> str:
    """The slug, or the first one with a number that nobody has."""
    for number in range(1, _MOST_SAME_NAMES):
        tried = slug if number == 1 else f"{slug}-{number}"
        if view.find(tried) is None:
            return tried
    raise AssetExists(slug, "is the name of too many files", "Give it a slug in the column slug.")


def _holds(asset: Asset, sha256: str) -> bool:
    return any(file.sha256 == sha256 for version in asset.versions for file in version.files)
