"""`brandkit identify`: which assets are in a material, where and how altered; nothing is judged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brandkit import reports
from brandkit.cli import DONE, FAILED, Console, pass_console
from brandkit.commands import _batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brandkit.catalog.catalog import Catalog
    from brandkit.findings import MaterialReport


@click.command(short_help="Tell which assets are in a material, where, and how altered.")
@click.argument("materials", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, materials: tuple[Path, ...], as_json: bool) -> int:
    """Tell which assets are in a material, where, and how altered; nothing is judged."""
    console.as_json = as_json
    with console.catalog() as catalog:
        return _identify(console, catalog, materials)


def _identify(console: Console, catalog: Catalog, paths: Sequence[Path]) -> int:
    from brandkit.findings import Report
    from brandkit.plugins import modules_of

    brand = catalog.brand()
    done, failed = _batch.each(paths, lambda _, path: seen_in(path, catalog), console)
    if not done and len(paths) == 1:
        return console.fail(failed[0][1]) if console.as_json else FAILED
    report = Report(datetime.now().astimezone(), brand, tuple(done))
    told = reports.as_document(report, console.lang, judged=False, errors=_batch.failures(failed, console.lang))
    module = modules_of(reports)["json" if console.as_json else "text"]
    _batch.deliver(module.render(told, lang=console.lang), None)
    return FAILED if failed else DONE


def seen_in(path: Path, catalog: Catalog) -> MaterialReport:
    """What is seen in one material, in the form of a report without findings."""
    from brandkit import sandbox
    from brandkit.commands._files import laid
    from brandkit.findings import MaterialReport
    from brandkit.sightings.find import find

    with laid(path) as file, sandbox.opened(file) as material:
        document = material.document
        sightings = tuple(find(material, catalog, on=catalog.today()))
    return MaterialReport(
        name=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        verdict="pass",
        score=None,
        decided=0,
        applicable=0,
        pages=document.pages,
        sightings=sightings,
        findings=(),
    )
