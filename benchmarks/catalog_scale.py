"""How list, search and add of one asset grow with the catalog, beside a bare SELECT and the bare full-text query.

Rows are put in by bulk, without files: see _catalog_titles for what they say. "Bare" is what one would write by hand in
the same database in the same run: `ORDER BY slug LIMIT 50`, and all words of the query, the last as a prefix, over the
folded text with the database's own ranking (bm25, ts_rank). Ours gives whole assets, their number in all, and marks
ranked first.

    python -m benchmarks.catalog_scale --quick
    python -m benchmarks.catalog_scale --sizes 10000,100000,1000000 [--database postgresql]
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from benchmarks._catalog_titles import UNITS, asset, assets
from benchmarks._usage import machine
from brandkit.assets import Asset, Unit
from brandkit.catalog import rows, schema, search
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.search import Wanted
from brandkit.catalog.search.words import plain
from brandkit.catalog.settings import Settings
from brandkit.text import folded

LIMIT = 50
_AT_ONCE = 2_000
_CPU = False
_QUERIES = {
    "in everything": ("biển", "bien", "vũng tàu", "Vung Tau", "ảnh", "b", "thanh pho bien vung tau", "ubnd"),
    "in many": ("bình minh", "ngư dân kéo lưới", "bai sau", "Bãi Sau", "hoàng hôn bãi trước", "phường 12", "P. 11",
                "le hoi nghinh ong", "lễ hội mùa hè", "du lịch 2024", "duong ven", "Sở VHTTDL"),
    "in few": (),
    "in none": ("đua xe đạp đất đỏ mùa xuân 2011", "bieu dien nghe thuat chau duc", "Giang Đỗ Vân 2003",
               "thả diều xuyên mộc dịp tết", "hồ tràm cáp treo 2019", "vo tu yen 2020"),
    "in one": (),
    "with filters": ("biển", "bình minh", "vung tau", "lễ hội"),
    "mistyped": ("nghnih ông", "hoàng hôm bãi dâuu", "thuyen thugn"),
    "next page": ("biển", "vung tau", "bai sau"),
}  # fmt: skip
_FILTERS = ({"kind": "logo"}, {"status": "draft"}, {"unit": UNITS[7]}, {"tag": "Ẩm thực"})
_LISTS = ({}, {"kind": "logo"}, {"status": "draft"}, {"unit": UNITS[7]}, {"tag": "hạ tầng"}, {"tag": "biển"})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="2000,20000")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="the default sizes, once")
    parser.add_argument("--cpu", action="store_true", help="CPU time instead of the wall's; SQLite only")
    wanted, _ = parser.parse_known_args()
    global _CPU
    _CPU = wanted.cpu
    sizes = [int(size) for size in ("2000,20000" if wanted.quick else wanted.sizes).split(",")]
    repeat = 2 if wanted.quick else wanted.repeat
    print(machine())
    before: dict[str, float] = {}
    for size in sizes:
        with _catalog(wanted.database) as catalog:
            start = time.perf_counter()
            fill(catalog, size)
            print(f"\n{size:,} assets in {wanted.database}, put in within {time.perf_counter() - start:.0f} s")
            heads = f"{'p50 ms':>9}{'p95 ms':>9}{'bare p50':>10}{'bare p95':>10}{'p95 ratio':>11}{'growth p95':>12}"
            print(f"{'what':<26}{heads}")
            for name, ours, bare in measured(catalog, size, repeat):
                before[name] = _told(name, ours, bare, before.get(name))


def measured(catalog: Catalog, size: int, repeat: int) -> Iterator[tuple[str, list[float], list[float]]]:
    """Name, our times and those of the bare query, in milliseconds."""
    some = [asset(1 + n * size // 12) for n in range(12)]
    places = [one.slug for one in some]
    own = {"in one": places, "in few": [f"{one.title['vi']} {one.creator}" for one in some]}
    for limits in _LISTS:
        pages = [_place(catalog, Wanted(limit=LIMIT, **limits), slug) for slug in places]
        ours = [_ms(lambda page=page: catalog.page(page)) for _ in range(repeat) for page in pages]
        bare = [_ms(lambda slug=slug: _bare_list(catalog, slug)) for _ in range(repeat) for slug in places]
        yield "list " + " ".join(f"{k}={v}" for k, v in limits.items()), ours, bare
    every: tuple[list[float], list[float]] = ([], [])
    for name, queries in _QUERIES.items():
        asked = list(_asked(catalog, name, queries or own[name]))
        ours = [_ms(lambda page=page: catalog.page(page)) for _ in range(repeat) for page in asked]
        bare = [_ms(lambda page=page: _bare_search(catalog, page.query)) for _ in range(repeat) for page in asked]
        yield f"search {name}", ours, bare
        every[0].extend(ours)
        every[1].extend(bare)
    yield "search, all of these", *every
    new = [replace(asset(size + 1 + n), id="", versions=()) for n in range(8 * repeat)]
    yield "add one", [_ms(lambda one=one: catalog.insert([one])) for one in new], []


def fill(catalog: Catalog, size: int) -> None:
    """Puts the assets of the generator into the tables and the index, many at a time."""
    units = {slug: Unit(slug, {"vi": f"Ủy ban nhân dân {slug.replace('-', ' ')}"}) for slug in UNITS}
    with catalog.database.writing() as connection:
        rows.save_units(connection, list(units.values()))
    numbered = enumerate(assets(size), start=1)
    while part := list(itertools.islice(numbered, _AT_ONCE)):
        with catalog.database.writing() as connection:
            for table, values in _rows(part).items():
                connection.execute(insert(schema.metadata.tables[table]), values)
            search.index_all(connection, part, units)
    if catalog.database.engine.dialect.name == "postgresql":
        with catalog.database.writing() as connection:
            for table, column in (("assets", "key"), ("history", "number")):
                counted = text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), :size)")
                connection.execute(counted, {"size": size})
        with catalog.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _rows(part: list[tuple[int, Asset]]) -> dict[str, list[dict[str, Any]]]:
    plain_names = ("id", "slug", "kind", "status", "title", "alt", "description", "caption", "creator", "location",
                   "created", "unit", "replaced_by", "text", "case")  # fmt: skip
    return {
        "assets": [
            {"key": key, "revision": 1, "rights": rows.told(asdict(one.rights)), "releases": [], "consents": [],
             "breaks": {}, **{name: getattr(one, name) for name in plain_names}} for key, one in part
        ],
        "tags": [
            {"asset": key, "position": n, "tag": tag, "folded": folded(tag)}
            for key, one in part for n, tag in enumerate(one.tags)
        ],
        "versions": [
            {"asset": key, "number": 1, "status": one.versions[0].status, "valid_from": None, "valid_to": None,
             "note": {}}
            for key, one in part
        ],
        "files": [
            {"asset": key, "version": 1, "position": 0, **asdict(one.versions[0].files[0])} for key, one in part
        ],
        "history": [
            {"number": key, "at": "2026-01-01T00:00:00+07:00", "actor": "bench", "move": "add", "asset": one.id,
             "slug": one.slug, "note": "", "details": {}, "previous": f"{key - 1:064x}", "sha256": f"{key:064x}"}
            for key, one in part
        ],
    }  # fmt: skip


def _asked(catalog: Catalog, name: str, queries: tuple[str, ...] | list[str]) -> Iterator[Wanted]:
    for query in queries:
        wanted = Wanted(query, limit=LIMIT)
        if name == "with filters":
            yield from (replace(wanted, **limits) for limits in _FILTERS)
        elif name == "next page":
            for _ in range(3):
                wanted = replace(wanted, cursor=catalog.page(wanted).next)
            yield wanted
        else:
            yield wanted


def _place(catalog: Catalog, wanted: Wanted, slug: str) -> Wanted:
    from brandkit.catalog.search.cursor import packed

    return replace(wanted, cursor=packed(("list", *wanted.filters), [slug]))


def _bare_list(catalog: Catalog, slug: str) -> None:
    with catalog.database.engine.connect() as connection:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        bare = f"SELECT key, slug, title FROM assets WHERE slug > {mark} ORDER BY slug LIMIT {LIMIT}"
        connection.exec_driver_sql(bare, (slug,)).all()


def _bare_search(catalog: Catalog, query: str) -> None:
    words = plain(query)
    with catalog.database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            match = " ".join(f'"{word}"' for word in words)
            bare = f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT {LIMIT}"
            connection.exec_driver_sql(bare, (f"{{title_folded body_folded}} : ({match} *)",)).all()
            return
        match = " & ".join(f"'{word}'" for word in words) + ":*"
        bare = ("SELECT place FROM words WHERE found @@ CAST(%s AS tsquery) "
                f"ORDER BY ts_rank(found, CAST(%s AS tsquery)) DESC LIMIT {LIMIT}")  # fmt: skip
        connection.exec_driver_sql(bare, (match, match)).all()


def _ms(work: Callable[[], object]) -> float:
    clock = time.thread_time if _CPU else time.perf_counter
    start = clock()
    work()
    return 1000 * (clock() - start)


def _told(name: str, ours: list[float], bare: list[float], before: float | None) -> float:
    late = _p95(ours)
    growth = f"× {late / before:.2f}" if before else "—"
    beside = f"{'—':>10}{'—':>10}{'—':>11}"
    if bare:
        beside = f"{statistics.median(bare):>10.2f}{_p95(bare):>10.2f}{late / _p95(bare):>11.2f}"
    print(f"{name:<26}{statistics.median(ours):>9.2f}{late:>9.2f}{beside}{growth:>12}", flush=True)
    return late


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


@contextmanager
def _catalog(database: str) -> Iterator[Catalog]:
    with tempfile.TemporaryDirectory(prefix="brandkit-scale-") as folder:
        if database == "sqlite":
            with Catalog.create(Path(folder) / "c", actor="bench", database=Settings.database) as catalog:
                yield catalog
            return
        from tests.postgresql import running

        with running() as server, Catalog.create(Path(folder) / "c", database=server.database()) as catalog:
            yield catalog


if __name__ == "__main__":
    main()
