"""What can be mended is mended exactly; what cannot is told, and nothing sound is touched."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from brandkit.catalog.backup import backup
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.checkup.repair import repair
from brandkit.errors import BrandkitError, NotFound, UnreadableMaterial


def codes(catalog, **how):
    return sorted({fault.code for fault in check(catalog, **how).faults})


def mended(catalog, *, source=None):
    repair(catalog, check(catalog, read_data=True).faults, source=source)
    return codes(catalog, read_data=True)


def blob(catalog, sha256):
    return catalog.store.root / sha256[:2] / sha256[2:4] / sha256


def test_sidecars_that_are_gone_or_damaged_are_written_again(stocked):
    for path in (stocked.store.root / "sidecars").iterdir():
        if path.name.startswith("catalog"):
            path.unlink()
            continue
        path.write_bytes(b"rot")
    assert codes(stocked) == ["missing-sidecar", "stale-sidecar"]
    assert mended(stocked) == []


def test_an_old_whole_catalog_sidecar_is_found_and_mended(stocked):
    (path,) = (stocked.store.root / "sidecars").glob("catalog.*.json")
    path.rename(path.with_name("catalog.1.json"))
    assert [(f.code, f.subject) for f in check(stocked).faults] == [("stale-sidecar", "catalog")]
    assert mended(stocked) == []


def test_words_and_looks_are_made_again_from_rows_and_blobs(stocked):
    with stocked.database.reading() as connection:
        before = connection.execute(text("SELECT sha256, name, view, bits FROM fingerprints ORDER BY 1, 2, 3")).all()
    with stocked.database.writing() as connection:
        connection.execute(text("DELETE FROM words"))
        connection.execute(text("DELETE FROM fingerprints"))
    assert codes(stocked) == ["missing-fingerprint", "missing-search-entry"]
    assert mended(stocked) == []
    with stocked.database.reading() as connection:
        after = connection.execute(text("SELECT sha256, name, view, bits FROM fingerprints ORDER BY 1, 2, 3")).all()
    assert after == before


def test_parts_are_looked_at_that_a_release_of_before_did_not_know(stocked):
    asked = text("SELECT sha256, name, data FROM features ORDER BY 1, 2")
    with stocked.database.reading() as connection:
        before = connection.execute(asked).all()
    with stocked.database.writing() as connection:
        connection.execute(text("DELETE FROM features"))
    assert before and mended(stocked) == []
    with stocked.database.reading() as connection:
        assert connection.execute(asked).all() == before


@pytest.fixture
def rotten(stocked, tmp_path):
    """One file damaged and one gone, with copies in a folder and in a backup; the hashes."""
    backup(stocked, tmp_path / "b.tar")
    hashes = [stocked.asset(slug).versions[0].files[0].sha256 for slug in ("basket-boat", "thang-tam")]
    copies = tmp_path / "copies/deep/er"
    copies.mkdir(parents=True)
    for number, sha256 in enumerate(hashes):
        (copies / f"unnamed {number}").write_bytes(blob(stocked, sha256).read_bytes())
    data = bytearray(blob(stocked, hashes[0]).read_bytes())
    data[7] ^= 1
    blob(stocked, hashes[0]).write_bytes(data)
    blob(stocked, hashes[1]).unlink()
    return hashes


@pytest.mark.parametrize("source", ["copies", "b.tar"])
def test_damaged_files_are_taken_from_sound_copies(stocked, rotten, tmp_path, source):
    assert codes(stocked, read_data=True) == ["damaged-blob", "missing-blob"]
    assert mended(stocked) == ["damaged-blob", "missing-blob"]
    assert mended(stocked, source=tmp_path / source) == []


def test_a_source_that_holds_other_bytes_changes_nothing(stocked, rotten, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "same length").write_bytes(blob(stocked, rotten[0]).read_bytes())
    before = set(stocked.store.iterate())
    assert mended(stocked, source=other) == ["damaged-blob", "missing-blob"]
    assert set(stocked.store.iterate()) == before


def test_a_source_that_is_none_is_told(stocked, rotten, tmp_path):
    with pytest.raises(NotFound):
        mended(stocked, source=tmp_path / "nowhere")
    (tmp_path / "foreign").write_bytes(b"x" * 2000)
    with pytest.raises(UnreadableMaterial):
        mended(stocked, source=tmp_path / "foreign")


PAST_MENDING = {
    "broken-history": "UPDATE history SET note = 'nothing happened' WHERE number = 2",
    "truncated-history": "DELETE FROM history WHERE number = (SELECT max(number) FROM history)",
}


@pytest.mark.parametrize("code", PAST_MENDING)
def test_a_changed_history_is_told_and_what_lies_beside_the_blobs_is_not_overwritten(stocked, code):
    stocked.edit("basket-boat", {"creator": "X"})
    stocked.signing.settle()
    stored = stocked.stored("basket-boat")
    name = f"{stored.asset.id}.{stored.revision}.json"
    before = stocked.store.read_sidecar(name)
    with stocked.database.writing() as connection:
        connection.execute(text(PAST_MENDING[code]))
    assert codes(stocked) == [code]
    assert mended(stocked) == [code]
    assert stocked.store.read_sidecar(name) == before


def test_a_database_put_back_to_an_earlier_state_is_told_and_its_later_changes_are_kept(stocked):
    import shutil

    stocked.close()
    shutil.copy(stocked.database.path, stocked.folder / "earlier")
    with Catalog.open(stocked.folder) as catalog:
        catalog.edit("basket-boat", {"creator": "X"})
    shutil.copy(stocked.folder / "earlier", stocked.database.path)
    with Catalog.open(stocked.folder) as catalog:
        assert codes(catalog) == ["lost-change", "truncated-history"]
        assert mended(catalog) == ["lost-change", "truncated-history"]
    from brandkit.catalog.rebuild import rebuild

    rebuild(stocked.folder, put_aside=True)
    with Catalog.open(stocked.folder) as catalog:
        assert catalog.asset("basket-boat").creator == "X"
        assert codes(catalog) == []


def test_a_store_that_fails_while_mending_is_told_and_it_may_be_repeated(stocked, monkeypatch):
    for path in (stocked.store.root / "sidecars").iterdir():
        path.unlink()

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        with pytest.raises(BrandkitError, match="No space"):
            mended(stocked)
    assert mended(stocked) == []
