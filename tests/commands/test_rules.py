"""`rules` and `explain` tell the rules in both languages, for people and for scripts."""

from __future__ import annotations

import json

import pytest

from brandkit import rules
from brandkit.cli import run
from brandkit.plugins import modules_of

RULES = modules_of(rules)


def test_every_rule_is_listed(capsys):
    assert run(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == list(RULES)


def test_the_list_is_one_json_document(capsys):
    assert run(["--lang", "en", "rules", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == len(RULES)
    assert {"rule": "mirrored-logo", "severity": "critical", "title": "Logos shown as in a mirror."} in told["rules"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("lang", "why"), [("vi", "Vì sao"), ("en", "Why")])
def test_every_rule_is_explained(capsys, monkeypatch, tmp_path, rule, lang, why):
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", lang, "explain", rule]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(rule)
    assert why in told.out.splitlines()
    assert told.err == ""


def test_an_explanation_has_options_with_defaults_and_reasons(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", "en", "explain", "crowded-logo", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (option,) = told["options"]
    assert (option["name"], option["default"], option["value"]) == ("share", 0.25, 0.25)
    assert option["reason"]
    assert told["profile"] is None


def test_a_wrong_name_is_one_line_and_status_2(capsys):
    assert run(["explain", "streched-logo"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "streched-logo" in told.err


def test_a_wrong_name_is_json_when_asked(capsys):
    assert run(["explain", "streched-logo", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "unknown-rule"
