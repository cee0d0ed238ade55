"""The commands that keep the catalog: names, flags, JSON shapes, exit statuses, one line an error."""

from __future__ import annotations

import io
import re
import sys

import pytest
from PIL import Image

from tests.catalog.specimens import SEA, mark, picture, small_folder

SLUGS = {"basket-boat", "song-goi", "thang-tam"}


@pytest.fixture
def logo(tmp_path):
    path = tmp_path / "new-mark.svg"
    path.write_bytes(mark(seed=30))
    return path


def test_init_makes_an_empty_catalog_and_never_a_second_one_there(run, tmp_path):
    assert run("init", tmp_path / "empty").status == 0
    assert run("--catalog", tmp_path / "empty", "search", "--json").document == {"assets": [], "total": 0}
    again = run("init", tmp_path / "empty")
    assert (again.status, again.err.count("\n")) == (2, 1)
    assert "not empty" in again.err


def test_init_from_a_bad_folder_makes_nothing(run, tmp_path):
    own = small_folder(tmp_path / "own")
    (own / "units.toml").write_text("units = 3")
    assert run("init", tmp_path / "new", "--from", own).status == 2
    assert not (tmp_path / "new").exists()
    (tmp_path / "none.toml").touch()
    assert run("init", tmp_path / "new", "--from", tmp_path / "nowhere").status == 2


def test_import_and_export_go_round(run, plain_folder, tmp_path):
    assert run("export", tmp_path / "out", "--json").document == {"folder": str(tmp_path / "out"), "assets": 3}
    assert (tmp_path / "out/logos/thang-tam/full-color.svg").read_bytes() == mark(SEA, seed=3)
    again = run("import", tmp_path / "out", "--json")
    assert again.status == 0
    assert set(again.document["imported"]["unchanged"]) == SLUGS
    assert run("export", tmp_path / "out").status == 2
    run("withdraw", "thang-tam")
    conflict = run("import", plain_folder, "--json")
    assert conflict.status == 2
    assert [error["code"] for error in conflict.document["imported"]["errors"]] == ["asset-exists"]


def test_add_tells_what_it_read_and_registers_a_draft(run, logo):
    wishes = ("--slug", "phuong-moi", "--tag", "phường", "--unit", "phuong-vung-tau")
    told = run("add", logo, "--kind", "logo", *wishes, "--json")
    assert told.status == 0
    added = told.document["added"][0]
    assert (added["slug"], added["outcome"], added["version"]) == ("phuong-moi", "new", 1)
    assert added["variant"] == "full-color"
    assert (added["width"], added["height"], added["media_type"]) == (120.0, 60.0, "image/svg+xml")
    assert added["read"] == {"title": {"vi": "Dấu 30"}}
    shown = run("show", "phuong-moi", "--json").document
    assert (shown["status"], shown["unit"], shown["tags"]) == ("draft", "phuong-vung-tau", ["phường"])


def test_add_of_the_same_bytes_is_the_same_asset(run, logo):
    run("add", logo, "--kind", "logo")
    assert run("add", logo, "--kind", "logo", "--json").document["added"][0]["outcome"] == "known"
    assert run("search", "--json").document["total"] == 4


def test_add_again_adds_a_variant_or_a_version(run, logo, tmp_path):
    run("add", logo, "--kind", "logo", "--slug", "x")
    (tmp_path / "white.svg").write_bytes(mark("#FFFFFF", seed=30))
    (tmp_path / "other.svg").write_bytes(mark(seed=31))
    variant = run("add", tmp_path / "white.svg", "--kind", "logo", "--slug", "x", "--variant", "reversed", "--json")
    assert variant.document["added"][0]["outcome"] == "variant"
    version = run("add", tmp_path / "other.svg", "--kind", "logo", "--slug", "x", "--variant", "full-color", "--json")
    assert (version.document["added"][0]["outcome"], version.document["added"][0]["version"]) == ("version", 2)
    assert [v["status"] for v in run("show", "x", "--json").document["versions"]] == ["draft", "draft"]


def test_add_tells_near_duplicates(run, tmp_path):
    (tmp_path / "again.jpg").write_bytes(picture(5, quality=50))
    told = run("add", tmp_path / "again.jpg", "--kind", "photo")
    assert told.status == 0
    assert "Looks the same as basket-boat" in told.out


def test_a_batch_goes_on_past_bad_files_and_ends_with_2(run, tmp_path):
    folder = tmp_path / "batch"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.jpg").write_bytes(picture(50))
    (folder / "b.jpg").write_bytes(b"")
    (folder / "c.png").write_bytes(picture(51))
    (folder / "sub/d.jpg").write_bytes(picture(52))
    (folder / "notes.txt").write_text("no picture")
    told = run("add", folder, "--kind", "photo", "--recursive")
    assert told.status == 2
    assert told.err.count("\n") == 2
    assert "b.jpg" in told.err and "c.png" in told.err
    assert {a["slug"] for a in run("search", "--json").document["assets"]} == SLUGS | {"a", "d"}
    again = run("add", folder, "--kind", "photo", "--recursive", "--json").document
    assert [error["code"] for error in again["errors"]] == ["unreadable-material"] * 2
    assert [added["outcome"] for added in again["added"]] == ["known", "known"]


def test_a_new_version_of_an_approved_asset_is_told_by_its_own_status(run, tmp_path):
    newer = tmp_path / "newer.svg"
    newer.write_bytes(mark(seed=77))
    assert run("add", newer, "--kind", "logo", "--slug", "thang-tam", "--variant", "horizontal-full-color").status == 0
    assert run("submit", "thang-tam").out == "thang-tam: version 3 submitted; the asset stays approved\n"
    assert run("reject", "thang-tam").out == "thang-tam: version 3 draft; the asset stays approved\n"
    run("submit", "thang-tam")
    assert run("approve", "thang-tam").out == "thang-tam: approved\n"


def test_a_dry_run_changes_nothing(run, logo):
    told = run("add", logo, "--kind", "logo", "--dry-run", "--json").document
    assert (told["dry_run"], told["added"][0]["outcome"]) == (True, "new")
    assert run("search", "--json").document["total"] == 3


def test_add_reads_stdin(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mark(seed=33))))
    assert run("add", "-", "--kind", "logo", "--slug", "piped", "--json").document["added"][0]["slug"] == "piped"


def test_a_slogan_is_registered_by_its_words(run):
    words = ("add", "--kind", "slogan", "--slug", "bien-goi", "--text", "Biển gọi", "--text-en", "The sea calls")
    assert run(*words).status == 0
    assert run(*words, "--json").document["added"][0]["outcome"] == "known"
    assert run("show", "bien-goi", "--json").document["text"] == {"vi": "Biển gọi", "en": "The sea calls"}
    assert run("add", "--kind", "slogan", "--slug", "bien-goi", "--text", "Biển hát").status == 2
    assert run("add", "--kind", "slogan", "--slug", "y").status == 2


def test_the_lifecycle_from_draft_to_withdrawn(run, logo, tmp_path):
    run("add", logo, "--kind", "logo", "--slug", "x")
    assert run("get", "x", "-o", tmp_path / "x.svg").status == 2
    steps = (("submit", "submitted"), ("reject", "draft"), ("submit", "submitted"), ("approve", "approved"))
    for move, status in steps:
        told = run(move, "x", "--note", f"vì {move}", "--json")
        assert (told.status, told.document["moved"][0]["status"]) == (0, status)
    assert run("get", "x", "-o", tmp_path / "x.svg").status == 0
    assert (tmp_path / "x.svg").read_bytes() == mark(seed=30)
    assert run("retire", "x", "--replaced-by", "thang-tam").status == 0
    refused = run("get", "x", "-o", tmp_path / "y.svg")
    assert (refused.status, "thang-tam takes its place" in refused.err) == (2, True)
    assert run("withdraw", "x").status == 0
    events = run("history", "x", "--json").document["events"]
    assert [e["move"] for e in events] == ["add", "submit", "reject", "submit", "approve", "retire", "withdraw"]
    assert (events[1]["actor"], events[1]["note"]) == ("Trần Duyệt", "vì submit")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d", events[1]["at"])


def test_a_wrong_move_is_one_line_and_others_in_the_batch_go_on(run, logo):
    run("add", logo, "--kind", "logo", "--slug", "x")
    told = run("submit", "thang-tam", "x", "nobody")
    assert (told.status, told.err.count("\n")) == (2, 2)
    assert "x: submitted" in told.out
    assert "has no draft to submit" in told.err


def test_edit_changes_and_refuses(run):
    assert run("edit", "basket-boat", "title_en=Round boat", "tags=thúng,biển").status == 0
    shown = run("show", "basket-boat", "--json").document
    assert (shown["title_en"], shown["tags"]) == ("Round boat", ["thúng", "biển"])
    assert run("edit", "basket-boat", "creator=X", "--revision", shown["revision"]).status == 0
    assert run("edit", "basket-boat", "creator=Y", "--revision", shown["revision"]).status == 2
    assert run("edit", "basket-boat", "nothing=1").status == 2
    assert run("edit", "basket-boat", "title").status == 2


def test_search_has_the_shape_of_the_contract(run):
    found = run("search", "thang tam", "--kind", "logo", "--status", "approved", "--json").document
    assert set(found) == {"assets", "total"}
    asset = found["assets"][0]
    keys = {"id", "slug", "kind", "status", "title", "title_en", "versions", "variants", "sha256", "tags", "unit"}
    assert set(asset) == keys
    assert (asset["slug"], asset["title_en"]) == ("thang-tam", "Thắng Tam Ward logo")
    assert asset["variants"] == ["horizontal-full-color", "horizontal-reversed"]
    assert [version["number"] for version in asset["versions"]] == [1, 2]
    assert run("search", "--limit", "1", "--json").document["total"] == 3
    assert run("search", "nothing of the kind", "--json").document == {"assets": [], "total": 0}
    assert keys <= set(run("show", "thang-tam", "--json").document)


def test_similar_has_the_shape_of_the_contract(run, tmp_path):
    (tmp_path / "again.jpg").write_bytes(picture(5, quality=60))
    matches = run("similar", tmp_path / "again.jpg", "--json").document["matches"]
    assert set(matches[0]) == {"slug", "sha256", "distance", "method", "quad"}
    assert (matches[0]["slug"], matches[0]["quad"][2]) == ("basket-boat", [96.0, 64.0])
    assert "basket-boat" in run("similar", tmp_path / "again.jpg", "--limit", "1").out


def test_duplicates_end_with_1_when_there_are_any(run, tmp_path):
    assert run("duplicates").status == 0
    (tmp_path / "again.jpg").write_bytes(picture(5, quality=60))
    run("add", tmp_path / "again.jpg", "--kind", "photo")
    told = run("duplicates", "--json")
    assert told.status == 1
    assert told.document == {"clusters": [{"assets": ["again", "basket-boat"], "keep": "basket-boat"}]}


@pytest.mark.parametrize(("name", "kind"), [("x.png", "PNG"), ("x.webp", "WEBP"), ("x.jpg", "JPEG")])
def test_get_makes_what_the_output_is_called(run, tmp_path, name, kind):
    assert run("get", "thang-tam", "-o", tmp_path / name, "--width", "80").status == 0
    with Image.open(tmp_path / name) as image:
        assert (image.format, image.size) == (kind, (80, 40))


def test_get_chooses_by_variant_and_background_and_tells_what_it_gave(run, tmp_path):
    told = run("get", "thang-tam", "--background", "#0B3C5D", "-o", tmp_path / "x.svg", "--json").document
    assert (told["variant"], told["version"]) == ("horizontal-reversed", 2)
    assert run("get", "thang-tam", "--variant", "stacked", "-o", tmp_path / "y.svg").status == 2
    assert run("get", "thang-tam", "--format", "pdf", "-o", tmp_path / "y").status == 0
    assert (tmp_path / "y").read_bytes().startswith(b"%PDF-")


def test_get_writes_to_stdout(run):
    assert run("get", "song-goi", "-o", "-").out == "Sóng gọi người về\n"
    assert run("get", "thang-tam", "-o", "-").out.encode() == mark(SEA, seed=3)
    assert run("get", "thang-tam", "-o", "-", "--json").status == 2


@pytest.mark.parametrize("output", [".", "no-such-folder/x.svg"])
def test_get_needs_a_place_to_write(run, tmp_path, output):
    told = run("get", "thang-tam", "-o", tmp_path / output)
    assert (told.status, told.err.count("\n")) == (2, 1)


def test_fsck_lists_faults_with_code_and_blob(run):
    sound = run("fsck", "--read-data", "--json")
    assert (sound.status, sound.document["sound"], sound.document["assets"]) == (0, True, 3)
    assert sound.document["isolation"] in ("bubblewrap", "rlimits")
    sha256 = run("show", "basket-boat", "--json").document["sha256"]
    path = run.catalog / "blobs" / sha256[:2] / sha256[2:4] / sha256
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert run("fsck").status == 0
    told = run("fsck", "--read-data", "--json")
    assert told.status == 1
    assert told.document["faults"][0] | {"message": ""} == {"code": "damaged-blob", "blob": sha256, "message": ""}
    assert not told.document["sound"]
    shown = run("get", "basket-boat", "-o", "-", "--json")
    assert shown.status == 2


def test_fsck_that_cannot_run_ends_with_2(run):
    for path in run.catalog.glob("catalog.db*"):
        path.unlink()
    assert run("fsck").status == 2


def test_gc_leaves_the_young_alone(run):
    from brandkit.stores.file import Store

    loose = Store(run.catalog / "blobs").put(b"loose")
    assert run("gc", "--json").document["blobs"] == []
    assert run("gc", "--grace", "0", "--dry-run", "--json").document["blobs"] == [loose]
    told = run("gc", "--grace", "0", "--dry-run").err
    assert "To be removed: 1 files" in told and "Nothing was changed" in told
    assert run("gc", "--grace", "0", "--json").document["blobs"] == [loose]
    assert run("gc", "--grace", "-1").status == 2


def test_media_are_shown_in_the_readers_language(run):
    assert run("edit", "basket-boat", "media=print,web").status == 0
    assert "in ấn, trang web" in run("--lang", "vi", "show", "basket-boat").out


def test_results_are_told_in_vietnamese_unless_asked_otherwise(run, monkeypatch):
    monkeypatch.delenv("BRANDKIT_LANG")
    assert "Biểu trưng phường Thắng Tam" in run("show", "thang-tam").out
    assert "Phiên bản 2: đã duyệt" in run("show", "thang-tam").out
    refused = run("submit", "thang-tam").err
    assert "không có bản nháp để trình" in refused


def test_the_catalog_is_found_upwards_from_the_current_folder(run, monkeypatch):
    monkeypatch.delenv("BRANDKIT_CATALOG")
    monkeypatch.chdir(run.catalog / "blobs")
    assert run("search", "--json").document["total"] == 3
    monkeypatch.chdir("/")
    assert run("search").status == 2
