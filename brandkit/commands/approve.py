"""`brandkit approve`: submitted versions come into force."""

from __future__ import annotations

import click

from brandkit.cli import Console, pass_console


@click.command("approve", short_help="Approve what was submitted.")
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True)
@click.option("--note", default="", help="Why; kept in the history.")
@click.option("--revision", type=int, help="The revision that `show --json` told; a move of another one is refused.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, slugs: tuple[str, ...], note: str, revision: int | None, as_json: bool) -> int:
    """Approve the submitted version of each asset: it is served from now on, and the version before is superseded."""
    from brandkit.commands._moving import move_each

    return move_each(console, "approve", slugs, note=note, revision=revision, as_json=as_json)
