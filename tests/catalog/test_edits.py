"""KEY=VALUE edits: every key changes what it names, wrong values are refused, nothing is overwritten unseen."""

from __future__ import annotations

from datetime import date

import pytest

from brandkit.assets import Asset
from brandkit.catalog.edits import KEYS, differences, edited, parse_changes
from brandkit.errors import InvalidValue, UnknownAsset, WrongMove

PLAIN = Asset("a", "photo", {"vi": "A"})
VALUES = {"created": "2026-01-31", "valid_from": "2026-01-31", "valid_to": "2026-01-31", "commercial": "yes",
          "media": "print", "territory": "VN"}  # fmt: skip


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"text", "text_en", "case"}))
def test_every_key_changes_the_asset(key):
    base = edited(PLAIN, {"description": "x", "alt": "x", "caption": "x", "location": "x", "usage_terms": "x"})
    assert edited(base, {key: VALUES.get(key, "mới")}) != base


def test_values_are_read_as_their_kind():
    found = edited(PLAIN, {"tags": "biển, thuyền,, biển", "valid_to": "2030-12-31", "commercial": "no"})
    found = edited(found, {"title_en": "B"})
    assert found.tags == ("biển", "thuyền")
    assert found.rights.valid_to == date(2030, 12, 31)
    assert found.rights.commercial is False
    assert found.title == {"vi": "A", "en": "B"}


def test_an_empty_value_clears():
    full = edited(PLAIN, {"title_en": "B", "credit": "C", "valid_to": "2030-12-31", "tags": "x", "commercial": "yes"})
    bare = edited(full, {"title_en": "", "credit": "", "valid_to": "", "tags": "", "commercial": ""})
    assert bare == PLAIN


def test_text_is_kept_in_nfc():
    assert edited(PLAIN, {"title": "Vu\u0303ng Ta\u0300u"}).title == {"vi": "Vũng Tàu"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("titel", "x"), ("title", ""), ("valid_to", "31.12.2030"), ("commercial", "maybe"), ("alt_en", "only English"),
        ("text", "words of a photo"), ("status", "approved"), ("id", "x"), ("case", "upper"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(key, value):
    with pytest.raises(InvalidValue):
        edited(PLAIN, {key: value})


def test_the_words_of_a_slogan_are_changed_as_a_draft_only():
    slogan = Asset("s", "slogan", {"vi": "S"}, text={"vi": "Sóng gọi"})
    assert edited(slogan, {"text": "Sóng reo"}).text == {"vi": "Sóng reo"}
    approved = Asset("s", "slogan", {"vi": "S"}, text={"vi": "Sóng gọi"}, status="approved")
    with pytest.raises(InvalidValue):
        edited(approved, {"text": "Sóng reo"})
    with pytest.raises(InvalidValue):
        edited(slogan, {"text": ""})


def test_changes_are_parsed_and_a_word_without_a_sign_is_refused():
    assert parse_changes(("title=A=B", "title-en=")) == {"title": "A=B", "title_en": ""}
    for word in ("title", "=x"):
        with pytest.raises(InvalidValue):
            parse_changes((word,))


def test_differences_name_the_old_and_the_new():
    assert differences(PLAIN, edited(PLAIN, {"creator": "X"})) == {"creator": ["", "X"]}


def test_an_edit_of_an_older_revision_is_refused(stocked):
    seen = stocked.stored("basket-boat").revision
    stocked.edit("basket-boat", {"creator": "Người một"}, revision=seen)
    with pytest.raises(WrongMove):
        stocked.edit("basket-boat", {"creator": "Người hai"}, revision=seen)
    assert stocked.asset("basket-boat").creator == "Người một"
    assert stocked.history("basket-boat")[-1].details["creator"] == ["Nguyễn Thị Ảnh", "Người một"]


def test_days_between_which_nothing_lies_are_refused(stocked):
    stocked.edit("basket-boat", {"valid_from": "2026-05-05"})
    with pytest.raises(InvalidValue, match="could never be used"):
        stocked.edit("basket-boat", {"valid_to": "2026-05-04"})
    assert stocked.asset("basket-boat").rights.valid_to is None
    assert stocked.edit("basket-boat", {"valid_to": "2026-05-05"}).rights.valid_to == date(2026, 5, 5)


def test_an_edit_that_changes_nothing_leaves_no_trace(stocked):
    before = stocked.stored("basket-boat"), stocked.history("basket-boat")
    stocked.edit("basket-boat", {"creator": "Nguyễn Thị Ảnh"})
    assert (stocked.stored("basket-boat"), stocked.history("basket-boat")) == before


def test_units_must_be_known_and_slugs_too(stocked):
    stocked.edit("basket-boat", {"unit": "phuong-vung-tau"})
    with pytest.raises(InvalidValue):
        stocked.edit("basket-boat", {"unit": "nobody"})
    with pytest.raises(UnknownAsset):
        stocked.edit("nobody", {"title": "x"})


@pytest.mark.parametrize(("key", "value"), [("media", "print,radio"), ("territory", "Việt Nam"), ("territory", "vn")])
def test_limits_that_nothing_could_meet_are_refused(key, value):
    with pytest.raises(InvalidValue, match="is no"):
        edited(PLAIN, {key: value})


def test_limits_are_taken_as_they_are_written():
    rights = edited(PLAIN, {"media": "print, press", "territory": "VN-43,LA"}).rights
    assert (rights.media, rights.territory) == (("print", "press"), ("VN-43", "LA"))
