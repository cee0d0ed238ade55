"""A wrong profile is refused with the line that is wrong."""

from __future__ import annotations

import pytest

from brandkit.errors import InvalidProfile
from brandkit.profile_check import checked_brand, line_of

GOOD = """# a profile
name = { vi = "Cảng", en = "Harbour" }
profile = "town"
version = "1"

[[colors]]
key = "navy"
name = { vi = "Xanh" }
hex = "#0A2A4A"

[[colors]]
key = "flame"
name = { vi = "Cam" }
hex = "#E25A0B"

[rules.stretched-logo]
max_stretch = 0.02

[rules.undersized-logo.per_variant.icon]
mm = 8
"""


def fault(text: str) -> InvalidProfile:
    with pytest.raises(InvalidProfile) as caught:
        checked_brand(text.encode(), "brand.toml")
    return caught.value


def test_a_right_profile_is_read():
    assert checked_brand(GOOD.encode(), "brand.toml").profile == "town"


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ('hex = "#E25A0B"', 'hex = "orange"', 14),
        ('key = "flame"', "key = 7", 12),
        ('version = "1"', "version = 1x", 4),
        ("max_stretch = 0.02", 'max_stretch = "2 %"', 17),
        ("max_stretch = 0.02", "max_strech = 0.02", 17),
        ("[rules.stretched-logo]", "[rules.streched-logo]", 16),
        ("mm = 8", 'mm = "8"', 20),
        ('profile = "town"', 'profil = "town"', 3),
    ],
)
def test_the_line_of_the_fault_is_named(right, wrong, line):
    assert right in GOOD
    assert fault(GOOD.replace(right, wrong)).subject == f"brand.toml:{line}"


def test_a_missing_key_is_refused_although_it_has_no_line():
    assert "version" in str(fault(GOOD.replace('version = "1"\n', "")))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(InvalidProfile):
        checked_brand(b"\xff\xfe\x00", "brand.toml")


def test_tables_of_an_array_are_counted():
    assert line_of(GOOD, ("colors", "0", "hex")) == 9
    assert line_of(GOOD, ("colors", "1", "hex")) == 14
    assert line_of(GOOD, ("nothing", "of", "that")) is None
