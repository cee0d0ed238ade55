"""Renditions kept: verified when read, bounded, shared, and never in the way."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from brandkit.catalog.renditions.cache import RenditionCache, key_of

KEYS = [key_of(number=number) for number in range(200)]


@pytest.fixture
def cache(tmp_path: Path) -> RenditionCache:
    return RenditionCache(tmp_path / "cache" / "renditions")


def files(cache: RenditionCache) -> list[Path]:
    return sorted(path for path in cache.folder.rglob("*") if path.is_file())


def size(cache: RenditionCache) -> int:
    return sum(path.stat().st_size for path in files(cache))


def test_what_was_made_once_is_not_made_again(cache):
    made = []

    def make() -> bytes:
        made.append(1)
        return b"picture"

    assert [cache.made(KEYS[0], make) for _ in range(3)] == [b"picture"] * 3
    assert len(made) == 1
    assert RenditionCache(cache.folder).get(KEYS[0]) == b"picture"


def test_a_key_tells_every_part_apart_and_is_the_same_for_the_same_parts():
    parts = {"master": "a" * 64, "size": [100, None, None], "said": {"title": {"vi": "Tên"}}}
    assert key_of(**parts) == key_of(**dict(reversed(parts.items())))
    others = [{**parts, "size": [101, None, None]}, {**parts, "said": {"title": {"vi": "Ten"}}}, {**parts, "more": 1}]
    assert len({key_of(**parts), *(key_of(**other) for other in others)}) == 4
    assert len(key_of(**parts)) == 64


def test_another_version_of_the_program_makes_its_own(monkeypatch):
    before = key_of(master="a")
    monkeypatch.setattr("brandkit.catalog.renditions.cache.__version__", "99.0")
    assert key_of(master="a") != before


@pytest.mark.parametrize("damage", [
    lambda data: data[:-1], lambda data: data + b"x", lambda data: b"", lambda data: data[:10],
    lambda data: data[:40] + bytes((data[40] ^ 1,)) + data[41:],
])  # fmt: skip
def test_a_damaged_file_is_made_anew_and_mended(cache, damage):
    cache.put(KEYS[0], b"a picture of some length")
    (path,) = files(cache)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(KEYS[0]) is None
    assert cache.made(KEYS[0], lambda: b"a picture of some length") == b"a picture of some length"
    assert cache.get(KEYS[0]) == b"a picture of some length"


def test_it_never_holds_more_than_its_bound_and_drops_what_was_used_longest_ago(tmp_path):
    cache = RenditionCache(tmp_path, most_bytes=32_000)
    for number, key in enumerate(KEYS[:20]):
        cache.put(key, bytes(1_000))
        os.utime(cache._path(key), ns=(number, number))
    assert cache.get(KEYS[0]) is not None
    os.utime(cache._path(KEYS[0]), ns=(4 * 10**18, 4 * 10**18))  # later than any write of this test
    for key in KEYS[20:100]:
        cache.put(key, bytes(1_000))
        assert size(cache) <= 32_000 * 17 / 16
    assert cache.get(KEYS[0]) is not None
    assert cache.get(KEYS[1]) is None
    cache.clear_to_bound()
    assert size(cache) <= 32_000


def test_reading_counts_as_use(cache):
    cache.put(KEYS[0], b"picture")
    (path,) = files(cache)
    os.utime(path, ns=(1, 1))
    cache.get(KEYS[0])
    assert path.stat().st_mtime_ns > 1


def test_what_would_take_much_of_the_bound_is_not_kept(tmp_path):
    cache = RenditionCache(tmp_path, most_bytes=1_600)
    assert cache.made(KEYS[0], lambda: bytes(200)) == bytes(200)
    assert files(cache) == []


def test_a_stopped_writer_leaves_nothing_that_is_served_and_what_it_left_is_cleared(tmp_path):
    cache = RenditionCache(tmp_path, most_bytes=3_200)
    cache.put(KEYS[0], bytes(100))
    left = cache._path(KEYS[0]).parent / "tmpleft.new"
    left.write_bytes(bytes(4_000))
    os.utime(left, ns=(1, 1))
    cache.clear_to_bound()
    assert not left.exists()
    assert cache.get(KEYS[0]) == bytes(100)


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    cache = RenditionCache(tmp_path / "cache" / "renditions")
    assert cache.made(KEYS[0], lambda: b"picture") == b"picture"
    assert cache.get(KEYS[0]) is None
    cache.clear_to_bound()


def test_a_full_disk_is_no_fault(cache, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    cache.put(KEYS[1], b"before")
    monkeypatch.setattr(Path, "replace", full)
    assert cache.made(KEYS[0], lambda: b"picture") == b"picture"
    monkeypatch.undo()
    assert [path.suffix for path in files(cache)] == [".rendition"]


def test_it_may_be_deleted_at_any_moment(cache):
    import shutil

    cache.put(KEYS[0], b"picture")
    shutil.rmtree(cache.folder.parent)
    assert cache.made(KEYS[0], lambda: b"picture") == b"picture"
    assert cache.get(KEYS[0]) == b"picture"


def hammered(folder: str, seed: int) -> int:
    """Writes, reads and damages as other processes do; how many reads gave wrong bytes."""
    import random

    cache, pick, wrong = RenditionCache(Path(folder), most_bytes=40_000), random.Random(seed), 0
    for _ in range(300):
        number = pick.randrange(40)
        expected = bytes((number,)) * 1_500
        wrong += cache.made(KEYS[number], lambda expected=expected: expected) != expected
        if pick.random() < 0.05:
            path = cache._path(KEYS[number])
            try:
                path.write_bytes(b"damaged")
            except OSError:
                continue
    return wrong


def test_processes_share_it_and_none_is_ever_served_wrong_bytes(tmp_path):
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        assert sum(pool.map(hammered, [str(tmp_path)] * 3, range(3))) == 0
    assert size(RenditionCache(tmp_path)) <= 40_000 * (1 + 3 / 16)
