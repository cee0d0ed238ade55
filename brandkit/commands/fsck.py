"""`brandkit fsck`: whether rows, blobs and history agree."""

from __future__ import annotations

import click

from brandkit.cli import DONE, FOUND, Console, pass_console


@click.command("fsck", short_help="Check that nothing is lost or damaged.")
@click.option("--read-data", is_flag=True, help="Read and verify every file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, read_data: bool, as_json: bool) -> int:
    """Check that database, files and history agree. Each fault is listed with its code and the blob or row; ends with 1
    when there are any."""
    from brandkit import sandbox
    from brandkit.catalog.checkup import check
    from brandkit.messages import say, shown

    console.as_json = as_json
    found = check(console.catalog(), read_data=read_data)
    held = sandbox.isolation()
    status = FOUND if found.faults else DONE
    if as_json:
        faults = [{"code": fault.code, fault.where: fault.subject, "message": shown(fault.message, console.lang)}
                  for fault in found.faults]  # fmt: skip
        counts = {"assets": found.assets, "blobs": found.blobs, "unreferenced": found.unreferenced}
        console.show_json({"sound": not faults, "faults": faults, **counts, "read_data": read_data,
                           "isolation": held})  # fmt: skip
        return status
    for fault in found.faults:
        console.show(say("{code}  {subject}  {message}", code=fault.code, subject=fault.subject, message=fault.message))
    console.note(say("{assets} assets, {blobs} files, {unreferenced} of them not needed; {faults} faults",
                     assets=found.assets, blobs=found.blobs, unreferenced=found.unreferenced,
                     faults=len(found.faults)))  # fmt: skip
    if held != "bubblewrap":
        console.note(say("Untrusted files are held by limits alone here; install bubblewrap to hold them apart."))
    return status
