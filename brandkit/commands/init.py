"""`brandkit init`: a new catalog, empty or from a folder of plain files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brandkit.cli import DONE, Console, pass_console

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog


@click.command("init", short_help="Make a catalog.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="FOLDER", type=click.Path(path_type=Path), help="A catalog folder to import.")
@click.option("--name", default="", help="What the catalog is called; the folder's name unless told.")
@click.option("--blobs", metavar="ADDRESS", default="file:blobs", show_default=True,
              help="Where files lie: a folder, or s3://bucket/prefix.")  # fmt: skip
@click.option("--database", metavar="ADDRESS", default="sqlite:catalog.db", show_default=True,
              help="Where rows lie: a file, or postgresql://host/name.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(
    console: Console, folder: Path, source: Path | None, name: str, blobs: str, database: str, as_json: bool
) -> int:
    """Make a catalog in DIR, which must be new or empty: a database and a folder of blobs, unless told otherwise."""
    from brandkit.messages import say

    console.as_json = as_json
    places = {"blobs": blobs, "database": database}
    if source is None:
        from brandkit.catalog import profile_files, transfer

        with _new(folder, name=name, profile=profile_files.STARTER_NAME, **places) as catalog:
            transfer.install(catalog, (profile_files.starter(catalog.settings.name),), (), {})
        if as_json:
            console.show_json({"catalog": str(folder), "imported": None})
            return DONE
        console.show(say("Made the catalog {folder}.", folder=str(folder)))
        return DONE
    return _from_folder(console, folder, source, name, places)


def _from_folder(console: Console, folder: Path, source: Path, name: str, places: dict[str, str]) -> int:
    from brandkit.catalog.folder import read_folder
    from brandkit.catalog.transfer import import_contents
    from brandkit.commands._transferring import progress_of, tell_imported

    contents = read_folder(source)  # a bad folder is told before anything is made
    brands = contents.brands
    with (
        _new(folder, name=name, profile=brands[0].profile if brands else "", **places) as catalog,
        progress_of(console) as progress,
    ):
        found = import_contents(catalog, contents, progress=progress)
    return tell_imported(console, found, catalog=folder)


@contextmanager
def _new(folder: Path, *, name: str, profile: str, blobs: str, database: str) -> Iterator[Catalog]:
    """A new catalog to put things into; gone again when that fails, so that the command can be repeated."""
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.founding import abandon
    from brandkit.catalog.storing import vacate

    was_there = folder.is_dir()
    with Catalog.create(folder, name=name, profile=profile, blobs=blobs, database=database) as catalog:
        try:
            yield catalog
        except BaseException:
            vacate(catalog.store)
            catalog.close()
            abandon(folder, keep_folder=was_there)
            raise
