"""Consents of a live catalog: one reference, all its assets, at once; and kept through every road out and in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from brandkit.assets import Consent
from brandkit.catalog import consents_register, sidecars
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.transfer import export_folder, import_folder
from brandkit.errors import AssetExists, InvalidValue, NotAvailable, UnknownAsset, WrongMove

CONSENT = Consent("DY-7", subject="Bà Sáu", purposes=("du lịch",), media=("print", "web"), territory=("VN",),
                  given=date(2026, 1, 1), valid_to=date(2031, 1, 1), document="Tủ 3, hồ sơ 7")  # fmt: skip
CHILD = Consent("TE-1", child=True, age=9, guardian="Anh Bảy", guardian_signed=date(2026, 1, 1))


def test_a_consent_withdrawn_once_ends_on_every_asset_that_names_it(stocked):
    for slug in ("basket-boat", "thang-tam"):
        consents_register.add(stocked, slug, CONSENT)
    assert get(stocked, "basket-boat", Request()).version == 1
    ended = consents_register.withdraw(stocked, "DY-7", by="Bà Sáu, bằng thư", note="thư ngày 5")
    assert ended == ("basket-boat", "thang-tam")
    for slug in ended:
        with pytest.raises(NotAvailable, match="DY-7 was withdrawn"):
            get(stocked, slug, Request())
        event = stocked.history(slug)[-1]
        assert (event.move, event.note, event.actor) == ("withdraw-consent", "thư ngày 5", "tester")
        assert event.details["by"] == "Bà Sáu, bằng thư"
        assert event.details["withdrawn"] == stocked.today().isoformat()
    assert get(stocked, "song-goi", Request()).data


def test_a_release_is_withdrawn_by_its_reference_too(stocked):
    assert consents_register.withdraw(stocked, "MR-1") == ("basket-boat",)
    with pytest.raises(NotAvailable, match="MR-1"):
        get(stocked, "basket-boat", Request())


def test_a_withdrawal_is_made_once_and_not_for_a_day_to_come(stocked):
    consents_register.add(stocked, "basket-boat", CONSENT)
    with pytest.raises(InvalidValue, match="day to come"):
        consents_register.withdraw(stocked, "DY-7", on=stocked.today() + timedelta(days=1))
    consents_register.withdraw(stocked, "DY-7", on=date(2026, 2, 1))
    with pytest.raises(WrongMove, match="so already"):
        consents_register.withdraw(stocked, "DY-7")
    assert stocked.asset("basket-boat").consents[0].withdrawn == date(2026, 2, 1)
    with pytest.raises(UnknownAsset, match="no consent"):
        consents_register.withdraw(stocked, "DY-8")
    with pytest.raises(UnknownAsset):
        consents_register.withdraw(stocked, "DY-")  # part of a reference is none


def test_what_was_withdrawn_is_not_taken_up_by_another_asset(stocked):
    consents_register.add(stocked, "basket-boat", CONSENT)
    consents_register.withdraw(stocked, "DY-7")
    with pytest.raises(NotAvailable, match="withdrawn"):
        consents_register.add(stocked, "thang-tam", Consent("DY-7"))
    assert stocked.asset("thang-tam").consents == ()


def test_an_asset_that_names_a_withdrawn_reference_is_not_approved(stocked):
    consents_register.add(stocked, "basket-boat", CONSENT)
    consents_register.withdraw(stocked, "DY-7")
    with stocked.changing() as change:  # as an import would bring it: the copy knows of no withdrawal
        before = change.one("thang-tam")
        versions = (*before.asset.versions[:1], replace(before.asset.versions[1], status="submitted"))
        brought = replace(before.asset, status="submitted", versions=versions, consents=(CONSENT,))
        change.save(before, brought, move="import")
    with pytest.raises(NotAvailable, match="DY-7 was withdrawn"):
        stocked.move("thang-tam", "approve")
    assert stocked.asset("thang-tam").status == "submitted"


def test_a_reference_alone_takes_over_what_is_registered(stocked):
    consents_register.add(stocked, "basket-boat", CONSENT)
    assert consents_register.add(stocked, "thang-tam", Consent("DY-7")) == CONSENT
    with pytest.raises(AssetExists, match="stands on"):
        consents_register.add(stocked, "thang-tam", Consent("DY-7"))
    with pytest.raises(AssetExists, match="other values"):
        consents_register.add(stocked, "song-goi", replace(CONSENT, media=()))
    (entry,) = (e for e in consents_register.registered(stocked) if e.paper.reference == "DY-7")
    assert entry.slugs == ("basket-boat", "thang-tam")


def test_a_childs_consent_is_signed_by_both(stocked):
    consents_register.add(stocked, "basket-boat", CHILD)
    with pytest.raises(NotAvailable, match="has not signed"):
        get(stocked, "basket-boat", Request())
    assert consents_register.sign(stocked, "TE-1", child=date(2026, 1, 2)) == ("basket-boat",)
    assert get(stocked, "basket-boat", Request()).data
    assert stocked.history("basket-boat")[-1].details["child"] == "2026-01-02"
    consents_register.withdraw(stocked, "TE-1")
    with pytest.raises(WrongMove, match="withdrawn"):
        consents_register.sign(stocked, "TE-1", guardian=date(2026, 3, 1))
    with pytest.raises(UnknownAsset):
        consents_register.sign(stocked, "MR-1", child=date(2026, 1, 2))


@pytest.mark.parametrize(
    "wrong",
    [
        Consent(" "), Consent("X", territory=("Vietnam",)), Consent("X", media=("radio",)), Consent("X", age=9),
        Consent("X", child=True, age=16), Consent("X", child=True, age=-1), Consent("X", guardian="Mẹ"),
        Consent("X", given=date(2026, 1, 2), valid_to=date(2026, 1, 1)),
    ],
)  # fmt: skip
def test_a_consent_that_cannot_be_is_refused(stocked, wrong):
    with pytest.raises(InvalidValue):
        consents_register.add(stocked, "basket-boat", wrong)
    assert stocked.asset("basket-boat").consents == ()


def test_a_consent_without_a_day_was_given_today(stocked):
    made = consents_register.add(stocked, "basket-boat", Consent("DY-9"))
    assert made.given == stocked.today()
    assert consents_register.add(stocked, "basket-boat", Consent("HN-9", basis="public-event")).given is None


REFERENCES = ['a "quoted" one', "100%", "_", "Đồng ý số 7/2026", "back\\slash", "o'clock"]


@pytest.mark.parametrize("reference", REFERENCES)
def test_any_reference_is_found_again_and_no_other(stocked, reference):
    consents_register.add(stocked, "basket-boat", Consent(reference))
    consents_register.add(stocked, "thang-tam", Consent("another"))
    assert consents_register.withdraw(stocked, reference) == ("basket-boat",)


def test_consents_come_through_a_folder_a_row_and_a_sidecar(stocked, tmp_path):
    told = (CONSENT, replace(CHILD, withdrawn=date(2026, 2, 1), withdrawn_by="Anh Bảy", basis="contract"))
    with stocked.changing() as change:
        before = change.one("basket-boat")
        change.save(before, replace(before.asset, consents=told), move="edit")
    stored = stocked.stored("basket-boat")
    assert stored.asset.consents == told
    assert sidecars.read(stocked.store, stored.asset.id, stored.revision) == stored.asset
    export_folder(stocked, tmp_path / "out")
    with Catalog.create(tmp_path / "again") as again:
        assert not import_folder(again, tmp_path / "out").refused
        assert again.asset("basket-boat").consents == told


def test_an_old_folder_does_not_bring_a_withdrawn_consent_back_to_life(stocked, tmp_path):
    consents_register.add(stocked, "basket-boat", CONSENT)
    export_folder(stocked, tmp_path / "before")
    consents_register.withdraw(stocked, "DY-7", by="Bà Sáu")
    consents_register.withdraw(stocked, "MR-1")
    assert import_folder(stocked, tmp_path / "before").added == ()
    assert stocked.asset("basket-boat").consents[0].withdrawn == stocked.today()
    renamed = tmp_path / "before/photos"
    for path in renamed.glob("basket-boat.*"):
        path.rename(renamed / f"another{path.suffix}")
    assert import_folder(stocked, tmp_path / "before").added == ("another",)
    brought = stocked.asset("another")
    assert brought.consents[0].withdrawn == stocked.today()
    assert brought.consents[0].withdrawn_by == "Bà Sáu"
    assert brought.releases[0].withdrawn == stocked.today()
    with pytest.raises(NotAvailable, match="withdrawn"):
        get(stocked, "another", Request())
