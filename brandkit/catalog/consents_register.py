"""The consents of a live catalog: one reference may stand on many assets and is changed on all of them at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, or_

from brandkit.assets import Asset, Consent, Release
from brandkit.catalog import rows, schema
from brandkit.catalog.consents import ADULT_AGE, SIGNED_BASES, check_limits
from brandkit.catalog.rows import Stored
from brandkit.errors import AssetExists, InvalidValue, NotAvailable, UnknownAsset, WrongMove

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.changing import View

_LIST = "See them with `brandkit consents list`."


@dataclass(frozen=True)
class Registered:
    """A consent or release as it is written down, and the assets that name it."""

    paper: Consent | Release
    slugs: tuple[str, ...]


def registered(catalog: Catalog, *, slug: str = "") -> list[Registered]:
    """Every consent and release, by reference; `slug` keeps those of one asset.

    Raises
    ------
    UnknownAsset
    """
    if slug:
        catalog.asset(slug)
    written = (cast(schema.assets.c.consents, Text) != "[]", cast(schema.assets.c.releases, Text) != "[]")
    with catalog.database.reading() as connection:
        assets = [stored.asset for stored in rows.load(connection, or_(*written))]
    found: dict[Consent | Release, list[str]] = {}
    for asset in assets:
        for paper in papers_of(asset):
            found.setdefault(paper, []).append(asset.slug)
    kept = (Registered(paper, tuple(slugs)) for paper, slugs in found.items() if not slug or slug in slugs)
    return sorted(kept, key=lambda entry: (entry.paper.reference, entry.slugs))


def add(catalog: Catalog, slug: str, consent: Consent, *, note: str = "") -> Consent:
    """Writes a consent on an asset; one that another asset names is copied when nothing but its reference is told.

    Raises
    ------
    UnknownAsset, StoreFailure
    AssetExists : when the asset has it, or another asset has it with other values.
    WrongMove : when it was withdrawn.
    InvalidValue
    """
    with catalog.changing() as change:
        before = change.one(slug)
        known = next((c for held in _holders(change, consent.reference) for c in _same(held.asset, consent)), None)
        made = _completed(consent, known, catalog.today())
        if _same(before.asset, consent):
            raise AssetExists(consent.reference, "stands on {slug} already", _LIST, slug=slug)
        if known is not None and made != known:
            raise AssetExists(consent.reference, "is registered with other values", _LIST)
        after = replace(before.asset, consents=(*before.asset.consents, made))
        refuse_withdrawn(change, after, on=catalog.today())
        change.save(before, after, move="add-consent", note=note, details={"reference": made.reference})
    return made


def sign(
    catalog: Catalog, reference: str, *, guardian: date | None = None, child: date | None = None, note: str = ""
) -> tuple[str, ...]:
    """Writes down the days of a child's consent's signatures; returns the slugs it stands on.

    Raises
    ------
    UnknownAsset : for a reference that no asset has.
    WrongMove : when it is no child's, or was withdrawn.
    """

    def signed(consent: Consent) -> Consent:
        if not consent.child:
            raise WrongMove(reference, "is no consent for a child; the person's own day is enough", _LIST)
        if consent.withdrawn is not None:
            day = consent.withdrawn.isoformat()
            raise WrongMove(reference, "was withdrawn on {day}", "It stays withdrawn; use another picture.", day=day)
        return replace(
            consent,
            given=consent.given or guardian or child,
            guardian_signed=guardian or consent.guardian_signed,
            child_signed=child or consent.child_signed,
        )

    details = {"reference": reference, "guardian": guardian, "child": child}
    return _change(catalog, reference, signed, None, move="sign-consent", note=note, details=details)


def withdraw(
    catalog: Catalog, reference: str, *, on: date | None = None, by: str = "", note: str = ""
) -> tuple[str, ...]:
    """Ends a consent or release on a day (today) wherever it stands; returns the slugs of those assets.

    Raises
    ------
    UnknownAsset : for a reference that no asset has.
    WrongMove : when it was withdrawn already.
    InvalidValue : for a day to come.
    """
    day = on or catalog.today()
    if day > catalog.today():
        raise InvalidValue(day.isoformat(), "is a day to come; a withdrawal holds from today at the latest")

    def ended(consent: Consent) -> Consent:
        return consent if _ended(consent, day) else replace(consent, withdrawn=day, withdrawn_by=by)

    def released(release: Release) -> Release:
        return release if _ended(release, day) else replace(release, withdrawn=day)

    details = {"reference": reference, "withdrawn": day, "by": by}
    return _change(catalog, reference, ended, released, move="withdraw-consent", note=note, details=details)


def refuse_withdrawn(view: View, asset: Asset, *, on: date) -> None:
    """Raises NotAvailable when a reference that the asset names was withdrawn, on this asset or another."""
    for reference in sorted({paper.reference for paper in papers_of(asset)}):
        for held in _holders(view, reference):
            for paper in papers_of(held.asset):
                if paper.reference == reference and paper.withdrawn is not None and paper.withdrawn <= on:
                    day = paper.withdrawn.isoformat()
                    problem = "may not be used: consent {reference} was withdrawn on {day}"
                    raise NotAvailable(asset.slug, problem, None, reference=reference, day=day)


def with_withdrawals(catalog: Catalog, assets: Sequence[Asset]) -> tuple[Asset, ...]:
    """Assets from outside, with the withdrawals that the catalog knows of their references: none comes back to life."""
    named = {paper.reference for asset in assets for paper in papers_of(asset)}
    if not named:
        return tuple(assets)
    ended: dict[str, tuple[date, str]] = {}
    for entry in registered(catalog):
        day = entry.paper.withdrawn
        if day is not None and entry.paper.reference in named:
            by = entry.paper.withdrawn_by if isinstance(entry.paper, Consent) else ""
            ended[entry.paper.reference] = min(ended.get(entry.paper.reference, (day, by)), (day, by))
    return tuple(_ended_by(asset, ended) for asset in assets)


def _ended_by(asset: Asset, ended: Mapping[str, tuple[date, str]]) -> Asset:
    def over(paper: Consent | Release) -> bool:
        return paper.reference in ended and not _ended(paper, ended[paper.reference][0])

    consents = tuple(
        replace(c, withdrawn=ended[c.reference][0], withdrawn_by=ended[c.reference][1]) if over(c) else c
        for c in asset.consents
    )
    releases = tuple(replace(r, withdrawn=ended[r.reference][0]) if over(r) else r for r in asset.releases)
    return replace(asset, consents=consents, releases=releases)


def papers_of(asset: Asset) -> tuple[Consent | Release, ...]:
    """The consents and releases of an asset."""
    return (*asset.consents, *asset.releases)


def _change(
    catalog: Catalog,
    reference: str,
    alter: Callable[[Consent], Consent],
    alter_release: Callable[[Release], Release] | None,
    *,
    move: str,
    note: str,
    details: dict[str, Any],
) -> tuple[str, ...]:
    """Changes a consent on every asset that names it, all together."""
    with catalog.changing() as change:
        held = list(_holders(change, reference, releases=alter_release is not None))
        if not held:
            raise UnknownAsset(reference, "is the reference of no consent of this catalog", _LIST)
        written = [
            change.save(before, _altered(before.asset, reference, alter, alter_release), move=move, note=note,
                        details=details)
            for before in held
        ]  # fmt: skip
        if all(asset == before.asset for asset, before in zip(written, held, strict=True)):
            raise WrongMove(reference, "is so already", _LIST)
    return tuple(before.asset.slug for before in held)


def _altered(
    asset: Asset,
    reference: str,
    alter: Callable[[Consent], Consent],
    alter_release: Callable[[Release], Release] | None,
) -> Asset:
    consents = tuple(alter(c) if c.reference == reference else c for c in asset.consents)
    if alter_release is None:
        return replace(asset, consents=consents)
    releases = tuple(alter_release(r) if r.reference == reference else r for r in asset.releases)
    return replace(asset, consents=consents, releases=releases)


def _holders(view: View, reference: str, *, releases: bool = True) -> Iterator[Stored]:
    """The assets that name a reference, by slug."""
    columns = (schema.assets.c.consents, schema.assets.c.releases)
    # A search in the text first: a hundred thousand lists need not be read to find the few that name it.
    written = {json.dumps(reference), json.dumps(reference, ensure_ascii=False)}
    near = [cast(column, Text).contains(words, autoescape=True) for column in columns for words in sorted(written)]
    for stored in rows.load(view.connection, or_(*near)):
        papers: Sequence[Consent | Release] = papers_of(stored.asset) if releases else stored.asset.consents
        if any(paper.reference == reference for paper in papers):
            yield stored


def _same(asset: Asset, consent: Consent) -> list[Consent]:
    return [there for there in asset.consents if there.reference == consent.reference]


def _ended(paper: Consent | Release, day: date) -> bool:
    return paper.withdrawn is not None and paper.withdrawn <= day


def _completed(consent: Consent, known: Consent | None, today: date) -> Consent:
    """The consent as it is to be written: the known one when only its reference was told; today, where a day lacks."""
    if known is not None and consent == Consent(consent.reference):
        return known
    _check(consent)
    if consent.given is None and consent.basis in SIGNED_BASES and not consent.child:
        return replace(consent, given=today)
    return consent


def _check(consent: Consent) -> None:
    if not consent.reference.strip():
        raise InvalidValue("--reference", "may not be empty")
    check_limits(consent.media, consent.territory)
    if consent.given and consent.valid_to and consent.valid_to < consent.given:
        raise InvalidValue(consent.valid_to.isoformat(), "lies before the day on which it was given")
    _check_child(consent)


def _check_child(consent: Consent) -> None:
    said = (consent.guardian, consent.guardian_signed, consent.child_signed, consent.age)
    if not consent.child and any(value not in ("", None) for value in said):
        raise InvalidValue(consent.reference, "names an age or a guardian but no child", "Say --child too.")
    if consent.age is not None and not 0 <= consent.age < ADULT_AGE:
        raise InvalidValue(str(consent.age), "is no age of a child, who is under {age}", None, age=ADULT_AGE)
