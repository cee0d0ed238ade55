"""What submit, approve, reject, retire and withdraw have in common: one move of each slug, past those it refuses."""

from __future__ import annotations

from brandkit.cli import DONE, FAILED, Console, error_document
from brandkit.errors import BrandkitError
from brandkit.messages import say


def move_each(
    console: Console, move: str, slugs: tuple[str, ...], *, note: str, as_json: bool, replaced_by: str = ""
) -> int:
    """Moves every slug and tells its new status; returns the exit status."""
    from brandkit.catalog.documents import listed

    console.as_json = as_json
    catalog = console.catalog()
    moved, errors = [], []
    for slug in slugs:
        try:
            asset = catalog.move(slug, move, note=note, replaced_by=replaced_by)
        except BrandkitError as error:
            if len(slugs) == 1:
                raise
            errors.append(error_document(error, console.lang))
            if not as_json:
                console.fail(error)
            continue
        moved.append(listed(asset))
        if not as_json:
            console.show(say("{slug}: {status}", slug=slug, status=say(asset.status)))
    if as_json:
        console.show_json({"moved": moved, "errors": errors})
    return FAILED if errors else DONE
