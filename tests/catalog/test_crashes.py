"""Nothing acknowledged is ever lost: kill -9, full disks, two writers at once, clean-up racing uploads.

Children are forked, so that a kill lands in the work and not in the imports; what a child acknowledged it wrote to a
pipe, as a command prints it.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.soundness.workload import forked
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check, collect
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.registering import add
from brandkit.errors import BrandkitError, StoreFailure
from tests.catalog.specimens import inspected

KILLS = 40
MOST_S = 0.06  # about ten registrations


def register(catalog: Catalog, data: bytes, slug: str) -> str:
    found = inspected(data)
    add(catalog, found, Wishes("photo", slug=slug))
    return found.sha256


def drained(pipe: int) -> str:
    with os.fdopen(pipe, "rb") as stream:
        return stream.read().decode("ascii")


def test_kill_at_a_random_moment_loses_nothing_acknowledged(tmp_path):
    folder = tmp_path / "catalog"
    Catalog.create(folder, actor="t").close()
    acknowledged: dict[str, str] = {}
    killed = 0
    pick = random.Random(20260301)
    for attempt in range(KILLS):

        def work(pipe: int, attempt: int = attempt) -> int:
            with Catalog.open(folder, actor="t") as catalog:
                for number in range(10_000):
                    slug = f"a{attempt}-{number}"
                    sha256 = register(catalog, os.urandom(2_000), slug)
                    os.write(pipe, f"{slug} {sha256}\n".encode())
            return 0

        child, pipe = forked(work)
        select.select([pipe], [], [], 10)  # the first one acknowledged: from here on any moment is one of work
        select.select([], [], [], pick.uniform(0, MOST_S))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        acknowledged |= dict(line.split() for line in drained(pipe).splitlines(keepends=True) if line.endswith("\n"))
    assert killed == KILLS
    assert len(acknowledged) >= KILLS
    with Catalog.open(folder, actor="t") as catalog:
        there = {asset.slug: asset.versions[0].files[0].sha256 for asset in catalog.assets()}
        assert {slug: there.get(slug) for slug in acknowledged} == acknowledged
        assert not [f for f in check(catalog, read_data=True).faults if not f.code.endswith("-sidecar")]
        collect(catalog, grace=timedelta(0))
        after = check(catalog, read_data=True)
        assert (after.faults, after.unreferenced) == ((), 0)


def test_two_writers_at_once_make_one_blob_and_one_asset_of_the_same_bytes(tmp_path):
    folder = tmp_path / "catalog"
    Catalog.create(folder, actor="t").close()
    shared = [bytes([number]) * 500 for number in range(12)]

    def writer(name: str) -> Callable[[int], int]:
        def work(_pipe: int) -> int:
            with Catalog.open(folder, actor=name) as catalog:
                for number, data in enumerate(shared):
                    register(catalog, data, f"shared-{number}")
                    register(catalog, f"{name}{number}".encode() * 99, f"{name}-{number}")
            return 0

        return work

    children = [forked(writer(name)) for name in ("one", "two")]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child, _ in children] == [0, 0]
    for _, pipe in children:
        os.close(pipe)
    with Catalog.open(folder, actor="t") as catalog:
        assert len(catalog.assets()) == 3 * len(shared)
        assert all(len(asset.versions) == 1 for asset in catalog.assets())
        found = check(catalog, read_data=True)
        assert (found.faults, found.blobs, found.unreferenced) == ((), 3 * len(shared), 0)


def test_clean_up_without_grace_racing_an_upload_never_leaves_a_row_without_bytes(tmp_path):
    folder = tmp_path / "catalog"
    Catalog.create(folder, actor="t").close()

    def upload(pipe: int) -> int:
        with Catalog.open(folder, actor="up") as catalog:
            for number in range(60):
                try:
                    register(catalog, f"racing {number}".encode() * 50, f"r-{number}")
                except StoreFailure:
                    os.write(pipe, b"-")
                    continue
                os.write(pipe, b"+")
        return 0

    child, pipe = forked(upload)
    with Catalog.open(folder, actor="gc") as catalog:
        rounds = 0
        while os.waitpid(child, os.WNOHANG)[0] == 0:
            collect(catalog, grace=timedelta(0))
            rounds += 1
        told = drained(pipe)
        assert rounds > 1
        assert len(told) == 60
        # Without grace an upload may find its bytes or its sidecar gone and be told of a failure; what it
        # acknowledged is there.
        assert len(catalog.assets()) >= told.count("+") > 0
        assert not [f for f in check(catalog, read_data=True).faults if f.where == "blob"]


@pytest.fixture
def small_disk(tmp_path):
    """An 8 MB file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(folder)]
    mounted = subprocess.run(words, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting a tmpfs needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_an_error_no_row_and_works_again_with_room(small_disk):
    ballast = small_disk / "ballast"
    with Catalog.create(small_disk / "catalog", actor="t") as catalog:
        ballast.write_bytes(b"x" * 3_000_000)
        kept: dict[str, str] = {}
        with pytest.raises(BrandkitError) as told:
            for number in range(100):
                kept[f"p-{number}"] = register(catalog, os.urandom(300_000), f"p-{number}")
        assert isinstance(told.value, StoreFailure)
        assert 3 < len(kept) < 30
        assert {asset.slug: asset.versions[0].files[0].sha256 for asset in catalog.assets()} == kept
        ballast.unlink()
        kept["again"] = register(catalog, os.urandom(300_000), "again")
        collect(catalog, grace=timedelta(0))
        assert check(catalog, read_data=True).faults == ()
        for sha256 in kept.values():
            assert len(catalog.read(sha256)) == 300_000


def test_a_store_that_fails_in_the_middle_of_an_import_leaves_no_row(empty, folder, monkeypatch):
    from brandkit.catalog import transfer

    put, calls = empty.store.put, []

    def failing(content):
        calls.append(1)
        if len(calls) == 3:
            raise StoreFailure("blobs", "could not be written: {why}", None, why="Input/output error")
        return put(content)

    monkeypatch.setattr(empty.store, "put", failing)
    with pytest.raises(StoreFailure):
        transfer.import_folder(empty, folder)
    assert list(empty.assets()) == []
    monkeypatch.undo()
    assert len(transfer.import_folder(empty, folder).added) == 3


def test_the_database_refuses_a_write_while_the_disk_is_read_only_and_says_so(tmp_path, monkeypatch):
    with Catalog.create(tmp_path / "c", actor="t") as catalog:
        register(catalog, b"one", "one")
        with catalog.database.writing() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(StoreFailure):
            register(catalog, b"two", "two")
        assert [asset.slug for asset in catalog.assets()] == ["one"]
        assert Path(tmp_path / "c/catalog.db").exists()
