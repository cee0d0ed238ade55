"""A profile is read strictly: what it does not know it names, with the key."""

from __future__ import annotations

import pytest

from brandkit.brand import parse_brand
from brandkit.errors import InvalidProfile

GOOD = """
name = { vi = "Thành phố", en = "City" }
profile = "city"
version = "1"
[[colors]]
key = "sea"
name = { vi = "Biển" }
hex = "#0b3c5d"
[rules.stretched-logo]
clause = { vi = "điều 6" }
max_stretch = 0.02
"""


def test_a_profile_reads_back_its_values():
    brand = parse_brand(GOOD.encode())
    assert brand.colors[0].hex == "#0B3C5D"
    assert brand.rules["stretched-logo"].options == {"max_stretch": 0.02}
    assert brand.name.pair() == {"vi": "Thành phố", "en": "City"}
    assert len(brand.sha256) == 64


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (GOOD.replace("#0b3c5d", "blue").encode(), "colors.0.hex"),
        (GOOD.replace("version", "verzion").encode(), "verzion"),
        (b"name = ", "TOML"),
        (b"\xff\xfe", "UTF-8"),
        (b"", "name"),
    ],
)
def test_a_wrong_profile_is_refused_naming_the_key(data, named):
    with pytest.raises(InvalidProfile, match=r"brand\.toml") as caught:
        parse_brand(data)
    assert named in str(caught.value)
