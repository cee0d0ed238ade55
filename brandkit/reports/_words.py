"""Words that every rendering shares: verdict, coverage, severity, reasons, method; and which finding is told where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brandkit.messages import Message, say

Json = dict[str, Any]

SEVERITIES = ("critical", "serious", "moderate", "minor")
SIGNS = {"critical": "■", "serious": "▲", "moderate": "●", "minor": "○", "needs_review": "?", "pass": "✓", "error": "!",
         "certain": "✓", "possible": "?"}  # fmt: skip

LEVELS = {
    "critical": say("Critical"),
    "serious": say("Serious"),
    "moderate": say("Moderate"),
    "minor": say("Minor"),
    "needs_review": say("For a person"),
    "error": say("Could not be run"),
    "pass": say("Right"),
    "certain": say("Certain"),
    "possible": say("Possible"),
}
REASONS = {
    "raster-only": say("the page is one flattened picture"),
    "no-dpi": say("the picture states no resolution"),
    "no-profile": say("its colors come without a profile, so their look is a guess"),
    "busy-background": say("the ground is too lively"),
    "low-confidence": say("it was not recognised with certainty"),
    "too-small": say("it is too small in this picture to be measured"),
    "missing-variant": say("the catalog has no variant for this"),
    "missing-approval": say("it has not been approved yet"),
    "missing-tesseract": say("Tesseract, which reads text in pictures, is not installed"),
    "reading-stopped": say("reading its text did not end in time"),
    "rule-error": say("the rule itself failed"),
}
METHODS = {
    "structure": say("read from the file’s structure"),
    "pixels": say("measured in the picture"),
}
CERTAINTIES = {"certain": say("certain"), "possible": say("possible")}
VERDICTS = {
    "pass": say("Nothing wrong found"),
    "needs_review": say("A person must look"),
    "violation": say("Must be mended"),
    "error": say("Not fully checked"),
}


def level_of(finding: Json) -> str:
    """What a finding is listed under: its severity when it is a fault, else its outcome."""
    return str(finding["severity"] if finding["outcome"] == "violation" else finding["outcome"])


def faults_of(report: Json) -> list[Json]:
    """Violations that nobody waived, worst first, then by page and place in the list."""
    return sorted(
        (f for f in report.get("findings", ()) if f["outcome"] == "violation" and not f["waived"]), key=_urgency
    )


def doubts_of(report: Json) -> list[Json]:
    """What a person must decide, worst first."""
    return sorted(
        (f for f in report.get("findings", ()) if f["outcome"] == "needs_review" and not f["waived"]), key=_urgency
    )


def of_outcome(report: Json, *outcomes: str) -> list[Json]:
    return [f for f in report.get("findings", ()) if f["outcome"] in outcomes]


def waived_of(report: Json) -> list[Json]:
    return [f for f in report.get("findings", ()) if f["waived"]]


def verdict_sentence(report: Json) -> Message:
    """The verdict as one plain sentence."""
    faults, doubts, errors = len(faults_of(report)), len(doubts_of(report)), len(of_outcome(report, "error"))
    if faults == 1:
        return say("One fault to mend before this goes out")
    if faults:
        return say("{n} faults to mend before this goes out", n=faults)
    if errors:
        return say("Not fully checked: {n} rules could not be run", n=errors)
    if doubts == 1:
        return say("No fault found; one point needs a person’s eye")
    if doubts:
        return say("No fault found; {n} points need a person’s eye", n=doubts)
    if not report["coverage"]["applicable"]:
        return say("Nothing on this material that the rules speak of")
    return say("No fault found: this may go out")


def overview_sentence(reports: Sequence[Json]) -> Message:
    """The verdict over several materials."""
    faulty = sum(report["verdict"] == "violation" for report in reports)
    if faulty == 1:
        return say("1 of {total} materials has faults to mend", total=len(reports))
    if faulty:
        return say("{n} of {total} materials have faults to mend", n=faulty, total=len(reports))
    if any(report["verdict"] != "pass" for report in reports):
        return say("{total} materials: no fault found, some points need a person’s eye", total=len(reports))
    return say("{total} materials: no fault found", total=len(reports))


def sight_sentence(report: Json) -> Message:
    """What was seen in a material, as one plain sentence."""
    total = len(report["sightings"])
    unsure = sum(s["certainty"] != "certain" for s in report["sightings"])
    if not total:
        return say("Nothing of the catalog was seen")
    if not unsure:
        return say("1 asset seen") if total == 1 else say("{n} assets seen", n=total)
    if total == 1:
        return say("1 asset seen, not for certain")
    return say("{n} assets seen, {unsure} of them not for certain", n=total, unsure=unsure)


def page_of(number: int, pages: int) -> Message:
    return say("page {n} of {pages}", n=number, pages=pages)


def overview_of_sights(reports: Sequence[Json]) -> Message:
    """What was seen over several materials."""
    with_any = sum(bool(report["sightings"]) for report in reports)
    return say("Something of the catalog was seen in {n} of {total} materials", n=with_any, total=len(reports))


def coverage_sentence(report: Json) -> Message:
    """How much was decided, in words."""
    decided, applicable = report["coverage"]["decided"], report["coverage"]["applicable"]
    doubts = len({f["rule"] for f in doubts_of(report)} - {f["rule"] for f in faults_of(report)})
    if doubts:
        return say("{decided} of {applicable} rules decided, {doubts} need a person",
                   decided=decided, applicable=applicable, doubts=doubts)  # fmt: skip
    return say("{decided} of {applicable} rules decided", decided=decided, applicable=applicable)


def _urgency(finding: Json) -> tuple[int, int, int]:
    return SEVERITIES.index(finding["severity"]), finding["page"] or 0, -1 if finding["sighting"] is None else 0
