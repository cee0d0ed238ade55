"""`brandkit search`: pages, corrections, and one line for what cannot be."""

from __future__ import annotations


def test_pages_follow_one_another_by_their_cursor(run):
    first = run("search", "--limit", "2", "--json").document
    assert (len(first["assets"]), first["total"]) == (2, 3)
    second = run("search", "--limit", "2", "--cursor", first["next"], "--json").document
    assert "next" not in second
    slugs = [asset["slug"] for page in (first, second) for asset in page["assets"]]
    assert slugs == ["basket-boat", "song-goi", "thang-tam"]


def test_a_next_page_is_offered_on_stderr(run):
    told = run("search", "--limit", "1")
    assert "--cursor" in told.err
    assert "--cursor" not in told.out


def test_a_correction_is_told_as_such(run):
    told = run("search", "thuyền thnúg", "--json")
    assert [asset["slug"] for asset in told.document["assets"]] == ["basket-boat"]
    assert told.document["corrected"] == "Thuyền thúng"
    assert "Thuyền thúng" in run("search", "thuyền thnúg").err
    assert "corrected" not in run("search", "thuyền thúng", "--json").document


def test_a_wrong_cursor_is_one_line(run):
    told = run("search", "biển", "--cursor", "none")
    assert (told.status, told.err.count("\n")) == (2, 1)


def test_an_abbreviation_finds_what_is_written_in_full(run):
    for query in ("UBND phường Thắng Tam", "ủy ban nhân dân P. Thắng Tam", "ubnd p thang tam"):
        assert [a["slug"] for a in run("search", query, "--json").document["assets"]] == ["thang-tam"]
