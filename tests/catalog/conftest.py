"""Catalogs to test on. Stocked ones are made once and copied: every file in them went through a child process.

The modules of ON_BOTH run on SQLite and on a real PostgreSQL: `new_database` gives the address of an empty one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.settings import FILE_NAME, Settings
from brandkit.catalog.transfer import import_folder
from tests.catalog.specimens import small_folder
from tests.postgresql import Server, running

ON_BOTH = ("test_registering", "test_edits", "test_lifecycle", "test_search", "test_search_paging",
           "test_search_queries", "test_migrations")  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "new_database" in metafunc.fixturenames and metafunc.module.__name__.rpartition(".")[2] in ON_BOTH:
        metafunc.parametrize("new_database", ["sqlite", "postgresql"], indirect=True, scope="module")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    if getattr(request, "param", "sqlite") == "sqlite":
        return lambda: Settings.database
    server: Server = request.getfixturevalue("postgresql")
    return server.database


@pytest.fixture
def empty(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Catalog]:
    with Catalog.create(tmp_path / "catalog", actor="tester", database=new_database()) as catalog:
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


@pytest.fixture(scope="session")
def stock_on_postgresql(folder: Path, postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stock") / "catalog"
    with Catalog.create(path, profile="ward", actor="tester", database=postgresql.database()) as catalog:
        assert not import_folder(catalog, folder).refused
    return path


@pytest.fixture
def stocked(request: pytest.FixtureRequest, new_database: Callable[[], str], tmp_path: Path) -> Iterator[Catalog]:
    path = tmp_path / "catalog"
    if new_database() == Settings.database:
        shutil.copytree(request.getfixturevalue("stock"), path)
    else:
        _copy_with_database(request.getfixturevalue("stock_on_postgresql"), path, request.getfixturevalue("postgresql"))
    with Catalog.open(path, actor="tester") as catalog:
        yield catalog


def _copy_with_database(stock: Path, path: Path, server: Server) -> None:
    shutil.copytree(stock, path)
    settings = path / FILE_NAME
    told = settings.read_text("utf-8")
    with Catalog.open(stock) as catalog:
        old = catalog.settings.database
    settings.write_text(told.replace(old, server.copy(old)), "utf-8")
