"""Rows of the database as values, and values as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date as Date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from brandkit import text
from brandkit.assets import Asset, Consent, File, Release, Rights, Unit, Version
from brandkit.catalog import schema

_PLAIN = (
    *("id", "slug", "kind", "status", "title", "alt", "description", "caption", "creator", "location"),
    *("created", "unit", "replaced_by", "text", "case"),
)


@dataclass(frozen=True)
class Stored:
    """An asset with its row number and its revision, which grows with every change."""

    key: int
    revision: int
    asset: Asset


def load(connection: Connection, *where: ColumnElement[bool]) -> list[Stored]:
    """The assets whose rows meet all conditions, by slug."""
    found = connection.execute(select(schema.assets).where(*where).order_by(schema.assets.c.slug)).all()
    keys = [row.key for row in found] if where else None
    tags = _grouped(connection, schema.tags, keys)
    files = _grouped(connection, schema.files, keys)
    versions = _grouped(connection, schema.versions, keys)
    return [
        Stored(row.key, row.revision, _asset(row, tags[row.key], versions[row.key], files[row.key])) for row in found
    ]


def load_keys(connection: Connection, keys: Sequence[int]) -> tuple[Asset, ...]:
    """The assets of these row numbers, in their order."""
    found = {s.key: s.asset for part in _parts(keys) if part for s in load(connection, schema.assets.c.key.in_(part))}
    return tuple(found[key] for key in keys if key in found)


def save(connection: Connection, asset: Asset, *, key: int | None, revision: int) -> int:
    """Writes the asset over the row `key`, or as a new row; returns the row's number."""
    values = {name: getattr(asset, name) for name in _PLAIN}
    values |= {
        "revision": revision,
        "rights": told(asdict(asset.rights)),
        "releases": [told(asdict(release)) for release in asset.releases],
        "consents": [told(asdict(consent)) for consent in asset.consents],
        "breaks": {lang: list(lines) for lang, lines in asset.breaks.items()},
    }
    if key is None:
        added = insert(schema.assets).values(**values).returning(schema.assets.c.key)
        key = int(connection.execute(added).scalar_one())
    else:
        connection.execute(update(schema.assets).where(schema.assets.c.key == key).values(**values))
        for table in (schema.tags, schema.versions):
            connection.execute(delete(table).where(table.c.asset == key))
    _insert(connection, schema.tags, [
        {"asset": key, "position": n, "tag": tag, "folded": text.folded(tag)} for n, tag in enumerate(asset.tags)
    ])  # fmt: skip
    for version in asset.versions:
        _save_version(connection, key, version)
    return key


def load_units(connection: Connection) -> tuple[Unit, ...]:
    """All units in the order in which they were given."""
    found = connection.execute(select(schema.units).order_by(schema.units.c.position)).all()
    names = [f.name for f in fields(Unit) if f.name != "successors"]
    return tuple(Unit(**{n: row._mapping[n] for n in names}, successors=tuple(row.successors)) for row in found)


def save_units(connection: Connection, units: Sequence[Unit]) -> None:
    """Writes the units in place of those that were there."""
    connection.execute(delete(schema.units))
    _insert(connection, schema.units, [
        {**asdict(unit), "successors": list(unit.successors), "position": n} for n, unit in enumerate(units)
    ])  # fmt: skip


def told(value: Any) -> Any:
    """The value as JSON keeps it: dates as ISO texts, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [told(item) for item in value]
    return value.isoformat() if isinstance(value, Date) else value


def rights_of(values: Mapping[str, Any]) -> Rights:
    """Rights from their JSON."""
    return Rights(**_read(values, dates=("valid_from", "valid_to")))


def release_of(values: Mapping[str, Any]) -> Release:
    """A release from its JSON."""
    return Release(**_read(values, dates=("date", "valid_to", "withdrawn")))


def consent_of(values: Mapping[str, Any]) -> Consent:
    """A consent from its JSON."""
    return Consent(**_read(values, dates=("given", "valid_to", "withdrawn", "guardian_signed", "child_signed")))


def _save_version(connection: Connection, key: int, version: Version) -> None:
    row = {name: getattr(version, name) for name in ("number", "status", "valid_from", "valid_to", "note")}
    connection.execute(insert(schema.versions).values(asset=key, **row))
    _insert(connection, schema.files, [
        {"asset": key, "version": version.number, "position": n, **asdict(file)}
        for n, file in enumerate(version.files)
    ])  # fmt: skip


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _grouped(connection: Connection, table: Any, keys: Sequence[int] | None) -> Mapping[int, list[Row[Any]]]:
    """Rows of a table by asset, in the order of its primary key; all of them when `keys` is None."""
    query = select(table).order_by(*table.primary_key.columns)
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for part in _parts(keys):
        for row in connection.execute(query.where(table.c.asset.in_(part)) if part is not None else query):
            found[row.asset].append(row)
    return found


def _parts(keys: Sequence[int] | None) -> list[Sequence[int] | None]:
    # SQLite takes 32,766 parameters in one statement at most.
    return [None] if keys is None else [keys[start : start + 10_000] for start in range(0, len(keys), 10_000)]


def _asset(row: Row[Any], tags: list[Row[Any]], versions: list[Row[Any]], files: list[Row[Any]]) -> Asset:
    return Asset(
        **{name: getattr(row, name) for name in _PLAIN},
        tags=tuple(tag.tag for tag in tags),
        rights=rights_of(row.rights),
        releases=tuple(release_of(values) for values in row.releases),
        consents=tuple(consent_of(values) for values in row.consents),
        breaks={lang: tuple(lines) for lang, lines in row.breaks.items()},
        versions=tuple(_version(v, [f for f in files if f.version == v.number]) for v in versions),
    )


def _version(row: Row[Any], files: list[Row[Any]]) -> Version:
    names = [f.name for f in fields(File)]
    found = tuple(File(**{name: file._mapping[name] for name in names}) for file in files)
    return Version(row.number, row.status, row.valid_from, row.valid_to, row.note, found)


def _read(values: Mapping[str, Any], *, dates: tuple[str, ...]) -> dict[str, Any]:
    read = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return read | {key: Date.fromisoformat(values[key]) for key in dates if values.get(key)}
