"""What every rule's file must hold, so that a newcomer's rule is tested by being there."""

from __future__ import annotations

import ast
import inspect
import re
import string
from pathlib import Path

import pytest

from brandkit import rules
from brandkit.explanation import HEADINGS, explanation_of, paragraphs_of
from brandkit.findings import SEVERITIES
from brandkit.messages import translated
from brandkit.plugins import modules_of

RULES = modules_of(rules)
# Fields are the same in every language; so are these, as they name no words.
SAME_IN_BOTH = re.compile(r"[\W\d_]*\Z")


def templates_in(module) -> list[str]:
    """The first argument of every `say` in the module's source."""
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "say"]
    assert all(isinstance(call.args[0], ast.Constant) for call in calls), "a template is one literal"
    return [call.args[0].value for call in calls]


def fields_of(template: str) -> set[tuple[str, str]]:
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name}


@pytest.fixture(params=RULES.values(), ids=RULES)
def rule(request):
    return request.param


def test_a_rule_has_a_known_severity(rule):
    assert rule.severity in SEVERITIES


def test_a_rule_has_its_five_headings_in_order(rule):
    title, sections = paragraphs_of(rule.__doc__)
    assert title.endswith(".")
    assert tuple(sections) == HEADINGS
    assert all(sections.values())


def test_every_option_is_explained(rule):
    parameters = inspect.signature(rule.judge).parameters.values()
    options = {p.name for p in parameters if p.kind is p.KEYWORD_ONLY}
    for lang in ("en", "vi"):
        explained = explanation_of(rule, lang).options
        assert {option.name for option in explained} == options
        assert all(len(option.reason) > 10 for option in explained)


def test_every_option_has_a_default_and_no_other_argument_has(rule):
    for parameter in inspect.signature(rule.judge).parameters.values():
        has_default = parameter.default is not inspect.Parameter.empty
        assert has_default == (parameter.kind is parameter.KEYWORD_ONLY)


def test_every_text_of_the_page_is_there_in_vietnamese(rule):
    title, sections = paragraphs_of(rule.__doc__)
    for text in (title, *sections.values()):
        assert translated(text, "vi") != text


def test_every_message_is_there_in_vietnamese_with_the_same_fields(rule):
    for template in templates_in(rule):
        told = translated(template, "vi")
        assert SAME_IN_BOTH.match(re.sub(r"{[^}]*}", "", template)) or told != template
        assert fields_of(told) == fields_of(template)


def test_a_rule_is_no_longer_than_a_page_of_code(rule):
    assert len(Path(rule.__file__).read_text("utf-8").splitlines()) <= 300
