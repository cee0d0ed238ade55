"""Databases of every released version are brought to the newest with all they hold.

`released/NNNN.sql` was written by the program of that version: a small folder taken in, one asset edited, one
withdrawn, one registered.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from brandkit.catalog import database, history, schema
from brandkit.catalog.backup import rows as backup_rows
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.database import Database
from brandkit.catalog.search import Wanted
from brandkit.catalog.settings import Settings, write_settings
from brandkit.errors import InvalidCatalog

RELEASED = Path(__file__).with_name("released")
VERSIONS = sorted(path.stem for path in RELEASED.glob("*.sql"))
BIG_TABLES = ("assets", "files", "versions", "tags", "fingerprints", "history", "units", "profiles", "extras")


def released(version: str, path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path)
    raw.executescript((RELEASED / f"{version}.sql").read_text("utf-8"))
    return raw


@pytest.fixture
def old(request, tmp_path, new_database) -> Catalog:
    """A catalog whose database is still of the version that the test names."""
    version = request.param
    folder = tmp_path / "old"
    folder.mkdir()
    settings = Settings("old", new_database(), profile="ward")
    write_settings(folder, settings)
    released(version, tmp_path / ("source.db" if "postgresql" in settings.database else "old/catalog.db")).close()
    if "postgresql" in settings.database:
        _copy(Database(f"sqlite:{tmp_path / 'source.db'}", tmp_path), Database(settings.database, folder), version)
    return Catalog(folder, settings, actor="tester")


def _copy(source: Database, target: Database, version: str) -> None:
    target.migrate(to=version)
    with source.reading() as read, target.writing() as written:
        tables = {table.name: table for table in backup_rows.tables(written)}
        for table in backup_rows.tables(read):
            backup_rows.load(written, tables[table.name], backup_rows.dumped(read, table))
    source.close()
    target.close()


def counts(version: str) -> dict[str, int]:
    """Rows of each table as the old program wrote them."""
    raw = released(version, Path(":memory:"))
    return {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in BIG_TABLES}


def test_every_released_version_but_the_newest_is_kept_as_it_was_written():
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    known = sorted(step.revision for step in ScriptDirectory.from_config(config).walk_revisions())
    assert [*VERSIONS, schema.VERSION] == known


@pytest.mark.parametrize("old", VERSIONS, indirect=True, ids=VERSIONS)
def test_a_released_database_is_refused_and_then_migrated_with_all_it_holds(old, request):
    with pytest.raises(InvalidCatalog, match="has tables of version"):
        old.database.check()
    old.database.migrate()
    old.database.check()
    with old.database.reading() as connection:
        steps = compare_metadata(MigrationContext.configure(connection), schema.metadata)
        assert [s for s in steps if not (s[0].startswith("remove_") and "words" in str(s[1].name))] == []
        kept = {name: connection.execute(select(func.count()).select_from(schema.metadata.tables[name])).scalar()
                for name in BIG_TABLES}  # fmt: skip
        assert history.broken_links(connection) == []
    assert kept == counts(request.node.callspec.params["old"])
    assert min(kept.values()) > 0
    old.close()


@pytest.mark.parametrize("old", VERSIONS, indirect=True, ids=VERSIONS)
def test_what_a_released_database_said_is_still_said(old):
    old.database.migrate()
    boat, slogan = old.asset("basket-boat"), old.asset("song-goi")
    assert (boat.title["vi"], boat.tags, boat.creator) == ("Thuyền thúng Bãi Sau", ("thuyền", "biển"), "Nguyễn Thị Ảnh")
    assert (boat.created.isoformat(), boat.releases[0].reference, boat.consents) == ("2022-05-01", "MR-1", ())
    assert (slogan.status, slogan.breaks) == ("withdrawn", {"vi": ("Sóng gọi", "người về")})
    assert [(v.number, v.status) for v in old.asset("thang-tam").versions] == [(1, "superseded"), (2, "approved")]
    assert old.units()[0].successors == ("phuong-vung-tau",)
    assert [event.move for event in old.history("song-goi")] == ["import", "withdraw"]
    old.close()


@pytest.mark.parametrize("old", VERSIONS, indirect=True, ids=VERSIONS)
def test_a_migrated_database_is_searched_and_changed_like_a_new_one(old):
    old.database.migrate()
    found = {query: [asset.slug for asset in old.page(Wanted(query)).assets] for query in
             ("bai sau", "Bãi Sau", "UBND P. Thắng Tam", "đường", "thuyền thnúg")}  # fmt: skip
    assert found == {
        "bai sau": ["basket-boat"],
        "Bãi Sau": ["basket-boat"],
        "UBND P. Thắng Tam": ["thang-tam"],
        "đường": ["khau-hieu-moi"],
        "thuyền thnúg": ["basket-boat"],
    }
    assert old.page(Wanted(tag="bien")).total == 2
    old.edit("khau-hieu-moi", {"title": "Khẩu hiệu Biển gọi"})
    assert [asset.slug for asset in old.page(Wanted("biển gọi")).assets] == ["khau-hieu-moi"]
    assert [event.move for event in old.history("khau-hieu-moi")] == ["add", "edit"]
    old.close()


def test_migrating_twice_changes_nothing(empty):
    with empty.database.reading() as connection:
        before = connection.execute(select(schema.history)).all()
    empty.database.migrate()
    with empty.database.reading() as connection:
        assert connection.execute(select(schema.history)).all() == before
