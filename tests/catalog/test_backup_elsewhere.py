"""A backup of one database is restored into another, and a lost one on a server is rebuilt."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from brandkit.catalog import schema
from brandkit.catalog.backup import backup
from brandkit.catalog.backup.restore import restore
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.rebuild import rebuild
from brandkit.catalog.search import Wanted
from brandkit.catalog.settings import Settings, read_settings, write_settings
from brandkit.catalog.transfer import import_folder
from brandkit.errors import AssetExists


def rows_of(catalog):
    with catalog.database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in schema.metadata.sorted_tables
        }


@pytest.fixture
def served(tmp_path, folder, postgresql):
    """A stocked catalog whose rows lie on a server."""
    with Catalog.create(tmp_path / "served", profile="ward", actor="t", database=postgresql.database()) as catalog:
        assert not import_folder(catalog, folder).refused
        yield catalog


def test_rows_go_from_a_server_to_a_file_and_back(served, postgresql, tmp_path):
    backup(served, tmp_path / "1.tar")
    assert restore(tmp_path / "1.tar", tmp_path / "file").found.faults == ()
    with Catalog.open(tmp_path / "file", actor="t") as catalog:
        assert rows_of(catalog) == rows_of(served)
        catalog.edit("basket-boat", {"creator": "X"})
        backup(catalog, tmp_path / "2.tar")
        expected = rows_of(catalog)
    done = restore(tmp_path / "2.tar", tmp_path / "server", database=postgresql.database())
    assert done.found.faults == ()
    with Catalog.open(tmp_path / "server", actor="t") as catalog:
        assert rows_of(catalog) == expected
        catalog.edit("basket-boat", {"creator": "Y"})  # numbers go on after those that came along
        assert catalog.search(Wanted("thuyền thúng"))[1] == 1
    with Catalog.open(tmp_path / "server") as catalog:
        assert check(catalog, read_data=True).faults == ()


def test_a_damaged_backup_leaves_a_server_as_it_was(served, postgresql, tmp_path):
    backup(served, tmp_path / "b.tar")
    (tmp_path / "cut.tar").write_bytes((tmp_path / "b.tar").read_bytes()[:-3_000])
    address = postgresql.database()
    with pytest.raises(Exception, match="middle"):
        restore(tmp_path / "cut.tar", tmp_path / "r", database=address)
    assert restore(tmp_path / "b.tar", tmp_path / "r", database=address).found.faults == ()
    with pytest.raises(AssetExists):
        restore(tmp_path / "b.tar", tmp_path / "again", database=address)


def test_a_database_lost_on_a_server_is_rebuilt_into_an_empty_one(served, postgresql):
    expected = served.assets()
    served.close()
    with pytest.raises(AssetExists, match="can be read"):
        rebuild(served.folder, put_aside=True)
    settings = read_settings(served.folder)
    write_settings(served.folder, Settings(**{**vars(settings), "database": postgresql.database()}))
    assert rebuild(served.folder).assets == 3
    with Catalog.open(served.folder) as catalog:
        assert catalog.assets() == expected
        assert check(catalog, read_data=True).faults == ()
        with catalog.database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM history WHERE move = 'rebuild'")).scalar() == 1
