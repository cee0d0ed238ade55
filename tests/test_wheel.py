"""The built wheel holds brandkit alone and works from another folder in a fresh virtual environment."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

DATA_SUFFIXES = {".py", ".mo", ".json", ".html", ".css", ".woff2", ".mako", ".typed", ".txt", ".j2", ".svg", ".js"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, root) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    source = tmp_path_factory.mktemp("source") / "brandkit"
    # A copy of what git knows, so that a stray file of the checkout neither gets in nor is missed.
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, text=True
    )
    names = listed.stdout.split("\n") if listed.returncode == 0 else [str(p.relative_to(root)) for p in root.rglob("*")]
    for name in filter(None, names):
        if name.startswith(("brandkit/", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            if (root / name).is_file():
                (source / name).write_bytes((root / name).read_bytes())
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(source)]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The bin folder of a new environment with the wheel; libraries are borrowed from this one by a path file."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    target = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True
    ).stdout.strip()
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True,
    )
    (Path(target) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


def test_only_brandkit_is_in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"brandkit"}


def test_every_file_of_the_package_is_in_the_wheel(wheel, root):
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {
        str(path.relative_to(root))
        for path in (root / "brandkit").rglob("*")
        if path.is_file() and path.suffix in DATA_SUFFIXES and "__pycache__" not in path.parts
    }
    assert wanted - packed == set()


def run(installed: Path, where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(where), "LANG": "C.UTF-8"}
    return subprocess.run(
        [installed / "brandkit", *words], cwd=where, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_command_runs_from_another_folder(installed, tmp_path):
    told = run(installed, tmp_path, "--version")
    assert told.returncode == 0, told.stderr
    assert "0.1.0" in told.stdout


def test_the_main_job_runs_from_another_folder(installed, tmp_path, starter):
    made = run(installed, tmp_path, "init", "catalog", "--from", str(starter))
    assert made.returncode == 0, made.stderr
    sample = next((starter / "samples").glob("fail-stretched*.pdf"))
    told = run(installed, tmp_path / "catalog", "check", str(sample), "--json")
    assert told.returncode == 1, told.stderr
    assert '"stretched-logo"' in told.stdout
