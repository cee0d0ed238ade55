"""The folder store on disks that fail, among files that others put there, and with other users and programs at work."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from brandkit.errors import DamagedBlob, StoreFailure
from brandkit.stores.file import Store

DATA = b"approved" * 1000
SHA256 = hashlib.sha256(DATA).hexdigest()
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def path_of(store: Store, sha256: str) -> Path:
    return store.root / sha256[:2] / sha256[2:4] / sha256


class Failing:
    """Lets steps of the system through until one is to fail, before it is done or after."""

    def __init__(self, monkeypatch, number: int, error: int, *, after: bool):
        self.left, self.error, self.after, self.failed = number, error, after, False
        for place, name in ((os, "fsync"), (os, "open"), (Path, "open"), (Path, "replace"), (Path, "mkdir"), (os, "utime")):  # fmt: skip  # noqa: E501
            monkeypatch.setattr(place, name, self.watched(getattr(place, name)))

    def watched(self, step):
        def run(*args, **how):
            self.left -= 1
            if self.left != 0:
                return step(*args, **how)
            self.failed = True
            if self.after:
                step(*args, **how)
            raise OSError(self.error, os.strerror(self.error))

        return run


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done and not told"])
@pytest.mark.parametrize("there", [False, True], ids=["new", "there already"])
def test_whichever_step_fails_nothing_is_acknowledged_and_the_next_try_works(tmp_path, error, after, there):
    kept = b"kept"
    failures = 0
    for number in range(1, 40):
        store = Store(tmp_path / str(number))
        store.put(kept)
        if there:
            store.put(DATA)
        with pytest.MonkeyPatch.context() as monkeypatch:
            failing = Failing(monkeypatch, number, error, after=after)
            try:
                assert store.put(DATA) == SHA256
            except StoreFailure as told:
                assert os.strerror(error) in str(told)
                failures += 1
        if not failing.failed:
            break
        for name in store.iterate():
            store.open(name).close()
        assert store.get(hashlib.sha256(kept).hexdigest()) == kept
        assert store.get(store.put(DATA)) == DATA
        assert store.unfinished(TOMORROW) == ()
    assert not failing.failed
    assert failures >= 5


def test_a_disk_that_fails_is_no_missing_blob(tmp_path, monkeypatch):
    """To say that it is missing would have it written anew, or told as lost."""
    store = Store(tmp_path)
    store.put(DATA)

    def fails(*_, **__):
        raise OSError(errno.EIO, "")

    monkeypatch.setattr(Path, "stat", fails)
    for ask in (store.exists, store.size, store.modified):
        with pytest.raises(StoreFailure, match="Input/output"):
            ask(SHA256)


def test_a_folder_that_cannot_be_listed_is_told_and_not_passed_over(tmp_path, monkeypatch):
    store = Store(tmp_path)
    store.put(DATA)
    store.put(b"other")
    scandir = os.scandir

    def fails(folder):
        if Path(folder) == path_of(store, SHA256).parent:
            raise OSError(errno.EACCES, "")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", fails)
    with pytest.raises(StoreFailure, match="Permission denied"):
        list(store.iterate())
    monkeypatch.setattr(os, "scandir", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "")))
    with pytest.raises(StoreFailure):
        list(store.sidecars())


def test_a_list_of_blobs_looks_into_one_folder_at_a_time(tmp_path, monkeypatch):
    store = Store(tmp_path)
    wanted = sorted(store.put(bytes([n])) for n in range(60))
    looked, scandir = [], os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: looked.append(folder) or scandir(folder))
    names = store.iterate()
    assert next(names) == wanted[0]
    assert len(looked) == 3
    assert list(names) == wanted[1:]


def test_folders_that_vanish_while_they_are_listed_are_passed_over(tmp_path):
    store = Store(tmp_path)
    wanted = sorted(store.put(bytes([n])) for n in range(30))
    names = store.iterate()
    assert next(names) == wanted[0]
    last = path_of(store, wanted[-1])
    last.unlink()
    last.parent.rmdir()
    last.parent.parent.rmdir()
    assert list(names) == wanted[1:-1]


def test_a_link_in_place_of_a_blob_is_replaced_and_what_it_points_at_is_not_touched(tmp_path):
    store = Store(tmp_path / "store")
    store.put(DATA)
    precious = tmp_path / "precious"
    for target_exists in (True, False):
        precious.write_bytes(b"precious")
        path_of(store, SHA256).unlink()
        path_of(store, SHA256).symlink_to(precious if target_exists else tmp_path / "nowhere")
        with pytest.raises(DamagedBlob):
            store.get(SHA256)
        assert store.put(DATA) == SHA256
        assert not path_of(store, SHA256).is_symlink()
        assert store.get(SHA256) == DATA
        assert precious.read_bytes() == b"precious"


def test_what_is_no_file_is_no_blob_and_nobody_waits_for_it(tmp_path):
    store = Store(tmp_path)
    store.put(DATA)
    path_of(store, SHA256).unlink()
    os.mkfifo(path_of(store, SHA256))
    with pytest.raises(DamagedBlob):
        store.get(SHA256)
    assert not store.exists(SHA256)
    assert list(store.iterate()) == []
    assert store.get(store.put(DATA)) == DATA
    path_of(store, SHA256).unlink()
    path_of(store, SHA256).mkdir()
    for ask in (lambda: store.get(SHA256), lambda: store.put(DATA)):
        with pytest.raises(StoreFailure):
            ask()
    assert list(store.iterate()) == []


def test_what_others_left_among_the_unfinished_is_no_unfinished_write(tmp_path):
    store = Store(tmp_path)
    (tmp_path / "unfinished" / "folder").mkdir()
    (tmp_path / "unfinished" / "half").write_bytes(b"half")
    assert store.unfinished(TOMORROW) == ("half",)


def test_a_blob_of_another_user_is_written_anew(tmp_path, monkeypatch):
    """Only its owner may renew the date of a file that others cannot write."""
    store = Store(tmp_path)
    store.put(DATA)
    utime = os.utime
    utime(path_of(store, SHA256), (0, 0))

    def refused(*_, **__):
        raise PermissionError(errno.EPERM, "")

    monkeypatch.setattr(os, "utime", refused)
    assert store.put(DATA) == SHA256
    assert store.modified(SHA256) > datetime.now(UTC) - timedelta(minutes=5)


def test_a_blob_that_is_collected_while_it_is_put_is_written_anew(tmp_path, monkeypatch):
    store = Store(tmp_path)
    store.put(DATA)
    utime = os.utime

    def too_late(path, *rest, **how):
        Path(path).unlink()
        utime(path, *rest, **how)

    monkeypatch.setattr(os, "utime", too_late)
    assert store.put(DATA) == SHA256
    assert store.get(SHA256) == DATA


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_drive_without_locks_is_used_without(tmp_path, monkeypatch, error):
    store = Store(tmp_path)

    def no_locks(*_):
        raise OSError(error, "")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    assert store.get(store.put(DATA)) == DATA
    (tmp_path / "unfinished" / "half").write_bytes(b"half")
    assert store.unfinished(TOMORROW) == ("half",)


def test_a_write_in_progress_is_not_called_unfinished(tmp_path):
    store = Store(tmp_path)
    with (tmp_path / "unfinished" / "busy").open("wb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert store.unfinished(TOMORROW) == ()
    assert store.unfinished(TOMORROW) == ("busy",)


def test_a_store_on_a_disk_that_is_read_only_can_be_read(tmp_path, monkeypatch):
    Store(tmp_path).put(DATA)

    def read_only(*_, **__):
        raise OSError(errno.EROFS, "")

    monkeypatch.setattr(Path, "mkdir", read_only)
    monkeypatch.setattr(Path, "replace", read_only)
    store = Store(tmp_path)
    assert store.get(SHA256) == DATA
    with pytest.raises(StoreFailure, match="Read-only"):
        store.put(b"new")
