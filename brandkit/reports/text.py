"""The report for a terminal: calm lines, severity by sign and word first; coloured only by the caller's style."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from brandkit.messages import Message, say, shown
from brandkit.reports import _figures as figures
from brandkit.reports import _words as words
from brandkit.text import NBSP, localized_number

if TYPE_CHECKING:
    from brandkit.reports import Illustrations

suffix = ".txt"
media_type = "text/plain; charset=utf-8"

Json = dict[str, Any]
Style = Callable[[str, str], str]
INDENT = "    "


def unstyled(text: str, _level: str) -> str:
    return text


def render(
    document: Json,
    *,
    lang: str,
    illustrations: Illustrations | None = None,
    style: Style = unstyled,
    width: int = 88,
) -> str:
    """The document as lines of at most `width` columns.

    Parameters
    ----------
    style : called with a piece of a line and its level (a severity, an outcome, "strong", "quiet"); returns it painted.
    """
    teller = _Teller(lang, style, width)
    lines: list[str] = []
    for report in document["reports"]:
        judged = "verdict" in report
        lines += [*(teller.judged(report, document["brand"]) if judged else teller.identified(report)), ""]
    lines += [line for failure in document["errors"] for line in teller.failure(failure)]
    return "\n".join(lines).rstrip("\n") + "\n"


def visible(text: str) -> str:
    """The text without characters that steer a terminal or turn the reading direction: a file name may hold them."""
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)


class _Teller:
    def __init__(self, lang: str, style: Style, width: int):
        self.lang, self.style, self.width = lang, style, width
        labels = (say("Measured"), say("Clause"), say("Remedy"), say("Take"), say("Why"))
        self.column = max(len(self.say(label)) for label in labels) + 2

    def say(self, message: Message) -> str:
        return shown(message, self.lang)

    def judged(self, report: Json, brand: Json) -> Iterator[str]:
        yield from self.heading(report, words.verdict_sentence(report), report["verdict"])
        yield from self.wrapped(self.profile(brand), "quiet")
        yield from self.wrapped(self.coverage(report), "quiet")
        listed = [*words.faults_of(report), *words.doubts_of(report), *words.of_outcome(report, "error")]
        for number, finding in enumerate(listed, start=1):
            yield ""
            yield from self.finding(number, finding)
        waived = words.waived_of(report)
        if waived:
            yield ""
            yield from self.folded(say("Set aside: {rules}", rules=_rules(waived)), "quiet")
        passed = words.of_outcome(report, "pass")
        if passed:
            yield ""
            yield from self.folded(say("Right: {rules}", rules=_rules(passed)), "pass", words.SIGNS["pass"])

    def heading(self, report: Json, sentence: Message, verdict: str) -> Iterator[str]:
        pages = len(report["pages"])
        size = self.say(say("1 page")) if pages == 1 else self.say(say("{n} pages", n=pages))
        yield self.style(f"{visible(report['material']['name'])}", "strong") + self.style(f"  {size}", "quiet")
        yield from (self.style(line, verdict) for line in textwrap.wrap(self.say(sentence), self.width))

    def profile(self, brand: Json) -> str:
        parts = [shown(brand["names"], self.lang), f"{brand['profile']} {brand['version']}"]
        if brand["decision"]:
            number, when = brand["decision"]["number"], figures.day(brand["decision"]["date"], self.lang)
            parts.append(self.say(say("Decision {number} of {day}", number=number, day=when)))
        return " · ".join(parts)

    def coverage(self, report: Json) -> str:
        told = self.say(words.coverage_sentence(report))
        if report["score"] is None:
            return told
        score = localized_number(f"{report['score']:g}", self.lang)
        return f"{told} · " + self.say(say("score {score} of 100", score=score))

    def finding(self, number: int, finding: Json) -> Iterator[str]:
        level = words.level_of(finding)
        where = f" · {self.say(say('page {n}', n=finding['page']))}" if finding["page"] else ""
        title = f"{number:>2} {words.SIGNS[level]} {self.say(words.LEVELS[level])}"
        yield self.style(title, level) + self.style(f" · {finding['rule']}{where}", "quiet")
        texts = finding["texts"][self.lang]
        yield from self.wrapped(texts["message"])
        yield from self.row(say("Why"), self.reason(finding))
        yield from self.row(say("Measured"), self.measured(finding))
        yield from self.row(say("Clause"), texts["clause"] or "")
        yield from self.row(say("Remedy"), texts["remedy"] or "")
        yield from self.row(say("Take"), finding["use_instead"] or "")

    def reason(self, finding: Json) -> str:
        reason = finding["reason"]
        return shown(words.REASONS.get(reason, reason), self.lang) if reason else ""

    def measured(self, finding: Json) -> str:
        measured = finding["measured"]
        if not figures.tells(finding):
            return ""
        told = figures.figure(measured["value"], measured["unit"], self.lang)
        error = figures.uncertainty(measured, self.lang)
        allowed = figures.limits(finding["allowed"], measured["unit"], self.lang)
        told = f"{told} {error}".strip()
        return f"{told} · {self.say(say('allowed {limits}', limits=allowed))}" if allowed else told

    def identified(self, report: Json) -> Iterator[str]:
        seen = report["sightings"]
        sentence = say("Nothing of the catalog was seen") if not seen else (
            say("1 asset seen") if len(seen) == 1 else say("{n} assets seen", n=len(seen))
        )  # fmt: skip
        yield from self.heading(report, sentence, "strong")
        for sighting in seen:
            yield ""
            yield from self.sighting(sighting)

    def sighting(self, s: Json) -> Iterator[str]:
        sign = words.SIGNS["pass" if s["certainty"] == "certain" else "needs_review"]
        page = self.say(say("page {n}", n=s["page"]))
        name = f"{s['asset']}@{s['version']}" + (f":{s['variant']}" if s["variant"] else "")
        yield f" {sign} " + self.style(visible(shown(s["title"], self.lang)), "strong") + self.style(
            f" · {name} · {page}", "quiet")  # fmt: skip
        yield from self.wrapped(" · ".join(self.alterations(s)))
        certainty, method = self.say(words.CERTAINTIES[s["certainty"]]), self.say(words.METHODS[s["method"]])
        why = shown(words.REASONS.get(s["reason"], s["reason"]), self.lang) if s["reason"] else ""
        yield from self.wrapped(", ".join(part for part in (certainty, method, why) if part), "quiet")

    def alterations(self, s: Json) -> Iterator[str]:
        def fig(value: float | None, unit: str) -> str:
            return figures.figure(value, unit, self.lang)

        if s["kind"] == "slogan":
            yield f"“{visible(s['text'] or '')}”"
        height = fig(s["height_mm"], "mm") if s["height_mm"] is not None else fig(s["height"], "px")
        yield self.say(say("height {height}", height=height))
        yield self.say(say("turn {turn}", turn=fig(s["rotation_deg"], "deg")))
        yield self.say(say("stretch {stretch}", stretch=fig(s["stretch"], "ratio")))
        if s["mirrored"]:
            yield self.say(say("mirrored"))
        if s["colors"]:
            worst = max(color["delta_e"] or 0.0 for color in s["colors"])
            yield self.say(say("colors up to {delta_e} off", delta_e=fig(worst, "dE")))
        if s["superseded_by"]:
            yield self.say(say("superseded by {asset}", asset=s["superseded_by"]))

    def failure(self, failure: Json) -> Iterator[str]:
        yield from self.folded(say("{message}. {advice}", message=failure["message"].rstrip("."),
                                   advice=failure["advice"]), "error", words.SIGNS["error"])  # fmt: skip

    def row(self, label: Message, text: str) -> Iterator[str]:
        if not text:
            return
        name = self.say(label).ljust(self.column)
        hang = INDENT + " " * self.column
        lines = self.lines(text, self.width - len(hang))
        yield INDENT + self.style(name, "quiet") + lines[0]
        yield from (hang + line for line in lines[1:])

    def wrapped(self, text: str, level: str = "") -> Iterator[str]:
        for line in self.lines(text, self.width - len(INDENT)):
            yield INDENT + (self.style(line, level) if level else line)

    def folded(self, message: Message, level: str, sign: str = " ") -> Iterator[str]:
        first, *rest = self.lines(self.say(message), self.width - len(INDENT)) or [""]
        yield self.style(f"  {sign} {first}", level)
        yield from (self.style(INDENT + line, level) for line in rest)

    def lines(self, text: str, width: int) -> list[str]:
        # textwrap breaks only at plain spaces, so a figure keeps its unit.
        return textwrap.wrap(visible(text), width, break_on_hyphens=False) or [""]


def _rules(findings: list[Json]) -> str:
    names = sorted({finding["rule"] for finding in findings})
    return ", ".join(name.replace(" ", NBSP) for name in names)
