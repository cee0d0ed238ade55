"""The fixed words of the report's page, and small facts put in words."""

from __future__ import annotations

from typing import Any

from brandkit.document import Page, mm_per_unit
from brandkit.messages import LANGUAGES, Message, say
from brandkit.reports import _words as words
from brandkit.text import NBSP, localized_number

Json = dict[str, Any]

LABELS = {
    "check": say("Brand check"),
    "skip": say("Go to the findings"),
    "language": say("Language"),
    "profile": say("Judged by"),
    "decision": say("Decision"),
    "coverage": say("Coverage"),
    "score": say("Score"),
    "of_100": say("of 100"),
    "material": say("Material"),
    "of": say("of"),
    "measured": say("Measured"),
    "allowed": say("Allowed"),
    "clause": say("Clause"),
    "remedy": say("Remedy"),
    "approved_file": say("Approved file"),
    "on_material": say("On the material"),
    "found_text": say("As found"),
    "expected_text": say("As approved"),
    "expected_color": say("Approved"),
    "measured_color": say("Found"),
    "why_unsure": say("Why it cannot be told"),
    "zoom": say("Zoom in"),
    "page": say("Page"),
    "pages": say("Pages"),
    "no_findings": say("No finding on this material."),
    "seen": say("Recognised on the material"),
    "right": say("Looked at and found right"),
    "untold": say("What could not be told, and why"),
    "inapplicable": say("Rules with nothing to judge here"),
    "waived": say("Set aside by a person"),
    "unread": say("Could not be read"),
    "approved_files": say("Approved files to take"),
    "download": say("Take this file"),
    "made_by": say("How this report was made"),
    "made_at": say("Made at"),
    "program": say("Program"),
    "file_hash": say("SHA-256 of the file"),
    "profile_hash": say("SHA-256 of the profile"),
    "valid": say("in force from"),
    "flattened": say("This page is one flattened picture: text and typefaces in it were not read."),
    "quiet_pages": say("Pages without a finding"),
    "height": say("Height"),
    "turn": say("Turn"),
    "stretch": say("Proportion"),
    "waived_by": say("by"),
    "until": say("until"),
    "identification": say("What is in a picture"),
    "skip_to_seen": say("Go to what was seen"),
    "not_judged": say("What the catalog holds was looked for; nothing was judged."),
    "nothing": say("Nothing of the catalog was seen"),
    "nothing_means": say(
        "That is no proof that nothing is there: a logo that is very small, mostly covered or redrawn can be missed."
    ),
    "unseen_pages": say("Pages on which nothing was seen"),
    "superseded_by": say("Superseded by"),
    "version": say("Version"),
    "remark": say("Remark"),
    "as_read": say("As it is written"),
    "why_possible": say("Why only possible"),
    "report_language_vi": {"vi": "Tiếng Việt", "en": "Tiếng Việt"},
    "report_language_en": {"vi": "English", "en": "English"},
}


def size_of(page: Json) -> dict[str, str]:
    """A page's size: in millimetres where they are known, else in pixels."""
    known = mm_per_unit(Page(page["number"], page["width"], page["height"], page["unit"], page["dpi"]))
    if known:
        sizes = [f"{page[side] * known:.0f}" for side in ("width", "height")]
        return dict.fromkeys(LANGUAGES, f"{sizes[0]}{NBSP}×{NBSP}{sizes[1]}{NBSP}mm")
    return {
        lang: NBSP.join([localized_number(f"{page['width']:,.0f}", lang), "×",
                         localized_number(f"{page['height']:,.0f}", lang), "px"])
        for lang in LANGUAGES
    }  # fmt: skip


def type_of(media_type: str) -> str:
    """What people call a media type: PDF, JPEG, SVG."""
    return media_type.rpartition("/")[2].split("+")[0].removeprefix("x-").upper()


def page_count(report: Json) -> Message:
    pages = len(report["pages"])
    return say("1 page") if pages == 1 else say("{n} pages", n=pages)


def verdict_level(report: Json) -> str:
    """Whose sign stands before the verdict: the worst fault's, or that of the outcome."""
    faults = words.faults_of(report)
    if faults:
        return words.level_of(faults[0])
    return {"needs_review": "needs_review", "error": "error"}.get(report["verdict"], "pass")


def method_of(finding: Json, sighting: Json | None) -> Message | None:
    """How sure and by which method the finding's asset was seen; None when it is about no sighting."""
    if sighting is None:
        return None
    certainty, method = words.CERTAINTIES[sighting["certainty"]], words.METHODS[sighting["method"]]
    return say("Recognised: {certainty}, {method}", certainty=certainty, method=method)


def reason_of(finding: Json) -> Message | str:
    """A reason in words; an unknown one as it is named."""
    reason = finding["reason"] or ""
    return words.REASONS.get(reason, reason)


def one_each(findings: list[Json]) -> list[Json]:
    """Findings without those that say the same words."""
    told: dict[str, Json] = {}
    for finding in findings:
        told.setdefault(finding["texts"]["vi"]["message"], finding)
    return list(told.values())
