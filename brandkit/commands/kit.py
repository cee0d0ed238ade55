"""`brandkit kit build`: approved files with credits, palette, a guide and a lock file, as one ZIP."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit.assets import MEDIA, Use
from brandkit.cli import DONE, FAILED, Console, error_document, pass_console
from brandkit.errors import InvalidValue, NotFound, StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.kits.lock import Lock


@click.group("kit", short_help="Pack approved files for others.")
def command() -> None:
    """Kits: approved files in all useful forms, with credits, palette, a guide page and a lock file."""


@command.command("build", short_help="Pack a kit.")
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The ZIP to write; - is stdout.")
@click.option("--profile", help="Whose palette and rules it tells; the catalog's default unless told.")
@click.option("--media", type=click.Choice(MEDIA), help="Where it will be used; judged by its rights.")
@click.option("--territory", metavar="CODE", default="", help="The country it will be used in, as in VN; likewise.")
@click.option("--purpose", default="", help="What it will be used for; judged by the consents of who is shown.")
@click.option("--commercial", is_flag=True, help="It will be used commercially.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def build(
    console: Console, slugs: tuple[str, ...], output: Path, profile: str | None, as_json: bool, **use: Any
) -> int:
    """Pack the approved files of the assets into a ZIP. Refused, with every reason, when one of them may not be handed
    out. The same catalog gives the same file on the same day."""
    from brandkit.catalog import kits
    from brandkit.commands._files import STREAM
    from brandkit.messages import say

    console.as_json = as_json
    if output == STREAM and as_json:
        raise InvalidValue("--json", "and -o - both want stdout", "Write the file elsewhere.")
    if output != STREAM and output.suffix.lower() != ".zip":
        raise InvalidValue(str(output), "is to be a ZIP, so its name must end in .zip", "Name another file with -o.")
    catalog = console.catalog()
    wanted = Use(**{key: value for key, value in use.items() if value is not None})
    _, errors = kits.judged(catalog, slugs, on=catalog.today(), use=wanted)
    if len(errors) == 1:
        raise errors[0]
    if errors and as_json:
        console.show_json({"errors": [error_document(error, console.lang) for error in errors]})
        return FAILED
    if errors:
        for error in errors:
            console.fail(error)
        return FAILED
    if output == STREAM:
        return _streamed(console, catalog, slugs, profile=profile, use=wanted)
    lock = _written(console, catalog, slugs, output, profile=profile, use=wanted)
    if as_json:
        console.show_json(_document(lock, output))
        return DONE
    files = sum(1 for _ in lock.files()) + 1
    console.show(say("{output}: {files} files of {assets} assets, {mega:.1f} MB", output=str(output), files=files,
                     assets=len(lock.assets), mega=output.stat().st_size / 1e6))  # fmt: skip
    ends = min((asset.valid_to for asset in lock.assets if asset.valid_to), default=None)
    if ends is not None:
        console.show(say("  The first of them is to be used until {day}.", day=ends.isoformat()))
    return DONE


def _streamed(console: Console, catalog: Catalog, slugs: tuple[str, ...], *, profile: str | None, use: Use) -> int:
    """Builds the kit whole, then gives it to stdout: what fails half way gives nothing."""
    from brandkit.catalog import kits

    with tempfile.TemporaryFile() as whole:
        kits.build(catalog, slugs, whole, profile=profile, use=use, lang=console.lang)
        whole.seek(0)
        shutil.copyfileobj(whole, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    return DONE


def _written(
    console: Console, catalog: Catalog, slugs: tuple[str, ...], output: Path, *, profile: str | None, use: Use
) -> Lock:
    """Builds the kit beside its place and moves it there: it is there complete or not at all."""
    from brandkit.catalog import kits
    from brandkit.catalog.kits.archive import fsynced

    if not output.parent.is_dir():
        raise NotFound(str(output.parent), "is no folder", "Make it first, or name another file with -o.")
    part = output.with_name(f".{output.name[:64]}-{os.getpid()}.part")
    try:
        with part.open("x+b") as sink:
            lock = kits.build(catalog, slugs, sink, profile=profile, use=use, lang=console.lang)
            fsynced(sink)
        part.replace(output)
    except OSError as error:
        raise StoreFailure(str(output), "could not be written: {why}", None, why=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)
    return lock


def _document(lock: Lock, output: Path) -> dict[str, Any]:
    import hashlib

    with output.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "path": str(output),
        "sha256": sha256,
        "bytes": output.stat().st_size,
        "on": lock.on.isoformat(),
        "assets": [
            {
                "slug": asset.slug,
                "version": asset.version,
                "valid_to": asset.valid_to.isoformat() if asset.valid_to else None,
                "files": [file.path for file in asset.files],
            }
            for asset in lock.assets
        ],
        "files": sorted(file.path for file in lock.files()),
    }
