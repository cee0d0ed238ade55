"""Shared places of the tests: the repository's root and the starter catalog, read in place."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def starter() -> Path:
    return ROOT / "assets_catalog"
