"""A page with what is numbered drawn on it, ready for the template: marks, tags and the frame, in drawing units (px).

Numbered are the findings of a check, or the sightings of an identification (`_drawing_of_sightings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from brandkit.geometry import Box, Point, box_of, grown
from brandkit.messages import LANGUAGES
from brandkit.reports import _figures as figures
from brandkit.reports._labels import Placed, Request, placed
from brandkit.reports._lettering import text_width
from brandkit.reports._marks import Mark, Placer, Stroke, mark_of, outline_of
from brandkit.reports._words import level_of

Json = dict[str, Any]

GUTTER_SHARE = 0.048  # of the width: free ground around the page, for tags
LEAST_GUTTER = 26.0  # as high as a tag with air
TAG_HEIGHT = 24.0
FONT_PX = 13.0
SWATCH = 14.0
# Two marks on nearly the same spot share one block of tags.
SAME_SPOT_PX = 6.0
_NOTED_UNITS = ("ratio", "deg", "mm", "px", "dE", "ppi", "contrast", "share")


@dataclass(frozen=True)
class Entry:
    """One thing to be drawn: its number and level, its mark, and what its tag says beside the number."""

    number: int
    level: str
    mark: Mark
    notes: dict[str, str]
    chips: tuple[str, str] | None = None


@dataclass(frozen=True)
class Tag:
    """A numbered tag: sign and number, then what was measured in each language, or a pair of colours."""

    number: int
    level: str
    x: float
    y: float
    head: float  # width of the coloured part
    width: float
    notes: dict[str, str]
    chips: tuple[str, str] | None


@dataclass(frozen=True)
class Drawn:
    """One entry on the page; `leader` joins tags that had to go far to their object."""

    number: int
    level: str
    strokes: tuple[Stroke, ...]
    extent: Box | None
    tag: Tag
    leader: tuple[Point, Point] | None


@dataclass(frozen=True)
class Drawing:
    """Everything of one page at one width.

    page : the page's place on the drawing.
    frame : the drawing's own box, its viewBox.
    findings : what is numbered, in the order of the numbers.
    seen : outlines of what was found right.
    """

    page: Box
    frame: Box
    findings: tuple[Drawn, ...]
    seen: tuple[str, ...]


def drawing_of(page: Json, numbered: Sequence[tuple[int, Json]], sightings: Sequence[Json], width: float) -> Drawing:
    """The drawing of a page, `width` units wide with its gutters.

    Parameters
    ----------
    numbered : the page's findings with their numbers, worst first.
    sightings : all of the material's.
    """
    sheet, at = sheet_of(page, width)
    by_id = {s["id"]: s for s in sightings if s["page"] == page["number"]}
    entries = [
        Entry(number, level_of(finding), mark_of(finding, by_id.get(finding["sighting"]), at),
              _notes(finding), _chips(finding))
        for number, finding in numbered
    ]  # fmt: skip
    accused = {finding["sighting"] for _, finding in numbered}
    seen = [outline_of(s["ink"] or s["quad"], at) for s in by_id.values() if s["id"] not in accused]
    return laid_out(sheet, entries, seen)


def sheet_of(page: Json, width: float) -> tuple[Box, Placer]:
    """Where a page lies on a drawing `width` units wide, and the map from page units to the drawing's."""
    gutter = max(LEAST_GUTTER, GUTTER_SHARE * width)
    scale = (width - 2 * gutter) / page["width"]
    sheet = Box(gutter, gutter, page["width"] * scale, page["height"] * scale)
    return sheet, placer(page, sheet)


def placer(page: Json, sheet: Box) -> Placer:
    """The map from page units to a drawing on which the page lies at `sheet`."""
    across, down = sheet.w / page["width"], sheet.h / page["height"]
    return lambda point: (sheet.x + point[0] * across, sheet.y + point[1] * down)


def laid_out(sheet: Box, entries: Sequence[Entry], seen: Sequence[tuple[str, Box]] = ()) -> Drawing:
    """The drawing with its tags put where they cover nothing; its gutters are as wide as `sheet` stands in."""
    obstacles = [entry.mark.target for entry in entries if entry.mark.target] + [box for _, box in seen]
    frame = Box(0.0, 0.0, sheet.w + 2 * sheet.x, sheet.h + 2 * sheet.y)
    drawn, frame = _tagged(entries, obstacles, frame)
    return Drawing(sheet, frame, drawn, tuple(path for path, _ in seen))


def crop_of(drawn: Drawn, *, aspect: float = 2.0, least: float = 96.0) -> Box | None:
    """The part of a drawing to show beside a finding: its extent with air around it, `aspect` wide to high."""
    if drawn.extent is None:
        return None
    around = grown(drawn.extent, 0.12 * max(drawn.extent.w, drawn.extent.h) + 6.0)
    width = max(around.w, around.h * aspect, least)
    height = width / aspect
    middle = (around.x + around.w / 2, around.y + around.h / 2)
    return Box(middle[0] - width / 2, middle[1] - height / 2, width, height)


def _tagged(entries: Sequence[Entry], obstacles: Sequence[Box], frame: Box) -> tuple[tuple[Drawn, ...], Box]:
    groups = _grouped(entries)
    blocks = [_block([_tag(entry) for entry in group], group[0].mark.target) for group in groups]
    requests = [
        Request(size, group[0].mark.target, _joint_extent([entry.mark for entry in group]))
        for group, (_, size) in zip(groups, blocks, strict=True)
    ]
    places, frame = placed(requests, obstacles, frame)
    drawn = [
        _drawn(entry, tag, place, first=position == 0)
        for group, (tags, _), place in zip(groups, blocks, places, strict=True)
        for position, (entry, tag) in enumerate(zip(group, tags, strict=True))
    ]
    return tuple(sorted(drawn, key=lambda d: d.number)), frame


def _drawn(entry: Entry, tag: Tag, place: Placed, *, first: bool) -> Drawn:
    moved = replace(tag, x=tag.x + place.box.x, y=tag.y + place.box.y)
    leader = place.leader if first else None
    return Drawn(entry.number, entry.level, entry.mark.strokes, entry.mark.extent, moved, leader)


def _grouped(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: list[list[Entry]] = []
    for entry in entries:
        group = next((g for g in groups if _same_spot(g[0].mark.target, entry.mark.target)), None)
        if group is None:
            groups.append([entry])
        else:
            group.append(entry)
    return groups


def _same_spot(one: Box | None, other: Box | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(abs(a - b) <= SAME_SPOT_PX for a, b in zip(one, other, strict=True))


def _joint_extent(marks: Sequence[Mark]) -> Box | None:
    extents = [mark.extent for mark in marks if mark.extent]
    if not extents:
        return None
    return box_of([point for e in extents for point in ((e.x, e.y), (e.right, e.bottom))])


def _tag(entry: Entry) -> Tag:
    head = 26.0 + 9.0 * len(str(entry.number))
    note = max((text_width(text, FONT_PX) for text in entry.notes.values()), default=0.0)
    width = head + (note + 12.0 if note else 0.0) + (2 * SWATCH + 8.0 if entry.chips else 0.0)
    return Tag(entry.number, entry.level, 0.0, 0.0, head, width, entry.notes, entry.chips)


def _block(tags: Sequence[Tag], target: Box | None) -> tuple[list[Tag], tuple[float, float]]:
    """Tags set in rows no wider than their object needs, and the block's size."""
    limit = max(target.w if target else 0.0, 168.0)
    x = y = widest = 0.0
    rows: list[Tag] = []
    for tag in tags:
        if x and x + tag.width > limit:
            x, y = 0.0, y + TAG_HEIGHT + 4.0
        rows.append(replace(tag, x=x, y=y))
        widest = max(widest, x + tag.width)
        x += tag.width + 4.0
    return rows, (widest, y + TAG_HEIGHT)


def _notes(finding: Json) -> dict[str, str]:
    measured = finding["measured"]
    if finding["box"] is None or measured is None or isinstance(measured["value"], str):
        return {}
    if measured["unit"] == "logo heights":
        return {lang: figures.figure(max(0.0, measured["value"]), "share", lang) for lang in LANGUAGES}
    if measured["unit"] not in _NOTED_UNITS:
        return {}
    return {lang: figures.figure(measured["value"], measured["unit"], lang) for lang in LANGUAGES}


def _chips(finding: Json) -> tuple[str, str] | None:
    """The pair of colours that differ most: what it should be, what it is."""
    chips = chips_of(finding)
    if not chips or finding["box"] is None:
        return None
    worst = max(chips, key=lambda chip: chip.get("delta_e") or 0.0)
    return worst["expected"], worst["measured"]


def chips_of(finding: Json) -> list[Json]:
    """Pairs of colours in a finding's evidence."""
    chips = finding["evidence"].get("chips")
    if not isinstance(chips, list):
        return []
    return [c for c in chips if isinstance(c, dict) and c.get("expected") and c.get("measured")]
