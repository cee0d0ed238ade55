"""`brandkit rules`: every rule with its severity and what it finds."""

from __future__ import annotations

import click

from brandkit.cli import Console, pass_console

SIGNS = {"critical": "■", "serious": "▲", "moderate": "●", "minor": "○"}


@click.command("rules", short_help="List the rules.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, as_json: bool) -> None:
    """List every rule with its severity and the fault that it finds. `explain RULE` tells all about one."""
    from brandkit import rules
    from brandkit.explanation import explanation_of
    from brandkit.plugins import modules_of

    console.as_json = as_json
    pages = [explanation_of(module, console.lang) for module in modules_of(rules).values()]
    if as_json:
        listed = [{"rule": page.rule, "severity": page.severity, "title": page.title} for page in pages]
        console.show_json({"rules": listed, "total": len(listed)})
        return
    widest = max(len(page.rule) for page in pages)
    for page in pages:
        console.show(f"{SIGNS[page.severity]} {page.rule:{widest}}  {page.title}")
