"""A rule's page comes from its docstring, in both languages."""

from __future__ import annotations

from brandkit.explanation import HEADINGS, Option, explanation_of, options_in, paragraphs_of
from brandkit.rules import crowded_logo, mirrored_logo, rotated_logo

DOCSTRING = """Fault in a few words.

Why                     Because it
                        matters.
Measured as             A figure.
Not found by this rule  Much.
Options                 first: one thing. second: another,
                        with more.
Source                  A paper.
"""


def test_each_heading_is_one_paragraph():
    title, sections = paragraphs_of(DOCSTRING)
    assert title == "Fault in a few words."
    assert tuple(sections) == HEADINGS
    assert sections["Why"] == "Because it matters."
    assert sections["Options"] == "first: one thing. second: another, with more."


def test_options_are_told_apart_by_their_names():
    found = options_in("first: one thing. second: another, with more.", {"first": 1, "second": 2})
    assert found == (Option("first", 1, "one thing."), Option("second", 2, "another, with more."))


def test_a_name_inside_another_name_does_not_start_an_option():
    found = options_in("max_delta: far. delta: near.", {"delta": 1, "max_delta": 2})
    assert [option.name for option in found] == ["max_delta", "delta"]


def test_a_rule_without_options_has_none():
    assert explanation_of(mirrored_logo, "vi").options == ()


def test_the_page_speaks_the_language_asked_for():
    assert explanation_of(crowded_logo, "en").title.startswith("Logos without the free space")
    assert explanation_of(crowded_logo, "vi").title.startswith("Biểu trưng thiếu khoảng trống")


def test_option_names_are_the_same_in_both_languages():
    vi, en = (explanation_of(rotated_logo, lang).options for lang in ("vi", "en"))
    assert [option.name for option in vi] == [option.name for option in en]
    assert [option.default for option in vi] == [option.default for option in en]
