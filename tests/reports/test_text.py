"""The terminal's report: aligned, wrapped, safe to print, coloured by the caller alone."""

from __future__ import annotations

import re

import pytest

from brandkit.reports import as_document, text
from tests.reports import specimen


def told(lang: str = "vi", **changes) -> str:
    return text.render(as_document(specimen.report(specimen.material(**changes)), lang), lang=lang)


def test_no_line_is_wider_than_asked():
    document = as_document(specimen.report(), "vi")
    for width in (60, 80, 100):
        assert max(len(line) for line in text.render(document, lang="vi", width=width).splitlines()) <= width


def test_it_says_measured_against_allowed_clause_and_remedy_in_each_language():
    vi, en = told("vi"), told("en")
    assert "1,027 · cho phép 0,985–1,015" in vi and "1.027 · allowed 0.985–1.015" in en
    assert "Quyết định 1234/QĐ-UBND, điều 6 khoản 2" in vi and "Decision 1234/QĐ-UBND, article 6(2)" in en
    assert "vung-tau:horizontal-full-color-vi" in vi


def test_severity_is_told_by_sign_and_word_in_order():
    titles = [line for line in told().splitlines() if re.match(r"[ \d]\d \S .+ · [a-z-]+", line)]
    signs = [line.split()[1] for line in titles]
    assert signs == ["■", "■", "■", "■", "▲", "▲", "●", "?", "!"]
    assert "Nghiêm trọng" in told()


def test_what_was_set_aside_is_not_counted_among_the_faults():
    assert told().splitlines()[1] == "7 lỗi cần sửa trước khi phát hành"
    assert "Đã cho qua: blurry-logo" in told()


def test_it_has_no_colour_unless_a_style_is_given():
    document = as_document(specimen.report(), "vi")
    assert "\x1b" not in text.render(document, lang="vi")
    painted = text.render(document, lang="vi", style=lambda piece, level: f"<{level}>{piece}</>")
    assert "<critical> 1 ■ Nghiêm trọng</>" in painted


@pytest.mark.parametrize("name", ["\x1b[31mred.pdf", "bell\x07.pdf", "two\nlines.pdf", "‮fdp.exe.pdf"])
def test_a_file_name_cannot_steer_the_terminal(name):
    shown = told(name=name)
    assert not set(shown) & set("\x1b\x07\u202e")
    assert shown.splitlines()[0].endswith("trang")


def test_an_identification_lists_what_was_seen_and_how_altered():
    document = as_document(specimen.report(), "vi", judged=False)
    lines = text.render(document, lang="vi")
    assert "Nhận ra 4 tài sản" in lines
    assert "vung-tau@2:horizontal-full-color-vi · trang 1" in lines
    assert "xoay 5,00°" in lines and "cao 17,6\u00a0mm" in lines
    assert "có thể, đo trên ảnh, quá nhỏ trong ảnh này để đo được" in lines
