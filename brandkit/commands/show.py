"""`brandkit show`: all that is known of an asset."""

from __future__ import annotations

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("show", short_help="Show all of an asset.")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, slug: str, as_json: bool) -> int:
    """Show all that is known of an asset: titles, rights, releases, versions and files."""
    from brandkit.catalog.documents import shown_whole
    from brandkit.commands._telling import lines_of

    console.as_json = as_json
    stored = console.catalog().stored(slug)
    if as_json:
        console.show_json(shown_whole(stored.asset, stored.revision))
        return DONE
    for line in lines_of(stored.asset):
        console.show(line)
    return DONE
