"""How a consent or release is told: as lines for people, and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from brandkit.assets import Consent, Release
from brandkit.messages import Message, say

if TYPE_CHECKING:
    from datetime import date

    from brandkit.catalog.consents_register import Registered

_MISSING = {
    ("person",): "  Missing: the signature",
    ("guardian",): "  Missing: the guardian's signature",
    ("child",): "  Missing: the child's own signature",
    ("guardian", "child"): "  Missing: the guardian's signature and the child's own",
}


def lines_of(paper: Consent | Release, today: date, *, slugs: Sequence[str] = ()) -> Iterator[Message]:
    """A consent or release for people: its state on its first line, below it how far it goes."""
    yield say(_state_of(paper, today), reference=paper.reference, subject=paper.subject or "–",
              withdrawn=paper.withdrawn, last=paper.valid_to, kind=say(_kind_of(paper)))  # fmt: skip
    if isinstance(paper, Consent):
        yield from _consent_lines(paper, today)
    if slugs:
        yield say("  On: {slugs}", slugs=", ".join(slugs))


def document_of(entry: Registered, today: date) -> dict[str, Any]:
    """The same as JSON values."""
    from brandkit.catalog.consents import missing_signatures
    from brandkit.catalog.rows import told

    paper = entry.paper
    missing = missing_signatures(paper, today) if isinstance(paper, Consent) else ()
    kind = "consent" if isinstance(paper, Consent) else "release"
    values: dict[str, Any] = told(asdict(paper))
    return {"kind": kind, **values, "missing_signatures": list(missing), "assets": list(entry.slugs)}


def _state_of(paper: Consent | Release, today: date) -> str:
    if paper.withdrawn is not None:
        return "{reference}  {kind}  {subject}  withdrawn on {withdrawn}"
    if paper.valid_to is not None and paper.valid_to < today:
        return "{reference}  {kind}  {subject}  ended on {last}"
    return "{reference}  {kind}  {subject}"


def _kind_of(paper: Consent | Release) -> str:
    if isinstance(paper, Consent):
        return paper.basis
    return "model release" if paper.type == "model" else "property release"


def _consent_lines(consent: Consent, today: date) -> Iterator[Message]:
    from brandkit.catalog.consents import missing_signatures, named_media

    if consent.purposes:
        yield say("  For: {said}", said=", ".join(consent.purposes))
    if consent.media:
        yield say("  In: {said}", said=named_media(consent.media))
    if consent.territory:
        yield say("  Where: {said}", said=", ".join(consent.territory))
    if consent.given or consent.valid_to:
        yield say("  From {first} to {last}", first=consent.given or "…", last=consent.valid_to or "…")
    if consent.child:
        yield say("  A child, signed by the guardian {guardian} on {day} and by the child on {own}",
                  guardian=consent.guardian, day=consent.guardian_signed or "–",
                  own=consent.child_signed or "–")  # fmt: skip
    if consent.withdrawn_by:
        yield say("  Withdrawn by: {said}", said=consent.withdrawn_by)
    if consent.document:
        yield say("  Kept at: {said}", said=consent.document)
    if missing := missing_signatures(consent, today):
        yield say(_MISSING[missing])
