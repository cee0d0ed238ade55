"""Paging by cursor: every asset once, in the same order, while others are added; and queries that mean no good."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from brandkit.assets import Asset
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.search import Wanted
from brandkit.errors import InvalidValue

REQUESTS = [
    Wanted(""),
    Wanted("", kind="photo"),
    Wanted("", tag="biển"),
    Wanted("bien"),
    Wanted("biển", status="approved"),
    Wanted("anh bien", kind="photo", tag="bien"),
    Wanted("b"),
    Wanted("bieen"),
]


def photo(number: int) -> Asset:
    words = ("Biển", "Ảnh biển", "Bien", "Một tấm ảnh biển đẹp")[number % 4]
    return Asset(
        f"so-{number:03}",
        "photo" if number % 5 else "slogan",
        {"vi": f"{words} {number}"},
        tags=("biển",) if number % 3 else (),
        status="approved" if number % 2 else "draft",
        caption={"vi": "Ảnh ở bãi biển"},
        text={} if number % 5 else {"vi": "Lời"},
    )


@pytest.fixture(scope="module")
def catalog(tmp_path_factory, new_database):
    with Catalog.create(tmp_path_factory.mktemp("paging") / "c", actor="t", database=new_database()) as made:
        made.insert([photo(number) for number in range(40)])
        yield made


def pages(catalog: Catalog, wanted: Wanted) -> list[list[str]]:
    """Slugs by page."""
    told = []
    while True:
        page = catalog.page(wanted)
        told.append([asset.slug for asset in page.assets])
        if not page.next:
            return told
        wanted = replace(wanted, cursor=page.next)


@pytest.mark.parametrize("wanted", REQUESTS, ids=str)
@pytest.mark.parametrize("limit", [1, 7, 40])
def test_pages_are_the_whole_answer_cut_up(catalog, wanted, limit):
    whole = catalog.page(wanted)
    told = pages(catalog, replace(wanted, limit=limit))
    assert len(whole.assets) == whole.total > 1
    assert [slug for page in told for slug in page] == [asset.slug for asset in whole.assets]
    assert [len(page) for page in told[:-1]] == [limit] * (len(told) - 1)


@pytest.mark.parametrize("wanted", REQUESTS, ids=str)
def test_what_is_added_meanwhile_neither_repeats_nor_hides_an_asset(tmp_path, new_database, wanted):
    with Catalog.create(tmp_path / "c", actor="t", database=new_database()) as catalog:
        catalog.insert([photo(number) for number in range(0, 60, 2)])
        before = [asset.slug for asset in catalog.page(wanted).assets]
        first = catalog.page(replace(wanted, limit=5))
        catalog.insert([photo(number) for number in range(1, 60, 2)])
        rest = catalog.page(replace(wanted, cursor=first.next))
        told = [asset.slug for asset in (*first.assets, *rest.assets)]
    assert len(set(told)) == len(told)
    assert [slug for slug in told if slug in before] == before


def test_a_cursor_of_another_search_or_of_none_is_refused(catalog):
    cursor = catalog.page(Wanted("biển", limit=2)).next
    assert cursor
    others = (Wanted("bãi"), Wanted("biển", kind="photo"), Wanted(""))
    for wanted in (replace(other, cursor=cursor) for other in others):
        with pytest.raises(InvalidValue, match="no cursor of this search"):
            catalog.page(wanted)
    broken_ones = ("x", "=", "…", "\x00", cursor[:-3], cursor + "AAAA", "W10", "WzFd", "bnVsbA", "A" * 10_000)
    for broken in (*broken_ones, base64.urlsafe_b64encode(b"[" * 50_000).decode()):
        with pytest.raises(InvalidValue):
            catalog.page(Wanted("biển", cursor=broken))


HOSTILE = [
    '"', "'", "''", '" OR 1', "AND", "OR NOT", "NEAR(a b)", "title:biển", "{title body}: x", "^biển", "biển*", "*",
    "-biển",    "a & b", "a | !b", "a <-> b", "a:*", "('a')", "\\'", "\\", "'; DROP TABLE assets; --", "\x00",
    "biển\x00", "\x00" * 99,    "\u0301\u0323\u0309", "\ud800", "biển\udfff", "😀", "👩\u200d👧",
    "\u202e\u200b", "\ue000", "\ufdfa" * 50, "ß", "İ",
    "a" * 100_000,    "biển " * 20_000, "(" * 100_000, '"' * 100_000, "\t\n\r", "%", "_", "😀 biển",
    "1e400", "\uff41\uff42", "x\u0301" * 500,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: ascii(query[:20]))
def test_no_query_is_an_error(catalog, query):
    for wanted in (Wanted(query, limit=3), Wanted("biển", tag=query), Wanted("", tag=query), Wanted("", unit=query)):
        page = catalog.page(wanted)
        assert 0 <= len(page.assets) <= page.total <= 40


@pytest.mark.parametrize("query", ["biển*", '"biển"', "^biển", "biển\x00", "(biển)", "😀 biển", "biển " * 20_000])
def test_signs_around_a_word_change_nothing(catalog, query):
    assert catalog.page(Wanted(query)).total == catalog.page(Wanted("biển")).total == 40


def test_a_correction_leaves_alone_what_exists_outside_of_the_filter(catalog):
    assert catalog.page(Wanted("bieen")).corrected == "Bien"
    assert catalog.page(Wanted("loi", kind="photo")).total == 0
    assert catalog.page(Wanted("lời", kind="photo")).corrected == ""
