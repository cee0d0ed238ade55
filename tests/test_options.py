"""A rule's options: read from its function, held to their annotations, written as TOML writes them."""

from __future__ import annotations

import tomllib
from types import MappingProxyType

import pytest

from brandkit.options import fault_in, options_of, plain, written
from brandkit.rules import mirrored_logo, missing_logo, stretched_logo, undersized_logo, wrong_variant


def test_options_are_the_keyword_only_arguments_with_their_defaults():
    assert options_of(stretched_logo) == {"max_stretch": 0.015, "max_camera_stretch": 0.15}
    assert options_of(mirrored_logo) == {}


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        (stretched_logo, {"max_stretch": 0.02}),
        (stretched_logo, {"max_stretch": 1}),
        (wrong_variant, {"light": ["full-color"], "dark_to": 40}),
        (undersized_logo, {"per_variant": {"icon": {"mm": 8, "px": 16}}}),
        (missing_logo, {"pages": "every"}),
    ],
)
def test_values_that_fit_have_no_fault(rule, given):
    assert fault_in(rule, given) is None


@pytest.mark.parametrize(
    ("rule", "given", "option"),
    [
        (stretched_logo, {"max_stretch": "2 %"}, "max_stretch"),
        (stretched_logo, {"max_stretch": True}, "max_stretch"),
        (stretched_logo, {"max_strech": 0.02}, "max_strech"),
        (wrong_variant, {"light": "full-color"}, "light"),
        (missing_logo, {"pages": "cover"}, "pages"),
        (undersized_logo, {"per_variant": {"icon": 8}}, "per_variant.icon"),
    ],
)
def test_a_value_that_does_not_fit_is_named(rule, given, option):
    assert fault_in(rule, given)[0] == option


@pytest.mark.parametrize(
    "value", [True, 0.015, 12, "every", ["full-color", "mono-black"], {"icon": {"mm": 8, "px": 16}}, [], {}]
)
def test_a_written_value_reads_back(value):
    assert tomllib.loads(f"value = {written(value)}")["value"] == value


def test_tuples_and_read_only_tables_become_plain():
    assert plain(MappingProxyType({"icon": (1, 2)})) == {"icon": [1, 2]}
