"""fsck --repair, backup, restore, rebuild and migrate as a shell sees them: status, one line an error, JSON alone."""

from __future__ import annotations

import json

import pytest

COMMANDS = ["fsck", "gc", "backup", "restore", "rebuild", "migrate"]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_json(run, name, lang):
    told = run("--lang", lang, name, "--help")
    assert told.status == 0
    assert "--json" in told.out and f"brandkit {name}" in told.out


@pytest.fixture
def archive(run, tmp_path):
    assert run("backup", tmp_path / "b.tar").status == 0
    return tmp_path / "b.tar"


def test_a_backup_is_restored_and_told(run, archive, tmp_path):
    told = run("restore", archive, tmp_path / "r", "--json")
    assert (told.status, told.document["assets"], told.document["missing"]) == (0, 3, [])
    assert run("--catalog", tmp_path / "r", "fsck", "--read-data").status == 0
    assert run("--catalog", tmp_path / "r", "show", "thang-tam").status == 0


def test_restore_takes_the_folder_of_the_catalog_option_too(run, archive, tmp_path):
    assert run("--catalog", tmp_path / "r", "restore", archive).status == 0
    assert (tmp_path / "r/catalog.toml").is_file()


def test_faults_are_listed_mended_and_what_is_left_is_told(run, archive):
    sidecar = next((run.catalog / "blobs/sidecars").glob("*.json"))
    sidecar.unlink()
    blob = next(path for path in (run.catalog / "blobs").glob("??/??/*") if path.stat().st_size > 100)
    blob.write_bytes(b"rot")
    assert run("fsck", "--read-data").status == 1
    told = run("fsck", "--read-data", "--repair", "--json")
    assert told.status == 1
    assert [fault["code"] for fault in told.document["repaired"]] == ["missing-sidecar"]
    assert [(fault["code"], fault["blob"]) for fault in told.document["faults"]] == [("damaged-blob", blob.name)]
    told = run("fsck", "--read-data", "--repair", "--from", archive)
    assert (told.status, told.out) == (0, f"mended: damaged-blob  {blob.name}\n")


def test_a_lost_database_is_told_and_rebuilt(run):
    for path in run.catalog.glob("catalog.db*"):
        path.unlink()
    assert run("fsck").status == 2
    told = run("rebuild", "--json")
    assert (told.status, told.document["assets"], told.document["aside"]) == (0, 3, None)
    assert run("fsck", "--read-data").status == 0


def test_migrate_says_when_there_is_nothing_to_do(run):
    assert json.loads(run("migrate", "--json").out)["copy"] is None


def refusals(run, archive, tmp_path):
    (tmp_path / "foreign").write_bytes(b"no archive at all" * 100)
    (tmp_path / "cut.tar").write_bytes(archive.read_bytes()[:-2_000])
    return [
        ("backup", archive),
        ("backup", tmp_path / "nowhere/b.tar"),
        ("restore", tmp_path / "nothing.tar", tmp_path / "r"),
        ("restore", tmp_path / "foreign", tmp_path / "r"),
        ("restore", tmp_path / "cut.tar", tmp_path / "r"),
        ("restore", tmp_path, tmp_path / "r"),
        ("restore", archive, run.catalog),
        ("restore", archive, tmp_path / "r", "--database", "mysql:x"),
        ("restore", archive, tmp_path / "r", "--blobs", "ftp:x"),
        ("rebuild",),
        ("--catalog", tmp_path / "nowhere", "rebuild"),
        ("--catalog", tmp_path / "nowhere", "migrate"),
        ("fsck", "--from", archive),
        ("--catalog", tmp_path / "nowhere", "fsck"),
    ]


def test_every_refusal_is_one_line_with_status_2_and_leaves_nothing(run, archive, tmp_path):
    for words in refusals(run, archive, tmp_path):
        told = run(*words)
        assert told.status == 2, words
        assert told.err.count("\n") == 1 and told.err.startswith("brandkit: "), (words, told)
        assert told.out == ""
        assert set(run(*words, "--json").document["error"]) == {"code", "message", "advice"}
        assert not (tmp_path / "r").exists(), words
