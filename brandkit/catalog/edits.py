"""`KEY=VALUE` as changes of an asset's metadata. Pure; an empty value clears the key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from brandkit.assets import Asset
from brandkit.catalog.consents import check_limits
from brandkit.errors import InvalidValue
from brandkit.text import nfc

PAIRS = ("title", "alt", "description", "caption", "location", "text")
_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0")


def edited(asset: Asset, changes: Mapping[str, str]) -> Asset:
    """The asset with every change made.

    Raises
    ------
    InvalidValue : for an unknown key, a value that is not of its kind, or one that the asset must not have or lack.
    """
    for key, value in changes.items():
        if key not in KEYS:
            raise InvalidValue(key, "is no field; known are {known}", None, known=", ".join(sorted(KEYS)))
        asset = KEYS[key](asset, nfc(value))
    if not asset.title.get("vi"):
        raise InvalidValue("title", "may not be empty")
    if (asset.kind == "slogan") != bool(asset.text):
        raise InvalidValue("text", "belongs to slogans, which need one")
    return asset


def refuse_empty_window(asset: Asset, changes: Mapping[str, str]) -> None:
    """Raises InvalidValue when changes leave an asset no day on which it may be used."""
    first, last = asset.rights.valid_from, asset.rights.valid_to
    if {"valid_from", "valid_to"} & set(changes) and first is not None and last is not None and last < first:
        problem = "lies before {day}, its first day: it could never be used"
        raise InvalidValue(f"valid_to={last.isoformat()}", problem, None, day=first.isoformat())


def differences(before: Asset, after: Asset) -> dict[str, list[Any]]:
    """What changed, for the history: {"field": [old, new]}."""
    changed = {name for name in before.__dataclass_fields__ if getattr(before, name) != getattr(after, name)}
    return {name: [_plain(getattr(before, name)), _plain(getattr(after, name))] for name in sorted(changed)}


def require_unit(unit: str, known: Collection[str]) -> None:
    """Raises InvalidValue for a slug that is none of the catalog's units; "" is no unit."""
    if unit and unit not in known:
        advice = "The units stand in units.toml of a folder that `brandkit export` wrote."
        raise InvalidValue(unit, "is no unit of this catalog", advice)


def parse_changes(words: tuple[str, ...]) -> dict[str, str]:
    """KEY=VALUE words as a mapping; raises InvalidValue for a word without "="."""
    changes = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key:
            raise InvalidValue(word, "is not of the form KEY=VALUE")
        changes[key.strip().replace("-", "_")] = value
    return changes


def _plain(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


Setter = Callable[[Asset, str], Asset]


def _pair(name: str, lang: str) -> Setter:
    def put(asset: Asset, value: str) -> Asset:
        if name == "text" and asset.status != "draft":
            raise InvalidValue("text", "is of a slogan that is no draft", "Register the new words under another slug.")
        words = {**getattr(asset, name), lang: value}
        ordered = {key: words[key] for key in ("vi", "en") if words.get(key)}
        if ordered and "vi" not in ordered:
            raise InvalidValue(name, "must be said in Vietnamese too")
        return _with(asset, name, ordered)

    return put


def _plain_text(name: str) -> Setter:
    def put(asset: Asset, value: str) -> Asset:
        return _with(asset, name, value)

    return put


def _rights_text(name: str) -> Setter:
    def put(asset: Asset, value: str) -> Asset:
        return _with_right(asset, name, value)

    return put


def _rights_date(name: str) -> Setter:
    def put(asset: Asset, value: str) -> Asset:
        return _with_right(asset, name, _day(name, value))

    return put


def _rights_list(name: str) -> Setter:
    def put(asset: Asset, value: str) -> Asset:
        words = _words(value)
        check_limits(words if name == "media" else (), words if name == "territory" else ())
        return _with_right(asset, name, words)

    return put


def _usage_terms(lang: str) -> Setter:
    def put(asset: Asset, value: str) -> Asset:
        words = {**asset.rights.usage_terms, lang: value}
        kept = {key: words[key] for key in ("vi", "en") if words.get(key)}
        if kept and "vi" not in kept:
            raise InvalidValue("usage_terms", "must be said in Vietnamese too")
        return replace(asset, rights=replace(asset.rights, usage_terms=kept))

    return put


def _commercial(asset: Asset, value: str) -> Asset:
    if value.lower() not in (*_TRUE, *_FALSE, ""):
        raise InvalidValue(value, "is neither yes nor no")
    said = None if not value else value.lower() in _TRUE
    return replace(asset, rights=replace(asset.rights, commercial=said))


def _tags(asset: Asset, value: str) -> Asset:
    return replace(asset, tags=_words(value))


def _created(asset: Asset, value: str) -> Asset:
    return replace(asset, created=_day("created", value))


def _case(asset: Asset, value: str) -> Asset:
    if value == "any":
        return replace(asset, case="any")
    if value == "as-written":
        return replace(asset, case="as-written")
    raise InvalidValue(value, "is neither as-written nor any")


def _with(asset: Asset, name: str, value: Any) -> Asset:
    changed: dict[str, Any] = {name: value}
    return replace(asset, **changed)


def _with_right(asset: Asset, name: str, value: Any) -> Asset:
    changed: dict[str, Any] = {name: value}
    return replace(asset, rights=replace(asset.rights, **changed))


def _day(name: str, value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise InvalidValue(value, "is no date like 2026-12-31, as {key} needs", None, key=name) from error


def _words(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in value.split(",") if (word := part.strip())))


KEYS: Mapping[str, Setter] = {
    **{name: _pair(name, "vi") for name in PAIRS},
    **{f"{name}_en": _pair(name, "en") for name in PAIRS},
    **{name: _plain_text(name) for name in ("creator", "unit")},
    **{name: _rights_text(name) for name in ("holder", "credit", "license", "license_url")},
    **{name: _rights_date(name) for name in ("valid_from", "valid_to")},
    **{name: _rights_list(name) for name in ("territory", "media")},
    "usage_terms": _usage_terms("vi"),
    "usage_terms_en": _usage_terms("en"),
    "commercial": _commercial,
    "tags": _tags,
    "created": _created,
    "case": _case,
}
