"""`brandkit gc`: removes what nothing needs any more."""

from __future__ import annotations

import click

from brandkit.cli import DONE, Console, pass_console


@click.command("gc", short_help="Remove what nothing needs.")
@click.option("--grace", type=click.FloatRange(0), default=24.0, show_default=True,
              help="Hours for which a file without a row is left alone: it may be on its way in.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, grace: float, dry_run: bool, as_json: bool) -> int:
    """Remove files that no row names and writes that a crash left unfinished, and mend what a crash left behind beside
    the blobs. Nothing that any version of any asset names is ever removed."""
    from dataclasses import asdict
    from datetime import timedelta

    from brandkit.catalog.checkup import collect
    from brandkit.messages import say

    console.as_json = as_json
    done = collect(console.catalog(), grace=timedelta(hours=grace), dry_run=dry_run)
    if as_json:
        console.show_json({**asdict(done), "dry_run": dry_run})
        return DONE
    for sha256 in done.blobs:
        console.show(sha256)
    counts = {name: len(getattr(done, name)) for name in ("blobs", "unfinished", "sidecars", "mended")}
    if dry_run:
        told = "To be removed: {blobs} files, {unfinished} unfinished writes, {sidecars} old sidecars"
        console.note(say(told, **counts))
        console.note(say("Nothing was changed: --dry-run."))
        return DONE
    told = "Removed: {blobs} files, {unfinished} unfinished writes, {sidecars} old sidecars; mended: {mended}"
    console.note(say(told, **counts))
    return DONE
