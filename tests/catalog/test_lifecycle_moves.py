"""Moves in a live catalog: against the revision that was seen, without circles, ready for approval."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from brandkit.assets import Asset, Version
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.lifecycle_moves import make
from brandkit.errors import LostUpdate, NotAvailable, WrongMove


def logo(slug: str, status: str = "approved", **values: object) -> Asset:
    return Asset(slug, "logo", {"vi": slug.upper()}, status=status, versions=(Version(1, status),), **values)


def photo(slug: str, **values: object) -> Asset:
    return Asset(slug, "photo", {"vi": "Bãi Sau"}, status="submitted", versions=(Version(1, "submitted"),), **values)


def test_a_move_of_what_was_changed_meanwhile_is_refused(stocked):
    seen = stocked.stored("thang-tam").revision
    stocked.edit("thang-tam", {"title": "Tên mới"}, revision=seen)
    with pytest.raises(LostUpdate, match=f"at revision {seen + 1}, and you saw {seen}"):
        make(stocked, "thang-tam", "retire", revision=seen)
    with pytest.raises(LostUpdate):
        stocked.edit("thang-tam", {"title": "Tên khác"}, revision=seen)
    assert (stocked.asset("thang-tam").status, stocked.asset("thang-tam").title["vi"]) == ("approved", "Tên mới")
    assert make(stocked, "thang-tam", "retire", revision=seen + 1).asset.status == "superseded"


def test_replacements_never_run_in_a_circle(empty):
    empty.insert([logo("a"), logo("b"), logo("c")])
    with pytest.raises(WrongMove, match="a → a"):
        make(empty, "a", "retire", replaced_by="a")
    make(empty, "a", "retire", replaced_by="b")
    make(empty, "b", "retire", replaced_by="c")
    with pytest.raises(WrongMove, match="c → a → b → c"):
        make(empty, "c", "retire", replaced_by="a")
    assert empty.asset("c").status == "approved"


def test_a_superseded_slug_tells_the_end_of_the_chain(empty):
    empty.insert([logo("a"), logo("b"), logo("c")])
    make(empty, "a", "retire", replaced_by="b")
    with pytest.raises(NotAvailable, match="b takes its place"):
        get(empty, "a", Request())
    make(empty, "b", "retire", replaced_by="c")
    with pytest.raises(NotAvailable, match="c takes its place"):
        get(empty, "a", Request())


def test_a_circle_that_was_imported_is_told_and_not_followed_for_ever(empty):
    empty.insert([logo("a", "superseded", replaced_by="b"), logo("b", "superseded", replaced_by="a")])
    with pytest.raises(NotAvailable, match="takes its place"):
        get(empty, "a", Request())


def test_approval_takes_the_title_where_there_is_no_alt_text(empty):
    empty.insert([logo("a", "submitted"), logo("b", "submitted", alt={"vi": "Ngọn đèn"})])
    made = make(empty, "a", "approve")
    assert (made.alt_from_title, made.asset.alt) == (True, {"vi": "A"})
    assert empty.history("a")[-1].details["alt"] == [{}, {"vi": "A"}]
    other = make(empty, "b", "approve")
    assert (other.alt_from_title, other.asset.alt) == (False, {"vi": "Ngọn đèn"})


@pytest.mark.parametrize("named", [{"credit": "Ảnh: A"}, {"holder": "UBND"}, {"creator": "A"}])
def test_a_photo_names_somebody_before_it_is_approved(empty, named):
    empty.insert([photo("beach")])
    with pytest.raises(WrongMove, match="names nobody to credit"):
        make(empty, "beach", "approve")
    assert empty.asset("beach").status == "submitted"
    empty.edit("beach", named)
    assert make(empty, "beach", "approve").asset.status == "approved"


def test_of_two_who_saw_the_same_revision_one_changes_it(stocked):
    seen = stocked.stored("thang-tam").revision
    start = Barrier(4)

    def change(number: int) -> str:
        with Catalog.open(stocked.folder, actor=f"designer {number}") as own:
            start.wait()
            try:
                own.edit("thang-tam", {"title": f"Tên {number}"}, revision=seen)
            except LostUpdate:
                return ""
        return f"Tên {number}"

    with ThreadPoolExecutor(4) as pool:
        told = [title for title in pool.map(change, range(4)) if title]
    assert told == [stocked.asset("thang-tam").title["vi"]]
    assert stocked.stored("thang-tam").revision == seen + 1
