"""`brandkit migrate`: a catalog of an older release becomes one of this release."""

from __future__ import annotations

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("migrate", short_help="Bring the catalog to this release.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, as_json: bool) -> int:
    """Bring the database to the form that this release needs, all of it or nothing. A copy of the database as it was is
    put beside it first. Nothing happens when it has that form already."""
    from brandkit.catalog.migrating import migrate
    from brandkit.messages import say

    console.as_json = as_json
    done = migrate(console.folder())
    if as_json:
        console.show_json({"before": done.before, "after": done.after, "copy": str(done.copy) if done.copy else None})
        return DONE
    if done.copy is None:
        console.show(say("The catalog has version {version} already.", version=done.after))
        return DONE
    console.show(say("Brought from version {before} to {after}; as it was: {copy}", before=done.before,
                     after=done.after, copy=str(done.copy)))  # fmt: skip
    return DONE
