"""The ink that speaks for a logo is the one down to which enough of it is counted."""

from __future__ import annotations

import pytest

from brandkit.findings import ColorMatch
from brandkit.rules.low_contrast_logo import telling_ink


def colors(**shares: float) -> list[ColorMatch]:
    named = {"navy": "#0A2A4A", "flame": "#E25A0B", "light": "#FFB13B"}
    return [ColorMatch(named[name], named[name], 0.0, share) for name, share in shares.items()]


@pytest.mark.parametrize(
    ("shares", "ink"),
    [
        ({"navy": 0.7, "light": 0.3}, "#0A2A4A"),
        ({"navy": 0.3, "light": 0.7}, "#FFB13B"),
        ({"navy": 0.3, "flame": 0.3, "light": 0.4}, "#E25A0B"),
        ({"navy": 0.0, "light": 0.0}, "#0A2A4A"),
    ],
)
def test_half_of_the_drawing_has_at_least_this_contrast(shares, ink):
    assert telling_ink(colors(**shares), "#FFFFFF", 0.5) == ink
