"""Damage planted at random: fsck lists exactly what was planted, no more and no less."""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from benchmarks.soundness.workload import register
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check

ROUNDS, QUICK_ROUNDS = 200, 12
FILES = 40
Planted = tuple[str, str]  # code and subject


def main(*, quick: bool = False) -> bool:
    """Prints the table; whether every promise was kept."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    pick = random.Random(20260302)
    planted = found = wrong = 0
    counts = dict.fromkeys(PLANTS, 0)
    with tempfile.TemporaryDirectory() as space:
        whole = Path(space) / "whole"
        _stock(whole)
        for number in range(rounds):
            at = Path(space) / f"r{number}"
            shutil.copytree(whole, at)
            expected, kinds = planted_in(at, pick)
            with Catalog.open(at) as catalog:
                told = {(fault.code, fault.subject) for fault in check(catalog, read_data=True).faults}
            planted, found, wrong = planted + len(expected), found + len(told & expected), wrong + len(told ^ expected)
            for kind in kinds:
                counts[kind] += 1
            if told != expected:
                print(f"    round {number}: not found {expected - told}, not planted {told - expected}")
            shutil.rmtree(at)
    print(f"{'rounds':>8}{'planted':>9}{'found':>8}{'wrong':>8}   " + ", ".join(f"{n} {k}" for k, n in counts.items()))
    print(f"{rounds:>8}{planted:>9}{found:>8}{wrong:>8}")
    return planted == found > 0 and wrong == 0


def _stock(folder: Path) -> None:
    with Catalog.create(folder, actor="rot") as catalog:
        for number in range(FILES):
            register(catalog, os.urandom(random.Random(number).randrange(1, 9_000)), f"p-{number}")


def planted_in(folder: Path, pick: random.Random) -> tuple[set[Planted], list[str]]:
    """Damages some assets of a catalog, each in one way; what fsck must tell of it, and the kinds of damage."""
    expected: set[Planted] = set()
    kinds = []
    with Catalog.open(folder) as catalog:
        slugs = pick.sample(sorted(asset.slug for asset in catalog.assets()), pick.randrange(1, 6))
        for slug in slugs:
            kind = pick.choice(sorted(PLANTS))
            expected.add(PLANTS[kind](catalog, slug, pick))
            kinds.append(kind)
    if pick.random() < 0.3:
        expected.add(_forge(folder, pick))
    return expected, kinds


def _blob(catalog: Catalog, slug: str) -> tuple[str, Path]:
    sha256 = catalog.asset(slug).versions[0].files[0].sha256
    return sha256, catalog.folder / "blobs" / sha256[:2] / sha256[2:4] / sha256


def _flip(path: Path, pick: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    path.write_bytes(data)


def _flipped(catalog: Catalog, slug: str, pick: random.Random) -> Planted:
    sha256, path = _blob(catalog, slug)
    _flip(path, pick)
    return "damaged-blob", sha256


def _cut(catalog: Catalog, slug: str, pick: random.Random) -> Planted:
    sha256, path = _blob(catalog, slug)
    path.write_bytes(path.read_bytes()[: pick.randrange(path.stat().st_size)])
    return "damaged-blob", sha256


def _gone(catalog: Catalog, slug: str, _pick: random.Random) -> Planted:
    sha256, path = _blob(catalog, slug)
    path.unlink()
    return "missing-blob", sha256


def _sidecar(catalog: Catalog, slug: str) -> Path:
    stored = catalog.stored(slug)
    return catalog.folder / "blobs/sidecars" / f"{stored.asset.id}.{stored.revision}.json"


def _sidecar_gone(catalog: Catalog, slug: str, _pick: random.Random) -> Planted:
    _sidecar(catalog, slug).unlink()
    return "missing-sidecar", f"assets:{slug}"


def _sidecar_cut(catalog: Catalog, slug: str, pick: random.Random) -> Planted:
    path = _sidecar(catalog, slug)
    path.write_bytes(path.read_bytes()[: pick.randrange(path.stat().st_size)])
    return "stale-sidecar", f"assets:{slug}"


def _sidecar_changed(catalog: Catalog, slug: str, _pick: random.Random) -> Planted:
    path = _sidecar(catalog, slug)
    document = json.loads(path.read_bytes())
    document["asset"]["creator"] = "nobody"
    path.write_text(json.dumps(document), "utf-8")
    return "stale-sidecar", f"assets:{slug}"


def _row_changed(catalog: Catalog, slug: str, _pick: random.Random) -> Planted:
    with catalog.database.writing() as connection:
        connection.execute(text("UPDATE assets SET creator = 'nobody' WHERE slug = :slug"), {"slug": slug})
    return "stale-sidecar", f"assets:{slug}"


def _look_gone(catalog: Catalog, slug: str, _pick: random.Random) -> Planted:
    sha256, _ = _blob(catalog, slug)
    with catalog.database.writing() as connection:
        connection.execute(text("DELETE FROM fingerprints WHERE sha256 = :sha256"), {"sha256": sha256})
    return "missing-fingerprint", f"assets:{slug}"


def _words_gone(catalog: Catalog, slug: str, _pick: random.Random) -> Planted:
    from brandkit.catalog.search.words import places_of

    key = catalog.stored(slug).key
    with catalog.database.writing() as connection:
        for place in places_of(key):
            connection.execute(text("DELETE FROM words WHERE rowid = :place"), {"place": place})
    return "missing-search-entry", f"assets:{slug}"


def _history_changed(catalog: Catalog, slug: str, _pick: random.Random) -> Planted:
    with catalog.database.writing() as connection:
        change = "UPDATE history SET actor = 'nobody' WHERE slug = :slug RETURNING number"
        number = connection.execute(text(change), {"slug": slug}).scalar_one()
    return "broken-history", f"history:{number}"


def _forge(folder: Path, pick: random.Random) -> Planted:
    path = folder / "checkpoints/history.jsonl"
    lines = path.read_text("ascii").splitlines()
    number = pick.randrange(len(lines))
    values = json.loads(lines[number])
    lines[number] = json.dumps({**values, "at": "2020-01-01T00:00:00+00:00"})
    path.write_text("".join(f"{line}\n" for line in lines), "ascii")
    return "forged-checkpoint", f"{path}:{number + 1}"


PLANTS: dict[str, Callable[[Catalog, str, random.Random], Planted]] = {
    "bit flipped": _flipped,
    "file cut": _cut,
    "file gone": _gone,
    "sidecar gone": _sidecar_gone,
    "sidecar cut": _sidecar_cut,
    "sidecar changed": _sidecar_changed,
    "row changed": _row_changed,
    "look gone": _look_gone,
    "words gone": _words_gone,
    "history changed": _history_changed,
}
