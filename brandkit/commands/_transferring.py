"""What `init --from` and `import` have in common: a progress bar on a terminal, and telling what came in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from brandkit.cli import DONE, FAILED, Console, error_document
from brandkit.messages import say, shown

if TYPE_CHECKING:
    from brandkit.catalog.transfer import Imported


@contextmanager
def progress_of(console: Console) -> Iterator[Callable[[int, int], None] | None]:
    """A function to call with (done, total), which draws a bar on stderr; None where stderr is no terminal."""
    if console.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console as Terminal
    from rich.progress import Progress

    with Progress(console=Terminal(stderr=True), transient=True) as bar:
        task = bar.add_task(shown(say("Looking at files"), console.lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def tell_imported(console: Console, found: Imported, *, catalog: Path | None = None) -> int:
    """Tells what came in and what was refused; returns the exit status."""
    status = FAILED if found.refused else DONE
    if console.as_json:
        imported = {
            "added": list(found.added),
            "unchanged": list(found.unchanged),
            "profiles": list(found.profiles),
            "units": found.units,
            "extras": found.extras,
            "errors": [error_document(error, console.lang) for error in found.refused],
        }
        console.show_json({"catalog": str(catalog), "imported": imported} if catalog else {"imported": imported})
        return status
    for error in found.refused:
        console.fail(error)
    if catalog is not None:
        console.show(say("Made the catalog {folder}.", folder=str(catalog)))
    console.show(
        say(
            "New: {added} assets, {profiles} profiles, {units} units, {extras} other files; {unchanged} unchanged.",
            added=len(found.added),
            unchanged=len(found.unchanged),
            profiles=len(found.profiles),
            units=found.units,
            extras=found.extras,
        )
    )
    return status
