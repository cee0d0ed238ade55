"""The index of looks says what the rows say: in step, whole, and as a scan of everything would, whatever befalls it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, insert, select, update

from brandkit.catalog import schema
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.looks import index_files as look_index_files
from brandkit.catalog.looks.index import LookIndex, within

BITS = 80


def codes(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def fill(catalog: Catalog, bits: np.ndarray, *, first: int = 0, view: str = "whole") -> list[str]:
    """Rows as registering would write them, of files numbered from `first`."""
    names = [f"{first + place:064x}" for place in range(len(bits))]
    rows = [
        {"sha256": sha256, "name": name, "view": view, "bits": code.tobytes() if name == "pdq" else code[:8].tobytes()}
        for sha256, code in zip(names, bits, strict=True)
        for name in ("dhash", "pdq", "phash")
    ]
    with catalog.database.writing() as connection:
        connection.execute(insert(schema.fingerprints), rows)
    return names


def turned(code: np.ndarray, count: int) -> np.ndarray:
    """The code with so many bits the other way."""
    flipped = np.unpackbits(code)
    flipped[:count] ^= 1
    return np.packbits(flipped)


def folder(catalog: Catalog) -> Path:
    return catalog.folder / "cache" / "looks"


def index_of(catalog: Catalog) -> LookIndex:
    """A new one, as another process would have it."""
    index = LookIndex(folder(catalog))
    with catalog.database.reading() as connection:
        index.follow(connection)
    return index


def follow(catalog: Catalog, index: LookIndex) -> None:
    with catalog.database.reading() as connection:
        index.follow(connection)


def brute(catalog: Catalog, queries: np.ndarray, most: int, view: str = "whole") -> dict[str, int]:
    """Every row compared with every query by the bits of Python's integers."""
    table = schema.fingerprints
    with catalog.database.reading() as connection:
        rows = connection.execute(select(table).where(table.c.name == "pdq", table.c.view == view)).all()
    asked = [int.from_bytes(query.tobytes(), "big") for query in queries]
    best = {row.sha256: min((int.from_bytes(row.bits, "big") ^ q).bit_count() for q in asked) for row in rows}
    return {sha256: bits for sha256, bits in best.items() if bits <= most}


@pytest.mark.parametrize("most", [0, 31, 80, 120, 256])
def test_it_finds_what_a_scan_of_every_row_finds(empty, most):
    known = codes(700, 1)
    fill(empty, known)
    fill(empty, np.array([turned(known[3], n) for n in range(0, 200, 3)]), first=5000)
    queries = np.vstack([known[3:4], known[9:11], codes(5, 2)])
    assert index_of(empty).near(queries, "whole", most) == brute(empty, queries, most)


def test_the_bound_itself_is_within(empty):
    known = codes(1, 1)
    fill(empty, known)
    index = index_of(empty)
    for apart, most, found in ((31, 31, 1), (32, 31, 0), (0, 0, 1), (256, 256, 1)):
        assert len(index.near(turned(known[0], apart)[None], "whole", most)) == found


def test_views_are_kept_apart(empty):
    known = codes(2, 1)
    fill(empty, known[:1])
    fill(empty, known[1:], first=9, view="shape")
    index = index_of(empty)
    assert list(index.near(known, "whole", BITS)) == [f"{0:064x}"]
    assert list(index.near(known, "shape", BITS)) == [f"{9:064x}"]
    assert index.near(known, "another", BITS) == {}


def test_only_new_rows_are_read(empty, monkeypatch):
    fill(empty, codes(50, 1))
    index = index_of(empty)
    fill(empty, codes(3, 2), first=100)
    read: list[int] = []
    follow_rows = LookIndex._read

    def counted(self, connection, highest):
        before = len(self)
        follow_rows(self, connection, highest)
        read.append(len(self) - before)

    monkeypatch.setattr(LookIndex, "_read", counted)
    follow(empty, index)
    follow(empty, index)
    assert read == [3] and len(index) == 53


def test_another_process_goes_on_from_the_files(empty, monkeypatch):
    fill(empty, codes(50, 1))
    index_of(empty)
    monkeypatch.setattr(LookIndex, "_read", lambda *_: pytest.fail("read anew"))
    assert len(index_of(empty)) == 50


def test_two_that_write_by_turns_stay_in_step(empty):
    one, other = index_of(empty), index_of(empty)
    for turn in range(8):
        fill(empty, codes(5, turn), first=100 * turn)
        follow(empty, (one, other)[turn % 2])
    follow(empty, one), follow(empty, other)
    everything = codes(1, 3)
    for index in (one, other, index_of(empty)):
        assert len(index) == 40
        assert index.near(everything, "whole", 256) == brute(empty, everything, 256)


def test_while_another_writes_it_answers_from_memory(empty):
    index = index_of(empty)
    fill(empty, codes(5, 1))
    with look_index_files.writing(folder(empty)) as may_write:
        assert may_write
        follow(empty, index)
        assert len(index.near(codes(1, 9), "whole", 256)) == 5
    assert not (folder(empty) / "state.json").exists()
    fill(empty, codes(1, 2), first=9)
    follow(empty, index)
    assert len(index_of(empty)) == 6


def kept_files(catalog: Catalog) -> list[Path]:
    return sorted(p for p in folder(catalog).iterdir() if p.name != "lock")


@pytest.mark.parametrize("what", ["flipped", "cut", "emptied", "deleted", "folder"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_damaged_file_is_made_anew(empty, which, what):
    known = codes(40, 1)
    fill(empty, known)
    index_of(empty)
    path = kept_files(empty)[which]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what != "deleted":
        path.write_bytes({"flipped": bytes(data), "cut": bytes(data[:-7]), "emptied": b""}[what])
    assert index_of(empty).near(known[:3], "whole", BITS) == brute(empty, known[:3], BITS)
    assert len(index_of(empty)) == 40


@pytest.mark.parametrize(
    "written", [b"{}", b"[]", b"null", b"\xff", b'{"form": 1, "state": 3, "crc": 0}', b"9" * 9999]
)
def test_a_state_of_another_kind_is_no_state(empty, written):
    fill(empty, codes(4, 1))
    index_of(empty)
    (folder(empty) / "state.json").write_bytes(written)
    assert len(index_of(empty)) == 4


def test_it_may_be_deleted_while_it_is_used(empty):
    known = codes(9, 1)
    fill(empty, known)
    index = index_of(empty)
    for path in folder(empty).iterdir():
        path.unlink()
    assert index.near(known, "whole", BITS) == brute(empty, known, BITS)
    fill(empty, codes(1, 2), first=50)
    follow(empty, index)
    assert index.near(codes(1, 2), "whole", 0) == {f"{50:064x}": 0}
    assert len(index_of(empty)) == 10


def test_a_catalog_that_was_put_back_is_read_anew(empty):
    fill(empty, codes(9, 1))
    with empty.database.writing() as connection:
        numbers = connection.execute(select(schema.fingerprints.c.number)).scalars().all()
    fill(empty, codes(6, 2), first=100)
    index = index_of(empty)
    # As if restored to the first nine and then written to by others: the same numbers, other rows.
    with empty.database.writing() as connection:
        connection.execute(delete(schema.fingerprints).where(schema.fingerprints.c.number > max(numbers)))
    other = codes(6, 3)
    rows = [
        {"number": number, "sha256": f"{900 + number:064x}", "name": "pdq", "view": "whole", "bits": code.tobytes()}
        for number, code in enumerate(other, start=max(numbers) + 1)
    ]
    with empty.database.writing() as connection:
        connection.execute(insert(schema.fingerprints), rows)
    follow(empty, index)
    assert index.near(other, "whole", 0) == brute(empty, other, 0)


def test_another_log_means_another_catalog(empty):
    from brandkit.catalog import history

    event = history.Event(history.now(), "tester", "add", "x")
    with empty.database.writing() as connection:
        history.record(connection, event, asset="1")
    fill(empty, codes(5, 1))
    index = index_of(empty)
    name = index._state.name
    with empty.database.writing() as connection:
        connection.execute(update(schema.history).values(sha256="0" * 64))
    follow(empty, index)
    assert index._state.name != name and len(index) == 5


def test_rows_that_are_gone_are_dropped_when_they_are_many(empty, monkeypatch):
    monkeypatch.setattr("brandkit.catalog.looks.index._FEW", 10)
    fill(empty, codes(100, 1))
    index = index_of(empty)
    with empty.database.writing() as connection:
        connection.execute(delete(schema.fingerprints).where(schema.fingerprints.c.sha256 < f"{60:064x}"))
    fill(empty, codes(30, 2), first=500)
    follow(empty, index)
    assert len(index) == 70


def test_rows_with_hashes_of_another_length_are_left_out(empty):
    fill(empty, codes(2, 1))
    with empty.database.writing() as connection:
        table = schema.fingerprints
        row = {"sha256": "f" * 64, "name": "pdq", "view": "whole", "bits": b"short"}
        connection.execute(insert(table), [row])
    assert len(index_of(empty)) == 2


def test_where_nothing_can_be_written_it_answers_all_the_same(empty):
    known = codes(9, 1)
    fill(empty, known)
    folder(empty).parent.mkdir(exist_ok=True)
    folder(empty).write_bytes(b"a file where the folder should be")
    index = index_of(empty)
    assert index.near(known, "whole", BITS) == brute(empty, known, BITS)


def test_a_full_disk_loses_nothing_but_the_files(empty, monkeypatch):
    known = codes(9, 1)
    fill(empty, known)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", full)
        index = index_of(empty)
        assert index.near(known, "whole", BITS) == brute(empty, known, BITS)
    assert not (folder(empty) / "state.json").exists()
    fill(empty, codes(1, 2), first=99)
    follow(empty, index)
    assert len(index_of(empty)) == 10 and kept_files(empty)


def test_old_files_are_deleted(empty):
    fill(empty, codes(9, 1))
    index_of(empty)
    (folder(empty) / "state.json").write_bytes(b"damaged")
    index_of(empty)
    fill(empty, codes(1, 2), first=99)
    index_of(empty)
    assert len(kept_files(empty)) == 3


def test_a_thousand_like_one_are_all_found():
    same = np.repeat(codes(1, 1), 1000, axis=0)
    places, bits = within(same[:8], same, BITS)
    assert places.tolist() == list(range(1000)) and not bits.any()


def test_nothing_is_near_nothing():
    assert within(codes(3, 1), np.zeros((0, 32), np.uint8), 256)[0].size == 0
