"""`brandkit withdraw`: assets are not handed out any more, at once."""

from __future__ import annotations

import click

from brandkit.cli import Console, pass_console


@click.command("withdraw", short_help="Stop handing out assets at once.")
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True)
@click.option("--note", default="", help="Why; kept in the history.")
@click.option("--revision", type=int, help="The revision that `show --json` told; a move of another one is refused.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, slugs: tuple[str, ...], note: str, revision: int | None, as_json: bool) -> int:
    """Stop handing out assets at once and for good, whatever their status."""
    from brandkit.commands._moving import move_each

    return move_each(console, "withdraw", slugs, note=note, revision=revision, as_json=as_json)
