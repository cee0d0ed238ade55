"""`brandkit history`: who did what to an asset, and when."""

from __future__ import annotations

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("history", short_help="Who did what when.")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, slug: str, as_json: bool) -> int:
    """Tell who did what to an asset and when, oldest first."""
    from dataclasses import asdict

    from brandkit.messages import say

    console.as_json = as_json
    events = console.catalog().history(slug)
    if as_json:
        console.show_json({"slug": slug, "events": [asdict(event) for event in events]})
        return DONE
    for event in events:
        line = "{at}  {actor}  {move}  {note}" if event.note else "{at}  {actor}  {move}"
        console.show(say(line, at=event.at, actor=event.actor, move=event.move, note=event.note))
    return DONE
