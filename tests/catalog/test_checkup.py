"""fsck lists exactly what was planted; gc removes what nothing needs and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from brandkit.catalog import sidecars
from brandkit.catalog.checkup import check, collect


def blob_of(catalog, slug, version=0):
    sha256 = catalog.asset(slug).versions[version].files[0].sha256
    return sha256, catalog.store.root / sha256[:2] / sha256[2:4] / sha256


def codes(catalog, **how):
    return [(fault.code, fault.subject) for fault in check(catalog, **how).faults]


def test_a_sound_catalog_has_no_faults(stocked):
    found = check(stocked, read_data=True)
    assert (found.faults, found.assets, found.unreferenced) == ((), 3, 0)


def test_a_flipped_bit_is_found_by_reading_and_named(stocked):
    sha256, path = blob_of(stocked, "basket-boat")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    assert codes(stocked) == []
    assert codes(stocked, read_data=True) == [("damaged-blob", sha256)]


def test_a_cut_or_missing_blob_is_found_without_reading(stocked):
    one, cut = blob_of(stocked, "basket-boat")
    two, missing = blob_of(stocked, "thang-tam")
    cut.write_bytes(cut.read_bytes()[:-1])
    missing.unlink()
    assert sorted(codes(stocked)) == sorted([("damaged-blob", one), ("missing-blob", two)])


def test_bit_rot_in_other_files_and_profiles_is_found_too(stocked):
    for path in stocked.store.root.glob("??/??/*"):
        path.write_bytes(b"rot" + path.read_bytes())
    found = check(stocked, read_data=True)
    assert len(found.faults) == found.blobs


PLANTED = {
    "broken-history": "UPDATE history SET note = 'nothing happened' WHERE number = 2",
    "broken-reference": "DELETE FROM assets WHERE slug = 'basket-boat'",
    "missing-search-entry": "DELETE FROM words WHERE rowid = (SELECT min(rowid) FROM words)",
    "missing-fingerprint": "DELETE FROM fingerprints WHERE view = 'whole' AND sha256 NOT IN "
    "(SELECT sha256 FROM fingerprints WHERE view = 'shape')",
    "stale-sidecar": "UPDATE assets SET creator = 'someone else' WHERE slug = 'basket-boat'",
}


@pytest.mark.parametrize("code", PLANTED)
def test_rows_changed_behind_the_programs_back_are_found(stocked, code):
    with stocked.database.writing() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    with stocked.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql(PLANTED[code])
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.exec_driver_sql("BEGIN")
    beside = {"lost-change"} if code == "broken-reference" else set()  # the sidecar still tells of the asset
    assert {found for found, _ in codes(stocked)} == {code} | beside


def test_files_whose_parts_nobody_looked_at_are_found(stocked):
    """As after a migration: releases of before kept no local features."""
    with stocked.database.writing() as connection:
        connection.execute(text("DELETE FROM features"))
    assert {code for code, _ in codes(stocked)} == {"missing-fingerprint"}


def test_a_row_of_history_cut_out_of_the_middle_shows(stocked):
    with stocked.database.writing() as connection:
        connection.execute(text("DELETE FROM history WHERE number = 2"))
    assert codes(stocked) == [("broken-history", "history:3")]


def test_a_lost_sidecar_is_told_and_mended_by_clean_up(stocked):
    stored = stocked.stored("basket-boat")
    stocked.store.delete_sidecar(f"{stored.asset.id}.{stored.revision}.json")
    assert codes(stocked) == [("missing-sidecar", "assets:basket-boat")]
    assert collect(stocked).mended == ("basket-boat",)
    assert codes(stocked) == []
    assert sidecars.read(stocked.store, stored.asset.id, stored.revision) == stored.asset


def test_clean_up_takes_what_is_old_and_not_needed_and_nothing_else(stocked):
    before = set(stocked.store.iterate())
    loose = stocked.store.put(b"loose")
    (stocked.store.root / "unfinished" / "half").write_bytes(b"half")
    assert check(stocked).unreferenced == 1
    assert collect(stocked).blobs == ()
    dry = collect(stocked, grace=timedelta(0), dry_run=True)
    assert (dry.blobs, dry.unfinished) == ((loose,), ("half",))
    assert stocked.store.exists(loose)
    done = collect(stocked, grace=timedelta(0))
    assert (done.blobs, done.unfinished) == ((loose,), ("half",))
    assert set(stocked.store.iterate()) == before
    assert codes(stocked, read_data=True) == []


def test_replaced_sidecars_go_with_the_next_change_or_with_clean_up(stocked):
    stored = stocked.stored("basket-boat")
    stocked.edit("basket-boat", {"creator": "X"})
    names = [name for name in stocked.store.sidecars() if name.startswith(stored.asset.id)]
    assert names == [f"{stored.asset.id}.{stored.revision + 1}.json"]
    stocked.store.write_sidecar(f"{stored.asset.id}.{stored.revision}.json", b"{}")
    assert collect(stocked).sidecars == (f"{stored.asset.id}.{stored.revision}.json",)
