"""Catalogs to test on. Stocked ones are made once and copied: every file in them went through a child process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.transfer import import_folder
from tests.catalog.specimens import small_folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.create(tmp_path / "catalog", actor="tester") as catalog:
        yield catalog


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_folder(tmp_path_factory.mktemp("folder"))


@pytest.fixture(scope="session")
def stock(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stock") / "catalog"
    with Catalog.create(path, profile="ward", actor="tester") as catalog:
        assert not import_folder(catalog, folder).refused
    return path


@pytest.fixture
def stocked(stock: Path, tmp_path: Path) -> Iterator[Catalog]:
    shutil.copytree(stock, tmp_path / "catalog")
    with Catalog.open(tmp_path / "catalog", actor="tester") as catalog:
        yield catalog
