"""`brandkit identify`: which assets are in a material, where and how altered; nothing is judged."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit import reports
from brandkit.cli import DONE, FAILED, Console, pass_console
from brandkit.commands import _batch
from brandkit.commands._identifying import pages_shown, seen_in
from brandkit.errors import InvalidValue
from brandkit.messages import say

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.findings import MaterialReport
    from brandkit.illustrations import CatalogIllustrations

FORMATS = ("text", "json", "html", "png")
ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".png": "png"}


@click.command(short_help="Tell which assets are in a material, where, and how altered.")
@click.argument("materials", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Form of the answer; else the output's ending.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="Write the answer to this file; png makes NAME-1.png, NAME-2.png … of several pages.",
)  # fmt: skip
@pass_console
def command(
    console: Console, materials: tuple[Path, ...], form: str | None, as_json: bool, output: Path | None
) -> int:
    """Tell which assets are in a material, where, and how altered; nothing is judged.

    html and png show each page with what was seen outlined and numbered on it.
    """
    chosen = "json" if as_json else form or form_of(output)
    console.as_json = chosen == "json"
    with console.catalog() as catalog:
        wanted = Wanted(materials, chosen, output)
        return identify_as_pictures(console, catalog, wanted) if chosen == "png" else identify(console, catalog, wanted)


def form_of(output: Path | None) -> str:
    """The form that the output's ending names; "text" for every other, and for a terminal."""
    return ENDINGS.get(output.suffix.lower() if output else "", "text")


@dataclass(frozen=True)
class Wanted:
    """What one call asks for."""

    paths: tuple[Path, ...]
    form: str
    output: Path | None


def identify(console: Console, catalog: Catalog, wanted: Wanted) -> int:
    """Looks at every material, tells it in one document, and returns the exit status."""
    from brandkit.findings import Report
    from brandkit.illustrations import CatalogIllustrations
    from brandkit.plugins import modules_of

    brand = catalog.brand()
    pictures = CatalogIllustrations(catalog, catalog.today()) if wanted.form == "html" else None
    done, failed = _batch.each(wanted.paths, lambda index, path: _seen(index, path, catalog, pictures), console)
    if not done and len(wanted.paths) == 1:
        return console.fail(failed[0][1]) if console.as_json else FAILED
    report = Report(datetime.now().astimezone(), brand, tuple(done))
    told = reports.as_document(report, console.lang, judged=False, errors=_batch.failures(failed, console.lang))
    options: dict[str, Any] = {"illustrations": pictures, "judged": False} if pictures else {}
    text = modules_of(reports)[wanted.form].render(told, lang=console.lang, **options)
    _batch.deliver(text, wanted.output)
    if wanted.output is not None:
        seen = sum(bool(material.sightings) for material in done)
        sentence = say("Wrote {file}: something was seen in {seen} of {all}.", file=wanted.output, seen=seen,
                       all=len(done))  # fmt: skip
        console.note(sentence)
    return FAILED if failed else DONE


def identify_as_pictures(console: Console, catalog: Catalog, wanted: Wanted) -> int:
    """Draws what was seen on each page that holds something, one picture file a page; returns the exit status."""
    from brandkit.commands import _identify_pictures

    if wanted.output is None and sys.stdout.isatty():
        raise InvalidValue("png", "is no form for a terminal", "Name a file with -o.")
    if len(wanted.paths) > 1 and (wanted.output is None or str(wanted.output) == "-"):
        raise InvalidValue("png", "of several materials does not go into one stream", "Name a file with -o.")
    brush = _identify_pictures.Brush(catalog, console.lang, wanted.output, several=len(wanted.paths) > 1)
    done, failed = _batch.each(wanted.paths, brush.draw, console)
    for written in (file for files in done for file in files):
        console.note(say("Wrote {file}.", file=written))
    return FAILED if failed else DONE


def _seen(index: int, path: Path, catalog: Catalog, pictures: CatalogIllustrations | None) -> MaterialReport:
    from brandkit import sandbox
    from brandkit.commands._files import laid

    with laid(path) as file, sandbox.opened(file) as material:
        told = seen_in(material, catalog)
        if pictures:
            pictures.take_pages(index, material, pages_shown(told))
    return told
