"""What a catalog is asked for and cannot do: one clear line in either language, status 2, nothing half done.

| asked | comes as |
|---|---|
| a move that the status does not allow; an asset that is not there; a slug that is taken | a command |
| a file that is not approved, under embargo, expired, withdrawn | `get` |
| rows that are damaged among good ones | `import TABLE` |
| a disk that is full | a limit on the size of files, as a full disk answers |
| S3 that does not answer | a port where nobody listens |
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from brandkit import cli
from tests.catalog.specimens import mark, picture, small_folder

LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_folder(tmp_path_factory.mktemp("plain"))
    path = tmp_path_factory.mktemp("made") / "catalog"
    assert cli.run(["--quiet", "init", str(path), "--from", str(folder)]) == 0
    return path


@pytest.fixture
def catalog(stock: Path, tmp_path: Path) -> Path:
    shutil.copytree(stock, tmp_path / "catalog")
    (tmp_path / "photo.jpg").write_bytes(picture(71))
    (tmp_path / "mark.svg").write_bytes(mark(seed=72))
    return tmp_path / "catalog"


@pytest.fixture
def ask(catalog, capfd):
    """Runs a command on the catalog; its status and what it said on each stream."""

    def call(*words: object, lang: str = "en") -> tuple[int, str, str]:
        capfd.readouterr()
        status = cli.run(["--catalog", str(catalog), "--lang", lang, *map(str, words)])
        told = capfd.readouterr()
        assert "Traceback" not in told.out + told.err
        return status, told.out, told.err

    return call


def state(ask) -> list[object]:
    """All that a person can see of the assets, and their histories."""
    assets = json.loads(ask("search", "--json")[1])["assets"]
    return [(asset, ask("history", asset["slug"], "--json")[1]) for asset in assets]


REFUSED = {
    "wrong move": (("approve", "thang-tam"), "wrong-move", "thang-tam"),
    "move of nobody": (("submit", "nobody"), "unknown-asset", "nobody"),
    "withdrawal of nobody": (("withdraw", "nobody"), "unknown-asset", "nobody"),
    "successor of nobody": (("retire", "thang-tam", "--replaced-by", "nobody"), "unknown-asset", "nobody"),
    "successor of itself": (("retire", "thang-tam", "--replaced-by", "thang-tam"), "wrong-move", "thang-tam"),
    "show nobody": (("show", "nobody"), "unknown-asset", "nobody"),
    "edit nobody": (("edit", "nobody", "title=x"), "unknown-asset", "nobody"),
    "history of nobody": (("history", "nobody"), "unknown-asset", "nobody"),
    "get nobody": (("get", "nobody", "-o", "{out}"), "unknown-asset", "nobody"),
    "get no such variant": (("get", "thang-tam", "--variant", "stacked", "-o", "{out}"), "unknown-asset", "thang-tam"),
    "get on no color": (("get", "thang-tam", "--background", "blue", "-o", "{out}"), "invalid-value", "blue"),
    "slug of another kind": (("add", "{photo}", "--kind", "photo", "--slug", "thang-tam"), "asset-exists", "thang-tam"),
    "slug of other words": (("add", "--kind", "slogan", "--slug", "song-goi", "--text", "Khác"), "asset-exists",
                            "song-goi"),
    "unknown unit": (("add", "{photo}", "--kind", "photo", "--unit", "nobody"), "invalid-value", "nobody"),
    "unknown field": (("edit", "thang-tam", "colour=red"), "invalid-value", "colour"),
    "older revision": (("edit", "thang-tam", "creator=An", "--revision", "99"), "lost-update", "thang-tam"),
    "catalog there already": (("init", "{catalog}"), "asset-exists", "catalog"),
    "table that is none": (("import", "{photo}"), "unsupported-format", "photo.jpg"),
    "folder that is none": (("import", "{out}"), "not-found", "out"),
    "export over a folder": (("export", "{catalog}"), "asset-exists", "catalog"),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(ask, catalog, tmp_path, case, lang):
    words, code, named = REFUSED[case]
    places = {"photo": tmp_path / "photo.jpg", "catalog": catalog, "out": tmp_path / "out.svg"}
    words = tuple(word.format(**places) for word in words)
    before = state(ask)
    status, out, err = ask(*words, lang=lang)
    assert (status, out) == (cli.FAILED, ""), err
    assert len(err.splitlines()) == 1
    assert named in err
    assert "{" not in err
    told = json.loads(ask(*words, "--json", lang=lang)[1])
    assert code in json.dumps(told)
    assert state(ask) == before
    assert not (tmp_path / "out.svg").exists()


def test_the_two_languages_say_it_differently(ask):
    assert ask("show", "nobody", lang="vi")[2] != ask("show", "nobody", lang="en")[2]


UNAVAILABLE = {
    "expired": (("edit", "basket-boat", "valid_to=2020-01-01"),),
    "under embargo": (("edit", "basket-boat", "valid_from=2999-01-01"),),
    "withdrawn": (("withdraw", "basket-boat"),),
    "retired": (("retire", "basket-boat"),),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", UNAVAILABLE)
def test_an_asset_that_may_not_be_had_is_not_handed_out(ask, tmp_path, case, lang):
    assert ask("get", "basket-boat", "-o", tmp_path / "before.jpg")[0] == cli.DONE
    for words in UNAVAILABLE[case]:
        assert ask(*words)[0] == cli.DONE
    for form in ("out.jpg", "out.png"):
        status, out, err = ask("get", "basket-boat", "-o", tmp_path / form, lang=lang)
        assert (status, out, len(err.splitlines())) == (cli.FAILED, "", 1)
        assert "basket-boat" in err
        assert not (tmp_path / form).exists()
    told = json.loads(ask("get", "basket-boat", "-o", tmp_path / "out.jpg", "--json", lang=lang)[1])
    assert told["error"]["code"] == "not-available"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_damaged_rows_are_one_line_each_and_the_good_ones_are_done(ask, tmp_path, lang):
    (tmp_path / "t.csv").write_text(
        "file,kind,slug,valid_to\nphoto.jpg,photo,one,2030-01-01\n"
        'photo.jpg,photo,"two\nmark.svg,logo,"three",2030-01-01\n'
        "mark.svg,logo,four,someday\nnowhere.svg,logo,five,\n../secret.svg,logo,six,\nmark.svg,logo,seven,\n"
    )
    status, out, err = ask("import", tmp_path / "t.csv", lang=lang)
    assert status == cli.FAILED
    refused = [line for line in err.splitlines() if line.startswith("brandkit: ")]
    assert len(refused) == len(err.splitlines()) == 4
    assert [slug for slug in ("one", "seven") if slug in out] == ["one", "seven"]
    slugs = {asset["slug"] for asset in json.loads(ask("search", "--json")[1])["assets"]}
    assert slugs == {"basket-boat", "song-goi", "thang-tam", "one", "seven"}
    assert ask("fsck", "--read-data")[0] == cli.DONE


def limited(kib: int, catalog: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """A command that can write no file beyond so many KiB: the system answers as a full disk does, with an error."""
    command = [sys.executable, "-m", "brandkit", "--catalog", str(catalog), "--lang", "en", *map(str, words)]
    shell = ["bash", "-c", f'trap "" XFSZ; ulimit -f {kib}; exec "$@"', "bash", *command]
    return subprocess.run(shell, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})


FULL = {
    "add, no room for the file": (8, ("add", "{large}", "--kind", "photo")),
    "add, no room for the row": (20, ("add", "{photo}", "--kind", "photo")),
    "import of a table": (20, ("import", "{table}")),
    "edit": (20, ("edit", "basket-boat", "title=Khác")),
    "export": (8, ("export", "{out}")),
    "export of a table": (0, ("export", "--table", "{out}.csv")),
    "get": (0, ("get", "thang-tam", "-o", "{out}.svg")),
}


@pytest.mark.parametrize("case", FULL)
def test_a_full_disk_is_one_line_and_the_command_can_be_repeated(ask, catalog, tmp_path, case):
    kib, words = FULL[case]
    (tmp_path / "large.jpg").write_bytes(picture(73, width=900, height=600, quality=98))
    (tmp_path / "t.csv").write_text("file,kind,slug\nphoto.jpg,photo,one\nmark.svg,logo,two\n")
    places = {"large": tmp_path / "large.jpg", "photo": tmp_path / "photo.jpg", "table": tmp_path / "t.csv",
              "out": tmp_path / "out"}  # fmt: skip
    words = tuple(word.format(**places) for word in words)
    before = state(ask)
    ran = limited(kib, catalog, *words)
    assert ran.returncode == cli.FAILED, ran.stdout + ran.stderr
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
    assert "Traceback" not in ran.stderr
    assert state(ask) == before
    assert not list(tmp_path.glob("out*"))
    assert ask("fsck", "--read-data")[0] == cli.DONE
    assert ask(*words)[0] == cli.DONE
    assert ask("fsck", "--read-data")[0] == cli.DONE


def nobody_listens() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


S3_DOWN = {
    "get": ("get", "thang-tam", "-o", "{out}.svg"),
    "add": ("add", "{photo}", "--kind", "photo"),
    "import of a table": ("import", "{table}"),
    "export": ("export", "{out}"),
}


@pytest.mark.parametrize("case", S3_DOWN)
def test_s3_that_does_not_answer_is_one_line_and_nothing_is_done(ask, catalog, tmp_path, monkeypatch, case):
    pytest.importorskip("boto3", reason="the extra s3 is not installed")
    settings = (catalog / "catalog.toml").read_text("utf-8")
    (catalog / "catalog.toml").write_text(settings.replace("file:blobs", "s3://nobody/kho"), encoding="utf-8")
    for name, value in {"ENDPOINT_URL": f"http://127.0.0.1:{nobody_listens()}", "ACCESS_KEY_ID": "x",
                        "SECRET_ACCESS_KEY": "y", "DEFAULT_REGION": "us-east-1"}.items():  # fmt: skip
        monkeypatch.setenv(f"AWS_{name}", value)
    (tmp_path / "t.csv").write_text("file,kind,slug\nphoto.jpg,photo,one\n")
    places = {"photo": tmp_path / "photo.jpg", "table": tmp_path / "t.csv", "out": tmp_path / "out"}
    before = state(ask)
    status, out, err = ask(*(word.format(**places) for word in S3_DOWN[case]))
    assert (status, out, len(err.splitlines())) == (cli.FAILED, "", 1), err
    assert "s3://nobody/kho" in err
    assert state(ask) == before
    assert not list(tmp_path.glob("out*"))
