"""`consents`: written, signed and withdrawn on the command line, and felt by `get` at once."""

from __future__ import annotations

import pytest


def test_a_consent_is_written_listed_and_withdrawn(run, tmp_path):
    made = run("consents", "add", "basket-boat", "--reference", "DY-7", "--subject", "Bà Sáu", "--media", "print",
               "--territory", "VN", "--purpose", "du lịch", "--valid-to", "2031-01-01", "--json")  # fmt: skip
    assert made.status == 0
    assert made.document["consent"] | {"given": ""} == {
        "kind": "consent", "reference": "DY-7", "subject": "Bà Sáu", "basis": "consent", "purposes": ["du lịch"],
        "media": ["print"], "territory": ["VN"], "given": "", "valid_to": "2031-01-01", "withdrawn": None,
        "withdrawn_by": "", "child": False, "age": None, "guardian": "", "guardian_signed": None,
        "child_signed": None, "document": "", "missing_signatures": [], "assets": ["basket-boat"],
    }  # fmt: skip
    assert run("consents", "add", "thang-tam", "--reference", "DY-7").status == 0
    listed = run("consents", "list", "--json").document["consents"]
    assert [(c["reference"], c["kind"], c["assets"]) for c in listed] == [
        ("DY-7", "consent", ["basket-boat", "thang-tam"]), ("MR-1", "release", ["basket-boat"]),
    ]  # fmt: skip
    assert run("get", "basket-boat", "-o", tmp_path / "a.jpg", "--media", "print", "--territory", "VN").status == 0
    refused = run("get", "basket-boat", "-o", tmp_path / "b.jpg", "--media", "web")
    assert (refused.status, "consent DY-7 covers print" in refused.err) == (2, True)
    told = run("consents", "withdraw", "DY-7", "--by", "Bà Sáu", "--note", "thư")
    assert (told.status, "No longer handed out: basket-boat, thang-tam" in told.out) == (0, True)
    gone = run("get", "basket-boat", "-o", tmp_path / "c.jpg")
    assert (gone.status, "DY-7 was withdrawn" in gone.err) == (2, True)
    assert not (tmp_path / "c.jpg").exists()
    assert run("kit", "build", "basket-boat", "-o", tmp_path / "k.zip").status == 2
    assert not (tmp_path / "k.zip").exists()


def test_a_child_needs_two_signatures(run, tmp_path):
    words = ("consents", "add", "basket-boat", "--reference", "TE-1", "--child", "--age", 9, "--guardian", "Anh Bảy")
    told = run(*words, "--guardian-signed", "2026-01-01")
    assert "Missing: the child's own signature" in told.out
    assert "Missing: the child's own signature" in run("show", "basket-boat").out
    assert run("get", "basket-boat", "-o", tmp_path / "a.jpg").status == 2
    assert run("consents", "sign", "TE-1").status == 2
    assert run("consents", "sign", "TE-1", "--child", "2026-01-02", "--json").document["assets"] == ["basket-boat"]
    assert run("get", "basket-boat", "-o", tmp_path / "a.jpg").status == 0
    moves = [event["move"] for event in run("history", "basket-boat", "--json").document["events"]]
    assert moves == ["import", "add-consent", "sign-consent"]


@pytest.mark.parametrize(
    "words",
    [
        ("add", "nobody", "--reference", "X"), ("add", "basket-boat"), ("withdraw", "X"), ("list", "nobody"),
        ("add", "basket-boat", "--reference", "X", "--basis", "because"), ("sign", "X", "--child", "soon"),
        ("add", "basket-boat", "--reference", "X", "--age", "9"), ("withdraw", "MR-1", "--on", "2999-01-01"),
        ("add", "basket-boat", "--reference", "X", "--territory", "Vietnam"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_is_one_line_and_one_document(run, words):
    told = run("consents", *words)
    assert (told.status, told.err.count("\n"), told.out) == (2, 1, "")
    assert set(run("consents", *words, "--json").document["error"]) == {"code", "message", "advice"}


def test_it_is_told_in_vietnamese(run, monkeypatch):
    run("consents", "add", "basket-boat", "--reference", "TE-1", "--child", "--guardian", "Anh Bảy")
    monkeypatch.delenv("BRANDKIT_LANG")
    assert "chữ ký của người đại diện và của chính trẻ" in run("consents", "list").out
    assert "ghi sự đồng ý" in run("history", "basket-boat").out
    refused = run("get", "basket-boat", "-o", "-").err
    assert "cả người đại diện lẫn trẻ đều chưa ký" in refused


def test_a_move_of_what_somebody_else_changed_is_refused(run):
    seen = run("show", "thang-tam", "--json").document["revision"]
    assert run("edit", "thang-tam", "title=Mới", "--revision", seen).status == 0
    for words in (("edit", "thang-tam", "title=Khác"), ("retire", "thang-tam"), ("withdraw", "thang-tam")):
        told = run(*words, "--revision", seen)
        assert (told.status, f"it is at revision {seen + 1}, and you saw {seen}" in told.err) == (2, True)
        assert run(*words, "--revision", seen, "--json").document["error"]["code"] == "lost-update"
    assert run("retire", "thang-tam", "basket-boat", "--revision", "1").status == 2
    assert run("show", "thang-tam", "--json").document["status"] == "approved"
    assert run("retire", "thang-tam", "--revision", seen + 1).status == 0
