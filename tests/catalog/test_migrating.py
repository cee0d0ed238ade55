"""`migrate` brings every released catalog to this one, after a copy, all of it or nothing, and may be repeated."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest
from alembic import command

from brandkit.catalog import schema
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.migrating import migrate
from brandkit.catalog.settings import Settings, write_settings
from brandkit.errors import InvalidCatalog, NoCatalog

RELEASED = sorted(path.stem for path in Path(__file__).with_name("released").glob("*.sql"))


def dumped(path):
    with sqlite3.connect(path) as raw:
        lines = list(raw.iterdump())
    raw.close()
    return [line for line in lines if "words" not in line]


@pytest.fixture(params=RELEASED)
def old(request, tmp_path):
    """The folder of a catalog as a released version left it, without its files."""
    folder = tmp_path / "old"
    folder.mkdir()
    raw = sqlite3.connect(folder / "catalog.db")
    raw.executescript((Path(__file__).with_name("released") / f"{request.param}.sql").read_text("utf-8"))
    raw.close()
    write_settings(folder, Settings("old", profile="ward"))
    return folder


def codes(folder):
    with Catalog.open(folder) as catalog:
        return {fault.code for fault in check(catalog).faults}


def test_the_copy_is_the_database_as_it_was_and_the_catalog_is_whole_afterwards(old):
    before = dumped(old / "catalog.db")
    done = migrate(old)
    assert done.after == schema.VERSION and done.copy is not None
    assert dumped(done.copy) == before
    # The fixture has rows only: everything else is there now.
    assert codes(old) <= {"missing-blob", "missing-fingerprint"}
    assert not list(old.glob(".*"))


def test_twice_is_once(old):
    migrate(old)
    again = migrate(old)
    assert (again.before, again.copy) == (schema.VERSION, None)


def test_a_history_that_a_crash_left_without_its_first_signature_is_signed_by_the_next_try(old):
    migrate(old)
    (old / "checkpoints/history.jsonl").write_bytes(b"")
    assert "unsigned-history" in codes(old)
    migrate(old)
    assert codes(old) <= {"missing-blob", "missing-fingerprint"}


def test_a_history_that_was_rewritten_is_not_signed_by_migrating_again(old):
    migrate(old)
    with sqlite3.connect(old / "catalog.db") as raw:
        raw.execute("UPDATE history SET note = 'another' WHERE number = 1")
    raw.close()
    (old / "checkpoints/history.jsonl").write_bytes(b"")
    migrate(old)
    assert {"broken-history", "unsigned-history"} <= codes(old)


def test_a_migration_that_fails_changes_nothing_and_can_be_repeated(old, monkeypatch):
    before = dumped(old / "catalog.db")
    upgrade = command.upgrade

    def failing(*words):
        upgrade(*words)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", failing)
        with pytest.raises(KeyboardInterrupt):
            migrate(old)
    assert dumped(old / "catalog.db") == before
    assert migrate(old).copy.name.endswith("-2")
    assert codes(old) <= {"missing-blob", "missing-fingerprint"}


@pytest.mark.parametrize("version", ["9999", None])
def test_what_is_no_catalog_of_ours_or_newer_is_refused_untouched(empty, version):
    with empty.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        if version:
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{version}')")
    empty.close()
    before = hashlib.sha256((empty.folder / "catalog.db").read_bytes()).digest()
    with pytest.raises(InvalidCatalog):
        migrate(empty.folder)
    assert hashlib.sha256((empty.folder / "catalog.db").read_bytes()).digest() == before


def test_a_folder_without_a_catalog_or_database_is_told(tmp_path, empty):
    with pytest.raises(NoCatalog):
        migrate(tmp_path / "nowhere")
    empty.close()
    for path in empty.folder.glob("catalog.db*"):
        path.unlink()
    with pytest.raises(InvalidCatalog, match="missing"):
        migrate(empty.folder)
    assert not (empty.folder / "catalog.db").exists()
