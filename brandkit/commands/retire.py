"""`brandkit retire`: approved assets are superseded."""

from __future__ import annotations

import click

from brandkit.cli import Console, pass_console


@click.command("retire", short_help="Take approved assets out of use.")
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True)
@click.option("--replaced-by", metavar="SLUG", default="", help="The asset that takes its place.")
@click.option("--note", default="", help="Why; kept in the history.")
@click.option("--revision", type=int, help="The revision that `show --json` told; a move of another one is refused.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(
    console: Console, slugs: tuple[str, ...], replaced_by: str, note: str, revision: int | None, as_json: bool
) -> int:
    """Take approved assets out of use; --replaced-by names the one that takes their place."""
    from brandkit.commands._moving import move_each

    return move_each(console, "retire", slugs, note=note, revision=revision, as_json=as_json, replaced_by=replaced_by)
