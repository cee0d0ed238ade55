"""What every blob store promises, on what it really stands on; a new one is tested by being there."""

from __future__ import annotations

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from brandkit import stores
from brandkit.errors import DamagedBlob, InvalidValue, StoreFailure
from brandkit.plugins import modules_of

ABSENT = hashlib.sha256(b"never put").hexdigest()


@pytest.fixture(params=modules_of(stores))
def scheme(request):
    return request.param


@pytest.fixture
def again(scheme, location_of):
    """Opens the same store once more."""
    location = location_of(scheme)
    return lambda: modules_of(stores)[scheme].Store(location)


@pytest.fixture
def store(again):
    return again()


@pytest.fixture
def spoil(scheme, store):
    """Puts other bytes in the place of a blob, behind the store's back."""

    def in_folder(sha256, data):
        (store.root / sha256[:2] / sha256[2:4] / sha256).write_bytes(data)

    def in_s3(sha256, data):
        import boto3

        key = f"{store.place.prefix}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        boto3.client("s3").put_object(Bucket=store.place.bucket, Key=key, Body=data)

    return {"file": in_folder, "s3": in_s3}[scheme]


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


def test_a_stream_is_read_from_where_it_stands(store):
    stream = io.BytesIO(b"header" + b"body")
    stream.seek(6)
    assert store.get(store.put(stream)) == b"body"


class Pipe(io.RawIOBase):
    """A stream that can be read once."""

    def __init__(self, data):
        self._source = io.BytesIO(data)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._source.readinto(buffer)


def test_a_stream_that_can_be_read_once_is_kept_too(store):
    data = os.urandom(9_000_000)
    assert store.get(store.put(Pipe(data))) == data


class Member:
    """A part of an archive: `read` and nothing else."""

    def __init__(self, data):
        self._source = io.BytesIO(data)

    def read(self, size):
        return self._source.read(size)


def test_what_has_read_alone_is_kept_too(store):
    assert store.get(store.put(Member(b"member"))) == b"member"


def test_a_large_blob_comes_back_and_is_one_blob(store, again):
    data = os.urandom(1_000_000) * 21
    sha256 = store.put(io.BytesIO(data))
    assert again().put(data) == sha256
    with again().open(sha256) as blob:
        assert hashlib.file_digest(blob, "sha256").hexdigest() == sha256
    assert store.size(sha256) == len(data)
    assert list(store.iterate()) == [sha256]
    assert store.unfinished(datetime.now(UTC) + timedelta(days=1)) == ()


def test_another_opening_sees_what_was_put(store, again):
    sha256 = store.put(b"shared")
    store.write_sidecar("a.1.json", b"{}")
    assert again().get(sha256) == b"shared"
    assert list(again().sidecars()) == ["a.1.json"]


def test_a_blob_with_other_bytes_is_never_served_and_putting_it_again_mends_it(store, spoil):
    for right, wrong in ((b"truth" * 100, b"truth" * 99 + b"trutH"), (b"whole", b"who"), (b"full", b"")):
        sha256 = store.put(right)
        spoil(sha256, wrong)
        for ask in (store.get, store.open):
            with pytest.raises(DamagedBlob, match="no longer"):
                ask(sha256)
        assert store.put(right) == sha256
        assert store.get(sha256) == right


def test_many_writers_of_the_same_bytes_leave_one_blob_each(store, again):
    wanted = [bytes([n]) * 1000 for n in range(6)]
    writers = [again() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda writer: [writer.put(data) for data in wanted], writers))
    assert all(put == found[0] for put in found)
    assert list(store.iterate()) == sorted(found[0])


def test_putting_and_deleting_at_once_leave_it_whole_or_gone(store, again):
    data = b"contested" * 1000
    sha256 = hashlib.sha256(data).hexdigest()
    other = again()

    def delete_often():
        for _ in range(20):
            other.delete(sha256)

    with ThreadPoolExecutor(1) as pool:
        deleting = pool.submit(delete_often)
        for _ in range(20):
            assert store.put(data) == sha256
        deleting.result()
    if store.exists(sha256):
        assert store.get(sha256) == data
    assert store.get(store.put(data)) == data


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


@pytest.mark.parametrize("name", ["../x", "..", ""])
def test_what_is_discarded_never_leaves_its_folder(store, name):
    with pytest.raises(InvalidValue):
        store.discard(name)


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


class Interrupted(io.BytesIO):
    """A stream whose reader gives up in the middle, for a reason of its own."""

    def read(self, size=-1):
        if self.tell() > 2_000_000:
            raise ValueError("gave up")
        return super().read(size)


def test_a_reader_that_gives_up_leaves_nothing_behind(store):
    with pytest.raises(ValueError, match="gave up"):
        store.put(Interrupted(bytes(4_000_000)))
    assert list(store.iterate()) == []
    assert store.unfinished(datetime.now(UTC) + timedelta(days=1)) == ()
