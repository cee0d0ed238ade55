"""`brandkit fsck`: whether rows, blobs and history agree, and mending what can be mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit.cli import DONE, FOUND, Console, pass_console

if TYPE_CHECKING:
    from brandkit.catalog.checkup import Checkup, Fault


_NOTHING: tuple[Fault, ...] = ()


@click.command("fsck", short_help="Check that nothing is lost or damaged.")
@click.option("--read-data", is_flag=True, help="Read and verify every file.")
@click.option("--repair", is_flag=True, help="Mend what can be mended.")
@click.option("--from", "source", metavar="PATH", type=click.Path(path_type=Path),
              help="With --repair: a folder or backup with sound copies of damaged files.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, read_data: bool, repair: bool, source: Path | None, as_json: bool) -> int:
    """Check that database, files and history agree. Each fault is listed with its code and the blob or row; ends with 1
    when there are any, with --repair when any are left. docs/how-to/keeping-it-sound.md tells what each code means."""
    from brandkit import sandbox
    from brandkit.catalog.checkup import check
    from brandkit.catalog.checkup.repair import repair as mend
    from brandkit.errors import InvalidValue

    console.as_json = as_json
    if source is not None and not repair:
        raise InvalidValue("--from", "is of no use without --repair")
    catalog = console.catalog()
    found, mended = check(catalog, read_data=read_data), _NOTHING
    if repair and found.faults:
        from brandkit.commands._transferring import progress_of

        before = found
        with progress_of(console) as progress:
            mend(catalog, before.faults, source=source, progress=progress)
        found = check(catalog, read_data=read_data)
        left = {(fault.code, fault.subject) for fault in found.faults}
        mended = tuple(fault for fault in before.faults if (fault.code, fault.subject) not in left)
    held = sandbox.isolation()
    if as_json:
        told = {"sound": not found.faults, "faults": _documents(console, found.faults)}
        counts = {"assets": found.assets, "blobs": found.blobs, "unreferenced": found.unreferenced}
        console.show_json({**told, "repaired": _documents(console, mended), **counts, "read_data": read_data,
                           "isolation": held})  # fmt: skip
    else:
        _tell(console, found, mended, held)
    return FOUND if found.faults else DONE


def _documents(console: Console, faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    from brandkit.messages import shown

    return [{"code": fault.code, fault.where: fault.subject, "message": shown(fault.message, console.lang)}
            for fault in faults]  # fmt: skip


def _tell(console: Console, found: Checkup, mended: tuple[Fault, ...], held: str) -> None:
    from brandkit.messages import say

    for fault in mended:
        console.show(say("mended: {code}  {subject}", code=fault.code, subject=fault.subject))
    for fault in found.faults:
        console.show(say("{code}  {subject}  {message}", code=fault.code, subject=fault.subject, message=fault.message))
    console.note(say("{assets} assets, {blobs} files, {unreferenced} of them not needed; {faults} faults",
                     assets=found.assets, blobs=found.blobs, unreferenced=found.unreferenced,
                     faults=len(found.faults)))  # fmt: skip
    if held != "bubblewrap":
        console.note(say("Untrusted files are held by limits alone here; install bubblewrap to hold them apart."))
