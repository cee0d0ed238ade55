"""Profiles lie as files beside the catalog: edits are taken up, old versions kept, a broken file blocks no other."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from brandkit import cli
from brandkit.catalog import profile_files, schema
from brandkit.catalog.catalog import Catalog
from brandkit.errors import InvalidProfile


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "kho"
    assert cli.run(["init", str(made)]) == cli.DONE
    return made


def test_a_new_catalog_has_a_profile_to_check_by(folder):
    with Catalog.open(folder) as catalog:
        assert catalog.profiles() == ("default",)
        assert catalog.brand().name.vi == "kho"


def test_an_edited_file_is_in_force_at_the_next_look_and_the_old_version_is_kept(folder):
    path = folder / profile_files.DEFAULT
    path.write_text(path.read_text("utf-8").replace('version = "1"', 'version = "2"'), "utf-8")
    with Catalog.open(folder) as catalog:
        assert catalog.brand().version == "2"
        with catalog.database.reading() as connection:
            kept = connection.execute(select(schema.profiles.c.version)).scalars().all()
    assert sorted(kept) == ["1", "2"]


def test_a_further_profile_is_taken_up_from_its_file(folder):
    (folder / "profiles").mkdir()
    data = profile_files.starter("Du lịch").data.replace(b'profile = "default"', b'profile = "tourism"')
    (folder / "profiles" / "tourism.toml").write_bytes(data)
    with Catalog.open(folder) as catalog:
        assert catalog.brand("tourism").name.vi == "Du lịch"


def test_a_broken_file_is_named_and_blocks_nothing_else(folder):
    (folder / profile_files.DEFAULT).write_text("name = ", "utf-8")
    with Catalog.open(folder) as catalog:
        assert list(catalog.assets()) == []
        with pytest.raises(InvalidProfile, match=r"brand\.toml"):
            catalog.brand()


def test_an_imported_profile_is_in_its_file_too(folder, tmp_path):
    source = tmp_path / "plain"
    source.mkdir()
    (source / "brand.toml").write_bytes(profile_files.starter("Thành phố").data)
    assert cli.run(["--catalog", str(folder), "import", str(source)]) == cli.DONE
    assert (folder / "brand.toml").read_bytes() == (source / "brand.toml").read_bytes()
    with Catalog.open(folder) as catalog:
        assert catalog.brand().name.vi == "Thành phố"


@pytest.mark.parametrize("name", ['a "quoted" name', "back\\slash", "two\nlines", "Vũng Tàu"])
def test_any_name_makes_a_readable_profile(name):
    assert profile_files.starter(name).brand.name.vi == name
