"""The values of the catalog: an asset, its versions and their files, rights and releases. No behaviour but look-ups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from brandkit.sightings.photos.known import PhotoIndex

Bilingual = Mapping[str, str]  # {"vi": …, "en": …}; Vietnamese is always there, English may be missing

Kind = Literal["logo", "slogan", "photo"]
Status = Literal["draft", "submitted", "approved", "superseded", "withdrawn", "expired"]
STATUSES: tuple[Status, ...] = ("draft", "submitted", "approved", "superseded", "withdrawn", "expired")

LOCKUPS = ("horizontal", "stacked", "icon")
MEDIA = ("print", "web", "social", "video", "outdoor", "press")
COLORINGS = ("full-color", "reversed", "mono-black", "mono-white")
LANGUAGE_TRAITS = ("vi", "en")
TRAITS = LOCKUPS + COLORINGS + LANGUAGE_TRAITS


@dataclass(frozen=True)
class Rights:
    """Who holds an asset and how it may be used; empty territory or media means no limit."""

    holder: str = ""
    credit: str = ""
    license: str = ""
    license_url: str = ""
    usage_terms: Bilingual = field(default_factory=dict)
    territory: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    valid_from: Date | None = None
    valid_to: Date | None = None
    commercial: bool | None = None


@dataclass(frozen=True)
class Release:
    """A model or property release; `withdrawn` is the day on which consent ended."""

    type: Literal["model", "property"]
    reference: str
    subject: str = ""
    date: Date | None = None
    valid_to: Date | None = None
    withdrawn: Date | None = None


Basis = Literal["consent", "contract", "public-event", "official-duty", "legal-obligation", "public-interest"]
BASES: tuple[Basis, ...] = (
    "consent", "contract", "public-event", "official-duty", "legal-obligation", "public-interest",
)  # fmt: skip


@dataclass(frozen=True)
class Consent:
    """Why a person may be shown, and how far; empty purposes, media or territory mean no limit.

    `reference` names it in the register: the same reference on several assets is one consent, withdrawn on all at once.
    No date of birth is kept, only a child's age when it was given; None counts as old enough to sign.
    """

    reference: str
    subject: str = ""  # the person, or words by which the unit knows who it is
    basis: Basis = "consent"
    purposes: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    given: Date | None = None
    valid_to: Date | None = None
    withdrawn: Date | None = None
    withdrawn_by: str = ""  # who told so
    child: bool = False
    age: int | None = None  # of a child, in whole years, when it was given
    guardian: str = ""
    guardian_signed: Date | None = None
    child_signed: Date | None = None
    document: str = ""  # where the signed paper is kept


@dataclass(frozen=True)
class Use:
    """What an asset is wanted for; what is empty was not said, and limits of that kind are then not judged."""

    media: str = ""  # one of MEDIA
    territory: str = ""  # ISO 3166: VN, or a part of it, VN-43
    purpose: str = ""
    commercial: bool = False


@dataclass(frozen=True)
class File:
    """One sequence of bytes of a version, named by its SHA-256 (64 lower-case hex digits)."""

    variant: str
    name: str  # relative to the asset's folder, as it was registered
    sha256: str
    media_type: str
    size_bytes: int
    width: float | None = None  # artboard or pixels
    height: float | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)  # read from the file: caption, creator, credit, …


@dataclass(frozen=True)
class Version:
    """One approved state of an asset over time; files in order of preference."""

    number: int
    status: Status = "draft"
    valid_from: Date | None = None
    valid_to: Date | None = None  # last day on which it was to be used
    note: Bilingual = field(default_factory=dict)
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Asset:
    """A logo, slogan or photo; versions oldest first."""

    slug: str
    kind: Kind
    title: Bilingual
    status: Status = "draft"
    id: str = ""
    alt: Bilingual = field(default_factory=dict)
    description: Bilingual = field(default_factory=dict)
    caption: Bilingual = field(default_factory=dict)
    creator: str = ""
    location: Bilingual = field(default_factory=dict)
    created: Date | None = None
    unit: str = ""
    tags: tuple[str, ...] = ()
    rights: Rights = field(default_factory=Rights)
    releases: tuple[Release, ...] = ()
    consents: tuple[Consent, ...] = ()
    versions: tuple[Version, ...] = ()
    replaced_by: str = ""  # slug of the asset that took its place
    text: Bilingual = field(default_factory=dict)  # slogans: exact, NFC
    breaks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # slogans: approved lines
    case: Literal["as-written", "any"] = "as-written"


@dataclass(frozen=True)
class Unit:
    """An organisation that owns or uses assets; `successors` are the slugs it was merged into or renamed to."""

    slug: str
    name: Bilingual
    short: Bilingual = field(default_factory=dict)  # as it is abbreviated: UBND TP. Vũng Tàu
    valid_from: Date | None = None
    valid_to: Date | None = None
    successors: tuple[str, ...] = ()


class Library(Protocol):
    """Where assets come from: a live catalog, or a catalog folder read in place.

    A library may also keep what is dear to compute of its files, and find by it; `features`, `keep_features`, `prints`
    and `photo_index` are for those that do. Ask through the functions of the same names below: a library need not have
    the methods at all.
    """

    def assets(self) -> Sequence[Asset]:
        """Every asset of every status, by slug."""
        ...

    def read(self, sha256: str) -> bytes:
        """The verified bytes of one file."""
        ...

    def features(self, files: Collection[str], name: str) -> Mapping[str, bytes]:
        """What was computed of some files once, by SHA-256, as the way of that name does it ("orb-1", "template-1").

        A file of which nothing is kept is left out. The bytes may be damaged or of another program: who asks checks
        them, and computes anew what is missing or makes no sense.
        """
        return {}

    def keep_features(self, name: str, found: Mapping[str, bytes]) -> None:
        """Keeps what was computed of files, by SHA-256, for the next one who asks; what is there is replaced.

        A library that cannot keep anything, or not now, does nothing: it is never worth failing for.
        """

    def prints(self, files: Collection[str], name: str, view: str = "whole") -> Mapping[str, bytes]:
        """The perceptual hashes of some files, by SHA-256; `name` is a module of brandkit/fingerprints.

        They are of the picture over white, reduced to 256 px for them ("whole"), see catalog.looks.fingerprinting.
        """
        return {}

    def photo_index(self) -> PhotoIndex | None:
        """What finds the few photographs that a picture may show; None where each of them is to be looked at."""
        return None


def features(library: Library, files: Collection[str], name: str) -> Mapping[str, bytes]:
    """`Library.features`; empty for a library that keeps nothing."""
    ask = getattr(library, "features", None)
    return ask(files, name) if ask and files else {}


def keep_features(library: Library, name: str, found: Mapping[str, bytes]) -> None:
    """`Library.keep_features`; nothing for a library that keeps nothing."""
    keep = getattr(library, "keep_features", None)
    if keep and found:
        keep(name, found)


def prints(library: Library, files: Collection[str], name: str, view: str = "whole") -> Mapping[str, bytes]:
    """`Library.prints`; empty for a library that keeps nothing."""
    ask = getattr(library, "prints", None)
    return ask(files, name, view) if ask and files else {}


def photo_index(library: Library) -> PhotoIndex | None:
    """`Library.photo_index`; None for a library that has none."""
    ask = getattr(library, "photo_index", None)
    return ask() if ask else None


def current_version(asset: Asset) -> Version | None:
    """The newest approved version, None when none is."""
    return next((v for v in reversed(asset.versions) if v.status == "approved"), None)


def version_of(asset: Asset, number: int) -> Version | None:
    return next((v for v in asset.versions if v.number == number), None)


def file_of(asset: Asset, version: int, variant: str) -> File | None:
    """The file of one version and exact variant name."""
    found = version_of(asset, version)
    return next((f for f in found.files if f.variant == variant), None) if found else None


def traits_of(variant: str) -> frozenset[str]:
    """The traits of a variant's name: "horizontal-full-color-vi" has horizontal, full-color, vi."""
    rest, found = f"-{variant}-", set()
    for trait in sorted(TRAITS, key=len, reverse=True):
        if f"-{trait}-" in rest:
            found.add(trait)
            rest = rest.replace(f"-{trait}-", "-", 1)
    return frozenset(found | {word for word in rest.split("-") if word})


def coloring_of(variant: str) -> str:
    """The variant's colouring; "full-color" when its name says none."""
    traits = traits_of(variant)
    return next((c for c in COLORINGS if c in traits), "full-color")


def successor_of(assets: Mapping[str, Asset], slug: str) -> Asset | None:
    """The asset to use where `slug` was used: itself, or the end of its chain of replacements; None when unknown."""
    seen: set[str] = set()
    while slug in assets and slug not in seen:
        seen.add(slug)
        if not assets[slug].replaced_by:
            return assets[slug]
        slug = assets[slug].replaced_by
    return None


def approved_form(
    assets: Mapping[str, Asset], slug: str, variant: str = "", colorings: Sequence[str] = ()
) -> str | None:
    """The approved file nearest to a variant, as "slug:variant", or "slug" where files have no variants.

    `colorings` limits the choice, the first ones preferred. None when nothing approved fits.
    """
    asset = successor_of(assets, slug)
    version = current_version(asset) if asset and asset.status == "approved" else None
    if asset is None or version is None:
        return None
    rank = {coloring: place for place, coloring in enumerate(colorings)}
    files = [f for f in version.files if not rank or coloring_of(f.variant) in rank]
    if not files:
        return None
    traits = traits_of(variant)
    best = min(files, key=lambda f: (rank.get(coloring_of(f.variant), 0), -len(traits & traits_of(f.variant))))
    return f"{asset.slug}:{best.variant}" if best.variant else asset.slug


def select_files(version: Version, wanted: str) -> tuple[File, ...]:
    """Files whose variant has every trait of `wanted`, in the version's order of preference; all, when it is empty."""
    traits = traits_of(wanted) if wanted else frozenset()
    return tuple(f for f in version.files if traits <= traits_of(f.variant))
