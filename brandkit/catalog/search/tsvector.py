"""Search on PostgreSQL: one tsvector of words cut and folded by us, so no dictionary of the server has a say.

Words as written begin with "=", folded ones are bare; the first of a title is there once more, with "^" before it.
Places are numbered through the title (weight A) and the rest (weight D). Only what asks for the title or for neighbors
makes the server look beyond the index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from brandkit.catalog.search.ranking import All, AnyOf, Expression, Key, Phrase, Without
from brandkit.catalog.search.words import Words, place_of, places_of

_MOST_PLACES = 200  # of one word in one asset; PostgreSQL keeps 255
_MARKED, _FIRST = "=", "^"
_GAP = 2  # between title and rest, so that no phrase reaches across


def write(connection: Connection, rows: Sequence[tuple[int, Words]]) -> None:
    """Puts the words of assets, by row number, in place of those that were there."""
    old = [place for row, _ in rows for place in places_of(row)]
    connection.execute(text("DELETE FROM words WHERE place = ANY(:places)"), {"places": old})
    statement = text("INSERT INTO words (place, found) VALUES (:place, CAST(:found AS tsvector))")
    connection.execute(statement, [
        {"place": place_of(row, words.length), "found": _vector(words)} for row, words in rows
    ])  # fmt: skip


def clear(connection: Connection) -> None:
    """Removes the words of every asset."""
    connection.execute(text("DELETE FROM words"))


def present(connection: Connection, places: Sequence[int]) -> set[int]:
    """Those of the places that are taken."""
    statement = text("SELECT place FROM words WHERE place = ANY(:places)")
    return set(connection.execute(statement, {"places": list(places)}).scalars())


def matching(name: str) -> str:
    """Places of `words` that answer the parameter `name`."""
    return f"SELECT place FROM words WHERE found @@ CAST(:{name} AS tsquery)"


def in_order(name: str, after: str) -> str:
    """`matching`, from the first place after the parameter `after` on."""
    return f"{matching(name)} AND place > :{after} ORDER BY place"


def judged(connection: Connection, asked: str, steps: Sequence[Expression]) -> list[tuple[int, int]]:
    """The first step that each asset meets, and its place; for those that answer what is `asked`."""
    cases = " ".join(f"WHEN found @@ CAST(:step{n} AS tsquery) THEN {n}" for n in range(len(steps)))
    statement = text(
        f"SELECT CASE {cases} ELSE {len(steps) - 1} END AS level, place FROM words "
        "WHERE found @@ CAST(:asked AS tsquery)"
    )
    values = {f"step{n}": told(step) for n, step in enumerate(steps)}
    return [(row.level, row.place) for row in connection.execute(statement, {**values, "asked": asked})]


def known(connection: Connection, words: Iterable[str]) -> set[str]:
    """Those of the folded words that some asset has."""
    statement = text(
        "SELECT word FROM unnest(CAST(:words AS text[])) word "
        "WHERE EXISTS (SELECT 1 FROM words WHERE found @@ CAST(quote_literal(word) AS tsquery))"
    )
    return set(connection.execute(statement, {"words": sorted(words)}).scalars())


def told(expression: Expression) -> str:
    """The expression in tsquery's language; every word stands in quotes, so nothing in it is an operator."""
    match expression:
        case Key(word):
            return f"'{word}'"
        case Phrase():
            return _phrase(expression)
        case All(parts):
            return f"({' & '.join(map(told, parts))})"
        case AnyOf(parts):
            return f"({' | '.join(map(told, parts))})"
        case Without(kept, left_out):
            return f"({told(kept)} & !{told(left_out)})"


def _phrase(phrase: Phrase) -> str:
    weight = "A" if phrase.in_title else ""
    quoted = []
    for number, word in enumerate(phrase.words):
        is_last = number == len(phrase.words) - 1
        start = _FIRST * (phrase.first and number == 0) + _MARKED * phrase.marks
        flags = "*" * (phrase.unfinished and is_last) + weight
        quoted.append(f"'{start}{word}'{':' if flags else ''}{flags}")
    return f"({' <-> '.join(quoted)})"


def _vector(words: Words) -> str:
    """The words as the text of a tsvector: 'lexeme':place,place …"""
    places: dict[str, list[str]] = defaultdict(list)
    for mark, title, body in ((_MARKED, words.title, words.body), ("", words.title_folded, words.body_folded)):
        for word in title[:1]:
            places[_FIRST + mark + word].append("1A")
        for number, word in enumerate(title, start=1):
            places[mark + word].append(f"{number}A")
        for number, word in enumerate(body, start=len(title) + _GAP):
            places[mark + word].append(str(number))
    for key in words.keys:
        places[key] = []
    return " ".join(f"'{word}'{':' if at else ''}{','.join(at[:_MOST_PLACES])}" for word, at in places.items())
