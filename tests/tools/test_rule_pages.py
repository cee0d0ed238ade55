"""The pages of the rules are what their docstrings say."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from brandkit import rules
from brandkit.plugins import modules_of


@pytest.fixture
def tool(root) -> ModuleType:
    spec = importlib.util.spec_from_file_location("rule_pages", root / "tools" / "rule_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_in_the_repository_are_up_to_date(tool):
    assert tool.stale() == []


def test_every_rule_has_a_page_in_both_languages(tool):
    told = tool.pages()
    assert set(told) == {"README.md", *(f"{rule}.md" for rule in modules_of(rules))}
    for name in set(told) - {"README.md"}:
        assert "## Tiếng Việt" in told[name]
        assert "## English" in told[name]


def test_a_page_that_was_changed_by_hand_is_noticed(tool, tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    assert tool.main([]) == 0
    assert tool.main(["--check"]) == 0
    page = tmp_path / "stretched-logo.md"
    page.write_text(page.read_text("utf-8") + "and more\n", "utf-8")
    (tmp_path / "no-such-rule.md").write_text("gone\n", "utf-8")
    assert tool.stale() == ["no-such-rule.md", "stretched-logo.md"]
    assert tool.main(["--check"]) == 1
