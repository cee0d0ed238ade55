"""Every limit is told to people, and with the value that holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brandkit import limits

NAMES = sorted(name for name in vars(limits) if name.isupper())
UNITS = {"": 1, "million": 1_000_000, "MB": 2**20, "GiB": 2**30, "s": 1, "pt": 1, "px": 1, "dpi": 1}


@pytest.fixture(scope="module")
def rows(root: Path) -> dict[str, str]:
    page = (root / "docs/reference/limits.md").read_text("utf-8")
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+?) \|", page, re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_states_the_limit_that_holds(name: str, rows: dict[str, str]) -> None:
    number, unit = re.fullmatch(r"([\d,.]+)(?: (\w+))?", rows[name]).groups()
    assert float(number.replace(",", "")) * UNITS[unit or ""] == getattr(limits, name)


def test_the_page_states_no_limit_that_is_gone(rows: dict[str, str]) -> None:
    assert sorted(rows) == NAMES
