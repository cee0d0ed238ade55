"""Full-text search that reads Vietnamese: with marks and without, either tone style, any normal form, beginnings of
words, abbreviations, and typing errors when nothing else is found.

Hits come by how well they answer (see search_levels), within a level shorter titles first and then the newest; without
a query, by slug.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, text

from brandkit.assets import Asset, Unit
from brandkit.catalog import rows, schema
from brandkit.catalog.search import fts5 as search_fts5
from brandkit.catalog.search import listing as search_list
from brandkit.catalog.search import spelling as search_spelling
from brandkit.catalog.search import tsvector as search_tsvector
from brandkit.catalog.search.cursor import packed, unpacked
from brandkit.catalog.search.ranking import HOLDERS, All, AnyOf, Expression, Key, Phrase, levels, steps, widest
from brandkit.catalog.search.words import key, length_of, place_of, plain, row_of, texts_of, words_of
from brandkit.text import folded

_FORMS = {"sqlite": search_fts5, "postgresql": search_tsvector}
_START, _END = -1, 2**62  # before and after every place
_FEW = 100  # hits
_AT_ONCE = 500  # assets whose words are written in one go


@dataclass(frozen=True)
class Wanted:
    """What a search is limited to; empty means no limit. `cursor`: the `next` of the page before."""

    query: str = ""
    kind: str = ""
    status: str = ""
    unit: str = ""
    tag: str = ""
    limit: int | None = None
    cursor: str = ""

    @property
    def filters(self) -> tuple[str, ...]:
        return self.kind, self.status, self.unit, folded(self.tag)


@dataclass(frozen=True)
class Hits:
    """Row numbers of assets, best first and at most `limit`, and how many there are in all.

    next : the cursor of what follows, "" at the end.
    corrected : what was searched for instead, because nothing was found by the query as typed; folded words.
    """

    keys: tuple[int, ...]
    total: int
    next: str = ""
    corrected: str = ""


@dataclass(frozen=True)
class Page:
    """Assets, best first, and the rest as in Hits; `corrected` is written as the first of the assets writes it."""

    assets: tuple[Asset, ...]
    total: int
    next: str = ""
    corrected: str = ""


def index(connection: Connection, row: int, asset: Asset, units: Mapping[str, Unit]) -> None:
    """Writes the asset's words."""
    index_all(connection, [(row, asset)], units)


def index_all(connection: Connection, assets: Iterable[tuple[int, Asset]], units: Mapping[str, Unit]) -> None:
    """Writes the words of many assets, by row number."""
    words = [(row, words_of(asset, units.get(asset.unit))) for row, asset in assets]
    if words:
        _form(connection).write(connection, words)


def rebuild(connection: Connection) -> None:
    """Writes the words of every asset anew, a part of them at a time."""
    _form(connection).clear(connection)
    _index_where(connection)


def index_owned_by(connection: Connection, units: Iterable[str]) -> None:
    """Writes the words of the units' assets anew: they are found by what their unit is called."""
    _index_where(connection, schema.assets.c.unit.in_(list(units)))


def _index_where(connection: Connection, *where: ColumnElement[bool]) -> None:
    units = {unit.slug: unit for unit in rows.load_units(connection)}
    asked = select(schema.assets.c.key).where(*where).order_by(schema.assets.c.key)
    numbers = list(connection.execute(asked).scalars())
    for start in range(0, len(numbers), _AT_ONCE):
        stored = rows.load(connection, schema.assets.c.key.in_(numbers[start : start + _AT_ONCE]))
        index_all(connection, [(one.key, one.asset) for one in stored], units)


def is_unwritten(connection: Connection) -> bool:
    """Whether there are assets and no words: after a migration that changed what is searched."""
    there = "SELECT EXISTS (SELECT 1 FROM assets) AND NOT EXISTS (SELECT 1 FROM words)"
    return bool(connection.execute(text(there)).scalar())


def not_found(connection: Connection, assets: Iterable[tuple[int, Asset]]) -> set[int]:
    """The row numbers of those of the assets that no search finds, for their words are missing."""
    places = [place_of(row, length_of(asset)) for row, asset in assets]
    return {row_of(place) for place in set(places) - _form(connection).present(connection, places)}


def page(connection: Connection, wanted: Wanted) -> Page:
    """What `find` finds, as assets; raises InvalidValue."""
    hits = find(connection, wanted)
    found = rows.load_keys(connection, hits.keys)
    corrected = search_spelling.as_written(hits.corrected, texts_of(found[0])) if hits.corrected else ""
    return Page(found, hits.total, hits.next, corrected)


def find(connection: Connection, wanted: Wanted) -> Hits:
    """The assets that meet every limit and hold every word of the query.

    Raises
    ------
    InvalidValue : for a cursor that is none of this search.
    """
    if not wanted.query.strip():
        return _listed(connection, wanted)
    request = ("search", wanted.query, *wanted.filters)
    place: Sequence[Any] = unpacked(wanted.cursor, request, (int, int, str)) if wanted.cursor else (0, _START, "")
    query = place[2] or wanted.query
    if not steps(query):
        return Hits((), 0)
    total = _count(connection, widest(query), wanted)
    if not total and not wanted.cursor:
        query = _correction(connection, wanted) or query
        total = _count(connection, widest(query), wanted)
    if not total:
        return Hits((), 0)
    corrected = query if query != wanted.query else ""
    start, after = place[0], max(_START, min(place[1], _END))
    page_of = _page_of_few if total <= _FEW else _page
    found = page_of(connection, query, wanted, (start, after))
    limit = len(found) if wanted.limit is None else wanted.limit
    more = len(found) > limit
    found = found[:limit]
    following = packed(request, [*found[-1], corrected]) if more and found else ""
    return Hits(tuple(row_of(place) for _, place in found), total, following, corrected)


def _listed(connection: Connection, wanted: Wanted) -> Hits:
    request = ("list", *wanted.filters)
    after = unpacked(wanted.cursor, request, (str,))[0] if wanted.cursor else ""
    tagged = _count(connection, All(tuple(_keys(wanted))), wanted) if wanted.filters[3] else None
    found = search_list.page(connection, wanted.filters, after, wanted.limit, tagged)
    following = packed(request, [found.last]) if found.more else ""
    return Hits(found.keys, found.total, following)


def _page_of_few(connection: Connection, query: str, wanted: Wanted, place: tuple[int, int]) -> list[tuple[int, int]]:
    """As `_page`: each hit is judged by itself, which for few is quicker than to ask for every level."""
    form = _form(connection)
    asked = form.told(_limited(widest(query), wanted))
    found = sorted(one for one in form.judged(connection, asked, steps(query)) if one > place)
    return found if wanted.limit is None else found[: wanted.limit + 1]


def _page(connection: Connection, query: str, wanted: Wanted, place: tuple[int, int]) -> list[tuple[int, int]]:
    """Levels and places after a place, one more than the limit so that the end shows."""
    form, ranked = _form(connection), levels(query)
    start, after = place
    values: dict[str, object] = {"after": after, "start": _START}
    limited = ""
    if wanted.limit is not None:
        values["most"], limited = wanted.limit + 1, " LIMIT :most"
    idle = _idle(connection, query, wanted, start)
    parts = []
    for level in (n for n in range(max(start, 0), len(ranked)) if n not in idle):
        values[f"level{level}"] = form.told(_limited(ranked[level], wanted))
        inner = form.in_order(f"level{level}", "after" if level == start else "start")
        # A level is looked at only when those before it did not fill the page.
        parts.append(f"SELECT {level} AS level, place FROM ({inner}{limited}) AS level{level}")
    if not parts:
        return []
    statement = text(f"{' UNION ALL '.join(parts)}{limited}")
    return [(row.level, row.place) for row in connection.execute(statement, values)]


def _idle(connection: Connection, query: str, wanted: Wanted, start: int) -> set[int]:
    """Levels from `start` on that are known to be empty."""
    form, ranked = _form(connection), steps(query)
    idle: set[int] = set()
    for holder, held in HOLDERS:
        if start <= holder and holder not in idle:
            statement = text(f"{form.matching('asked')} LIMIT 1")
            if connection.execute(statement, {"asked": form.told(_limited(ranked[holder], wanted))}).first() is None:
                idle.update(held)
    return idle


def _count(connection: Connection, expression: Expression, wanted: Wanted) -> int:
    form = _form(connection)
    statement = text(f"SELECT count(*) FROM ({form.matching('asked')}) AS hits")
    return int(connection.execute(statement, {"asked": form.told(_limited(expression, wanted))}).scalar_one())


def _limited(expression: Expression, wanted: Wanted) -> Expression:
    keys = _keys(wanted)
    return All((expression, *keys)) if keys else expression


def _keys(wanted: Wanted) -> list[Key]:
    names = ("kind", "status", "unit", "tag")
    return [Key(key(name, value)) for name, value in zip(names, wanted.filters, strict=True) if value]


def _correction(connection: Connection, wanted: Wanted) -> str:
    """The query with its typing errors undone, "" when that finds nothing either, or the words do exist elsewhere."""
    anywhere = Wanted(wanted.query)
    if wanted.filters != anywhere.filters and _count(connection, widest(wanted.query), anywhere):
        return ""
    form = _form(connection)

    def known(words: set[str]) -> set[str]:
        return form.known(connection, words)

    def begins(word: str) -> bool:
        return bool(_count(connection, Phrase((word,), marks=False, unfinished=True), anywhere))

    best: tuple[int, int] = (0, 0)
    chosen = ""
    for meant in search_spelling.alternatives(plain(wanted.query), known, begins):
        if not _count(connection, _any_choice(meant), wanted):
            continue
        for words in search_spelling.queries(meant):
            number = _count(connection, widest(" ".join(words)), wanted)
            together = _count(connection, Phrase(words, marks=False, in_title=True), wanted) if number else 0
            if (together, number) > best:
                best, chosen = (together, number), " ".join(words)
    return chosen


def _any_choice(meant: tuple[tuple[search_spelling.Spelling, ...], ...]) -> Expression:
    """Assets that have one of the alternatives of every word, the last perhaps unfinished."""
    last = len(meant) - 1
    return All(tuple(
        AnyOf(tuple(Phrase(spelling, marks=False, unfinished=at == last) for spelling in spellings))
        for at, spellings in enumerate(meant)
    ))  # fmt: skip


def _form(connection: Connection) -> Any:
    return _FORMS[connection.dialect.name]
