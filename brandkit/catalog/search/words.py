"""What of an asset is searched, word by word: as written, folded, and as keys that are equal or not.

`written` is NFC in small letters with tones in one place; `folded` has no marks, đ as d. Both are cut into words here,
so that every database searches the same ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from brandkit.assets import Asset, Unit
from brandkit.catalog.search.abbreviations import written_out
from brandkit.text import folded, squeezed, tone_moved

# FTS5 takes characters of the private use area as letters, and no word of a text has them.
KEY_MARK = "\ue000"
_WORD = re.compile(r"[^\W_]+")
_LONGEST_LETTERS = 60
_MOST_WORDS = 8_000  # of one asset; PostgreSQL counts places up to 16,383


@dataclass(frozen=True)
class Words:
    """The words of one asset: those of its titles, slug and slogan, and those of all the rest."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    title_folded: tuple[str, ...]
    body_folded: tuple[str, ...]
    keys: tuple[str, ...]
    length: int  # words of the title as the reader sees it


# An asset's place among those that answer a query equally well: shorter titles first, then the newest.
_LONGEST_TITLE = 15
_ROWS = 2**32


def place_of(row: int, length: int) -> int:
    """The place of the asset in a row; the row can be told from it again."""
    return min(length, _LONGEST_TITLE) * _ROWS + _ROWS - 1 - row


def row_of(place: int) -> int:
    """The row number that `place_of` was given."""
    return _ROWS - 1 - place % _ROWS


def places_of(row: int) -> list[int]:
    """Every place that the asset in a row may have."""
    return [place_of(row, length) for length in range(_LONGEST_TITLE + 1)]


def words_of(asset: Asset, unit: Unit | None) -> Words:
    """What the asset is found by; `unit` is the one that owns it."""
    titles = [part for part in (*asset.title.values(), *asset.text.values()) if part]
    title, body = _both_ways(titles), _both_ways(_body(asset, unit))
    return Words(
        written(title),
        written(body)[:_MOST_WORDS],
        (*plain(title), *plain(asset.slug)),
        plain(body)[:_MOST_WORDS],
        tuple(dict.fromkeys(_keys(asset, titles))),
        length_of(asset),
    )


def length_of(asset: Asset) -> int:
    """How many words the title has by which the asset takes its place."""
    titles = [part for part in (*asset.title.values(), *asset.text.values()) if part]
    return len(plain(titles[0])) if titles else 0


def texts_of(asset: Asset) -> list[str]:
    """What an asset says, its title first."""
    return [part for part in (*asset.title.values(), *asset.text.values(), *_body(asset, None)) if part]


def written(text: str) -> tuple[str, ...]:
    """The words of a text as they are written, in small letters."""
    return _cut(tone_moved(squeezed(text)).casefold())


def plain(text: str) -> tuple[str, ...]:
    """The words of a text without marks."""
    return _cut(folded(text))


def key(what: str, value: str) -> str:
    """One word that stands for a value that must be equal: a title, a slug, a tag, a unit …"""
    digest = hashlib.blake2b(f"{what}\0{value}".encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f"{KEY_MARK}{digest}"


def title_key(words: Iterable[str], *, marks: bool) -> str:
    """The key of a whole title."""
    return key("written" if marks else "plain", " ".join(words))


def _keys(asset: Asset, titles: list[str]) -> Iterable[str]:
    yield key("slug", asset.slug.casefold())
    for name in ("kind", "status", "unit"):
        yield key(name, getattr(asset, name))
    for tag in asset.tags:
        yield key("tag", folded(tag))
    for title in titles:
        for form in (title, written_out(title)):
            yield title_key(written(form), marks=True)
            yield title_key(plain(form), marks=False)


def _body(asset: Asset, unit: Unit | None) -> list[str]:
    pairs = (asset.alt, asset.description, asset.caption, asset.location, asset.rights.usage_terms)
    owner = [unit.slug, *unit.name.values(), *unit.short.values()] if unit else [asset.unit]
    variants = {file.variant for version in asset.versions for file in version.files}
    words = [word for pair in pairs for word in pair.values()]
    rights = [asset.creator, asset.rights.holder, asset.rights.credit, asset.rights.license]
    return [part for part in (*words, *asset.tags, *rights, *owner, *sorted(variants)) if part]


def _both_ways(parts: list[str]) -> str:
    """The parts, and those with abbreviations once more in full."""
    full = [out for part in parts if (out := written_out(part)) != squeezed(part)]
    return " · ".join([*parts, *full])


def _cut(text: str) -> tuple[str, ...]:
    return tuple(word[:_LONGEST_LETTERS] for word in _WORD.findall(text))
