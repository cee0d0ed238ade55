"""`kit build` and `verify`, from the one to the other and back in years."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.catalog.specimens import SAND, mark


@pytest.fixture
def kit(run, tmp_path):
    told = run("kit", "build", "thang-tam", "song-goi", "-o", tmp_path / "kit.zip", "--json")
    assert told.status == 0
    assert told.document["sha256"] == hashlib.sha256((tmp_path / "kit.zip").read_bytes()).hexdigest()
    assert [asset["slug"] for asset in told.document["assets"]] == ["thang-tam", "song-goi"]
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        assert sorted([*told.document["files"], "brandkit.lock.json"]) == archive.namelist()
    return tmp_path / "kit.zip"


def test_a_kit_is_verified_with_and_without_its_catalog(run, kit, monkeypatch, tmp_path):
    assert run("verify", kit).out.startswith("All ")
    monkeypatch.delenv("BRANDKIT_CATALOG")
    monkeypatch.chdir("/")
    told = run("verify", kit, "--json")
    assert (told.status, told.document["sound"], told.document["kit"]) == (0, True, True)
    assert set(told.document["counts"]) == {"current", "superseded", "altered", "unknown"}
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(tmp_path / "out")
    assert run("verify", tmp_path / "out").status == 0
    (tmp_path / "out/slogans/song-goi.txt").write_text("khác", "utf-8")
    changed = run("verify", tmp_path / "out")
    assert changed.status == 1
    assert "■ slogans/song-goi.txt  altered" in changed.out
    (tmp_path / "out/logos/thang-tam/svg/horizontal-reversed.svg").unlink()
    assert run("verify", tmp_path / "out", "--json").document["missing"] == [
        "logos/thang-tam/svg/horizontal-reversed.svg"
    ]


def test_a_forged_lock_is_found_out_and_so_is_an_unsigned_one_beside_its_catalog(run, kit, monkeypatch, tmp_path):
    out = tmp_path / "out"
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(out)
    lock = out / "brandkit.lock.json"
    (out / "slogans/song-goi.txt").write_text("khác", "utf-8")
    document = json.loads(lock.read_text("utf-8"))
    for file in (file for asset in document["assets"] for file in asset["files"]):
        file["sha256"] = hashlib.sha256((out / file["path"]).read_bytes()).hexdigest()
    lock.write_text(json.dumps(document), "utf-8")
    forged = run("verify", out)
    assert forged.status == 1 and "■ brandkit.lock.json  altered" in forged.out
    foreign = {**document, "key": base64.b64encode(bytes(32)).decode(), "signature": "x"}
    lock.write_text(json.dumps(foreign), "utf-8")
    assert "■ brandkit.lock.json" in run("verify", out).out
    lock.write_text(json.dumps({k: v for k, v in document.items() if k not in ("key", "signature")}), "utf-8")
    unsigned = run("verify", out, "--json")
    assert unsigned.status == 1
    assert [(one["path"], one["state"]) for one in unsigned.document["files"] if one["state"] != "current"] == [
        ("brandkit.lock.json", "unknown")
    ]
    monkeypatch.delenv("BRANDKIT_CATALOG")
    monkeypatch.chdir("/")
    assert run("verify", out).status == 0  # nobody is there who could tell
    lock.write_text(json.dumps(document), "utf-8")
    assert run("verify", out).status == 1  # a broken signature needs no catalog


def test_a_lock_signed_by_another_catalog_s_key_is_not_believed(run, kit, tmp_path):
    keys = Path(os.environ["BRANDKIT_CATALOG"], "checkpoints/keys.txt")
    known = keys.read_text("ascii")
    assert run("verify", kit).status == 0
    keys.write_text(base64.b64encode(bytes(32)).decode() + "\n", "ascii")
    told = run("verify", kit)
    assert told.status == 1 and "brandkit.lock.json" in told.out
    keys.write_text(known, "ascii")


def test_a_kit_is_built_without_the_private_key_and_is_then_not_signed(run, kit, tmp_path):
    key = Path(os.environ["BRANDKIT_CATALOG"], "checkpoints/key.pem")
    key.rename(tmp_path / "away.pem")
    assert run("kit", "build", "song-goi", "-o", tmp_path / "unsigned.zip").status == 0
    with zipfile.ZipFile(tmp_path / "unsigned.zip") as archive:
        assert "signature" not in json.loads(archive.read("brandkit.lock.json"))
    assert run("verify", tmp_path / "unsigned.zip").status == 1


def test_a_kit_goes_to_stdout_whole_or_not_at_all(run, kit):
    def streamed(*words: str) -> subprocess.CompletedProcess[bytes]:
        program = [sys.executable, "-m", "brandkit", "kit", "build", *words, "-o", "-"]
        return subprocess.run(program, capture_output=True)

    assert streamed("thang-tam", "song-goi").stdout == kit.read_bytes()
    refused = streamed("thang-tam", "nobody")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert streamed("thang-tam", "--json").returncode == 2


def test_a_site_is_verified_against_a_lock(run, kit, monkeypatch, tmp_path):
    with zipfile.ZipFile(kit) as archive:
        archive.extract("brandkit.lock.json", tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/logo.svg").write_bytes(mark(SAND, seed=9))
    monkeypatch.delenv("BRANDKIT_CATALOG")
    monkeypatch.chdir("/")
    told = run("verify", tmp_path / "site", "--lock", tmp_path / "brandkit.lock.json")
    assert told.status == 1
    assert "▲ logo.svg  superseded" in told.out and "Use instead: logos/thang-tam/svg" in told.out
    assert run("verify", tmp_path / "site").status == 2
    (tmp_path / "site/broken.png").write_bytes(b"\x89PNG\r\n\x1a\nxx")
    broken = run("verify", tmp_path / "site", "--lock", tmp_path / "brandkit.lock.json", "--json")
    assert (broken.status, len(broken.document["errors"]), len(broken.document["files"])) == (2, 1, 1)


def test_the_catalog_alone_verifies_a_folder(run, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/logo.svg").write_bytes(mark(SAND, seed=9))
    assert run("verify", tmp_path / "site").status == 1
    (tmp_path / "site/logo.svg").unlink()
    assert run("verify", tmp_path / "site").status == 0


def test_every_reason_is_told_and_nothing_is_written(run, tmp_path):
    run("consents", "withdraw", "MR-1")
    told = run("kit", "build", "basket-boat", "nobody", "thang-tam", "-o", tmp_path / "k.zip")
    assert (told.status, told.err.count("\n")) == (2, 2)
    assert "MR-1 was withdrawn" in told.err and "nobody" in told.err
    as_json = run("kit", "build", "basket-boat", "nobody", "-o", tmp_path / "k.zip", "--json")
    assert [error["code"] for error in as_json.document["errors"]] == ["not-available", "unknown-asset"]
    assert list(tmp_path.glob("*.zip")) == [] and list(tmp_path.glob(".*part")) == []


@pytest.mark.parametrize(
    "words",
    [
        ("kit", "build", "thang-tam", "-o", "kit.rar"), ("kit", "build", "thang-tam", "-o", "no/such/folder/k.zip"),
        ("kit", "build", "-o", "k.zip"), ("kit", "build", "thang-tam", "-o", "k.zip", "--profile", "nobody"),
        ("kit", "build", "nobody", "-o", "k.zip"), ("verify", "nowhere"), ("verify", "."),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(run, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if words == ("verify", "."):
        monkeypatch.delenv("BRANDKIT_CATALOG")
        monkeypatch.chdir("/usr/share")
    told = run(*words)
    assert (told.status, told.err.count("\n"), told.out) == (2, 1, "")
    assert set(run(*words, "--json").document["error"]) == {"code", "message", "advice"}
    assert not (tmp_path / "k.zip").exists()


@pytest.mark.parametrize("words", [("kit", "build"), ("verify",), ("consents", "add"), ("consents", "list")])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_is_there_in_both_languages(run, words, lang):
    told = run("--lang", lang, *words, "--help")
    assert told.status == 0 and "--json" in told.out


def test_the_help_of_groups_has_its_vietnamese():
    from importlib import import_module
    from inspect import cleandoc

    import click

    from brandkit.messages import translated

    for name in ("kit", "verify", "consents"):
        top: click.Command = import_module(f"brandkit.commands.{name}").command
        for command in (top, *getattr(top, "commands", {}).values()):
            texts = [cleandoc(command.help or ""), command.short_help or ""]
            texts += [option.help or "" for option in command.params if isinstance(option, click.Option)]
            # A command that was run in Vietnamese before keeps its words: what is no key then is a translation.
            for text in texts:
                assert translated(text, "vi") != text or any(mark in text.lower() for mark in "ăâđêôơưáàảạếềệ"), text
