"""ZIP files from outside: good ones come out as they went in, hostile ones are refused whole."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from brandkit.catalog.kits import archive as kit_archive
from brandkit.catalog.kits.archive import unpacked, write_kit
from brandkit.errors import MaterialTooLarge, UnreadableMaterial, UnsafeMaterial


def packed(path: Path, *entries: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return path


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "kit"
    (folder / "logos/a").mkdir(parents=True)
    (folder / "logos/a/Biểu trưng.svg").write_bytes(b"<svg/>" * 50)
    (folder / "brandkit.lock.json").write_bytes(b"{}")
    (folder / "photo.jpg").write_bytes(bytes(range(256)))
    return folder


def test_what_is_packed_comes_out_again(kit, tmp_path):
    with (tmp_path / "kit.zip").open("w+b") as sink:
        write_kit(sink, kit)
    with unpacked(tmp_path / "kit.zip") as folder:
        found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert found == {p.relative_to(kit).as_posix(): p.read_bytes() for p in kit.rglob("*") if p.is_file()}
    assert not folder.exists()


def test_the_same_files_are_the_same_bytes_whenever_they_were_written(kit):
    first, second = io.BytesIO(), io.BytesIO()
    write_kit(first, kit)
    for path in kit.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes())
            path.chmod(0o600)
    write_kit(second, kit)
    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(first) as archive:
        names = [entry.filename for entry in archive.infolist()]
        assert names == sorted(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


NAMES = [
    "../out.svg", "/etc/passwd", "a/../../b", "a\\..\\b", "C:/x", "a//b", "./a", "a/./b", "x\x00.svg", "\n", "a" * 300,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_outside_are_refused(tmp_path, name):
    path = packed(tmp_path / "x.zip", ("good.svg", b"x"), ("0" * len(name.encode()), b"x"))
    data = path.read_bytes().replace(b"0" * len(name.encode()), name.encode())  # zipfile would tidy it up
    path.write_bytes(data)
    with pytest.raises((UnsafeMaterial, UnreadableMaterial)), unpacked(path):
        pytest.fail("it was unpacked")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.zip"]


ALIKE = [("a", "a"), ("A.svg", "a.SVG"), ("h\u1ea3i.svg", "ha\u0309i.svg"), ("a", "a/b.svg"), ("STRASSE", "straße")]


@pytest.mark.parametrize("names", ALIKE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_are_one_on_some_disk_are_refused(tmp_path, names):
    path = packed(tmp_path / "x.zip", *((name, b"x") for name in names))
    with pytest.raises(UnsafeMaterial, match="twice"), unpacked(path):
        pytest.fail("it was unpacked")


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path, mode):
    entry = zipfile.ZipInfo("link.svg")
    entry.create_system, entry.external_attr = 3, (mode | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(UnsafeMaterial, match="link"), unpacked(tmp_path / "x.zip"):
        pytest.fail("it was unpacked")


def test_encrypted_files_are_told(tmp_path):
    path = packed(tmp_path / "x.zip", ("a.svg", b"x"))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UnreadableMaterial, match="encrypted"), unpacked(path):
        pytest.fail("it was unpacked")


def test_a_way_of_packing_that_is_not_read_is_told(tmp_path):
    path = packed(tmp_path / "x.zip", ("a.svg", b"x" * 100), compression=zipfile.ZIP_LZMA)
    with pytest.raises(UnreadableMaterial, match="packed in a way"), unpacked(path):
        pytest.fail("it was unpacked")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = packed(tmp_path / "x.zip", ("a.svg", bytes(64 * 2**20)))
    assert path.stat().st_size < 100_000
    with pytest.raises(MaterialTooLarge, match="tightly"), unpacked(path):
        pytest.fail("it was unpacked")


def test_a_file_that_lies_about_its_size_is_refused(tmp_path):
    path = packed(tmp_path / "x.zip", ("a.svg", b"x" * 5000))
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02") + 24
    assert struct.unpack_from("<I", data, place) == (5000,)
    struct.pack_into("<I", data, place, 10)
    path.write_bytes(data)
    with pytest.raises((MaterialTooLarge, UnreadableMaterial)), unpacked(path):
        pytest.fail("it was unpacked")


def test_entries_that_share_their_bytes_are_refused(tmp_path):
    path = packed(tmp_path / "x.zip", ("a.svg", b"x" * 999), ("b.svg", b"y" * 999), compression=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 0)  # both entries now begin at the first one's header
    path.write_bytes(data)
    with pytest.raises(UnsafeMaterial, match="share"), unpacked(path):
        pytest.fail("it was unpacked")


def test_too_many_and_too_large_are_refused(tmp_path, monkeypatch):
    path = packed(tmp_path / "x.zip", *((f"{n}.svg", b"x" * 50) for n in range(20)))
    monkeypatch.setattr(kit_archive, "ENTRIES", 19)
    with pytest.raises(MaterialTooLarge, match="19 files"), unpacked(path):
        pytest.fail("it was unpacked")
    monkeypatch.setattr(kit_archive, "ENTRIES", 20)
    monkeypatch.setattr(kit_archive, "UNPACKED_BYTES", 999)
    with pytest.raises(MaterialTooLarge), unpacked(path):
        pytest.fail("it was unpacked")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06", b"not a zip", b"PK" * 1000])
def test_what_is_no_zip_is_told(tmp_path, data):
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(UnreadableMaterial, match="no ZIP"), unpacked(tmp_path / "x.zip"):
        pytest.fail("it was unpacked")


@pytest.mark.parametrize("cut", [10, 60, 200, -30, -5])
def test_a_damaged_zip_is_told(kit, tmp_path, cut):
    with (tmp_path / "kit.zip").open("w+b") as sink:
        write_kit(sink, kit)
    whole = (tmp_path / "kit.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:cut])
    with pytest.raises(UnreadableMaterial), unpacked(tmp_path / "cut.zip"):
        pytest.fail("it was unpacked")
    flipped = bytearray(whole)
    flipped[whole.index(b"\x00\x01\x02\x03\x04\x05") + 3] ^= 0xFF  # within the stored photo: its checksum is wrong
    (tmp_path / "rot.zip").write_bytes(flipped)
    with pytest.raises(UnreadableMaterial), unpacked(tmp_path / "rot.zip"):
        pytest.fail("it was unpacked")
