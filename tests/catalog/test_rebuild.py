"""Without its database the catalog comes back from its blobs and what lies beside them, history and all."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest
from sqlalchemy import select

from brandkit.catalog import schema
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.rebuild import rebuild
from brandkit.catalog.search import Wanted
from brandkit.errors import AssetExists, InvalidCatalog, StoreFailure


def lose_database(catalog):
    catalog.close()
    for path in catalog.folder.glob("catalog.db*"):
        path.unlink()


def everything(catalog):
    """All that people see of a catalog, and its revisions."""
    with catalog.database.reading() as connection:
        history = [tuple(row) for row in connection.execute(select(schema.history).order_by(schema.history.c.number))]
        profiles = [tuple(row)[1:] for row in connection.execute(select(schema.profiles).order_by("key"))]
        extras = [tuple(row) for row in connection.execute(select(schema.extras).order_by("path"))]
        looks = {(r.sha256, r.name, r.view, r.bits) for r in connection.execute(select(schema.fingerprints))}
        looks |= {(r.sha256, r.name, r.data) for r in connection.execute(select(schema.features))}
    stored = [(catalog.stored(asset.slug).revision, asset) for asset in catalog.assets()]
    return stored, catalog.units(), history, profiles, extras, looks


def test_everything_comes_back(stocked):
    stocked.edit("basket-boat", {"creator": "Trần Ảnh"})
    stocked.move("thang-tam", "withdraw", note="hết hạn")
    expected = everything(stocked)
    lose_database(stocked)
    done = rebuild(stocked.folder)
    assert (done.assets, done.units, done.profiles, done.unreadable) == (3, 2, 1, ())
    with Catalog.open(stocked.folder) as catalog:
        stored, units, history, profiles, extras, looks = everything(catalog)
        assert (stored, units, history[:-1], profiles, extras, looks) == expected
        assert history[-1][3] == "rebuild"
        assert catalog.search(Wanted("thuyền thúng"))[1] == 1
        assert check(catalog, read_data=True).faults == ()


def test_it_may_be_done_again_and_again(stocked):
    for _ in range(2):
        lose_database(stocked)
        rebuild(stocked.folder)
    with Catalog.open(stocked.folder) as catalog:
        assert check(catalog).faults == ()
        catalog.edit("basket-boat", {"creator": "X"})
    with Catalog.open(stocked.folder) as catalog:
        assert check(catalog).faults == ()


def test_a_damaged_database_is_kept_under_another_name(stocked):
    stocked.close()
    path = stocked.folder / "catalog.db"
    damaged = path.read_bytes()[:4096] + b"\x5a" * 20_000
    path.write_bytes(damaged)
    done = rebuild(stocked.folder)
    assert done.aside is not None and done.aside.read_bytes() == damaged
    with Catalog.open(stocked.folder) as catalog:
        assert check(catalog).faults == ()


def test_a_sound_database_is_left_alone_unless_it_is_told_to_be_put_aside(stocked):
    stocked.close()
    with pytest.raises(AssetExists, match="can be read"):
        rebuild(stocked.folder)
    done = rebuild(stocked.folder, put_aside=True)
    with sqlite3.connect(done.aside) as kept:
        assert kept.execute("SELECT count(*) FROM assets").fetchone() == (3,)
    kept.close()


def test_a_database_of_an_older_release_is_migrated_not_rebuilt(stocked):
    with stocked.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    stocked.close()
    with pytest.raises(InvalidCatalog, match="version"):
        rebuild(stocked.folder)


def test_a_sidecar_that_cannot_be_used_is_told_and_the_rest_comes_back(stocked):
    stored = stocked.stored("basket-boat")
    name = f"{stored.asset.id}.{stored.revision}.json"
    lose_database(stocked)
    (stocked.store.root / "sidecars" / name).write_bytes(b'{"schema": "brandkit-sidecar/2", "rev')
    done = rebuild(stocked.folder)
    assert done.unreadable == (name,)
    with Catalog.open(stocked.folder) as catalog:
        assert {asset.slug for asset in catalog.assets()} == {"thang-tam", "song-goi"}
        codes = {fault.code for fault in check(catalog).faults}
        assert codes == {"broken-history", "lost-change"}  # its part of the chain is gone, and fsck says so


HOSTILE = [
    b"[]", b"null", b"{}", b"\xff\xfe", b'{"revision": 1, "asset": []}', b'{"revision": 1, "asset": {"id": "x"}}',
    b"[" * 100_000, b'{"revision": 1, "asset": {"slug": "x", "kind": "photo", "title": {}, "versions": 3}}',
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_no_sidecar_however_damaged_stops_a_rebuild(stocked, data):
    lose_database(stocked)
    (stocked.store.root / "sidecars" / "00ff.1.json").write_bytes(data)
    done = rebuild(stocked.folder)
    assert (done.assets, done.unreadable) == (3, ("00ff.1.json",))


def test_sidecars_of_the_first_release_which_had_no_history_come_back_too(stocked):
    expected = stocked.assets()
    lose_database(stocked)
    for path in (stocked.store.root / "sidecars").iterdir():
        document = json.loads(path.read_bytes())
        document.pop("history")
        document["schema"] = "brandkit-sidecar/1"
        if "profiles" in document:
            document["profiles"] = [{k: p[k] for k in ("name", "sha256")} for p in document["profiles"]]
        path.write_text(json.dumps(document), "utf-8")
    shutil.rmtree(stocked.folder / "checkpoints")
    assert rebuild(stocked.folder).events == 0
    with Catalog.open(stocked.folder) as catalog:
        assert catalog.assets() == expected
        assert catalog.profiles() == ("ward",)


def test_without_anything_beside_the_blobs_it_says_so(empty):
    lose_database(empty)
    with pytest.raises(StoreFailure, match="nothing to rebuild from"):
        rebuild(empty.folder)
    assert not (empty.folder / "catalog.db").exists()


def test_a_new_database_whose_log_could_not_be_played_in_is_not_put_in_place(stocked, monkeypatch):
    lose_database(stocked)
    from brandkit.catalog import rebuild as module

    filled = module._filled

    def with_log(catalog):
        found = filled(catalog)
        # As SQLite leaves it when the disk fails while the database is closed.
        monkeypatch.setattr(catalog, "close", lambda: None)
        return found

    monkeypatch.setattr(module, "_filled", with_log)
    with pytest.raises(StoreFailure, match="log"):
        rebuild(stocked.folder)
    assert not (stocked.folder / "catalog.db").exists()
    monkeypatch.undo()
    assert rebuild(stocked.folder).assets == 3
