"""Verdict, score and coverage follow from the findings; a rule that crashes is an error, never a pass."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from brandkit import linter, rules
from brandkit.brand import Brand, Decision, RuleSettings, Words
from brandkit.document import Document, Page
from brandkit.errors import InvalidProfile, UnknownRule
from brandkit.findings import Finding, Sighting, needs_review, passed, violation
from brandkit.messages import say, shown
from brandkit.plugins import modules_of
from tests.corpus import town
from tests.corpus.building import sighting

PAGE = Page(1, 595.0, 842.0, "pt")
DOCUMENT = Document("poster.pdf", "0" * 64, "application/pdf", (PAGE,))
TOLD = say("told")


def finding(rule: str, outcome: str, severity: str = "critical", **more: object) -> Finding:
    return Finding(outcome, TOLD, rule=rule, severity=severity, **more)


def profile_with(**settings: RuleSettings) -> Brand:
    named = {rule.replace("_", "-"): given for rule, given in settings.items()}
    return town.PROFILE.model_copy(update={"rules": named})


def crashing(document, sightings, brand):
    yield passed(PAGE, TOLD)
    raise ZeroDivisionError("half way")


def judging(*found: Finding):
    def judge(document, sightings, brand):
        yield from found

    return judge


@pytest.fixture
def folder(monkeypatch):
    """Lets a test put rules of its own in place of the folder's."""

    def put(**judges) -> None:
        named = {
            rule.replace("_", "-"): SimpleNamespace(judge=judge, severity="critical") for rule, judge in judges.items()
        }
        monkeypatch.setattr(linter, "modules_of", lambda package: named)

    return put


def report(chosen, sightings: tuple[Sighting, ...] = (), profile: Brand = town.PROFILE):
    return linter.judge(DOCUMENT, sightings, town.identity(profile), chosen)


def test_a_rule_that_crashes_is_an_error_and_the_score_is_withheld(folder):
    folder(sound=judging(passed(PAGE, TOLD)), broken=crashing)
    told = report(("sound", "broken"))
    assert [(f.rule, f.outcome) for f in told.findings] == [("sound", "pass"), ("broken", "error")]
    assert told.verdict == "error"
    assert told.score is None
    assert (told.decided, told.applicable) == (1, 2)


def test_what_a_crashing_rule_had_found_before_is_not_kept(folder):
    folder(broken=crashing)
    assert [f.outcome for f in report(("broken",)).findings] == ["error"]


def test_the_error_names_its_kind_in_both_languages(folder):
    folder(broken=crashing)
    (told,) = report(("broken",)).findings
    assert "ZeroDivisionError" in shown(told.message, "vi")
    assert "ZeroDivisionError" in shown(told.message, "en")


def test_a_violation_outweighs_a_crash_in_the_verdict(folder):
    folder(bad=judging(violation(PAGE, TOLD)), broken=crashing)
    assert report(("bad", "broken")).verdict == "violation"


def test_a_rule_that_says_nothing_is_inapplicable_and_not_counted(folder):
    folder(silent=judging())
    told = report(("silent",))
    assert [f.outcome for f in told.findings] == ["inapplicable"]
    assert (told.verdict, told.score, told.decided, told.applicable) == ("pass", None, 0, 0)


def test_a_violation_on_a_possible_sighting_is_for_a_person(folder):
    unsure = sighting(4, (PAGE,), certainty="possible", reason="too-small")
    folder(strict=judging(violation(unsure, TOLD)))
    (told,) = report(("strict",), (unsure,)).findings
    assert (told.outcome, told.reason) == ("needs_review", "too-small")


def test_a_pass_on_a_possible_sighting_stays_a_pass(folder):
    unsure = sighting(4, (PAGE,), certainty="possible")
    folder(mild=judging(passed(unsure, TOLD)))
    assert [f.outcome for f in report(("mild",), (unsure,)).findings] == ["pass"]


def test_a_finding_carries_its_rule_severity_and_the_cited_clause(folder):
    folder(bad=judging(violation(PAGE, TOLD)))
    clause = Words(vi="điều 6 khoản 1", en="article 6(1)")
    decision = Decision(number="01/QĐ", title=Words(vi="Quy chế"), date=town.TODAY, valid_from=town.TODAY)
    profile = profile_with(bad=RuleSettings(clause=clause)).model_copy(update={"decision": decision})
    (told,) = report(("bad",), profile=profile).findings
    assert (told.rule, told.severity) == ("bad", "critical")
    assert told.clause == {"vi": "Quyết định 01/QĐ, điều 6 khoản 1", "en": "Decision 01/QĐ, article 6(1)"}


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ((), "pass"),
        (("pass", "inapplicable"), "pass"),
        (("pass", "needs_review"), "needs_review"),
        (("needs_review", "error"), "error"),
        (("error", "violation"), "violation"),
    ],
)
def test_the_verdict_is_the_worst_outcome(outcomes, verdict):
    assert linter.verdict_of(finding("r", outcome) for outcome in outcomes) == verdict


def test_a_waived_violation_does_not_count_in_the_verdict():
    waived = finding("r", "violation", waived={"by": "An", "reason": "stock", "until": "2027-01-01"})
    assert linter.verdict_of([waived]) == "pass"


def test_the_score_weighs_severity():
    found = [finding("a", "violation", "critical"), finding("b", "pass", "serious"), finding("c", "pass", "minor")]
    assert linter.score_of(found) == pytest.approx(100 * 7 / 17, abs=0.05)


def test_the_score_leaves_out_what_was_not_decided():
    found = [finding("a", "pass", "critical"), finding("b", "needs_review"), finding("c", "inapplicable")]
    assert linter.score_of(found) == 100


def test_one_violation_among_passes_fails_the_whole_rule():
    assert linter.score_of([finding("a", "pass"), finding("a", "violation"), finding("a", "pass")]) == 0


def test_there_is_no_score_where_nothing_was_decided():
    assert linter.score_of([finding("a", "needs_review")]) is None


def test_coverage_counts_rules_not_findings():
    found = [
        finding("a", "pass"),
        finding("a", "pass"),
        finding("b", "pass"),
        finding("b", "needs_review"),
        finding("c", "violation"),
        finding("c", "needs_review"),
        finding("d", "inapplicable"),
        finding("e", "error"),
    ]
    assert linter.coverage_of(found) == (2, 4)


def test_every_rule_of_the_folder_runs_unless_switched_off():
    chosen = linter.chosen_rules(profile_with(stretched_logo=RuleSettings(enabled=False)))
    assert set(modules_of(rules)) - set(chosen) == {"stretched-logo"}


def test_asking_for_a_rule_runs_it_although_it_is_switched_off():
    profile = profile_with(stretched_logo=RuleSettings(enabled=False))
    assert linter.chosen_rules(profile, ["stretched-logo"]) == ("stretched-logo",)


def test_an_unknown_rule_is_refused():
    with pytest.raises(UnknownRule):
        linter.chosen_rules(town.PROFILE, ["streched-logo"])
    with pytest.raises(UnknownRule):
        linter.chosen_rules(profile_with(streched_logo=RuleSettings()))


@pytest.mark.parametrize("options", [{"max_strech": 0.1}, {"max_stretch": "0.1"}, {"max_stretch": True}])
def test_an_option_that_a_rule_cannot_take_is_refused(options):
    with pytest.raises(InvalidProfile):
        linter.chosen_rules(profile_with(stretched_logo=RuleSettings(**options)))


def test_an_option_of_the_profile_reaches_the_rule():
    wide = sighting(0, (PAGE,), stretch=1.04)
    lenient = profile_with(stretched_logo=RuleSettings(max_stretch=0.05))
    assert [f.outcome for f in report(("stretched-logo",), (wide,)).findings] == ["violation"]
    assert [f.outcome for f in report(("stretched-logo",), (wide,), lenient).findings] == ["pass"]


def test_good_material_passes_every_rule_without_a_word_of_blame():
    told = report(linter.chosen_rules(town.PROFILE), (sighting(0, (PAGE,)),))
    assert told.verdict == "pass"
    assert told.score == 100
    assert told.decided == told.applicable > 10


def test_the_same_input_gives_the_same_report():
    seen = (sighting(0, (PAGE,), stretch=1.04), sighting(1, (PAGE,), certainty="possible"))
    chosen = linter.chosen_rules(town.PROFILE)
    assert report(chosen, seen) == report(chosen, seen)


def test_a_review_is_told_apart_from_a_fault(folder):
    folder(doubt=judging(needs_review(PAGE, TOLD, reason="low-confidence")))
    assert report(("doubt",)).verdict == "needs_review"
