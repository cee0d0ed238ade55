"""`brandkit init`: a new catalog, empty or from a folder of plain files."""

from __future__ import annotations

from pathlib import Path

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("init", short_help="Make a catalog.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="FOLDER", type=click.Path(path_type=Path), help="A catalog folder to import.")
@click.option("--name", default="", help="What the catalog is called; the folder's name unless told.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, folder: Path, source: Path | None, name: str, as_json: bool) -> int:
    """Make a catalog in DIR, which must be new or empty: a database and a folder of blobs."""
    from brandkit.catalog.catalog import Catalog
    from brandkit.messages import say

    console.as_json = as_json
    if source is None:
        from brandkit.catalog import profile_files, transfer

        with Catalog.create(folder, name=name, profile=profile_files.STARTER_NAME) as catalog:
            transfer.install(catalog, (profile_files.starter(catalog.settings.name),), (), {})
        if as_json:
            console.show_json({"catalog": str(folder), "imported": None})
            return DONE
        console.show(say("Made the catalog {folder}.", folder=str(folder)))
        return DONE
    return _from_folder(console, folder, source, name)


def _from_folder(console: Console, folder: Path, source: Path, name: str) -> int:
    import shutil

    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.folder import read_folder
    from brandkit.catalog.transfer import import_contents
    from brandkit.commands._transferring import progress_of, tell_imported
    from brandkit.errors import BrandkitError

    contents = read_folder(source)  # a bad folder is told before anything is made
    brands = contents.brands
    catalog = Catalog.create(folder, name=name, profile=brands[0].profile if brands else "")
    try:
        with progress_of(console) as progress:
            found = import_contents(catalog, contents, progress=progress)
    except BrandkitError:
        catalog.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return tell_imported(console, found, catalog=folder)
