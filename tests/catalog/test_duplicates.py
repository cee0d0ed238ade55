"""Groups of what looks the same are those that a comparison of every pair gives, and bounded where much is alike."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from sqlalchemy import insert, select

from brandkit.assets import Asset, File, Version
from brandkit.catalog import schema
from brandkit.catalog.looks import duplicates
from brandkit.catalog.looks.duplicates import best_master, clusters


def code_near(code: bytes, bits: int, rng: np.random.Generator) -> bytes:
    flipped = np.unpackbits(np.frombuffer(code, np.uint8))
    flipped[rng.choice(len(flipped), bits, replace=False)] ^= 1
    return np.packbits(flipped).tobytes()


def hashes(rng: np.random.Generator) -> dict[str, bytes]:
    return {"pdq": rng.bytes(32), "phash": rng.bytes(8), "dhash": rng.bytes(8)}


def put(catalog, files: list[tuple[str, str, dict[str, bytes]]]) -> None:
    """Assets with a file each and its hashes: slug, sha256, hashes by name."""
    assets = [Asset(slug, "photo", {"vi": slug}, versions=(Version(1),)) for slug, *_ in files]
    catalog.insert({asset.slug: asset for asset in assets}.values())
    with catalog.database.writing() as connection:
        keys = dict(connection.execute(select(schema.assets.c.slug, schema.assets.c.key)).all())
        blank = {"version": 1, "variant": "x", "media_type": "image/jpeg", "size_bytes": 1, "metadata": {}}
        rows = [
            blank | {"asset": keys[slug], "position": n, "name": f"{n}.jpg", "sha256": sha256}
            for n, (slug, sha256, _) in enumerate(files)
        ]
        connection.execute(insert(schema.files), rows)
        prints = {
            (sha256, name): {"sha256": sha256, "name": name, "view": "whole", "bits": bits}
            for _, sha256, found in files
            for name, bits in found.items()
        }
        connection.execute(insert(schema.fingerprints), list(prints.values()))


def compared(files: list[tuple[str, str, dict[str, bytes]]]) -> list[tuple[str, ...]]:
    """Every pair of files compared by the bits of Python's integers, and joined."""
    leader = {slug: slug for slug, *_ in files}

    def first(slug: str) -> str:
        while leader[slug] != slug:
            slug = leader[slug]
        return slug

    def apart(one: bytes, other: bytes) -> int:
        return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()

    for (a, one, first_hashes), (b, other, second_hashes) in combinations(files, 2):
        bits = {name: apart(first_hashes[name], second_hashes[name]) for name in first_hashes.keys() & second_hashes}
        agreed = bits["pdq"] <= 80 and max(bits.get("phash", 64), bits.get("dhash", 64)) <= 7
        if one == other or bits["pdq"] <= 31 or agreed:
            leader[max(first(a), first(b))] = min(first(a), first(b))
    groups = defaultdict(list)
    for slug in sorted(leader):
        groups[first(slug)].append(slug)
    return sorted(tuple(group) for group in groups.values() if len(group) > 1)


@pytest.mark.parametrize("seed", range(3))
def test_groups_are_those_of_every_pair(empty, monkeypatch, seed):
    monkeypatch.setattr(duplicates, "_ASKED", 7)
    monkeypatch.setattr(duplicates, "_BLOCK", 50)
    rng = np.random.default_rng(seed)
    files = [(f"a-{n:03}", f"{n:064x}", hashes(rng)) for n in range(120)]
    for n, bits in enumerate([0, 1, 30, 31, 32, 33, 60, 79, 80, 81, 120] * 6):
        _, _, original = files[n]
        short = (n * 5) % 13
        near = {"pdq": code_near(original["pdq"], bits, rng)}
        if n % 3:
            near |= {name: code_near(original[name], short, rng) for name in ("phash", "dhash")}
        files.append((f"b-{n:03}", f"{1000 + n:064x}", near))
    files += [("c-1", f"{7:064x}", files[7][2]), ("c-2", f"{8000:064x}", files[9][2])]
    put(empty, files)
    found = sorted(clusters(empty.looks()))
    assert found == compared(files) and len(found) > 10


def test_thousands_that_are_alike_are_one_group(empty):
    rng = np.random.default_rng(1)
    flat = hashes(rng)
    files = [(f"a-{n:04}", f"{n:064x}", flat | {"pdq": code_near(flat["pdq"], n % 9, rng)}) for n in range(1500)]
    put(empty, files)
    (group,) = clusters(empty.looks())
    assert len(group) == 1500


def test_a_chain_of_small_steps_is_one_group(empty):
    rng = np.random.default_rng(2)
    code, files = rng.bytes(32), []
    for n in range(12):
        files.append((f"a-{n:02}", f"{n:064x}", {"pdq": code}))
        code = code_near(code, 25, rng)
    put(empty, files)
    assert clusters(empty.looks()) == [tuple(slug for slug, *_ in files)]


def test_hashes_of_files_that_no_asset_has_join_nothing(empty):
    rng = np.random.default_rng(3)
    one, other = hashes(rng), hashes(rng)
    put(empty, [("a", "1" * 64, one), ("b", "2" * 64, other)])
    bridge = {"sha256": "3" * 64, "name": "pdq", "view": "whole", "bits": one["pdq"]}
    with empty.database.writing() as connection:
        connection.execute(insert(schema.fingerprints), [bridge])
    assert clusters(empty.looks()) == []


def test_a_damaged_hash_is_none(empty):
    put(empty, [("a", "1" * 64, {"pdq": b"short"}), ("b", "2" * 64, {"pdq": b"short"})])
    assert clusters(empty.looks()) == []


def test_an_empty_catalog_has_no_groups(empty):
    assert clusters(empty.looks()) == []


def asset(slug: str, status: str, media_type: str, width: float, size: int) -> Asset:
    file = File("full-color", "a", "0" * 64, media_type, size, width, width)
    return Asset(slug, "logo", {"vi": slug}, status=status, versions=(Version(1, files=(file,)),))


def test_the_best_master_is_approved_then_a_vector_then_larger_then_first():
    ladder = [
        asset("z", "approved", "image/svg+xml", 10, 10),
        asset("d", "approved", "image/png", 900, 10),
        asset("c", "approved", "image/png", 100, 90),
        asset("a", "approved", "image/png", 100, 10),
        asset("b", "approved", "image/png", 100, 10),
        asset("e", "draft", "image/svg+xml", 900, 900),
    ]
    for place in range(len(ladder)):
        assert best_master(ladder[place:][::-1]).slug == ladder[place].slug
