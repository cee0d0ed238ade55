"""A stocked catalog for commands, made once and copied, and a way to call them as a shell does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from brandkit import cli
from tests.catalog.specimens import small_folder


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit status."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def plain_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_folder(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="session")
def made_once(plain_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "catalog"
    assert cli.run(["--lang", "en", "--quiet", "init", str(path), "--from", str(plain_folder)]) == 0
    return path


@pytest.fixture
def run(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Runs a command in English on a catalog of its own; `run.catalog` is its folder."""
    catalog = tmp_path / "catalog"
    shutil.copytree(made_once, catalog)
    monkeypatch.setenv("BRANDKIT_CATALOG", str(catalog))
    monkeypatch.setenv("BRANDKIT_LANG", "en")
    monkeypatch.setenv("BRANDKIT_ACTOR", "Trần Duyệt")

    def call(*words: object) -> Ran:
        capfd.readouterr()
        status = cli.run([str(word) for word in words])
        told = capfd.readouterr()
        assert "Traceback" not in told.err + told.out
        return Ran(status, told.out, told.err)

    call.catalog = catalog  # type: ignore[attr-defined]
    return call


Run = Callable[..., Ran]
