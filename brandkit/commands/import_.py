"""`brandkit import`: everything of a catalog folder into the catalog."""

from __future__ import annotations

from pathlib import Path

import click

from brandkit.cli import Console, pass_console


@click.command("import", short_help="Take in a catalog folder.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, folder: Path, as_json: bool) -> int:
    """Take in a folder of plain files: assets, profiles, units, samples. What is there already stays as it is; an
    asset whose slug has other values here is refused, and the rest goes on."""
    from brandkit.catalog.transfer import import_folder
    from brandkit.commands._transferring import progress_of, tell_imported

    console.as_json = as_json
    catalog = console.catalog()
    with progress_of(console) as progress:
        found = import_folder(catalog, folder, progress=progress)
    return tell_imported(console, found)
