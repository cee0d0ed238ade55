"""Which stretches of written words are a slogan, or were meant to be one. Live text and text read by OCR go by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from brandkit.assets import Asset
from brandkit.text import folded, squeezed

SIMILAR = 0.8  # of folded letters; below it, it is another sentence
SHARED_WORDS = 0.5  # of the slogan's words that a passage must hold before letters are compared
_NOT_LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Claim:
    """A stretch of words, from `span.start` to before `span.stop`, that is a slogan's text or near it."""

    span: range
    asset: Asset
    language: str
    similarity: float  # 0..1


def claims_of(
    words: Sequence[str], slogans: Sequence[Asset], similar: float = SIMILAR, shared: float = SHARED_WORDS
) -> list[Claim]:
    """The stretches of a block of words that are slogans, each word claimed once, the likest first."""
    offered = [claim for asset in slogans for language, text in asset.text.items() if text
               for claim in _offered(words, asset, language, text, shared)]  # fmt: skip
    taken: set[int] = set()
    found = []
    for likest, claim in sorted(offered, key=lambda o: (-o[0], o[1].span.start)):
        if likest >= similar and not taken & set(claim.span):
            taken |= set(claim.span)
            found.append(claim)
    return found


def likeness(one: str, other: str) -> float:
    """0..1 of two texts by their folded letters alone; 1 when only marks, capitals or punctuation differ."""
    a, b = bare(one), bare(other)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def bare(text: str) -> str:
    """Folded letters alone."""
    return _NOT_LETTERS.sub("", folded(text))


def _offered(
    words: Sequence[str], asset: Asset, language: str, text: str, shared: float
) -> Iterator[tuple[float, Claim]]:
    """Stretches of about as many words as the slogan has, with what they are preferred by: exact ones first."""
    own = [bare(word) for word in words]
    approved = [bare(word) for word in squeezed(text).split()]
    wanted = {word for word in approved if word}
    hits = [word in wanted for word in own]
    for length in range(max(1, len(approved) - 2), len(approved) + 3):
        for start in range(len(words) - length + 1):
            # Windows that begin or end on a foreign word are never better than those without it.
            if not (hits[start] or hits[start + length - 1]):
                continue
            if len(wanted & set(own[start : start + length])) < shared * len(wanted):
                continue
            span = range(start, start + length)
            written = " ".join(words[i] for i in span)
            exact = squeezed(written) == squeezed(text)
            likest = 2.0 if exact else likeness(written, text)
            yield likest, Claim(span, asset, language, min(1.0, likest))
