"""Slogans whose words, marks, capitals or line breaks are not the approved ones.

Why                     One wrong mark makes another Vietnamese word; a slogan is approved letter by letter.
Measured as             The text as written in the file, in Unicode normal form C with single spaces, against the
                        approved text of the same language: letters that differ. Lines are compared where breaks are
                        approved. In a picture, Tesseract says where the slogan stands; then the approved line is drawn
                        there in each of the catalog's fonts, and every letter compared with its likely wrong forms.
                        Reading alone never decides: where no font fits or a letter goes with neither form, a person
                        does.
Not found by this rule  A slogan paraphrased beyond recognition; its typeface; in pictures, lettering under about 18
                        pixels an em, along a curve or in perspective.
Options                 either_tone_style: whether the two spellings of one word, as hòa and hoà, count as the same.
                        Off, because the decision prints one of them.
                        check_breaks: whether lines must break where it was approved.
Source                  A common clause of published brand decisions: the slogan is used word for word. Unicode UAX
                        #15 (normal forms). In pictures: docs/adr/0010-slogans-in-pixels.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from brandkit.assets import Asset
from brandkit.brand import Identity
from brandkit.document import Document, Page
from brandkit.findings import (
    Finding,
    Measure,
    Sighting,
    at_most,
    inapplicable,
    needs_review,
    passed,
    slogans,
    violation,
)
from brandkit.messages import Message, say
from brandkit.text import squeezed, tone_moved

severity = "critical"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"


@dataclass(frozen=True)
class Comparison:
    """Approved and found text; `marks` are the spans of `found` that differ, `letters` how many characters."""

    expected: str
    found: str
    marks: tuple[tuple[int, int], ...]
    letters: int


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    either_tone_style: bool = False,
    check_breaks: bool = True,
) -> Iterator[Finding]:
    judged = [(s, brand.assets[s.asset]) for s in slogans(sightings) if s.text is not None and s.asset in brand.assets]
    unread = [page for page in document.pages if page.unread]
    yield from (not_read(page) for page in unread)
    if not judged and not unread:
        yield inapplicable(say("No approved slogan stands in this material."))
        return
    for slogan, asset in judged:
        compared = closest(slogan, asset, either_tone_style)
        details: dict[str, Any] = {
            "measured": Measure(compared.letters, "count"),
            "allowed": at_most(0),
            "evidence": {
                "expected": compared.expected,
                "found": compared.found,
                "marks": [list(span) for span in compared.marks],
                **in_pixels(slogan),
            },
        }
        remedy = say("Copy the approved text: “{text}”", text=compared.expected)
        if slogan.certainty == "possible":
            told = say("{title} stands in the picture; whether its letters are the approved ones cannot be told.",
                       title=slogan.title)  # fmt: skip
            remedy = say("Compare it letter by letter with “{text}”", text=compared.expected)
            evidence = {"expected": compared.expected, "read": squeezed(slogan.text or "")}
            yield needs_review(slogan, told, reason=slogan.reason or "low-confidence", remedy=remedy, evidence=evidence)
        elif compared.letters:
            yield violation(slogan, told_of(compared, slogan), remedy=remedy, use_instead=asset.slug, **details)
        elif check_breaks and wrongly_broken(slogan, asset, compared):
            lines = " / ".join(approved_lines(asset, compared.expected))
            told = say("{title} breaks into lines where it was not approved.", title=slogan.title)
            remedy = say("Break it as approved: “{lines}”", lines=lines)
            yield violation(slogan, told, remedy=remedy, use_instead=asset.slug, **details)
        else:
            yield passed(slogan, say("{title} is written as approved.", title=slogan.title), **details)


def not_read(page: Page) -> Finding:
    """What is told of a picture whose lettering was not read: never that it is right."""
    reason = page.unread or ""
    if reason == "missing-tesseract":
        told = say("The text in this picture was not read: Tesseract or its Vietnamese data is not installed.")
        remedy = say("Install it and check again: {command}", command=INSTALL)
        return needs_review(page, told, reason=reason, remedy=remedy)
    told = say("The text in this picture was not read: reading it did not end in time.")
    remedy = say("Look for slogans in it yourself, or check it again.")
    return needs_review(page, told, reason=reason, remedy=remedy)


def in_pixels(slogan: Sighting) -> dict[str, Any]:
    """What was measured of a slogan's wrong letters in a picture; nothing of one in live text."""
    letters = [
        {
            "expected": letter.expected,
            "found": letter.found,
            "gain": letter.gain,
            "share": letter.share,
            "face": letter.face,
            "quad": [list(corner) for corner in letter.quad],
        }
        for letter in slogan.letters
    ]
    return {"letters": letters} if letters else {}


def closest(slogan: Sighting, asset: Asset, either_tone_style: bool) -> Comparison:
    """The found text beside the approved text, of the sighting's language or else the one that is nearest."""
    stated = asset.text.get(slogan.variant)
    approved = [stated] if stated else [text for text in asset.text.values() if text]
    forms = [form for text in approved for form in accepted_forms(squeezed(text), asset)]
    return min(
        (compare(form, squeezed(slogan.text or ""), either_tone_style) for form in forms), key=lambda c: c.letters
    )


def accepted_forms(text: str, asset: Asset) -> tuple[str, ...]:
    """The text as approved, and in capitals throughout where the asset allows it."""
    return (text, text.upper()) if asset.case == "any" else (text,)


def compare(expected: str, found: str, either_tone_style: bool = False) -> Comparison:
    """Which characters of the found text are not the approved ones.

    A character that is missing marks its two neighbours.
    """
    if either_tone_style and tone_moved(expected) == tone_moved(found):
        return Comparison(expected, found, (), 0)
    marks, letters = [], 0
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        letters += max(a1 - a0, b1 - b0)
        marks.append((b0, b1) if b1 > b0 else (max(0, b0 - 1), min(len(found), b0 + 1)))
    return Comparison(expected, found, tuple(marks), letters)


def told_of(compared: Comparison, slogan: Sighting) -> Message:
    if compared.expected.casefold() == compared.found.casefold():
        return say(
            "{title} is written “{found}”, with other capitals than approved.", title=slogan.title, found=compared.found
        )
    return say(
        "{title} is written “{found}”; approved is “{expected}”.",
        title=slogan.title,
        found=compared.found,
        expected=compared.expected,
    )


def approved_lines(asset: Asset, expected: str) -> tuple[str, ...]:
    """The approved lines of the text, empty when none are given for it."""
    for lines in asset.breaks.values():
        joined = squeezed(" ".join(lines))
        if joined == expected:
            return tuple(squeezed(line) for line in lines)
        if joined.upper() == expected:
            return tuple(squeezed(line).upper() for line in lines)
    return ()


def wrongly_broken(slogan: Sighting, asset: Asset, compared: Comparison) -> bool:
    lines = tuple(squeezed(line) for line in (slogan.text or "").splitlines() if line.strip())
    approved = approved_lines(asset, compared.expected)
    return len(lines) > 1 and bool(approved) and lines != approved
