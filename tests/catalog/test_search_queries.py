"""What comes first for each of many Vietnamese queries, over a library full of titles that differ by marks alone.

`search_assets.csv` is the library, `search_queries.csv` the queries: several first hits divided by | are as good as
one another; none expected means that nothing may be found; `corrected` is what was searched for instead.
"""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from brandkit.assets import Asset, Unit
from brandkit.catalog import rows, search
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.search import Wanted

UNITS = {
    "ubnd-tp": "Ủy ban nhân dân thành phố",
    "p-thang-tam": "UBND phường Thắng Tam",
    "p-rach-dua": "UBND phường Rạch Dừa",
    "p-1": "UBND phường 1",
    "p-2": "UBND phường 2",
    "p-11": "UBND phường 11",
    "p-12": "UBND phường 12",
    "x-long-son": "UBND xã Long Sơn",
}


def table(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


QUERIES = table("search_queries.csv")


def library() -> list[Asset]:
    """The assets of the table."""
    return [
        Asset(
            slug=row["slug"],
            kind=row["kind"],
            title={lang: row[name] for lang, name in (("vi", "title"), ("en", "title_en")) if row[name]},
            caption={"vi": row["caption"]} if row["caption"] else {},
            tags=tuple(filter(None, row["tags"].split(";"))),
            unit=row["unit"],
            text={"vi": row["title"]} if row["kind"] == "slogan" else {},
            status="approved",
        )
        for row in table("search_assets.csv")
    ]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory, new_database):
    with Catalog.create(tmp_path_factory.mktemp("queries") / "c", actor="t", database=new_database()) as made:
        with made.database.writing() as connection:
            rows.save_units(connection, [Unit(slug, {"vi": name}) for slug, name in UNITS.items()])
        made.insert(library())
        yield made


@pytest.mark.parametrize("row", QUERIES, ids=[row["query"] for row in QUERIES])
def test_the_expected_asset_comes_first(catalog, row):
    page = catalog.page(Wanted(row["query"], limit=5))
    found = [asset.slug for asset in page.assets]
    if row["first"]:
        assert found[:1] and found[0] in row["first"].split("|")
    else:
        assert (found, page.total) == ([], 0)
    assert page.corrected == row["corrected"]


@pytest.mark.parametrize("row", [row for row in QUERIES if row["first"]], ids=lambda row: row["query"])
def test_decomposed_letters_find_the_same(catalog, row):
    apart = unicodedata.normalize("NFD", row["query"])
    one, other = catalog.page(Wanted(row["query"], limit=20)), catalog.page(Wanted(apart, limit=20))
    assert [a.slug for a in one.assets] == [a.slug for a in other.assets]


@pytest.mark.parametrize("row", QUERIES, ids=[row["query"] for row in QUERIES])
def test_few_hits_and_many_are_ranked_alike(catalog, row, monkeypatch):
    one = catalog.page(Wanted(row["query"]))
    monkeypatch.setattr(search, "_FEW", 0)  # every level asked for by itself, as among a million
    other = catalog.page(Wanted(row["query"]))
    assert [a.slug for a in one.assets] == [a.slug for a in other.assets]
    assert len(one.assets) == one.total == other.total


def test_the_table_is_as_large_as_promised():
    assert len(QUERIES) >= 60
    assert len(library()) >= 200
    assert sum(bool(row["corrected"]) for row in QUERIES) >= 8
