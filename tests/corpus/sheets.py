"""Drawn cases from `<rule-id>/drawn.toml`: a sheet, the media it is written in, and every fault and doubt expected."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.corpus.building import CORPUS
from tests.corpus.drawing import A5, Field, Line, Logo, Photo, Sheet

HEADLINE = Line("Thông báo về lễ hội biển", y=90, size=7)
BODY = Line("Mời bà con đến dự vào sáng thứ bảy, từ 7 giờ.", y=102, size=4)
# Sheets for pixels are cut below the text unless told: the search takes time by the area.
CUT = (118.0, 120.0)
MAKERS: Mapping[str, Any] = {"logo": Logo, "field": Field, "line": Line, "photo": Photo}


@dataclass(frozen=True)
class Drawn:
    """One sheet in one medium; `expected` holds "rule: outcome" of everything but passes."""

    rule: str
    name: str
    tells: str
    sheet: Sheet
    medium: str
    expected: frozenset[str]


def drawn_cases() -> Iterator[Drawn]:
    """Every drawn case of every rule, once for each medium."""
    for path in sorted(CORPUS.glob("*/drawn.toml")):
        for entry in tomllib.loads(path.read_text("utf-8"))["drawn"]:
            expected = entry["expected"]
            for medium in entry["media"]:
                told = expected[medium] if isinstance(expected, Mapping) else expected
                yield Drawn(
                    path.parent.name, entry["name"], entry["tells"], sheet_of(entry, medium), medium, frozenset(told)
                )


def sheet_of(entry: Mapping[str, Any], medium: str) -> Sheet:
    """The sheet of an entry: its own items in their order, over a headline and a line of text unless `bare`."""
    items = [MAKERS[item["is"]](**{k: _value(v) for k, v in item.items() if k != "is"}) for item in entry["items"]]
    text = [] if entry.get("bare") else [HEADLINE, BODY]
    size = entry.get("size", A5 if medium == "pdf" else CUT)
    return Sheet([*text, *items], tuple(size), entry.get("ground", "#FFFFFF"))


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
