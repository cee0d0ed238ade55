"""`brandkit similar`: files of the catalog that look like a picture."""

from __future__ import annotations

from pathlib import Path

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("similar", short_help="Find what looks like a picture.")
@click.argument("image", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, image: Path, limit: int, as_json: bool) -> int:
    """Find the files of the catalog that look like a picture, nearest first, also turned or mirrored, and those that
    are a part of it or that it is a part of."""
    from brandkit.catalog.inspection import seen
    from brandkit.catalog.looks import alike
    from brandkit.commands._files import laid
    from brandkit.commands._telling import PARTS, match_document
    from brandkit.messages import say

    console.as_json = as_json
    catalog = console.catalog()
    with laid(image) as path:
        page = seen(path)
    matches = alike.to_picture(catalog, page, limit=limit)
    if as_json:
        whole = ((0.0, 0.0), (page.width, 0.0), (page.width, page.height), (0.0, page.height))
        console.show_json({"matches": [match_document(match, match.quad or whole) for match in matches]})
        return DONE
    for match in matches:
        if match.method == PARTS:
            console.show(say("{slug}  shares a part  {sha256}", slug=match.slug, sha256=match.sha256))
            continue
        console.show(say("{slug}  {bits} bits apart by {method}  {sha256}", slug=match.slug, bits=match.distance,
                         method=match.method, sha256=match.sha256))  # fmt: skip
    if not matches:
        console.note(say("Nothing in the catalog looks like {name}.", name=image.name))
    return DONE
