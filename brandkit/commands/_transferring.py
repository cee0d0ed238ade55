"""What init, import and export share at the door: a progress bar on a terminal, and telling what came in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit.cli import DONE, FAILED, Console, error_document, error_line
from brandkit.messages import say, shown

if TYPE_CHECKING:
    from brandkit.catalog.tables.importing import Row, TableImport
    from brandkit.catalog.transfer import Imported

# What became of a row, in words.
_OUTCOMES = {
    "new": "new",
    "variant": "new variant",
    "version": "new version",
    "updated": "updated",
    "known": "known",
    "refused": "refused",
}
_REPORT = ("row", "outcome", "slug", "file", "reason", "advice", "looks the same as")


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


def rows_shown(console: Console, table: Path, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows as they come, with a bar on a terminal; only there are they counted beforehand."""
    with progress_of(console) as progress:
        if progress is None:
            yield from rows
            return
        from brandkit.catalog import tables

        total = tables.count(table)
        for done, row in enumerate(rows, start=1):
            progress(done, total)
            yield row


class TableTelling:
    """Tells an import of a table row by row, as text or JSON, and into a report when `put` is given."""

    def __init__(
        self, console: Console, table: Path, found: TableImport, put: Callable[[Sequence[str]], None] | None, *,
        dry_run: bool,
    ):  # fmt: skip
        self.console, self.table, self.found, self.put, self.dry_run = console, table, found, put, dry_run
        self.counts: Counter[str] = Counter()
        self.documents: list[dict[str, Any]] = []
        if put is not None:
            put([shown(say(heading), console.lang) for heading in _REPORT])
        if found.unused:
            console.note(say("Columns that are not taken over: {headings}", headings=", ".join(found.unused)))
        if found.unread:
            console.note(say("Sheets that are not read: {names}", names=", ".join(found.unread)))

    def row(self, row: Row) -> None:
        """Tells one row."""
        self.counts[row.outcome] += 1
        document = row_document(row, self.console.lang)
        if self.put is not None:
            near = ", ".join(match["slug"] for match in document["near"])
            outcome = shown(say(_OUTCOMES[row.outcome]), self.console.lang)
            self.put([str(row.number), outcome, row.slug, row.file, document["reason"], document["advice"], near])
        if self.console.as_json:
            self.documents.append(document)
        elif row.error is not None:
            self._refused(row)
        else:
            self.console.show(say("Row {number}: {outcome}, {slug}", number=row.number,
                                  outcome=say(_OUTCOMES[row.outcome]), slug=row.slug))  # fmt: skip
            for match in row.near:
                self.console.show(say("Row {number}: looks the same as {other}", number=row.number, other=match.slug))

    def end(self) -> int:
        """Tells how many there were of each; returns the exit status."""
        status = FAILED if self.counts["refused"] else DONE
        counts = {outcome: self.counts[outcome] for outcome in _OUTCOMES}
        if self.console.as_json:
            table = {"table": str(self.table), "dry_run": self.dry_run, "counts": counts,
                     "unused_columns": list(self.found.unused), "unread_sheets": list(self.found.unread),
                     "rows": self.documents}  # fmt: skip
            self.console.show_json({"imported": table})
            return status
        told = ("{total} rows: {new} new, {variant} new variants, {version} new versions, {updated} updated, "
                "{known} known, {refused} refused.")  # fmt: skip
        self.console.show(say(told, total=self.counts.total(), **counts))
        if self.dry_run:
            self.console.note(say("Nothing was changed: --dry-run."))
        return status

    def _refused(self, row: Row) -> None:
        import click

        assert row.error is not None
        line = error_line(row.error, self.console.lang).removeprefix("brandkit: ")
        told = say("Row {number}: refused. {why}", number=row.number, why=line)
        click.echo("brandkit: " + shown(told, self.console.lang), err=True)


def row_document(row: Row, lang: str) -> dict[str, Any]:
    """A row as JSON values; `reason` and `advice` are empty unless it was refused."""
    from brandkit.commands._telling import match_document

    told = error_document(row.error, lang) if row.error is not None else {"code": "", "message": "", "advice": ""}
    return {
        "row": row.number,
        "outcome": row.outcome,
        "slug": row.slug,
        "file": row.file,
        "code": told["code"],
        "reason": told["message"],
        "advice": told["advice"],
        "near": [match_document(match) for match in row.near],
    }


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
