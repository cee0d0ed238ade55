"""Messages choose their language late, fall back to English, and never lose a value."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from brandkit import messages
from brandkit.messages import LOCALE, say, shown

CATALOGS = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def fields_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def catalog_of(path: Path):
    with path.open("rb") as stream:
        return read_po(stream)


def forms_of(words: str | Sequence[str]) -> tuple[str, ...]:
    """The forms of an entry: several where it has a plural, which Vietnamese writes as one."""
    return (words,) if isinstance(words, str) else tuple(words)


def entries_of(path: Path) -> dict[str, tuple[str, ...]]:
    """Translations by the English of each form."""
    return {one: forms_of(entry.string) for entry in catalog_of(path) for one in forms_of(entry.id) if one}


def test_an_unknown_sentence_is_shown_in_english():
    assert shown(say("No such sentence {n:.2f}", n=1.5), "vi") == "No such sentence 1,50"
    assert shown(say("No such sentence {n:.2f}", n=1.5), "en") == "No such sentence 1.50"


def test_pairs_and_messages_inside_a_message_take_its_language():
    inner = say("{n} px", n=3)
    told = say("{title}: {inner}", title={"vi": "Biểu trưng", "en": "Logo"}, inner=inner)
    assert shown(told, "vi") == "Biểu trưng: 3 px"
    assert shown(told, "en") == "Logo: 3 px"


def test_a_missing_english_text_falls_back_to_vietnamese():
    assert shown({"vi": "Bãi Sau", "en": ""}, "en") == "Bãi Sau"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: p.stem)
def test_every_sentence_is_translated_with_the_same_fields(path):
    assert not [entry.id for entry in catalog_of(path) if entry.id and entry.fuzzy]
    for entry in catalog_of(path):
        known = set().union(*map(fields_of, forms_of(entry.id)))
        for form in forms_of(entry.string) if entry.id else ():
            assert form, f"{path.name}: {entry.id!r} has no translation"
            assert fields_of(form) <= known, f"{path.name}: {entry.id!r} has other fields"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: p.stem)
def test_the_compiled_catalog_is_in_step_with_its_source(path):
    with path.with_suffix(".mo").open("rb") as stream:
        compiled = {forms_of(entry.id): forms_of(entry.string) for entry in read_mo(stream) if entry.id}
    source = {forms_of(entry.id): forms_of(entry.string) for entry in catalog_of(path) if entry.id}
    assert compiled == source, "run `make messages`"


@pytest.mark.parametrize("path", CATALOGS, ids=lambda p: p.stem)
def test_translations_are_vietnamese_in_normal_form(path):
    for forms in entries_of(path).values():
        for form in forms:
            assert messages.text.nfc(form) == form.strip()
            assert not re.search(r"[\u0300\u0301\u0303\u0309\u0323]", form)


def test_every_sentence_said_in_the_code_has_its_vietnamese():
    known = {one for path in CATALOGS for one in entries_of(path)}
    said: dict[str, str] = {}
    for path in sorted(messages.LOCALE.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    said[first.value] = path.name
    missing = {template: where for template, where in said.items() if template not in known}
    assert not missing
