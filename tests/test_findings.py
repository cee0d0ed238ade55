"""What rules say findings with: how far is too far, which logos are judged, what lies where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brandkit.brand import LogoUse
from brandkit.document import Page
from brandkit.findings import ErrorBars, exceeds, own_logos, passed, seen_from_the_side, violation
from brandkit.geometry import Box
from brandkit.messages import say
from tests.corpus import town
from tests.corpus.building import sighting

PAGE = Page(1, 595.0, 842.0, "pt")


@pytest.mark.parametrize(
    ("deviation", "error", "beyond"),
    [
        (0.010, 0.000, False),
        (0.015, 0.000, False),
        (0.01501, 0.000, False),  # rounded by the program that wrote it
        (0.016, 0.000, True),
        (0.016, 0.005, None),
        (0.016, 0.020, False),  # inside its own error
        (0.030, 0.005, True),
        (0.000, 0.050, None),  # an error that hides everything
        (0.200, 0.050, True),
    ],
)
def test_a_deviation_is_beyond_within_or_not_to_be_told(deviation, error, beyond):
    assert exceeds(deviation, 0.015, error) is beyond


def test_all_logos_are_judged_where_the_profile_lists_none():
    seen = [sighting(0, (PAGE,)), sighting(1, (PAGE,), asset="jubilee"), sighting(2, (PAGE,), kind="photo")]
    everything = town.PROFILE.model_copy(update={"logo": LogoUse()})
    assert [s.id for s in own_logos(seen, town.PROFILE)] == [0]
    assert [s.id for s in own_logos(seen, everything)] == [0, 1]


def test_perspective_is_seen_in_pixels_only():
    narrowing = [[60, 60], [240, 70], [240, 110], [60, 120]]
    assert seen_from_the_side(sighting(0, (PAGE,), quad=narrowing, method="pixels"))
    assert not seen_from_the_side(sighting(0, (PAGE,), quad=narrowing))


def test_a_lean_inside_its_own_error_is_no_lean():
    leaning = sighting(0, (PAGE,), method="pixels", skew_deg=1.5)
    assert seen_from_the_side(leaning)
    assert not seen_from_the_side(replace(leaning, errors=ErrorBars(skew_deg=1.0)))


def test_a_finding_lies_where_its_sighting_lies():
    told = violation(sighting(3, (PAGE,), box=[10, 20, 90, 30]), say("told"))
    assert (told.page, told.sighting, told.box) == (1, 3, Box(10, 20, 90, 30))
    told = passed(PAGE, say("told"))
    assert (told.page, told.sighting, told.box) == (1, None, None)
