"""What every blob store promises; a new one is tested by being there."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest

from brandkit import stores
from brandkit.errors import DamagedBlob, InvalidValue, StoreFailure
from brandkit.plugins import modules_of

ABSENT = hashlib.sha256(b"never put").hexdigest()


@pytest.fixture(params=modules_of(stores).values(), ids=modules_of(stores))
def store(request, tmp_path):
    return request.param.Store(tmp_path / "blobs")


def test_bytes_come_back_under_their_own_hash(store):
    data = b"logo" * 700_000
    sha256 = store.put(data)
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert store.get(sha256) == data
    with store.open(sha256) as blob:
        assert blob.read(4) == b"logo"
    assert store.size(sha256) == len(data)


def test_a_stream_is_kept_like_its_bytes(store):
    assert store.put(io.BytesIO(b"abc")) == store.put(b"abc")
    assert store.put(b"") == hashlib.sha256(b"").hexdigest()


def test_the_same_bytes_twice_are_one_blob(store):
    assert store.put(b"twice") == store.put(b"twice")
    assert list(store.iterate()) == [hashlib.sha256(b"twice").hexdigest()]


def test_iterate_names_all_blobs_and_nothing_else(store):
    put = sorted(store.put(bytes([n])) for n in range(20))
    store.write_sidecar("note.1.json", b"{}")
    assert list(store.iterate()) == put


def test_what_was_deleted_is_gone_and_deleting_twice_is_no_fault(store):
    sha256 = store.put(b"short life")
    store.delete(sha256)
    store.delete(sha256)
    assert not store.exists(sha256)
    assert list(store.iterate()) == []


@pytest.mark.parametrize("ask", ["get", "open", "size"])
def test_a_missing_blob_is_told(store, ask):
    assert not store.exists(ABSENT)
    with pytest.raises(DamagedBlob, match="missing"):
        getattr(store, ask)(ABSENT)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "A" * 64, ABSENT + "\n", ABSENT[:-1]])
def test_a_name_that_is_no_hash_never_becomes_a_path(store, name):
    for ask in (store.get, store.exists, store.delete, store.open):
        with pytest.raises(InvalidValue):
            ask(name)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "UPPER"])
def test_a_sidecar_name_never_leaves_its_folder(store, name):
    with pytest.raises(InvalidValue):
        store.write_sidecar(name, b"{}")


def test_a_sidecar_is_replaced_as_a_whole(store):
    store.write_sidecar("a.json", b"longer than what follows")
    store.write_sidecar("a.json", b"short")
    assert store.read_sidecar("a.json") == b"short"
    assert list(store.sidecars()) == ["a.json"]
    store.delete_sidecar("a.json")
    store.delete_sidecar("a.json")
    assert list(store.sidecars()) == []
    with pytest.raises(StoreFailure):
        store.read_sidecar("a.json")


def test_a_blob_tells_when_it_was_put(store):
    before = datetime.now(UTC) - timedelta(seconds=2)
    sha256 = store.put(b"young")
    assert store.modified(sha256) >= before
    assert store.modified(ABSENT) < before


class Broken(io.RawIOBase):
    """A stream that fails in the middle, as a vanished network drive does."""

    def __init__(self):
        self.left = 2

    def readable(self):
        return True

    def readinto(self, buffer):
        self.left -= 1
        if self.left < 0:
            raise OSError(5, "Input/output error")
        buffer[:10] = b"0123456789"
        return 10


def test_a_source_that_fails_leaves_nothing_behind(store):
    with pytest.raises(StoreFailure):
        store.put(Broken())
    assert list(store.iterate()) == []
    assert store.unfinished(datetime.now(UTC) + timedelta(days=1)) == ()
