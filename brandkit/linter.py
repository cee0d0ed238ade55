"""read → find → judge: one material, every rule of the folder, one report. Rendering is the reports' work."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

from brandkit import rules, sandbox
from brandkit.assets import Library
from brandkit.brand import Brand, Identity
from brandkit.document import UNCALIBRATED, Document
from brandkit.errors import InvalidProfile, UnknownRule
from brandkit.findings import Finding, MaterialReport, Severity, Sighting, Verdict
from brandkit.messages import say
from brandkit.options import fault_in
from brandkit.plugins import modules_of
from brandkit.sightings.find import examined

log = logging.getLogger(__name__)
# Without a handler Python prints the traceback of a rule's crash on stderr; who wants it sets up logging.
log.addHandler(logging.NullHandler())

# A rule's weight in the score. Source: ours; a critical fault outweighs three moderate ones.
WEIGHTS: dict[Severity, int] = {"critical": 10, "serious": 6, "moderate": 3, "minor": 1}
DECIDED = ("violation", "pass")


def check(
    path: Path,
    library: Library,
    profile: Brand,
    *,
    only: Collection[str] = (),
    on: date | None = None,
    look: Callable[[sandbox.Material], None] | None = None,
) -> MaterialReport:
    """The report of one material; `only` limits the rules, `on` is the day of judgement (today), `look` may take
    page pictures while the material is open.

    Raises
    ------
    BrandkitError : when the material cannot be read or the profile names an option that no rule has.
    """
    identity = Identity(profile, {asset.slug: asset for asset in library.assets()}, on or date.today())
    chosen = chosen_rules(profile, only)
    with sandbox.opened(path) as material:
        document, sightings = examined(material, library, on=identity.on)
        if look is not None:
            look(material)
        return judge(document, sightings, identity, chosen)


def judge(
    document: Document, sightings: Sequence[Sighting], identity: Identity, chosen: Iterable[str]
) -> MaterialReport:
    """The report of a document already read and searched; touches no file, so saved ones can be judged again."""
    findings = tuple(f for rule_id in chosen for f in findings_of(rule_id, document, sightings, identity))
    decided, applicable = coverage_of(findings)
    return MaterialReport(
        name=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        verdict=verdict_of(findings),
        score=score_of(findings),
        decided=decided,
        applicable=applicable,
        pages=document.pages,
        sightings=tuple(sightings),
        findings=findings,
    )


def chosen_rules(profile: Brand, only: Collection[str] = ()) -> tuple[str, ...]:
    """Ids of the rules to run: `only`, else every rule that the profile does not switch off.

    Raises
    ------
    UnknownRule : for an id that no file has, in `only` or in the profile.
    InvalidProfile : for an option that a rule does not have, or a value that it cannot take.
    """
    known = modules_of(rules)
    for rule_id in (*only, *profile.rules):
        if rule_id not in known:
            raise UnknownRule(rule_id, "is no rule of this version")
    for rule_id, settings in profile.rules.items():
        fault = fault_in(known[rule_id], settings.options)
        if fault:
            _refuse(profile.profile, rule_id, *fault)
    if only:
        return tuple(rule_id for rule_id in known if rule_id in only)
    return tuple(rule_id for rule_id in known if rule_id not in profile.rules or profile.rules[rule_id].enabled)


def _refuse(profile: str, rule_id: str, option: str, why: str) -> NoReturn:
    if why:
        raise InvalidProfile(
            profile, "gives {option} of {rule} a wrong value: {why}", None, rule=rule_id, option=option, why=why
        )
    raise InvalidProfile(profile, "gives {rule} an unknown option, {option}", None, rule=rule_id, option=option)


def findings_of(
    rule_id: str, document: Document, sightings: Sequence[Sighting], identity: Identity
) -> tuple[Finding, ...]:
    """One rule's findings, with its id, severity and clause; a crash inside it is `error`, never `pass`."""
    module = modules_of(rules)[rule_id]
    settings = identity.profile.rules.get(rule_id)
    options = settings.options if settings else {}
    try:
        found = tuple(module.judge(document, sightings, identity, **options))
    except Exception as error:  # a rule must not take the others down, nor count as passed
        log.exception("rule %s failed on %s", rule_id, document.name)
        message = say("The rule could not be run: {error}.", error=type(error).__name__)
        found = (Finding("error", message, reason="rule-error"),)
    if not found:
        found = (Finding("inapplicable", say("Nothing on this material to judge by this rule.")),)
    clause = settings.clause.pair() if settings and settings.clause else None
    uncertain = {s.id: s.reason or "low-confidence" for s in sightings if s.certainty == "possible"}
    guessed = UNCALIBRATED in document.metadata and getattr(module, "by_color", False)
    told = {"rule": rule_id, "severity": module.severity, "clause": _cited(clause, identity.profile)}
    return tuple(replace(_capped(f, uncertain, guessed=guessed), **told) for f in found)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """The worst outcome: violation, then error, then needs_review, else pass."""
    outcomes = {f.outcome for f in findings if f.waived is None}
    order: tuple[Verdict, ...] = ("violation", "error", "needs_review")
    return next((verdict for verdict in order if verdict in outcomes), "pass")


def coverage_of(findings: Iterable[Finding]) -> tuple[int, int]:
    """How many rules came to a decision everywhere, and how many had something to decide."""
    outcomes: dict[str, set[str]] = {}
    for finding in findings:
        outcomes.setdefault(finding.rule, set()).add(finding.outcome)
    applicable = {rule: found for rule, found in outcomes.items() if found != {"inapplicable"}}
    decided = sum("violation" in f or not f & {"needs_review", "error"} for f in applicable.values())
    return decided, len(applicable)


def score_of(findings: Sequence[Finding]) -> float | None:
    """Weighted share, 0..100, of decided rules without a violation; None when a rule erred or none decided."""
    weight, passed = 0, 0
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for found in by_rule.values():
        outcomes = {f.outcome for f in found if f.waived is None}
        if "error" in outcomes:
            return None
        if not outcomes & set(DECIDED):
            continue
        weight += WEIGHTS[found[0].severity]
        passed += 0 if "violation" in outcomes else WEIGHTS[found[0].severity]
    return round(100 * passed / weight, 1) if weight else None


def _capped(finding: Finding, uncertain: dict[int, str], *, guessed: bool) -> Finding:
    """A violation on a sighting that is only possible, or in colors that are a guess, is for a person to decide."""
    if finding.outcome != "violation":
        return finding
    if guessed:
        return replace(finding, outcome="needs_review", reason="no-profile")
    if finding.sighting not in uncertain:
        return finding
    return replace(finding, outcome="needs_review", reason=uncertain[finding.sighting])


def _cited(clause: dict[str, str] | None, profile: Brand) -> dict[str, str] | None:
    if clause is None or profile.decision is None:
        return clause
    words = {"vi": "Quyết định", "en": "Decision"}
    return {lang: f"{words[lang]} {profile.decision.number}, {text}" for lang, text in clause.items()}
