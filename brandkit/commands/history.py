"""`brandkit history`: who did what to an asset, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from brandkit.cli import DONE, Console, pass_console

if TYPE_CHECKING:
    from datetime import tzinfo

    from brandkit.catalog.history import Event
    from brandkit.messages import Message


@click.command("history", short_help="Who did what when.")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, slug: str, as_json: bool) -> int:
    """Tell who did what to an asset and when, oldest first."""
    from dataclasses import asdict

    from brandkit.catalog.days import zone_of

    console.as_json = as_json
    catalog = console.catalog()
    events = catalog.history(slug)
    if as_json:
        console.show_json({"slug": slug, "events": [asdict(event) for event in events]})
        return DONE
    zone = zone_of(catalog.settings.timezone)
    for event in events:
        for line in lines_of(event, zone):
            console.show(line)
    return DONE


def lines_of(event: Event, zone: tzinfo) -> Iterator[Message]:
    """One event for people: when, what and who on a line, and below it what else is known of it."""
    from datetime import datetime

    from brandkit.messages import say

    at = datetime.fromisoformat(event.at).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    yield say("{at}  {move:20}  {actor}", at=at, move=say(event.move), actor=event.actor)
    before, after = event.details.get("from"), event.details.get("to")
    if before and before != after:
        yield say("    {before} → {after}", before=say(str(before)), after=say(str(after)))
    if event.details.get("replaced_by"):
        yield say("    Replaced by: {said}", said=event.details["replaced_by"])
    if event.details.get("reference"):
        yield say("    Consent: {said}", said=event.details["reference"])
    if event.details.get("by"):
        yield say("    Told by: {said}", said=event.details["by"])
    changed = [key for key, value in event.details.items() if isinstance(value, list) and len(value) == 2]
    if changed:
        yield say("    Changed: {said}", said=", ".join(changed))
    if event.note:
        yield say("    Note: {said}", said=event.note)
