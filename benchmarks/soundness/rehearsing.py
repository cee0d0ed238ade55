"""The operations laid out and made ready to be interrupted in a traced child."""

from __future__ import annotations

import os
import shutil
from functools import cache, partial
from pathlib import Path

from benchmarks.soundness.operations import OPERATIONS
from benchmarks.soundness.tracing import Work
from benchmarks.soundness.workload import apart
from brandkit.catalog.catalog import Catalog
from brandkit.errors import BrandkitError


@cache
def template(name: str, space: Path) -> Path:
    """The state before an operation, made once."""
    made = space / f"before {name}"
    made.mkdir()
    if wrong := apart(partial(OPERATIONS[name].prepare, made)):
        raise RuntimeError(f"{name} cannot be prepared: {wrong}")
    return made


def laid_out(name: str, space: Path, at: Path) -> None:
    """The state before an operation, in a folder that is emptied first."""
    shutil.rmtree(at, ignore_errors=True)
    shutil.copytree(template(name, space), at)


def work_of(name: str, space: Path, at: Path, *, tries: int = 1) -> Work:
    """Work for a traced child: tells "+" when it was acknowledged, "-" for each time it was refused.

    It warms up by the same operation elsewhere. What is no BrandkitError is no clear refusal: the child ends with 99.
    """
    operation = OPERATIONS[name]

    def warm_up() -> None:
        elsewhere = space / "elsewhere"
        laid_out(name, space, elsewhere)
        session = operation.begin(elsewhere)
        operation.act(session)
        if isinstance(session, Catalog):
            session.close()

    def work(pipe: int) -> int:
        for _ in range(tries):
            try:
                session = operation.begin(at)
                break
            except BrandkitError:
                os.write(pipe, b"-")
        else:
            return 2
        for _ in range(tries):
            try:
                operation.act(session)
            except BrandkitError:
                os.write(pipe, b"-")
                continue
            os.write(pipe, b"+")
            if isinstance(session, Catalog):
                session.close()
            return 0
        return 2

    return Work(warm_up, work)
