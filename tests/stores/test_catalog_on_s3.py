"""A whole catalog whose bytes lie in S3: every command as on a folder, and one line when S3 is not as it should be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from brandkit import cli
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.folder import read_folder
from brandkit.errors import StoreFailure
from brandkit.stores import _s3_calls
from brandkit.stores.s3 import Store
from tests.catalog.specimens import mark, picture, small_folder
from tests.stores import faulty_proxy as faults
from tests.stores.faulty_proxy import Proxy


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def plain_folder(tmp_path_factory):
    return small_folder(tmp_path_factory.mktemp("plain"))


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Runs a command in English on the catalog of the test."""
    monkeypatch.setenv("BRANDKIT_CATALOG", str(tmp_path / "catalog"))
    monkeypatch.setenv("BRANDKIT_LANG", "en")

    def call(*words: object) -> Ran:
        capfd.readouterr()
        status = cli.run([str(word) for word in words])
        told = capfd.readouterr()
        assert "Traceback" not in told.err + told.out
        return Ran(status, told.out, told.err)

    return call


@pytest.fixture
def made(run, tmp_path, s3_location, plain_folder):
    """The folder of a catalog made on S3."""
    done = run("init", tmp_path / "catalog", "--from", plain_folder, "--blobs", s3_location)
    assert done.status == 0, done.err
    return tmp_path / "catalog"


def test_a_catalog_on_s3_is_made_read_checked_and_exported_without_loss(made, run, s3_location, plain_folder, tmp_path):
    assert f'blobs = "{s3_location}"' in (made / "catalog.toml").read_text("utf-8")
    assert not (made / "blobs").exists()
    assert run("fsck", "--read-data", "--json").document["faults"] == []
    assert run("get", "thang-tam", "-o", tmp_path / "logo.svg").status == 0
    assert (tmp_path / "logo.svg").read_bytes()
    assert run("export", tmp_path / "out").status == 0
    assert values_of(tmp_path / "out") == values_of(plain_folder)


def values_of(folder):
    """What a catalog folder says, and the bytes of all other files in it by their names."""
    contents = read_folder(folder)
    files = {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.suffix not in ("", ".toml")
    }
    return contents.assets, contents.units, [brand.profile for brand in contents.brands], files


def test_assets_are_added_changed_and_collected(made, run, s3_location, tmp_path):
    (tmp_path / "new.svg").write_bytes(mark(seed=9))
    assert run("add", tmp_path / "new.svg", "--kind", "logo", "--slug", "new", "--title", "Mới").status == 0
    assert run("edit", "new", "creator=Trần").status == 0
    store = Store(s3_location)
    loose = store.put(b"loose")
    assert store.exists(loose)
    assert run("gc", "--json").document["blobs"] == []
    assert run("gc", "--grace", "0", "--json").document["blobs"] == [loose]
    assert not store.exists(loose)
    assert run("fsck", "--read-data", "--json").document["faults"] == []


def test_bit_rot_is_found_and_never_handed_out(made, run, s3_location, tmp_path):
    with Catalog.open(made) as catalog:
        sha256 = catalog.asset("basket-boat").versions[0].files[0].sha256
    store = Store(s3_location)
    store._calls.client.put_object(Bucket=store.place.bucket, Key=store.place.blob(sha256), Body=b"rot")
    found = run("fsck", "--read-data", "--json")
    assert found.status == 1
    assert [(fault["code"], fault["blob"]) for fault in found.document["faults"]] == [("damaged-blob", sha256)]
    got = run("get", "basket-boat", "-o", tmp_path / "out.jpg", "--json")
    assert (got.status, got.document["error"]["code"]) == (2, "damaged-blob")
    assert not (tmp_path / "out.jpg").exists()


def test_a_store_is_never_shared_by_two_catalogs(made, run, s3_location, tmp_path):
    done = run("init", tmp_path / "second", "--blobs", s3_location)
    assert done.status == 2
    assert "another catalog" in done.err
    assert not (tmp_path / "second").exists()


def test_a_catalog_that_could_not_be_made_can_be_made_with_the_same_command(
    run, tmp_path, s3_location, plain_folder, proxy, monkeypatch
):
    monkeypatch.setattr(_s3_calls, "WAITS_S", (0.001,))
    words = ("init", tmp_path / "catalog", "--from", plain_folder, "--blobs", s3_location)
    proxy.plan(faults.answers(503, "SlowDown"), method="PUT", holds="/sidecars/")
    assert run(*words).status == 2
    assert not (tmp_path / "catalog").exists()
    proxy.heal()
    assert run(*words).status == 0
    assert run("fsck", "--read-data").status == 0


@pytest.mark.parametrize("address", ["s3:/x", "s3://k:s@bucket/p", "s4://k:s@bucket", "nothing"])
def test_an_address_that_cannot_be_used_makes_nothing(run, tmp_path, address):
    done = run("init", tmp_path / "catalog", "--blobs", address, "--json")
    assert done.status == 2
    assert done.document["error"]["code"] in ("invalid-value", "invalid-catalog")
    assert "k:s@" not in done.out + done.err
    assert not (tmp_path / "catalog").exists()


@pytest.fixture
def behind(made, proxy: Proxy, monkeypatch):
    """The catalog's folder, with a proxy between it and S3."""
    monkeypatch.setattr(_s3_calls, "WAITS_S", (0.001, 0.001))
    return made


BAD_DAYS = {
    "down": faults.answers(503, "ServiceUnavailable"),
    "cut": faults.reset_in_upload,
    "refused": faults.answers(403, "AccessDenied"),
}


@pytest.mark.parametrize("day", BAD_DAYS)
def test_while_s3_fails_nothing_is_acknowledged_and_one_line_is_told(behind, run, proxy, tmp_path, day):
    (tmp_path / "new.jpg").write_bytes(picture(9))
    words = ("add", tmp_path / "new.jpg", "--kind", "photo", "--slug", "new", "--title", "Mới")
    proxy.plan(BAD_DAYS[day])
    done = run(*words)
    assert done.status == 2
    assert "s3://" in done.err
    assert run("show", "new").status == 2
    proxy.heal()
    assert run(*words).status == 0
    assert run("fsck", "--read-data").status == 0


def test_a_commit_whose_sidecar_could_not_be_written_is_mended(behind, run, proxy, tmp_path):
    (tmp_path / "new.jpg").write_bytes(picture(9))
    proxy.plan(faults.answers(503, "SlowDown"), method="PUT", holds="/sidecars/")
    assert run("add", tmp_path / "new.jpg", "--kind", "photo", "--slug", "new", "--title", "Mới").status == 2
    proxy.heal()
    run("gc")
    assert run("fsck", "--read-data").status == 0


def test_a_blob_that_is_collected_as_it_is_registered_is_put_again_or_refused(made, s3_location, monkeypatch):
    """gc with no grace at the worst moment: after the bytes are there and before their row is."""
    from brandkit.catalog.checkup import collect

    with Catalog.open(made, actor="tester") as catalog, Catalog.open(made, actor="collector") as other:
        sha256 = catalog.store.put(b"about to be named")
        collect(other, grace=timedelta(0))
        with catalog.changing() as change, pytest.raises(StoreFailure, match="cleaned away"):
            change.hold(sha256)
        with catalog.changing() as change:
            change.hold(sha256, b"about to be named")
        assert catalog.store.get(sha256) == b"about to be named"
        assert catalog.store.modified(sha256) > datetime.now(UTC) - timedelta(minutes=5)


def test_a_folder_that_is_copied_up_is_a_store(run, tmp_path, s3_location, plain_folder):
    """As docs/how-to/s3.md tells: copy the blobs, name the new place, check."""
    assert run("init", tmp_path / "catalog", "--from", plain_folder).status == 0
    store, blobs = Store(s3_location), tmp_path / "catalog" / "blobs"
    for path in (path for path in blobs.rglob("*") if path.is_file()):
        key = store.place.root + path.relative_to(blobs).as_posix()
        store._calls.client.put_object(Bucket=store.place.bucket, Key=key, Body=path.read_bytes())
    settings = tmp_path / "catalog" / "catalog.toml"
    settings.write_text(settings.read_text("utf-8").replace("file:blobs", s3_location), encoding="utf-8")
    blobs.rename(tmp_path / "gone")
    assert run("fsck", "--read-data", "--json").document["faults"] == []
    assert run("edit", "basket-boat", "creator=Trần").status == 0
    assert run("fsck", "--read-data").status == 0


def test_it_is_backed_up_restored_elsewhere_in_s3_and_rebuilt_without_its_database(made, run, s3_location, tmp_path):
    with Catalog.open(made) as catalog:
        wanted = catalog.assets()
    assert run("backup", tmp_path / "backup.tar").status == 0
    taken = run("restore", tmp_path / "backup.tar", tmp_path / "second", "--blobs", s3_location)
    assert taken.status == 2
    assert not (tmp_path / "second").exists()
    elsewhere = s3_location + "/elsewhere"
    assert run("restore", tmp_path / "backup.tar", tmp_path / "second", "--blobs", elsewhere).status == 0
    with Catalog.open(tmp_path / "second") as catalog:
        assert catalog.assets() == wanted
        assert {catalog.store.get(sha256) is None for sha256 in catalog.store.iterate()} == {False}
    (made / "catalog.db").unlink()
    assert run("rebuild").status == 0
    with Catalog.open(made) as catalog:
        assert catalog.assets() == wanted
    assert run("fsck", "--read-data").status == 0
