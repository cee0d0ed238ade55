"""`brandkit rebuild`: the database anew from the files and what lies beside them."""

from __future__ import annotations

import click

from brandkit.cli import DONE, FOUND, Console, pass_console


@click.command("rebuild", short_help="Make a lost database anew.")
@click.option("--put-aside", is_flag=True, help="Also when the database can be read; it is kept under another name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, put_aside: bool, as_json: bool) -> int:
    """Make the rows anew from what is written beside the files: assets with all their values, versions, consents,
    units, profiles and history. A database that is damaged is kept under another name. Ends with 1 when something
    beside the files could not be read."""
    from brandkit.catalog.rebuild import rebuild
    from brandkit.commands._transferring import progress_of
    from brandkit.messages import say

    console.as_json = as_json
    with progress_of(console) as progress:
        done = rebuild(console.folder(), put_aside=put_aside, progress=progress)
    status = FOUND if done.unreadable else DONE
    counts = {"assets": done.assets, "events": done.events, "units": done.units, "profiles": done.profiles}
    if as_json:
        aside = str(done.aside) if done.aside else None
        console.show_json({**counts, "unreadable": list(done.unreadable), "aside": aside})
        return status
    for name in done.unreadable:
        console.show(say("not usable: {name}", name=name))
    told = "Came back: {assets} assets, {units} units, {profiles} profiles, {events} entries of history."
    console.show(say(told, **counts))
    if done.aside:
        console.note(say("The old database is kept as {name}.", name=done.aside.name))
    return status
