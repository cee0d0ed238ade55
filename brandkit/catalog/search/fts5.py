"""Search on SQLite: FTS5 over words written ready. It folds no đ with any setting, so folded words have own columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, text

from brandkit.catalog.search.ranking import All, AnyOf, Expression, Key, Phrase, Without
from brandkit.catalog.search.words import Words, place_of, places_of

_COLUMNS = ("title", "body", "title_folded", "body_folded", "keys")
_PLACES = {(True, True): "title", (False, True): "title body",
           (True, False): "title_folded", (False, False): "title_folded body_folded"}  # fmt: skip


def write(connection: Connection, rows: Sequence[tuple[int, Words]]) -> None:
    """Puts the words of assets, by row number, in place of those that were there."""
    old = [{"place": place} for row, _ in rows for place in places_of(row)]
    connection.execute(text("DELETE FROM words WHERE rowid = :place"), old)
    names = ", ".join(_COLUMNS)
    statement = text(f"INSERT INTO words (rowid, {names}) VALUES (:place, :{names.replace(', ', ', :')})")
    connection.execute(statement, [
        {"place": place_of(row, words.length)} | {name: " ".join(getattr(words, name)) for name in _COLUMNS}
        for row, words in rows
    ])  # fmt: skip


def clear(connection: Connection) -> None:
    """Removes the words of every asset."""
    connection.execute(text("DELETE FROM words"))


def present(connection: Connection, places: Sequence[int]) -> set[int]:
    """Those of the places that are taken."""
    statement = text("SELECT rowid FROM words WHERE rowid IN (SELECT value FROM json_each(:places))")
    return set(connection.execute(statement, {"places": json.dumps(list(places))}).scalars())


def matching(name: str) -> str:
    """Places of `words` that answer the parameter `name`."""
    return f"SELECT rowid AS place FROM words WHERE words MATCH :{name}"


def in_order(name: str, after: str) -> str:
    """`matching`, from the first place after the parameter `after` on."""
    return f"{matching(name)} AND rowid > :{after} ORDER BY rowid"


def judged(connection: Connection, asked: str, steps: Sequence[Expression]) -> list[tuple[int, int]]:
    """The first step that each asset meets, and its place; for those that answer what is `asked`."""
    statement = text(f"SELECT rowid AS place, {', '.join(_COLUMNS)} FROM words WHERE words MATCH :asked")
    found = []
    for row in connection.execute(statement, {"asked": asked}):
        texts = {name: f" {getattr(row, name)} " for name in _COLUMNS}
        level = next((n for n, step in enumerate(steps) if _meets(texts, step)), len(steps) - 1)
        found.append((level, int(row.place)))
    return found


def known(connection: Connection, words: Iterable[str]) -> set[str]:
    """Those of the folded words that some asset has."""
    quoted = "'{title_folded body_folded} : \"' || value || '\"'"
    statement = text(
        "SELECT value FROM json_each(:words) "
        f"WHERE EXISTS (SELECT 1 FROM words WHERE words MATCH {quoted} LIMIT 1)"
    )
    return set(connection.execute(statement, {"words": json.dumps(sorted(words))}).scalars())


def told(expression: Expression) -> str:
    """The expression in FTS5's language; every word stands in quotes, so nothing in it is an operator."""
    match expression:
        case Key(word):
            return f'{{keys}} : "{word}"'
        case Phrase(words, marks, in_title, first, unfinished):
            start, end = "^" if first else "", " *" if unfinished else ""
            return f'{{{_PLACES[in_title, marks]}}} : {start}"{" ".join(words)}"{end}'
        case All(parts):
            return f"({' AND '.join(map(told, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(told, parts))})"
        case Without(kept, left_out):
            return f"({told(kept)} NOT {told(left_out)})"


def _meets(texts: Mapping[str, str], expression: Expression) -> bool:
    """What FTS5 would say of an asset with these words, a space around each of them."""
    match expression:
        case Key(word):
            return f" {word} " in texts["keys"]
        case Phrase(words, marks, in_title, first, unfinished):
            phrase = f" {' '.join(words)}{'' if unfinished else ' '}"
            places = [texts[name] for name in _PLACES[in_title, marks].split()]
            return any(place.startswith(phrase) if first else phrase in place for place in places)
        case All(parts):
            return all(_meets(texts, part) for part in parts)
        case AnyOf(parts):
            return any(_meets(texts, part) for part in parts)
        case Without(kept, left_out):
            return _meets(texts, kept) and not _meets(texts, left_out)
