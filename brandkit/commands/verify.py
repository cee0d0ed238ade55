"""`brandkit verify`: whether files are still what was handed out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from brandkit.cli import DONE, FAILED, FOUND, Console, error_document, pass_console
from brandkit.errors import BrandkitError, NoCatalog, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.kits.lock import Lock
    from brandkit.catalog.verifying import Verified


@click.command("verify", short_help="Are these files still current?")
@click.argument("path", metavar="FOLDER|ZIP", type=click.Path(path_type=Path))
@click.option("--lock", "lock_path", type=click.Path(path_type=Path), help="The lock file of a kit; "
              "the one inside it unless told.")  # fmt: skip
@click.option("--all", "every", is_flag=True, help="List the current files too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, path: Path, lock_path: Path | None, every: bool, as_json: bool) -> int:
    """Tell of every file in a kit, and of every picture in another folder, as of a web site, whether it is current,
    superseded, altered or unknown: by its bytes, else by sight. Without a catalog the lock file decides alone."""
    from brandkit.catalog import verifying
    from brandkit.commands import _verifying

    console.as_json = as_json
    with verifying.opened(path) as folder:
        lock = verifying.read_lock(lock_path) if lock_path else verifying.lock_of(folder)
        found = _verified(console, folder, path, lock)
    if as_json:
        errors = [error_document(error, console.lang) for error in found.refused]
        console.show_json({**_verifying.document_of(found, path, console.lang), "errors": errors})
    else:
        for error in found.refused:
            console.fail(error)
        for line in _verifying.lines_of(found, console.lang, every=every):
            console.show(line)
    if found.refused:
        return FAILED
    return FOUND if found.faults or found.missing else DONE


def _verified(console: Console, folder: Path, path: Path, lock: Lock | None) -> Verified:
    """Judged by the lock, by the catalog that is open, or by both when the lock is that catalog's."""
    from brandkit.catalog import days, verifying
    from brandkit.catalog.checkpoints import Checkpoints
    from brandkit.catalog.verifying.against_catalog import brought_up_to_date, lock_now

    catalog = _catalog(console)
    if catalog is None and lock is None:
        advice = "Name the kit's brandkit.lock.json with --lock, or a catalog with --catalog."
        raise NotFound(str(path), "holds no lock file, and no catalog is open", advice)
    reasons: Mapping[str, BrandkitError] = {}
    keys: frozenset[str] | None = None
    if catalog is not None and (lock is None or lock.catalog == catalog.settings.name):
        now, reasons = lock_now(catalog, on=catalog.today())
        keys = Checkpoints(catalog.folder).keys() if lock is not None else None
        lock = brought_up_to_date(lock, now) if lock is not None else now
    assert lock is not None
    return verifying.verify(folder, lock, on=days.today(lock.timezone), reasons=reasons, keys=keys)


def _catalog(console: Console) -> Catalog | None:
    try:
        return console.catalog()
    except NoCatalog:
        if console.catalog_path is not None:
            raise
        return None
