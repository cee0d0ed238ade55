"""One row of a table as what it says of one asset. Pure; an empty cell says nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from brandkit.assets import Asset, Kind
from brandkit.catalog import edits
from brandkit.catalog.consents import check_limits
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.manifest import SLUG
from brandkit.catalog.tables.columns import RESOURCE_ID, Columns
from brandkit.errors import InvalidValue
from brandkit.text import folded, nfc

KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("logo", "bieu trung"), "logo"),
    **dict.fromkeys(("slogan", "khau hieu"), "slogan"),
    **dict.fromkeys(("photo", "anh", "image", "picture"), "photo"),
}
LISTS = ("tags", "territory", "media")
BREAKS = {"breaks": "vi", "breaks_en": "en"}
_DATES = ("created", "valid_from", "valid_to")
_PLACED = ("file", "sha256", "kind", "slug", "variant", RESOURCE_ID)  # what the row is about, not what it says
_SLUG = re.compile(SLUG + r"\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")  # as Vietnam writes days
_TIMED = re.compile(r"(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d(:\d\d)?\Z")  # as ResourceSpace writes them
# Words typed with a TCVN3 font on: its đ, § and tones stand inside words, where no language puts these signs.
_FONT_LETTERS = re.compile(r"[a-zA-Z][µ¸¶·¹]|[®§][a-zµ¸¶·¹¨©ª«¬À-ÿ]")


@dataclass(frozen=True)
class Entry:
    """What a row says. `changes` are KEY: VALUE of `edits`, `lists` of texts by field, `breaks` by language.

    `digest` is of all of it: a row is the same row however the table is sorted.
    """

    number: int
    kind: Kind | None = None
    slug: str = ""
    file: str = ""
    sha256: str = ""
    variant: str = ""
    resource_id: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    breaks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""


def entry_of(number: int, cells: Sequence[str], columns: Columns, kind: Kind | None = None) -> Entry:
    """The row as values; `kind` is that of rows that name none.

    Raises
    ------
    InvalidValue : naming the cell that cannot be used.
    """
    said: dict[str, str] = {}
    tags: list[str] = []
    for key, cell in zip(columns.keys, cells, strict=True):
        text = nfc(cell)
        if not key or not text:
            continue
        if wrong := _FONT_LETTERS.search(text):
            advice = "Convert the table to Unicode first, then import it."
            problem = "looks like text of a TCVN3 (ABC) font, at “{sign}”"
            raise InvalidValue(text[:40], problem, advice, sign=wrong[0])
        # A list is normalized text by text: a mark after the \n of a JSON text would be joined to its n.
        said[key] = cell.strip() if key in (*LISTS, *BREAKS) else text
        if key == "tags":
            tags += listed(said[key])
    lists = {key: listed(said[key]) for key in LISTS if key in said}
    if tags:
        lists["tags"] = tuple(dict.fromkeys(tags))
    breaks = {lang: listed(said[key], separators="\n") for key, lang in BREAKS.items() if key in said}
    changes = {key: _day(key, said[key]) if key in _DATES else said[key]
               for key in edits.KEYS if key in said and key not in LISTS}  # fmt: skip
    entry = Entry(number, _kind(said.get("kind", ""), kind, bool(said.get("text"))), said.get("slug", ""),
                  said.get("file", ""), said.get("sha256", "").lower(), said.get("variant", ""),
                  said.get(RESOURCE_ID, ""), changes, lists, breaks)  # fmt: skip
    _check(entry)
    return replace(entry, digest=_digest(entry))


def wishes_of(entry: Entry, kind: Kind) -> Wishes:
    """What the row says, as the wishes with which a file is registered; the rest follows by `applied`."""
    said = entry.changes
    return Wishes(
        kind=kind, slug=entry.slug, title=said.get("title", ""), title_en=said.get("title_en", ""),
        alt=said.get("alt", ""), variant=entry.variant, tags=entry.lists.get("tags", ()),
        credit=said.get("credit", ""), license=said.get("license", ""), unit=said.get("unit", ""),
    )  # fmt: skip


def applied(asset: Asset, entry: Entry) -> Asset:
    """The asset with everything that the row says; raises InvalidValue as `edits.edited`."""
    if entry.breaks and asset.kind != "slogan":
        raise InvalidValue("breaks", "belongs to slogans")
    # A slogan's words are fixed once it is no draft; saying them again changes nothing.
    changes = {key: value for key, value in entry.changes.items() if value != _word(asset, key)}
    asset = edits.edited(asset, changes)
    rights = {key: entry.lists[key] for key in ("territory", "media") if key in entry.lists}
    new = {key: texts for key, texts in rights.items() if texts != getattr(asset.rights, key)}
    check_limits(new.get("media", ()), new.get("territory", ()))
    return replace(
        asset,
        tags=entry.lists.get("tags", asset.tags),
        rights=replace(asset.rights, **rights),  # type: ignore[arg-type]
        breaks={**asset.breaks, **entry.breaks},
    )


def differing(asset: Asset, entry: Entry) -> tuple[str, ...]:
    """The fields in which the asset is not what the row says."""
    return _named_differences(asset, applied(asset, entry))


def listed(cell: str, *, separators: str = ";\n") -> tuple[str, ...]:
    """The texts of a cell: divided by semicolons or line breaks, else by commas; or a JSON list, as exports write
    texts that hold these signs."""
    if cell.startswith("["):
        try:
            told = json.loads(cell)
        except ValueError:
            told = None
        if isinstance(told, list) and all(isinstance(text, str) for text in told):
            return tuple(dict.fromkeys(text for each in told if (text := nfc(each))))
    if not any(sign in cell for sign in separators):
        separators = "," if ";" in separators else separators
    parts = re.split(f"[{separators}]", cell)
    return tuple(text for each in parts if (text := nfc(each)))


def written(texts: Sequence[str], *, separators: str = ";\n") -> str:
    """The cell that `listed` reads as these texts."""
    cell = f"{separators[0]} ".join(texts) if separators[0] == ";" else separators[0].join(texts)
    return cell if listed(cell, separators=separators) == tuple(texts) else json.dumps(texts, ensure_ascii=False)


def _word(asset: Asset, key: str) -> str | None:
    lang = {"text": "vi", "text_en": "en"}.get(key)
    return asset.text.get(lang) if lang else None


def _kind(word: str, default: Kind | None, speaks: bool) -> Kind | None:
    if not word:
        return "slogan" if speaks else default
    kind = KINDS.get(folded(word))
    if kind is None:
        raise InvalidValue(word, "is no kind; known are {known}", None, known="logo, slogan, photo")
    return kind


def _check(entry: Entry) -> None:
    if entry.slug and not _SLUG.match(entry.slug):
        raise InvalidValue(entry.slug, "is no slug: lower-case a to z, digits, hyphens")
    if entry.variant and not _SLUG.match(entry.variant):
        raise InvalidValue(entry.variant, "is no variant: traits joined by hyphens, as in horizontal-full-color-vi")
    if entry.sha256 and not _SHA256.match(entry.sha256):
        raise InvalidValue(entry.sha256, "is no SHA-256: 64 digits 0 to 9, a to f")
    if not entry.file and not entry.slug:
        raise InvalidValue("file, slug", "are both empty: one must say what the row is about")


def _day(key: str, cell: str) -> str:
    """The day as 2026-12-31; also 31/12/2026 is understood, day first, and a time of day is left out."""
    if found := _DAY_FIRST.match(cell):
        day, month, year = (int(part) for part in found.groups())
    else:
        timed = _TIMED.match(cell)
        try:
            return date.fromisoformat(timed[1] if timed else cell).isoformat()
        except ValueError:
            day = month = year = 0
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        advice = "Write days as 2026-12-31 or 31/12/2026."
        raise InvalidValue(cell, "is no day, as {key} needs", advice, key=key) from error


def _digest(entry: Entry) -> str:
    told = {item.name: getattr(entry, item.name) for item in fields(entry) if item.name != "number"}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode("utf-8")).hexdigest()


def _named_differences(before: Asset, after: Asset) -> tuple[str, ...]:
    found: list[str] = []
    for name in edits.differences(before, after):
        if name != "rights":
            found.append(name)
            continue
        old: Any = before.rights
        found += [part.name for part in fields(old) if getattr(old, part.name) != getattr(after.rights, part.name)]
    return tuple(found)
