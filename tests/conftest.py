"""Shared places of the tests: the repository's root, and the starter catalog, read in place or made live."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def starter() -> Path:
    return ROOT / "assets_catalog"


@pytest.fixture(scope="session")
def living_starter(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A live catalog made of the starter catalog, once for all tests of all workers, because it takes a child process
    a file. For reading only: a test that changes it does so in a copy."""
    from brandkit import cli

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "living-starter.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "living-starter").exists():
            assert cli.run(["--quiet", "init", str(shared / "living-starter"), "--from", str(starter)]) == 0
    return shared / "living-starter"
