"""An address names one store, shows no secret, and two catalogs never share one."""

from __future__ import annotations

import pytest

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.storing import refuse_taken, store_of, vacate
from brandkit.errors import AssetExists, InvalidCatalog, InvalidValue, StoreFailure
from brandkit.stores import file, s3


def test_a_relative_folder_is_one_of_the_catalogs_own(tmp_path):
    assert store_of("file:blobs", tmp_path).root == tmp_path / "blobs"
    assert store_of(f"file:{tmp_path}/elsewhere", tmp_path / "catalog").root == tmp_path / "elsewhere"
    assert isinstance(store_of("file:blobs", tmp_path), file.Store)


def test_an_s3_address_is_opened_without_asking_it(tmp_path):
    store = store_of("s3://bucket/prefix", tmp_path)
    assert isinstance(store, s3.Store)
    assert str(store.place) == "s3://bucket/prefix"


@pytest.mark.parametrize("address", ["", "file:", "blobs", "ftp://me:s3cr3t@host/x", "__init__:x", "_s3_calls:x"])
def test_an_address_of_no_store_is_refused_without_its_secret(tmp_path, address):
    with pytest.raises(InvalidCatalog) as told:
        store_of(address, tmp_path)
    assert "s3cr3t" not in str(told.value)


def test_a_catalog_whose_address_holds_credentials_is_not_opened(tmp_path):
    Catalog.create(tmp_path / "catalog").close()
    settings = tmp_path / "catalog" / "catalog.toml"
    settings.write_text(settings.read_text("utf-8").replace("file:blobs", "s3://me:s3cr3t@bucket/p"), encoding="utf-8")
    with pytest.raises(InvalidValue, match="credentials") as told:
        Catalog.open(tmp_path / "catalog")
    assert "s3cr3t" not in str(told.value)


def test_a_store_that_holds_another_catalog_is_refused_and_left_alone(tmp_path):
    place = f"file:{tmp_path}/shared"
    store = store_of(place, tmp_path)
    refuse_taken(store, place)
    store.write_sidecar("catalog.1.json", b"{}")
    with pytest.raises(AssetExists):
        Catalog.create(tmp_path / "second", blobs=place)
    assert not (tmp_path / "second").exists()
    assert list(store.sidecars()) == ["catalog.1.json"]
    vacate(store)
    refuse_taken(store, place)


def test_a_store_that_cannot_be_asked_is_not_taken_for_free(tmp_path, monkeypatch):
    store = store_of("file:blobs", tmp_path)

    def fails():
        raise StoreFailure("blobs", "is not available now")
        yield

    monkeypatch.setattr(store, "sidecars", fails)
    with pytest.raises(StoreFailure):
        refuse_taken(store, "file:blobs")
    vacate(store)
