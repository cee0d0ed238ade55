"""Look-ups in the catalog's values: what takes an asset's place, and which of its files to take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brandkit.assets import approved_form, coloring_of, successor_of, traits_of
from tests.corpus.town import ASSETS

TOWN = {asset.slug: asset for asset in ASSETS}


def test_an_asset_is_its_own_successor_until_it_is_replaced():
    assert successor_of(TOWN, "harbor") is TOWN["harbor"]
    assert successor_of(TOWN, "harbor-1990") is TOWN["harbor"]
    assert successor_of(TOWN, "nowhere") is None


def test_a_circle_of_replacements_has_no_end():
    circle = {
        "a": replace(TOWN["harbor"], slug="a", replaced_by="b"),
        "b": replace(TOWN["harbor"], slug="b", replaced_by="a"),
    }
    assert successor_of(circle, "a") is None


@pytest.mark.parametrize(
    ("variant", "colorings", "form"),
    [
        ("horizontal-full-color-vi", (), "harbor:horizontal-full-color-vi"),
        ("icon-full-color", ("reversed",), "harbor:icon-reversed"),
        ("horizontal-reversed-vi", ("full-color", "mono-black"), "harbor:horizontal-full-color-vi"),
        ("", (), "harbor:horizontal-full-color-vi"),
        ("icon-full-color", ("mono-white",), None),
    ],
)
def test_the_approved_form_is_the_nearest_of_the_wanted_coloring(variant, colorings, form):
    assert approved_form(TOWN, "harbor", variant, colorings) == form


def test_what_was_replaced_leads_to_its_successors_form():
    assert approved_form(TOWN, "harbor-1990", "horizontal-full-color-vi") == "harbor:horizontal-full-color-vi"


def test_nothing_is_offered_that_is_not_approved():
    assert approved_form(TOWN, "draft-pier") is None
    assert approved_form(TOWN, "withdrawn-pier") is None


def test_traits_are_read_from_the_variants_name():
    assert traits_of("horizontal-full-color-vi") == {"horizontal", "full-color", "vi"}
    assert coloring_of("icon-mono-black") == "mono-black"
    assert coloring_of("stacked-vi") == "full-color"
