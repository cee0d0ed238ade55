"""Whether the people who are shown agreed to a use: on which basis, how far, signed by whom, and still. Pure.

Terms and ages are those of Vietnam's Law on Personal Data Protection, 91/2025/QH15, in force since 1 January 2026, and
of Decree 13/2023/NĐ-CP before it. Consent is voluntary, for stated purposes, and can be withdrawn (articles 9 and 10);
for a child the legal representative acts, and from 7 years on the child agrees too (article 24; decree, article 20).
A child is under 16 (Law on Children, 102/2016/QH13, article 1).
Public events, official duties, legal obligations and the public interest need no signature (Civil Code 2015, article
32; the law's article 19 and its rules on recording in public places), but a withdrawal that was written down is kept
to whatever the basis: to honor an objection harms nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from brandkit.assets import MEDIA, Asset, Basis, Consent, Use
from brandkit.errors import InvalidValue, NotAvailable
from brandkit.messages import LANGUAGES, say, shown

SIGNED_BASES: frozenset[Basis] = frozenset({"consent", "contract"})
_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?\Z")  # ISO 3166-1 and -2
OWN_SIGNATURE_AGE = 7
ADULT_AGE = 16

_SIGN = "Have it signed, then run `brandkit consents sign`, or take another asset."
_ASK = "Ask for a wider consent, or take another asset."


def judge_consents(asset: Asset, on: date, use: Use) -> None:
    """Raises NotAvailable, with the reason, when a consent of the asset does not allow the use on that day."""
    for consent in asset.consents:
        _judge_life(asset, consent, on)
        _judge_signatures(asset, consent, on)
        _judge_scope(asset, consent, use)


def missing_signatures(consent: Consent, on: date) -> tuple[str, ...]:
    """Whose signature is not there on a day: of "person", "guardian" and "child"."""
    if consent.basis not in SIGNED_BASES:
        return ()
    if not consent.child:
        return () if consent.given else ("person",)
    needed = {"guardian": consent.guardian_signed}
    if age_on(consent, on) >= OWN_SIGNATURE_AGE:
        needed["child"] = consent.child_signed
    return tuple(who for who, signed in needed.items() if signed is None or signed > on)


def age_on(consent: Consent, on: date) -> int:
    """The least age in whole years of a child on a day; OWN_SIGNATURE_AGE when its age was not written down."""
    if consent.age is None:
        return OWN_SIGNATURE_AGE
    start = consent.given or on
    birthdays = on.year - start.year - ((on.month, on.day) < (start.month, start.day))
    return consent.age + max(0, birthdays)


def check_limits(media: Sequence[str], territory: Sequence[str]) -> None:
    """Raises InvalidValue for a medium that is none, or a place that is not written as ISO 3166 does: VN, VN-43."""
    for medium in media:
        if medium not in MEDIA:
            raise InvalidValue(medium, "is no medium; known are {known}", None, known=", ".join(MEDIA))
    for place in territory:
        if not _PLACE.match(place):
            raise InvalidValue(place, "is no place of ISO 3166, as VN or VN-43")


def named_media(media: Sequence[str]) -> dict[str, str]:
    """Media as a reader calls them, {"vi": …, "en": …}."""
    return {lang: ", ".join(shown(say(medium), lang) for medium in media) for lang in LANGUAGES}


def covers_place(allowed: Sequence[str], wanted: str) -> bool:
    """Whether a place, as VN or VN-43, lies in one of those allowed."""
    place = wanted.upper()
    return any(place == there.upper() or place.startswith(f"{there.upper()}-") for there in allowed)


def _judge_life(asset: Asset, consent: Consent, on: date) -> None:
    if consent.withdrawn is not None and consent.withdrawn <= on:
        problem = "may not be used: consent {reference} was withdrawn on {day}"
        raise _refused(asset, consent, problem, None, day=consent.withdrawn.isoformat())
    if consent.given is not None and on < consent.given:
        problem = "may not be used: consent {reference} begins on {day}"
        raise _refused(asset, consent, problem, None, day=consent.given.isoformat())
    if consent.valid_to is not None and consent.valid_to < on:
        problem = "may not be used: consent {reference} ended on {day}"
        raise _refused(asset, consent, problem, None, day=consent.valid_to.isoformat())


def _judge_signatures(asset: Asset, consent: Consent, on: date) -> None:
    missing = missing_signatures(consent, on)
    if "person" in missing:
        raise _refused(asset, consent, "may not be used: consent {reference} is not signed", _SIGN)
    if len(missing) == 2:
        problem = "may not be used: consent {reference} is for a child and neither the guardian nor the child signed it"
        raise _refused(asset, consent, problem, _SIGN)
    if "guardian" in missing:
        problem = "may not be used: consent {reference} is for a child and the guardian has not signed it"
        raise _refused(asset, consent, problem, _SIGN)
    if "child" in missing:
        problem = "may not be used: consent {reference} is for a child of {age} years or more, who has not signed it"
        raise _refused(asset, consent, problem, _SIGN, age=OWN_SIGNATURE_AGE)


def _judge_scope(asset: Asset, consent: Consent, use: Use) -> None:
    problem = "may not be used for {use}: consent {reference} covers {allowed}"
    if use.media and consent.media and use.media not in consent.media:
        raise _refused(asset, consent, problem, _ASK, use=say(use.media), allowed=named_media(consent.media))
    if use.purpose and consent.purposes and use.purpose.casefold() not in {p.casefold() for p in consent.purposes}:
        raise _refused(asset, consent, problem, _ASK, use=use.purpose, allowed=", ".join(consent.purposes))
    if use.territory and consent.territory and not covers_place(consent.territory, use.territory):
        raise _refused(asset, consent, problem, _ASK, use=use.territory, allowed=", ".join(consent.territory))


def _refused(asset: Asset, consent: Consent, problem: str, advice: str | None, **values: object) -> NotAvailable:
    return NotAvailable(asset.slug, problem, advice, reference=consent.reference, **values)
