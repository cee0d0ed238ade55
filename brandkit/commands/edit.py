"""`brandkit edit`: changes metadata."""

from __future__ import annotations

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("edit", short_help="Change metadata.")
@click.argument("slug")
@click.argument("changes", metavar="KEY=VALUE...", nargs=-1, required=True)
@click.option("--revision", type=int, help="The revision that `show --json` told; an edit of an older one is refused.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, slug: str, changes: tuple[str, ...], revision: int | None, as_json: bool) -> int:
    """Change metadata of an asset: title, title_en, alt, caption, tags (joined by commas), unit, credit, license,
    valid_from, valid_to and so on. An empty value clears the field; an unknown field lists them all."""
    from brandkit.catalog.documents import shown_whole
    from brandkit.catalog.edits import parse_changes
    from brandkit.commands._telling import lines_of

    console.as_json = as_json
    catalog = console.catalog()
    catalog.edit(slug, parse_changes(changes), revision=revision)
    stored = catalog.stored(slug)
    if as_json:
        console.show_json(shown_whole(stored.asset, stored.revision))
        return DONE
    for line in lines_of(stored.asset):
        console.show(line)
    return DONE
