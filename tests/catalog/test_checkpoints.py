"""A history that was cut off or written anew does not reach the checkpoints that were signed of it."""

from __future__ import annotations

import base64
import json

import pytest
from sqlalchemy import delete, select, update

from brandkit.catalog import checkpoints_signing, history
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.checkup import check, collect
from brandkit.catalog.checkup.repair import repair
from brandkit.catalog.schema import history as rows
from brandkit.errors import StoreFailure


def codes(catalog):
    return sorted(fault.code for fault in check(catalog).faults)


def lines(catalog):
    return (catalog.folder / "checkpoints/history.jsonl").read_text("ascii").splitlines(keepends=True)


def write_lines(catalog, written):
    (catalog.folder / "checkpoints/history.jsonl").write_text("".join(written), "ascii")


def reopened(catalog):
    catalog.close()
    return Catalog.open(catalog.folder, actor="tester")


def test_a_change_is_signed_when_the_catalog_is_closed_at_the_latest(stocked):
    for number in range(5):
        stocked.edit("basket-boat", {"creator": f"C{number}"})
    with reopened(stocked) as catalog, catalog.database.reading() as connection:
        number, sha256 = checkpoints_signing.newest(connection)
        last = json.loads(lines(catalog)[-1])
        assert (last["number"], last["sha256"]) == (number, sha256)
    assert check(stocked).faults == ()


def test_a_history_whose_end_was_cut_off_shows_though_its_chain_holds(stocked):
    stocked.edit("basket-boat", {"creator": "X"})
    with reopened(stocked) as catalog:
        with catalog.database.writing() as connection:
            newest, _ = checkpoints_signing.newest(connection)
            connection.execute(delete(rows).where(rows.c.number == newest))
            assert history.broken_links(connection) == []
        assert codes(catalog) == ["truncated-history"]
        repair(catalog, check(catalog).faults)
        assert codes(catalog) == ["truncated-history"]


def test_after_a_cut_nothing_new_is_signed_so_that_it_stays_seen(stocked):
    stocked.edit("basket-boat", {"creator": "X"})
    with reopened(stocked) as catalog:
        with catalog.database.writing() as connection:
            newest, _ = checkpoints_signing.newest(connection)
            connection.execute(delete(rows).where(rows.c.number == newest))
        before = lines(catalog)
        catalog.edit("basket-boat", {"creator": "Y"})  # takes the number of the row that was cut off
        collect(catalog)
    assert lines(stocked) == before
    with Catalog.open(stocked.folder) as catalog:
        assert codes(catalog) == ["rewritten-history"]


def test_a_history_written_anew_with_right_hashes_shows(stocked):
    with stocked.database.writing() as connection:
        previous = ""
        for row in connection.execute(select(rows).order_by(rows.c.number)).all():
            values = {n: row._mapping[n] for n in (*history.Event.__dataclass_fields__, "asset")} | {"actor": "nobody"}
            sha256 = history._digest(values, previous)
            connection.execute(
                update(rows).where(rows.c.number == row.number).values(actor="nobody", previous=previous, sha256=sha256)
            )
            previous = sha256
        assert history.broken_links(connection) == []
    assert set(codes(stocked)) == {"rewritten-history"}


def test_a_forged_line_shows_and_a_torn_end_does_not(stocked):
    written = lines(stocked)
    values = json.loads(written[-1])
    forged = json.dumps({**values, "sha256": "0" * 64}) + "\n"
    other_key = json.dumps({**values, "key": base64.b64encode(bytes(32)).decode()}) + "\n"
    for line in (forged, other_key, "{}\n", "\n", "[" * 5000 + "\n"):
        write_lines(stocked, [*written, line])
        assert codes(stocked) == ["forged-checkpoint"]
    write_lines(stocked, [*written, written[-1][:40]])
    assert codes(stocked) == []
    stocked.edit("basket-boat", {"creator": "X"})
    with reopened(stocked) as catalog:
        assert codes(catalog) == []
        assert len(lines(catalog)) > len(written)


def test_lost_checkpoints_show_and_are_begun_anew_only_when_asked_for(stocked):
    (stocked.folder / "checkpoints/history.jsonl").unlink()
    stocked.edit("basket-boat", {"creator": "X"})
    with reopened(stocked) as catalog:
        assert codes(catalog) == ["missing-checkpoints"]
        repair(catalog, check(catalog).faults)
        assert codes(catalog) == []


def test_a_second_place_is_kept_in_step_and_shows_what_the_first_no_longer_can(stocked, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere.jsonl"
    monkeypatch.setenv("BRANDKIT_CHECKPOINTS", str(elsewhere))
    with reopened(stocked) as catalog:
        assert codes(catalog) == ["missing-checkpoints"]
        repair(catalog, check(catalog).faults)
        catalog.edit("basket-boat", {"creator": "X"})
    kept = lines(stocked)[:-1]
    with Catalog.open(stocked.folder) as catalog:
        assert codes(catalog) == []
        with catalog.database.writing() as connection:
            newest, _ = checkpoints_signing.newest(connection)
            connection.execute(delete(rows).where(rows.c.number == newest))
        write_lines(catalog, kept)  # whoever can write in the folder takes the checkpoint back too
        assert codes(catalog) == ["truncated-history"]


def test_the_key_may_lie_elsewhere_and_is_readable_by_its_owner_alone(tmp_path, monkeypatch):
    key = tmp_path / "signing.pem"
    monkeypatch.setenv("BRANDKIT_CHECKPOINT_KEY", str(key))
    with Catalog.create(tmp_path / "c") as catalog:
        assert not (catalog.folder / "checkpoints/key.pem").exists()
        assert key.stat().st_mode & 0o077 == 0
        assert codes(catalog) == []


def test_a_foreign_key_does_not_sign(stocked, tmp_path, monkeypatch):
    monkeypatch.setenv("BRANDKIT_CHECKPOINT_KEY", str(tmp_path / "other.pem"))
    with Catalog.create(tmp_path / "other"):
        pass
    before = lines(stocked)
    with reopened(stocked) as catalog:
        catalog.edit("basket-boat", {"creator": "X"})
        with pytest.raises(StoreFailure, match="not among the keys"):
            checkpoints_signing.follow(Checkpoints(catalog.folder), catalog.database)
    assert lines(stocked) == before


def test_rows_that_nobody_signed_for_long_show_and_are_signed_by_clean_up(stocked, monkeypatch):
    monkeypatch.setattr(checkpoints_signing.Signing, "settle", lambda self: None)
    stocked.edit("basket-boat", {"creator": "X"})
    assert codes(stocked) == []
    monkeypatch.setattr(checkpoints_signing, "PATIENCE", -checkpoints_signing.PATIENCE)
    assert codes(stocked) == ["unsigned-history"]
    collect(stocked)
    assert codes(stocked) == []
