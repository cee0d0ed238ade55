"""`brandkit duplicates`: assets that hold files of the same look."""

from __future__ import annotations

import click

from brandkit.cli import DONE, FOUND, Console, pass_console


@click.command("duplicates", short_help="Find assets that look the same.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, as_json: bool) -> int:
    """Find groups of assets that hold files of the same look, and say which of each group to keep: vectors before
    pixels, then the larger one. Ends with 1 when there are any."""
    from brandkit.catalog.looks.duplicates import best_master, clusters
    from brandkit.messages import say

    console.as_json = as_json
    catalog = console.catalog()
    groups = clusters(catalog.looks())
    best = [best_master([catalog.asset(slug) for slug in group]).slug for group in groups]
    if as_json:
        told = [{"assets": list(group), "keep": keep} for group, keep in zip(groups, best, strict=True)]
        console.show_json({"clusters": told})
        return FOUND if groups else DONE
    for group, keep in zip(groups, best, strict=True):
        console.show(say("{slugs} look the same; keep {keep}", slugs=", ".join(group), keep=keep))
    if not groups:
        console.note(say("No two assets look the same."))
    return FOUND if groups else DONE
