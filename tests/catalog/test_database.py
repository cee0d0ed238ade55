"""Tables and migrations say the same; the database keeps what it acknowledged, or is not opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from brandkit.catalog import database, database_sqlite, schema
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.search import Wanted
from brandkit.catalog.settings import FILE_NAME
from brandkit.errors import AssetExists, InvalidCatalog, NoCatalog, StoreFailure


def test_the_tables_are_those_that_the_migrations_make(empty):
    with empty.database.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    # FTS5 keeps its words in tables of its own, which are no business of the schema.
    assert [step for step in found if not (step[0] == "remove_table" and step[1].name.startswith("words"))] == []


def test_the_version_is_that_of_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.VERSION


def test_every_connection_is_set_to_lose_nothing(empty):
    with empty.database.writing() as connection:
        asked = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in
                 ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert asked == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


def test_a_database_that_cannot_be_made_safe_is_refused(empty, monkeypatch):
    monkeypatch.setattr(database_sqlite, "_FULL", 3)
    with pytest.raises(StoreFailure, match="power cut"):
        Catalog.open(empty.folder)


@pytest.mark.parametrize("version", ["0000", "9999", None])
def test_tables_of_another_version_are_refused_with_what_to_do(empty, version):
    empty.close()
    with sqlite3.connect(empty.database.path) as raw:
        raw.execute("DELETE FROM alembic_version")
        if version:
            raw.execute("INSERT INTO alembic_version VALUES (?)", (version,))
    raw.close()
    with pytest.raises(InvalidCatalog) as told:
        Catalog.open(empty.folder)
    assert "migrate" in told.value.advice


def test_a_lost_database_is_told_and_not_made_anew(empty):
    empty.close()
    for path in empty.folder.glob("catalog.db*"):
        path.unlink()
    with pytest.raises(InvalidCatalog, match="missing") as told:
        Catalog.open(empty.folder)
    assert "brandkit rebuild" in str(told.value.advice)
    assert not empty.database.path.exists()


def test_a_file_that_is_no_database_is_told(empty):
    empty.close()
    for path in empty.folder.glob("catalog.db*"):
        path.unlink()
    empty.database.path.write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreFailure):
        Catalog.open(empty.folder)


def test_a_transaction_that_raises_changes_nothing(empty):
    with pytest.raises(RuntimeError), empty.database.writing() as connection:
        connection.execute(text("INSERT INTO units VALUES ('a', 0, '{}', '{}', NULL, NULL, '[]')"))
        raise RuntimeError
    assert empty.units() == ()


WRONG = [
    'database = "mysql:x"', 'blobs = "ftp:x"', 'blobs = "file:"', 'database = "sqlite:"', 'secret = "x"', "name = 3",
]  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_settings_that_cannot_be_used_are_told(empty, line):
    empty.close()
    path = empty.folder / FILE_NAME
    key = line.split(" ")[0]
    kept = [old for old in path.read_text("utf-8").splitlines() if not old.startswith(key)]
    path.write_text("\n".join([*kept, line]), "utf-8")
    with pytest.raises(InvalidCatalog):
        Catalog.open(empty.folder)


def test_a_folder_without_a_catalog_is_told(tmp_path):
    with pytest.raises(NoCatalog):
        Catalog.open(tmp_path)
    with pytest.raises(NoCatalog):
        Catalog.open(tmp_path / "nowhere")


def test_a_catalog_is_made_in_an_empty_place_only(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    for taken in (tmp_path, tmp_path / "file"):
        with pytest.raises(AssetExists):
            Catalog.create(taken)
    assert (tmp_path / "file").read_bytes() == b"x"


@pytest.mark.parametrize("start", [0, 8192])
def test_a_damaged_database_is_told_as_what_it_is(stocked, start):
    stocked.close()
    with stocked.database.path.open("r+b") as raw:
        raw.seek(start)
        raw.write(b"\x5a" * (stocked.database.path.stat().st_size - start))
    with pytest.raises(StoreFailure, match="is damaged") as told, Catalog.open(stocked.folder) as catalog:
        catalog.assets()
    assert "backup" in told.value.advice


def read_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """The catalog as one sees it who may not write; root may write wherever the medium allows it."""
    for path in (folder, *folder.glob("catalog.*")):
        path.chmod(path.stat().st_mode & ~0o222)
    monkeypatch.setattr(database_sqlite, "_writable", lambda path: False)
    return Catalog.open(folder)


def test_a_catalog_that_may_not_be_written_to_is_read(stocked, monkeypatch):
    expected = stocked.assets()
    stocked.close()
    before = sorted(path.name for path in stocked.folder.iterdir())
    with read_only(stocked.folder, monkeypatch) as catalog:
        assert catalog.assets() == expected
        assert catalog.search(Wanted("thang tam"))[1] == 1
        assert check(catalog, read_data=True).faults == ()
        assert sorted(path.name for path in stocked.folder.iterdir()) == before


def test_a_catalog_that_may_not_be_written_to_is_not_changed_and_says_so(stocked, monkeypatch):
    stocked.close()
    with read_only(stocked.folder, monkeypatch) as catalog:
        with pytest.raises(StoreFailure, match="cannot be written to"):
            catalog.edit("thang-tam", {"title": "X"})
        with pytest.raises(StoreFailure, match="readonly"), catalog.database.reading() as connection:
            connection.execute(text("DELETE FROM assets"))


def test_a_reader_sees_what_a_writer_has_not_yet_put_into_the_database_itself(stocked, monkeypatch):
    with stocked.database.engine.connect():  # while a connection is open, the log stays
        stocked.edit("thang-tam", {"title": "Tên mới"})
        assert stocked.database.path.with_name("catalog.db-wal").stat().st_size
        monkeypatch.setattr(database_sqlite, "_writable", lambda path: False)
        with Catalog.open(stocked.folder) as catalog:
            assert catalog.asset("thang-tam").title["vi"] == "Tên mới"
