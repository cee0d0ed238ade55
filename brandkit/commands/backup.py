"""`brandkit backup`: the whole catalog in one file."""

from __future__ import annotations

from pathlib import Path

import click

from brandkit.cli import DONE, FOUND, Console, pass_console


@click.command("backup", short_help="Write the whole catalog to one file.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--skip-damaged", is_flag=True, help="Leave out files that are damaged or gone, and tell which.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, file: Path, skip_damaged: bool, as_json: bool) -> int:
    """Write everything to FILE, a plain tar archive with the SHA-256 of each member: rows, files, profiles, history and
    its checkpoints, as they are at one moment; others may go on working. FILE is there whole or not at all, and nothing
    is overwritten. Ends with 1 when files were left out."""
    from brandkit.catalog.backup import backup
    from brandkit.commands._telling import size_of
    from brandkit.commands._transferring import progress_of
    from brandkit.messages import say

    console.as_json = as_json
    with progress_of(console) as progress:
        done = backup(console.catalog(), file, skip_damaged=skip_damaged, progress=progress)
    status = FOUND if done.missing else DONE
    if as_json:
        counts = {"assets": done.assets, "blobs": done.blobs, "size_bytes": done.size_bytes}
        console.show_json({"backup": str(done.path), **counts, "missing": list(done.missing)})
        return status
    for sha256 in done.missing:
        console.show(say("left out: {sha256}", sha256=sha256))
    console.show(say("{file}: {assets} assets, {blobs} files, {size}", file=str(done.path), assets=done.assets,
                     blobs=done.blobs, size=size_of(done.size_bytes)))  # fmt: skip
    return status
