"""Typing errors: words one letter away from those of the query that the catalog does know.

One edit is a letter too many, one missing, one wrong, two changed about, or a space forgotten. Wrong marks need no
correction: a search without marks finds them. Words with digits are left alone, for 2023 is no error for 2024.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from string import ascii_lowercase

from brandkit.text import folded, nfc

Spelling = tuple[str, ...]  # what is written for one word: one, or two with the space put in

_SHORTEST_LETTERS = 3
_SHORTEST_QUERY = 4  # letters: every three of them are one edit away from some syllable of Vietnamese
_LONGEST_LETTERS = 20
_MOST_WORDS = 10
_MOST_WRONG = 2  # words of a query that are unknown to the catalog
_MOST_TRIED = 60
_WORD = re.compile(r"[^\W_]+")


def alternatives(
    words: tuple[str, ...], known: Callable[[set[str]], set[str]], begins: Callable[[str], bool]
) -> Iterator[tuple[tuple[Spelling, ...], ...]]:
    """For each word what may have been meant: one edit in every unknown word or, where all are known, in one of them.

    Parameters
    ----------
    words : folded.
    known : those of a set of words that the catalog has.
    begins : whether a word of the catalog begins so; asked of the last word, that may be unfinished.
    """
    if len(words) > _MOST_WORDS or sum(map(len, words)) < _SHORTEST_QUERY:
        return
    there = known(set(words))
    wrong = [at for at, word in enumerate(words) if word not in there and not (at == len(words) - 1 and begins(word))]
    if len(wrong) > _MOST_WRONG:
        return
    for places in [wrong] if wrong else [[at] for at in range(len(words))]:
        meant = {at: tuple(_spellings(words[at], known)) for at in places}
        if all(meant.values()):
            yield tuple(meant.get(at, ((word,),)) for at, word in enumerate(words))


def queries(meant: tuple[tuple[Spelling, ...], ...]) -> list[tuple[str, ...]]:
    """The words of every choice among the alternatives, the likeliest first."""
    chosen = islice(product(*meant), _MOST_TRIED)
    return [tuple(part for spelling in spellings for part in spelling) for spellings in chosen]


def as_written(words: str, texts: Iterable[str]) -> str:
    """Folded words as texts write them, the first of them that has a word; others stay folded."""
    forms: dict[str, str] = {}
    for form in (form for part in texts for form in _WORD.findall(nfc(part))):
        forms.setdefault(folded(form), form)
    return " ".join(forms.get(word, word) for word in words.split())


def _spellings(word: str, known: Callable[[set[str]], set[str]]) -> list[Spelling]:
    """Spellings of one word that the catalog has; of equal likelihood in the order of the alphabet."""
    if not _SHORTEST_LETTERS <= len(word) <= _LONGEST_LETTERS or not word.isalpha():
        return []
    edits = dict(_edits(word))
    halves = [(word[:at], word[at:]) for at in range(1, len(word))]
    there = known({*edits, *(half for pair in halves for half in pair)})
    single = sorted((rank, edit) for edit, rank in edits.items() if edit in there and edit != word)
    split = [pair for pair in halves if there.issuperset(pair) and min(map(len, pair)) > 1]
    return [*((edit,) for _, edit in single), *split]


def _edits(word: str) -> Iterator[tuple[str, int]]:
    """Every word one edit away with how unlikely it is meant; a later one of the same word is the likelier."""
    places = range(len(word))
    for at in range(len(word) + 1):
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at:], 2 + (at == 0)
    for at in places:
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :], 2 + 2 * (at == 0)
    for at in places:
        yield word[:at] + word[at + 1 :], 1 + (at == 0)
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :], 0
