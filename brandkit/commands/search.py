"""`brandkit search`: full text, with and without Vietnamese marks."""

from __future__ import annotations

import click

from brandkit.assets import STATUSES
from brandkit.cli import DONE, Console, pass_console


@click.command("search", short_help="Find assets.")
@click.argument("query", default="")
@click.option("--kind", type=click.Choice(["logo", "slogan", "photo"]), help="Only of this kind.")
@click.option("--status", type=click.Choice(STATUSES), help="Only in this status.")
@click.option("--unit", default="", help="Only of this unit.")
@click.option("--tag", default="", help="Only with this tag.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@click.option("--cursor", default="", help="The `next` of the page before, for what follows it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(
    console: Console,
    query: str,
    kind: str | None,
    status: str | None,
    unit: str,
    tag: str,
    limit: int,
    cursor: str,
    as_json: bool,
) -> int:
    """Find assets by words in titles, captions, tags, credits and units. Words are found with and without marks, by
    their beginning, abbreviated (UBND, P., TP.) and in full; what is spelled exactly as asked comes first. Typing
    errors are corrected when nothing else is found. Without QUERY, all assets."""
    from brandkit.catalog.documents import listed
    from brandkit.catalog.search import Wanted
    from brandkit.commands._telling import line_of
    from brandkit.messages import say

    console.as_json = as_json
    page = console.catalog().page(Wanted(query, kind or "", status or "", unit, tag, limit, cursor))
    if as_json:
        told = {"next": page.next, "corrected": page.corrected}
        more = {name: value for name, value in told.items() if value}
        console.show_json({"assets": [listed(asset) for asset in page.assets], "total": page.total, **more})
        return DONE
    if page.corrected:
        console.note(say("Nothing is found by {query}; this is what {corrected} finds.", query=query,
                         corrected=page.corrected))  # fmt: skip
    for asset in page.assets:
        console.show(line_of(asset))
    console.note(say("{shown} of {total}", shown=len(page.assets), total=page.total))
    if page.next:
        console.note(say("What follows: --cursor {cursor}", cursor=page.next))
    return DONE
