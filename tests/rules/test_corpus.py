"""Every case of the corpus comes out as is written beside it."""

from __future__ import annotations

import pytest

from brandkit import rules
from brandkit.brand import LogoUse
from brandkit.plugins import modules_of
from tests.corpus import town
from tests.corpus.building import CORPUS, Case, all_cases, cases_of

RULES = modules_of(rules)
CASES = tuple(all_cases())


def findings_of(case: Case):
    profile = town.PROFILE
    if case.profile:
        profile = profile.model_copy(update={"logo": LogoUse(**case.profile)})
    brand = town.identity(profile, case.without, case.on)
    return list(RULES[case.rule].judge(case.document, case.sightings, brand, **case.options))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.name}")
def test_a_case_comes_out_as_expected(case):
    found = findings_of(case)
    assert [f.outcome for f in found] == [e["outcome"] for e in case.expected]
    for finding, expected in zip(found, case.expected, strict=True):
        for key in set(expected) - {"outcome", "value"}:
            assert getattr(finding, key) == expected[key]
        if "value" in expected:
            value = expected["value"]
            assert finding.measured.value == (value if isinstance(value, str) else pytest.approx(value, rel=1e-3))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.name}")
def test_a_case_is_named_after_its_worst_outcome(case):
    outcomes = {expected["outcome"] for expected in case.expected}
    worst = "fail" if "violation" in outcomes else "review" if "needs_review" in outcomes else "pass"
    assert case.name.startswith(f"{worst}-")


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_passing_and_a_failing_case(rule):
    names = [case.name for case in cases_of(rule)]
    assert any(name.startswith("pass-") for name in names)
    assert any(name.startswith("fail-") for name in names)


def test_every_folder_of_the_corpus_is_of_a_rule():
    assert {path.name for path in CORPUS.iterdir() if path.is_dir() and not path.name.startswith("_")} <= set(RULES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.name}")
def test_what_is_decided_says_what_was_measured_and_what_is_allowed(case):
    for finding in findings_of(case):
        if finding.outcome == "pass":
            assert finding.measured is not None
            assert finding.allowed is not None
        if finding.outcome == "violation":
            assert finding.measured is not None
            assert finding.remedy is not None
        if finding.outcome == "needs_review":
            assert finding.reason
