"""A catalog is made whole or not at all, and what a crash leaves never stands in the way of the next try."""

from __future__ import annotations

import fcntl

import pytest

from brandkit.catalog import catalog as catalogs
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.database import Database
from brandkit.catalog.founding import MARK
from brandkit.errors import AssetExists, StoreFailure


@pytest.fixture
def full_disk(monkeypatch):
    def fail(*_, **__):
        raise StoreFailure("catalog.db", "failed: {why}", None, why="disk full")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "migrate", fail)
        yield patch


@pytest.mark.parametrize("was_there", [True, False])
def test_what_could_not_be_made_leaves_nothing(tmp_path, full_disk, was_there):
    folder = tmp_path / "c"
    if was_there:
        folder.mkdir()
    with pytest.raises(StoreFailure):
        Catalog.create(folder)
    assert folder.exists() == was_there
    assert list(tmp_path.rglob("*")) == [folder] * was_there
    full_disk.undo()
    Catalog.create(folder).close()


def test_what_a_crash_left_is_cleared_by_the_next_try(tmp_path, monkeypatch):
    folder = tmp_path / "c"
    def crashed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as crash:
        crash.setattr(catalogs, "write_settings", crashed)
        crash.setattr("brandkit.catalog.founding.abandon", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            Catalog.create(folder)
    assert (folder / "catalog.db").exists() and (folder / MARK).exists()
    with Catalog.create(folder) as made:
        assert made.assets() == []
    assert not (folder / MARK).exists()


@pytest.mark.parametrize("name", ["catalog.db", "blobs", "note.txt"])
def test_a_folder_without_the_mark_is_never_cleared(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(AssetExists, match="not empty"):
        Catalog.create(tmp_path)
    assert (tmp_path / name).read_text() == "mine"


def test_a_catalog_is_not_made_over_one_even_with_a_mark(empty):
    (empty.folder / MARK).touch()
    with pytest.raises(AssetExists, match="not empty") as told:
        Catalog.create(empty.folder)
    assert "brandkit import" in told.value.advice
    assert empty.assets() == []


def test_two_do_not_make_one_catalog_at_the_same_time(tmp_path):
    with (tmp_path / MARK).open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        (tmp_path / "catalog.db").write_text("being written")
        with pytest.raises(AssetExists, match="another process"):
            Catalog.create(tmp_path)
        assert (tmp_path / "catalog.db").read_text() == "being written"
