"""The report as one plain document, `brandkit-report/1`: what other programs read and every rendering shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import __version__
from brandkit.messages import LANGUAGES, shown
from brandkit.reports import _plain as plain

if TYPE_CHECKING:
    from brandkit.brand import Brand
    from brandkit.document import Page
    from brandkit.findings import Clearance, Finding, Ground, Limits, MaterialReport, Measure, Report, Sighting

SCHEMA = "brandkit-report/1"
SCHEMA_FILE = Path(__file__).with_name("report-1.schema.json")

Json = dict[str, Any]


@cache
def schema() -> Json:
    """The JSON Schema (2020-12) that every report document satisfies."""
    loaded: Json = loads(SCHEMA_FILE.read_text("utf-8"))
    return loaded


def as_document(report: Report, lang: str, *, judged: bool = True, errors: tuple[Json, ...] = ()) -> Json:
    """The report as JSON values, keys in the contract's order; the same report gives the same document.

    Parameters
    ----------
    report : what was found.
    lang : language of `message`, `remedy`, `clause` and the brand's name; `texts` holds both.
    judged : False for an identification, which has neither findings nor verdict, score and coverage.
    errors : materials of the batch that could not be read: {"material", "code", "message", "advice"}.
    """
    made_at = report.made_at if report.made_at.tzinfo else report.made_at.astimezone()
    return {
        "schema": SCHEMA,
        "brandkit": __version__,
        "made_at": made_at.isoformat(timespec="seconds"),
        "lang": lang,
        "brand": _brand(report.profile, lang),
        "reports": [_material(material, lang, judged) for material in report.materials],
        "errors": plain.plain(errors),
    }


def _brand(profile: Brand, lang: str) -> Json:
    decision = profile.decision
    return {
        "name": shown(profile.name.pair(), lang),
        "profile": profile.profile,
        "version": profile.version,
        "sha256": profile.sha256,
        "names": profile.name.pair(),
        "decision": None
        if decision is None
        else {
            "number": decision.number,
            "title": decision.title.pair(),
            "date": decision.date.isoformat(),
            "valid_from": decision.valid_from.isoformat(),
            "valid_to": decision.valid_to.isoformat() if decision.valid_to else None,
        },
        "colors": [{"key": c.key, "name": c.name.pair(), "hex": c.hex, "role": c.role} for c in profile.colors],
    }


def _material(material: MaterialReport, lang: str, judged: bool) -> Json:
    told: Json = {
        "material": {
            "name": plain.text(material.name),
            "sha256": material.sha256,
            "media_type": material.media_type,
        }
    }
    if judged:
        told["verdict"] = material.verdict
        told["score"] = plain.number(material.score, 1)
        told["coverage"] = {"decided": material.decided, "applicable": material.applicable}
    told["pages"] = [_page(page) for page in material.pages]
    told["sightings"] = [_sighting(sighting) for sighting in material.sightings]
    if judged:
        told["findings"] = [_finding(finding, lang) for finding in material.findings]
    return told


def _page(page: Page) -> Json:
    return {
        "number": page.number,
        "width": plain.number(page.width, plain.LENGTH),
        "height": plain.number(page.height, plain.LENGTH),
        "unit": page.unit,
        "dpi": plain.number(page.dpi, plain.PPI),
        "raster_only": page.raster_only,
    }


def _sighting(s: Sighting) -> Json:
    return {
        "id": s.id,
        "page": s.page,
        "kind": s.kind,
        "asset": s.asset,
        "version": s.version,
        "variant": s.variant,
        "certainty": s.certainty,
        "method": s.method,
        "quad": plain.points(s.quad),
        "height": plain.number(s.height, plain.LENGTH),
        "height_mm": plain.number(s.height_mm, plain.LENGTH_MM),
        "rotation_deg": plain.number(s.rotation_deg, plain.ANGLE),
        "stretch": plain.number(s.stretch, plain.RATIO),
        "skew_deg": plain.number(s.skew_deg, plain.ANGLE),
        "mirrored": s.mirrored,
        "visible": plain.number(s.visible, plain.SHARE),
        "colors": [
            {
                "expected": c.expected,
                "measured": c.measured,
                "delta_e": plain.number(c.delta_e, plain.DELTA_E),
                "share": plain.number(c.share, plain.SHARE),
            }
            for c in s.colors
        ],
        "text": None if s.text is None else plain.text(s.text),
        "superseded_by": s.superseded_by,
        **_beyond_the_contract(s),
    }


def _beyond_the_contract(s: Sighting) -> Json:
    return {
        "title": plain.plain(s.title),
        "file": s.file,
        "ink": plain.points(s.ink),
        "matrix": plain.numbers(s.matrix, 6),
        "vector": s.vector,
        "ppi": plain.number(s.ppi, plain.PPI),
        "scale_px": plain.number(s.scale_px, plain.PPI),
        "blur_px": plain.number(s.blur_px, plain.LENGTH),
        "errors": {
            "stretch": plain.number(s.errors.stretch, plain.RATIO),
            "rotation_deg": plain.number(s.errors.rotation_deg, plain.ANGLE),
            "skew_deg": plain.number(s.errors.skew_deg, plain.ANGLE),
            "height": plain.number(s.errors.height, plain.LENGTH),
            "delta_e": plain.number(s.errors.delta_e, plain.DELTA_E),
        },
        "ground": _ground(s.ground),
        "clearance": _clearance(s.clearance),
        "score": plain.number(s.score, plain.SHARE),
        "reason": s.reason,
    }


def _ground(ground: Ground | None) -> Json | None:
    if ground is None:
        return None
    return {
        "hex": ground.hex,
        "spread": plain.number(ground.spread, plain.DELTA_E),
        "kind": ground.kind,
        "plate": ground.plate,
    }


def _clearance(clearance: Clearance | None) -> Json | None:
    if clearance is None:
        return None
    sides = ("left", "top", "right", "bottom", "searched")
    return {
        **{side: plain.number(getattr(clearance, side), plain.LENGTH) for side in sides},
        "nearest": plain.numbers(clearance.nearest),
        "method": clearance.method,
    }


def _finding(f: Finding, lang: str) -> Json:
    texts = {each: _texts(f, each) for each in LANGUAGES}
    return {
        "rule": f.rule,
        "outcome": f.outcome,
        "reason": f.reason,
        "severity": f.severity,
        "page": f.page,
        "sighting": f.sighting,
        "box": plain.numbers(f.box),
        "measured": _measure(f.measured),
        "allowed": _limits(f.allowed),
        "message": texts[lang]["message"],
        "remedy": texts[lang]["remedy"],
        "clause": texts[lang]["clause"],
        "waived": plain.plain(f.waived),
        "texts": texts,
        "evidence": plain.plain(f.evidence),
        "use_instead": f.use_instead,
    }


def _texts(f: Finding, lang: str) -> dict[str, str | None]:
    return {
        "message": plain.text(shown(f.message, lang)),
        "remedy": plain.text(shown(f.remedy, lang)),
        "clause": _clause(f.clause, lang),
    }


def _clause(clause: Mapping[str, str] | None, lang: str) -> str | None:
    return shown(clause, lang) or None if clause else None


def _measure(measure: Measure | None) -> Json | None:
    if measure is None:
        return None
    value = plain.plain(measure.value)
    told: Json = {"value": value, "unit": measure.unit, "error": plain.number(measure.error, plain.LOOSE)}
    return told if value is not None else None


def _limits(limits: Limits | None) -> Json | None:
    return None if limits is None else {"min": plain.plain(limits.min), "max": plain.plain(limits.max)}
