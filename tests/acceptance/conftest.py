"""Commands as a stranger types them, and their one JSON document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from brandkit import cli


class Answer(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Answer]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """`command(catalog, "search", …)`: exit status, stdout and stderr, in English."""

    def run(catalog: Path, *words: str | Path) -> Answer:
        capfd.readouterr()
        status = cli.run(["--lang", "en", "--catalog", str(catalog), *map(str, words)])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Answer(status, out, err)

    return run
