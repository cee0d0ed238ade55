"""Assets without a query, by slug: a page is as long a walk over an index as it has assets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from brandkit.catalog.schema import assets, tags

_FEW = 1_000  # of a tag: so many are quicker sorted than looked for among all


@dataclass(frozen=True)
class Listed:
    """Row numbers by slug, how many there are in all, the last slug, and whether more follow."""

    keys: tuple[int, ...]
    total: int
    last: str
    more: bool


def page(
    connection: Connection, filters: Sequence[str], after: str, limit: int | None, tagged: int | None
) -> Listed:
    """What follows the slug `after`. filters : kind, status, unit, folded tag; "" is no limit.

    tagged : how many there are in all, where a tag is asked for.
    """
    kind, status, unit, tag = (_bindable(value) for value in filters)
    columns = ((assets.c.kind, kind), (assets.c.status, status), (assets.c.unit, unit))
    conditions = [column == value for column, value in columns if value]
    count = select(func.count()).select_from(assets).where(*conditions)
    total = int(connection.execute(count).scalar_one()) if tagged is None else tagged
    if tag:
        conditions.append(_tagged(tag, few=total <= _FEW))
    query = select(assets.c.key, assets.c.slug).where(assets.c.slug > _bindable(after), *conditions)
    query = query.order_by(assets.c.slug)
    found = connection.execute(query if limit is None else query.limit(limit + 1)).all()
    more = limit is not None and len(found) > limit
    found = found[:limit] if more else found
    return Listed(tuple(row.key for row in found), total, found[-1].slug if found else "", more)


def _tagged(tag: str, *, few: bool) -> ColumnElement[bool]:
    if few:
        return assets.c.key.in_(select(tags.c.asset).where(tags.c.folded == tag))
    return select(tags.c.asset).where(tags.c.asset == assets.c.key, tags.c.folded == tag).exists()


def _bindable(value: str) -> str:
    """The value as a database takes it: no lone surrogates, and nothing after a NUL is compared."""
    return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
