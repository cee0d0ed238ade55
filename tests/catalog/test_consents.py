"""Who must have agreed to what before a person is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from brandkit.assets import BASES, Asset, Consent, Release, Rights, Use, Version
from brandkit.catalog.availability import last_day, version_in_force
from brandkit.catalog.consents import SIGNED_BASES, age_on, covers_place, missing_signatures
from brandkit.errors import NotAvailable

DAY = date(2026, 3, 1)
PHOTO = Asset("boat", "photo", {"vi": "Thuyền"}, status="approved", versions=(Version(1, "approved"),))
GIVEN = Consent("DY-1", given=date(2026, 1, 1))
CHILD = replace(GIVEN, child=True, age=9, guardian="Mẹ", guardian_signed=date(2026, 1, 1),
                child_signed=date(2026, 1, 1))  # fmt: skip


def with_consents(*consents: Consent) -> Asset:
    return replace(PHOTO, consents=consents)


@pytest.mark.parametrize(
    ("consent", "reason"),
    [
        (GIVEN, None),
        (Consent("DY-1"), "is not signed"),
        (replace(GIVEN, given=date(2026, 3, 2)), "begins on 2026-03-02"),
        (replace(GIVEN, valid_to=date(2026, 2, 28)), "ended on 2026-02-28"),
        (replace(GIVEN, valid_to=DAY), None),
        (replace(GIVEN, withdrawn=DAY), "was withdrawn on 2026-03-01"),
        (replace(GIVEN, withdrawn=date(2026, 3, 2)), None),
        (CHILD, None),
        (replace(CHILD, guardian_signed=None), "guardian has not signed"),
        (replace(CHILD, child_signed=None), "child of 7 years or more, who has not signed"),
        (replace(CHILD, guardian_signed=None, child_signed=None), "neither the guardian nor the child"),
        (replace(CHILD, child_signed=date(2026, 3, 2)), "who has not signed"),
        (replace(CHILD, child_signed=None, age=5), None),
        (replace(CHILD, child_signed=None, age=None), "who has not signed"),
        (Consent("CN-1", basis="contract"), "is not signed"),
        (Consent("HN-1", basis="public-event"), None),
        (replace(CHILD, basis="public-event", guardian_signed=None, child_signed=None), None),
        (Consent("HN-1", basis="public-event", withdrawn=DAY), "was withdrawn"),
    ],
)
def test_a_consent_lets_through_or_says_why_not(consent, reason):
    asset = with_consents(consent)
    if reason is None:
        assert version_in_force(asset, DAY).number == 1
        return
    with pytest.raises(NotAvailable, match=reason) as refused:
        version_in_force(asset, DAY)
    assert consent.reference in str(refused.value)


def test_one_bad_consent_among_good_ones_is_enough():
    with pytest.raises(NotAvailable, match="DY-2"):
        version_in_force(with_consents(GIVEN, replace(GIVEN, reference="DY-2", withdrawn=DAY)), DAY)


@pytest.mark.parametrize("basis", BASES)
def test_a_withdrawal_is_kept_to_whatever_the_basis(basis):
    with pytest.raises(NotAvailable, match="withdrawn"):
        version_in_force(with_consents(replace(GIVEN, basis=basis, withdrawn=DAY)), DAY)


def test_a_child_that_turned_seven_signs_for_itself():
    young = replace(CHILD, age=5, given=date(2024, 3, 2), guardian_signed=date(2024, 3, 2), child_signed=None)
    assert age_on(young, DAY) == 6
    assert missing_signatures(young, DAY) == ()
    assert age_on(young, date(2026, 3, 2)) == 7
    assert missing_signatures(young, date(2026, 3, 2)) == ("child",)


def test_bases_without_signatures_are_those_of_the_law_alone():
    assert set(BASES) - SIGNED_BASES == {"public-event", "official-duty", "legal-obligation", "public-interest"}


SCOPED = replace(GIVEN, media=("print",), territory=("VN",), purposes=("Du lịch",))


@pytest.mark.parametrize(
    ("use", "allowed"),
    [
        (Use(), True), (Use(media="print", territory="vn-43", purpose="DU LỊCH"), True), (Use(media="web"), False),
        (Use(territory="US"), False), (Use(purpose="bầu cử"), False),
    ],
)  # fmt: skip
def test_a_named_use_must_lie_within_the_consent(use, allowed):
    if allowed:
        assert version_in_force(with_consents(SCOPED), DAY, use)
        return
    with pytest.raises(NotAvailable, match="consent DY-1 covers"):
        version_in_force(with_consents(SCOPED), DAY, use)


@pytest.mark.parametrize(
    ("rights", "use", "allowed"),
    [
        (Rights(media=("print",)), Use(media="print"), True),
        (Rights(media=("print",)), Use(media="press"), False),
        (Rights(media=("print",)), Use(), True),
        (Rights(territory=("VN",)), Use(territory="VN"), True),
        (Rights(territory=("VN-43",)), Use(territory="VN"), False),
        (Rights(territory=("VN",)), Use(territory="VNX"), False),
        (Rights(commercial=False), Use(commercial=True), False),
        (Rights(commercial=True), Use(commercial=True), True),
        (Rights(), Use("press", "US", "any", True), True),
    ],
)
def test_a_named_use_must_lie_within_the_rights(rights, use, allowed):
    asset = replace(PHOTO, rights=rights)
    if allowed:
        assert version_in_force(asset, DAY, use)
        return
    with pytest.raises(NotAvailable, match="may not be used"):
        version_in_force(asset, DAY, use)


def test_a_place_lies_in_its_country_and_not_the_other_way_round():
    assert covers_place(("VN",), "VN-43")
    assert not covers_place(("VN-43",), "VN")
    assert not covers_place(("V",), "VN")


def test_the_last_day_is_the_first_that_ends():
    version = Version(1, "approved", valid_to=date(2030, 1, 1))
    rights = Rights(valid_to=date(2029, 1, 1))
    asset = replace(PHOTO, rights=rights, releases=(Release("model", "M"),), consents=(GIVEN,))
    assert last_day(asset, version) == date(2029, 1, 1)
    assert last_day(replace(asset, consents=(replace(GIVEN, valid_to=date(2028, 1, 1)),)), version) == date(2028, 1, 1)
    assert last_day(replace(asset, releases=(Release("model", "M", withdrawn=DAY),)), version) == date(2026, 2, 28)
    assert last_day(PHOTO, Version(1, "approved")) is None


def test_media_are_named_in_the_readers_language():
    from brandkit.messages import say, shown

    asset = replace(PHOTO, consents=(replace(GIVEN, media=("print", "web")),))
    with pytest.raises(NotAvailable) as told:
        version_in_force(asset, on=DAY, use=Use(media="video"))
    words = shown(say(told.value.problem, **told.value.values), "vi")
    assert words.endswith("chỉ gồm in ấn, trang web")
