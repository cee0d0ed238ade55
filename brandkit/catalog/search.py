"""Full-text search that reads Vietnamese: with marks and without, either tone style, any normal form, prefixes.

Every asset has one row of `words`, written ready: NFC in small letters with tones in one place, and the same folded
(no marks, đ as d). A hit ranks by how it was found: as written, as the start of a word as written, folded, folded as
the start of a word; within one rank by BM25, words of the title weighing most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from brandkit.assets import Asset, Unit
from brandkit.text import folded, squeezed, tone_moved

_WORD = re.compile(r"[^\W_]+")  # as FTS5 cuts words
_TITLE_WEIGHT = 4.0  # a word of the title says more than the same word of a caption
_AS_WRITTEN, _FOLDED = "{title body}", "{title_folded body_folded}"


@dataclass(frozen=True)
class Wanted:
    """What a search is limited to; empty means no limit."""

    query: str = ""
    kind: str = ""
    status: str = ""
    unit: str = ""
    tag: str = ""
    limit: int | None = None


@dataclass(frozen=True)
class Hits:
    """Row numbers of assets, best first and at most `limit`, and how many there are in all."""

    keys: tuple[int, ...]
    total: int


def index(connection: Connection, key: int, asset: Asset, units: Mapping[str, Unit]) -> None:
    """Writes the asset's row of words."""
    title, body = _title(asset), _body(asset, units.get(asset.unit))
    connection.execute(text("DELETE FROM words WHERE rowid = :key"), {"key": key})
    connection.execute(
        text(
            "INSERT INTO words (rowid, title, body, title_folded, body_folded) VALUES (:key, :title, :body, :tf, :bf)"
        ),
        {"key": key, "title": _written(title), "body": _written(body), "tf": folded(title), "bf": folded(body)},
    )


def find(connection: Connection, wanted: Wanted) -> Hits:
    """The assets that meet every limit and hold every word of the query."""
    words = _WORD.findall(_written(wanted.query))
    if wanted.query.strip() and not words:
        return Hits((), 0)
    source, order, values = _matching(words) if words else ("assets a", "a.slug", {})
    if words:
        # Whoever writes a slug means that asset, however often others say the same words.
        order, values["slug"] = f"a.slug <> :slug, {order}", wanted.query.strip().casefold()
    conditions = _conditions(wanted, values)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    total = connection.execute(text(f"SELECT count(*) FROM {source}{where}"), values).scalar_one()
    values["limit"] = -1 if wanted.limit is None else wanted.limit
    statement = text(f"SELECT a.key FROM {source}{where} ORDER BY {order} LIMIT :limit")
    return Hits(tuple(connection.execute(statement, values).scalars()), total)


def _matching(words: list[str]) -> tuple[str, str, dict[str, object]]:
    """FROM, ORDER BY and values of a search for the words, the last of them perhaps unfinished."""
    plain = [folded(word) for word in words]
    ranks = (
        _phrase(_AS_WRITTEN, words, unfinished=False),
        _phrase(_AS_WRITTEN, words, unfinished=True),
        _phrase(_FOLDED, plain, unfinished=False),
    )
    values: dict[str, object] = {f"rank{number}": match for number, match in enumerate(ranks)}
    values["widest"] = _phrase(_FOLDED, plain, unfinished=True)
    source = (
        f"(SELECT rowid AS key, bm25(words, {_TITLE_WEIGHT}, 1.0, {_TITLE_WEIGHT}, 1.0) AS distance "
        "FROM words WHERE words MATCH :widest) hit JOIN assets a ON a.key = hit.key"
    )
    ranked = " ".join(
        f"WHEN a.key IN (SELECT rowid FROM words WHERE words MATCH :rank{number}) THEN {number}"
        for number in range(len(ranks))
    )
    return source, f"CASE {ranked} ELSE {len(ranks)} END, hit.distance, a.slug", values


def _phrase(columns: str, words: list[str], *, unfinished: bool) -> str:
    quoted = " ".join(f'"{word}"' for word in words)
    return f"{columns} : ({quoted}{' *' if unfinished else ''})"


def _conditions(wanted: Wanted, values: dict[str, object]) -> list[str]:
    """Conditions on the rows of assets; puts their values into `values`."""
    conditions = []
    for name in ("kind", "status", "unit"):
        if value := getattr(wanted, name):
            conditions.append(f"a.{name} = :{name}")
            values[name] = value
    if wanted.tag:
        conditions.append("a.key IN (SELECT asset FROM tags WHERE folded = :tag)")
        values["tag"] = folded(wanted.tag)
    return conditions


def _title(asset: Asset) -> str:
    return _joined([*asset.title.values(), asset.slug, *asset.text.values()])


def _body(asset: Asset, unit: Unit | None) -> str:
    pairs = (asset.alt, asset.description, asset.caption, asset.location, asset.rights.usage_terms)
    owner = [unit.slug, *unit.name.values(), *unit.short.values()] if unit else [asset.unit]
    variants = {file.variant for version in asset.versions for file in version.files}
    words = [word for pair in pairs for word in pair.values()]
    rights = [asset.creator, asset.rights.holder, asset.rights.credit, asset.rights.license]
    return _joined([*words, *asset.tags, *rights, *owner, *sorted(variants)])


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _written(words: str) -> str:
    return tone_moved(squeezed(words)).casefold()
