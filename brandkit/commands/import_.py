"""`brandkit import`: everything of a catalog folder into the catalog, or the rows of a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from brandkit.cli import Console, pass_console
from brandkit.errors import InvalidValue


@click.command("import", short_help="Take in a catalog folder or a table.")
@click.argument("source", metavar="FOLDER|TABLE", type=click.Path(path_type=Path))
@click.option("--files", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where the files lie that a table names; its own folder unless told.")  # fmt: skip
@click.option("--kind", type=click.Choice(["logo", "photo"]), help="What the rows of a table are that do not say it.")
@click.option("--update", is_flag=True, help="What a table says takes the place of what assets said before.")
@click.option("--dry-run", is_flag=True, help="Tell what a table would do, and change nothing.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE",
              help="Write what became of each row of a table, as .csv or .xlsx.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, source: Path, as_json: bool, **wishes: Any) -> int:
    """Take in a folder of plain files: assets, profiles, units, samples. Or a CSV or XLSX table: each row a file or a
    slogan, its first row naming the columns; a table that ResourceSpace exported is understood too. What is there
    already stays as it is; what has other values here is refused, and the rest goes on. Importing the same again goes
    on where it stopped."""
    console.as_json = as_json
    if source.is_dir():
        named = next((name for name, value in wishes.items() if value), None)
        if named:
            raise InvalidValue(f"--{named.replace('_', '-')}", "is for tables, not for folders")
        return _folder(console, source)
    return _table(console, source, **wishes)


def _folder(console: Console, folder: Path) -> int:
    from brandkit.catalog.transfer import import_folder
    from brandkit.commands._transferring import progress_of, tell_imported

    catalog = console.catalog()
    with progress_of(console) as progress:
        found = import_folder(catalog, folder, progress=progress)
    return tell_imported(console, found)


def _table(
    console: Console, table: Path, files: Path | None, kind: Any, update: bool, dry_run: bool, report: Path | None
) -> int:
    from contextlib import ExitStack

    from brandkit.catalog.tables import writing as tables_writing
    from brandkit.catalog.tables.importing import importing
    from brandkit.commands._transferring import TableTelling, rows_shown

    catalog = console.catalog()
    with ExitStack() as stack:
        put = None
        if report is not None:
            tables_writing.require_suffix(report)
            put = stack.enter_context(tables_writing.writing(report))
        found = stack.enter_context(
            importing(catalog, table, files=files, kind=kind, update=update, dry_run=dry_run)
        )
        telling = TableTelling(console, table, found, put, dry_run=dry_run)
        for row in rows_shown(console, table, found.rows):
            telling.row(row)
        return telling.end()
