"""What was found and how it was judged: sightings, findings, reports, and the few words rules say them with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from brandkit.brand import Brand
from brandkit.document import Page
from brandkit.geometry import Affine, Box, Quad, box_of, keystone
from brandkit.messages import Message

Outcome = Literal["violation", "needs_review", "pass", "inapplicable", "error"]
Severity = Literal["critical", "serious", "moderate", "minor"]
Verdict = Literal["pass", "needs_review", "violation", "error"]
Certainty = Literal["certain", "possible"]
Method = Literal["structure", "pixels"]
# A measurement whose error is this many times the tolerance cannot show that a thing is right.
LARGEST_ERROR = 3.0
# Files round positions: a deviation within a hundredth of the tolerance beyond it is the tolerance itself.
ROUNDED = 1.01
# Beyond these a logo was seen from the side: its turn and proportions are the camera's as much as the designer's.
KEYSTONE, OBLIQUE_DEG = 0.01, 1.0
SEVERITIES: tuple[Severity, ...] = ("critical", "serious", "moderate", "minor")


@dataclass(frozen=True)
class ColorMatch:
    """One colour of the master beside what stands in its place."""

    expected: str
    measured: str
    delta_e: float
    share: float = 0.0  # of the logo's inked area


@dataclass(frozen=True)
class ErrorBars:
    """Half-widths of 95 % intervals; 0 where structure states the value."""

    stretch: float = 0.0
    rotation_deg: float = 0.0
    skew_deg: float = 0.0
    height: float = 0.0  # page units
    delta_e: float = 0.0


@dataclass(frozen=True)
class Ground:
    """What lies behind and around a sighting, measured on the rendered page in a ring about its ink.

    spread : 90th percentile of ΔE00 to `hex`; under about 3 the ground is flat.
    kind : "flat", "gradient" (smooth) or "busy" (texture or edges).
    plate : hex of a flat field behind the ink that is larger than the logo but ends within the ring, else None.
    """

    hex: str
    spread: float
    kind: Literal["flat", "gradient", "busy"]
    plate: str | None = None


@dataclass(frozen=True)
class Clearance:
    """Free distance from the ink box to the nearest foreign thing on each side of the logo's own frame.

    Page units; a side that is free up to `searched` has `searched`. `nearest` is the page box of the closest thing.
    """

    left: float
    top: float
    right: float
    bottom: float
    searched: float
    nearest: Box | None = None
    method: Method = "structure"


@dataclass(frozen=True)
class LetterMatch:
    """A letter of a slogan in pixels that is not the approved one.

    found : what stands there, "" for nothing. gain : by how much the correlation of its place grows when `found` is
    drawn instead of `expected`. share : how far its place goes from the one to the other, 0..1. face : the font file
    it was drawn in. quad : its place, page unit.
    """

    expected: str
    found: str
    gain: float
    share: float
    face: str
    quad: Quad


@dataclass(frozen=True)
class Alteration:
    """What of a drawing in pixels is otherwise than in its master, colours, pose and what hides it left aside.

    missing : share of the ink in whose place the ground shows; added : other ink within the drawing's box, as a share
    of its ink. effect : what runs around the ink. place : page box around all that is missing or added.
    """

    missing: float = 0.0
    added: float = 0.0
    effect: Literal["", "outline", "shadow"] = ""
    place: Box | None = None


@dataclass(frozen=True)
class Sighting:
    """An asset seen in a document. Quads are TL TR BR BL of the master's artboard, in the page's unit, y down."""

    id: int
    page: int
    kind: Literal["logo", "slogan", "photo"]
    asset: str
    version: int
    variant: str
    title: Mapping[str, str]
    certainty: Certainty
    method: Method
    quad: Quad
    height: float
    height_mm: float | None = None
    rotation_deg: float = 0.0
    stretch: float = 1.0
    skew_deg: float = 0.0
    mirrored: bool = False
    visible: float = 1.0
    colors: tuple[ColorMatch, ...] = ()
    text: str | None = None
    superseded_by: str | None = None
    file: str = ""  # SHA-256 of the master that it matched
    ink: Quad | None = None  # the drawing's own box inside the artboard, mapped to the page
    matrix: Affine | None = None  # artboard units to page units
    vector: bool = False
    ppi: float | None = None  # pixels per inch of the placed raster, None for vectors or unknown density
    scale_px: float | None = None  # raster's own pixels across the logo's height, None for vectors
    blur_px: float | None = None  # measured blur (Gaussian sigma beyond a clean rendering), in raster pixels
    errors: ErrorBars = field(default_factory=ErrorBars)
    ground: Ground | None = None
    clearance: Clearance | None = None
    score: float = 1.0  # decision value, 0..1
    reason: str | None = None  # why it is only possible
    order: int = 0  # painting order of its last part
    picture: str = ""  # key of the embedded picture it lies in, "" for vectors and whole-page rasters
    opacity: float = 1.0  # share of ink in its colours, measured in pixels; below 1 the ground shows through
    altered: Alteration | None = None  # None where nobody could measure it
    letters: tuple[LetterMatch, ...] = ()  # slogans in pixels: those that are wrong


@dataclass(frozen=True)
class Measure:
    """A figure with its unit: ratio, deg, mm, px, dE, share, ppi, count, date …"""

    value: float | str
    unit: str
    error: float | None = None  # half-width of the 95 % interval


@dataclass(frozen=True)
class Limits:
    """The allowed range; a missing end is open."""

    min: float | str | None = None
    max: float | str | None = None


@dataclass(frozen=True)
class Finding:
    """One rule's outcome on one place. `rule`, `severity` and `clause` are filled in by the linter."""

    outcome: Outcome
    message: Message
    remedy: Message | None = None
    reason: str | None = None
    page: int | None = None
    sighting: int | None = None
    box: Box | None = None
    measured: Measure | None = None
    allowed: Limits | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)  # JSON values for the drawing: zones, chips, sides
    use_instead: str | None = None  # "slug" or "slug:variant" of the approved file to take
    rule: str = ""
    severity: Severity = "moderate"
    clause: Mapping[str, str] | None = None
    waived: Mapping[str, str] | None = None


@dataclass(frozen=True)
class MaterialReport:
    """All findings of one material."""

    name: str
    sha256: str
    media_type: str
    verdict: Verdict
    score: float | None
    decided: int
    applicable: int
    pages: tuple[Page, ...]
    sightings: tuple[Sighting, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Report:
    """The findings of one run over one or more materials, with what they were judged by."""

    made_at: datetime
    profile: Brand
    materials: tuple[MaterialReport, ...]


def logos(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [s for s in sightings if s.kind == "logo"]


def photos(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [s for s in sightings if s.kind == "photo"]


def slogans(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [s for s in sightings if s.kind == "slogan"]


def own_logos(sightings: Iterable[Sighting], profile: Brand) -> list[Sighting]:
    """Logos that the profile speaks of: those it lists as allowed, all of them when it lists none."""
    allowed = profile.logo.allowed
    return [s for s in logos(sightings) if not allowed or s.asset in allowed]


def exceeds(deviation: float, allowed: float, error: float = 0.0) -> bool | None:
    """Whether a deviation is beyond what is allowed; None when the measurement cannot tell.

    deviation : size of the departure from what is right, ≥ 0. error : half-width of its 95 % interval, 0 when exact.
    A deviation inside its own error is none that was shown.
    """
    if deviation - error > allowed * ROUNDED:
        return True
    if deviation > max(allowed * ROUNDED, error):
        return None
    return None if error > LARGEST_ERROR * allowed else False


def seen_from_the_side(sighting: Sighting) -> bool:
    """Whether a picture shows the thing in perspective or sheared, so that its proportions prove nothing."""
    leaning = abs(sighting.skew_deg) > OBLIQUE_DEG + sighting.errors.skew_deg
    return sighting.method == "pixels" and (leaning or keystone(sighting.quad) > KEYSTONE)


def violation(place: Sighting | Page | None, message: Message, **details: Any) -> Finding:
    """A fault at a sighting, on a page, or of the whole material (None)."""
    return _finding("violation", place, message, details)


def needs_review(place: Sighting | Page | None, message: Message, *, reason: str, **details: Any) -> Finding:
    """Something a person must decide; `reason` names why it cannot be told."""
    return _finding("needs_review", place, message, {"reason": reason, **details})


def passed(place: Sighting | Page | None, message: Message, **details: Any) -> Finding:
    """Looked at and found right."""
    return _finding("pass", place, message, details)


def inapplicable(message: Message) -> Finding:
    """Nothing in the material that the rule speaks of."""
    return _finding("inapplicable", None, message, {})


def between(low: float | str | None, high: float | str | None) -> Limits:
    return Limits(low, high)


def at_least(low: float | str) -> Limits:
    return Limits(min=low)


def at_most(high: float | str) -> Limits:
    return Limits(max=high)


def _finding(outcome: Outcome, place: Sighting | Page | None, message: Message, details: dict[str, Any]) -> Finding:
    if isinstance(place, Sighting):
        details = {"page": place.page, "sighting": place.id, "box": box_of(place.ink or place.quad), **details}
    elif isinstance(place, Page):
        details = {"page": place.number, **details}
    return Finding(outcome, message, **details)
