"""`brandkit export`: everything as a folder of plain files."""

from __future__ import annotations

from pathlib import Path

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("export", short_help="Write everything as plain files.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, folder: Path, as_json: bool) -> int:
    """Write the whole catalog as a folder of plain files that can be read, reviewed and imported without loss. FOLDER
    must be new or empty; it is there complete or not at all."""
    from brandkit.catalog.transfer import export_folder
    from brandkit.messages import say

    console.as_json = as_json
    count = export_folder(console.catalog(), folder)
    if as_json:
        console.show_json({"folder": str(folder), "assets": count})
        return DONE
    console.show(say("Wrote {count} assets to {folder}.", count=count, folder=str(folder)))
    return DONE
