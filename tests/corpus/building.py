"""Cases from TOML as documents and sightings; what a case does not say is as it should be on good material."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from brandkit.document import Contour, Document, FlatColor, Page, Paint, Picture, Placement, Shape, TextRun, mm_per_unit
from brandkit.findings import Clearance, ColorMatch, ErrorBars, Ground, Sighting
from brandkit.geometry import Affine, Box, Quad, corners
from tests.corpus import town

CORPUS = Path(__file__).parent
A4 = {"number": 1, "width": 595.28, "height": 841.89, "unit": "pt"}
LOGO_BOX = (60.0, 60.0, 180.0, 60.0)


@dataclass(frozen=True)
class Case:
    """One case of one rule: a document, what was seen in it, and the findings that are expected, in order."""

    rule: str
    name: str
    tells: str
    document: Document
    sightings: tuple[Sighting, ...]
    options: Mapping[str, Any]
    expected: Sequence[Mapping[str, Any]]
    without: tuple[str, ...] = ()
    profile: Mapping[str, Any] = field(default_factory=dict)
    on: date = town.TODAY


def cases_of(rule: str) -> tuple[Case, ...]:
    """The value cases of a rule, empty when it has no file."""
    path = CORPUS / rule / "cases.toml"
    if not path.is_file():
        return ()
    return tuple(_case(rule, entry) for entry in tomllib.loads(path.read_text("utf-8"))["case"])


def all_cases() -> Iterator[Case]:
    for folder in sorted(path for path in CORPUS.iterdir() if (path / "cases.toml").is_file()):
        yield from cases_of(folder.name)


def _case(rule: str, entry: dict[str, Any]) -> Case:
    pages = tuple(_page({**A4, "number": i + 1, **page}) for i, page in enumerate(entry.pop("pages", [{}])))
    pictures = {key: _picture(key, facts) for key, facts in entry.pop("pictures", {}).items()}
    facts = entry.pop("metadata", {})
    document = Document(f"{entry['name']}.pdf", "0" * 64, "application/pdf", pages, pictures, facts)
    seen = tuple(sighting(i, pages, **facts) for i, facts in enumerate(entry.pop("sightings", [{}])))
    without = tuple(entry.pop("without", ()))
    return Case(
        rule=rule, document=document, sightings=seen, options=entry.pop("options", {}), without=without, **entry
    )


def sighting(
    number: int,
    pages: Sequence[Page],
    *,
    box: Sequence[float] = LOGO_BOX,
    quad: Sequence[Sequence[float]] | None = None,
    page: int = 1,
    kind: str = "logo",
    asset: str = "harbor",
    **facts: Any,
) -> Sighting:
    """A sighting as on good material, changed by `facts`: a logo upright, whole, in its colors, on white, with air."""
    where: Quad = tuple((x, y) for x, y in quad) if quad else corners(Box(*box))  # type: ignore[assignment]
    mm = mm_per_unit(pages[page - 1])
    height = facts.pop("height", box[3])
    colors = facts.pop("colors", [{"expected": town.NAVY, "share": 0.7}, {"expected": town.FLAME, "share": 0.3}])
    for given, make in (("errors", ErrorBars), ("ground", Ground), ("clearance", _clearance)):
        if isinstance(facts.get(given), Mapping):
            facts[given] = make(**facts[given])
        elif facts.get(given) == "unknown":
            facts[given] = None
    title = next((a.title for a in town.ASSETS if a.slug == asset), {"vi": asset})
    good = Sighting(
        id=number,
        page=page,
        kind=kind,  # type: ignore[arg-type]
        asset=asset,
        version=2 if asset == "harbor" else 1,
        variant="horizontal-full-color-vi",
        title=title,
        certainty="certain",
        method="structure",
        quad=where,
        height=height,
        height_mm=height * mm if mm else None,
        ink=where,
        vector=True,
        ground=Ground("#FFFFFF", 0.0, "flat"),
        clearance=_clearance(),
        colors=tuple(_match(**color) for color in colors) if kind == "logo" else (),
    )
    return replace(good, **facts)


def _clearance(
    left: float = 90, top: float = 90, right: float = 90, bottom: float = 90, searched: float = 90, **rest: Any
) -> Clearance:
    if "nearest" in rest:
        rest["nearest"] = Box(*rest["nearest"])
    return Clearance(left, top, right, bottom, searched, **rest)


def _match(expected: str, measured: str = "", delta_e: float = 0.0, share: float = 1.0) -> ColorMatch:
    return ColorMatch(expected, measured or expected, delta_e, share)


def _page(facts: dict[str, Any]) -> Page:
    shapes = tuple(_shape(i, **shape) for i, shape in enumerate(facts.pop("shapes", [])))
    texts = tuple(_text(**text) for text in facts.pop("texts", []))
    placements = tuple(_placement(**placement) for placement in facts.pop("placements", []))
    flat = tuple(FlatColor(*pair) for pair in facts.pop("flat_colors", []))
    return Page(shapes=shapes, texts=texts, placements=placements, flat_colors=flat, **facts)


def _paint(value: str | Mapping[str, Any] | None) -> Paint | None:
    if isinstance(value, Mapping):
        return Paint(value["hex"], value["space"], tuple(value.get("values", ())))
    return Paint(value) if value else None


def _shape(order: int, *, box: Sequence[float], fill: Any = None, stroke: Any = None, **facts: Any) -> Shape:
    area = Box(*box)
    facts.setdefault("order", order)
    return Shape((Contour(corners(area)),), area, fill=_paint(fill), stroke=_paint(stroke), **facts)


def _text(*, text: str, box: Sequence[float], fill: Any = "#000000", **facts: Any) -> TextRun:
    return TextRun(text, Box(*box), paint=_paint(fill), **facts)


def _placement(*, picture: str, box: Sequence[float], **facts: Any) -> Placement:
    x, y, w, h = box
    return Placement(picture, Affine(w, 0, 0, h, x, y), **facts)


def _picture(key: str, facts: Mapping[str, Any]) -> Picture:
    return Picture(
        key, facts.get("width_px", 1200), facts.get("height_px", 800), photographic=facts.get("photographic")
    )
