"""Every move from every status: allowed ones do what they say, all others are refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from brandkit.assets import STATUSES, Asset, Version, current_version
from brandkit.catalog.lifecycle import MOVES, moved
from brandkit.errors import UnknownAsset, WrongMove

TODAY = date(2026, 3, 1)
ALLOWED = {
    ("draft", "submit"): "submitted",
    ("submitted", "approve"): "approved",
    ("submitted", "reject"): "draft",
    ("approved", "retire"): "superseded",
    **{(status, "withdraw"): "withdrawn" for status in STATUSES if status != "withdrawn"},
}


def asset_in(*statuses: str, status: str | None = None) -> Asset:
    versions = tuple(Version(n, s) for n, s in enumerate(statuses, start=1))
    return Asset("a", "logo", {"vi": "A"}, status=status or statuses[-1], versions=versions)


def statuses_of(asset: Asset) -> list[str]:
    return [version.status for version in asset.versions]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_is_allowed_or_refused_by_the_status(status, move):
    asset = asset_in(status)
    if (status, move) not in ALLOWED:
        with pytest.raises(WrongMove):
            moved(asset, move, on=TODAY)
        return
    after = moved(asset, move, on=TODAY)
    assert after.status == ALLOWED[status, move]
    assert statuses_of(after)[0] == (status if status in ("superseded", "expired") else after.status)


def test_an_approved_asset_stays_approved_while_its_next_version_is_prepared():
    asset = asset_in("approved", "draft", status="approved")
    submitted = moved(asset, "submit", on=TODAY)
    assert (submitted.status, statuses_of(submitted)) == ("approved", ["approved", "submitted"])
    back = moved(submitted, "reject", on=TODAY)
    assert (back.status, statuses_of(back)) == ("approved", ["approved", "draft"])


def test_approval_supersedes_the_version_before_and_dates_both():
    asset = asset_in("approved", "submitted", status="approved")
    after = moved(asset, "approve", on=TODAY)
    assert statuses_of(after) == ["superseded", "approved"]
    assert after.versions[0].valid_to == date(2026, 2, 28)
    assert after.versions[1].valid_from == TODAY
    assert current_version(after) == after.versions[1]


def test_a_version_for_a_later_day_leaves_the_present_one_in_force_until_then():
    asset = asset_in("approved", "submitted", status="approved")
    later = replace(asset.versions[1], valid_from=date(2026, 7, 1))
    after = moved(replace(asset, versions=(asset.versions[0], later)), "approve", on=TODAY)
    assert statuses_of(after) == ["approved", "approved"]
    assert after.versions[0].valid_to == date(2026, 6, 30)
    assert after.versions[1].valid_from == date(2026, 7, 1)


def test_the_first_version_has_no_beginning_of_its_own():
    after = moved(asset_in("submitted"), "approve", on=TODAY)
    assert after.versions[0].valid_from is None


def test_approval_ends_older_drafts_that_were_passed_over():
    after = moved(asset_in("draft", "submitted", status="submitted"), "approve", on=TODAY)
    assert statuses_of(after) == ["superseded", "approved"]


def test_retiring_names_the_successor_and_ends_the_version():
    after = moved(asset_in("approved"), "retire", on=TODAY, replaced_by="b")
    assert (after.status, after.replaced_by, after.versions[0].valid_to) == ("superseded", "b", TODAY)


def test_withdrawing_ends_drafts_too_and_leaves_the_past_as_it_was():
    after = moved(asset_in("superseded", "approved", "draft", status="approved"), "withdraw", on=TODAY)
    assert statuses_of(after) == ["superseded", "withdrawn", "withdrawn"]
    with pytest.raises(WrongMove):
        moved(after, "submit", on=TODAY)


def test_a_move_is_written_to_the_history_with_actor_and_note(stocked):
    stocked.move("thang-tam", "retire", note="đổi tên phường", replaced_by="basket-boat")
    event = stocked.history("thang-tam")[-1]
    assert (event.actor, event.move, event.note) == ("tester", "retire", "đổi tên phường")
    assert event.details == {"from": "approved", "to": "superseded", "replaced_by": "basket-boat"}
    assert event.at[-6] in "+-"


def test_a_refused_move_leaves_row_and_history_alone(stocked):
    before = stocked.stored("thang-tam"), stocked.history("thang-tam")
    with pytest.raises(WrongMove):
        stocked.move("thang-tam", "approve")
    with pytest.raises(UnknownAsset):
        stocked.move("thang-tam", "retire", replaced_by="nobody")
    assert (stocked.stored("thang-tam"), stocked.history("thang-tam")) == before
