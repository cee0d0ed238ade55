"""`brandkit explain RULE`: why a rule exists, how it measures, what it does not find, and its options."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from brandkit.cli import Console, pass_console

if TYPE_CHECKING:
    from brandkit.brand import Brand
    from brandkit.explanation import Explanation

WIDTH = 100
SEVERITY_WORDS = {"critical": "critical", "serious": "serious", "moderate": "moderate", "minor": "minor"}


@click.command("explain", short_help="Tell all about one rule.")
@click.argument("rule")
@click.option("--profile", help="The profile whose clause and values to show.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, rule: str, profile: str | None, as_json: bool) -> None:
    """Tell why a rule exists, how it measures, what it does not find, its options with the profile's values, and the
    clause that it enforces."""
    from brandkit import rules
    from brandkit.errors import UnknownRule
    from brandkit.explanation import explanation_of
    from brandkit.plugins import modules_of

    console.as_json = as_json
    known = modules_of(rules)
    if rule not in known:
        raise UnknownRule(rule, "is no rule of this version")
    page = explanation_of(known[rule], console.lang)
    brand = active_brand(console, profile)
    if as_json:
        console.show_json(document_of(page, brand, console.lang))
        return
    for line in lines_of(page, brand, console.lang):
        console.show(line)


def active_brand(console: Console, profile: str | None) -> Brand | None:
    """The profile of the catalog at hand; None where there is no catalog and none was named."""
    from brandkit.errors import NoCatalog

    try:
        return console.catalog().brand(profile)
    except NoCatalog:
        if profile or console.catalog_path:
            raise
        return None


def document_of(page: Explanation, brand: Brand | None, lang: str) -> dict[str, Any]:
    """The page as JSON; `value` is the profile's, else the default."""
    from brandkit.messages import shown
    from brandkit.options import plain

    settings = brand.rules.get(page.rule) if brand else None
    given = settings.options if settings else {}
    return {
        "rule": page.rule,
        "severity": page.severity,
        "title": page.title,
        "sections": dict(page.sections),
        "options": [
            {
                "name": o.name,
                "default": plain(o.default),
                "value": plain(given.get(o.name, o.default)),
                "reason": o.reason,
            }
            for o in page.options
        ],
        "profile": brand.profile if brand else None,
        "enabled": settings.enabled if settings else True,
        "clause": shown(settings.clause.pair(), lang) if settings and settings.clause else None,
    }


def lines_of(page: Explanation, brand: Brand | None, lang: str) -> Iterator[str]:
    """The page as lines for a terminal."""
    from brandkit.messages import say, shown, translated

    told = document_of(page, brand, lang)
    yield f"{page.rule} · {translated(SEVERITY_WORDS[page.severity], lang)}"
    yield page.title
    for heading, text in page.sections.items():
        yield from ("", translated(heading, lang), *wrapped(text))
        if heading == "Not found by this rule":
            yield from option_lines(told["options"], lang)
    if told["profile"]:
        clause = told["clause"] or shown(say("no clause given"), lang)
        state = "" if told["enabled"] else shown(say(" (switched off)"), lang)
        yield from ("", shown(say("In profile {profile}", profile=told["profile"]), lang) + state, *wrapped(clause))


def option_lines(options: list[dict[str, Any]], lang: str) -> Iterator[str]:
    from brandkit.messages import say, shown, translated
    from brandkit.options import written

    yield from ("", translated("Options", lang))
    if not options:
        yield from wrapped(translated("None.", lang))
    for option in options:
        value = f"{option['name']} = {written(option['value'])}"
        if option["value"] != option["default"]:
            value += " " + shown(say("(default {default})", default=written(option["default"])), lang)
        yield from (f"  {value}", *wrapped(option["reason"], indent=6))


def wrapped(text: str, indent: int = 2) -> list[str]:
    margin = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
