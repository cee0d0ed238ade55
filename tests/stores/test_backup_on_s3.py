"""A catalog whose bytes lie in S3 is backed up, restored to a folder, and the other way round."""

from __future__ import annotations

import pytest

from brandkit.catalog.backup import backup
from brandkit.catalog.backup.restore import restore
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.checkup.repair import repair
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.rebuild import rebuild
from brandkit.catalog.registering import add
from brandkit.errors import BrandkitError
from tests.catalog.specimens import inspected


def test_files_go_from_s3_to_a_folder_and_back_and_mend_each_other(s3_location, tmp_path):
    with Catalog.create(tmp_path / "c", actor="t", blobs=s3_location) as catalog:
        found = [inspected(bytes([number]) * 70_000) for number in range(4)]
        for number, one in enumerate(found):
            add(catalog, one, Wishes("photo", slug=f"p-{number}"))
        backup(catalog, tmp_path / "b.tar")
        expected = catalog.assets()
    assert restore(tmp_path / "b.tar", tmp_path / "folder").found.faults == ()
    assert restore(tmp_path / "b.tar", tmp_path / "s3", blobs=f"{s3_location}-2").found.faults == ()
    with Catalog.open(tmp_path / "s3") as catalog:
        assert catalog.assets() == expected
        catalog.store.delete(found[0].sha256)
        faults = check(catalog).faults
        assert [fault.code for fault in faults] == ["missing-blob"]
        repair(catalog, faults, source=tmp_path / "b.tar")
        assert check(catalog, read_data=True).faults == ()


def test_a_restore_that_fails_leaves_the_place_in_s3_free(s3_location, tmp_path):
    with Catalog.create(tmp_path / "c", actor="t") as catalog:
        add(catalog, inspected(b"one" * 500), Wishes("photo", slug="one"))
        backup(catalog, tmp_path / "b.tar")
    (tmp_path / "cut.tar").write_bytes((tmp_path / "b.tar").read_bytes()[:-2_500])
    with pytest.raises(BrandkitError, match="middle"):
        restore(tmp_path / "cut.tar", tmp_path / "r", blobs=s3_location)
    assert not (tmp_path / "r").exists()
    assert restore(tmp_path / "b.tar", tmp_path / "r", blobs=s3_location).found.faults == ()


def test_a_database_is_rebuilt_from_what_lies_in_s3(s3_location, tmp_path):
    with Catalog.create(tmp_path / "c", actor="t", blobs=s3_location) as catalog:
        add(catalog, inspected(b"one" * 500), Wishes("photo", slug="one"))
        expected = catalog.assets()
    for path in (tmp_path / "c").glob("catalog.db*"):
        path.unlink()
    assert rebuild(tmp_path / "c").assets == 1
    with Catalog.open(tmp_path / "c") as catalog:
        assert catalog.assets() == expected
        assert {fault.code for fault in check(catalog, read_data=True).faults} == {"missing-fingerprint"}
