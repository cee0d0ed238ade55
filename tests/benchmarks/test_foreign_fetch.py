"""Foreign material is fetched through the registries' own programs; what they cannot give is told in one line."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.foreign import fetch

ICONS = {"width": 24, "height": 24, "icons": {name: {"body": f"<path id='{name}'/>"} for name in ("a", "b", "c", "d")}}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a shell script in place of a program; nothing else is on the path but what scripts need."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/bin")

    def place(name: str, script: str) -> None:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    return place


@pytest.fixture
def npm_with_icons(tmp_path: Path, program: Callable[[str, str], None]) -> None:
    content = json.dumps(ICONS).encode()
    member = tarfile.TarInfo("package/icons.json")
    member.size = len(content)
    with tarfile.open(tmp_path / "set.tgz", "w:gz") as tar:
        tar.addfile(member, io.BytesIO(content))
    program("npm", f"cp {tmp_path / 'set.tgz'} .")


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, list[str]]:
    monkeypatch.setattr("sys.argv", ["fetch.py", *arguments])
    return fetch.main(), capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("kind", "name", "said", "told"),
    [
        ("photos", "apt-get", "E: Failed to fetch", "is the Debian mirror reachable"),
        ("logos", "npm", "npm error code ECONNREFUSED", "is the npm registry reachable"),
    ],
)
def test_a_registry_out_of_reach_is_told_in_one_line(
    program, capsys, monkeypatch, tmp_path: Path, kind: str, name: str, said: str, told: str
) -> None:
    program(name, f"echo '{said}' >&2; exit 100")
    status, lines = run(capsys, monkeypatch, str(tmp_path / "cache"), "--only", kind)
    assert status == 2
    assert len(lines) == 1
    assert said in lines[0]
    assert told in lines[0]


def test_a_missing_program_is_told_in_one_line(capsys, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(capsys, monkeypatch, str(tmp_path / "cache"), "--only", "logos") == (
        2, ["fetch: npm is missing; install Node.js with npm"],
    )  # fmt: skip


def test_logos_are_spread_over_the_set_and_whole_drawings(npm_with_icons, tmp_path: Path) -> None:
    manifest = fetch.gather(tmp_path / "cache", kinds=("logos",), logos=2)
    assert [entry["file"] for entry in manifest[fetch.LOGOS]] == [
        "logos/icons.json", "logos/a.svg", "logos/c.svg",
    ]  # fmt: skip
    assert "viewBox=\"0 0 24 24\"><path id='c'/></svg>" in (tmp_path / "cache/logos/c.svg").read_text()


def test_what_lies_there_unchanged_is_not_fetched_again(npm_with_icons, program, tmp_path: Path) -> None:
    fetch.gather(tmp_path / "cache", kinds=("logos",), logos=2)
    program("npm", "exit 1")
    fetch.gather(tmp_path / "cache", kinds=("logos",), logos=2)
    (tmp_path / "cache/logos/a.svg").write_text("damaged")
    with pytest.raises(fetch.Unavailable):
        fetch.gather(tmp_path / "cache", kinds=("logos",), logos=2)


def test_every_package_has_its_line_in_the_table_of_sources() -> None:
    table = Path(fetch.__file__).with_name("SOURCES.md").read_text("utf-8")
    assert [package.name for package in fetch.PACKAGES if package.name not in table] == []
    assert fetch.LOGOS_VERSION in table
