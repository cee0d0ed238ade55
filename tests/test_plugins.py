"""A file in a folder is found by being there, and one that fails to import stops the program."""

from __future__ import annotations

import importlib
import sys

import pytest

from brandkit.plugins import id_of, modules_of


@pytest.fixture
def folder(tmp_path, monkeypatch):
    package = tmp_path / "sample_plugins"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "two_words.py").write_text("answer = 42")
    (package / "_hidden.py").write_text("raise RuntimeError")
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    for name in [n for n in sys.modules if n.startswith("sample_plugins")]:
        del sys.modules[name]


def test_files_are_found_by_being_there_and_underscored_ones_are_hidden(folder):
    found = modules_of(importlib.import_module("sample_plugins"))
    assert list(found) == ["two-words"]
    assert found["two-words"].answer == 42


def test_a_file_that_fails_to_import_stops_the_scan(folder):
    (folder / "broken.py").write_text("import no_such_library_at_all")
    with pytest.raises(ImportError):
        modules_of(importlib.import_module("sample_plugins"))


def test_ids_have_hyphens():
    assert id_of("brandkit.rules.stretched_logo") == "stretched-logo"
