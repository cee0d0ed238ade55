"""Registering, moving, finding and fetching: names, exit statuses and JSON shapes of the contract."""

from __future__ import annotations

import filecmp
import unicodedata
from pathlib import Path

import pytest

from brandkit import cli

from .conftest import Command

ASSET_KEYS = {"id", "slug", "kind", "status", "title", "title_en", "versions", "variants", "sha256", "tags", "unit"}


def drawing(path: Path, shift: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60">'
        f'<path d="M{shift} 50L40 {10 + shift}L90 50Z" fill="#E25A0B"/><circle cx="80" cy="{15 + shift}" r="9"/></svg>',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    assert cli.run(["--quiet", "init", str(tmp_path / "catalog")]) == 0
    return tmp_path / "catalog"


def statuses(command: Command, catalog: Path, slug: str) -> str:
    return str(command(catalog, "show", slug, "--json").document["status"])


def test_a_logo_goes_from_draft_to_withdrawn_and_every_other_move_is_refused(
    command: Command, empty: Path, tmp_path: Path
) -> None:
    command(empty, "add", drawing(tmp_path / "pier.svg"), "--kind", "logo")
    assert command(empty, "approve", "pier").status == 2
    assert command(empty, "retire", "pier").status == 2
    assert command(empty, "submit", "pier").status == 0
    assert command(empty, "submit", "pier").status == 2
    assert command(empty, "reject", "pier", "--note", "too thin").status == 0
    assert statuses(command, empty, "pier") == "draft"
    assert command(empty, "submit", "pier").status == 0
    assert command(empty, "approve", "pier").status == 0
    assert command(empty, "get", "pier", "-o", tmp_path / "out.svg").status == 0
    assert command(empty, "withdraw", "pier").status == 0
    refused = command(empty, "get", "pier", "-o", tmp_path / "again.svg", "--json")
    assert refused.status == 2
    assert set(refused.document["error"]) == {"code", "message", "advice"}
    assert not (tmp_path / "again.svg").exists()


def test_the_same_bytes_twice_are_one_asset_and_a_dry_run_keeps_nothing(
    command: Command, empty: Path, tmp_path: Path
) -> None:
    pier = drawing(tmp_path / "pier.svg")
    assert command(empty, "add", pier, "--kind", "logo", "--dry-run").status == 0
    assert command(empty, "search", "--json").document == {"assets": [], "total": 0}
    command(empty, "add", pier, "--kind", "logo")
    command(empty, "add", pier, "--kind", "logo", "--slug", "another")
    found = command(empty, "search", "--json").document
    assert [asset["slug"] for asset in found["assets"]] == ["pier"]
    assert set(found["assets"][0]) >= ASSET_KEYS


def test_an_explicit_slug_takes_a_variant_then_a_version(command: Command, empty: Path, tmp_path: Path) -> None:
    for shift, variant in enumerate(["full-color", "mono-black", "full-color"]):
        master = drawing(tmp_path / f"{shift}.svg", shift)
        command(empty, "add", master, "--kind", "logo", "--slug", "x", "--variant", variant)
    shown = command(empty, "show", "x", "--json").document
    assert set(shown["variants"]) == {"full-color", "mono-black"}
    assert len(shown["versions"]) == 2


def test_logos_that_only_share_a_file_name_stay_apart(command: Command, empty: Path, tmp_path: Path) -> None:
    for shift, place in enumerate(["a/logo.svg", "b/logo.svg", "中国.svg", "東京.svg"]):
        drawing(tmp_path / "many" / place, shift * 3)
    assert command(empty, "add", tmp_path / "many", "--recursive", "--kind", "logo").status == 0
    found = command(empty, "search", "--json").document
    assert found["total"] == 4
    assert all(len(asset["versions"]) == 1 for asset in found["assets"])


@pytest.mark.parametrize("name", ["-flag.svg", "🌊 sóng.svg", "two words.svg", "line\nbreak.svg", "quote'\".svg"])
def test_odd_names_are_taken(command: Command, empty: Path, tmp_path: Path, name: str) -> None:
    assert command(empty, "add", "--kind", "logo", "--", drawing(tmp_path / name)).status == 0
    assert command(empty, "search", "--json").document["total"] == 1


def test_decomposed_names_are_composed_and_the_round_trip_is_equal(
    command: Command, empty: Path, tmp_path: Path
) -> None:
    command(empty, "add", drawing(tmp_path / (unicodedata.normalize("NFD", "Đầm Sen đẹp") + ".svg")), "--kind", "logo")
    assert command(empty, "search", "dam sen", "--json").document["assets"][0]["title"] == "Đầm Sen đẹp"
    assert command(empty, "export", tmp_path / "one").status == 0
    command(empty, "init", tmp_path / "second", "--from", tmp_path / "one")
    assert command(tmp_path / "second", "export", tmp_path / "two").status == 0
    compared = filecmp.dircmp(tmp_path / "one", tmp_path / "two")
    assert not (compared.left_only or compared.right_only or compared.diff_files)
    toml = Path("logos/dam-sen-dep/asset.toml")
    assert (tmp_path / "one" / toml).read_bytes() == (tmp_path / "two" / toml).read_bytes()
    assert command(empty, "import", tmp_path / "one").status == 0


def test_one_bad_file_does_not_stop_the_others(command: Command, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    answer = command(empty, "add", tmp_path / "bad.png", drawing(tmp_path / "good.svg"), "--kind", "logo", "--json")
    assert answer.status == 2
    assert [added["slug"] for added in answer.document["added"]] == ["good"]


def test_a_drawing_is_no_photo(command: Command, empty: Path, tmp_path: Path) -> None:
    assert command(empty, "add", drawing(tmp_path / "pier.svg"), "--kind", "photo").status == 2


@pytest.mark.parametrize("query", ["hải đăng", "HAI DANG", unicodedata.normalize("NFD", "hải đăng")])
def test_search_finds_with_and_without_marks(command: Command, living_starter: Path, query: str) -> None:
    found = command(living_starter, "search", query, "--json").document
    assert found["assets"][0]["slug"] == "lighthouse-at-dusk"


@pytest.mark.parametrize("query", ["'", '"', "a*", "NEAR(", "%", "-x", "AND", ""])
def test_search_takes_any_characters(command: Command, living_starter: Path, query: str) -> None:
    assert command(living_starter, "search", "--json", "--", query).status == 0


def test_a_damaged_blob_is_found_and_never_served(command: Command, empty: Path, tmp_path: Path) -> None:
    command(empty, "add", drawing(tmp_path / "pier.svg"), "--kind", "logo")
    command(empty, "submit", "pier")
    command(empty, "approve", "pier")
    sha256 = command(empty, "show", "pier", "--json").document["sha256"]
    (blob,) = (path for path in (empty / "blobs").rglob(f"*{sha256}*") if path.is_file())
    blob.chmod(0o600)
    blob.write_bytes(blob.read_bytes().replace(b"E25A0B", b"E25A0C"))
    checked = command(empty, "fsck", "--read-data", "--json")
    assert checked.status == 1
    assert [fault["blob"] for fault in checked.document["faults"]] == [sha256]
    assert command(empty, "get", "pier", "-o", tmp_path / "served.svg").status == 2
    assert not (tmp_path / "served.svg").exists()
