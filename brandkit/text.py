"""Text arithmetic: NFC, folding for search, slugs, Vietnamese numbers. Pure, standard library only."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

NBSP = "\u00a0"
_SPACES = re.compile(r"\s+")
# What a terminal obeys, and halves of characters, as names that are no UTF-8 have them: no text can hold these.
_CONTROLS = {code: " " if chr(code).isspace() else None for code in (*range(0x20), *range(0x7F, 0xA0))}
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_UNSAYABLE = {**_CONTROLS, **_HALVES, ord("\t"): "\t", ord("\n"): "\n"}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# Vietnamese keyboards set the tone of oa, oe, uy on either letter: hoà and hòa are the same word.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE = re.compile(rf"([oOuU])([{_TONES}])([aAeEyY])(?!\w)")

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def nfc(text: str) -> str:
    """The text in Unicode normal form C, what cannot be said and white space around it removed."""
    return unicodedata.normalize("NFC", sayable(text)).strip()


def sayable(text: str) -> str:
    """The text without control characters but tab and new line, and with U+FFFD for what no UTF-8 can hold.

    Terminals obey control characters, and names of files, which strangers choose, may have any.
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_UNSAYABLE)


def squeezed(text: str) -> str:
    """NFC with every run of white space as one plain space."""
    return _SPACES.sub(" ", nfc(text)).strip()


def without_marks(text: str) -> str:
    """The text without any mark: đ becomes d, ẹ becomes e; case is kept."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in parts if not unicodedata.combining(c))


def folded(text: str) -> str:
    """What two spellings of one word share: no marks, đ as d, case folded, single spaces. For search, not for show."""
    return squeezed(without_marks(text)).casefold()


def tone_moved(text: str) -> str:
    """NFC with the tone of a final oa, oe, uy on its second vowel (hòa to hoà), so that both spellings are equal.

    After q the u belongs to the consonant (quý), where both styles agree.
    """
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _OLD_TONE.sub(r"\1\3\2", parts))


def slug_of(text: str) -> str:
    """Lower-case ASCII words joined by hyphens; "asset" when nothing is left."""
    return _NOT_SLUG.sub("-", folded(text)).strip("-") or "asset"


def localized_number(shown: str, lang: str) -> str:
    """A number written by Python ("1,234.5", "+4.0%") as the language writes it: vi swaps comma and point."""
    if shown.endswith("%"):
        shown = shown[:-1] + NBSP + "%"
    shown = shown.replace("-", "\u2212")
    if lang != "vi":
        return shown
    return shown.translate(str.maketrans(",.", ".,"))


def dated(day: date) -> dict[str, str]:
    """A day as each language writes it: "30/6/2022" and "30 June 2022"."""
    return {"vi": f"{day.day}/{day.month}/{day.year}", "en": f"{day.day} {_MONTHS[day.month - 1]} {day.year}"}
