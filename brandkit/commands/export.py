"""`brandkit export`: everything as a folder of plain files, or its metadata as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from brandkit.cli import DONE, Console, pass_console
from brandkit.errors import InvalidValue


@click.command("export", short_help="Write everything as plain files.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--table", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a table of the metadata instead of a folder, or beside it: .csv or .xlsx.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["brandkit", "resourcespace"]), default="brandkit",
              show_default=True, help="The headings of the table.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def command(console: Console, folder: Path | None, table: Path | None, form: Any, as_json: bool) -> int:
    """Write the whole catalog as a folder of plain files that can be read, reviewed and imported without loss. FOLDER
    must be new or empty; it is there complete or not at all. --table writes a row for each file, to edit and to import
    again with --update."""
    from brandkit.catalog.tables import writing as tables_writing
    from brandkit.messages import say

    console.as_json = as_json
    if folder is None and table is None:
        raise InvalidValue("FOLDER, --table", "are both missing: one must say where to")
    if table is not None:
        tables_writing.require_suffix(table)
    catalog = console.catalog()
    document: dict[str, Any] = {}
    if folder is not None:
        from brandkit.catalog.transfer import export_folder

        count = export_folder(catalog, folder)
        document |= {"folder": str(folder), "assets": count}
        if not as_json:
            console.show(say("Wrote {count} assets to {folder}.", count=count, folder=str(folder)))
    if table is not None:
        document |= _table(console, catalog, table, form)
    if as_json:
        console.show_json(document)
    return DONE


def _table(console: Console, catalog: Any, table: Path, form: Any) -> dict[str, Any]:
    from brandkit.catalog.tables.export import export_table
    from brandkit.messages import say

    found = export_table(catalog, table, form=form)
    if not console.as_json:
        console.show(say("Wrote {count} rows to {table}.", count=found.rows, table=str(table)))
        if found.partly:
            told = "{count} assets say more than a table holds (earlier versions, releases, consents): export a folder."
            console.note(say(told, count=len(found.partly)))
    return {"table": str(table), "rows": found.rows, "partly": list(found.partly)}
