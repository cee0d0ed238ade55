"""How a verification is told: as lines for people, faults first, and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit.messages import Message, say, shown

if TYPE_CHECKING:
    from brandkit.catalog.verifying import Judged, Verified

# Told by shape and word, never by color alone.
_SIGNS = {"current": "✓", "superseded": "▲", "altered": "■", "unknown": "?"}
_ORDER = ("altered", "superseded", "unknown", "current")
_WIDEST = 48


def lines_of(found: Verified, lang: str, *, every: bool) -> Iterator[Message | str]:
    """The verdict, then a line for each file that is not as it should be; with `every` for all."""
    yield _sentence(found)
    lock = found.lock
    yield say("  {catalog}, as of {day}", catalog=lock.catalog, day=lock.on.isoformat())
    told = [one for one in found.judged if every or one in found.faults or (one.state == "unknown" and found.in_kit)]
    if told or found.missing:
        yield ""
    wide = min(_WIDEST, max((len(one.path) for one in told), default=0))
    for one in sorted(told, key=lambda one: (_ORDER.index(one.state), one.path)):
        yield f"{_SIGNS[one.state]} {one.path:{wide}}  {shown(_state_of(one), lang)}"
        for line in _details(one):
            yield f"  {shown(line, lang)}"
    for path in found.missing:
        yield f"– {path}  {shown(say('missing'), lang)}"
    unknown = sum(one.state == "unknown" for one in found.judged)
    if unknown and not found.in_kit:
        yield ""
        yield say("{count} other pictures are none of this catalog's.", count=unknown)


def document_of(found: Verified, path: Path, lang: str) -> dict[str, Any]:
    """The same as JSON values."""
    from brandkit.catalog.verifying import counts

    return {
        "path": str(path),
        "catalog": found.lock.catalog,
        "as_of": found.lock.on.isoformat(),
        "kit": found.in_kit,
        "sound": not (found.faults or found.missing or found.refused),
        "counts": counts(found.judged),
        "files": [_file_document(one, lang) for one in found.judged],
        "missing": list(found.missing),
    }


def _file_document(one: Judged, lang: str) -> dict[str, Any]:
    return {
        "path": one.path,
        "state": one.state,
        "method": one.method,
        "slug": one.slug or None,
        "version": one.version,
        "variant": one.variant or None,
        "distance": one.distance,
        "changes": [shown(change, lang) for change in one.changes],
        "instead": one.instead or None,
        "ended": one.ended.isoformat() if one.ended else None,
        "reason": shown(_reason(one), lang) or None,
    }


def _sentence(found: Verified) -> Message:
    bad = len(found.faults) + len(found.missing)
    judged = len(found.judged) if found.in_kit else sum(one.state != "unknown" for one in found.judged)
    if bad == 0 and judged == 0:
        return say("No picture of this catalog was found.")
    if bad == 0:
        return say("All {count} files are current.", count=judged)
    return say("{bad} of {count} files are not as they should be.", bad=bad, count=judged + len(found.missing))


def _state_of(one: Judged) -> Message:
    if one.state == "current" and one.ended is not None:
        return say("was to be used until {day}", day=one.ended.isoformat())
    return say("not to be used any more") if one.reason is not None else say(one.state)


def _details(one: Judged) -> Iterator[Message | str]:
    if one.slug:
        known = say("{slug}, version {version}", slug=one.slug, version=one.version)
        if one.variant:
            known = say("{slug}, version {version}  {variant}", slug=one.slug, version=one.version, variant=one.variant)
        yield known
    yield from one.changes
    if one.state != "current" and one.ended is not None:
        yield say("was to be used until {day}", day=one.ended.isoformat())
    if one.reason is not None:
        yield _reason(one)
    if one.instead:
        yield say("Use instead: {said}", said=one.instead)


def _reason(one: Judged) -> Message | str:
    return say(one.reason.problem, **one.reason.values) if one.reason is not None else ""
