"""What submit, approve, reject, retire and withdraw have in common: one move of each slug, past those it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brandkit.cli import DONE, FAILED, Console, error_document
from brandkit.errors import BrandkitError, InvalidValue
from brandkit.messages import Message, say

if TYPE_CHECKING:
    from brandkit.assets import Asset

# What these moves make of a version, while the asset keeps its status when an earlier version is approved.
_OF_VERSIONS = {"submit": "submitted", "reject": "draft"}


def move_each(
    console: Console,
    move: str,
    slugs: tuple[str, ...],
    *,
    note: str,
    revision: int | None,
    as_json: bool,
    replaced_by: str = "",
) -> int:
    """Moves every slug and tells its new status; returns the exit status."""
    from brandkit.catalog.documents import listed
    from brandkit.catalog.lifecycle_moves import make

    console.as_json = as_json
    if revision is not None and len(slugs) > 1:
        raise InvalidValue("--revision", "is of one asset, and {count} are named", None, count=len(slugs))
    catalog = console.catalog()
    moved, errors = [], []
    for slug in slugs:
        try:
            made = make(catalog, slug, move, note=note, replaced_by=replaced_by, revision=revision)
        except BrandkitError as error:
            if len(slugs) == 1:
                raise
            errors.append(error_document(error, console.lang))
            if not as_json:
                console.fail(error)
            continue
        moved.append(listed(made.asset))
        if not as_json:
            console.show(_status(made.asset, move))
        if made.alt_from_title:
            console.note(say("{slug} had no alt text: its title stands in. Better words tell what is to be seen: "
                             "brandkit edit {slug} alt=…", slug=slug))  # fmt: skip
    if as_json:
        console.show_json({"moved": moved, "errors": errors})
    return FAILED if errors else DONE


def _status(asset: Asset, move: str) -> Message:
    status = _OF_VERSIONS.get(move, asset.status)
    if status == asset.status:
        return say("{slug}: {status}", slug=asset.slug, status=say(status))
    number = max(version.number for version in asset.versions if version.status == status)
    return say("{slug}: version {version} {status}; the asset stays {stays}", slug=asset.slug, version=number,
               status=say(status), stays=say(asset.status))  # fmt: skip
