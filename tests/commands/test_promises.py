"""What every command that keeps the catalog owes its caller: help, JSON alone on stdout, one line an error."""

from __future__ import annotations

import json
import re

import pytest

from brandkit.plugins import modules_of
from tests.catalog.specimens import mark


@pytest.fixture
def logo(tmp_path):
    path = tmp_path / "new-mark.svg"
    path.write_bytes(mark(seed=30))
    return path


ERRORS = [
    ("show", "nobody"), ("history", "nobody"), ("edit", "nobody", "title=x"), ("approve", "nobody"),
    ("get", "nobody", "-o", "-"), ("similar", "nowhere.png"), ("import", "nowhere"),
    ("add", "nowhere.png", "--kind", "photo"), ("add", "--kind", "logo"), ("add", "x.svg", "--kind", "painting"),
    ("add", "x", "--kind", "slogan", "--slug", "y", "--text", "z"), ("search", "--kind", "painting"),
    ("get", "thang-tam"), ("--catalog", "/nowhere", "search"), ("retire", "thang-tam", "--replaced-by", "nobody"),
    ("get", "basket-boat", "-o", "x.png", "--width", "5000"), ("add", "x.svg", "--kind", "logo", "--text", "words"),
]  # fmt: skip


@pytest.mark.parametrize("words", ERRORS, ids=" ".join)
def test_every_error_is_one_line_and_with_json_one_document(run, words):
    told = run(*words)
    assert told.status == 2
    assert told.err.count("\n") == 1 and told.err.startswith("brandkit: ")
    assert told.out == ""
    as_json = run(*words, "--json")
    assert as_json.status == 2
    assert set(as_json.document["error"]) == {"code", "message", "advice"}


COMMANDS = [
    "init", "import", "export", "add", "submit", "approve", "reject", "retire", "withdraw", "edit", "show", "history",
    "search", "similar", "duplicates", "get", "fsck", "gc",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_json(run, name, lang):
    told = run("--lang", lang, name, "--help")
    assert told.status == 0
    assert "--json" in told.out
    assert f"brandkit {name}" in told.out


def test_json_is_all_that_stands_on_stdout(run, logo, plain_folder, tmp_path):
    for words in (
        ("init", tmp_path / "n", "--from", plain_folder), ("import", plain_folder), ("export", tmp_path / "o"),
        ("add", logo, "--kind", "logo", "--slug", "x"), ("submit", "x"), ("reject", "x"), ("submit", "x"),
        ("approve", "x"), ("edit", "x", "title=Y"), ("show", "x"), ("history", "x"), ("search",),
        ("similar", logo), ("duplicates",), ("get", "x", "-o", tmp_path / "x.svg"), ("fsck",), ("gc",),
        ("retire", "x"), ("withdraw", "x"),
    ):  # fmt: skip
        told = run(*words, "--json")
        assert told.status == 0, (words, told)
        assert isinstance(json.loads(told.out), dict)


def test_a_crash_is_told_in_one_line(run, tmp_path, monkeypatch):
    from brandkit.catalog.catalog import Catalog

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(Catalog, "assets", broken)
    told = run("export", tmp_path / "never-written")
    assert (told.status, told.err.count("\n")) == (2, 1)
    assert re.match(r"brandkit: ZeroDivisionError: in brandkit\.catalog\.transfer, line \d+, is a fault", told.err)


def test_a_plug_in_that_cannot_be_imported_is_named(run, tmp_path, monkeypatch):
    from brandkit import rules

    (tmp_path / "broken_rule.py").write_text("import no_such_module\n")
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    modules_of.cache_clear()
    told = run("rules")
    modules_of.cache_clear()
    assert (told.status, told.err.count("\n")) == (2, 1)
    assert "in brandkit.rules.broken_rule, line 1" in told.err and "no_such_module" in told.err
