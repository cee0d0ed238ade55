"""How well an asset answers a query: levels from "called exactly so" down to "holds the words, marks aside".

Each level is a logical expression over words that a database can answer in the order of places (`place_of` in
search_words) without looking at more than it gives. That keeps a page as quick among a million assets as among a
thousand, and a place in the order stays what it is while assets are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brandkit.catalog.search.abbreviations import written_out
from brandkit.catalog.search.words import key, plain, title_key, written
from brandkit.text import slug_of

MOST_LETTERS, MOST_WORDS = 2_000, 40  # of a query; what follows is not looked at


@dataclass(frozen=True)
class Key:
    """Assets that have this key."""

    word: str


@dataclass(frozen=True)
class Phrase:
    """Assets with these words one after another.

    marks : as written, else folded. first : the title begins with them. unfinished : the last is the beginning of a
    word.
    """

    words: tuple[str, ...]
    marks: bool
    in_title: bool = False
    first: bool = False
    unfinished: bool = False


@dataclass(frozen=True)
class All:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Without:
    """What meets `kept` and not `left_out`."""

    kept: Expression
    left_out: Expression


Expression = Key | Phrase | All | AnyOf | Without
Reading = tuple[str, ...]


def steps(query: str) -> tuple[Expression, ...]:
    """One expression a level, best first: an asset's level is the first it meets; () for a query without a word."""
    query = query[:MOST_LETTERS]
    marked, unmarked = _readings(query, marks=True), _readings(query, marks=False)
    if not marked or not unmarked:
        return ()
    slug, meant = Key(key("slug", query.strip().casefold())), Key(key("slug", slug_of(query)))
    exact, begun, together, *scattered = _steps(marked, marks=True)
    # Who types no marks at all may well be typing a slug.
    early = meant if marked[0] == unmarked[0] else slug
    return slug, exact, begun, together, early, *scattered, meant, *_steps(unmarked, marks=False)


# A step that holds all that others can find: where it finds nothing, they need not be asked.
HOLDERS = ((7, (1, 2, 3, 5, 6, 7)), (13, (1, 2, 3, 6, 9, 10, 11, 13)))


def levels(query: str) -> tuple[Expression, ...]:
    """The steps without what the steps before them found, so that no asset is in two of them."""
    ranked = steps(query)
    return tuple(
        Without(step, AnyOf(tuple(ranked[n] for n in _BEFORE[number]))) if number else step
        for number, step in enumerate(ranked)
    )


def widest(query: str) -> Expression:
    """Every asset that is in any level of a query that has some."""
    return _steps(_readings(query[:MOST_LETTERS], marks=False), marks=False)[-1]


# Which earlier levels to leave out of each: those that hold all the others before it.
_BEFORE = (
    (),
    (0,), (0, 1), (0, 1, 2), (0, 3), (0, 3, 4), (0, 4, 5), (0, 4, 5, 6),
    (0, 4, 7),
    (0, 4, 7, 8), (0, 4, 7, 8, 9), (0, 4, 7, 8, 9, 10), (0, 4, 7, 8, 11), (0, 4, 7, 8, 12), (0, 4, 7, 8, 12, 13),
)  # fmt: skip


def _steps(readings: Sequence[Reading], *, marks: bool) -> tuple[Expression, ...]:
    """From titles that are the query to assets that hold all its words somewhere, the last of them unfinished."""
    return (
        _any_of([Key(title_key(words, marks=marks)) for words in readings]),
        _any_of([Phrase(words, marks, in_title=True, first=True) for words in readings]),
        _any_of([Phrase(words, marks, in_title=True) for words in readings]),
        _any_of([_all_words(words, marks, unfinished=False) for words in readings]),
        _any_of([Phrase(words, marks, in_title=True, unfinished=True) for words in readings]),
        _any_of([_all_words(words, marks, unfinished=True) for words in readings]),
    )


def _all_words(words: Reading, marks: bool, *, unfinished: bool) -> Expression:
    last = Phrase(words[-1:], marks, unfinished=unfinished)
    whole = tuple(Phrase((word,), marks) for word in dict.fromkeys(words[:-1]))
    return All((*whole, last)) if whole else last


def _readings(query: str, *, marks: bool) -> tuple[Reading, ...]:
    """The words as typed, and with abbreviations written out."""
    cut = written if marks else plain
    both = (cut(query)[:MOST_WORDS], cut(written_out(query, any_case=True))[:MOST_WORDS])
    return tuple(dict.fromkeys(words for words in both if words))


def _any_of(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
