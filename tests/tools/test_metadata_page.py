"""The page of metadata is what the mapping table says."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from brandkit.catalog.metadata.iptc import PROPERTIES


@pytest.fixture
def tool(root) -> ModuleType:
    spec = importlib.util.spec_from_file_location("metadata_page", root / "tools" / "metadata_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_in_the_repository_is_up_to_date(tool):
    assert tool.PAGE.read_text("utf-8") == tool.page()


def test_every_property_has_its_row_with_its_path_and_key(tool):
    rows = [line for line in tool.page().splitlines() if line.startswith("| ")]
    for prop in PROPERTIES:
        assert any(f"| {prop.name} | `{prop.xmp}` |" in row and f"`{prop.key}`" in row for row in rows)


def test_a_page_that_was_changed_by_hand_is_noticed(tool, tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "PAGE", tmp_path / "metadata.md")
    assert tool.main(["--check"]) == 1
    assert tool.main([]) == 0
    assert tool.main(["--check"]) == 0
    tool.PAGE.write_text(tool.page() + "and more\n", "utf-8")
    assert tool.main(["--check"]) == 1
