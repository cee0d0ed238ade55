"""Materials from stdin, and what goes to stderr: results alone on one side, no traceback on the other."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brandkit import cli, limits
from tests.commands import harbor


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    return harbor.catalog(tmp_path_factory.mktemp("harbor"))


@pytest.fixture
def stretched(tmp_path):
    return harbor.material(tmp_path / "stretched.svg", stretch=1.2)


def given(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("command", ["check", "identify"])
def test_a_material_is_read_from_stdin(catalog, stretched, monkeypatch, capsys, command):
    given(monkeypatch, stretched.read_bytes())
    status = cli.run(["--catalog", str(catalog), command, "-", "--json"])
    told = json.loads(capsys.readouterr().out)["reports"][0]
    assert status == (cli.FOUND if command == "check" else cli.DONE)
    assert told["material"]["name"] == "stdin.svg"
    assert told["sightings"][0]["stretch"] == pytest.approx(1.2, abs=0.001)


def test_the_page_of_a_material_from_stdin_is_in_the_report(catalog, stretched, monkeypatch, tmp_path):
    given(monkeypatch, stretched.read_bytes())
    assert cli.run(["--catalog", str(catalog), "check", "-", "-o", str(tmp_path / "x.html")]) == cli.FOUND
    assert "data:image/webp;base64" in (tmp_path / "x.html").read_text("utf-8")


@pytest.mark.parametrize(("data", "code"), [(b"", "unreadable-material"), (b"hello", "unsupported-format")])
def test_what_stdin_gives_is_refused_like_a_file(catalog, monkeypatch, capsys, data, code):
    given(monkeypatch, data)
    assert cli.run(["--catalog", str(catalog), "check", "-", "--json"]) == cli.FAILED
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_no_more_is_taken_from_stdin_than_a_file_may_have(catalog, monkeypatch, capsys):
    monkeypatch.setattr(limits, "MATERIAL_BYTES", 10)
    given(monkeypatch, b"%PDF-1.7 and more")
    assert cli.run(["--catalog", str(catalog), "check", "-", "--json"]) == cli.FAILED
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "material-too-large"


CRASHING_RULE = """
import sys
from brandkit import cli
from brandkit.rules import rotated_logo
rotated_logo.judge = lambda *given, **options: 1 / 0
sys.exit(cli.run(sys.argv[1:]))
"""


@pytest.mark.parametrize("debug", [False, True])
def test_a_rule_that_crashes_shows_no_traceback_unless_asked(catalog, stretched, debug):
    environment = {key: value for key, value in os.environ.items() if key != "BRANDKIT_DEBUG"}
    words = ["--catalog", str(catalog), "check", str(stretched), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", CRASHING_RULE, *words], capture_output=True, text=True, check=False,
        env=environment | ({"BRANDKIT_DEBUG": "1"} if debug else {}),
    )  # fmt: skip
    findings = json.loads(done.stdout)["reports"][0]["findings"]
    assert [found["rule"] for found in findings if found["outcome"] == "error"] == ["rotated-logo"]
    assert ("Traceback" in done.stderr) == debug


def test_a_full_disk_behind_stdout_is_told_in_one_line(catalog):
    command = [sys.executable, "-m", "brandkit", "--lang", "en", "--catalog", str(catalog), "search"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == cli.FAILED
    assert done.stderr.decode().startswith("brandkit: stdout: cannot be written: No space left on device")


def test_a_name_with_escapes_is_told_without_them(catalog, tmp_path, capsys):
    hostile = tmp_path / "\x1b[2J\udcff.jpg"
    hostile.write_bytes(b"no picture")
    assert cli.run(["--catalog", str(catalog), "check", str(hostile)]) == cli.FAILED
    told = capsys.readouterr().err
    assert "\x1b" not in told and "\ufffd.jpg" in told
