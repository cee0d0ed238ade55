"""`brandkit check`: outgoing material against the profile's rules, told as text, JSON or an illustrated page."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit import reports
from brandkit.cli import DONE, FAILED, FOUND, Console, pass_console
from brandkit.commands import _batch
from brandkit.messages import say
from brandkit.plugins import id_of, modules_of, names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brandkit.catalog.catalog import Catalog
    from brandkit.findings import MaterialReport
    from brandkit.illustrations import CatalogIllustrations

FORMATS = [id_of(name) for name in names_in(reports)]
# ANSI colours by level; signs and words tell the same without them.
COLORS: dict[str, dict[str, Any]] = {
    "critical": {"fg": "red", "bold": True},
    "serious": {"fg": "red"},
    "moderate": {"fg": "yellow"},
    "violation": {"fg": "red", "bold": True},
    "needs_review": {"fg": "blue"},
    "error": {"fg": "magenta"},
    "pass": {"fg": "green"},
    "strong": {"bold": True},
    "quiet": {"dim": True},
}


@click.command(short_help="Check outgoing material against the brand's rules.")
@click.argument("materials", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--profile", help="Name of the brand profile; the catalog's default unless told.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Form of the report; else the output's ending.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the report to this file.")
@click.option("--strict", is_flag=True, help="End with 1 also when something needs a person.")
@click.option("--rule", "only", multiple=True, help="Run this rule only; may be given again.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Day of judgement; today unless told.")
@pass_console
def command(
    console: Console,
    materials: tuple[Path, ...],
    profile: str | None,
    form: str | None,
    as_json: bool,
    output: Path | None,
    strict: bool,
    only: tuple[str, ...],
    on: datetime | None,
) -> int:
    """Check outgoing material against the brand's rules and report each finding with its evidence."""
    chosen = "json" if as_json else form or form_of(output)
    console.as_json = chosen == "json"
    with console.catalog() as catalog:
        wanted = Wanted(
            paths=materials,
            profile=profile,
            form=chosen,
            output=output,
            strict=strict,
            only=only,
            on=on.date() if on else catalog.today(),
        )
        return check(console, catalog, wanted)


def form_of(output: Path | None) -> str:
    """The report whose ending the output has; "text" for every other, and for a terminal."""
    ending = output.suffix.lower() if output else ""
    return next((name for name, module in modules_of(reports).items() if module.suffix == ending), "text")


@dataclass(frozen=True)
class Wanted:
    """What one call asks for."""

    paths: tuple[Path, ...]
    profile: str | None
    form: str
    output: Path | None
    strict: bool
    only: tuple[str, ...]
    on: date


def check(console: Console, catalog: Catalog, wanted: Wanted) -> int:
    """Checks every material, tells it in one report, and returns the exit status."""
    from brandkit import linter
    from brandkit.commands._files import laid
    from brandkit.findings import Report
    from brandkit.illustrations import CatalogIllustrations

    brand = catalog.brand(wanted.profile)
    linter.chosen_rules(brand, wanted.only)  # an unknown rule is told before any file is opened
    pictures = CatalogIllustrations(catalog, wanted.on) if wanted.form == "html" else None

    def one(index: int, path: Path) -> MaterialReport:
        look = partial(pictures.take, index) if pictures else None
        with laid(path) as file:
            told = linter.check(file, catalog, brand, only=wanted.only, on=wanted.on, look=look)
            if pictures:
                pictures.complete(index, file, told)
        return told

    done, failed = _batch.each(wanted.paths, one, console)
    if not done and len(wanted.paths) == 1:
        return console.fail(failed[0][1]) if console.as_json else FAILED
    report = Report(datetime.now().astimezone(), brand, tuple(done))
    document = reports.as_document(report, console.lang, errors=_batch.failures(failed, console.lang))
    _batch.deliver(_rendered(document, wanted, console, pictures), wanted.output)
    if wanted.output is not None:
        faulty = sum(told.verdict == "violation" for told in done)
        sentence = say("Wrote {file}: {faulty} of {all} have faults.", file=wanted.output, faulty=faulty, all=len(done))
        console.note(sentence)
    return FAILED if failed else status_of(done, strict=wanted.strict)


def status_of(done: Sequence[MaterialReport], *, strict: bool) -> int:
    """0 nothing wrong, 1 a violation (with `strict` also a doubt), 2 a rule could not be run and no fault was found."""
    verdicts = {told.verdict for told in done}
    if "violation" in verdicts:
        return FOUND
    if "error" in verdicts:
        return FAILED
    return FOUND if strict and "needs_review" in verdicts else DONE


def _rendered(
    document: dict[str, Any], wanted: Wanted, console: Console, pictures: CatalogIllustrations | None
) -> str:
    render: Any = modules_of(reports)[wanted.form].render
    if wanted.form == "text" and wanted.output is None and sys.stdout.isatty():
        return str(render(document, lang=console.lang, style=styled))
    return str(render(document, lang=console.lang, illustrations=pictures))


def styled(text: str, level: str) -> str:
    """The text in its level's colour, for a terminal."""
    return click.style(text, **COLORS[level]) if level in COLORS else text
