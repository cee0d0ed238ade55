"""A page with what was seen on it: the drawing of an identification, on screen and in a picture file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brandkit.geometry import Box
from brandkit.messages import LANGUAGES, say, shown
from brandkit.reports import _figures as figures
from brandkit.reports._drawing import FONT_PX, Drawing, Entry, laid_out, placer, sheet_of
from brandkit.reports._lettering import shortened
from brandkit.reports._marks import Placer, is_turned, mark_of_sighting
from brandkit.text import sayable

Json = dict[str, Any]

LONGEST_NAME = 264.0  # of a title in a tag, drawing units


def drawing_of_sightings(page: Json, numbered: Sequence[tuple[int, Json]], width: float) -> Drawing:
    """The drawing of a page, `width` units wide with its gutters; a list beside it names what the tags number."""
    sheet, at = sheet_of(page, width)
    return laid_out(sheet, [_entry(number, sighting, at, _turn(sighting)) for number, sighting in numbered])


def named_drawing(page: Json, numbered: Sequence[tuple[int, Json]], sheet: Box, lang: str) -> Drawing:
    """The drawing of a page that lies at `sheet`, with tags that name what they number: it stands alone."""
    at = placer(page, sheet)
    return laid_out(sheet, [_entry(number, sighting, at, _name(sighting, lang)) for number, sighting in numbered])


def _entry(number: int, sighting: Json, at: Placer, notes: dict[str, str]) -> Entry:
    return Entry(number, sighting["certainty"], mark_of_sighting(sighting, at), notes)


def _turn(sighting: Json) -> dict[str, str]:
    if not is_turned(sighting):
        return {}
    return {lang: figures.figure(sighting["rotation_deg"], "deg", lang) for lang in LANGUAGES}


def _name(sighting: Json, lang: str) -> dict[str, str]:
    """The title; of a version that has been superseded also its number, which is the news."""
    title = sayable(shown(sighting["title"], lang) or sighting["asset"])
    old = f" · {shown(say('old version {n}', n=sighting['version']), lang)}" if sighting["superseded_by"] else ""
    return {lang: shortened(title, FONT_PX, LONGEST_NAME) + old}
