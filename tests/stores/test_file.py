"""What is true of the folder store alone: bit rot, order of writes, full disks, what a crash leaves."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from brandkit.errors import StoreFailure
from brandkit.stores import file
from brandkit.stores.file import Store


def path_of(store: Store, sha256: str) -> Path:
    return store.root / sha256[:2] / sha256[2:4] / sha256


def test_putting_the_bytes_again_makes_an_old_blob_young(tmp_path):
    store = Store(tmp_path)
    sha256 = store.put(b"old")
    os.utime(path_of(store, sha256), (0, 0))
    assert store.modified(sha256).year == 1970
    store.put(b"old")
    assert datetime.now(UTC) - store.modified(sha256) < timedelta(minutes=5)


def test_bytes_are_durable_before_the_name_and_the_name_before_the_answer(tmp_path, monkeypatch):
    store = Store(tmp_path)
    steps = []
    sync, replace = os.fsync, Path.replace

    def seen_sync(handle):
        steps.append(("fsync", Path(f"/proc/self/fd/{handle}").readlink()))
        sync(handle)

    def seen_replace(self, target):
        steps.append(("rename", Path(target)))
        return replace(self, target)

    monkeypatch.setattr(file.os, "fsync", seen_sync)
    monkeypatch.setattr(Path, "replace", seen_replace)
    target = path_of(store, store.put(b"order"))
    kinds = [kind for kind, _ in steps]
    assert kinds == ["fsync", "rename", "fsync", "fsync", "fsync"]
    assert steps[0][1].parent.name == "unfinished"
    assert steps[1][1] == target
    assert [path for _, path in steps[2:]] == [target.parent, target.parent.parent, store.root]


def test_what_a_crash_left_unfinished_is_named_once_it_is_old(tmp_path):
    store = Store(tmp_path)
    left = store.root / "unfinished" / "0123"
    left.write_bytes(b"half")
    now = datetime.now(UTC)
    assert store.unfinished(now - timedelta(hours=1)) == ()
    assert store.unfinished(now + timedelta(hours=1)) == ("0123",)
    store.discard("0123")
    assert not left.exists()


def test_a_full_disk_is_told_and_the_store_works_again_with_room(tmp_path):
    """The limit is set in a child, where it ends with the child; its exit status tells what it saw."""
    child = os.fork()
    if child == 0:
        os._exit(_seen_with_a_full_disk(tmp_path))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _seen_with_a_full_disk(folder: Path) -> int:
    store = Store(folder)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    big = os.urandom(400_000)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    try:
        store.put(big)
        return 1
    except StoreFailure:
        pass
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    if list(store.iterate()) or list((folder / "unfinished").iterdir()):
        return 2
    return 0 if store.get(store.put(big)) == big else 3


def test_the_store_cannot_be_made_where_a_file_lies(tmp_path):
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(StoreFailure):
        Store(tmp_path / "taken")


def test_foreign_files_among_the_blobs_are_no_blobs(tmp_path):
    store = Store(tmp_path)
    sha256 = store.put(b"one")
    (path_of(store, sha256).parent / "notes.txt").write_text("x")
    misplaced = hashlib.sha256(b"two").hexdigest()
    (path_of(store, sha256).parent / misplaced).write_bytes(b"two")
    assert list(store.iterate()) == [sha256]
