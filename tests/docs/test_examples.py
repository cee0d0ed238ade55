"""What the pages show is what happens: their commands, Python sessions and files are run on a catalog of their own."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.examples import Laid, Session, Typed, examples, is_printed

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("docs/*.md"), *ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/reference/*.md"))
    if any(examples(path.read_text("utf-8")))
)
MUST_HAVE = ("docs/tutorial.md", "docs/tutorial.vi.md", "docs/how-to/import-a-table.md", "docs/reference/api.md")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to type in, with the starter catalog beside and this program as `brandkit`."""
    shim = tmp_path / "bin/brandkit"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m brandkit "$@"\n')
    shim.chmod(0o755)
    here = tmp_path / "here"
    here.mkdir()
    shutil.copytree(ROOT / "assets_catalog", here / "assets_catalog")
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", f"{shim.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("BRANDKIT_ACTOR", "Nguyễn An")
    monkeypatch.delenv("BRANDKIT_CATALOG", raising=False)
    return here


def typed(example: Typed, environment: dict[str, str]) -> None:
    ran = subprocess.run(["bash", "-c", example.command], env=environment, text=True, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)  # fmt: skip
    assert ran.returncode == example.status, f"$ {example.command}\n{ran.stdout}"
    shown = "\n".join(example.printed)
    assert is_printed(example.printed, ran.stdout.splitlines()), f"$ {example.command}\n{ran.stdout}\nnot as\n{shown}"


def test_the_pages_that_must_have_examples_have_them():
    assert set(MUST_HAVE) <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_happens(page, place):
    environment = {**os.environ, "BRANDKIT_LANG": "vi" if page.endswith(".vi.md") else "en"}
    names: dict[str, object] = {}
    for example in examples((ROOT / page).read_text("utf-8")):
        if isinstance(example, Laid):
            (place / example.name).parent.mkdir(parents=True, exist_ok=True)
            (place / example.name).write_text(example.text, encoding="utf-8")
        elif isinstance(example, Typed):
            typed(example, environment)
        else:
            session(example, names, page)


def session(example: Session, names: dict[str, object], page: str) -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    test = doctest.DocTestParser().get_doctest(example.text, names, page, page, example.line)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=flags).run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert not said, "".join(said)


def test_the_commands_of_the_readme_do_what_it_says(place):
    """Its daily commands are typed as they stand; the files that they speak of are taken from the starter catalog."""
    samples = place / "assets_catalog/samples"
    block = re.search(r"## In daily use\n\n((?:    .*\n)+)", (ROOT / "README.md").read_text("utf-8"))
    assert block is not None
    lines = [line[4:].partition("  #")[0].strip() for line in block[1].splitlines()]
    environment = {**os.environ, "BRANDKIT_LANG": "en"}
    assert lines[:2] == ["brandkit init kho --from assets_catalog", "cd kho"]
    typed(Typed(lines[0], ("…",), 0), environment)
    os.chdir("kho")
    first = {suffix: next(samples.rglob(f"pass-*{suffix}")) for suffix in (".pdf", ".png")}
    mark = next((place / "assets_catalog/logos").rglob("*.svg")).read_text("utf-8")
    Path("logo.svg").write_text(mark.replace("</svg>", '<circle cx="9" cy="9" r="5"/></svg>'), encoding="utf-8")
    shutil.copy(first[".pdf"], "to-roi.pdf")
    shutil.copy(first[".png"], "ap-phich.png")
    shutil.copy(first[".png"], "anh-chup.jpg") if first[".png"].suffix == ".jpg" else _as_jpeg(first[".png"])
    shutil.copytree(place / "assets_catalog/photos", "anh")
    for line in lines[2:]:
        ran = subprocess.run(["bash", "-c", line], env=environment, text=True, capture_output=True)
        assert ran.returncode in (0, 1), f"$ {line}\n{ran.stdout}{ran.stderr}"


def _as_jpeg(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as image:
        image.convert("RGB").save("anh-chup.jpg")


def test_the_reader_of_pages_tells_what_differs():
    page = "```console\n$ echo a; exit 3\na\n[exit status 3]\n$ printf 'x\\n  1 y\\nz\\n'\nx\n… y\n…\n```\n"
    one, other = examples(page)
    assert isinstance(one, Typed) and isinstance(other, Typed)
    assert (one.command, one.printed, one.status) == ("echo a; exit 3", ("a",), 3)
    assert is_printed(other.printed, ["x", " 1 y", "z"])
    assert not is_printed(other.printed, ["x", "1 n", "z"])
    assert not is_printed(("a",), ["a", "b"])


def test_links_within_the_pages_lead_somewhere():
    for page in ("README.md", *PAGES):
        path = ROOT / page
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{page}: {target}"
