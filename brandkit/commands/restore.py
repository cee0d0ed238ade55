"""`brandkit restore`: a catalog from a backup, in a new folder."""

from __future__ import annotations

import os
from pathlib import Path

import click

from brandkit.cli import DONE, FOUND, Console, pass_console


@click.command("restore", short_help="Make a catalog from a backup.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--database", default="sqlite:catalog.db", show_default=True, help="Where its rows are to lie.")
@click.option("--blobs", default="file:blobs", show_default=True, help="Where its files are to lie.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(
    console: Console, file: Path, folder: Path | None, database: str, blobs: str, as_json: bool
) -> int:
    """Make the catalog that FILE holds in DIR (else in the folder named by --catalog or BRANDKIT_CATALOG), which must
    be new or empty. Every byte is verified before it is acknowledged; a damaged backup makes nothing. Ends with 1 when
    the backup was taken of a catalog with faults."""
    from brandkit.catalog.backup.restore import restore
    from brandkit.commands._transferring import progress_of
    from brandkit.errors import InvalidValue
    from brandkit.messages import say

    console.as_json = as_json
    named = folder or console.catalog_path or os.environ.get("BRANDKIT_CATALOG")
    if not named:
        raise InvalidValue("DIR", "is missing: where is the catalog to be made?")
    with progress_of(console) as progress:
        done = restore(file, Path(named), database=database, blobs=blobs, progress=progress)
    found = done.found
    status = FOUND if found.faults else DONE
    if as_json:
        console.show_json({"catalog": str(named), "made_at": done.made_at, "assets": found.assets,
                           "blobs": found.blobs, "missing": list(done.missing)})  # fmt: skip
        return status
    for sha256 in done.missing:
        console.show(say("missing since before the backup: {sha256}", sha256=sha256))
    console.show(say("Made the catalog {folder} as it was on {at}: {assets} assets, {blobs} files.", folder=str(named),
                     at=done.made_at, assets=found.assets, blobs=found.blobs))  # fmt: skip
    return status
