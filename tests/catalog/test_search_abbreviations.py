"""Abbreviations are written out where they are meant, and nothing else is."""

from __future__ import annotations

import unicodedata

import pytest

from brandkit.catalog.search.abbreviations import WRITTEN_OUT, written_out
from brandkit.text import folded

MEANT = {
    "UBND TP. Vũng Tàu": "ủy ban nhân dân thành phố. Vũng Tàu",
    "UBND P.1": "ủy ban nhân dân phường.1",
    "UBND P1": "ủy ban nhân dân phường 1",
    "Q3 và Q.10": "quận 3 và quận.10",
    "Sở VHTT&DL": "Sở văn hóa, thể thao và du lịch",
    "sở vhttdl": "sở văn hóa, thể thao và du lịch",
    "Số 622/QĐ-UBND": "Số 622/quyết định-ủy ban nhân dân",
    "ubnd": "ủy ban nhân dân",
    "BQL, BTC và CLB": "ban quản lý, ban tổ chức và câu lạc bộ",
}
NOT_MEANT = ["p 1", "tp", "hồ q", "Đi qua", "Hà", "Tt", "phường 1", "P123", "xa", "thành phố", "", "…", "UBNDX"]


@pytest.mark.parametrize("words", MEANT)
def test_abbreviations_are_written_out(words):
    assert written_out(words) == MEANT[words]
    assert written_out(unicodedata.normalize("NFD", words)) == MEANT[words]


@pytest.mark.parametrize("words", NOT_MEANT)
def test_what_is_no_abbreviation_stays(words):
    assert written_out(words) == words


def test_in_a_query_small_letters_are_abbreviations_too():
    assert written_out("p 1 tp vung tau", any_case=True) == "phường 1 thành phố vung tau"
    assert written_out("p.1", any_case=True) == "phường.1"
    assert written_out("p1", any_case=True) == "phường 1"


@pytest.mark.parametrize("short", WRITTEN_OUT)
def test_writing_out_ends(short):
    full = written_out(short, any_case=True)
    assert folded(full) == folded(WRITTEN_OUT[short])
    assert written_out(full) == full
