"""The document arranged for the page: materials, spreads, cards, each text ready in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from brandkit.geometry import Box
from brandkit.reports import _words as words
from brandkit.reports._drawing import Drawing, Drawn, chips_of, crop_of, drawing_of
from brandkit.reports._drawing_of_sightings import drawing_of_sightings
from brandkit.reports._gauge import Gauge, gauge_of

Json = dict[str, Any]

# Nominal widths of the drawings, at which tags are as large as text: beside the list on a desk, where a page is to be
# seen whole on a screen of 900 px, and on a phone or a printed sheet.
WIDE, LEAST_WIDE, HIGH = 760.0, 440.0, 800.0
NARROW = 380.0
CHIPS_SHOWN = 4


@dataclass(frozen=True)
class Card:
    """One numbered finding of the list."""

    number: int
    level: str
    finding: Json
    sighting: Json | None
    gauge: Gauge | None
    chips: tuple[Json, ...]
    wide: Drawn | None
    crop: Box | None


@dataclass(frozen=True)
class Seen:
    """One numbered sighting of an identification's list."""

    number: int
    level: str
    sighting: Json
    chips: tuple[Json, ...]
    wide: Drawn
    crop: Box | None


@dataclass(frozen=True)
class Spread:
    """A page with its cards; `wide` and `narrow` are the same drawing for two widths."""

    page: Json
    wide: Drawing
    narrow: Drawing
    cards: tuple[Card, ...] | tuple[Seen, ...]


@dataclass(frozen=True)
class Quiet:
    """Pages without a card, as ranges of numbers."""

    first: int
    last: int


@dataclass(frozen=True)
class Material:
    """One material of the report, arranged."""

    index: int
    report: Json
    spreads: tuple[Spread, ...]
    unplaced: tuple[Card, ...]
    quiet: tuple[Quiet, ...]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def cards(self) -> tuple[Card | Seen, ...]:
        return (*self.unplaced, *(card for spread in self.spreads for card in spread.cards))


def materials_of(document: Json) -> tuple[Material, ...]:
    """Every material of the document, in its order; those of an identification have sightings for cards."""
    return tuple(
        _material(index, report) if "verdict" in report else _identified(index, report)
        for index, report in enumerate(document["reports"])
    )


def _identified(index: int, report: Json) -> Material:
    numbered = list(enumerate(report["sightings"], start=1))
    wanted = {sighting["page"] for _, sighting in numbered} or {page["number"] for page in report["pages"][:1]}
    shown = [page for page in report["pages"] if page["number"] in wanted]
    spreads = tuple(_sights(page, [(n, s) for n, s in numbered if s["page"] == page["number"]]) for page in shown)
    numbers = [page["number"] for page in report["pages"] if page["number"] not in wanted]
    counts: dict[str, int] = {}
    for _, sighting in numbered:
        counts[sighting["certainty"]] = counts.get(sighting["certainty"], 0) + 1
    return Material(index, report, spreads, (), tuple(_ranges(numbers)), counts)


def _sights(page: Json, numbered: Sequence[tuple[int, Json]]) -> Spread:
    wide = drawing_of_sightings(page, numbered, wide_of(page))
    narrow = drawing_of_sightings(page, numbered, NARROW)
    cards = tuple(
        Seen(number, drawn.level, sighting, _worst(sighting["colors"]), drawn, crop_of(drawn))
        for (number, sighting), drawn in zip(numbered, wide.findings, strict=True)
    )
    return Spread(page, wide, narrow, cards)


def _worst(chips: Sequence[Json]) -> tuple[Json, ...]:
    """The colours that differ most; of the rest those that cover most."""
    ranked = sorted(chips, key=lambda chip: (-(chip.get("delta_e") or 0.0), -(chip.get("share") or 0.0)))
    return tuple(ranked[:CHIPS_SHOWN])


def _material(index: int, report: Json) -> Material:
    listed = [*words.faults_of(report), *words.doubts_of(report), *words.of_outcome(report, "error")]
    numbered = list(enumerate(listed, start=1))
    shown = _pages_shown(report, listed)
    spreads = tuple(_spread(page, numbered, report, first=page is shown[0]) for page in shown)
    cards = () if shown else tuple(_card(number, finding, report, None) for number, finding in numbered)
    numbers = [page["number"] for page in report["pages"] if page not in shown]
    counts: dict[str, int] = {}
    for finding in listed:
        counts[words.level_of(finding)] = counts.get(words.level_of(finding), 0) + 1
    return Material(index, report, spreads, cards, tuple(_ranges(numbers)), counts)


def _pages_shown(report: Json, listed: Sequence[Json]) -> list[Json]:
    """Pages with a finding; the first page when there is none, or for what concerns the whole material."""
    wanted = {finding["page"] for finding in listed}
    pages: list[Json] = report["pages"]
    if not wanted or None in wanted:
        wanted.add(pages[0]["number"] if pages else None)
    return [page for page in pages if page["number"] in wanted]


def _spread(page: Json, numbered: Sequence[tuple[int, Json]], report: Json, *, first: bool) -> Spread:
    here = [(n, f) for n, f in numbered if f["page"] == page["number"] or (first and f["page"] is None)]
    wide = drawing_of(page, here, report.get("sightings", ()), wide_of(page))
    narrow = drawing_of(page, here, report.get("sightings", ()), NARROW)
    by_number = {drawn.number: drawn for drawn in wide.findings}
    cards = tuple(_card(number, finding, report, by_number[number]) for number, finding in here)
    return Spread(page, wide, narrow, cards)


def wide_of(page: Json) -> float:
    """Nominal width of the large drawing of a page."""
    return min(WIDE, max(LEAST_WIDE, HIGH * float(page["width"]) / float(page["height"])))


def _card(number: int, finding: Json, report: Json, drawn: Drawn | None) -> Card:
    seen = next((s for s in report["sightings"] if s["id"] == finding["sighting"]), None)
    return Card(
        number=number,
        level=words.level_of(finding),
        finding=finding,
        sighting=seen,
        gauge=gauge_of(finding),
        chips=_worst(chips_of(finding)),
        wide=drawn,
        crop=crop_of(drawn) if drawn else None,
    )


def _ranges(numbers: Iterable[int]) -> Iterable[Quiet]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield Quiet(run[0], run[-1])
            run = []
        run.append(number)
    if run:
        yield Quiet(run[0], run[-1])


def marked_text(finding: Json) -> list[tuple[str, bool]] | None:
    """A text as found, cut into pieces that are right (False) and wrong (True); None when no text is meant."""
    evidence = finding["evidence"]
    found, marks = evidence.get("found"), evidence.get("marks")
    if not isinstance(found, str) or not isinstance(marks, list):
        return None
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted((int(m[0]), int(m[1])) for m in marks if isinstance(m, list) and len(m) == 2):
        pieces += [(found[at:start], False), (found[start:end], True)]
        at = max(at, end)
    pieces.append((found[at:], False))
    return [(text, wrong) for text, wrong in pieces if text]
