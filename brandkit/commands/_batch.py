"""A batch of materials: goes on past one that cannot be read, and says so; results written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from brandkit.cli import Console, error_document, error_line
from brandkit.errors import BrandkitError, InvalidValue, StoreFailure
from brandkit.messages import say

Result = TypeVar("Result")


def each(
    paths: Sequence[Path], work: Callable[[int, Path], Result], console: Console
) -> tuple[list[Result], list[tuple[Path, BrandkitError]]]:
    """The results of `work(index of the result, path)`, and what could not be done, told at once on stderr."""
    done: list[Result] = []
    failed: list[tuple[Path, BrandkitError]] = []
    for position, path in enumerate(paths, start=1):
        if len(paths) > 1 and sys.stderr.isatty():
            console.note(say("{n} of {total}: {name}", n=position, total=len(paths), name=path.name))
        try:
            done.append(work(len(done), path))
        except BrandkitError as error:
            failed.append((path, error))
            if not (console.as_json and len(paths) == 1):
                click.echo(error_line(error, console.lang), err=True)
    return done, failed


def failures(failed: Sequence[tuple[Path, BrandkitError]], lang: str) -> tuple[dict[str, str], ...]:
    """What could not be read, as the report document tells it."""
    return tuple({"material": path.name, **error_document(error, lang)} for path, error in failed)


def deliver(text: str, output: Path | None) -> None:
    """Writes a result to stdout, or to a file that is there complete or not at all.

    Raises
    ------
    InvalidValue : when the file's folder is not there, or a folder has its name.
    StoreFailure : when it cannot be written.
    """
    import tempfile

    if output is None or str(output) == "-":
        click.echo(text, nl=False)
        return
    if output.is_dir():
        raise InvalidValue(str(output), "is a folder, not a file", "Name a file with -o.")
    if not output.parent.is_dir():
        raise InvalidValue(str(output.parent), "is no folder", "Make it first, or name another file with -o.")
    try:
        descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name[:64]}-", suffix=".part")
    except OSError as error:
        raise StoreFailure(str(output), "cannot be written: {why}", None, why=error.strerror) from error
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(output)
    except OSError as error:
        raise StoreFailure(str(output), "cannot be written: {why}", None, why=error.strerror) from error
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    # There is no way to read it but to set it; a temporary file is private, a report is as public as any new file.
    mask = os.umask(0)
    os.umask(mask)
    return mask
