"""A backup comes back equal, is taken while others work, and nothing damaged or foreign is ever taken for one."""

from __future__ import annotations

import io
import os
import random
import tarfile
import threading

import pytest
from sqlalchemy import select

from brandkit.catalog import schema, sidecars
from brandkit.catalog.backup import backup
from brandkit.catalog.backup.restore import restore
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.registering import add
from brandkit.errors import AssetExists, BrandkitError, DamagedBlob, InvalidCatalog, StoreFailure, UnreadableMaterial
from tests.catalog.specimens import inspected


@pytest.fixture
def archive(stocked, tmp_path):
    backup(stocked, tmp_path / "b.tar")
    return tmp_path / "b.tar"


def rows_of(catalog):
    tables = list(schema.metadata.sorted_tables)
    with catalog.database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in tables
        }


def test_everything_comes_back_equal(stocked, archive, tmp_path):
    done = restore(archive, tmp_path / "r")
    assert done.found.faults == ()
    with Catalog.open(tmp_path / "r") as catalog:
        assert rows_of(catalog) == rows_of(stocked)
        assert set(catalog.store.iterate()) == set(stocked.store.iterate())
        assert sidecars.newest(catalog.store) == sidecars.newest(stocked.store)
        assert catalog.brand() == stocked.brand()
        assert catalog.settings.timezone == stocked.settings.timezone
        catalog.edit("basket-boat", {"creator": "X"})  # signed by a key of its own, beside the old one's signatures
    with Catalog.open(tmp_path / "r") as catalog:
        assert check(catalog, read_data=True).faults == ()
    assert (tmp_path / "r/checkpoints/key.pem").read_bytes() != (stocked.folder / "checkpoints/key.pem").read_bytes()


def test_the_archive_is_read_by_ordinary_programs(archive):
    import hashlib

    with tarfile.open(archive) as found:
        names = found.getnames()
        sums = found.extractfile("SHA256SUMS").read().decode().splitlines()
        assert names[0] == "backup.json" and names[-1] == "SHA256SUMS"
        assert len(sums) == len(names) - 1
        for line in sums:
            digest, name = line.split("  ")
            assert hashlib.sha256(found.extractfile(name).read()).hexdigest() == digest


def test_it_holds_no_private_key(archive):
    assert b"PRIVATE KEY" not in archive.read_bytes()


def test_a_backup_never_overwrites(stocked, tmp_path):
    (tmp_path / "taken").write_bytes(b"mine")
    with pytest.raises(AssetExists):
        backup(stocked, tmp_path / "taken")
    assert (tmp_path / "taken").read_bytes() == b"mine"
    with pytest.raises(StoreFailure):
        backup(stocked, tmp_path / "nowhere/b.tar")


def test_a_damaged_file_stops_a_backup_unless_it_is_to_be_left_out(stocked, tmp_path):
    sha256 = stocked.asset("basket-boat").versions[0].files[0].sha256
    (stocked.store.root / sha256[:2] / sha256[2:4] / sha256).write_bytes(b"rot")
    with pytest.raises(DamagedBlob):
        backup(stocked, tmp_path / "b.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["catalog"]
    assert backup(stocked, tmp_path / "b.tar", skip_damaged=True).missing == (sha256,)
    done = restore(tmp_path / "b.tar", tmp_path / "r")
    assert done.missing == (sha256,)
    assert [(fault.code, fault.subject) for fault in done.found.faults] == [("missing-blob", sha256)]


def test_a_backup_taken_while_others_register_is_of_one_moment(empty, tmp_path):
    stop, registered = threading.Event(), []

    def register() -> None:
        with Catalog.open(empty.folder, actor="other") as catalog:
            while not stop.is_set():
                found = inspected(os.urandom(3_000))
                add(catalog, found, Wishes("photo", slug=f"p-{len(registered)}"))
                registered.append(found.sha256)

    worker = threading.Thread(target=register)
    worker.start()
    try:
        known = []
        for number in range(4):
            while len(registered) < 3 * (number + 1):
                assert worker.is_alive()
            known.append(len(registered))
            backup(empty, tmp_path / f"{number}.tar")
    finally:
        stop.set()
        worker.join()
    for number, least in enumerate(known):
        done = restore(tmp_path / f"{number}.tar", tmp_path / f"r{number}")
        assert done.found.faults == ()
        with Catalog.open(tmp_path / f"r{number}") as catalog:
            there = {asset.slug for asset in catalog.assets()}
            assert there >= {f"p-{n}" for n in range(least)}  # acknowledged before the backup began
            assert there == {f"p-{n}" for n in range(len(there))}


def test_it_is_restored_into_an_empty_place_only(stocked, archive, tmp_path):
    with pytest.raises(AssetExists):
        restore(archive, stocked.folder)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/note").write_text("mine")
    with pytest.raises(AssetExists):
        restore(archive, tmp_path / "taken")
    assert (tmp_path / "taken/note").read_text() == "mine"
    with pytest.raises(AssetExists):
        restore(archive, tmp_path / "other", blobs=f"file:{stocked.store.root}")
    assert not (tmp_path / "other").exists()
    assert check(stocked, read_data=True).faults == ()


def refused(path, tmp_path):
    with pytest.raises(BrandkitError) as told:
        restore(path, tmp_path / "r")
    assert not (tmp_path / "r").exists()
    assert isinstance(told.value, UnreadableMaterial | InvalidCatalog)
    return str(told.value)


def test_a_cut_off_backup_is_refused_wherever_it_ends(archive, tmp_path):
    data = archive.read_bytes()
    pick = random.Random(1)
    ends = {0, 1, 511, 512, 513, len(data) - 1024, len(data) - 1025, *(pick.randrange(len(data)) for _ in range(12))}
    for end in sorted(ends):
        (tmp_path / "cut.tar").write_bytes(data[:end])
        refused(tmp_path / "cut.tar", tmp_path)


def test_a_flipped_bit_is_refused_wherever_it_is(archive, tmp_path):
    data = archive.read_bytes()
    with tarfile.open(archive) as found:
        members = found.getmembers()
    pick = random.Random(2)
    for member in pick.sample(members, 8):
        damaged = bytearray(data)
        if not member.size:
            continue
        damaged[member.offset_data + pick.randrange(member.size)] ^= 1 << pick.randrange(8)
        (tmp_path / "bad.tar").write_bytes(damaged)
        refused(tmp_path / "bad.tar", tmp_path)


def packed(path, members):
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as sink:
        for member, data in members:
            sink.addfile(member, io.BytesIO(data))
    return path


def member(name, data=b"", **what):
    found = tarfile.TarInfo(name)
    found.size = len(data)
    for key, value in what.items():
        setattr(found, key, value)
    return found, data


def hostile(archive):
    """Archives that begin as a backup and go on as none."""
    with tarfile.open(archive) as found:
        header = found.extractfile("backup.json").read()
    first = member("backup.json", header)
    return {
        "a path upwards": [first, member("../outside", b"x")],
        "an absolute path": [first, member("/tmp/outside", b"x")],
        "a name within blobs": [first, member("blobs/../../outside", b"x")],
        "a link": [first, member("blobs/" + "0" * 64, type=tarfile.SYMTYPE, linkname="/etc/passwd")],
        "a hard link": [first, member("blobs/" + "0" * 64, type=tarfile.LNKTYPE, linkname="backup.json")],
        "a device": [first, member("blobs/" + "0" * 64, type=tarfile.CHRTYPE)],
        "a hole": [first, member("blobs/" + "0" * 64, type=tarfile.GNUTYPE_SPARSE)],
        "other bytes than the name says": [first, member("blobs/" + "0" * 64, b"x")],
        "rows of no table": [first, member("rows/users.jsonl", b'{"name": "root"}\n')],
        "rows that are none": [first, member("rows/units.jsonl", b"[1, 2]\n")],
        "rows of other columns": [first, member("rows/units.jsonl", b'{"slug": "x"}\n')],
        "rows of wrong values": [first, member("rows/tags.jsonl", b'{"asset": 7, "position": 0, "tag": "x", "folded": '
                                                                   b'{"deep": []}}\n')],
        "deep rows": [first, member("rows/units.jsonl", b"[" * 100_000 + b"\n")],
        "a list without an end": [first, member("SHA256SUMS", b"0" * 64 + b"  backup.json\n")],
        "the same member twice": [first, first],
        "no header": [member("rows/units.jsonl", b"")],
        "a header that is none": [member("backup.json", b"[]")],
        "a header of a later form": [member("backup.json", header.replace(b"backup/1", b"backup/9"))],
    }  # fmt: skip


HOSTILE = [
    "a path upwards", "an absolute path", "a name within blobs", "a link", "a hard link", "a device", "a hole",
    "other bytes than the name says", "rows of no table", "rows that are none", "rows of other columns",
    "rows of wrong values", "deep rows", "a list without an end", "the same member twice", "no header",
    "a header that is none", "a header of a later form",
]  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_archives_are_refused_and_leave_nothing(archive, tmp_path, what):
    refused(packed(tmp_path / "evil.tar", hostile(archive)[what]), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "catalog", "evil.tar"]


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04" * 300, bytes(4096), b"\x1f\x8b" + bytes(2000)])
def test_foreign_files_are_refused(tmp_path, data):
    (tmp_path / "foreign").write_bytes(data)
    assert "no backup" in refused(tmp_path / "foreign", tmp_path)


def test_a_huge_length_in_a_header_takes_no_memory_and_is_refused(archive, tmp_path):
    with tarfile.open(archive) as found:
        header = found.extractfile("backup.json").read()
    huge = tarfile.TarInfo("blobs/" + "0" * 64)
    huge.size = 1 << 60
    first, data = member("backup.json", header)
    body = first.tobuf() + data + bytes(-len(data) % 512) + huge.tobuf(tarfile.GNU_FORMAT) + b"x" * 1000
    (tmp_path / "huge.tar").write_bytes(body)
    refused(tmp_path / "huge.tar", tmp_path)
