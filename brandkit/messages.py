"""What is said to people: an English template with values, rendered in Vietnamese or English when it is shown.

Templates are looked up in `locale/<lang>/LC_MESSAGES/<area>.mo`; English is the key. Numbers in a template are written
as the language writes them: "{stretch:+.1%}" is "+4,0 %" in Vietnamese.
"""

from __future__ import annotations

import gettext
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from brandkit import text

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
LOCALE = Path(__file__).with_name("locale")


@dataclass(frozen=True)
class Message:
    """A sentence before its language is chosen. Values may be numbers, texts, {"vi": …, "en": …} pairs or Messages."""

    template: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return shown(self, "en")


def say(template: str, /, **values: Any) -> Message:
    """A message from an English template; the template is the key of its translation, so write it as one literal."""
    return Message(template, values)


def shown(message: Any, lang: str) -> str:
    """A Message, a {"vi", "en"} pair or a plain value as text in `lang`."""
    if message is None:
        return ""
    if isinstance(message, Message):
        return _Localized(lang).vformat(translated(message.template, lang), (), message.values)
    if isinstance(message, Mapping):
        return str(message.get(lang) or next((message[k] for k in LANGUAGES if message.get(k)), ""))
    return str(message)


def translated(template: str, lang: str) -> str:
    """The template in `lang`, or itself where the catalog has none."""
    if lang == "en" or not template:
        return template
    for area in _areas(lang):
        if (found := _translations(lang, area).gettext(template)) != template:
            return found
    return template


class _Localized(string.Formatter):
    def __init__(self, lang: str):
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return text.localized_number(format(value, format_spec), self.lang)
        return format(shown(value, self.lang), format_spec)


@cache
def _areas(lang: str) -> tuple[Path, ...]:
    return tuple(sorted((LOCALE / lang / "LC_MESSAGES").glob("*.mo")))


@cache
def _translations(lang: str, area: Path) -> gettext.GNUTranslations:
    # One area at a time: a list of commands need not wait for the words of every rule.
    with area.open("rb") as stream:
        return gettext.GNUTranslations(stream)
